"""Headers of every response: security policies, as in Django 6, and caching in browsers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# Features that no page uses; passkeys are used by pages of this site alone.
_NEVER = ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "usb")
_OURS = ("publickey-credentials-create", "publickey-credentials-get")
PERMISSIONS = ", ".join([*(f"{name}=()" for name in _NEVER), *(f"{name}=(self)" for name in _OURS)])

GetResponse = Callable[[HttpRequest], HttpResponse]


def security_headers(get_response: GetResponse) -> GetResponse:
    """Send ``settings.SECURE_CSP``, or the response's own ``_csp_config``, and ``PERMISSIONS``."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        policy: Mapping[str, Sequence[str]] = getattr(response, "_csp_config", settings.SECURE_CSP)
        response.headers["Content-Security-Policy"] = "; ".join(
            f"{name} {' '.join(sources)}" for name, sources in policy.items()
        )
        response.headers["Permissions-Policy"] = PERMISSIONS
        return response

    return middleware


def keep_out_of_caches(get_response: GetResponse) -> GetResponse:
    """Send ``no-store`` with every response to somebody signed in, unless it has its own header.

    Without it, the Back button shows a page to the next person at a shared computer. Pages with
    forms to write in are left out, so that Back restores what was typed and is not in a draft yet.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code >= 500:  # reading the user needs the database, which may be down
            return response
        view = getattr(request.resolver_match, "func", None)
        if request.user.is_authenticated and not getattr(view, "keeps_typed", False):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware
