"""Every refusal as JSON with one sentence, in the form of RFC 9457."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, ValidationError
from pydantic import Field

from improvement.accounts.tokens import TokenRefused
from improvement.values.refusals import NotThere, Refused

MEDIA_TYPE = "application/problem+json"
HOW_TO_ASK = (  # the sentence for who sent no token
    "Send a token: the header Authorization with the word Bearer, a blank and the token. "
    "You make one at /tokens/."
)


class Problem(Schema):
    """A refusal as JSON. ``detail`` is a sentence that explains what to do."""

    type: str = Field(description="Always about:blank: the status says which kind it is.")
    title: str = Field(description="The status in words.")
    status: int = Field(description="The status.")
    detail: str = Field(description="One sentence.")


class ApiRefused(Refused):
    """A request that the data out refuses, with the status and headers of the response."""

    def __init__(self, status: int, sentence: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.status, self.headers = status, headers


def problem(status: int, sentence: str, headers: dict[str, str] | None = None) -> HttpResponse:
    """Return a refusal as a response."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": sentence,
    }
    answer = JsonResponse(body, status=status, content_type=MEDIA_TYPE, headers=headers or {})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def answer_problems(api: NinjaAPI) -> None:
    """Return every refusal inside ``api`` as a problem."""
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(AuthenticationError, _no_token)
    api.add_exception_handler(ValidationError, _not_valid)


def _refused(request: HttpRequest, refused: Any) -> HttpResponse:
    headers = getattr(refused, "headers", None)
    if isinstance(refused, TokenRefused):
        headers = {"WWW-Authenticate": 'Bearer realm="data", error="invalid_token"'}
    return problem(refused.status, refused.sentence, headers)


def _no_token(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(401, HOW_TO_ASK, {"WWW-Authenticate": 'Bearer realm="data"'})


def _not_valid(request: HttpRequest, error: Any) -> HttpResponse:
    first = error.errors[0]
    name = str(first["loc"][-1])
    sentence = str(first.get("ctx", {}).get("error", "")) or f"{first['msg']}."
    return problem(422, f"{name}: {sentence}")


@csrf_exempt
@login_not_required
def not_there(request: HttpRequest) -> HttpResponse:
    """Return that there is nothing at this address."""
    missing = NotThere("There is nothing at this address; see /api/v1/openapi.json.")
    return problem(missing.status, missing.sentence)
