"""Bearer: whose token came with a request, and that it does not ask too often.

Sessions open nothing here, so that no page elsewhere can ask in a visitor's name.
"""

from __future__ import annotations

from datetime import datetime

from django.core.cache import caches
from django.http import HttpRequest
from ninja.security import HttpBearer

from improvement.clock import now
from improvement.models import ApiToken
from improvement.permissions import Standing
from improvement.tokens import holder_of
from reporting.api.problems import TooMany

A_MINUTE = 300
_MINUTE = 60


class Bearer(HttpBearer):
    """The header ``Authorization: Bearer`` with a token. Gives what its person is now."""

    def authenticate(self, request: HttpRequest, token: str) -> Standing:
        at = now()
        held, standing = holder_of(token, at=at)
        count_request(held, at=at)
        return standing


def count_request(token: ApiToken, *, at: datetime) -> None:
    """Count a request of this minute. Raises ``TooMany`` beyond ``A_MINUTE``.

    Each process counts for itself, in its own memory: a request costs the database nothing.
    """
    cache = caches["process"]
    minute, second = divmod(int(at.timestamp()), _MINUTE)
    key = f"api-requests:{token.digest}:{minute}"
    if cache.add(key, 1, timeout=2 * _MINUTE):
        return
    try:
        count = cache.incr(key)
    except ValueError:  # a full cache let go of it meanwhile
        return
    if count > A_MINUTE:
        raise TooMany(_MINUTE - second)
