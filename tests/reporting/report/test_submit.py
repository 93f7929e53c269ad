"""Check and submit: what is found, what refuses, and what is recorded."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from improvement.models import Acknowledgement, HighlightReport, SectionKind, Status
from improvement.values.refusals import Refused
from improvement.workflow import transitions
from reporting.pack.issue import concerns_in
from reporting.report.submit import NotReady, acknowledged, hand_in
from reporting.snapshots.as_at_rows import acknowledged_as_at
from tests.support.findings import found

PAGE = "/scas/2024-01/culture-and-staff-wellbeing/"


@pytest.fixture
def submit(culture, nicola, noon):
    def press(reason: str = "The board knows", by=nicola, on_behalf_of=None, **reasons) -> None:
        keys = found(culture, by)
        given = dict.fromkeys(keys, reason) | reasons
        hand_in(report=culture, reasons=given, on_behalf_of=on_behalf_of, by=by, at=noon)

    return press


def test_what_has_to_be_mended_refuses_and_saves_nothing(culture, submit):
    with pytest.raises(NotReady) as refused:
        submit()
    assert {one.key for one in refused.value.findings} == {
        f"missing-{kind}" for kind in SectionKind.values if kind != "risks"
    }
    assert HighlightReport.objects.get(pk=culture.pk).status is Status.DRAFT
    assert not Acknowledgement.objects.exists()


def test_a_warning_without_a_reason_refuses(written, submit):
    with pytest.raises(NotReady) as refused:
        submit(**{"unrated-criteria": " "})
    assert [one.key for one in refused.value.findings] == ["unrated-criteria"]


def test_warnings_are_acknowledged_with_their_reasons(written, submit, nicola):
    submit(**{"unrated-criteria": "The board rates them on Monday"})
    report = HighlightReport.objects.get(pk=written.pk)
    assert report.status is Status.SUBMITTED
    reasons = {one.key: (one.reason, one.acknowledged_by) for one in acknowledged(report)}
    assert reasons["unrated-criteria"] == ("The board rates them on Monday", nicola)


def test_a_reason_given_before_a_return_waives_nothing_after_it(
    written, submit, nicola, melanie, noon
):
    """It is no warning when the report is submitted again, and is one afterwards."""
    key = f"{written.workstream.slug}/unrated-criteria"

    def reasons() -> list[str]:
        report = HighlightReport.objects.select_related("month__programme").get(pk=written.pk)
        waived = {one.concern.key: one.waiver for one in concerns_in(report.month)}[key]
        told = [waived.reason] if waived else []
        for given in (acknowledged(report), acknowledged_as_at(report, now())):
            assert [one.reason for one in given if one.key == "unrated-criteria"] == told
        return told

    submit(**{"unrated-criteria": "The board rates them on Monday"})
    assert reasons() == ["The board rates them on Monday"]
    transitions.return_to_lead(report=written, comment="Rate them", by=melanie, at=noon)
    transitions.submit(report=written, by=nicola, at=noon + timedelta(hours=1))
    assert reasons() == []


def test_the_office_submits_for_a_lead_and_both_are_recorded(
    written, submit, office, nicola, amy, melanie
):
    with pytest.raises(Refused, match="Say which lead of Culture & Staff Wellbeing you submit"):
        submit(by=office)
    with pytest.raises(Refused, match="Amy Carden does not lead Culture & Staff Wellbeing"):
        submit(by=office, on_behalf_of=amy)
    submit(by=office, on_behalf_of=nicola)
    report = HighlightReport.objects.get(pk=written.pk)
    assert (report.submitted_by, report.submitted_for) == (office, nicola)
    assert report.history.first().history_user == office


def test_an_executive_who_is_also_lead_cannot_approve_what_was_submitted_for_them(
    written, submit, office, nicola, melanie, noon
):
    from improvement.models import Appointment, Role

    workstream = written.workstream
    also = Appointment(person=melanie, role=Role.SRO, programme=workstream.programme)
    also.workstream = workstream
    also.save()
    submit(by=office, on_behalf_of=melanie)
    with pytest.raises(Refused, match="This report was submitted for you"):
        transitions.approve(report=written, by=melanie, at=noon)


def test_the_page_lists_everything_with_links_and_submits_once_nothing_is_left(
    signed_in, nicola, written, culture
):
    client = signed_in(nicola)
    page = client.get(f"{PAGE}submit/").content.decode()
    assert f'href="{PAGE}criteria/"' in page
    names = [f"reason-{key}" for key in found(culture, nicola)]
    assert "Say why you submit it like this." in client.post(f"{PAGE}submit/").content.decode()
    answer = client.post(f"{PAGE}submit/", dict.fromkeys(names, "Known"), follow=True)
    assert "Culture &amp; Staff Wellbeing submitted" in answer.content.decode()
    assert HighlightReport.objects.get(pk=culture.pk).status is Status.SUBMITTED
