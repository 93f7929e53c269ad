"""JSON as a programme file has it: each key once, and no number that is none. Knows no Django."""

from __future__ import annotations

import json
from typing import Any


def parse(text: str) -> Any:
    """Return what ``text`` holds. Raises ``ValueError`` or ``RecursionError``."""
    return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)


def count_values(facts: Any, most: int) -> int:
    """Return how many values there are in one another, or some number above ``most``."""
    left, count = [facts], 0
    while left and count <= most:
        value = left.pop()
        inner = value.values() if isinstance(value, dict) else value
        if isinstance(value, dict | list):
            left.extend(inner)
        count += 1
    return count


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    facts = dict(pairs)
    if len(facts) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key “{twice}” stands twice in one object")
    return facts


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")
