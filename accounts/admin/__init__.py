"""What support staff see: people, their sessions, and what was changed."""

from accounts.admin import audit, people, roles, sessions

__all__ = ["audit", "people", "roles", "sessions"]
