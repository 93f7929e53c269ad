"""What Typst leaves out of a PDF: which cells of a table are the headers of their rows."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

CELLS = (Name.TD, Name.TH)
# What holds words and no tables: most of the tree.
TEXT = (Name.P, Name.L, Name.H1, Name.H2, Name.H3, Name.Span, Name.Link, Name.TOC)


def with_row_headers(made: bytes) -> bytes:
    """Give the PDF with the first cells of its tables' rows tagged as row headers.

    Typst 0.15 tags column headers only. A cell that begins with strong text is one of our row
    headers: the templates use strong text in tables for nothing else. The lists of header cells
    that Typst writes into each cell would hide row headers, so scope alone says what heads what.
    """
    with Pdf.open(io.BytesIO(made)) as pdf:
        for cell in cells(pdf.Root.StructTreeRoot):
            head_row(cell)
        out = io.BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return out.getvalue()


def cells(root: Object) -> Iterator[Object]:
    """Give every table cell below ``root`` of the structure tree. No cell holds a table."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        tag = element.get("/S")
        if tag in CELLS:
            yield element
        elif tag not in TEXT:
            waiting.extend(children(element))


def children(element: Object) -> list[Object]:
    inside = element.get("/K")
    if isinstance(inside, Dictionary):
        return [inside]
    if isinstance(inside, Array):
        return [one for one in inside if isinstance(one, Dictionary)]
    return []


def head_row(cell: Object) -> None:
    """Make a row header of a data cell that begins with strong text; leave others as they are."""
    attributes = [one for one in attribute_list(cell) if one.get("/O") == Name.Table]
    for one in attributes:
        if "/Headers" in one:
            del one["/Headers"]
    first = next(iter(children(cell)), None)
    if cell.S == Name.TD and first is not None and first.get("/S") == Name.Strong:
        cell.S = Name.TH
        attributes[0].Scope = Name.Row


def attribute_list(cell: Object) -> list[Object]:
    held = cell.get("/A")
    if isinstance(held, Array):
        return list(held)
    return [held] if isinstance(held, Dictionary) else []
