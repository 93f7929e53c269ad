"""Whose token came with a request, and how many requests it may make.

Sessions are not accepted here, so that a page of another site cannot read data in a visitor's name.
"""

from __future__ import annotations

from datetime import datetime

from django.core.cache import caches
from django.http import HttpRequest
from ninja.security import HttpBearer

from improvement.access.permissions import Standing
from improvement.accounts.tokens import token_of_key
from improvement.models import ApiToken
from improvement.values.clock import now
from reporting.api.errors import ApiRefused

A_MINUTE = 300  # requests
_MINUTE = 60  # seconds


class Bearer(HttpBearer):
    """The header ``Authorization: Bearer`` with a token; returns what its person may do now."""

    def authenticate(self, request: HttpRequest, token: str) -> Standing:
        at = now()
        api_token, standing = token_of_key(token, at=at)
        count_request(api_token, at=at)
        return standing


def count_request(token: ApiToken, *, at: datetime) -> None:
    """Count a request of this minute. Raises ``ApiRefused`` beyond ``A_MINUTE``.

    Each process counts in its own memory, so that counting needs no query.
    """
    cache = caches["process"]
    minute, second = divmod(int(at.timestamp()), _MINUTE)
    key = f"api-requests:{token.digest}:{minute}"
    if cache.add(key, 1, timeout=2 * _MINUTE):
        return
    try:
        count = cache.incr(key)
    except ValueError:  # a full cache has dropped the count meanwhile
        return
    if count > A_MINUTE:
        wait = _MINUTE - second
        sentence = f"Too many requests with this token: go on in {wait} seconds."
        raise ApiRefused(429, sentence, {"Retry-After": str(wait)})
