import sys

__version__ = "0.1.0"

# structlog takes Twisted in where it finds it, and daphne brings it: 5 MB a worker that nothing here uses.
sys.modules.setdefault("structlog.twisted", None)  # type: ignore[arg-type]  # None is how an import is refused
