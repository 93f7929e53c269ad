"""The pages: who sees what, in how many queries, and what they say."""

import html
import re

import pytest
from django.test import Client
from django.utils.html import strip_tags

from improvement.workflow import transitions
from reporting.contents.assemble import assemble
from reporting.contents.facts import to_json

REPORT = "/scas/2024-01/culture-and-staff-wellbeing/"
WRITING = [f"{REPORT}{part}/" for part in ("highlight-report", "actions", "criteria", "plan")]
WRITING.append(f"{REPORT}scorecard/")


def words(answer) -> str:
    """Return what a page says, white space folded."""
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
    dashboard = client.get("/scas/")
    assert (
        "As issued, pack v1 · all workstreams, sources, kinds and owners ◂ December 2023"
        in words(dashboard)
    )
    # Of the open month the day is told by which its pack is on its way, and nothing leads to it.
    due = "January 2024: its reports are due 5 February 2024"
    assert words(dashboard).count("January") == words(dashboard).count(due) == 1
    assert "2024-01" not in dashboard.content.decode()
    assert client.get("/scas/2024-01/").status_code == 403
    assert client.get("/scas/changes/report/1/").status_code == 403


def test_the_dashboard_says_where_december_stands(signed_in, office):
    page = words(signed_in(office).get("/scas/?month=2023-12"))
    assert "As issued, pack v1 · all workstreams, sources, kinds and owners ◂ December 2023" in page
    assert "Actions overdue 1 of 31 GWL-01 , since Dec 2023 or before" in page
    assert "Measures on their aim 18 of 34 16 off, 9 of them getting worse" in page
    assert "PI 1 Category 2 response, mean 38:09 28:56 +9:13 +5:00 worse all 5" in page
    assert "Red, and for how long 1 action GWL-01" in page


def test_the_dashboard_of_the_open_month_names_the_missing_returns(
    signed_in, office, culture, nicola, noon
):
    transitions.submit(report=culture, by=nicola, at=noon)
    page = words(signed_in(office).get("/scas/"))
    assert "Returns in, January 2024 1 of 4 Late: Governance " in page
    streams = page[page.index("Where each workstream stands") : page.index("Off trajectory")]
    assert "With executive" in streams[streams.index("Culture & Staff Wellbeing") :]
    assert streams.count("getting worse Late ") == 3


def test_an_unknown_month_is_refused_with_a_sentence(signed_in, office):
    client = signed_in(office)
    assert "is not a month; write it as 2023-12" in words(client.get("/scas/?month=soon"))
    assert "There is no report for May 2031" in words(client.get("/scas/?month=2031-05"))


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
    transitions.submit(report=culture, by=nicola, at=noon)
    transitions.return_to_lead(report=culture, comment="Explain the red.", by=melanie, at=noon)
    assert "Explain the red." in words(signed_in(nicola).get(REPORT))
    transitions.submit(report=culture, by=nicola, at=noon)
    assert "Explain the red." not in words(signed_in(nicola).get(REPORT))


def test_a_return_without_a_comment_is_asked_for_one(signed_in, nicola, melanie, culture, noon):
    transitions.submit(report=culture, by=nicola, at=noon)
    page = signed_in(melanie).post(f"{REPORT}return/", {"comment": ""})
    assert "Say what should be changed, so that the lead can do it." in words(page)
    assert words(page).startswith("Error: Return to the lead – ")


def test_my_work_is_the_report_whose_pen_i_hold(signed_in, nicola, melanie, culture, noon):
    assert (
        "Yours to do now Culture & Staff Wellbeing, January 2024 SCAS Improvement Programme"
        " · you are Senior Responsible Officer"
    ) in words(signed_in(nicola).get("/"))
    assert "Nothing waits for you" in words(signed_in(melanie).get("/"))
    transitions.submit(report=culture, by=nicola, at=noon)
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
    transitions.submit(report=culture, by=nicola, at=noon)
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
