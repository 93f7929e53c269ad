"""A short-lived process that makes one PDF: JSON on standard input, PDF on standard output.

    python -P typst_process.py TEMPLATES FONTS < document.json > pack.pdf

Short-lived because a long-lived Typst keeps hundreds of megabytes. It imports nothing of ours, so
that it starts quickly. A fault is one sentence on standard error and exit status 1.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator

import pikepdf
import typst
from pikepdf import Array, Dictionary, Name, Object, Pdf

FAMILY = "Liberation Sans"
CELLS = (Name.TD, Name.TH)
# What holds words and no tables: most of the tree.
TEXT = (Name.P, Name.L, Name.H1, Name.H2, Name.H3, Name.Span, Name.Link, Name.TOC)


def main(templates: str, fonts: str) -> int:
    """Make the PDF of the document on standard input. Gives the exit status."""
    text = sys.stdin.buffer.read().decode("utf-8")
    try:
        made = compile_pdf(text, templates, fonts)
    except (ValueError, OSError, RuntimeError) as error:  # Typst raises RuntimeError
        sys.stderr.write(f"{getattr(error, 'diagnostic', error)}\n")
        return 1
    sys.stdout.buffer.write(with_row_headers(made))
    return 0


def compile_pdf(text: str, templates: str, fonts: str) -> bytes:
    """Give the PDF/UA-1 of the document in ``text``. Raises ``ValueError`` without the font."""
    found = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts]
    )
    if FAMILY not in found.families():
        raise ValueError(f"the font {FAMILY} is missing, so run make setup.")
    made = typst.compile(
        f"{templates}/pack.typ",
        root=templates,
        font_paths=found,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"document": text},
        timestamp=json.loads(text)["timestamp"],
    )
    return bytes(made)


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


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:3]))
