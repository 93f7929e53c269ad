"""The steps of a report, and whose turn it is."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from improvement.editing import save_report
from improvement.editing.conflicts import SeenTexts
from improvement.editing.save_report import WrittenReport
from improvement.models import HighlightReport, Month, Person, Status
from improvement.values.ratings import Rating
from improvement.values.refusals import Refused
from improvement.workflow import transitions


def status_of(report: HighlightReport) -> Status:
    return HighlightReport.objects.get(pk=report.pk).status


def test_a_report_goes_from_lead_to_executive_to_office(culture, nicola, melanie, noon):
    assert status_of(culture) is Status.DRAFT
    transitions.submit(report=culture, by=nicola, at=noon)
    assert status_of(culture) is Status.SUBMITTED
    transitions.approve(report=culture, by=melanie, at=noon)
    approved = HighlightReport.objects.get(pk=culture.pk)
    assert approved.status is Status.APPROVED
    assert (approved.submitted_by, approved.approved_by) == (nicola, melanie)
    assert approved.approved_at == noon


def test_a_lead_of_another_workstream_may_not_submit(culture, amy, noon):
    with pytest.raises(Refused, match="Programme Manager or Programme office of Culture"):
        transitions.submit(report=culture, by=amy, at=noon)
    assert status_of(culture) is Status.DRAFT


def test_the_submitter_cannot_approve(january: Month, someone: Callable[[str], Person], noon):
    """Mark Ainsworth is both executive lead and a responsible officer of his workstream."""
    report = january.reports.get(workstream__slug="performance-improvement")
    mark = someone("mark-ainsworth")
    transitions.submit(report=report, by=mark, at=noon)
    with pytest.raises(Refused, match="You submitted this report"):
        transitions.approve(report=report, by=mark, at=noon)
    assert status_of(report) is Status.SUBMITTED


def test_the_database_too_keeps_a_submitter_from_approving(culture, nicola, noon):
    culture.submitted_at = culture.approved_at = noon
    culture.submitted_by = culture.approved_by = nicola
    with (
        pytest.raises(IntegrityError, match="report_submitter_does_not_approve"),
        transaction.atomic(),
    ):
        culture.save()


def test_the_database_keeps_when_and_who_together(culture, noon):
    culture.submitted_at = noon
    with pytest.raises(IntegrityError, match="report_submitted_at_with_by"), transaction.atomic():
        culture.save()


def test_a_draft_cannot_be_approved(culture, melanie, noon):
    with pytest.raises(Refused, match="The report is draft, so it cannot become approved"):
        transitions.approve(report=culture, by=melanie, at=noon)


def test_a_report_comes_back_only_with_a_comment(culture, nicola, melanie, noon: datetime):
    transitions.submit(report=culture, by=nicola, at=noon)
    with pytest.raises(Refused, match="Say what should be changed"):
        transitions.return_to_lead(report=culture, comment="  ", by=melanie, at=noon)
    transitions.return_to_lead(report=culture, comment="Explain the red.", by=melanie, at=noon)
    returned = HighlightReport.objects.get(pk=culture.pk)
    assert returned.status is Status.DRAFT
    assert (returned.return_comment, returned.returned_by) == ("Explain the red.", melanie)


def test_the_executive_cannot_take_an_approved_report_back(culture, nicola, melanie, office, noon):
    transitions.submit(report=culture, by=nicola, at=noon)
    transitions.approve(report=culture, by=melanie, at=noon)
    with pytest.raises(Refused, match="It is the programme office’s turn"):
        transitions.return_to_lead(report=culture, comment="One more thing.", by=melanie, at=noon)
    transitions.return_to_lead(report=culture, comment="A figure is missing.", by=office, at=noon)
    assert status_of(culture) is Status.DRAFT


def test_the_pen_passes_with_the_report(culture, nicola, melanie, noon, seeing):
    def rate(by: Person) -> None:
        save_report.write_sections(
            report=culture,
            written=WrittenReport(delivery=Rating.ON_TRACK),
            seen_texts=seeing(culture, by),
            confirm=False,
            by=by,
            at=noon,
        )

    with pytest.raises(Refused, match="It is the workstream lead’s turn: the report is draft"):
        rate(melanie)
    rate(nicola)
    transitions.submit(report=culture, by=nicola, at=noon)
    with pytest.raises(Refused, match="It is the accountable executive’s turn"):
        rate(nicola)
    rate(melanie)
    assert HighlightReport.objects.get(pk=culture.pk).delivery == "on_track"


def test_nobody_edits_an_issued_report(december, someone, noon):
    report = december.reports.get(workstream__slug="culture-and-staff-wellbeing")
    with pytest.raises(Refused, match="An issued report does not change"):
        save_report.rate_criteria(
            report=report,
            ratings={},
            seen_texts=SeenTexts(),
            confirm=True,
            by=someone("nicola-howells"),
            at=noon,
        )


def test_an_issued_report_is_not_approved_again(december, someone, noon):
    report = december.reports.get(workstream__slug="culture-and-staff-wellbeing")
    with pytest.raises(Refused, match="An issued report does not change"):
        transitions.approve(report=report, by=someone("melanie-saunders"), at=noon)
