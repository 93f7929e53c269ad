"""The documents of a programme file say what reads it, and whatever else it holds is a fault."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from improvement.programme_file.faults import UnreadableFile
from scorecards.programme_file.read import read
from tools import programme_file

EXAMPLE = json.loads(programme_file.EXAMPLE.read_text(encoding="utf-8"))
AGAIN = "write it again: .venv/bin/python tools/programme_file.py"


def test_the_page_and_the_schema_are_those_of_the_shapes():
    assert programme_file.PAGE.read_text(encoding="utf-8") == programme_file.page(), AGAIN
    written = json.loads(programme_file.SCHEMA.read_text(encoding="utf-8"))
    assert written == programme_file.schema(), AGAIN


def test_the_example_is_read_and_has_every_key():
    assert read(json.dumps(EXAMPLE)).programme.slug == "quorndale"
    schema = programme_file.schema()
    shapes = [schema, *schema["$defs"].values()]
    named = {key for shape in shapes for key in shape.get("properties", {})}
    assert named == {key for path in paths(EXAMPLE) for key in path[-1:] if key in named}
    assert len(named) > 60


def paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the way to each value in another."""
    yield path
    items = value.items() if isinstance(value, dict) else ()
    for key, item in enumerate(value) if isinstance(value, list) else items:
        yield from paths(item, (*path, key))


PATHS = [path for path in paths(EXAMPLE) if path]
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(path=st.sampled_from(PATHS), value=anything, key=st.none() | st.text())
def test_whatever_stands_anywhere_is_read_or_named_by_path_and_in_words(path, value, key):
    file = copy.deepcopy(EXAMPLE)
    *way, last = path
    inner = file
    for part in way:
        inner = inner[part]
    if key is None:
        inner[last] = value
    elif isinstance(inner, dict):
        inner[key] = inner.pop(last)
    try:
        read(json.dumps(file))
    except UnreadableFile as unreadable:
        for fault in unreadable.found:
            assert str(fault).startswith(fault.path_text or "(whole file)")
            assert fault.sentence
            assert fault.in_words
