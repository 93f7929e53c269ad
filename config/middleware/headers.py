"""The Content-Security-Policy header, named as in Django 6, and the Permissions-Policy header."""

from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def content_security_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Send ``settings.SECURE_CSP`` with every answer, or what an answer has as ``_csp_config``."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        policy = getattr(response, "_csp_config", settings.SECURE_CSP)
        response.headers["Content-Security-Policy"] = _in_words(policy)
        return response

    return middleware


def _in_words(policy: Mapping[str, Sequence[str]]) -> str:
    return "; ".join(f"{name} {' '.join(parts)}" for name, parts in policy.items())


# What no page of ours uses. A passkey is used by our own pages alone.
_NEVER = ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "usb")
_OURS = ("publickey-credentials-create", "publickey-credentials-get")
PERMISSIONS = ", ".join([*(f"{name}=()" for name in _NEVER), *(f"{name}=(self)" for name in _OURS)])


def permissions_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Tell browsers with every answer which of their powers no page may use."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS
        return response

    return middleware
