"""The OpenAPI document, and the dictionary of the columns for docs/data-out.md.

``manage.py data_dictionary`` prints the dictionary.
"""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI

from reporting.api.problems import MEDIA_TYPE
from reporting.api.tables import PROGRAMMES, TABLES

Json = dict[str, Any]

_HEADERS: Json = {
    "ETag": {"description": "Send it back as If-None-Match.", "schema": {"type": "string"}},
    "X-Total-Count": {"description": "Rows on all pages.", "schema": {"type": "integer"}},
}
_WHEN_TOO_MANY: Json = {
    "Retry-After": {"description": "In how many seconds.", "schema": {"type": "integer"}}
}


def openapi(api: NinjaAPI) -> Json:
    """Give the document: what the library knows, with CSV, headers and problems as they are."""
    document: Json = dict(api.get_openapi_schema(path_prefix="api/"))
    for path in document["paths"].values():
        for operation in path.values():
            answers = {str(status): said for status, said in operation["responses"].items()}
            for status, said in answers.items():
                _as_sent(status, said)
            answers["304"] = {"description": "Nothing changed: use what you have."}
            operation["responses"] = answers
    return document


def _as_sent(status: str, said: Json) -> None:
    if status == "200":
        said["content"]["text/csv"] = {"schema": {"type": "string"}}
        said["headers"] = _HEADERS
        return
    said["content"] = {MEDIA_TYPE: said["content"]["application/json"]}
    if status == "429":
        said["headers"] = _WHEN_TOO_MANY


def dictionary() -> str:
    """Give every table with its columns, as Markdown."""
    lines: list[str] = []
    for table in (PROGRAMMES, *TABLES):
        lines += [f"### {table.name}", "", table.words, "", "| column | meaning |", "|---|---|"]
        columns = table.columns.model_fields.items()
        lines += [f"| {name} | {column.description} |" for name, column in columns]
        lines.append("")
    return "\n".join(lines)
