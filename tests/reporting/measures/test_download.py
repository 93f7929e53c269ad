"""A measure's figures to take away, as CSV and as a workbook."""

from dataclasses import replace
from datetime import date
from time import process_time

import pytest

from improvement.web.nhsuk_forms import LONGEST
from reporting.contents.assemble_metrics import gather_metric
from reporting.measures.download import figures_of
from reporting.renderers.table_files import as_csv
from scorecards.models import Actual, Remark
from tests.support.measure_pages import address, read_csv, read_xlsx

HEADS = ["Metric", "Name", "Unit", "Line", "Quarter", "Aim as printed", "Aim value"]
HEADS += ["Actual as printed", "Actual value", "Performance", "Reason", "Note"]


def test_the_csv_of_a_metric_takes_no_second_however_much_there_is_to_it(metric):
    """Fifty years of twenty lines, each note as long as a text may be: it needs no process."""
    fact = gather_metric(metric("patient-safety", "2"), on=date(2024, 1, 31))
    [line] = fact.lines
    noted = [replace(cell, note="n" * LONGEST) for cell in line.cells[:1]]
    wide = replace(line, cells=(*noted, *line.cells[:1] * 199))
    large = replace(fact, aims=fact.aims[:1] * 200, lines=(wide,) * 20)
    began = process_time()
    body = as_csv(figures_of(large))
    assert process_time() - began < 1
    assert body.count(b"\r\n") == 1 + 20 * 200
    assert len(body) < 2_000_000


def test_csv_holds_each_figure_as_printed_and_as_a_number(signed_in, amy, metric):
    heads, *rows = read_csv(signed_in(amy), metric("governance-and-well-led", "11"))
    assert heads == HEADS
    assert len(rows) == 16
    about = ["11", "Leadership Development sessions: number attending?", "", "Actual - ESPM"]
    assert rows[11][:9] == [*about, "2023/24 Q2", "75%", "75", "85%", "85"]
    assert rows[11][9:] == ["Met", "85% meets the aim of 75%", ""]


def test_durations_are_seconds_and_the_heads_say_so(signed_in, amy, metric):
    sheet = read_xlsx(signed_in(amy), metric("performance-improvement", "1"))
    heads = [cell.value for cell in sheet[1]]
    assert (heads[6], heads[8]) == ("Aim value (seconds)", "Actual value (seconds)")
    row = sheet[6]
    assert (row[7].value, row[7].data_type) == ("0:38:09", "s")
    assert (row[8].value, row[8].data_type) == (2289, "n")


def test_hostile_text_is_text_in_every_file_and_page(signed_in, amy, metric, january):
    found = metric("patient-safety", "2")
    found.name, found.unit = "=cmd|' /C calc'!A0 <script>alert(1)</script>", "@SUM(A1)"
    found.save()
    actual = Actual.objects.get(line__metric=found, quarter="2023/24 Q2")
    actual.printed = "-5%"
    actual.save()
    report = january.reports.get(workstream=found.workstream)
    remark, _ = Remark.objects.get_or_create(report=report, metric=found)
    remark.text = "=1+1</script><script>alert(2)</script>"
    remark.save()
    client = signed_in(amy)
    page = client.get(address(found)).content.decode()
    assert "<script>alert" not in page
    row = read_csv(client, found)[4]
    assert (row[1], row[2]) == (f"'{found.name}", "'@SUM(A1)")
    assert (row[7], row[8]) == ("'-5%", "-5")
    cells = read_xlsx(client, found)[5]
    assert (cells[1].value, cells[1].data_type) == (found.name, "s")
    assert (cells[2].value, cells[2].data_type) == ("@SUM(A1)", "s")
    assert (cells[8].value, cells[8].data_type) == (-5, "n")


@pytest.mark.parametrize(
    ("printed", "shown"),
    [("-5", "-5"), ("+5.25", "+5.25"), ("-", "'-"), ("=5", "'=5"), ("\t5", "'\t5"), ("5\r", "5\r")],
)
def test_a_plain_number_needs_no_apostrophe(signed_in, amy, metric, printed, shown):
    found = metric("patient-safety", "1")
    actual = Actual.objects.get(line__metric=found, quarter="2023/24 Q2")
    actual.printed = printed
    actual.save()
    assert read_csv(signed_in(amy), found)[4][7] == shown


def test_control_characters_do_not_stop_the_workbook(signed_in, amy, metric):
    found = metric("patient-safety", "1")
    found.name = "bell\x07"
    found.save()
    assert read_xlsx(signed_in(amy), found)[2][1].value == "bell"
