"""Tagging the row headers in the tables of a PDF, which Typst does not tag."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

CELLS = (Name.TD, Name.TH)
# Elements with words and no tables, which are most of the tree.
TEXT = (Name.P, Name.L, Name.H1, Name.H2, Name.H3, Name.Span, Name.Link, Name.TOC)


def with_row_headers(document: bytes) -> bytes:
    """Return the PDF with the first cells of its tables' rows tagged as row headers.

    Typst 0.15 tags column headers only. A cell that begins with strong text is one of our row
    headers: the templates use strong text in tables for nothing else. The lists of header cells
    that Typst writes into each cell would hide row headers, so they are removed.
    """
    with Pdf.open(io.BytesIO(document)) as pdf:
        for cell in cells(pdf.Root.StructTreeRoot):
            _tag(cell)
        out = io.BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return out.getvalue()


def cells(root: Object) -> Iterator[Object]:
    """Yield every table cell below ``root`` of the structure tree. No cell has a table in it."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        tag = element.get("/S")
        if tag in CELLS:
            yield element
        elif tag not in TEXT:
            waiting.extend(children(element))


def children(element: Object) -> list[Object]:
    return _dictionaries(element.get("/K"))


def _dictionaries(value: Object | None) -> list[Object]:
    """Return the dictionaries in a value that may be one, an array of them, or neither."""
    items = list(value) if isinstance(value, Array) else [value]
    return [item for item in items if isinstance(item, Dictionary)]


def _tag(cell: Object) -> None:
    """Make a data cell that begins with strong text a row header; leave others as they are."""
    attributes = [item for item in _dictionaries(cell.get("/A")) if item.get("/O") == Name.Table]
    for table in attributes:
        if "/Headers" in table:
            del table["/Headers"]
    first = next(iter(children(cell)), None)
    if cell.S == Name.TD and first is not None and first.get("/S") == Name.Strong:
        cell.S = Name.TH
        attributes[0].Scope = Name.Row
