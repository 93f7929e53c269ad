"""What a machine can find out about PDF/UA-1, found out by other means than the PDF was made by.

The clauses are those of ISO 14289-1. Whether a reading order makes sense and an alternative text
says what it should, only people can judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

_PAINTS = "Tj TJ ' \" f F f* B B* b b* S s sh Do EI"
_STANDARD = (
    "Document Part Sect Div NonStruct P H1 H2 H3 H4 H5 H6 Title L LI Lbl LBody Table THead TBody"
    " TFoot TR TH TD Caption Figure Link Span Em Strong Note Reference TOC TOCI Quote Code"
)
PAINTS, STANDARD = set(_PAINTS.split()), set(_STANDARD.split())
INSIDE = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "LI": {"L"},
    "LBody": {"LI"},
    "TOCI": {"TOC"},
}


def faults(file: Pdf) -> list[str]:
    """Return a sentence for each rule that is broken, with its clause; none for a sound file."""
    return [sentence for rule in RULES for sentence in rule(file)]


def _identified(file: Pdf) -> Iterator[str]:
    with file.open_metadata(set_pikepdf_as_editor=False) as metadata:
        if metadata.get("pdfuaid:part") != "1":
            yield "5: the file does not call itself PDF/UA-1"
        if not metadata.get("dc:title"):
            yield "7.1: the file has no title"


def _marked(file: Pdf) -> Iterator[str]:
    root = file.Root
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "6.2: the file is not marked as tagged"
    if root.get("/MarkInfo", {}).get("/Suspects"):
        yield "6.2: the file suspects its own tags"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "7.1: the title is not shown"
    if not str(root.get("/Lang", "")):
        yield "7.2: the file has no language"
    if "/StructTreeRoot" not in root:
        yield "7.1: the file has no tags"


def _content(file: Pdf) -> Iterator[str]:
    """All that is painted is tagged and found through the tags, or an artifact."""
    known = _marked_content(file)
    for number, page in enumerate(file.pages, start=1):
        nested: list[int | str | None] = []
        used = set()
        for step in pikepdf.parse_content_stream(page):
            operator = str(step.operator)
            if operator in ("BDC", "BMC"):
                nested.append(_mark(step.operands))
                used |= {one for one in nested[-1:] if isinstance(one, int)}
            elif operator == "EMC":
                nested.pop()
            elif operator in PAINTS and not any(one is not None for one in nested):
                yield f"7.1: page {number} paints something that is not tagged"
                break
        for mark in used - known.get(page.objgen, set()):
            yield f"7.1: page {number} has content {mark} that no tag holds"


def _mark(operands: Array) -> int | str | None:
    if operands[0] == Name.Artifact:
        return "artifact"
    about = operands[1] if len(operands) > 1 else None
    return int(about["/MCID"]) if isinstance(about, Dictionary) and "/MCID" in about else None


def _marked_content(file: Pdf) -> dict[tuple[int, int], set[int]]:
    """The numbers of the pieces of content that tags hold, by page."""
    found: dict[tuple[int, int], set[int]] = {}
    for element, _ in elements(file):
        page = element.get("/Pg")
        for one in _kids(element):
            if isinstance(one, int):
                found.setdefault(page.objgen, set()).add(one)
            elif isinstance(one, Dictionary) and one.get("/Type") == Name.MCR:
                found.setdefault(one.get("/Pg", page).objgen, set()).add(int(one["/MCID"]))
    return found


def _structure(file: Pdf) -> Iterator[str]:
    for element, parent in elements(file):
        tag = kind(element)
        if tag not in STANDARD:
            yield f"7.1: {tag} is no standard tag"
        if tag in INSIDE and parent not in INSIDE[tag]:
            yield f"7.2: {tag} inside {parent}"


def _headings(file: Pdf) -> Iterator[str]:
    before = 0
    for element, _ in elements(file):
        tag = kind(element)
        if len(tag) == 2 and tag[0] == "H" and tag[1].isdigit():
            level = int(tag[1])
            if level > before + 1:
                yield f"7.4.2: a heading of level {level} after one of level {before}"
            before = level


def _tables(file: Pdf) -> Iterator[str]:
    """Every header cell says what it heads, and every row is as wide as its table."""
    for element, _ in elements(file):
        if kind(element) == "TH" and not attribute(element, "/Scope"):
            yield "7.5: a header cell does not say what it heads"
        if kind(element) == "Table":
            widths = set(_widths(element))
            if len(widths) > 1:
                yield f"7.2: a table has rows of {sorted(widths)} cells"


def _widths(table: Object) -> Iterator[int]:
    """How many columns each row fills, counting cells that reach down from rows above."""
    reaching: list[tuple[int, int]] = []  # rows still to fill, and columns
    for row in _rows(table):
        width = sum(columns for _, columns in reaching)
        reaching = [(rows - 1, columns) for rows, columns in reaching if rows > 1]
        for cell in _children(row):
            columns = int(attribute(cell, "/ColSpan") or 1)
            rows = int(attribute(cell, "/RowSpan") or 1)
            width += columns
            if rows > 1:
                reaching.append((rows - 1, columns))
        yield width


def _rows(table: Object) -> Iterator[Object]:
    for one in _children(table):
        if kind(one) == "TR":
            yield one
        elif kind(one) in ("THead", "TBody", "TFoot"):
            yield from _rows(one)


def _figures(file: Pdf) -> Iterator[str]:
    for element, _ in elements(file):
        if kind(element) == "Figure" and not str(element.get("/Alt", "")):
            yield "7.3: a figure has no alternative text"


def _annotations(file: Pdf) -> Iterator[str]:
    for number, page in enumerate(file.pages, start=1):
        found = list(page.get("/Annots", []))
        if found and page.get("/Tabs") != Name.S:
            yield f"7.18.3: page {number} is not tabbed through in the order of its tags"
        for one in found:
            if one.get("/Subtype") == Name.Link and not str(one.get("/Contents", "")):
                yield f"7.18.5: a link on page {number} does not say where it leads"
            if "/StructParent" not in one:
                yield f"7.18.5: a link on page {number} is not tagged"


def _fonts(file: Pdf) -> Iterator[str]:
    for one in file.objects:
        if not isinstance(one, Dictionary) or one.get("/Type") != Name.Font:
            continue
        if one.get("/Subtype") == Name.Type0 and "/ToUnicode" not in one:
            yield f"7.21.7: the font {one.get('/BaseFont')} does not say its characters"
        held = one.get("/FontDescriptor")
        if held is not None and not any(f"/FontFile{n}" in held for n in ("", "2", "3")):
            yield f"7.21.4: the font {one.get('/BaseFont')} is not embedded"


def _nothing_runs(file: Pdf) -> Iterator[str]:
    for one in file.objects:
        if isinstance(one, Dictionary) and one.get("/S") in (Name.JavaScript, Name.Launch):
            yield "7.19: the file runs something"


def elements(file: Pdf) -> Iterator[tuple[Object, str]]:
    """Return every tag in reading order, each with the name of the tag around it."""
    waiting = [(one, "") for one in _children(file.Root.get("/StructTreeRoot", Dictionary()))]
    while waiting:
        element, parent = waiting.pop(0)
        yield element, parent
        around = kind(element)
        waiting[:0] = [(one, around) for one in _children(element)]


def kind(element: Object) -> str:
    """Return the name of a tag, without its slash."""
    return str(element.get("/S", ""))[1:]


def attribute(element: Object, name: str) -> Object | None:
    """Return a tag's attribute, whichever of its dictionaries holds it."""
    held = element.get("/A")
    for one in held if isinstance(held, Array) else [held]:
        if isinstance(one, Dictionary) and name in one:
            return one[name]
    return None


def _kids(element: Object) -> list[Object]:
    held = element.get("/K", [])
    return list(held) if isinstance(held, Array) else [held]


def _children(element: Object) -> list[Object]:
    return [one for one in _kids(element) if isinstance(one, Dictionary) and "/S" in one]


RULES: tuple[Callable[[Pdf], Iterator[str]], ...] = (
    _identified,
    _marked,
    _content,
    _structure,
    _headings,
    _tables,
    _figures,
    _annotations,
    _fonts,
    _nothing_runs,
)
