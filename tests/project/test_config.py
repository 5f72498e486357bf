import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECRET = "s" * 32


def load(tmp_path, **environment):
    """The settings of a process with this environment: (exit code, what it printed)."""
    show = "from adiuva.config import config; print(config.model_dump_json())"
    done = subprocess.run(
        [sys.executable, "-c", show],
        env={"PATH": os.environ["PATH"], "ADIUVA_ENV_FILE": os.devnull, "ADIUVA_VAR_DIR": str(tmp_path), **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def loaded(tmp_path, **environment):
    import json

    code, said = load(tmp_path, **environment)
    assert code == 0, said
    return json.loads(said)


def test_nothing_set_is_a_development_machine_without_any_key(tmp_path):
    config = loaded(tmp_path)
    assert config["database_url"].startswith("sqlite:///")
    assert (config["llm_model"], config["llm_router_model"], config["embedding_model"]) == ("offline",) * 3
    assert config["cors_origins"] == ["app://.", "http://localhost:3000", "http://localhost:5173"]


def test_the_secret_of_a_development_machine_is_kept_and_private(tmp_path):
    first = loaded(tmp_path)["jwt_secret"]
    assert loaded(tmp_path)["jwt_secret"] == first
    assert (tmp_path / "jwt_secret").stat().st_mode & 0o077 == 0


def test_a_key_brings_the_default_models(tmp_path):
    config = loaded(tmp_path, OPENAI_API_KEY="k")
    assert (config["llm_model"], config["llm_router_model"]) == ("gpt-4o", "gpt-4o-mini")


@pytest.mark.parametrize("written", ["a.example,b.example", '["a.example", "b.example"]', " a.example , b.example "])
def test_lists_are_commas_or_json(tmp_path, written):
    assert loaded(tmp_path, ALLOWED_HOSTS=written)["allowed_hosts"] == ["a.example", "b.example"]


def test_the_seeds_database_driver_is_dropped(tmp_path):
    url = loaded(tmp_path, DATABASE_URL="postgresql+asyncpg://u:p@db:5432/adiuva")["database_url"]
    assert url == "postgresql://u:p@db:5432/adiuva"


def test_a_production_machine_that_is_complete(tmp_path):
    loaded(
        tmp_path, ENV="prod", JWT_SECRET=SECRET, WEB_WORKERS="4", DATABASE_URL="postgres://db/a", REDIS_URL="redis://r"
    )


def test_every_fault_of_a_production_machine_is_told_at_once(tmp_path):
    code, said = load(tmp_path, ENV="prod", WEB_WORKERS="4", PORT="none", STRIPE_SECRET_KEY="sk_test_1")
    assert code != 0
    for part in ("JWT_SECRET", "PostgreSQL", "Redis", "PORT", "STRIPE_WEBHOOK_SECRET"):
        assert part in said, part
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("JWT_SECRET", "short"),
        ("SECRET_KEY", "short"),
        ("DEFAULT_TIER", "gold"),
        ("JWT_ALGORITHM", "none"),
        ("RUN_TIMEOUT", "0"),
        ("USAGE_CAP_TOKENS_FREE", "-1"),
        ("PUBLIC_URL", "api.example.com"),
        ("OPENAI_API_BASE", "localhost:11434"),
    ],
)
def test_a_wrong_value_names_its_variable_and_not_the_value(tmp_path, name, value):
    code, said = load(tmp_path, **{"JWT_SECRET": SECRET, name: value})
    assert code != 0
    assert name in said
    assert f"'{value}'" not in said


def test_dotenv_is_exported_to_libraries_that_read_keys_themselves(tmp_path):
    (tmp_path / "env").write_text("ANTHROPIC_API_KEY=from-the-file\n")
    show = "import os; import adiuva.config; print(os.environ['ANTHROPIC_API_KEY'])"
    done = subprocess.run(
        [sys.executable, "-c", show],
        env={"PATH": os.environ["PATH"], "ADIUVA_ENV_FILE": str(tmp_path / "env"), "ADIUVA_VAR_DIR": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "from-the-file"


def test_the_example_names_every_variable():
    from adiuva.config import Config

    example = (ROOT / ".env.example").read_text()
    missing = [name.upper() for name in Config.model_fields if f"{name.upper()}=" not in example]
    assert missing == []


@pytest.mark.parametrize("proxies", ["proxy.internal", "10.0.0.1,nonsense", "10.0.0.0/99"])
def test_proxies_are_addresses_and_networks(tmp_path, proxies):
    code, said = load(tmp_path, TRUSTED_PROXIES=proxies)
    assert code == 1
    assert f"TRUSTED_PROXIES: '{proxies.rpartition(',')[2]}' is no address" in said
    loaded(tmp_path, TRUSTED_PROXIES="10.0.0.1, fd00::/8, *")


@pytest.mark.parametrize("origin", ["*", "app.example.com", "https://app.example.com/", "https://*.example.com"])
def test_origins_that_could_never_match_are_named(tmp_path, origin):
    code, said = load(tmp_path, CORS_ORIGINS=f"app://.,{origin}")
    assert code == 1
    assert f"CORS_ORIGINS: '{origin}' is no origin" in said
    loaded(tmp_path, CORS_ORIGINS="app://., null, file://, http://localhost:3000, https://app.example.com:8443")


@pytest.mark.parametrize("url", ["somewhere", "mysql://x/y", "postgres://u:s3cret@host:port/db", "postgres:/x"])
def test_a_database_or_redis_that_is_no_url_of_one_is_named_in_plain_words(tmp_path, url):
    code, said = load(tmp_path, DATABASE_URL=url, REDIS_URL="127.0.0.1:6379")
    assert code == 1
    assert "DATABASE_URL must be a URL that begins with sqlite://, postgres://, postgresql://" in said
    assert "REDIS_URL must be a URL that begins with redis://" in said
    assert "Traceback" not in said
    assert "s3cret" not in said


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("DATABASE_URL", "postgresql+asyncpg://u:p@h:5432/db"),
        ("DATABASE_URL", "postgres:///db?host=/var/run/postgresql"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("REDIS_URL", "rediss://h:6380/1"),
        ("REDIS_URL", "unix:///run/redis.sock"),
    ],
)
def test_every_way_to_a_database_or_redis_is_taken(tmp_path, name, url):
    assert loaded(tmp_path, **{name: url})
