"""What tests of workbooks share: finding a row, packing a file anew, pressing the button."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl

from scorecards.models import Actual, ActualLine
from scorecards.workbook.write import AIM, IDENTITY, NAMED, line_identity, metric_identity, row_name

INPUTS = Path(__file__).resolve().parents[1] / "inputs" / "workbooks"
CULTURE = "/scas/2024-01/culture-and-staff-wellbeing/scorecard/"
FIRST = 6  # the column of the first quarter
Q4 = FIRST + 5  # 2023/24 Q4, after 2022/23 Q3
COMMENT = FIRST + 8
SHEET = "xl/worksheets/sheet1.xml"


def written(book: Any) -> bytes:
    """Return a workbook's bytes; bytes are ready."""
    if isinstance(book, bytes):
        return book
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def row_of(sheet: Any, number: str, name: str) -> int:
    [row] = [
        row
        for row in range(5, sheet.max_row + 1)
        if (sheet.cell(row, 1).value, sheet.cell(row, 5).value) == (number, name)
    ]
    return row


def changed(book: bytes, change: Any) -> bytes:
    opened = openpyxl.load_workbook(io.BytesIO(book))
    change(opened)
    return written(opened)


def repacked(book: bytes, parts: dict[str, bytes]) -> bytes:
    """Return the workbook with parts added or replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return file.getvalue()


def part_of(book: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return archive.read(name)


def sent_by(page: str, **chosen: str) -> dict[str, str]:
    """Return what a browser sends when the preview's button is pressed on it as it stands.

    ``chosen`` are answers given by hand, by the field's name with _ for -.
    """
    fields = dict(re.findall(r'name="(seen|writer)" value="(.*?)" id', page))
    fields |= dict(re.findall(r'<textarea hidden name="([^"]+)">\n(.*?)</textarea>', page, re.S))
    ticked = re.findall(r'id="[^"]*"\s+name="([^"]+)"\s+value="mine"\s+checked', page)
    fields |= dict.fromkeys(ticked, "mine")
    listed = {
        name: re.findall(rf'name="{name}" value="([^"]+)"', page)
        for name in ("offered", "conflict")
    }
    answers = {name.replace("_", "-"): answer for name, answer in chosen.items()}
    restate = {"restate": "1"} if 'name="restate" value="1"' in page else {}
    return fields | listed | restate | answers


def box_of(number: str, quarter: str, stream: str = "culture-and-staff-wellbeing") -> str:
    """Return the name of a cell's field on the page."""
    line = ActualLine.objects.filter(metric__workstream__slug=stream, metric__number=number).first()
    return f"actual-{line.pk}-{quarter.replace('/', '-').replace(' ', '-').lower()}"


def standing(number: str, quarter: str, stream: str = "culture-and-staff-wellbeing") -> str:
    """Return the figure that stands in a quarter, nothing where there is none."""
    lines = ActualLine.objects.filter(metric__workstream__slug=stream, metric__number=number)
    actual = Actual.objects.filter(line__in=lines, quarter=quarter).first()
    return actual.printed if actual else ""


def of_this_database(name: str, report: Any) -> bytes:
    """Return a workbook of ``tests/inputs`` with the identities that its rows have here.

    LibreOffice has written it. Where the layout of a download changes: download Governance & Well
    Led of January 2024 from the demo again, and run
    ``soffice --headless --convert-to xlsx --outdir tests/inputs/workbooks`` on it.
    """
    book = (INPUTS / name).read_bytes()
    sheet = openpyxl.load_workbook(io.BytesIO(book))["Scorecard"]
    head = {cell.value: cell.column for cell in sheet[4]}
    lines = ActualLine.objects.of_report(report)
    here = {row_name(line.metric, line.name): line_identity(line) for line in lines}
    here |= {row_name(line.metric, AIM): metric_identity(line.metric) for line in lines}
    there = {
        sheet.cell(row, head[IDENTITY]).value: here[sheet.cell(row, head[NAMED]).value]
        for row in range(5, sheet.max_row + 1)
    }
    part = "xl/sharedStrings.xml"
    found = re.compile(rb">((?:metric|line)-[0-9]+)<")
    texts = found.sub(lambda one: f">{there[one[1].decode()]}<".encode(), part_of(book, part))
    return repacked(book, {part: texts})


def as_excel_writes(book: bytes) -> bytes:
    """Return a workbook with what Excel adds when it saves one that somebody commented in."""
    sheet = part_of(book, SHEET)
    root = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        b'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        b'mc:Ignorable="x14ac xr" '
        b'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" '
        b'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" '
        b'xr:uid="{00000000-0001-0000-0000-000000000000}">'
    )
    empty = (
        b'<row r="1048576" x14ac:dyDescent="0.25"><c r="A1048576" s="1"/><c r="XFD1048576"/></row>'
    )
    sheet = sheet.replace(sheet[sheet.index(b"<worksheet") : sheet.index(b">") + 1], root, 1)
    sheet = sheet.replace(b"</sheetData>", empty + b"</sheetData>")
    sheet = sheet.replace(b"</worksheet>", b'<legacyDrawing r:id="rId2"/></worksheet>')
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = (
        f'<Relationship Id="rId1" Type="{kinds}/printerSettings" '
        'Target="../printerSettings/printerSettings1.bin"/>'
        f'<Relationship Id="rId2" Type="{kinds}/vmlDrawing" Target="../drawings/vmlDrawing1.vml"/>'
        f'<Relationship Id="rId3" Type="{kinds}/comments" Target="../comments1.xml"/>'
        f'<Relationship Id="rId4" Type="{kinds}/hyperlink" Target="https://trust.example/" '
        'TargetMode="External"/>'
    )
    packages = "http://schemas.openxmlformats.org/package/2006/relationships"
    drawing = b"<xml xmlns:v='urn:schemas-microsoft-com:vml'><br></xml>"  # not even well-formed
    comments = b"<comments><commentList><comment ref='F7'/></commentList></comments>"
    return repacked(
        book,
        {
            SHEET: sheet,
            "xl/worksheets/_rels/sheet1.xml.rels": (
                f'<Relationships xmlns="{packages}">{relations}</Relationships>'.encode()
            ),
            "xl/comments1.xml": comments,
            "xl/drawings/vmlDrawing1.vml": drawing,
            "xl/printerSettings/printerSettings1.bin": bytes(range(256)) * 8,
        },
    )
