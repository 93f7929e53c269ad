"""The documents of a pack read back with other tools than they were made with."""

from __future__ import annotations

import csv
import json
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import lxml.html
import openpyxl
from pptx import Presentation

from tests.support.programs import program

Rows = list[list[str]]


def folded(text: str) -> str:
    """Without white space, places where a word may break, and marks that words stand beside."""
    return re.sub(r"[\s\u00ad\u200b\u2060✓✗†‡●▲▼■○◎△▽□]+", "", text)


@dataclass(frozen=True)
class ReadBack:
    """What a document says: all of its text, folded, and the rows of its tables, folded."""

    text: str
    rows: Rows


def read_back(made: bytes, format: str) -> ReadBack:
    """Take a document in ``format``, give what it says."""
    texts, rows = _READERS[format](made)
    return ReadBack("".join(map(folded, texts)), [[folded(cell) for cell in row] for row in rows])


def _pdf(made: bytes) -> tuple[list[str], Rows]:
    """Through the tags, as a screen reader is given it."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "pack.pdf"
        file.write_bytes(made)
        printed, said = (
            subprocess.run([*command, file, *to], capture_output=True, check=True).stdout
            for command, to in (
                ((program("pdftotext"), "-raw"), "-"),
                ((program("pdfinfo"), "-struct-text"), ""),
            )
        )
    # Sentences that a footer comes between on paper are whole in the tags.
    texts = [printed.decode()]
    rows: Rows = []
    within: list[tuple[int, str]] = []
    for line in said.decode(errors="replace").split("\n"):
        depth = len(line) - len(line.lstrip())
        told = line.strip()
        if text := re.fullmatch(r'"(.*)"', told):
            texts.append(text[1])
            if any(tag in ("TH", "TD") for _, tag in within):
                rows[-1][-1] += text[1]
        elif tag := re.match(r"([A-Z][A-Za-z0-9]*)\b", told):
            within = [one for one in within if one[0] < depth]
            within.append((depth, tag[1]))
            if tag[1] == "TR":
                rows.append([])
            elif tag[1] in ("TH", "TD"):
                rows[-1].append("")
    return texts, rows


def _html(made: bytes) -> tuple[list[str], Rows]:
    page = lxml.html.document_fromstring(made.decode()).find("body")
    rows = [["".join(cell.itertext()) for cell in row.iter("th", "td")] for row in page.iter("tr")]
    return list(page.itertext()), rows


def _xlsx(made: bytes) -> tuple[list[str], Rows]:
    book = openpyxl.load_workbook(BytesIO(made))
    rows = [
        ["" if cell is None else str(cell) for cell in row]
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
    ]
    return [cell for row in rows for cell in row], rows


def _csv(made: bytes) -> tuple[list[str], Rows]:
    with ZipFile(BytesIO(made)) as file:
        told = [file.read(name).decode("utf-8-sig") for name in file.namelist()]
    rows = [[_meant(cell) for cell in row] for one in told for row in csv.reader(StringIO(one))]
    return [cell for row in rows for cell in row], rows


def _meant(cell: str) -> str:
    """Without the mark that keeps a spreadsheet from running the text."""
    return cell[1:] if re.match("'[-=+@\t\r]", cell) else cell


def _pptx(made: bytes) -> tuple[list[str], Rows]:
    texts: list[str] = []
    rows: Rows = []
    for slide in Presentation(BytesIO(made)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                texts.append(shape.text_frame.text)
            if shape.has_table:
                read = [[cell.text for cell in row.cells] for row in shape.table.rows]
                rows += read
                texts += [cell for row in read for cell in row]
        if slide.has_notes_slide:
            texts.append(slide.notes_slide.notes_text_frame.text)
    return texts, rows


def _json(made: bytes) -> tuple[list[str], Rows]:
    return list(_strings(json.loads(made))), []


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)


_READERS: dict[str, Callable[[bytes], tuple[list[str], Rows]]] = {
    "pdf": _pdf,
    "html": _html,
    "xlsx": _xlsx,
    "csv": _csv,
    "pptx": _pptx,
    "json": _json,
}
