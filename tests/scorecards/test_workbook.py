"""Scorecards as workbooks: out as published, back without a change, and nothing hostile taken."""

import datetime as dt
import html
import io
import re
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scorecards.forms import ScorecardForm
from scorecards.models import Actual, ActualLine, Aim, Metric, Remark
from scorecards.unpacking import NOT_OURS, Unfit
from scorecards.uploading import read_workbook
from scorecards.workbook import workbook_of

CULTURE = "/scas/2024-01/culture-and-staff-wellbeing/scorecard/"
FIRST = 6  # the column of the first quarter
Q4 = FIRST + 5  # 2023/24 Q4, after 2022/23 Q3


@pytest.fixture
def lead(nicola, signed_in):
    return signed_in(nicola)


@pytest.fixture
def downloaded(lead):
    """Give the workbook of Culture & Staff Wellbeing as Excel would open it."""
    return lambda: openpyxl.load_workbook(io.BytesIO(lead.get(f"{CULTURE}workbook/").content))


@pytest.fixture
def upload(lead):
    """Send bytes, or a workbook, and give the page that answers."""

    def send(book, address=CULTURE) -> str:
        if not isinstance(book, bytes):
            file = io.BytesIO()
            book.save(file)
            book = file.getvalue()
        sent = {"workbook": SimpleUploadedFile("scorecard.xlsx", book)}
        return html.unescape(lead.post(f"{address}upload/", sent).content.decode())

    return send


def row_of(sheet, number: str, name: str) -> int:
    [row] = [
        row
        for row in range(5, sheet.max_row + 1)
        if (sheet.cell(row, 1).value, sheet.cell(row, 5).value) == (number, name)
    ]
    return row


def hidden(page: str) -> dict[str, str]:
    """Give what the browser would send back when the preview's button is pressed."""
    fields = dict(re.findall(r'name="(seen|writer)" value="(.*?)" id', page))
    fields |= dict(re.findall(r'<textarea hidden name="([^"]+)">\n(.*?)</textarea>', page, re.S))
    return fields | ({"restate": "1"} if 'name="restate" value="1"' in page else {})


def saved(number: str, quarter: str) -> str:
    lines = ActualLine.objects.filter(metric__workstream__slug="culture-and-staff-wellbeing")
    actual = Actual.objects.filter(line__in=lines.filter(metric__number=number), quarter=quarter)
    return actual.get().printed if actual else ""


def test_the_layout_is_that_of_the_published_scorecard(culture, downloaded):
    remark, _ = Remark.objects.get_or_create(
        report=culture, metric=Metric.objects.get(workstream=culture.workstream, number="1")
    )
    remark.text = "=1+1 is no formula"
    remark.save()
    sheet = downloaded()["Scorecard"]
    assert sheet["A2"].value == "Culture & Staff Wellbeing"
    assert [sheet.cell(4, column).value for column in (1, 2, 5, 6, 13, 14)] == [
        "Metric",
        "Name",
        "Row",
        "Q3",
        "Q2",
        "Comment",
    ]
    assert sorted(str(one) for one in sheet.merged_cells.ranges) == ["F3:G3", "H3:K3", "L3:M3"]
    assert (sheet["F3"].value, sheet["H3"].value, sheet.freeze_panes) == (
        "2022/23",
        "2023/24",
        "F5",
    )
    assert (sheet["N5"].value, sheet["N5"].data_type) == ("=1+1 is no formula", "s")
    quarters = [one.slug for one in culture.month.programme.quarters]
    for line in ActualLine.objects.filter(metric__workstream=culture.workstream):
        number = line.metric.number
        aims = dict(line.metric.aims.values_list("quarter", "printed"))
        actuals = dict(line.actuals.values_list("quarter", "printed"))
        for place, quarter in enumerate(quarters):
            aim = sheet.cell(row_of(sheet, number, "Aim"), FIRST + place).value
            actual = sheet.cell(row_of(sheet, number, line.name), FIRST + place).value
            assert (aim or "", actual or "") == (aims.get(quarter, ""), actuals.get(quarter, ""))
    kinds = {cell.data_type for row in sheet.iter_rows(min_row=5) for cell in row if cell.value}
    assert kinds == {"s"}


def test_a_round_trip_changes_nothing_for_any_workstream(january, signed_in):
    for report in january.reports.select_related("workstream"):
        manager = report.workstream.appointments.get(role="programme_manager").person
        address = f"/scas/2024-01/{report.workstream.slug}/scorecard/"
        browser = signed_in(manager)
        book = browser.get(f"{address}workbook/").content
        sent = {"workbook": SimpleUploadedFile("scorecard.xlsx", book)}
        page = browser.post(f"{address}upload/", sent).content.decode()
        assert "Nothing differs: the workbook says what the scorecard says." in page
        assert "Passed over" not in page
        # And so it does after Excel has opened it and written it again.
        again = io.BytesIO()
        openpyxl.load_workbook(io.BytesIO(book)).save(again)
        sheet = read_workbook(again.getvalue(), report.workstream.name)
        assert sheet == read_workbook(book, report.workstream.name)


def test_what_differs_is_listed_and_nothing_is_saved_before_it_is_confirmed(
    downloaded, upload, lead, nicola
):
    book = downloaded()
    fill_in_with_slips(book["Scorecard"])
    rows = Actual.history.count()
    page = upload(book)
    for sentence in WHAT_DIFFERS:
        assert sentence in page
    assert Actual.history.count() == rows
    sent = hidden(page)
    refused = lead.post(CULTURE, sent).content.decode()
    assert "Say why Metric 4 of 2023/24 Q3 is restated." in refused
    # What the workbook left alone stands in the grid as it was, not empty.
    other = Actual.objects.get(
        line__metric__workstream__slug="culture-and-staff-wellbeing",
        line__metric__number="7",
        quarter="2023/24 Q3",
    )
    box = re.search(rf'name="actual-{other.line_id}-2023-24-q3" value="([^"]*)"', refused)
    assert box[1] == other.printed != ""
    assert Actual.history.count() == rows
    keep = next(name for name in sent if sent[name] == "plenty").replace("actual-", "keep-")
    answer = lead.post(CULTURE, sent | {keep: "on", "restating": "Recounted"}, follow=True)
    page = html.unescape(answer.content.decode())
    assert "Scorecard saved." in page, re.findall(r'href="#.*?</a>', page)
    assert [saved("1", "2023/24 Q4"), saved("2", "2023/24 Q4"), saved("5", "2022/23 Q3")] == [
        "4",
        "plenty",
        "TBC",
    ]
    restated = Actual.objects.get(
        line__metric__number="4", quarter="2023/24 Q3", printed="55", restated_by=nicola
    )
    assert (restated.restated_from, restated.restatement_reason) == ("54", "Recounted")
    assert Remark.objects.filter(text="Better than feared").count() == 1
    assert Actual.history.count() == rows + 4
    assert not Aim.objects.filter(printed="99").exists()


WHAT_DIFFERS = (
    "Nothing is saved yet.",
    "Metric 1, 2023/24 Q4",
    "'plenty' is not a number: write a number such as 14,637 or 4.64.",
    "Restated: a final figure of an earlier quarter",
    "Metric 3, 2024/25 Q1: this quarter is still to come, so “9” was passed over.",
    "Metric 1, 2023/24 Q4: the aim differs. Aims are changed by the programme office",
    "Metric 77, Actual: the scorecard has no such row or quarter.",
    "Better than feared",
)


def fill_in_with_slips(sheet) -> None:
    sheet.cell(row_of(sheet, "1", "Actual"), Q4).value = 4
    sheet.cell(row_of(sheet, "2", "Actual"), Q4).value = "plenty"
    sheet.cell(row_of(sheet, "4", "Actual"), FIRST + 4).value = "55"
    sheet.cell(row_of(sheet, "5", "Actual"), FIRST).value = "TBC"
    sheet.cell(row_of(sheet, "3", "Actual"), Q4 + 1).value = "9"
    sheet.cell(row_of(sheet, "1", "Aim"), Q4).value = "99"
    sheet.cell(row_of(sheet, "1", "Aim"), 14).value = "Better than feared"
    sheet.cell(sheet.max_row + 1, 1).value = "77"
    sheet.cell(sheet.max_row, 5).value = "Actual"
    sheet.cell(sheet.max_row, Q4).value = "1"


@pytest.mark.parametrize(
    ("typed", "number_format", "text"),
    [
        (0.605, "0.0%", "60.5%"),
        (0.07, "0%", "7%"),
        (12, "General", "12"),
        (4.64, "General", "4.64"),
        (1e15, "General", "1000000000000000"),
        (dt.time(0, 38, 9), "h:mm:ss", "0:38:09"),
        (dt.timedelta(hours=26, minutes=1), "[h]:mm:ss", "26:01:00"),
        (True, "General", "True"),
        (dt.datetime(2023, 12, 1), "yyyy-mm-dd", "01 December 2023"),
        ("  >90%  ", "General", ">90%"),
    ],
)
def test_what_excel_made_of_a_figure_is_read_as_it_was_typed(
    culture, nicola, downloaded, typed, number_format, text
):
    book = downloaded()
    sheet = book["Scorecard"]
    cell = sheet.cell(row_of(sheet, "1", "Actual"), Q4)
    cell.value, cell.number_format = typed, number_format
    file = io.BytesIO()
    book.save(file)
    read = read_workbook(file.getvalue(), "Culture & Staff Wellbeing")
    assert read.cells["1", "Actual", "2023/24 Q4"] == text


def repacked(book: bytes, **parts: bytes) -> bytes:
    """Give the workbook with parts added or replaced, their names as paths."""
    file = io.BytesIO()
    names = {name.replace("__", "/").replace("_dot_", "."): part for name, part in parts.items()}
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for name in old.namelist():
            if name not in names:
                new.writestr(name, old.read(name))
        for name, part in names.items():
            new.writestr(name, part)
    return file.getvalue()


@pytest.fixture
def book(culture, nicola) -> bytes:
    return workbook_of(culture, ScorecardForm(report=culture, by=nicola))


def changed(book: bytes, change) -> bytes:
    opened = openpyxl.load_workbook(io.BytesIO(book))
    change(opened)
    file = io.BytesIO()
    opened.save(file)
    return file.getvalue()


def formula(opened) -> None:
    opened["Scorecard"]["K7"] = "=SUM(F7:J7)"


def many_rows(opened) -> None:
    opened["Scorecard"]["A1000000"] = "far below"


def many_columns(opened) -> None:
    opened["Scorecard"]["XFD7"] = "far right"


def renamed(opened) -> None:
    opened["Scorecard"].title = "Sheet1"


def headless(opened) -> None:
    opened["Scorecard"].delete_rows(4)


def of_another(opened) -> None:
    opened["Scorecard"]["A2"] = "Patient Safety"


def row_twice(opened) -> None:
    sheet = opened["Scorecard"]
    last = sheet.max_row + 1
    sheet.cell(last, 1).value, sheet.cell(last, 5).value = "1", "Actual"


def quarter_twice(opened) -> None:
    opened["Scorecard"]["G4"] = "Q3"


def no_year(opened) -> None:
    sheet = opened["Scorecard"]
    sheet.unmerge_cells("F3:G3")
    sheet["F3"] = "next year"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (formula, "Cell K7 holds a formula: paste its value instead."),
        (many_rows, "This sheet has far more rows or columns than a scorecard."),
        (many_columns, "This sheet has far more rows or columns than a scorecard."),
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


ENTITY = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'
LINK = (
    b'<Relationships><Relationship Id="r" Type="http://x/externalLinkPath" '
    b'Target="file:///c:/x.xlsx" TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"xl__vbaProject_dot_bin": b"macro"}, "This workbook has macros"),
        ({"xl__externalLinks__externalLink1_dot_xml": b"<x/>"}, "refers to other files"),
        ({"xl__worksheets___rels__sheet1_dot_xml_dot_rels": LINK}, "refers to other files"),
        ({"xl__worksheets__sheet1_dot_xml": ENTITY}, NOT_OURS),
        ({"xl__worksheets__sheet1_dot_xml": ENTITY.decode().encode("utf-16")}, NOT_OURS),
        ({"xl__embeddings__oleObject1_dot_bin": b"x"}, "has objects embedded in it"),
        ({"xl__media__bomb_dot_bin": bytes(30_000_000)}, "unpacks to far more"),
        ({f"xl__many{number}": b"" for number in range(300)}, "unpacks to far more"),
        ({"xl__styles_dot_xml": b"<x>" + b"<xf/>" * 100_000}, "unpacks to far more"),
        ({"xl__sharedStrings_dot_xml": b"<si/>" * 100_000}, "unpacks to far more"),
        ({f"xl__a{number}_dot_xml": b"<a>" * 6_000 for number in range(20)}, "unpacks to far more"),
        ({"xl__worksheets__sheet1_dot_xml": b"<c r='XFD1'/>"}, "far more rows or columns"),
    ],
    ids=lambda given: str(given)[:40] if isinstance(given, str) else next(iter(given))[:40],
)
def test_hostile_parts_are_refused_before_anything_is_read(book, upload, parts, sentence):
    assert sentence in upload(repacked(book, **parts))


@pytest.mark.parametrize(
    "content",
    [
        b"name,value\n1,2\n",
        b"\xd0\xcf\x11\xe0 an old workbook or one with a password",
        b"PK\x03\x04",
    ],
)
def test_other_files_are_refused(upload, content):
    assert NOT_OURS in upload(content)


def test_a_large_file_is_refused_unread_and_no_file_is_asked_for(upload, lead):
    assert "This file is larger than 2 MB" in upload(bytes(2_500_000))
    assert "Choose the workbook you filled in." in lead.post(f"{CULTURE}upload/").content.decode()
    empty = html.unescape(upload(b""))
    assert "This file is empty: choose the workbook you filled in." in empty


def test_a_bomb_that_lies_about_its_size_is_not_unpacked(book):
    """The size that an entry declares is all that is read of it."""
    bomb = bytearray(repacked(book, xl__media__bomb_dot_bin=bytes(5_000_000)))
    bomb = bomb.replace((5_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(Unfit, match=re.escape(NOT_OURS)):
        read_workbook(bytes(bomb), "Culture & Staff Wellbeing")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cut=st.integers(0, 20_000), put=st.binary(max_size=40))
def test_no_damaged_file_raises_anything_but_a_sentence(book, cut, put):
    place = cut % len(book)
    damaged = book[:place] + put + book[place + len(put) :]
    try:
        read_workbook(damaged, "Culture & Staff Wellbeing")
    except Unfit as unfit:
        if not str(unfit).endswith("."):
            raise


def test_a_reader_downloads_and_does_not_upload(amy, signed_in, culture):
    browser = signed_in(amy)
    assert browser.get(f"{CULTURE}workbook/").content.startswith(b"PK")
    assert browser.get(f"{CULTURE}upload/").status_code == 403
