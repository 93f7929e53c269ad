"""A correction of a month goes on into the open month after it, where nobody touched the copy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from improvement import audit
from improvement.drafts import drafts_at, keep
from improvement.models import (
    ActionRating,
    CriterionRating,
    HighlightReport,
    Milestone,
    Month,
    Person,
    Plan,
    Section,
    Status,
)
from improvement.ratings import Rating
from improvement.writing import RatedAction, rate_actions
from reporting.publishing import issue, reopen

pytestmark = pytest.mark.usefixtures("one_format")

WHY = "Carried again after the correction of December 2023"
Correct = Callable[[], None]


@pytest.fixture
def earlier(december: Month) -> HighlightReport:
    """December’s report of Culture & Staff Wellbeing."""
    reports = december.reports.select_related("workstream", "month__programme")
    return reports.get(workstream__slug="culture-and-staff-wellbeing")


@pytest.fixture
def correcting(december: Month, office: Person, noon: datetime) -> None:
    reopen(month=december, reason="A rating was wrong.", by=office, at=noon)
    december.refresh_from_db()


@pytest.fixture
def issue_again(
    correcting: None, december: Month, office: Person, noon: datetime, waive_all
) -> Correct:
    """Issue December as corrected so far."""

    def issue_it() -> None:
        month = Month.objects.select_related("programme").get(pk=december.pk)
        assert issue(month=month, waivers=waive_all(month), by=office, at=noon).version == 2

    return issue_it


def csw_01(report: HighlightReport):
    return report.action_ratings.get(action__reference="CSW-01")


def put_right(report: HighlightReport, by: Person) -> None:
    facts = {"delivery": "overdue", "explanation": "Put back", "mitigation": "A new date"}
    assert csw_01(report).delivery != "overdue"
    audit.change(csw_01(report), by=by, **facts)


def test_an_action_that_nobody_touched_says_what_the_correction_says(
    issue_again, earlier, culture, office
):
    put_right(earlier, office)
    issue_again()
    row = csw_01(culture)
    assert (row.delivery, row.explanation, row.mitigation) == ("overdue", "Put back", "A new date")
    assert row.carried
    last = row.history.order_by("history_id").last()
    assert (last.history_user, last.history_change_reason) == (office, WHY)


def test_the_dashboard_tells_no_move_that_nobody_made(
    issue_again, earlier, culture, office, signed_in, words
):
    put_right(earlier, office)
    issue_again()
    page = words(signed_in(office).get("/scas/?month=2024-01"))
    assert "CSW-01: delivery" not in page
    action = csw_01(culture).action
    page = words(signed_in(office).get(f"/scas/actions/{action.pk}/"))
    assert "It is red, and has been since December 2023" in page


def test_what_somebody_changed_or_confirmed_stays_theirs(
    issue_again, earlier, culture, nicola, office, noon, seeing
):
    one, two = culture.action_ratings.all()[:2]
    same = {
        row.pk: RatedAction(
            Rating(row.delivery), Rating(row.embedding), row.explanation, row.mitigation
        )
        for row in (one, two)
    }
    changed = {one.pk: replace(same[one.pk], explanation="Mine"), two.pk: same[two.pk]}
    who = {"report": culture, "by": nicola, "at": noon, "claims": seeing(culture, nicola)}
    rate_actions(ratings=changed, confirm=True, **who)
    for row in earlier.action_ratings.all():
        audit.change(row, by=office, delivery="overdue", explanation="Corrected")
    issue_again()
    said = {row.pk: row for row in culture.action_ratings.all()}
    assert (said[one.pk].delivery, said[one.pk].explanation) == (one.delivery, "Mine")
    assert (said[two.pk].delivery, said[two.pk].explanation) == (two.delivery, two.explanation)
    others = [row for row in said.values() if row.pk not in (one.pk, two.pk)]
    assert others
    assert all(row.explanation == "Corrected" for row in others)


def test_all_that_opening_a_month_carries_is_carried_again(
    issue_again, december, january, earlier, culture, office
):
    audit.change(december, by=office, delivery="overdue", embedding="on_track")
    audit.change(earlier, by=office, delivery="off_track")
    audit.change(earlier.sections.get(kind="risks"), by=office, text="A risk put right")
    audit.change(earlier.sections.get(kind="issues"), by=office, nothing_to_report=True)
    audit.change(earlier.sections.get(kind="summary"), by=office, text="Of December alone")
    audit.change(earlier.criterion_ratings.first(), by=office, rating="on_track")
    audit.change(earlier.plan, by=office, background="Why, put right")
    milestone = earlier.plan.milestones.first() or Milestone(
        plan=earlier.plan, quarter="2023/24 Q4"
    )
    audit.change(milestone, by=office, text="Reached, put right")
    issue_again()
    january.refresh_from_db()
    assert (january.delivery, january.embedding) == ("overdue", "on_track")
    culture.refresh_from_db()
    assert (culture.delivery, culture.carried) == ("off_track", True)
    said = {one.kind: one for one in culture.sections.all()}
    assert (said["risks"].text, said["risks"].carried) == ("A risk put right", True)
    assert (said["issues"].nothing_to_report, said["issues"].carried) == (True, True)
    assert said["summary"].text == ""
    criterion = earlier.criterion_ratings.first().criterion
    assert culture.criterion_ratings.get(criterion=criterion).rating == "on_track"
    assert culture.plan.background == "Why, put right"
    copy = culture.plan.milestones.get(quarter=milestone.quarter)
    assert (copy.text, copy.history.first().history_change_reason) == ("Reached, put right", WHY)


def test_what_the_office_judged_and_what_somebody_emptied_stay(
    issue_again, december, january, earlier, culture, nicola, office
):
    audit.change(january, by=office, delivery="on_track")
    issues = culture.sections.get(kind="issues")
    audit.change(issues, by=nicola, text="Typed")
    audit.change(issues, by=nicola, text="")
    audit.change(december, by=office, delivery="overdue")
    audit.change(earlier.sections.get(kind="issues"), by=office, text="An issue put right")
    issue_again()
    january.refresh_from_db()
    issues.refresh_from_db()
    assert (january.delivery, issues.text) == ("on_track", "")


def test_a_second_correction_goes_on_as_the_first_did(
    issue_again, december, january, earlier, culture, office, noon, waive_all
):
    put_right(earlier, office)
    audit.change(december, by=office, delivery="overdue")
    issue_again()
    month = Month.objects.select_related("programme").get(pk=december.pk)
    reopen(month=month, reason="Again.", by=office, at=noon)
    audit.change(csw_01(earlier), by=office, delivery="off_track")
    month.refresh_from_db()
    audit.change(month, by=office, delivery="off_track")
    issue(month=month, waivers=waive_all(month), by=office, at=noon)
    january.refresh_from_db()
    assert (csw_01(culture).delivery, january.delivery) == ("off_track", "off_track")


def test_a_correction_that_changes_nothing_leaves_no_history(issue_again, january):
    kinds = (ActionRating, CriterionRating, Section, Plan, Milestone, HighlightReport, Month)
    issue_again()
    assert not any(kind.history.filter(history_change_reason=WHY).exists() for kind in kinds)
    assert {one.status for one in january.reports.all()} == {Status.DRAFT}


def test_a_draft_that_nobody_saved_stays_and_overwrites_no_correction(
    issue_again, earlier, culture, nicola, office, noon, signed_in
):
    address = "/scas/2024-01/culture-and-staff-wellbeing/actions/"
    row = csw_01(culture)
    typed = {f"action-{row.pk}-explanation": ["Typed and not saved"]}
    keep(path=address, fields=typed, by=nicola, at=noon)
    put_right(earlier, office)
    issue_again()
    assert drafts_at(address)[0].fields == typed
    page = signed_in(nicola).get(address).content.decode()
    assert "Typed and not saved" in page


def test_nobody_confirms_a_correction_that_their_page_did_not_show(
    issue_again, earlier, culture, nicola, office, noon, seeing
):
    rows = list(culture.action_ratings.all())
    claims = seeing(culture, nicola)
    put_right(earlier, office)
    issue_again()
    shown = {
        row.pk: RatedAction(
            Rating(row.delivery), Rating(row.embedding), row.explanation, row.mitigation
        )
        for row in rows
    }
    who = {"report": culture, "by": nicola, "at": noon, "claims": claims}
    rate_actions(ratings=shown, confirm=True, **who)
    carried = [row for row in culture.action_ratings.all() if row.carried]
    assert [(str(row.action), row.delivery) for row in carried] == [
        (str(csw_01(culture).action), "overdue")
    ]
