"""A metric's page and its figures to take away."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from improvement.models import Programme, Workstream
from scorecards.models import Actual, TrajectoryRevision
from tests.support.measure_pages import address, read_csv, read_xlsx, text_of


def test_it_says_what_the_measure_is_and_every_figure(signed_in, amy, metric):
    page = signed_in(amy).get(address(metric("performance-improvement", "1")))
    said = text_of(page)
    assert "Measures / Performance Improvement / PI 1" in said
    assert "0:38:09 2023/24 Q3 ✗ Off : 0:09:13 above 00:28:56. +5:00 worse than Q2." in said
    assert "Missed its aim in all five quarters judged. To reach 00:18:00" in said
    assert "Baseline 00:34:08, H2 – 22/23 Target 00:18:00" in said
    assert "Lower is better." in said
    assert "Owner Mark Ainsworth" in said
    assert "The target is drawn across the whole chart: it has no date." in said
    assert "2023/24 Q3 00:28:56 0:38:09 ✗ off 2023/24 Q4 00:29:37" in said


def test_a_day_in_figures_is_said_in_words(signed_in, amy, metric):
    page = signed_in(amy).get(address(metric("patient-safety", "2")))
    said = text_of(page)
    assert "Baseline 6% on 30 September 2022 Target 90% by 31 March 2024" in said
    assert "Target 90% by 31 March 2024" in page.content.decode().split('id="figure"')[1]


def test_what_was_changed_is_listed_for_who_may_see_it_alone(signed_in, amy, board_reader, metric):
    found = metric("patient-safety", "2")
    words = "5 figures entered, 2022/23 Q3 to 2023/24 Q3"
    assert words in text_of(signed_in(amy).get(address(found)))
    page = text_of(signed_in(board_reader).get(address(found)))
    assert words not in page
    assert "Owner Helen Young" in page


def test_both_figures_go_into_the_page_as_json_and_as_svg(signed_in, amy, metric):
    page = signed_in(amy).get(address(metric("patient-safety", "2"))).content.decode()
    given = re.search(r'<script id="figure" type="application/json">(.*?)</script>', page)[1]
    for figure in json.loads(given).values():
        assert [one["name"] for one in figure["data"] if "name" in one][:2] == ["Aim", "Actual"]
    label = re.search(r'data-drawing role="img" aria-label="([^"]*)"', page)[1]
    assert "2023/24 Q2 60.75%" in label
    assert page.count('<svg class="app-chart__svg"') == 2


def test_a_board_reader_reads_the_newest_pack_alone_and_a_stranger_nothing(
    signed_in, board_reader, stranger, metric, amy
):
    found = metric("patient-safety", "2")
    actual = Actual.objects.get(line__metric=found, quarter="2023/24 Q4")
    actual.printed = "88.8%"
    actual.save()
    inside, client = signed_in(amy).get(address(found)), signed_in(board_reader)
    assert "88.8%" in inside.content.decode()
    page = client.get(address(found))
    assert "as the pack of December 2023 has it" in text_of(page)
    assert "88.8%" not in page.content.decode()
    assert "88.8%" not in str(read_csv(client, found))
    assert read_xlsx(client, found)[7][7].value in (None, "")
    for rest in ("", "figures.csv", "figures.xlsx"):
        assert signed_in(stranger).get(address(found, rest)).status_code == 404


def test_a_measure_that_no_pack_has_is_not_there_for_a_board_reader(
    signed_in, board_reader, metric
):
    found = metric("patient-safety", "2")
    found.pk, found.number = None, "99"
    found.save()
    page = signed_in(board_reader).get(address(found))
    assert page.status_code == 404
    assert "No pack that you may read has this measure." in text_of(page)


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


def test_the_dashboard_leads_to_it(signed_in, amy, board_reader, metric):
    link = f'href="/scas/metrics/{metric("performance-improvement", "5").pk}/"'
    for person in (amy, board_reader):
        assert link in signed_in(person).get("/scas/?month=2023-12").content.decode()


@pytest.mark.parametrize(("rest", "most"), [("", 15), ("figures.csv", 12), ("figures.xlsx", 12)])
def test_it_takes_few_queries(signed_in, amy, metric, rest, most):
    client, found = signed_in(amy), metric("governance-and-well-led", "11")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address(found, rest)).status_code == 200
    assert len(queries) <= most


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
    figures = json.loads(
        re.search(r'<script id="figure"[^>]*>(.*?)</script>', page.content.decode(), re.S)[1]
    )
    earlier, aims = figures["wide"]["data"][:2]
    assert (earlier["name"], aims["name"]) == ("Until 9 January 2024", "Aim")
    place = earlier["x"].index(5)
    assert (earlier["y"][place], aims["y"][place]) == (
        float(before["2023/24 Q4"].strip("%>")),
        70,
    )


def test_percentage_points_and_a_share_of_the_trajectory_are_told_apart(signed_in, amy, metric):
    client = signed_in(amy)
    said = text_of(client.get(address(metric("patient-safety", "2"))))
    assert "✓ On aim : 12 points above 70%." in said
    assert "% of trajectory" not in said
    said = text_of(client.get(address(metric("culture-and-staff-wellbeing", "5"))))
    assert "✗ Off : 0.7 below 5.9, 88.1% of trajectory. First reading." in said
