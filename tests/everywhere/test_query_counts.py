"""In how many queries pages are drawn, whatever there is on them."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from improvement.editing.drafts import Sent, keep
from improvement.models import Action, ActionRating, Appointment, HighlightReport, Role
from scorecards.models import Actual, ActualLine, Aim, Metric
from scorecards.programme_file.load import load_file

REPORT = "/scas/2024-01/culture-and-staff-wellbeing/"
WRITING = [f"{REPORT}{part}/" for part in ("highlight-report", "actions", "criteria", "plan")]


@pytest.mark.parametrize("address", ["/scas/", "/scas/?month=2023-12"])
def test_the_dashboard_takes_at_most_fifteen_queries(
    signed_in, office, address, django_assert_max_num_queries
):
    client = signed_in(office)
    with django_assert_max_num_queries(15):
        client.get(address)


def test_the_dashboard_takes_the_same_queries_for_4_and_for_40_metrics(
    signed_in, office, december_text, noon, django_assert_num_queries
):
    file = json.loads(december_text)
    file["programme"]["slug"] = "another"
    for workstream in file["workstreams"]:
        del workstream["metrics"][1:]
    for report in file["months"][0]["reports"]:
        report["remarks"] = []
    loaded = load_file(text=json.dumps(file), name="another.json", by=office, at=noon).programme
    Appointment(person=office, role=Role.PROGRAMME_OFFICE, programme=loaded).save()
    client = signed_in(office)
    with CaptureQueriesContext(connection) as four:
        assert "All 1</a>" in client.get("/another/").content.decode()
    workstream = loaded.workstreams.first()
    for number in range(100, 136):
        metric = Metric(workstream=workstream, number=str(number), position=number)
        metric.name, metric.kind, metric.direction = f"Metric {number}", "number", "up"
        metric.save()
        line = ActualLine(metric=metric, name="Actual")
        line.save()
        Actual(line=line, quarter="2023/24 Q3", printed=str(number)).save()
        Aim(metric=metric, quarter="2023/24 Q3", printed=str(number + 1)).save()
    with django_assert_num_queries(len(four)):
        page = client.get("/another/").content.decode()
    assert "All 37</a>" in page
    assert len(four) <= 15


LEADS_PAGES = [
    "/",
    "/help/",
    "/help/lead/",
    "/reminders/",
    "/scas/2024-01/",
    REPORT,
    f"{REPORT}submit/",
    *WRITING,
]


@pytest.mark.parametrize("actions", [1, 30])
@pytest.mark.parametrize("address", LEADS_PAGES)
def test_no_page_of_a_lead_takes_more_than_twelve_queries(
    signed_in, nicola, culture, noon, address, actions, django_assert_max_num_queries
):
    with_so_many_actions(culture, actions)
    keep(path=address, sent=Sent({"summary": ("Typed",)}), by=nicola, at=noon)
    client = signed_in(nicola)
    client.get(address)  # a process reads a frozen pack once
    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200


def with_so_many_actions(report: HighlightReport, wanted: int) -> None:
    """Leave a workstream with as many actions, each rated in this month's report."""
    for rating in list(report.action_ratings.select_related("action"))[wanted:]:
        rating.delete()
    for number in range(report.action_ratings.count(), wanted):
        action = Action(workstream=report.workstream, reference=f"N-{number}", position=number)
        action.strength, action.text = "should", f"Action {number}"
        action.save()
        ActionRating(report=report, action=action, delivery="overdue").save()


def test_reading_a_report_takes_the_same_queries_for_1_and_for_30_actions(
    signed_in, nicola, culture, django_assert_num_queries
):
    with_so_many_actions(culture, 1)
    client = signed_in(nicola)
    with CaptureQueriesContext(connection) as one:
        client.get(f"{REPORT}as-it-stands/")
    with_so_many_actions(culture, 30)
    with django_assert_num_queries(len(one)):
        client.get(f"{REPORT}as-it-stands/")
    assert len(one) <= 20
