"""A process that reads one file as JSON: bytes on standard input, plain JSON on standard output.

It is started with limits, and knows no database and no settings. A file that is not taken is one
sentence on standard error and exit status 1.
"""

from __future__ import annotations

import json
import sys

from improvement.programme_file.strict_json import count_values, parse

MOST_VALUES = 100_000  # a programme of ten workstreams has a tenth of it
NOT_JSON = "This file is not JSON that we can read: "
TOO_MUCH = "This file holds far more than a programme does: choose the file of a programme."


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
