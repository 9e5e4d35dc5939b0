"""How is this instance set up? Environment variables with safe local defaults; every one is named here and in README."""

import os
import secrets
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


def env_text(name: str, default: str = "") -> str:
    """A variable's text."""
    return os.environ.get(name, default)


def env_flag(name: str, default: bool) -> bool:
    """A variable that is `true` or `false` and nothing else."""
    text = os.environ.get(name)
    if text is None or text == "":
        return default
    if text.lower() not in {"true", "false"}:
        raise ImproperlyConfigured(f"{name} must be true or false, not '{text}'.")
    return text.lower() == "true"


def env_list(name: str, default: list[str]) -> list[str]:
    """A variable of comma-separated words."""
    text = os.environ.get(name)
    return default if text is None else [word.strip() for word in text.split(",") if word.strip()]


def env_guid(name: str) -> str:
    """A variable that is a GUID, or empty."""
    text = os.environ.get(name, "").strip()
    try:
        return str(uuid.UUID(text)) if text else ""
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a GUID, not '{text}'.") from error


def data_directory() -> Path:
    """Where this world's state lives; made on first use, readable by its owner only."""
    path = Path(env_text("INTUNE_SIM_DATA", str(BASE_DIR / ".data"))).expanduser().resolve()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def kept_secret(path: Path) -> str:
    """A secret made once and kept in the data directory."""
    if not path.exists():
        descriptor = os.open(path.with_suffix(f".{os.getpid()}"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(path.with_suffix(f".{os.getpid()}"), path)  # the first of two processes wins
        except FileExistsError:
            pass
        finally:
            path.with_suffix(f".{os.getpid()}").unlink()
    return path.read_text()


def database(url: str) -> dict[str, Any]:
    """Django's settings for `sqlite:///path` or `postgresql://user:password@host:port/name?option=value`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]),
            "OPTIONS": {
                # A writer takes its lock at BEGIN, so that two of them queue up instead of failing half-way.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;",
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": dict(parse_qsl(parts.query)).get("host") or parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                "server_side_binding": True,
                "prepare_threshold": 1,
                **{key: value for key, value in parse_qsl(parts.query) if key != "host"},
            },
        }
    raise ImproperlyConfigured("DATABASE_URL must start with sqlite:/// or postgresql://.")


DATA_DIR = data_directory()
DEBUG = env_flag("DEBUG", False)
SECRET_KEY = env_text("SECRET_KEY") or kept_secret(DATA_DIR / "secret_key")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", ["*"])
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", [])

INSTALLED_APPS = [
    "intune_sim.tenants",
    "intune_sim.audit",
    "connectors",
    "protection",
    "devices",
    "intune_sim.portal",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "intune_sim.tenants.middleware.TenantMiddleware",
]

ROOT_URLCONF = "intune_sim.urls"
WSGI_APPLICATION = "intune_sim.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "intune_sim.portal.navigation.shell",
            ],
            "builtins": ["intune_sim.portal.templatetags.portal"],
        },
    }
]

DATABASES = {"default": database(env_text("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env_text("REDIS_URL")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

CELERY_BROKER_URL = REDIS_URL or "memory://localhost"
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600} if REDIS_URL else {"polling_interval": 0.05}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = "UTC"
# What is due is decided by rows: the scheduler has nothing to remember, so it writes no file.
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"

AUTH_USER_MODEL = "tenants.User"
AUTHENTICATION_BACKENDS = ["intune_sim.tenants.sign_in.DirectoryBackend"]
# Names are unique without regard to case, by a constraint on Lower("user_principal_name").
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
]

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "intune_sim" / "static"]
# WhiteNoise serves the files where they lie: there is nothing to collect.
WHITENOISE_USE_FINDERS = True

HTTPS_ONLY = env_flag("HTTPS_ONLY", False)
SECURE_SSL_REDIRECT = HTTPS_ONLY
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS_ONLY else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS_ONLY
SECURE_HSTS_PRELOAD = HTTPS_ONLY
SESSION_COOKIE_SECURE = HTTPS_ONLY
CSRF_COOKIE_SECURE = HTTPS_ONLY
CSRF_COOKIE_HTTPONLY = False
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["intune_sim.tenants.authentication.BearerAuthentication"],
    "DEFAULT_PARSER_CLASSES": ["intune_sim.service_api.parsing.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["intune_sim.service_api.rendering.ServiceRenderer"],
    "DEFAULT_SCHEMA_CLASS": "intune_sim.service_api.schema.ContractSchema",
    "EXCEPTION_HANDLER": "intune_sim.service_api.errors.answer_for",
    "UNAUTHENTICATED_USER": None,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Intune Sim service surfaces",
    "DESCRIPTION": "What a threat partner, a managed app and a simulation speak. Errors come in Microsoft Graph's envelope.",
    "VERSION": "1.0",
    "OAS_VERSION": "3.1.1",
    "PREPROCESSING_HOOKS": ["intune_sim.service_api.schema.service_surfaces_only"],
    "POSTPROCESSING_HOOKS": [],
    "APPEND_COMPONENTS": {
        "securitySchemes": {"accessToken": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
    },
}

# Public sources disagree on the id of Windows Security Center. The catalogue of partners, plain data, reads the same variable.
WINDOWS_SECURITY_CENTER_ID = env_guid("WINDOWS_SECURITY_CENTER_ID")

DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env_text("LOG_LEVEL", "WARNING")},
}
