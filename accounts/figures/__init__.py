"""Figures of each day, of all workers together."""

from accounts.figures.store import of_days, write
from accounts.figures.writer import Writer

__all__ = ["Writer", "of_days", "write"]
