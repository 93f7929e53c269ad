"""The pages: who sees what, in how many queries, and what they say."""

import html
import json
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from improvement import cycle
from improvement.drafts import keep
from improvement.models import ActionRating, Appointment, CqcAction, HighlightReport, Role
from reporting.assembly import assemble
from reporting.contents import to_json
from scorecards.loading import load_file
from scorecards.models import Actual, ActualLine, Metric

ROOT = Path(__file__).resolve().parents[2]
REPORT = "/scas/2024-01/culture-and-staff-wellbeing/"
WRITING = [f"{REPORT}{part}/" for part in ("highlight-report", "actions", "criteria", "plan")]
WRITING.append(f"{REPORT}scorecard/")


def words(answer) -> str:
    """Give what a page says, white space folded."""
    apart = answer.content.decode().replace("<", " <")
    return " ".join(html.unescape(strip_tags(apart)).split())


@pytest.mark.parametrize("address", WRITING)
def test_a_lead_of_another_workstream_is_refused_with_a_sentence(signed_in, amy, address):
    answer = signed_in(amy).get(address)
    assert answer.status_code == 403
    assert "may edit this report. You are Programme Manager of Governance" in words(answer)


@pytest.mark.parametrize("step", ["submit", "approve", "return"])
def test_a_lead_of_another_workstream_is_refused_each_step(signed_in, amy, step):
    answer = signed_in(amy).post(f"{REPORT}{step}/", {"comment": "Mine now"})
    assert answer.status_code == 403
    assert "You are Programme Manager of Governance & Well Led" in words(answer)


def test_a_lead_may_not_issue_open_or_write_the_overview(signed_in, nicola):
    client = signed_in(nicola)
    for answer in (
        client.post("/scas/2024-01/issue/"),
        client.post("/scas/2024-02/open/"),
        client.get("/scas/2024-01/overview/"),
    ):
        assert answer.status_code == 403
        assert "Only the Programme office may run the month" in words(answer)


@pytest.mark.parametrize(
    "address",
    [
        "/scas/",
        "/scas/2024-01/",
        REPORT,
        *WRITING,
        "/scas/2023-12/pack/",
        "/scas/changes/report/1/",
    ],
)
def test_a_stranger_is_told_only_that_there_may_be_nothing(signed_in, stranger, address):
    answer = signed_in(stranger).get(address)
    assert answer.status_code == 404
    assert "There is no programme “scas”, or you have no appointment on it" in words(answer)


def test_a_board_reader_sees_the_issued_month_and_not_who_changed_what(signed_in, board_reader):
    client = signed_in(board_reader)
    assert "December 2023" in words(client.get("/scas/"))
    assert "January 2024" not in words(client.get("/scas/"))
    assert client.get("/scas/2024-01/").status_code == 403
    assert client.get("/scas/changes/report/1/").status_code == 403


def test_the_dashboard_says_where_december_stands(signed_in, office):
    page = words(signed_in(office).get("/scas/?month=2023-12"))
    assert "As issued in version 1 of the pack by Programme office (demo)" in page
    assert "Must GWL-01, Governance & Well Led" in page
    assert "82% 70% Met 82% meets the aim of 70%" in page
    assert "1 Overdue" in page
    assert "of 4 submitted" not in page


def test_the_dashboard_of_the_open_month_names_the_missing_returns(
    signed_in, office, culture, nicola, noon
):
    cycle.submit(report=culture, by=nicola, at=noon)
    page = signed_in(office).get("/scas/").content.decode()
    returns = " ".join(strip_tags(re.search(r'id="returns".*?</section>', page, re.S)[0]).split())
    assert "1 of 4 submitted, 3 late." in returns
    assert "Culture &amp; Staff Wellbeing Submitted Submitted by Nicola Howells" in returns
    assert "Patient Safety Draft With the workstream lead" in returns


def test_an_unknown_month_is_refused_with_a_sentence(signed_in, office):
    client = signed_in(office)
    assert "is not a month; write it as 2023-12" in words(client.get("/scas/?month=soon"))
    assert "There is no report for May 2031" in words(client.get("/scas/?month=2031-05"))


@pytest.mark.parametrize("address", ["/scas/", "/scas/?month=2023-12"])
def test_the_dashboard_takes_at_most_fifteen_queries(
    signed_in, office, address, django_assert_max_num_queries
):
    client = signed_in(office)
    with django_assert_max_num_queries(15):
        client.get(address)


def on_screen(answer) -> str:
    """Give a dashboard without the page it prints as."""
    return answer.content.decode().partition('<section class="app-paper"')[0]


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
        assert on_screen(client.get("/another/")).count('<svg class="app-trend__svg') == 4
    workstream = loaded.workstreams.first()
    for number in range(100, 136):
        metric = Metric(workstream=workstream, number=str(number), position=number)
        metric.name, metric.kind, metric.direction = f"Metric {number}", "number", "up"
        metric.save()
        line = ActualLine(metric=metric, name="Actual")
        line.save()
        Actual(line=line, quarter="2023/24 Q3", printed=str(number)).save()
    with django_assert_num_queries(len(four)):
        page = on_screen(client.get("/another/"))
    assert page.count('<svg class="app-trend__svg') == 40
    assert len(four) <= 15


@pytest.mark.parametrize(
    ("button", "lands_on"),
    [
        (f"{REPORT}approve/", REPORT),
        (f"{REPORT}return/", REPORT),
        ("/scas/2024-02/open/", "/scas/"),
    ],
)
def test_signing_in_on_the_way_to_a_button_leads_to_its_page(signed_in, office, button, lands_on):
    answer = signed_in(office).get(button, follow=True)
    assert answer.redirect_chain == [(lands_on, 302)]
    assert "Nothing was done yet: please press the button again." in words(answer)


def test_a_page_from_an_earlier_sign_in_is_refused_with_a_sentence(nicola, culture):
    client = Client(enforce_csrf_checks=True)
    client.force_login(nicola)
    answer = client.post(f"{REPORT}submit/", headers={"origin": "http://testserver"})
    assert answer.status_code == 403
    said = words(answer)
    assert "This page was opened before you last signed in, so nothing was done yet." in said
    assert "Go on with what I typed" in said


def test_a_comment_is_shown_until_it_is_answered(signed_in, nicola, melanie, culture, noon):
    cycle.submit(report=culture, by=nicola, at=noon)
    cycle.return_to_lead(report=culture, comment="Explain the red.", by=melanie, at=noon)
    assert "Explain the red." in words(signed_in(nicola).get(REPORT))
    cycle.submit(report=culture, by=nicola, at=noon)
    assert "Explain the red." not in words(signed_in(nicola).get(REPORT))


def test_a_return_without_a_comment_is_asked_for_one(signed_in, nicola, melanie, culture, noon):
    cycle.submit(report=culture, by=nicola, at=noon)
    page = signed_in(melanie).post(f"{REPORT}return/", {"comment": ""})
    assert "Say what should be changed, so that the lead can do it." in words(page)


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
    keep(path=address, fields={"summary": ["Typed"]}, by=nicola, at=noon)
    client = signed_in(nicola)
    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200


def with_so_many_actions(report: HighlightReport, wanted: int) -> None:
    """Leave a workstream with as many actions, each rated in this month's report."""
    for rating in list(report.action_ratings.select_related("action"))[wanted:]:
        rating.delete()
    for number in range(report.action_ratings.count(), wanted):
        action = CqcAction(workstream=report.workstream, reference=f"N-{number}", position=number)
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


def test_my_work_is_the_report_whose_pen_i_hold(signed_in, nicola, melanie, culture, noon):
    assert "Yours to do now Culture & Staff Wellbeing Draft" in words(signed_in(nicola).get("/"))
    assert "Nothing waits for you" in words(signed_in(melanie).get("/"))
    cycle.submit(report=culture, by=nicola, at=noon)
    assert "Check, then approve or return" in words(signed_in(melanie).get("/"))
    assert "Nothing waits for you" in words(signed_in(nicola).get("/"))


def test_a_button_that_may_not_be_pressed_says_why(signed_in, melanie):
    page = words(signed_in(melanie).get(f"{REPORT}submit/"))
    assert "Submit to the executive Only the Senior Responsible Officer, Programme Manager" in page


def test_text_beside_a_ticked_nil_return_is_not_thrown_away(signed_in, nicola, culture):
    client = signed_in(nicola)
    given = {"risks": "A risk", "risks_nil": "on", "delivery": "", "embedding": ""}
    page = client.post(f"{REPORT}highlight-report/", given)
    assert "there is text above. Clear the text or untick this box." in words(page)
    assert ">\nA risk</textarea>" in page.content.decode()


PARTS = ["highlight-report", "actions", "criteria", "plan", "scorecard"]


@pytest.mark.parametrize("part", PARTS)
def test_a_field_that_did_not_arrive_keeps_its_value(signed_in, nicola, part, culture):
    """A page cut short on its way must not empty what it did not bring."""
    client = signed_in(nicola)
    before = to_json(assemble(culture.month))
    answer = client.post(f"{REPORT}{part}/", {"nothing": "of this form"}, follow=True)
    assert "saved." in words(answer)
    assert to_json(assemble(culture.month)) == before


def test_the_history_of_a_report_names_who_did_what(signed_in, send, nicola, office, culture, noon):
    client = signed_in(nicola)
    send(client, f"{REPORT}highlight-report/", {"progress": "The survey went out"})
    cycle.submit(report=culture, by=nicola, at=noon)
    page = words(signed_in(office).get(f"/scas/changes/report/{culture.pk}/"))
    assert re.search(r"Nicola Howells , [^,]+, from \S+ Text The survey went out", page)
    assert re.search(r"Nicola Howells , [^,]+ Submitted at 10 January 2024 12:00:00", page)


def test_a_thing_of_another_programme_has_no_changes_here(signed_in, office, programme):
    answer = signed_in(office).get(f"/scas/changes/programme/{programme.pk + 1}/")
    assert answer.status_code == 404
    assert "has no such programme" in words(answer)


def test_every_answer_carries_the_policy(signed_in, office):
    for address in ("/scas/", "/healthz", "/no-such-page/"):
        policy = signed_in(office).get(address).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_the_developers_page_shows_every_component(signed_in, office):
    """Each is drawn by the page itself or by a component that the page draws."""
    folder = ROOT / "templates" / "_components"
    drawn = {file.name for file in folder.glob("*.html")}
    seen, waiting = set(), {ROOT / "templates" / "reporting" / "components.html"}
    while waiting:
        text = waiting.pop().read_text(encoding="utf-8")
        named = set(re.findall(r'"_components/([a-z_]+\.html)"', text)) - seen
        seen |= named
        waiting |= {folder / name for name in named}
    by_base_or_tag = {"breadcrumb.html", "error_summary.html", "header.html", "account_menu.html"}
    by_base_or_tag |= {
        "search_box.html",
        "table_region.html",
        "writing_title.html",
        "writing_scripts.html",
    }
    assert drawn - seen - by_base_or_tag == set()
    page = words(signed_in(office).get("/developers/components/"))
    assert "Explain the red." in page
    assert "namespace(" not in page
