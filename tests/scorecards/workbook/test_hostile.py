"""No workbook takes more than two seconds or 200 MB, and none of them more than a sentence."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from xml.parsers.expat import ExpatError
from xml.parsers.expat.errors import XML_ERROR_NO_MEMORY, codes

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from improvement.processes import limited_process
from scorecards.workbook import read
from scorecards.workbook.cells import fill_cell
from scorecards.workbook.write import SHEET as NAME
from scorecards.xlsx_reader.cells import TOO_WIDE
from scorecards.xlsx_reader.guard import (
    ELSEWHERE,
    EMBEDDED,
    MACROS,
    NOT_OURS,
    TOO_LARGE,
    TOO_MUCH,
    Package,
    Unfit,
)
from scorecards.xlsx_reader.workbook_process import read_grid
from scorecards.xlsx_reader.xml_parts import Counted, PartReader
from tests.support.hostile_workbooks import (
    ENTITY,
    HOSTILE,
    LINK,
    MACRO,
    a_column_too_many,
    formula,
    headless,
    many_columns,
    many_rows,
    no_year,
    of_another,
    quarter_twice,
    renamed,
    row_twice,
)
from tests.support.workbooks import CULTURE, INPUTS, SHEET, changed, repacked


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (formula, "Cell K7 holds a formula that was never worked out: open the workbook in Excel"),
        (many_rows, TOO_WIDE),
        (many_columns, TOO_WIDE),
        (a_column_too_many, TOO_WIDE),
        (renamed, NOT_OURS),
        (headless, NOT_OURS),
        (of_another, "This is the scorecard of Patient Safety, not of Culture & Staff Wellbeing."),
        (row_twice, "Metric 1, Actual stands in two rows: keep one of them."),
        (quarter_twice, "A quarter stands over two columns: keep one of them."),
        (no_year, "“next year Q3” is not a quarter; write it as 2023/24 Q3."),
    ],
)
def test_a_workbook_that_is_no_scorecard_is_refused_with_a_sentence(book, upload, change, sentence):
    page = upload(changed(book, change))
    assert sentence in page
    assert "There is a problem" in page


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"xl/vbaProject.bin": b"macro"}, MACROS),
        ({"[Content_Types].xml": MACRO}, MACROS),
        ({"xl/externalLinks/externalLink1.xml": b"<x/>"}, ELSEWHERE),
        ({"xl/worksheets/_rels/sheet1.xml.rels": LINK}, ELSEWHERE),
        ({SHEET: ENTITY}, NOT_OURS),
        ({SHEET: ENTITY.decode().encode("utf-16")}, NOT_OURS),
        ({SHEET: b"<worksheet>"}, NOT_OURS),
        ({"xl/embeddings/oleObject1.bin": b"x"}, EMBEDDED),
        ({"xl/media/bomb.bin": bytes(30_000_000)}, TOO_MUCH),
        ({f"xl/many{number}": b"" for number in range(300)}, TOO_MUCH),
        ({"xl/styles.xml": b"<x>" + b"<xf/>" * 200_000 + b"</x>"}, TOO_MUCH),
        ({"xl/styles.xml": b"<a>" * 100 + b"</a>" * 100}, TOO_MUCH),
        (
            {f"xl/_rels/{one}.rels": b"<a>" + b"<b/>" * 20_000 + b"</a>" for one in range(11)},
            TOO_MUCH,
        ),
    ],
    ids=lambda given: str(given)[:40] if isinstance(given, str) else next(iter(given))[:40],
)
def test_hostile_parts_are_refused_with_a_sentence(book, parts: dict[str, bytes], sentence: str):
    with pytest.raises(Unfit, match=re.escape(sentence)):
        read_grid(repacked(book, parts), NAME)


def test_a_bomb_that_lies_about_its_size_is_not_unpacked(book):
    """The size that an entry declares is all that is read of it."""
    bomb = repacked(book, {SHEET: b"<a>" + bytes(5_000_000)})
    bomb = bomb.replace((5_000_003).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(Unfit, match=re.escape(NOT_OURS)):
        read_grid(bomb, NAME)


@pytest.mark.parametrize(
    "content",
    [
        b"name,value\n1,2\n",
        b"\xd0\xcf\x11\xe0 an old workbook or one with a password",
        b"PK\x03\x04",
    ],
)
def test_other_files_are_refused(content: bytes):
    with pytest.raises(Unfit, match=re.escape(NOT_OURS)):
        read_grid(content, NAME)


def test_a_large_file_is_refused_unread_and_no_file_is_asked_for(upload, lead):
    assert TOO_LARGE in upload(bytes(2_500_000))
    assert "Choose the workbook you filled in." in lead.post(f"{CULTURE}upload/").content.decode()
    assert "This file is empty: choose the workbook you filled in." in upload(b"")


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, 20_000), put=st.binary(max_size=40))
def test_no_damaged_file_raises_anything_but_a_sentence(book, cut: int, put: bytes):
    place = cut % len(book)
    damaged = book[:place] + put + book[place + len(put) :]
    try:
        read_grid(damaged, NAME)
    except Unfit as unfit:
        if not str(unfit).endswith("."):
            raise


@pytest.mark.parametrize("megabytes", [16, 19])
def test_a_workbook_that_memory_does_not_suffice_for_is_told_as_too_much(
    book, upload, monkeypatch, megabytes: int
):
    monkeypatch.setattr(read, "MOST_MEGABYTES", megabytes)
    assert read.TOO_SLOW in upload(book)


def test_memory_that_runs_out_while_unpacking_or_reading_is_no_fault_of_the_file(book, monkeypatch):
    def unpack(*_: object) -> None:
        raise MemoryError

    package = Package(book)
    with monkeypatch.context() as patch:
        patch.setattr(zipfile.ZipExtFile, "read", unpack)
        with pytest.raises(MemoryError):
            list(package.chunks(SHEET))
    no_memory = ExpatError("out of memory")
    no_memory.code = codes[XML_ERROR_NO_MEMORY]

    def parts():
        yield b"<a>"
        raise no_memory

    with pytest.raises(MemoryError):
        PartReader(Counted()).read(parts())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_read_or_refused_in_two_seconds_and_200_megabytes(book, name: str):
    change, sentence = HOSTILE[name]
    status, said, seconds, megabytes = measured(repacked(book, change(book)))
    assert (status, said) == ((1, sentence) if sentence else (0, ""))
    assert seconds < 2
    assert megabytes < 200


def test_the_workbook_that_stopped_a_server_gets_a_sentence():
    status, said, seconds, _ = measured((INPUTS / "relations.xlsx").read_bytes())
    assert (status, said) == (1, NOT_OURS)
    assert seconds < 2


def test_what_is_packed_otherwise_than_a_workbook_is_not_unpacked(book):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/zeros.xml", b"0" * 19_000_000)
    status, said, seconds, _ = measured(file.getvalue())
    assert (status, said) == (1, NOT_OURS)
    assert seconds < 2


# A process counts as its own what the one that started it held then: a small one starts it.
STARTER = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdin=sys.stdin, capture_output=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
said = done.stderr.decode().strip()
print(json.dumps([done.returncode, said, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000]))
"""


def measured(content: bytes) -> tuple[int, str, float, float]:
    """Read a workbook as an upload does. Return how it ended, and the CPU and memory it took."""
    limits = [str(read.MOST_SECONDS), str(read.MOST_MEGABYTES)]
    reader = [limited_process.__file__, *limits, str(read.PROCESS), NAME]
    command = [sys.executable, "-S", "-c", STARTER, sys.executable, "-I", *reader]
    done = subprocess.run(command, input=content, capture_output=True, check=True)
    status, said, seconds, megabytes = json.loads(done.stdout)
    return status, said, seconds, megabytes


def test_a_reader_downloads_and_does_not_upload(amy, signed_in, culture):
    browser = signed_in(amy)
    assert browser.get(f"{CULTURE}workbook/").content.startswith(b"PK")
    assert browser.get(f"{CULTURE}upload/").status_code == 403


def test_a_cell_holds_no_character_that_xml_refuses():
    sheet = Workbook().active
    cell = fill_cell(sheet.cell(1, 1), "=1+1\x00\uffff\ud800")
    assert (cell.value, cell.data_type) == ("=1+1?", "s")
