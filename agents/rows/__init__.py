"""One row a run, without content: written beside the runs, read by their owner."""

from adiuva.lifespan import on_start, on_stop
from agents.rows.book import BOOK

on_start(BOOK.start)
on_stop(BOOK.stop)

__all__ = ["BOOK"]
