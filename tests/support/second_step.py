"""Signing in with a second step, as the demo’s lead does."""

from __future__ import annotations

import re

from django.test import Client

from tests.support.authenticator_app import code_of
from tests.support.signing_in import PASSWORD

ACTIVATE = "/accounts/second-step/totp/activate/"


def sign_in(client: Client, follow: bool = True):
    given = {"login": "nicola@trust.example", "password": PASSWORD}
    return client.post("/accounts/login/", given, follow=follow)


def set_up_app(client: Client) -> str:
    """Set the app up as somebody signed in, and give its secret."""
    page = client.get(ACTIVATE).content.decode()
    secret = re.search(r'app-key-once">([A-Z2-7]+)<', page)[1]
    # The code of the step before, so that the one that shows now is still unused.
    client.post(ACTIVATE, {"code": code_of(secret, steps=-1)})
    return secret
