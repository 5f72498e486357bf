"""The product's settings with dj-stripe's own migrations alone, to compare ours with."""

from adiuva.settings import *  # noqa: F403

MIGRATION_MODULES = {}
