"""JSON as a programme file has it: each key once, and no number that is none. Knows no Django.

Run as a process it reads one file within limits: bytes on standard input, plain JSON on standard
output. A file that is not taken is one sentence on standard error and exit status 1.
"""

from __future__ import annotations

import json
import sys
from typing import Any

MOST_VALUES = 100_000  # a programme of ten workstreams has a tenth of it
NOT_JSON = "This file is not JSON that we can read: "
TOO_MUCH = "This file holds far more than a programme does: choose the file of a programme."


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


def main() -> int:
    """Read the file on standard input. Returns the exit status."""
    try:
        facts = parse(sys.stdin.buffer.read().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return _refuse(f"{NOT_JSON}{error}.")
    if count_values(facts, MOST_VALUES) > MOST_VALUES:
        return _refuse(TOO_MUCH)
    sys.stdout.buffer.write(json.dumps(facts, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return 0


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
