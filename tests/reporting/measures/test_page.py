"""A metric's page and its figures to take away."""

import csv
import html
import json
import re
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from improvement.models import Programme, Workstream
from reporting.freezing import contents_of
from scorecards.models import Actual, Metric, Remark, TrajectoryRevision

HEADS = ["Metric", "Name", "Unit", "Line", "Quarter", "Aim as printed", "Aim value"]
HEADS += ["Actual as printed", "Actual value", "Performance", "Reason", "Note"]


@pytest.fixture
def metric(programme):
    def find(slug: str, number: str) -> Metric:
        return Metric.objects.get(
            workstream__programme=programme, workstream__slug=slug, number=number
        )

    return find


def address(metric: Metric, rest: str = "") -> str:
    return f"/scas/metrics/{metric.pk}/{rest}"


def text_of(page) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def read_csv(client, metric: Metric) -> list[list[str]]:
    answer = client.get(address(metric, "figures.csv"))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"), newline="")))


def read_xlsx(client, metric: Metric):
    answer = client.get(address(metric, "figures.xlsx"))
    assert "attachment" in answer.headers["Content-Disposition"]
    return load_workbook(BytesIO(answer.content)).worksheets[0]


def test_it_says_what_the_metric_is_and_every_figure(signed_in, amy, metric):
    page = signed_in(amy).get(address(metric("performance-improvement", "1")))
    said = text_of(page)
    assert "Performance Improvement, metric 1 – Category 2" in said
    assert "Target 00:18:00 Better Lower is better" in said
    row = "2023/24 Q3 00:28:56 0:38:09 Not met 0:38:09 does not meet the aim of 00:28:56"
    assert row in said
    assert "2023/24 Q4 00:29:37 Nothing entered" in said


def test_the_figure_goes_into_the_page_as_json(signed_in, amy, metric):
    page = signed_in(amy).get(address(metric("patient-safety", "2"))).content.decode()
    given = re.search(r'<script id="figure" type="application/json">(.*?)</script>', page)[1]
    assert [one["name"] for one in json.loads(given)["data"]][:2] == ["Aim", "Actual"]
    assert "2023/24 Q2 60.75%" in re.search(r'data-figure role="img" aria-label="([^"]*)"', page)[1]


def test_only_this_page_loads_the_bundle(signed_in, amy, metric):
    client = signed_in(amy)
    assert "plotly" in client.get(address(metric("patient-safety", "2"))).content.decode()
    assert "plotly" not in client.get("/scas/").content.decode()


def test_a_board_reader_is_told_why_and_a_stranger_nothing(
    signed_in, board_reader, stranger, metric
):
    found = metric("patient-safety", "2")
    for rest in ("", "figures.csv", "figures.xlsx"):
        refused = signed_in(board_reader).get(address(found, rest))
        assert refused.status_code == 403
        assert "may read a month before its pack is issued" in refused.content.decode()
        assert signed_in(stranger).get(address(found, rest)).status_code == 404


def test_a_metric_of_another_programme_or_another_format_is_not_there(
    signed_in, amy, metric, programme
):
    found = metric("patient-safety", "2")
    assert signed_in(amy).get(address(found, "figures.pdf")).status_code == 404
    elsewhere = Programme(slug="elsewhere", name="Elsewhere", organisation="Another trust")
    elsewhere.first_quarter, elsewhere.last_quarter = "2023/24 Q1", "2024/25 Q4"
    elsewhere.save()
    Workstream.objects.filter(pk=found.workstream_id).update(programme=elsewhere)
    assert signed_in(amy).get(address(found)).status_code == 404


def test_the_dashboard_leads_to_it_for_those_who_may_open_it(
    signed_in, amy, board_reader, december
):
    first = contents_of(december).workstreams[0].metrics[0]
    link = f'href="/scas/metrics/{first.id}/"'
    assert link in signed_in(amy).get("/scas/?month=2023-12").content.decode()
    assert link not in signed_in(board_reader).get("/scas/?month=2023-12").content.decode()


@pytest.mark.parametrize("rest", ["", "figures.csv", "figures.xlsx"])
def test_it_takes_at_most_twelve_queries(signed_in, amy, metric, rest):
    client, found = signed_in(amy), metric("governance-and-well-led", "11")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address(found, rest)).status_code == 200
    assert len(queries) <= 12


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


def test_a_revision_is_told_with_the_aims_before_and_drawn_faintly(signed_in, amy, office, metric):
    found = metric("patient-safety", "2")
    before = dict(found.aims.values_list("quarter", "printed"))
    TrajectoryRevision.objects.create(
        metric=found,
        reason="Winter was harder than planned",
        agreed_by="IPOB",
        agreed_on=date(2024, 1, 9),
        aims_before=before,
        revised_at=datetime(2024, 1, 10, 12, tzinfo=UTC),
        revised_by=office,
    )
    aim = found.aims.get(quarter="2023/24 Q4")
    aim.printed = "70%"
    aim.save()
    page = signed_in(amy).get(address(found))
    said = text_of(page)
    assert "Revised, agreed by IPOB on 9 January 2024: Winter was harder than planned." in said
    assert f"2023/24 Q4 {before['2023/24 Q4']}" in said
    figure = json.loads(
        re.search(r'<script id="figure"[^>]*>(.*?)</script>', page.content.decode(), re.S)[1]
    )
    earlier, aims = figure["data"][:2]
    assert (earlier["name"], aims["name"]) == ("Until 9 January 2024", "Aim")
    place = earlier["x"].index("2023/24 Q4")
    assert (earlier["y"][place], aims["y"][place]) == (
        float(before["2023/24 Q4"].strip("%>")),
        70,
    )


def test_percentage_points_and_a_share_of_the_trajectory_are_told_apart(signed_in, amy, metric):
    client = signed_in(amy)
    said = text_of(client.get(address(metric("patient-safety", "2"))))
    assert "82% meets the aim of 70%: 12 percentage points above the aim" in said
    assert "% of trajectory" not in said
    said = text_of(client.get(address(metric("patient-safety", "1"))))
    gap = "14637 does not meet the aim of 15511: 874 below the aim, 94.4% of trajectory"
    assert gap in said
    assert gap in text_of(client.get("/scas/"))
