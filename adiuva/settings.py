"""Django's settings, made from the typed environment in adiuva.config."""

import os
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

from adiuva import support_desk
from adiuva.config import VAR_DIR, config
from adiuva.email_url import mail_settings

SECRET_KEY = config.secret_key
DEBUG = False
ALLOWED_HOSTS = config.allowed_hosts or ["*"]
ROOT_URLCONF = "adiuva.urls"
ASGI_APPLICATION = "adiuva.asgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = False
FORMAT_MODULE_PATH = "adiuva.formats"
APPEND_SLASH = False
LOGGING_CONFIG = None

INSTALLED_APPS = [
    *(["daphne"] if os.environ.get("ADIUVA_RUNSERVER") else []),
    "adiuva",  # its templates come before unfold's
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "channels",
    "djstripe",
    "django_tasks",
    "django_tasks_db",
    "accounts",
    "billing",
    "billing.stripe",
    "plans",
    "agents",
    "chat",
]

# The admin's chain; the API has its own, of asynchronous middlewares only (adiuva.handler).
MIDDLEWARE = [
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "adiuva.middleware.admin_policy.AdminPolicy",
]
API_MIDDLEWARE = ["billing.middleware.Throttle", "chat.middleware.ResponseSanitizer"]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# Tests that wrap each case in a transaction turn this on, so that all database work shares their thread.
DATABASE_INLINE = False

DATABASES: dict[str, Any] = {"default": dj_database_url.parse(config.database_url)}
if config.on_sqlite:
    # IMMEDIATE and WAL: with the defaults half of many concurrent writers met "database is locked".
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 12, "timeout": 4}, "connect_timeout": 5}

if config.redis_url:
    CACHES: dict[str, Any] = {
        name: {
            "BACKEND": backend,
            "LOCATION": config.redis_url,
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
        }
        for name, backend in {
            "default": "django.core.cache.backends.redis.RedisCache",
            "counts": "adiuva.caches.RedisOrHere",
        }.items()
    }
    # Pub/sub only passes messages through; the core layer would keep them in Redis keys.
    # What is published reaches every database of a Redis: the number keeps two houses apart.
    _number = urlsplit(config.redis_url).path.strip("/").replace("/", ".")
    CHANNEL_LAYERS: dict[str, Any] = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            # driver_info: else each connection reads its version from the disk, on the loop
            "CONFIG": {
                "hosts": [{"address": config.redis_url, "driver_info": None}],
                "prefix": f"adiuva{_number}",
            },
        }
    }
else:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        "counts": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "counts"},
    }
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["batches"]}}

RATELIMIT_USE_CACHE = "counts"
RATELIMIT_FAIL_OPEN = True  # a count that is lost must not keep anybody out

# django_ratelimit: in-process counts are right for one process, and several are refused without Redis.
# auth: the e-mail is unique regardless of case, by a constraint the check does not read.
SILENCED_SYSTEM_CHECKS = ["django_ratelimit.E003", "django_ratelimit.W001", "auth.E003", "auth.W004"]

PASSWORD_HASHERS = ["django.contrib.auth.hashers.BCryptSHA256PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.password_rules.EndsSessions"},
]

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.api.authentication.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": None,
    "EXCEPTION_HANDLER": None,
}
SIMPLE_JWT = {
    "ALGORITHM": config.jwt_algorithm,
    "SIGNING_KEY": config.jwt_secret,
    "AUDIENCE": "adiuva",
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=config.jwt_access_token_expire_minutes),
    "USER_ID_CLAIM": "sub",
    "TOKEN_TYPE_CLAIM": "type",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Adiuva Cloud API",
    "VERSION": "0.1.0",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": ["accounts.api.openapi.add_bodies", "adiuva.openapi.add_problems"],
}

globals().update(
    mail_settings(config.email_url, folder=VAR_DIR / "mail", host=urlsplit(config.public_url).hostname or "")
)

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if config.trusted_proxies else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = config.is_prod
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "adiuva.desk_refusals.form_refused"
CSRF_TRUSTED_ORIGINS = [config.public_url] if config.public_url.startswith("http") else []
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024

UNFOLD = support_desk.UNFOLD

# dj-stripe mirrors Stripe for the support desk; no request depends on it. Its migrations are ours to make quick.
DJSTRIPE_FOREIGN_KEY_TO_FIELD = "id"
MIGRATION_MODULES = {"djstripe": "billing.stripe.mirror.migrations"}
