"""Settings: defaults that run on a laptop, environment variables for everything else.

Each variable read here is explained in `.env.example`; a test keeps the two in step.
`BIAOGAN_PRODUCTION=1` demands a safe installation and `checks.py` verifies it.
"""

from __future__ import annotations

import os
from datetime import timedelta

from csp.constants import NONCE, NONE, SELF

from biaogan.config.database import database
from biaogan.config.home import derived_key, home, prepare_home, secret
from biaogan.config.rooms import rooms


def flag(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


# Home and keys

BIAOGAN_HOME = home()
prepare_home(BIAOGAN_HOME)
BIAOGAN_FILES = BIAOGAN_HOME / "files"
BIAOGAN_LAKE = BIAOGAN_HOME / "lake"
BIAOGAN_CACHE = BIAOGAN_HOME / "cache"
_master = secret(BIAOGAN_HOME)
SECRET_KEY = derived_key(_master, "django").hex()
BIAOGAN_AUDIT_KEY = derived_key(_master, "audit")
BIAOGAN_PSEUDONYM_KEY = derived_key(_master, "pseudonym")
BIAOGAN_CHANNEL_KEY = derived_key(_master, "channel")
BIAOGAN_MASTER_LENGTH = len(_master)

# How it is run

BIAOGAN_PRODUCTION = flag("BIAOGAN_PRODUCTION")
BIAOGAN_BEHIND_PROXY = flag("BIAOGAN_BEHIND_PROXY")
DEBUG = flag("BIAOGAN_DEBUG")
ALLOWED_HOSTS = words("BIAOGAN_HOSTS", "" if BIAOGAN_PRODUCTION else "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = words("BIAOGAN_ORIGINS")

# Parts

INSTALLED_APPS = [
    "biaogan.config",
    *rooms(),
    "biaogan.config.administration.Administration",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "axes",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # why this is safe here: decision 11
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "biaogan.org.access.SessionLimits",
    "biaogan.org.access.ScopeOfRequest",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "biaogan.config.urls"
WSGI_APPLICATION = "biaogan.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "biaogan.config.menu.menu",
                "biaogan.org.choosing.region_choice",
            ],
        },
    }
]

# Stores of data

DATABASES = {"default": database(BIAOGAN_HOME, os.environ.get("BIAOGAN_DATABASE_URL", ""))}
BIAOGAN_ENGINE = os.environ.get("BIAOGAN_ENGINE", "duckdb")
BIAOGAN_SPARK = os.environ.get("BIAOGAN_SPARK", "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Static files: `biaogan run` collects them once into the home, compressed and named by content;
# everything else (tests, development) reads them where they lie.

STATIC_URL = "/static/"
STATIC_ROOT = BIAOGAN_CACHE / "static"
_collected = flag("BIAOGAN_COLLECTED_STATIC")
WHITENOISE_USE_FINDERS = not _collected
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(BIAOGAN_FILES)},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _collected
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}

# People and sessions

AUTH_USER_MODEL = "org.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "org:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "org:login"
SESSION_COOKIE_NAME = "biaogan_session"
SESSION_COOKIE_AGE = int(timedelta(days=7).total_seconds())
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "biaogan.config.errors.csrf_failed"
BIAOGAN_SESSION_IDLE = timedelta(hours=int(os.environ.get("BIAOGAN_SESSION_IDLE_HOURS", "12")))
BIAOGAN_SESSION_LENGTH = timedelta(days=7)

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "org/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "biaogan.org.access.client_address"
AXES_VERBOSE = False

# Headers

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BIAOGAN_PRODUCTION
SECURE_SSL_REDIRECT = BIAOGAN_PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if BIAOGAN_PRODUCTION else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BIAOGAN_BEHIND_PROXY else None

# Language and time

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]  # each in its own words
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Uploads

DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# Messages: bots are spoken to at their own servers only; a test names its own here.

BIAOGAN_MAIL = os.environ.get("BIAOGAN_MAIL", "")
BIAOGAN_BOTS_AT: dict[str, str] = {}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("BIAOGAN_LOG_LEVEL", "WARNING")},
}
