"""The world tests run in: a scratch folder, and the back ends that script/test names.

It is here, and not in conftest.py, because pytest-django reads the settings before any conftest.
"""

import atexit
import os
import shutil
import tempfile

if "ADIUVA_VAR_DIR" not in os.environ:
    os.environ["ADIUVA_VAR_DIR"] = tempfile.mkdtemp(prefix="adiuva-tests-")
    atexit.register(shutil.rmtree, os.environ["ADIUVA_VAR_DIR"], ignore_errors=True)
_scratch = os.environ["ADIUVA_VAR_DIR"]
os.environ["ADIUVA_ENV_FILE"] = os.devnull
os.environ.setdefault("DATABASE_URL", f"sqlite:///{_scratch}/tests.sqlite3")
os.environ.setdefault("REDIS_URL", "")
os.environ.setdefault("LOG_LEVEL", "WARNING")
os.environ.setdefault("AUTH_ATTEMPTS_PER_MINUTE", "1000")
for name in ("OPENAI_API_KEY", "OPENAI_API_BASE", "LLM_MODEL", "LLM_ROUTER_MODEL", "STRIPE_SECRET_KEY"):
    os.environ.pop(name, None)

from adiuva.settings import *  # noqa: E402, F403 - the environment comes first
from adiuva.settings import DATABASES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # In a file, as it is served: in memory, threads meet locks that no time-out waits for.
    DATABASES["default"]["TEST"] = {"NAME": f"{_scratch}/test.sqlite3"}
