import structlog

from accounts.figures import store
from adiuva.database import in_database
from adiuva.ledger import Ledger
from adiuva.observability import figures

log = structlog.get_logger("accounts.figures")

SECONDS = 5.0


class Writer(Ledger):
    def __init__(self, seconds: float = SECONDS) -> None:
        super().__init__(seconds)

    async def write(self) -> None:
        counts = figures.take()
        if not counts:
            return
        try:
            await in_database(store.write, counts)
        except Exception:  # whatever it was, they are kept for the next time
            log.exception("figures.not_written")
            figures.put_back(counts)
