"""What the environment says, typed. Every fault is reported at once, in plain words."""

import json
import os
import re
import secrets
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from dotenv import load_dotenv
from pydantic import BeforeValidator, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from adiuva.email_url import fault as email_fault

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("ADIUVA_VAR_DIR", BASE_DIR / "var"))
SHORTEST_SECRET = 32
WEB = ("http", "https")
ORIGIN = re.compile(r"null|file://|[a-z][a-z0-9+.-]*://[^/*?#\s]+")
SCHEMES = {
    "DATABASE_URL": ("sqlite", "postgres", "postgresql"),
    "REDIS_URL": ("redis", "rediss", "unix"),
    "PUBLIC_URL": WEB,
    "OPENAI_API_BASE": WEB,
    "STRIPE_API_BASE": WEB,
}


def _words(value: Any) -> Any:
    """Commas or JSON, whichever the operator wrote."""
    if not isinstance(value, str):
        return value
    if value.strip().startswith("["):
        return json.loads(value)
    return [part.strip() for part in value.split(",") if part.strip()]


Words = Annotated[list[str], NoDecode, BeforeValidator(_words)]
Positive = Annotated[float, Field(gt=0)]
TokenCap = Annotated[int, Field(ge=0)] | None
MoneyCap = Annotated[float, Field(ge=0)] | None
Tier = Literal["free", "pro", "power", "team"]


class ConfigError(SystemExit):
    """The environment cannot be used as it is; the message names every fault."""


class Config(BaseSettings):
    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True, hide_input_in_errors=True)

    env: Literal["dev", "prod"] = "dev"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    web_workers: int = Field(default=1, ge=1, le=256)
    public_url: str = ""
    allowed_hosts: Words = []
    trusted_proxies: Words = []
    cors_origins: Words = ["app://.", "http://localhost:3000", "http://localhost:5173"]
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    metrics_token: str = ""

    database_url: str = ""
    redis_url: str = ""
    email_url: str = ""

    secret_key: str = ""
    jwt_secret: str = ""
    jwt_algorithm: Literal["HS256"] = "HS256"
    jwt_access_token_expire_minutes: int = Field(default=30, ge=1)
    jwt_refresh_token_expire_days: int = Field(default=30, ge=1)
    require_verified_email: bool = False
    auth_attempts_per_minute: int = Field(default=10, ge=1)

    stripe_secret_key: str = ""
    stripe_webhook_secret: Words = []
    stripe_api_base: str = ""
    stripe_price_pro: str = "price_pro_monthly"
    stripe_price_power: str = "price_power_monthly"
    stripe_price_team: str = "price_team_monthly"
    default_tier: Tier = "free"
    usage_cap_tokens_free: TokenCap = None
    usage_cap_tokens_pro: TokenCap = None
    usage_cap_tokens_power: TokenCap = None
    usage_cap_tokens_team: TokenCap = None
    usage_cap_usd_free: MoneyCap = None
    usage_cap_usd_pro: MoneyCap = None
    usage_cap_usd_power: MoneyCap = None
    usage_cap_usd_team: MoneyCap = None

    openai_api_key: str = ""
    openai_api_base: str = ""
    llm_model: str = ""
    llm_router_model: str = ""
    llm_fallback_model: str = ""
    llm_models: Words = []
    embedding_model: str = ""
    llm_connect_timeout: Positive = 5
    llm_first_token_timeout: Positive = 60
    llm_token_timeout: Positive = 30
    run_timeout: Positive = 300

    @property
    def is_prod(self) -> bool:
        return self.env == "prod"

    @property
    def on_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @model_validator(mode="after")
    def _fill_in(self) -> "Config":
        self.database_url = _plain_driver(self.database_url) or f"sqlite:///{BASE_DIR / 'db.sqlite3'}"
        has_key = bool(self.openai_api_key)
        self.llm_model = self.llm_model or ("gpt-4o" if has_key else "offline")
        self.llm_router_model = self.llm_router_model or ("gpt-4o-mini" if has_key else "offline")
        self.embedding_model = self.embedding_model or ("text-embedding-3-small" if has_key else "offline")
        if not self.is_prod:
            self.jwt_secret = self.jwt_secret or _kept_secret()
        faults = self._faults()
        if faults:
            raise ValueError("\n".join(faults))
        self.secret_key = self.secret_key or f"django:{self.jwt_secret}"
        return self

    def _faults(self) -> list[str]:
        faults = []
        if len(self.jwt_secret.encode()) < SHORTEST_SECRET:
            faults.append(f"JWT_SECRET needs at least {SHORTEST_SECRET} bytes (try: openssl rand -hex 32)")
        if self.secret_key and len(self.secret_key) < SHORTEST_SECRET:
            faults.append(f"SECRET_KEY needs at least {SHORTEST_SECRET} characters, or leave it out")
        if self.is_prod and self.web_workers > 1 and self.on_sqlite:
            faults.append("WEB_WORKERS above 1 needs PostgreSQL: set DATABASE_URL")
        if self.is_prod and self.web_workers > 1 and not self.redis_url:
            faults.append("WEB_WORKERS above 1 needs Redis: set REDIS_URL")
        faults += [
            f"{name} must be a URL that begins with {', '.join(f'{scheme}://' for scheme in schemes)}"
            for name, schemes in SCHEMES.items()
            if (url := getattr(self, name.lower())) and not _is_url(url, schemes)
        ]
        faults += [
            f"TRUSTED_PROXIES: {name!r} is no address and no network of a proxy (as in 10.0.0.5, 10.0.0.0/8)"
            for name in self.trusted_proxies
            if not _is_network(name)
        ]
        faults += [
            f"CORS_ORIGINS: {origin!r} is no origin (as in app://., https://app.example.com)"
            for origin in self.cors_origins
            if not ORIGIN.fullmatch(origin)
        ]
        if wrong := email_fault(self.email_url):
            faults.append(wrong)
        if self.stripe_secret_key and not self.stripe_webhook_secret:
            faults.append("STRIPE_WEBHOOK_SECRET is missing: without it no webhook of Stripe can be believed")
        return faults


def _is_url(url: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in schemes and url.startswith(f"{parts.scheme}://")


def _is_network(name: str) -> bool:
    try:
        ip_network(name, strict=False)
    except ValueError:
        return name == "*"
    return True


def _plain_driver(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    return f"{scheme.partition('+')[0]}{separator}{rest}"


def _kept_secret() -> str:
    """The secret of a development machine: made once, readable by its owner alone."""
    path = VAR_DIR / "jwt_secret"
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    try:
        with open(path, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text()


def load() -> Config:
    # Exported, so that libraries which read provider keys themselves see what .env says.
    load_dotenv(os.environ.get("ADIUVA_ENV_FILE", BASE_DIR / ".env"))
    try:
        return Config()
    except ValidationError as error:
        faults = _in_words(error) + _further_faults(error)
    except json.JSONDecodeError:
        faults = ["a list is neither commas nor valid JSON"]
    raise ConfigError("The settings cannot be used:\n" + "\n".join(f"  - {fault}" for fault in faults))


def _further_faults(error: ValidationError) -> list[str]:
    """What is wrong with the settings together, which is looked at only once each is right by itself."""
    wrong = {str(fault["loc"][0]).upper() for fault in error.errors() if fault["loc"]}
    if not wrong:
        return []
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.upper() in wrong}
    try:
        Config()
    except ValidationError as further:
        return _in_words(further)
    finally:
        os.environ.update(kept)
    return []


def _in_words(error: ValidationError) -> list[str]:
    lines = []
    for fault in error.errors(include_url=False, include_input=False):
        name = f"{fault['loc'][0]}: ".upper() if fault["loc"] else ""
        lines += [name + line for line in fault["msg"].removeprefix("Value error, ").splitlines()]
    return lines


config = load()
