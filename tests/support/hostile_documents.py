"""What documents made of hostile text say, and that nothing in them runs."""

import csv
import re
from io import BytesIO, StringIO
from zipfile import ZipFile

from openpyxl import load_workbook

from tests.support.read_documents import read_back
from tests.support.read_pdf import Read


def said(made: bytes, format: str) -> str:
    """What a document says; of a PDF what is printed, for its tags take minutes to read."""
    return Read(made).text if format == "pdf" else read_back(made, format).text


def letters(text: str) -> str:
    """The letters and digits alone: formats differ in what they put between them."""
    return re.sub(r"[\W_]+", "", text)


def assert_nothing_runs(made: bytes, format: str) -> None:
    """No script in a page, no formula in a cell, nothing in a PDF that acts by itself."""
    if format == "html":
        assert not re.search(rb"<script|<img src=x|onerror=alert\(1\)>", made)
    elif format == "csv":
        with ZipFile(BytesIO(made)) as file:
            told = [file.read(name).decode("utf-8-sig") for name in file.namelist()]
        cells = [cell for one in told for row in csv.reader(StringIO(one)) for cell in row]
        assert formulas_in(cells) == []
    elif format == "xlsx":
        book = load_workbook(BytesIO(made))
        kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
        assert "f" not in kinds
    elif format == "pdf":
        assert not re.search(rb"/(JavaScript|JS|Launch|OpenAction|AA)\b", made)


def formulas_in(cells: list[str]) -> list[str]:
    """Return the cells of a CSV that a spreadsheet would work out."""
    runs = [cell for cell in cells if cell.startswith(("=", "@", "\t", "\r"))]
    return runs + [cell for cell in cells if cell[:1] in ("+", "-") and not is_number(cell)]


def is_number(cell: str) -> bool:
    return bool(re.fullmatch(r"[-+]?\d*\.?\d*", cell))
