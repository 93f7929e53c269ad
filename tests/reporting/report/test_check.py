"""Check and submit: what is found, what refuses, and what is recorded."""

import pytest

from improvement import writing
from improvement.claims import Claims
from improvement.drafts import keep
from improvement.forms import ActionsForm
from improvement.models import Acknowledgement, HighlightReport, SectionKind, Status
from improvement.ratings import Rating
from improvement.refusals import Refused
from improvement.writing import RatedAction, Words, WrittenReport
from reporting.check import checked, findings_of
from reporting.handing_in import NotReady, acknowledged, hand_in

PAGE = "/scas/2024-01/culture-and-staff-wellbeing/"


def found(report, by) -> dict[str, str]:
    return {one.key: one.sentence for one in findings_of(checked(report, by=by))}


@pytest.fixture
def write(culture, nicola, noon, seeing):
    def save(**sections: str | None) -> None:
        """Write sections; None is nothing to report."""
        said = {kind: Words(text or "", text is None) for kind, text in sections.items()}
        writing.write_sections(
            report=culture,
            written=WrittenReport(sections=said),
            claims=seeing(culture, nicola),
            confirm=True,
            by=nicola,
            at=noon,
        )

    return save


@pytest.fixture
def rate(culture, nicola, noon):
    def save(ref: str, delivery: Rating, explanation: str = "", mitigation: str = "") -> int:
        rating = culture.action_ratings.get(action__reference=ref)
        rated = RatedAction(delivery, Rating(rating.embedding), explanation, mitigation)
        writing.rate_actions(
            report=culture,
            ratings={rating.pk: rated},
            claims=Claims(seen=ActionsForm(report=culture, by=nicola).shown),
            confirm=True,
            by=nicola,
            at=noon,
        )
        return rating.action_id

    return save


@pytest.fixture
def written(culture, write) -> HighlightReport:
    """A report with nothing left to mend."""
    write(**dict.fromkeys(SectionKind.values, "Something was done"))
    return culture


@pytest.fixture
def submit(culture, nicola, noon):
    def press(reason: str = "The board knows", by=nicola, on_behalf_of=None, **reasons) -> None:
        keys = found(culture, by)
        given = dict.fromkeys(keys, reason) | reasons
        hand_in(report=culture, reasons=given, on_behalf_of=on_behalf_of, by=by, at=noon)

    return press


def test_every_empty_section_is_missing_and_a_nil_return_is_not(culture, nicola, write):
    assert "missing-summary" in found(culture, nicola)
    assert found(culture, nicola)["missing-issues"] == (
        "Issues for escalation is empty: write it, or tick “Nothing to report”."
    )
    write(issues=None)
    assert "missing-issues" not in found(culture, nicola)


@pytest.mark.parametrize("delivery", [Rating.OVERDUE, Rating.COMPLETE, Rating.OFF_TRACK])
def test_a_red_or_a_move_either_way_asks_for_explanation_and_mitigation(
    culture, nicola, rate, delivery
):
    action = rate("CSW-01", delivery)
    key = f"unexplained-{action}"
    assert found(culture, nicola)[key].endswith("write an explanation and a mitigation.")
    rate("CSW-01", delivery, explanation="The campaign moved")
    assert found(culture, nicola)[key].endswith("write a mitigation.")
    rate("CSW-01", delivery, "The campaign moved", "A new supplier")
    assert key not in found(culture, nicola)


def test_what_was_carried_is_named_until_it_is_confirmed(culture, nicola, rate):
    assert found(culture, nicola)["carried-actions"] == (
        "Ratings of CQC actions: 7 carried from last month and not confirmed."
    )
    for action in culture.action_ratings.all():
        rate(action.action.reference, Rating(action.delivery))
    assert "carried-actions" not in found(culture, nicola)


@pytest.mark.parametrize("text", ["No progress this month", "Nil", "none", None])
def test_no_progress_asks_for_its_reason(culture, nicola, write, text):
    write(progress=text)
    sentence = found(culture, nicola)["no-progress"]
    assert sentence == "Progress against key outcomes says that nothing was achieved: say why."


def test_progress_that_says_what_was_done_asks_for_none(culture, nicola, write):
    write(progress="No patient waited longer than an hour\nTwo more things")
    assert "no-progress" not in found(culture, nicola)


def test_no_change_beside_a_move_is_a_contradiction(culture, nicola, write, rate):
    write(summary="There is no change to the RAG ratings")
    assert "no-change-summary" not in found(culture, nicola)
    rate("CSW-01", Rating.COMPLETE, "Done", "Kept up")
    assert found(culture, nicola)["no-change-summary"] == (
        "Workstream summary says “There is no change to the RAG ratings”, and Must CSW-01 moved."
    )


def test_a_judgement_better_than_an_overdue_action_is_a_warning(
    culture, nicola, noon, rate, seeing
):
    rate("CSW-01", Rating.OVERDUE, "Late", "Being mended")
    writing.write_sections(
        report=culture,
        written=WrittenReport(delivery=Rating.ON_TRACK),
        claims=seeing(culture, nicola),
        confirm=False,
        by=nicola,
        at=noon,
    )
    culture.refresh_from_db()
    assert found(culture, nicola)["better-Delivery"] == (
        "Delivery is judged On Track, and an action is Overdue (>1 month)."
    )


def test_figures_that_are_blank_or_unreadable_are_named(culture, nicola):
    assert found(culture, nicola)["blank-figures"].startswith("No figure for 2023/24 Q4: metric 1,")


def test_a_draft_of_one_s_own_has_to_be_saved_and_another_s_is_a_warning(
    culture, nicola, someone, noon
):
    fields = {"summary": ["Half a sentence"]}
    draft = keep(path=f"{PAGE}highlight-report/", fields=fields, by=nicola, at=noon)
    findings = {one.key: one for one in findings_of(checked(culture, by=nicola))}
    mine = findings[f"draft-{draft.pk}"]
    assert not mine.is_warning
    assert "You typed on the page of the highlight report and have not saved it" in mine.sentence
    findings = {one.key: one for one in findings_of(checked(culture, by=someone("emma-manaton")))}
    assert findings[f"draft-{draft.pk}"].is_warning


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
    from improvement import cycle
    from improvement.models import Appointment, Role

    workstream = written.workstream
    also = Appointment(person=melanie, role=Role.SRO, programme=workstream.programme)
    also.workstream = workstream
    also.save()
    submit(by=office, on_behalf_of=melanie)
    with pytest.raises(Refused, match="This report was submitted for you"):
        cycle.approve(report=written, by=melanie, at=noon)


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
