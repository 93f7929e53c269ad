"""Addresses of the data out: one for each table, and the document."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Query

from improvement.access.permissions import Standing
from improvement.values.refusals import NotThere
from reporting.api.authentication import Bearer
from reporting.api.errors import Problem, answer_problems, problem
from reporting.api.openapi import openapi
from reporting.api.registry import PROGRAMMES, TABLES, ApiTable
from reporting.api.responses import answer
from reporting.api.schemas import Page

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
_IN_QUERY: Any = Query  # the parameters are known at run time only


def _add_table(table: ApiTable) -> None:
    """Add the address of a table below the programme."""
    parameters_of_table: Any = table.parameters

    def read(request: HttpRequest, programme: str, parameters: Any) -> HttpResponse:
        standing = _standing_of(request)
        if standing.programme.slug != programme:  # the message does not tell whether it exists
            raise NotThere(f"This token opens no programme “{programme}”.")
        return answer(request, table, standing, parameters)

    read.__annotations__ |= {"programme": str, "parameters": _IN_QUERY[parameters_of_table]}
    _register(f"/v1/programmes/{{slug:programme}}/{table.name}", table, read)


def _add_programmes() -> None:
    def read(request: HttpRequest, parameters: Any) -> HttpResponse:
        return answer(request, PROGRAMMES, _standing_of(request), parameters)

    read.__annotations__ |= {"parameters": _IN_QUERY[PROGRAMMES.parameters]}
    _register("/v1/programmes", PROGRAMMES, read)


def _register(address: str, table: ApiTable, read: Callable[..., HttpResponse]) -> None:
    columns: Any = table.columns
    register = api.get(
        address,
        response={200: Page[columns], **dict.fromkeys(REFUSED, Problem)},
        operation_id=table.name,
        url_name=f"api_{table.name}",
        summary=table.words,
    )
    register(read)


def _standing_of(request: HttpRequest) -> Standing:
    """Return what the token's person may do on its programme, as ``Bearer`` found it."""
    standing: Standing = request.auth  # type: ignore[attr-defined]
    return standing


def _by_token(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a view that needs a token in place of a session, and refuses other methods as JSON."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def view_by_token(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 405:
            headers = {"Allow": response.headers["Allow"]}
            return problem(405, "Data is read here, by GET, and nothing else.", headers)
        return response

    return view_by_token


@login_not_required
def openapi_document(request: HttpRequest) -> HttpResponse:
    """Show the OpenAPI document, to everybody: it holds no data."""
    return JsonResponse(openapi(api))


_add_programmes()
for _table in TABLES:
    _add_table(_table)

urlpatterns = [path("v1/openapi.json", openapi_document, name="openapi")]
for _pattern in api.urls[0]:
    # Django Ninja's own page at the root is left out.
    if isinstance(_pattern, URLPattern) and _pattern.name != "api-root":
        _view: Any = _pattern.callback
        _pattern.callback = _by_token(_view)
        urlpatterns.append(_pattern)
