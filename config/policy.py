"""The Content-Security-Policy header, under the names Django 6 gives its setting and decorator."""

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
