"""Issuing in the browser's words: what is missing is entered or waived, and the preview says it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.http import HttpResponse
from django.test import Client

from improvement.audit import changes
from improvement.models import Month, Person
from improvement.processes.make_document import NotDrawn
from reporting.pack import issue as pack_issue
from reporting.pack.issue import NotIssued, concerns_in, draw_all, issue
from reporting.renderers import draw
from reporting.report.submit import hand_in

ISSUE = "/scas/2024-01/issue/"
Waive = Callable[[Month], dict[str, str]]
SignedIn = Callable[[Person], Client]
Words = Callable[[HttpResponse], str]


def test_what_is_missing_stands_in_the_way_until_each_has_a_reason(
    january: Month,
    office: Person,
    approve_all: Callable[[], None],
    waive_all: Waive,
    noon: datetime,
    one_format: None,
) -> None:
    approve_all()
    reasons = waive_all(january)
    assert "overview/unjudged-delivery" in reasons
    key, _ = reasons.popitem()
    with pytest.raises(NotIssued) as refused:
        issue(month=january, waivers={**reasons, key: "  "}, by=office, at=noon)
    assert [one.key for one in refused.value.missing] == [key]
    january.refresh_from_db()
    assert january.is_open
    assert january.packs.count() == 0


def test_a_waived_finding_is_printed_in_the_pack_with_its_reason_and_name(
    january: Month,
    office: Person,
    approve_all: Callable[[], None],
    waive_all: Waive,
    noon: datetime,
    one_format: None,
) -> None:
    approve_all()
    reasons = waive_all(january)
    pack = issue(month=january, waivers=reasons, by=office, at=noon)
    facts = pack.contents.issue
    assert facts is not None
    assert len(facts.waivers) == len(reasons)
    assert {(one.reason, one.by) for one in facts.waivers} == {
        ("Known.", "Programme office (demo)")
    }
    assert "The programme’s overall rating of delivery is not given." in [
        one.found for one in facts.waivers
    ]


def test_what_a_lead_gave_a_reason_for_needs_no_second_one(
    culture, nicola: Person, noon: datetime
) -> None:
    from reporting.report.check import checked, findings_of

    for section in culture.sections.filter(text="", nothing_to_report=False):
        section.nothing_to_report = True
        section.save()
    findings = findings_of(checked(culture, by=nicola))
    reasons = {one.key: "As agreed with the board." for one in findings if one.is_warning}
    hand_in(report=culture, reasons=reasons, on_behalf_of=None, by=nicola, at=noon)
    raised = {one.concern.key: one for one in concerns_in(culture.month)}
    unrated = raised["culture-and-staff-wellbeing/unrated-criteria"]
    assert unrated.concern.is_missing
    assert not unrated.to_waive
    assert unrated.waiver is not None
    assert (unrated.waiver.reason, unrated.waiver.by) == (
        "As agreed with the board.",
        "Nicola Howells",
    )


def test_the_button_leads_to_the_list_and_the_list_to_the_pack(
    january: Month,
    office: Person,
    approve_all: Callable[[], None],
    signed_in: SignedIn,
    words: Words,
    one_format: None,
) -> None:
    approve_all()
    client = signed_in(office)
    page = client.post(ISSUE)
    said = words(page)
    assert "Missing: put it right, or say why it may be missing" in said
    assert "There is a problem" not in said
    form = page.context["form"]
    some, *others = form.fields
    answer = words(client.post(ISSUE, dict.fromkeys(others, "Known.")))
    assert "Say why the pack is issued without it." in answer
    assert "Known." in answer
    done = client.post(ISSUE, dict.fromkeys([some, *others], "Known."), follow=True)
    assert "January 2024 pack, version 1 issued." in words(done)
    assert january.packs.count() == 1


def test_the_preview_shows_each_finding_with_its_page_beside_the_pdf(
    office: Person, signed_in: SignedIn, words: Words
) -> None:
    page = signed_in(office).get("/scas/2024-01/preview/")
    body = page.content.decode()
    assert 'href="/scas/2024-01/culture-and-staff-wellbeing/highlight-report/' in body
    assert '<iframe class="app-print" src="/scas/2024-01/preview/draft.pdf"' in body
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    pdf = signed_in(office).get("/scas/2024-01/preview/draft.pdf")
    assert pdf.content.startswith(b"%PDF")
    assert pdf.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert pdf.headers["Content-Disposition"].startswith("inline")


def test_if_a_document_cannot_be_made_nothing_is_issued(
    january: Month,
    office: Person,
    approve_all: Callable[[], None],
    waive_all: Waive,
    noon: datetime,
    monkeypatch: pytest.MonkeyPatch,
    documents_made_anew: None,
) -> None:
    approve_all()
    monkeypatch.setattr(draw, "MOST_MEGABYTES", 60)
    said = "Nothing was made: It took more than 60 seconds or 60 MB, so it was ended."
    with pytest.raises(NotDrawn, match=said):
        pack_issue.issue(month=january, waivers=waive_all(january), by=office, at=noon)
    january.refresh_from_db()
    assert january.is_open
    assert january.packs.count() == 0


def test_what_is_saved_while_the_documents_are_drawn_is_in_the_pack_and_its_documents(
    january, office, approve_all, waive_all, noon, one_format, monkeypatch
):
    approve_all()
    drawn = []

    def draw_slowly(contents, by):
        if not drawn:
            changes.change(january, by=office, headline="Written meanwhile")
        drawn.append(contents)
        return draw_all(contents, by=by)

    monkeypatch.setattr(pack_issue, "draw_all", draw_slowly)
    waivers = waive_all(january)
    pack = issue(month=january, waivers=waivers, by=office, at=noon)
    assert pack.contents.overview.headline == "Written meanwhile"
    assert bytes(pack.files.get().body).decode() == pack.contents_json
    assert len(drawn) == 2


def test_a_second_and_a_third_press_are_answered_with_who_issued_it_and_when(
    january, office, approve_all, waive_all, noon, one_format, signed_in, words
):
    approve_all()
    issue(month=january, waivers=waive_all(january), by=office, at=noon)
    for _ in range(2):
        answer = signed_in(office).post(ISSUE, follow=True)
        assert answer.redirect_chain == [("/scas/2024-01/", 302)]
        assert f"January 2024 was issued by {office} on 10 January 2024 at 12:00." in words(answer)
    assert january.packs.count() == 1
