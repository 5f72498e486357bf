"""A database that went away: one waits for it, the others are told."""

import time

import pytest
from django.db import OperationalError

from adiuva import database


class PoolTimeout(Exception):
    """As psycopg_pool names its own."""


def waits_in_vain():
    raise OperationalError("time is up") from PoolTimeout()


def answers():
    return "a row"


@pytest.fixture(autouse=True)
def _no_grudge(monkeypatch):
    monkeypatch.setattr(database, "_silent_until", 0.0)
    monkeypatch.setattr(database, "close_old_connections", lambda: None)  # what earlier tests left open is theirs


def test_after_one_that_waited_in_vain_nobody_else_waits():
    with pytest.raises(OperationalError, match="time is up"):
        database._bout(waits_in_vain)
    with pytest.raises(OperationalError, match="a moment ago"):
        database._bout(answers)


def test_it_is_asked_again_soon(monkeypatch):
    monkeypatch.setattr(database, "PAUSE", 0.02)
    with pytest.raises(OperationalError):
        database._bout(waits_in_vain)
    time.sleep(0.03)
    assert database._bout(answers) == "a row"


def test_a_query_that_fails_by_itself_keeps_nobody_out():
    def locked():
        raise OperationalError("database is locked")

    with pytest.raises(OperationalError, match="locked"):
        database._bout(locked)
    assert database._bout(answers) == "a row"
