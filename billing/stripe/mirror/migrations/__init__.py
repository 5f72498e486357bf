"""dj-stripe's own migrations, and one of ours that stands for those it came with.

Its own take half a minute on any database: hundreds of operations, each rendering fifty models.
A later release's migrations are found beside them; databases made either way take each other's state.
"""

from pathlib import Path

import djstripe

__path__.append(str(Path(djstripe.__file__).parent / "migrations"))
