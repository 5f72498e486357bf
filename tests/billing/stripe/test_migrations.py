"""Our quick way to dj-stripe's tables leads where its own slow way leads."""

import os
import sqlite3
import subprocess
import sys
import time

import pytest
from django.core.management import call_command

ORIGINAL = "tests.billing.stripe.original_migrations"
OURS = "adiuva.settings"


def manage(database, settings, *command):
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{database}", "DJANGO_SETTINGS_MODULE": settings}
    return subprocess.run([sys.executable, "manage.py", *command], env=environment, capture_output=True, text=True)


def schema(database):
    """Tables, columns, keys and indexes; not their order, and not the names that differ by a hash."""
    connection = sqlite3.connect(database)
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: _table(connection, name) for name in names if name.startswith("djstripe_")}


def _table(connection, name):
    (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", [name]).fetchone()
    rows = {kind: connection.execute(f"PRAGMA {kind}('{name}')").fetchall() for kind in ("table_info", "index_list")}
    indexes = []
    for _, index, unique, *_rest in rows["index_list"]:
        columns = tuple(row[2] for row in connection.execute(f"PRAGMA index_info('{index}')"))
        indexes.append((unique, columns))
    return {
        "columns": sorted(row[1:] for row in rows["table_info"]),
        "indexes": sorted(indexes),
        "keys": sorted(row[2:] for row in connection.execute(f"PRAGMA foreign_key_list('{name}')")),
        "checks": sql.count("CHECK"),
        "collations": sql.count("COLLATE"),
    }


def test_the_migrations_are_quick_and_say_what_the_models_say(tmp_path):
    began = time.monotonic()
    done = manage(tmp_path / "ours.sqlite3", OURS, "migrate", "-v0")
    assert done.returncode == 0, done.stderr
    assert time.monotonic() - began < 15  # its own need half a minute
    assert "djstripe_subscription" in schema(tmp_path / "ours.sqlite3")


@pytest.mark.django_db
@pytest.mark.parametrize("app", ["djstripe", "billing"])
def test_no_model_has_left_its_migrations_behind(app):
    call_command("makemigrations", app, check=True, dry_run=True, verbosity=0)


@pytest.mark.slow
def test_the_schema_is_the_one_of_dj_stripes_own_migrations(tmp_path):
    ours, original = tmp_path / "ours.sqlite3", tmp_path / "original.sqlite3"
    for database, settings in ((ours, OURS), (original, ORIGINAL)):
        done = manage(database, settings, "migrate", "-v0")
        assert done.returncode == 0, done.stderr
    assert schema(ours) == schema(original)
    assert len(schema(ours)) > 40

    for database, settings in ((ours, ORIGINAL), (original, OURS)):
        taken_over = manage(database, settings, "migrate", "--check")
        assert taken_over.returncode == 0, taken_over.stdout
