from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)


def as_id(term: str) -> UUID | None:
    try:
        return UUID(term.strip())
    except ValueError:
        return None


def by_id(rows: "QuerySet[M]", term: str, *fields: str) -> "QuerySet[M]":
    """Rows with this id in one of the fields; all of them for no term, none for one that is no id."""
    if not term:
        return rows
    wanted = as_id(term)
    if wanted is None:
        return rows.none()
    return rows.filter(Q(*((field, wanted) for field in fields), _connector=Q.OR))
