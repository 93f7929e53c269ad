"""The environment alone sets sign-in up, and what it leaves out is safe."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SECRET = "one-long-random-secret-of-an-installation-0123456789-abcdefghij"
DIRECTORY = {
    "OIDC_ISSUER": "https://login.example/tenant/v2.0",
    "OIDC_CLIENT_ID": "the-client",
    "OIDC_CLIENT_SECRET": "the-secret",
    "OIDC_VERIFIED_DOMAINS": "trust.example,other.example",
    "OIDC_MFA": "1",
}


def settings(*names: str, **environment: str) -> list[object]:
    """Return settings as an installation with this environment has them."""
    clean = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME")}
    listed = ", ".join(f"settings.{name}" for name in names)
    told = f"import json; from django.conf import settings; print(json.dumps([{listed}]))"
    answer = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", told],
        cwd=ROOT,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(answer.stdout)


def test_an_installation_asks_everybody_for_a_second_step_and_a_demo_nobody():
    assert settings("MFA_REQUIRED_FOR", SECRET_KEY=SECRET) == [["everybody"]]
    assert settings("MFA_REQUIRED_FOR") == [[]]
    named = settings("MFA_REQUIRED_FOR", SECRET_KEY=SECRET, MFA_REQUIRED_FOR="sro,administrator")
    assert named == [["sro", "administrator"]]


def test_an_installation_believes_one_proxy_and_a_demo_none():
    names = ("ALLAUTH_TRUSTED_PROXY_COUNT", "SESSION_IDLE_MINUTES", "SESSION_COOKIE_AGE")
    assert settings(*names, SECRET_KEY=SECRET) == [1, 60, 12 * 3600]
    given = {"TRUSTED_PROXIES": "2", "SESSION_IDLE_MINUTES": "30", "SESSION_HOURS": "8"}
    assert settings(*names, SECRET_KEY=SECRET, **given) == [2, 30, 8 * 3600]
    assert settings("ALLAUTH_TRUSTED_PROXY_COUNT") == [0]


def test_the_environment_names_the_directory():
    names = ("SOCIALACCOUNT_PROVIDERS", "OIDC_MFA", "SECURE_CSP")
    providers, mfa, policy = settings(*names, SECRET_KEY=SECRET, **DIRECTORY)
    (app,) = providers["openid_connect"]["APPS"]
    assert (app["client_id"], app["secret"]) == ("the-client", "the-secret")
    assert app["settings"]["server_url"] == "https://login.example/tenant/v2.0"
    assert app["settings"]["verified_email"] == ["trust.example", "other.example"]
    assert app["settings"]["oauth_pkce_enabled"] is True
    assert mfa is True
    assert policy["form-action"] == ["'self'", "https://login.example"]


def test_without_a_directory_there_is_none():
    assert settings("SOCIALACCOUNT_PROVIDERS", "OIDC_MFA", "SECURE_CSP")[:2] == [{}, False]
    assert settings("SECURE_CSP")[0]["form-action"] == ["'self'"]
