"""A lead takes back what was submitted, until somebody who may approve it has opened it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from improvement.models import HighlightReport, Status
from improvement.values.refusals import Refused
from improvement.workflow import transitions

PAGE = "/scas/2024-01/culture-and-staff-wellbeing/"
READ = "See the report as it stands"


@pytest.fixture
def submitted(culture, nicola, noon) -> HighlightReport:
    transitions.submit(report=culture, by=nicola, at=noon)
    return HighlightReport.objects.get(pk=culture.pk)


def test_a_lead_takes_back_what_nobody_has_opened_and_has_the_pen_from_then(
    submitted, nicola, noon
):
    later = noon + timedelta(minutes=5)
    transitions.take_back(report=submitted, by=nicola, at=later)
    taken = HighlightReport.objects.get(pk=submitted.pk)
    assert (taken.status, taken.submitted_by, taken.held_since) == (Status.DRAFT, None, later)
    assert taken.history.first().history_change_reason == "Taken back"
    transitions.submit(report=taken, by=nicola, at=later)


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        ("amy-carden", "Only the Senior Responsible Officer or Programme Manager of Culture"),
        ("melanie-saunders", "Only the Senior Responsible Officer or Programme Manager of"),
        ("programme-office", "may take this report back. You are Programme office."),
    ],
)
def test_nobody_but_its_lead_takes_a_report_back(submitted, someone, noon, slug, sentence):
    with pytest.raises(Refused, match=sentence):
        transitions.take_back(report=submitted, by=someone(slug), at=noon)


@pytest.mark.parametrize("page", ["", "as-it-stands/", "preview/", "scorecard/"])
def test_once_the_executive_has_opened_it_a_return_alone_brings_it_back(
    submitted, nicola, melanie, noon, signed_in, page
):
    signed_in(melanie).get(f"{PAGE}{page}")
    opened = HighlightReport.objects.get(pk=submitted.pk)
    assert opened.read_by == melanie
    assert opened.history.first().history_change_reason == "Opened by the executive"
    with pytest.raises(Refused, match=r"Melanie Saunders opened it on .+: ask for it to be return"):
        transitions.take_back(report=submitted, by=nicola, at=noon)
    signed_in(melanie).get(f"{PAGE}{page}")
    assert opened.history.count() == HighlightReport.objects.get(pk=submitted.pk).history.count()
    transitions.return_to_lead(report=opened, comment="Explain the red.", by=melanie, at=noon)
    transitions.submit(report=opened, by=nicola, at=noon)
    transitions.take_back(report=opened, by=nicola, at=noon)


def test_who_may_not_approve_it_opens_it_unnoticed(submitted, someone, signed_in, noon):
    for slug in ("nicola-howells", "amy-carden", "programme-office", "ceo-office"):
        assert signed_in(someone(slug)).get(f"{PAGE}as-it-stands/").status_code == 200
    signed_in(someone("melanie-saunders")).head(PAGE)
    assert HighlightReport.objects.get(pk=submitted.pk).read_at is None


def test_an_executive_who_submitted_it_has_not_opened_it_for_approval(
    january, someone, signed_in, noon
):
    report = january.reports.get(workstream__slug="performance-improvement")
    mark = someone("mark-ainsworth")
    transitions.submit(report=report, by=mark, at=noon)
    page = signed_in(mark).get("/scas/2024-01/performance-improvement/").content.decode()
    assert "Take it back to change it" in page
    transitions.take_back(report=report, by=mark, at=noon)


def test_an_approved_report_is_not_taken_back(submitted, nicola, melanie, noon):
    transitions.approve(report=submitted, by=melanie, at=noon)
    with pytest.raises(Refused, match="The report is approved: ask for it to be returned"):
        transitions.take_back(report=submitted, by=nicola, at=noon)


@pytest.mark.parametrize(
    ("slug", "label", "offered"),
    [
        ("nicola-howells", READ, True),
        ("amy-carden", READ, False),
        ("melanie-saunders", "See what changed, then approve or return", False),
        ("programme-office", "See what changed, and return it if it needs that", False),
        ("ceo-office", READ, False),
    ],
)
def test_the_button_says_what_its_reader_can_do(
    submitted, someone, signed_in, slug, label, offered
):
    page = signed_in(someone(slug)).get(PAGE).content.decode()
    assert f">{label}</a>" in page
    assert ("Take it back to change it" in page) == offered


def test_the_button_takes_it_back_and_says_so_until_it_is_too_late(
    submitted, nicola, melanie, signed_in, words
):
    lead = signed_in(nicola)
    answer = lead.post(f"{PAGE}take-back/", follow=True)
    assert "Culture & Staff Wellbeing taken back. The report is with you again." in words(answer)
    transitions.submit(report=submitted, by=nicola, at=submitted.submitted_at)
    signed_in(melanie).get(PAGE)
    page = words(lead.get(PAGE))
    assert "Melanie Saunders opened it on" in page
    assert "Take it back" not in page
    assert lead.post(f"{PAGE}take-back/").status_code == 403
