"""The trust's directory for single sign-on by OpenID Connect, as the environment names it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

DIRECTORY = "directory"  # as it stands in the address that the directory sends people back to


def directory(
    *, issuer: str, name: str, client_id: str, secret: str, domains: list[str]
) -> dict[str, Any]:
    """Give allauth's setting for one directory, or for none where there is no issuer.

    ``domains`` are those whose addresses the directory answers for even where it does not say that
    it has verified them, as Entra ID does not: name the trust's own alone.
    """
    if not issuer:
        return {}
    settings = {
        "server_url": issuer,
        "oauth_pkce_enabled": True,
        "email_authentication": True,
        "verified_email": domains,
    }
    app = {"provider_id": DIRECTORY, "name": name, "client_id": client_id, "secret": secret}
    return {"openid_connect": {"APPS": [{**app, "settings": settings}]}}


def origins_of(*addresses: str) -> list[str]:
    """Give where forms may lead besides here: a browser checks the redirect to the directory."""
    parts = [urlsplit(address) for address in addresses if address]
    return [f"{part.scheme}://{part.netloc}" for part in parts]
