"""The trust's directory for single sign-on by OpenID Connect, as the environment names it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

DIRECTORY = "directory"  # part of the address to which the directory redirects people


def directory(
    *, issuer: str, name: str, client_id: str, secret: str, domains: list[str]
) -> dict[str, Any]:
    """Return allauth's setting for the directory, or an empty setting without an issuer.

    E-mail addresses of ``domains`` count as verified even if the directory does not mark them so,
    as Entra ID does not. Only the trust's own domains belong here.
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
    """Return the origins of addresses, for the policy of forms that redirect to the directory."""
    urls = [urlsplit(address) for address in addresses if address]
    return [f"{url.scheme}://{url.netloc}" for url in urls]
