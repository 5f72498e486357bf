"""What is heavy is imported where it is first needed, and not before."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HEAVY = (
    "litellm",
    "openai",
    "langchain",
    "langchain.agents",
    "langchain_core",
    "langgraph",
    "twisted",
    "daphne",
    "numpy",
)

LIGHT = {
    "serving": "import adiuva.asgi; from django.urls import get_resolver; get_resolver().url_patterns",
    "migrating": "import django; django.setup(); from django.core.management import call_command; "
    "call_command('migrate', 'accounts', verbosity=0, skip_checks=True)",
    "offline chat": "import django; django.setup(); from agents.llm import get_llm; get_llm('offline')",
}


# What reaches services, in a server that has none.
CLIENTS = ("psycopg", "redis", "requests", "httpx", "aiohttp", "cryptography")


def loaded(code, names, tmp_path, **environment):
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; import sys; print(*[name for name in {names!r} if name in sys.modules])"],
        env={
            "PATH": os.environ["PATH"],
            "ADIUVA_ENV_FILE": os.devnull,
            "ADIUVA_VAR_DIR": str(tmp_path),
            "DATABASE_URL": f"sqlite:///{tmp_path}/light.sqlite3",
            "DJANGO_SETTINGS_MODULE": "adiuva.settings",
            **environment,
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.split()


@pytest.mark.parametrize("path", LIGHT)
def test_the_light_path_imports_nothing_heavy(path, tmp_path):
    assert loaded(LIGHT[path], HEAVY, tmp_path) == []


def test_a_server_without_services_holds_no_clients_of_them(tmp_path):
    assert loaded(LIGHT["serving"], CLIENTS, tmp_path) == []


def test_what_was_left_out_can_be_imported_afterwards(tmp_path):
    later = "import requests, httpx, psycopg, django.db.backends.postgresql.psycopg_any"
    assert loaded(f"{LIGHT['serving']}; {later}", CLIENTS, tmp_path)


@pytest.mark.parametrize(
    ("environment", "there"),
    [
        ({"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}, "psycopg"),
        ({"REDIS_URL": "redis://127.0.0.1:1/0"}, "redis"),
        ({"STRIPE_SECRET_KEY": "sk_test_x", "STRIPE_WEBHOOK_SECRET": "whsec_x"}, "requests"),
    ],
)
def test_a_server_with_a_service_has_loaded_what_it_needs_for_it(environment, there, tmp_path):
    assert there in loaded(LIGHT["serving"], CLIENTS, tmp_path, **environment)
