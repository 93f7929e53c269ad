"""A process that writes a table: JSON on standard input, .xlsx on standard output.

It is started with limits, and knows no database and no settings.
"""

from __future__ import annotations

import sys

from reporting.renderers.tables.table_json import table_from_json
from reporting.renderers.xlsx import as_bytes, workbook_of


def main() -> int:
    """Write the table on standard input. Returns the exit status."""
    table = table_from_json(sys.stdin.buffer.read())
    sys.stdout.buffer.write(as_bytes(workbook_of([table])))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
