"""Write what a programme file holds, of the shapes that read it, into docs/.

    .venv/bin/python tools/programme_file.py

`docs/programme-file.md` is for people, with an example of each part taken from
`docs/programme-file.example.json`; `docs/programme-file.schema.json` is for editors.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "programme-file.md"
SCHEMA = ROOT / "docs" / "programme-file.schema.json"
EXAMPLE = ROOT / "docs" / "programme-file.example.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
TOO_LONG_TO_SHOW = 1_400  # characters of an example: a part of it has its own
MARK = "<!-- What follows is written by tools/programme_file.py. -->\n"


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a file."""
    from scorecards.programme_file.shapes import ProgrammeFile

    return {"$schema": DIALECT, **ProgrammeFile.model_json_schema()}


def page() -> str:
    """Return the page: its introduction as it is, and each shape with keys and example."""
    whole = schema()
    shapes = {"ProgrammeFile": whole, **whole["$defs"]}
    found = _examples(json.loads(EXAMPLE.read_text(encoding="utf-8")), whole, shapes)
    examples = dict(sorted(found, key=lambda named: len(named[1])))  # the fullest comes last
    parts = [
        _part(name, shape, examples)
        for name, shape in _in_order("ProgrammeFile", shapes)
        if "properties" in shape
    ]
    introduction, mark, _ = PAGE.read_text(encoding="utf-8").partition(MARK)
    return "\n".join([introduction + mark, *parts])


def _in_order(
    name: str, shapes: Mapping[str, Any], seen: set[str] | None = None
) -> Iterator[tuple[str, Any]]:
    """Yield each shape where the file first has it."""
    seen = set() if seen is None else seen
    if name not in seen:
        seen.add(name)
        yield name, shapes[name]
        for facts in shapes[name].get("properties", {}).values():
            for inner in _references(facts):
                yield from _in_order(inner, shapes, seen)


def _references(facts: Mapping[str, Any]) -> list[str]:
    return re.findall(r"#/\$defs/(\w+)", json.dumps(facts))


def _examples(
    value: Any, shape: Mapping[str, Any], shapes: Mapping[str, Any], name: str = "ProgrammeFile"
) -> Iterator[tuple[str, Any]]:
    """Yield the name of each shape with a value of it."""
    for key, facts in shape.get("properties", {}).items():
        inner = value.get(key)
        for other in _references(facts):
            for item in inner if isinstance(inner, list) else [inner]:
                if isinstance(item, dict):
                    yield from _examples(item, shapes[other], shapes, other)
    yield name, value


def _part(name: str, shape: Mapping[str, Any], examples: Mapping[str, Any]) -> str:
    rows = [
        f"| `{key}` | {_type(facts)} | {_need(key, facts, shape)} | {_about(facts)} |"
        for key, facts in shape["properties"].items()
    ]
    example = json.dumps(examples[name], ensure_ascii=False, indent=2)
    shown = ["", "```json", example, "```"] if len(example) <= TOO_LONG_TO_SHOW else []
    head = [f"## {title(name)}", "", shape.get("description", ""), ""]
    table = ["| key | value | needed | what it is |", "|---|---|---|---|", *rows]
    return "\n".join([*head, *table, *shown, ""])


def title(name: str) -> str:
    """Return the heading of a shape."""
    plain = re.sub(r"Facts$|WithMetrics$|WithRemarks$", "", name)
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain).capitalize()


def _need(key: str, facts: Mapping[str, Any], shape: Mapping[str, Any]) -> str:
    if facts.get("since"):
        return f"optional, version {facts['since']}"
    return "required" if key in shape["required"] else "optional"


def _about(facts: Mapping[str, Any]) -> str:
    return str(facts.get("description", ""))


def _type(facts: Mapping[str, Any]) -> str:
    """Return what a value is, in words."""
    if "$ref" in facts:
        return _named(facts["$ref"].rpartition("/")[2])
    if "anyOf" in facts:
        return " or ".join(_type(one) for one in facts["anyOf"])
    if "const" in facts or "enum" in facts:
        values = facts.get("enum", [facts.get("const")])
        return ", ".join(f"`{json.dumps(value, ensure_ascii=False)}`" for value in values)
    if facts["type"] == "array":
        return f"list of {_type(facts['items'])}"
    if facts["type"] == "object":
        return f"{_type(facts['additionalProperties'])}, by quarter"
    return _plain(facts)


def _named(name: str) -> str:
    shape = schema()["$defs"][name]
    if "enum" in shape:
        return _type(shape)
    heading = title(name)
    return f"[{heading.lower()}](#{heading.lower().replace(' ', '-')})"


def _plain(facts: Mapping[str, Any]) -> str:
    if facts.get("format") == "date":
        return "day, `2024-01-31`"
    if facts["type"] == "integer":
        return f"number from {facts['minimum']} to {facts['maximum']}"
    words = {"string": "text", "boolean": "true or false", "null": "null"}[facts["type"]]
    most = f", at most {facts['maxLength']} characters" if "maxLength" in facts else ""
    return f"{words}{most}"


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")
    text = json.dumps(schema(), ensure_ascii=False, indent=2)
    SCHEMA.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.path.append(str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    main()
