"""A correction of a month goes on into the open month after it, where nobody touched the copy."""

from __future__ import annotations

import pytest

from improvement.audit import changes
from improvement.models import (
    ActionRating,
    CriterionRating,
    HighlightReport,
    Milestone,
    Month,
    Plan,
    Section,
    Status,
)
from reporting.pack.issue import issue, reopen
from tests.support.corrections import csw_01, put_right

pytestmark = pytest.mark.usefixtures("one_format")
WHY = "Carried again after the correction of December 2023"


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


def test_all_that_opening_a_month_carries_is_carried_again(
    issue_again, december, january, earlier, culture, office
):
    changes.change(december, by=office, delivery="overdue", embedding="on_track")
    changes.change(earlier, by=office, delivery="off_track")
    changes.change(earlier.sections.get(kind="risks"), by=office, text="A risk put right")
    changes.change(earlier.sections.get(kind="issues"), by=office, nothing_to_report=True)
    changes.change(earlier.sections.get(kind="summary"), by=office, text="Of December alone")
    changes.change(earlier.criterion_ratings.first(), by=office, rating="on_track")
    changes.change(earlier.plan, by=office, background="Why, put right")
    milestone = earlier.plan.milestones.first() or Milestone(
        plan=earlier.plan, quarter="2023/24 Q4"
    )
    changes.change(milestone, by=office, text="Reached, put right")
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


def test_a_second_correction_goes_on_as_the_first_did(
    issue_again, december, january, earlier, culture, office, noon, waive_all
):
    put_right(earlier, office)
    changes.change(december, by=office, delivery="overdue")
    issue_again()
    month = Month.objects.select_related("programme").get(pk=december.pk)
    reopen(month=month, reason="Again.", by=office, at=noon)
    changes.change(csw_01(earlier), by=office, delivery="off_track")
    month.refresh_from_db()
    changes.change(month, by=office, delivery="off_track")
    issue(month=month, waivers=waive_all(month), by=office, at=noon)
    january.refresh_from_db()
    assert (csw_01(culture).delivery, january.delivery) == ("off_track", "off_track")


def test_a_correction_that_changes_nothing_leaves_no_history(issue_again, january):
    kinds = (ActionRating, CriterionRating, Section, Plan, Milestone, HighlightReport, Month)
    issue_again()
    assert not any(kind.history.filter(history_change_reason=WHY).exists() for kind in kinds)
    assert {one.status for one in january.reports.all()} == {Status.DRAFT}
