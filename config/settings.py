"""Settings, all from the environment; README.md explains the four that matter most."""

import os
import tomllib
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from config.logs import logging_for, set_up_structlog
from config.single_sign_on import directory, origins_of

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"  # files made on this machine, which are not in git
ASSETS_DIR = VAR_DIR / "assets"
VAR_DIR.mkdir(exist_ok=True)
VERSION = tomllib.loads((BASE_DIR / "pyproject.toml").read_text("utf-8"))["project"]["version"]
env = environ.Env()

# Without a secret this is somebody's own machine: see docs/adr/0002.
DEBUG = env.bool("DEBUG", default="SECRET_KEY" not in os.environ)
SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured("Set SECRET_KEY to a long random text, or DEBUG=1 for a demo.")
    SECRET_KEY = "a demo on this machine only: not a secret"  # noqa: S105
# Where the demo's own time begins, as in 2024-02-01T09:00; see reporting/demo/clock.py.
DEMO_CLOCK = env.str("DEMO_CLOCK", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "simple_history",
    "improvement",
    "scorecards",
    "reporting",
]

MIDDLEWARE = [
    "config.middleware.requests.ObserveRequests",
    "config.middleware.headers.security_headers",
    "config.middleware.requests.answer_machines",
    "config.middleware.database_down.answer_database_down",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.headers.keep_out_of_caches",
    "improvement.accounts.session_limits.EndSessions",
    "improvement.editing.drafts.KeepTyped",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "improvement.accounts.second_step.RequireSecondStep",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "improvement.web.error_pages.only_in_utf8",
    "improvement.web.error_pages.AnswerRefusals",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

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
                "improvement.web.pages.header",
            ],
        },
    }
]

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'improvement.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A write lock is taken when a transaction begins, so two writers queue and neither fails.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Seconds until a database that is down is reported as such.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)

AUTH_USER_MODEL = "improvement.Person"
AUTHENTICATION_BACKENDS = ["improvement.accounts.sign_in.PersonBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": name, "OPTIONS": options}
    for name, options in (
        (f"{VALIDATION}.UserAttributeSimilarityValidator", {"user_attributes": ("name", "email")}),
        (f"{VALIDATION}.MinimumLengthValidator", {"min_length": 12}),
        ("improvement.accounts.passwords.WellKnownPasswordValidator", {}),
        (f"{VALIDATION}.NumericPasswordValidator", {}),
    )
]

ACCOUNT_ADAPTER = "improvement.accounts.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_USER_DISPLAY = str
# This limit counts successful sign-ins too, and a whole trust may share one address. The library's
# limit on failed sign-ins protects against guessing: docs/sign-in.md has the table.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip"}
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}  # a passkey cannot be guessed
ACCOUNT_FORMS = {
    "change_password": "improvement.accounts.passwords.PasswordChangeForm",
    "reset_password_from_key": "improvement.accounts.passwords.PasswordResetForm",
}
CSRF_FAILURE_VIEW = "improvement.web.error_pages.csrf_failure"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"

# Who needs a second step (docs/sign-in.md): roles by name, "administrator", or "everybody".
MFA_REQUIRED_FOR = env.list("MFA_REQUIRED_FOR", default=[] if DEBUG else ["everybody"])
MFA_ADAPTER = "improvement.accounts.second_step.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up: an address is the one the invitation went to
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
MFA_TOTP_TOLERANCE = 1  # steps of half a minute: people type slowly, and clocks differ
MFA_FORMS = {
    "authenticate": "improvement.accounts.second_step_forms.CodeForm",
    "reauthenticate": "improvement.accounts.second_step_forms.CodeAgainForm",
    "activate_totp": "improvement.accounts.second_step_forms.FirstCodeForm",
    "add_webauthn": "improvement.accounts.second_step_forms.PasskeyForm",
}

# Single sign-on with the trust's directory: docs/sign-in.md. Without an issuer there is none.
OIDC_ISSUER = env.str("OIDC_ISSUER", default="").rstrip("/")
OIDC_NAME = env.str("OIDC_NAME", default="your trust account") if OIDC_ISSUER else ""
# Whether the directory's own second step counts as ours.
OIDC_MFA = env.bool("OIDC_MFA", default=False)
SOCIALACCOUNT_ADAPTER = "improvement.accounts.sign_in.DirectoryAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = directory(
    issuer=OIDC_ISSUER,
    name=OIDC_NAME,
    client_id=env.str("OIDC_CLIENT_ID", default=""),
    secret=env.str("OIDC_CLIENT_SECRET", default=""),
    domains=env.list("OIDC_VERIFIED_DOMAINS", default=[]),
)

# Limits of a session. The first is counted from the last request, the second from the sign-in.
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=60)
SESSION_HOURS = env.int("SESSION_HOURS", default=12)
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
ACCOUNT_SESSION_REMEMBER = True  # the limits decide, so nobody is asked

# Attempts are counted for all processes together, in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "attempts",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
# The number of our proxies, whose header with the visitor's address is trusted.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0 if DEBUG else 1)

# Mails print to the terminal until EMAIL_URL names a server: smtp+tls://user:password@host:587
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 30  # seconds, because a mail server may never answer
# The address of the site in e-mails.
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
if BASE_URL.startswith("https:"):
    BASE_URL = BASE_URL.removesuffix(":443")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="improvement-programme@localhost")

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", *([ASSETS_DIR] if ASSETS_DIR.is_dir() else [])]
# A demo serves static files from their sources, an installation from where collectstatic put them.
# Pages ask for files only by their hashed names, so no others are kept or compressed.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

CRISPY_ALLOWED_TEMPLATE_PACKS = ("nhsuk",)
CRISPY_TEMPLATE_PACK = "nhsuk"
CRISPY_FAIL_SILENTLY = False

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

FILE_UPLOAD_HANDLERS = [
    "improvement.web.uploads.OnlyWhereNamed",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# The grid of a large scorecard is one form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Django 6 reads this name; config.middleware.headers sends it until then.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'", *origins_of(OIDC_ISSUER, *env.list("OIDC_ORIGINS", default=[]))],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SAMESITE = "Lax"
if not DEBUG:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# A folder of PNG files, one for each programme that has a logo of its own: scas.png.
PACK_LOGOS = env.str("PACK_LOGOS", default="")
# A folder of the pages that the trust answers for: privacy, accessibility, support; .md or .txt.
TRUST_PAGES = env.str("TRUST_PAGES", default="")

# Public keys of age: a backup is encrypted to them, and opened with one of their secret keys.
BACKUP_RECIPIENTS = [key.strip() for key in env.list("BACKUP_RECIPIENTS", default=[])]

LOGGING = logging_for(debug=DEBUG)
set_up_structlog(debug=DEBUG)
# Whether to trust the id of a request that the proxy sends in the header X-Request-ID.
TRUST_REQUEST_ID = env.bool("TRUST_REQUEST_ID", default=False)
# Who may read /metrics: requests with this key, or from this machine. Otherwise nobody.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
METRICS_FROM_LOOPBACK = env.bool("METRICS_FROM_LOOPBACK", default=DEBUG)
