"""Settings: few, by environment, each documented in docs/operators.md.

DATABASE_URL         empty: SQLite under PRASAN_DATA; else postgresql://user:password@host:port/name as the plain role
DATABASE_OWNER_URL   PostgreSQL only: the owner's address, for migrations and backup
PRASAN_DATA          the data folder, default .data
PRASAN_KEYS          path of the key file (0600), default PRASAN_DATA/../.data-keys/prasan.keys for the demonstration only
PRASAN_HOSTS         comma-separated names the site answers to; empty: loopback only
PORT                 where `prasan serve` listens, default 8000
PRASAN_EXIT_TO       where the quick exit goes on to
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("PRASAN_DATA", ".data")).resolve()
KEYS = Path(os.environ.get("PRASAN_KEYS") or DATA.parent / f"{DATA.name}-keys" / "prasan.keys")
HOSTS = [name for name in os.environ.get("PRASAN_HOSTS", "").split(",") if name]
LOOPBACK_ONLY = not HOSTS


def _secret_key(path: Path) -> str:
    """Django's signing key, derived from the key file; without one, commands that sign nothing still run, and serving is refused."""
    try:
        seed = base64.b64decode(json.loads(path.read_text())["sign"])
    except (OSError, ValueError, KeyError):
        return secrets.token_urlsafe(48)
    return hmac.new(seed, b"prasan django secret key", hashlib.sha256).hexdigest()


SECRET_KEY = _secret_key(KEYS)
EXIT_TO = os.environ.get("PRASAN_EXIT_TO", "https://www.tmd.go.th/")
ELECTIONS = Path(os.environ["PRASAN_ELECTIONS"]) if os.environ.get("PRASAN_ELECTIONS") else None  # days of local elections, instead of those shipped

DEBUG = False
USE_TZ = True
TIME_ZONE = "Asia/Bangkok"
LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย"), ("en", "English"), ("ms", "Bahasa Melayu")]
LOCALE_PATHS = [HERE / "locale"]
ALLOWED_HOSTS = HOSTS or ["127.0.0.1", "localhost", "[::1]", "testserver"]
ROOT_URLCONF = "prasan.urls"
WSGI_APPLICATION = "prasan.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = False

CHAPTERS = {
    "ground": ["installation", "vault", "audit", "policy", "files", "http", "jobs"],
    "registry": ["areas", "organisations", "access", "work", "people", "contact", "limits"],
    "casework": ["intake", "triage", "cases", "referrals", "followup", "closure"],
    "community": ["centres", "counselling", "localhelp", "watch", "surveys", "links"],
    "oversight": ["privacy"],
    "surfaces": ["public", "desk", "fill", "openrosa", "api", "documents", "ops"],
}
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    *(
        f"prasan.{floor}.{room}"
        for floor, rooms in CHAPTERS.items()
        for room in rooms
        if (HERE / floor / room / "__init__.py").exists()
    ),
]
AUTH_USER_MODEL = "access.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTHENTICATION_BACKENDS = ["prasan.registry.access.adapters.Backend"]
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_ADAPTER = "prasan.registry.access.adapters.Account"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # nobody signs up; allauth checks that the two settings agree
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_RATE_LIMITS = False  # ours: prasan.registry.access.slowing
MFA_ADAPTER = "prasan.registry.access.adapters.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RATE_LIMITS = False
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOOPBACK_ONLY  # passkeys on http://localhost; with a name only https counts
SESSION_ENGINE = "prasan.registry.access.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "session"
MESSAGE_STORAGE = "prasan.ground.screens.flashes.Flashes"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "prasan.ground.screens.errors.forbidden"
# Nothing from elsewhere, nothing inline. Pages that must load more say so with csp's decorators, beside their reason.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "media-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "object-src": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"  # not "no-referrer": browsers then send "Origin: null" with forms, and CSRF protection refuses them
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # HSTS preload binds the whole parent domain: its owner's decision
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "prasan.ground.http.headers.Headers",
    "prasan.ground.http.headers.Policy",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "prasan.ground.screens.language.LanguageMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "prasan.ground.http.errors.Errors",
]


LOCAL = {"", "localhost", "127.0.0.1", "::1"}


def database(url: str) -> dict[str, Any]:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "prasan.sqlite3",
            "CONN_MAX_AGE": None,  # a connection costs its pragmas and a cold cache
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "cached_statements": 512,  # each shape of actor asks statements of its own, which are long to parse
                # A page that many reports touch goes from the log into the file once in some thirty of them (16 MB), not once in eight.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-2048; PRAGMA wal_autocheckpoint=4000;"
                " PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY",
            },
        }
    parts = urlsplit(url)
    host = unquote(parts.hostname or "")
    # To another machine only over TLS, and only to the one that the certificate names; libpq finds the authority (PGSSLROOTCERT).
    line = {} if host in LOCAL or host.startswith("/") else {"sslmode": "verify-full"}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **line,
            "prepare_threshold": 1,  # only what `ground.statements` asks is prepared, and its plans are made once
            "options": "-c plan_cache_mode=force_generic_plan -c jit=off -c random_page_cost=1.1 -c statement_timeout=15000"
            " -c idle_in_transaction_session_timeout=60000",
        },
    }


DATABASE_URL = os.environ.get("DATABASE_URL", "")
DATABASE_OWNER_URL = os.environ.get("DATABASE_OWNER_URL", "")
DATABASES = {"default": database(DATABASE_URL)}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

DATA_UPLOAD_MAX_NUMBER_FILES = 120  # ODK Collect sends up to 100 files with an instance
FILE_UPLOAD_HANDLERS = ["prasan.ground.files.uploads.Held"]  # Django's own would lay large uploads on the disk as they came

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [HERE / "ground" / "screens" / "static"]
# `prasan serve` collects them: hashed names, compressed, kept for ever by browsers. Tests serve them from where they lie.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

TEMPLATES = [
    {
        "BACKEND": "prasan.ground.screens.jinja.Screens",
        "DIRS": sorted(HERE.glob("*/*/templates")),
        "OPTIONS": {"environment": "prasan.ground.screens.jinja.environment"},
    },
    {  # only for what allauth brings and we did not replace
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

# To standard error, for the journal. No address, agent or body is ever in a line; refusals (4xx) are the audit log's business.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "prasan.ground.http.journal.Journal"}},
    "handlers": {"journal": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["journal"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}

# With a name the site stands behind a TLS proxy: everything is https, and the cookies say so in their names.
if not LOOPBACK_ONLY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^api/", r"^openrosa/"]  # a program that forgot the s is refused (ground.http.headers), not sent on
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
