"""Settings of Django, derived from the environment alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from ridgeway.config import environment

ENV = environment.read()
PACKAGE = Path(__file__).parent.parent

DEBUG = False
SECRET_KEY = ENV.secret_key or f"only-for-{ENV.mode}-on-this-machine"
ALLOWED_HOSTS = ENV.hosts or ["localhost", "127.0.0.1", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS = [ENV.origin] if ENV.origin else []
ORIGIN = ENV.origin

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "axes",
    "csp",
    "ridgeway.governance.record",
    "ridgeway.governance.codes",
    "ridgeway.governance.evidence",
    "ridgeway.governance.consultations",
    "ridgeway.governance.committees",
    "ridgeway.governance.modifications",
    "ridgeway.governance.releases",
    "ridgeway.governance.directions",
    "ridgeway.governance.testing",
    "ridgeway.governance.costs",
    "ridgeway.governance.baselines",
    "ridgeway.governance.control",
    "ridgeway.governance.golive",
    "ridgeway.governance.notices",
    "ridgeway.governance.intake",
    "ridgeway.governance.search",
    "ridgeway.web",
    "ridgeway.api",
    "ridgeway.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ridgeway.entrance.content_security.ContentSecurity",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "ridgeway.entrance.gatekeeper.Gatekeeper",
    "ridgeway.entrance.last_use.LastUse",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "ridgeway.config.urls"
WSGI_APPLICATION = "ridgeway.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "ridgeway.web.environment.environment"},
    },
]


def database() -> dict[str, Any]:
    """One engine at a time; durable before fast (see docs/decisions)."""
    found = ENV.database
    if "sqlite" in found["ENGINE"]:
        found["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
                # 8 MB of pages for each connection: all are dropped whenever another one wrote.
                "PRAGMA temp_store=MEMORY;PRAGMA cache_size=-8000;"
                # Pages that act after act writes are brought home once for many acts.
                "PRAGMA wal_autocheckpoint=4000;"
            ),
        }
    else:
        found["CONN_HEALTH_CHECKS"] = True
        found.setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=on"
    found["CONN_MAX_AGE"] = None
    return found


DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "codes.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "ridgeway.entrance.accounts.AccountBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/today"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 1
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "ridgeway.web.views.signing.locked_out"
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

SESSION_ENGINE = "ridgeway.entrance.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "ridgeway.web.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
# With "no-referrer" browsers send "Origin: null", and no form would be taken.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if ENV.is_production:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000

# Whether other names of the domain are bound too is for whoever owns the domain to say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE / "web" / "static"  # served in place; addresses carry a digest
WHITENOISE_USE_FINDERS = False
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 30 * 24 * 3600

DATA_DIR = ENV.data_dir
EVIDENCE_DIR = ENV.data_dir / "evidence"
KEY_FILE = ENV.data_dir / "keys" / "checkpoint.key"

EMAIL = ENV.mail
for _name, _value in ENV.mail.items():
    if _name.startswith("EMAIL_"):
        globals()[_name] = _value
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = ENV.mail_from

DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"
USE_I18N = False
MODE = ENV.mode
IS_PRODUCTION = ENV.is_production

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
