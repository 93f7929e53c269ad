"""Reading a programme file strictly: JSON, its shapes, and what has to fit together in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from improvement.programme_file.faults import Fault, Path, UnreadableFile, words_of
from improvement.programme_file.shapes import VERSION_2, Facts
from improvement.programme_file.strict_json import parse
from scorecards.programme_file.references import broken_references
from scorecards.programme_file.shapes import ProgrammeFile

OF_VERSION_2 = "this key came with version 2 of the format"
NO_ADDRESS = "a file gives nobody a sign-in: invite people in the app"
MOST_FAULTS = 100  # that are told of one file


def read(text: str) -> ProgrammeFile:
    """Read a programme file. Raises ``UnreadableFile`` with its faults, each with its path."""
    try:
        facts = parse(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile([Fault((), f"this is not JSON we can read: {error}")]) from error
    try:
        file = ProgrammeFile.model_validate(facts)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)[:MOST_FAULTS]
        raise UnreadableFile([_fault_of(fault, facts) for fault in faults]) from error
    except RecursionError as error:
        raise UnreadableFile([Fault((), "its parts lie too deep in one another")]) from error
    found = [*(_too_new(file, ()) if file.version == 1 else ()), *broken_references(file)]
    if found:
        named = (Fault(one.path, one.sentence, words_of(one.path, facts)) for one in found)
        raise UnreadableFile(list(named))
    return file


def _fault_of(fault: Any, facts: Any) -> Fault:
    path, most = fault["loc"], fault.get("ctx", {}).get("max_length")
    is_way_in = path[-1:] in (("email",), ("password",))
    sentences = {
        "extra_forbidden": NO_ADDRESS if is_way_in else "this key is unknown",
        "missing": "this key is missing",
        "too_long": f"this is longer than {most}, the most there is room for",
    }
    sentence = sentences.get(fault["type"], fault["msg"].removeprefix("Value error, "))
    return Fault(path, sentence, words_of(path, facts))


def _too_new(facts: Facts, path: Path) -> Iterator[Fault]:
    """Yield each key that a file of version 1 cannot have."""
    for name, field in type(facts).model_fields.items():
        value = getattr(facts, name)
        if field.json_schema_extra == VERSION_2 and value:
            yield Fault((*path, field.alias or name), OF_VERSION_2)
        elif isinstance(value, Facts):
            yield from _too_new(value, (*path, name))
        elif isinstance(value, list):
            for place, item in enumerate(value):
                if isinstance(item, Facts):
                    yield from _too_new(item, (*path, name, place))
