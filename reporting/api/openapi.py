"""The OpenAPI document, and the dictionary of the columns for docs/data-out.md.

``manage.py data_dictionary`` prints the dictionary.
"""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI

from reporting.api.errors import MEDIA_TYPE
from reporting.api.registry import PROGRAMMES, TABLES

Json = dict[str, Any]

_HEADERS: Json = {
    "ETag": {"description": "Send it back as If-None-Match.", "schema": {"type": "string"}},
    "X-Total-Count": {"description": "Rows on all pages.", "schema": {"type": "integer"}},
}
_WHEN_TOO_MANY: Json = {
    "Retry-After": {"description": "In how many seconds.", "schema": {"type": "integer"}}
}


def openapi(api: NinjaAPI) -> Json:
    """Return Django Ninja's document, with CSV, headers and problems added."""
    document: Json = dict(api.get_openapi_schema(path_prefix="api/"))
    for path in document["paths"].values():
        for operation in path.values():
            responses = {str(code): answer for code, answer in operation["responses"].items()}
            for status, response in responses.items():
                _complete(status, response)
            responses["304"] = {"description": "Nothing changed: use what you have."}
            operation["responses"] = responses
    return document


def _complete(status: str, response: Json) -> None:
    if status == "200":
        response["content"]["text/csv"] = {"schema": {"type": "string"}}
        response["headers"] = _HEADERS
        return
    response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}
    if status == "429":
        response["headers"] = _WHEN_TOO_MANY


def dictionary() -> str:
    """Return every table with its columns, as Markdown."""
    lines: list[str] = []
    for table in (PROGRAMMES, *TABLES):
        lines += [f"### {table.name}", "", table.words, "", "| column | meaning |", "|---|---|"]
        columns = table.columns.model_fields.items()
        lines += [f"| {name} | {column.description} |" for name, column in columns]
        lines.append("")
    return "\n".join(lines)
