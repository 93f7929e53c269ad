"""Opening a month, and what is carried into it."""

from datetime import date

import pytest

from improvement.models import Action, HighlightReport, Month, SectionKind
from improvement.models.programme import PassageState
from improvement.values.periods import CalendarMonth
from improvement.values.refusals import Refused
from improvement.workflow.open_month import due_on, open_month


def report_of(month: Month, slug: str) -> HighlightReport:
    return month.reports.get(workstream__slug=slug)


def test_january_has_a_draft_for_every_workstream(january):
    assert [report.status.value for report in january.reports.all()] == ["draft"] * 4


def test_ratings_and_their_explanations_are_carried(january, december):
    for slug in ("governance-and-well-led", "performance-improvement"):
        rated = [
            list(
                report_of(month, slug).action_ratings.values_list(
                    "action__reference", "delivery", "embedding", "explanation", "mitigation"
                )
            )
            for month in (december, january)
        ]
        assert rated[0] == rated[1]
        assert any(explanation for *_, explanation, _mitigation in rated[1])


def test_what_happened_in_the_month_starts_empty(january):
    sections = report_of(january, "culture-and-staff-wellbeing").sections
    empty = set(SectionKind) - {SectionKind.RISKS, SectionKind.ISSUES}
    assert {
        section.kind for section in sections.all() if section.state is PassageState.MISSING
    } == {
        *empty,
        SectionKind.ISSUES,  # December had nothing entered either
    }


def test_a_nil_return_of_issues_is_carried_as_nil(january):
    governance = report_of(january, "governance-and-well-led")
    assert governance.sections.get(kind="issues").state is PassageState.NIL
    assert governance.sections.get(kind="risks").state is PassageState.ENTERED


def test_the_plan_is_carried_with_its_milestones(january, december):
    before = report_of(december, "patient-safety").plan
    after = report_of(january, "patient-safety").plan
    assert after.pk != before.pk
    assert after.background == before.background != ""
    assert list(after.milestones.values_list("quarter", "text")) == list(
        before.milestones.values_list("quarter", "text")
    )


def test_only_the_programme_office_opens_a_month(programme, nicola, noon):
    with pytest.raises(Refused, match="Only the Programme office may run the month"):
        open_month(programme=programme, period=CalendarMonth(2024, 2), by=nicola, at=noon)


def test_no_month_opens_while_another_is_open(programme, office, noon):
    with pytest.raises(Refused, match=r"January 2024 is still open\. Issue"):
        open_month(programme=programme, period=CalendarMonth(2024, 2), by=office, at=noon)


@pytest.mark.parametrize("slug", ["2024-01", "2023-12"])
def test_a_month_opens_once(programme, office, noon, slug):
    with pytest.raises(Refused, match="is open already or has been issued"):
        open_month(programme=programme, period=CalendarMonth.parse(slug), by=office, at=noon)


@pytest.mark.usefixtures("one_format")
def test_an_action_added_since_is_not_yet_rated(
    programme, january, office, approve_all, noon, waive_all
):
    from reporting.pack.issue import issue

    workstream = programme.workstreams.get(slug="culture-and-staff-wellbeing")
    Action(
        workstream=workstream, reference="CSW-08", position=9, strength="should", text="New"
    ).save()
    approve_all()
    issue(month=january, waivers=waive_all(january), by=office, at=noon)
    february = programme.months.get(starts_on="2024-02-01")
    rating = report_of(february, workstream.slug).action_ratings.get(action__reference="CSW-08")
    assert (rating.delivery, rating.embedding) == ("", "")


def test_returns_are_due_by_the_fifth_never_at_a_weekend():
    assert due_on(CalendarMonth(2023, 12)) == date(2024, 1, 5)
    assert due_on(CalendarMonth(2024, 4)) == date(2024, 5, 3)  # the fifth is a Sunday


def test_what_was_carried_is_marked_and_what_starts_empty_is_not(january):
    report = report_of(january, "culture-and-staff-wellbeing")
    assert all(rating.carried for rating in report.action_ratings.all())
    assert not any(rating.carried for rating in report.criterion_ratings.all())  # none was rated
    carried = {section.kind for section in report.sections.all() if section.carried}
    assert carried == {SectionKind.RISKS}
    assert report.plan.carried
    assert not report.carried  # December’s overall ratings are not known


def test_last_month_s_month_ahead_becomes_undertakings(january, december):
    before = report_of(december, "culture-and-staff-wellbeing").sections.get(kind="month_ahead")
    undertakings = report_of(january, "culture-and-staff-wellbeing").undertakings.all()
    assert [one.text for one in undertakings] == [bullet.text for bullet in before.bullets]
    assert {one.outcome for one in undertakings} == {""}


def test_returns_are_due_before_a_bank_holiday():
    assert due_on(CalendarMonth(2021, 3)) == date(2021, 4, 1)  # the fifth was Easter Monday
