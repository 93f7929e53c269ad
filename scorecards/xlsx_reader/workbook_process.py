"""A process that reads one sheet of one workbook: bytes on standard input, JSON on standard output.

    workbook_process.py SHEET < book.xlsx > cells.json

It is started with limits, and knows no database and no settings. A workbook that is not taken is
one sentence on standard error and exit status 1.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from scorecards.xlsx_reader.cells import Cells, SheetTexts
from scorecards.xlsx_reader.guard import NOT_OURS, Package, Unfit
from scorecards.xlsx_reader.parts import ContentTypes, Relations, Sheets, Strings, Styles
from scorecards.xlsx_reader.xml_parts import Counted

ROOT_RELATIONS, CONTENT_TYPES = "_rels/.rels", "[Content_Types].xml"


def main(sheet: str) -> int:
    """Read the workbook on standard input. Returns the exit status."""
    try:
        grid = read_grid(sys.stdin.buffer.read(), sheet)
    except Unfit as unfit:
        sys.stderr.write(f"{unfit}\n")
        return 1
    json.dump(asdict(grid), sys.stdout)
    return 0


def read_grid(content: bytes, sheet: str) -> SheetTexts:
    """Read the cells of the sheet of that name. Raises ``Unfit``."""
    package, counted = Package(content), Counted()
    relations = _relations(package, counted)
    ContentTypes(counted).read(package.chunks(CONTENT_TYPES))
    book = _relation(relations, ROOT_RELATIONS, "officeDocument")
    sheets = Sheets(counted)
    sheets.read(package.chunks(book))
    of_book = _beside(book)
    strings, styles = Strings(counted), Styles(counted)
    for reader, kind in ((strings, "sharedStrings"), (styles, "styles")):
        if path := relations.get(of_book, {}).get(kind):
            reader.read(package.chunks(path))
    cells = Cells(counted, strings, styles, since_1904=sheets.since_1904)
    cells.read(package.chunks(_relation(relations, of_book, sheets.relations.get(sheet, ""))))
    return cells.grid


def _relations(package: Package, counted: Counted) -> dict[str, dict[str, str]]:
    """Read every part's relations: none of them may lead to another file."""
    found = {}
    for name in sorted(package.names):
        if name.lower().endswith(".rels"):
            reader = Relations(counted, name)
            reader.read(package.chunks(name))
            found[name] = reader.targets
    return found


def _relation(relations: dict[str, dict[str, str]], of: str, relation: str) -> str:
    """Return the part that ``relation`` leads to. Raises ``Unfit`` where there is none."""
    target = relations.get(of, {}).get(relation)
    if not relation or target is None:
        raise Unfit(NOT_OURS)
    return target


def _beside(part: str) -> str:
    """Return the name of the relations of ``part``."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
