"""Addresses of the data out: one a table, and the document."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Query

from improvement.permissions import Standing
from improvement.refusals import NotThere
from reporting.api.answers import answer
from reporting.api.bearer import Bearer
from reporting.api.columns import Page
from reporting.api.document import openapi
from reporting.api.problems import Problem, answer_problems, problem
from reporting.api.tables import PROGRAMMES, TABLES, Table

REFUSED = (401, 403, 404, 405, 406, 422, 429)

api = NinjaAPI(
    title="Improvement programme: data out",
    version="1",
    description="Read-only data of one programme, for reporting tools. See docs/data-out.md.",
    auth=Bearer(),
    docs_url=None,
    openapi_url=None,
)
answer_problems(api)
_IN_QUERY: Any = Query  # what is asked is known at run time only, which no type checker follows


def _offer(table: Table) -> None:
    """Give a table its address below the programme."""
    asks: Any = table.asked

    def read(request: HttpRequest, programme: str, asked: Any) -> HttpResponse:
        return answer(request, table, _standing(request, programme), asked)

    read.__annotations__ |= {"programme": str, "asked": _IN_QUERY[asks]}
    _register(f"/v1/programmes/{{slug:programme}}/{table.name}", table, read)


def _offer_programmes() -> None:
    asks: Any = PROGRAMMES.asked

    def read(request: HttpRequest, asked: Any) -> HttpResponse:
        return answer(request, PROGRAMMES, standing_of_request(request), asked)

    read.__annotations__ |= {"asked": _IN_QUERY[asks]}
    _register("/v1/programmes", PROGRAMMES, read)


def _register(address: str, table: Table, read: Callable[..., HttpResponse]) -> None:
    columns: Any = table.columns
    offered = api.get(
        address,
        response={200: Page[columns], **dict.fromkeys(REFUSED, Problem)},
        operation_id=table.name,
        url_name=f"api_{table.name}",
        summary=table.words,
    )
    offered(read)


def standing_of_request(request: HttpRequest) -> Standing:
    """Give what the token's person is on its programme, as ``Bearer`` found it."""
    standing: Standing = request.auth  # type: ignore[attr-defined]
    return standing


def _standing(request: HttpRequest, programme: str) -> Standing:
    """A token opens its own programme; of any other it is not said whether it exists."""
    standing = standing_of_request(request)
    if standing.programme.slug != programme:
        raise NotThere(f"This token opens no programme “{programme}”.")
    return standing


def _opened(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Leave out the sign-in page: here tokens open, and every refusal is a problem."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        given = view(request, *args, **kwargs)
        if given.status_code == 405:
            headers = {"Allow": given.headers["Allow"]}
            return problem(405, "Data is read here, by GET, and nothing else.", headers)
        return given

    return opened


@login_not_required
def openapi_document(request: HttpRequest) -> HttpResponse:
    """Show what can be asked and what is answered, to everybody: it holds no data."""
    return JsonResponse(openapi(api))


def _patterns() -> list[URLPattern]:
    """Give the library’s addresses, without the page at their root."""
    found = []
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            view: Any = pattern.callback
            pattern.callback = _opened(view)
            found.append(pattern)
    return found


_offer_programmes()
for each in TABLES:
    _offer(each)

urlpatterns = [
    path("v1/openapi.json", openapi_document, name="openapi"),
    *_patterns(),
]
