"""Problems: every refusal as JSON with one sentence, in the form of RFC 9457."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, ValidationError
from pydantic import Field

from improvement.refusals import NotThere, Refused
from improvement.tokens import TokenRefused

MEDIA_TYPE = "application/problem+json"
HOW_TO_ASK = (  # the sentence for who sent no token
    "Send a token: the header Authorization with the word Bearer, a blank and the token. "
    "You make one at /tokens/."
)


class Problem(Schema):
    """A refusal. ``detail`` is a sentence that says what to do."""

    type: str = Field(description="Always about:blank: the status says which kind it is.")
    title: str = Field(description="The status in words.")
    status: int = Field(description="The status.")
    detail: str = Field(description="One sentence.")


class TooMany(Exception):
    """More requests than a token may make. ``seconds`` says when it may ask again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class NotAcceptable(Exception):
    """The tool accepts neither JSON nor CSV."""


class NotAsked(Exception):
    """An address carries a name that its table does not know: a slip, that would go unseen."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def problem(status: int, sentence: str, headers: dict[str, str] | None = None) -> HttpResponse:
    """Give a refusal as an answer."""
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
    """Have every refusal inside ``api`` answered as a problem."""
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(AuthenticationError, _no_token)
    api.add_exception_handler(ValidationError, _not_valid)
    api.add_exception_handler(TooMany, _too_many)
    api.add_exception_handler(NotAcceptable, _not_acceptable)
    api.add_exception_handler(NotAsked, _not_asked)


def _refused(request: HttpRequest, refused: Any) -> HttpResponse:
    told = {"WWW-Authenticate": 'Bearer realm="data", error="invalid_token"'}
    headers = told if isinstance(refused, TokenRefused) else None
    return problem(refused.status, refused.sentence, headers)


def _no_token(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(401, HOW_TO_ASK, {"WWW-Authenticate": 'Bearer realm="data"'})


def _not_valid(request: HttpRequest, error: Any) -> HttpResponse:
    first = error.errors[0]
    name = str(first["loc"][-1])
    said = str(first.get("ctx", {}).get("error", "")) or f"{first['msg']}."
    return problem(422, f"{name}: {said}")


def _not_asked(request: HttpRequest, error: Any) -> HttpResponse:
    sentence = f"There is no parameter “{error.name}” here; see /api/v1/openapi.json."
    return problem(422, sentence)


def _too_many(request: HttpRequest, error: Any) -> HttpResponse:
    sentence = f"Too many requests with this token: go on in {error.seconds} seconds."
    return problem(429, sentence, {"Retry-After": str(error.seconds)})


def _not_acceptable(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(406, "There is JSON and CSV: accept application/json or text/csv.")


@csrf_exempt
@login_not_required
def not_there(request: HttpRequest) -> HttpResponse:
    """Answer an address that is none."""
    missing = NotThere("There is nothing at this address; see /api/v1/openapi.json.")
    return problem(missing.status, missing.sentence)
