"""The list of measures: its rows, what narrows and sorts it, the pane, and its files."""

import csv
import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from improvement.values.clock import now
from reporting.snapshots.moments import moment_for_link
from scorecards.models import Actual, TrajectoryRevision
from tests.support.measure_pages import text_of

DECEMBER = "?month=2023-12"


@pytest.fixture
def listed(signed_in, amy):
    """Return the list as an address asks for it, as text."""
    client = signed_in(amy)
    return lambda query=DECEMBER: text_of(client.get(f"/scas/measures/{query}"))


def rows_of(answer) -> list[list[str]]:
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_every_workstream_has_its_own_counts_and_all_are_counted(listed):
    said = listed()
    assert "42 lines: 18 on aim, 16 off, 9 of them getting worse, 8 without a verdict" in said
    assert "Governance & Well Led 15 lines: 8 on aim, 4 off, 1 of them getting worse" in said
    assert "Performance Improvement 7 lines: 2 on aim, 5 off, 4 of them getting worse" in said


def test_a_row_says_figure_aim_change_verdict_and_run(listed):
    said = listed()
    assert re.search(r"PI 5 .{5,40} 45\.3% 65\.0% −8\.5 worse ✗ off , all 5 ", said)
    assert re.search(r"CSW 6 .{5,40} Q2 80 93 −13 worse ✗ off ", said)
    assert re.search(r"CSW 1 .{5,40} Q2 3 3 \+2 no direction", said)


def test_a_sum_to_date_is_judged_and_compared_with_nothing(listed):
    said = listed()
    assert re.search(r"PS 1 .{5,40} to date 14637 15511 to date, not comparable yet ✓ on aim", said)


@pytest.mark.parametrize(
    ("query", "counts"),
    [
        ("&workstream=patient-safety", "9 lines: 5 on aim, 2 off, 1 of them getting worse"),
        ("&verdict=worse", "9 lines: 0 on aim, 9 off, 9 of them getting worse"),
        ("&verdict=met", "18 lines: 18 on aim, 0 off"),
        ("&kind=must", "42 lines: 18 on aim"),
    ],
)
def test_filters_narrow_what_they_can(listed, query, counts):
    assert counts in listed(DECEMBER + query)


def test_a_filter_that_measures_do_not_have_is_named(listed):
    assert "(not by kind)" in listed(f"{DECEMBER}&kind=must")


def test_nothing_left_says_so_and_how_to_see_all(listed):
    said = listed(f"{DECEMBER}&workstream=patient-safety&owner=Daryl+Lutchmaya")
    assert "No measure is as you asked. Show every measure" in said


def test_sorted_by_verdict_the_worse_come_first_in_each_workstream(listed):
    said = listed(f"{DECEMBER}&workstream=performance-improvement&sort=verdict")
    found = re.findall(r"\bPI \d\b", said)
    assert found == ["PI 1", "PI 5", "PI 6", "PI 3", "PI 2", "PI 4", "PI 7"]


def test_an_opened_measure_stands_under_its_row_with_its_chart(signed_in, amy, metric):
    client, found = signed_in(amy), metric("performance-improvement", "1")
    page = client.get(f"/scas/measures/{DECEMBER}&open={found.pk}")
    said = text_of(page)
    assert "PI 1 · Performance Improvement" in said
    assert "0:38:09 aim 00:28:56" in said
    assert "✗ off by +9:13 , 2023/24 Q3, +5:00 worse, missed all 5." in said
    body = page.content.decode()
    assert f'href="/scas/metrics/{found.pk}/"' in body
    before = metric("governance-and-well-led", "14").pk
    assert re.search(r"open=(\d+)[^>]*data-way=\"before\"", body)[1] != str(before)
    assert 'id="pane-figure"' in body


def test_a_measure_of_two_lines_opens_with_both(signed_in, amy, metric):
    found = metric("governance-and-well-led", "11")
    body = signed_in(amy).get(f"/scas/measures/{DECEMBER}&open={found.pk}").content.decode()
    assert body.count("data-pane") == 1
    pane = body[body.index("data-pane") :]
    assert "Actual – SCAS Leader" in pane
    assert "Actual - ESPM" in pane


def test_the_pane_says_why_a_target_is_not_drawn_and_what_the_aims_were(
    signed_in, amy, office, board_reader, metric
):
    found = metric("performance-improvement", "1")
    TrajectoryRevision.objects.create(
        metric=found,
        reason="Winter was harder than planned",
        agreed_by="IPOB",
        agreed_on=date(2024, 1, 9),
        aims_before={"2023/24 Q4": "00:25:00"},
        revised_at=datetime(2024, 1, 10, 12, tzinfo=UTC),
        revised_by=office,
    )
    told = "agreed by IPOB on 9 January 2024: Winter was harder than planned. Aims before: 2023/24"
    client, opened = signed_in(amy), f"/scas/measures/?month=2024-01&open={found.pk}"
    said = text_of(client.get(opened))
    assert "The target is drawn across the whole chart: it has no date." in said
    assert told in said
    assert "Earlier trajectories" not in text_of(
        signed_in(board_reader).get(f"/scas/measures/?open={found.pk}")
    )


def test_what_was_revised_after_a_pack_is_no_earlier_trajectory_of_it(
    signed_in, amy, office, metric
):
    found = metric("performance-improvement", "1")
    TrajectoryRevision.objects.create(
        metric=found,
        reason="Winter",
        agreed_by="IPOB",
        agreed_on=date(2024, 1, 9),
        aims_before={"2023/24 Q4": "00:25:00"},
        revised_at=now() + timedelta(days=1),
        revised_by=office,
    )
    said = text_of(signed_in(amy).get(f"/scas/measures/{DECEMBER}&open={found.pk}"))
    assert "Earlier trajectories" not in said


def test_what_is_not_shown_cannot_be_opened(listed, metric):
    found = metric("patient-safety", "1")
    query = f"{DECEMBER}&workstream=culture-and-staff-wellbeing&open={found.pk}"
    assert "Open the measure’s page" not in listed(query)


def test_files_have_exactly_the_rows_shown(signed_in, amy):
    client, query = signed_in(amy), f"{DECEMBER}&verdict=worse&sort=verdict"
    heads, *rows = rows_of(client.get(f"/scas/measures/list.csv{query}"))
    assert heads[:4] == ["Workstream", "Reference", "Measure", "Line"]
    assert len(rows) == 9
    [meals] = [row for row in rows if row[1] == "PI 5"]
    assert meals[6:] == ["45.3%", "65.0%", "−8.5 worse", "off", "−19.7", "5", "5"]
    book = load_workbook(BytesIO(client.get(f"/scas/measures/list.xlsx{query}").content))
    assert [cell.value for cell in book.worksheets[0]["B"]][1:] == [row[1] for row in rows]


@pytest.mark.parametrize(
    "asked", ["", "&sort=change", "&sort=-measure", "&workstream=patient-safety"]
)
def test_the_files_have_the_rows_of_the_page_in_its_order(signed_in, amy, asked):
    client = signed_in(amy)
    body = client.get(f"/scas/measures/{DECEMBER}{asked}").content.decode()
    shown = re.findall(r'<td class="app-list__ref">(.*?)</td>', body)
    told = rows_of(client.get(f"/scas/measures/list.csv{DECEMBER}{asked}"))
    assert [row[1] for row in told[1:]] == shown != []


def test_as_at_a_moment_page_and_files_have_the_figure_of_then(signed_in, amy, metric):
    before, client = moment_for_link(now()), signed_in(amy)
    actual = Actual.objects.get(line__metric=metric("patient-safety", "2"), quarter="2023/24 Q3")
    actual.printed = "84.4%"
    actual.save()
    for at, figure in (("", "84.4%"), (f"&at={before}", "82%")):
        query = f"?month=2024-01&workstream=patient-safety{at}"
        assert figure in text_of(client.get(f"/scas/measures/{query}"))
        told = rows_of(client.get(f"/scas/measures/list.csv{query}"))
        assert [row[6] for row in told if row[1] == "PS 2"] == [figure]


def test_a_file_of_another_kind_is_not_there(signed_in, amy):
    assert signed_in(amy).get("/scas/measures/list.pdf").status_code == 404


def test_a_board_reader_reads_what_was_issued_alone(signed_in, board_reader, amy, metric):
    found = metric("patient-safety", "2")
    actual = Actual.objects.get(line__metric=found, quarter="2023/24 Q4")
    actual.printed = "88.8%"
    actual.save()
    assert "88.8%" in text_of(signed_in(amy).get("/scas/measures/?month=2024-01"))
    client = signed_in(board_reader)
    for query in ("", DECEMBER, f"?open={found.pk}", "?sort=verdict"):
        page = client.get(f"/scas/measures/{query}")
        assert "88.8%" not in page.content.decode()
        assert "January 2024" not in text_of(page)
    sheet = load_workbook(BytesIO(client.get("/scas/measures/list.xlsx").content)).worksheets[0]
    in_csv = [figure for row in rows_of(client.get("/scas/measures/list.csv")) for figure in row]
    for file in (in_csv, [cell.value for row in sheet for cell in row]):
        assert "82%" in file
        assert "88.8%" not in file
    assert client.get("/scas/measures/?month=2024-01").status_code == 404
    assert client.get("/scas/measures/?at=2024-01-20T12:00:00").status_code == 403
