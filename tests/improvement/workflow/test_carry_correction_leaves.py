"""What somebody changed or confirmed meanwhile stays theirs after a correction."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from improvement.audit import changes
from improvement.editing.drafts import Sent, drafts_at, keep
from improvement.editing.save_report import (
    Words,
    WrittenActionRating,
    WrittenReport,
    rate_actions,
    rate_criteria,
    write_plan,
    write_sections,
)
from improvement.models import (
    HighlightReport,
    Milestone,
    Person,
    Section,
)
from improvement.values.ratings import Rating
from tests.support.corrections import csw_01, put_right

pytestmark = pytest.mark.usefixtures("one_format")


def test_what_somebody_changed_or_confirmed_stays_theirs(
    issue_again, earlier, culture, nicola, office, noon, seeing
):
    one, two = culture.action_ratings.all()[:2]
    same = {
        row.pk: WrittenActionRating(
            Rating(row.delivery), Rating(row.embedding), row.explanation, row.mitigation
        )
        for row in (one, two)
    }
    changed = {one.pk: replace(same[one.pk], explanation="Mine"), two.pk: same[two.pk]}
    who = {"report": culture, "by": nicola, "at": noon, "seen_texts": seeing(culture, nicola)}
    rate_actions(ratings=changed, confirm=True, **who)
    for row in earlier.action_ratings.all():
        changes.change(row, by=office, delivery="overdue", explanation="Corrected")
    issue_again()
    said = {row.pk: row for row in culture.action_ratings.all()}
    assert (said[one.pk].delivery, said[one.pk].explanation) == (one.delivery, "Mine")
    assert (said[two.pk].delivery, said[two.pk].explanation) == (two.delivery, two.explanation)
    others = [row for row in said.values() if row.pk not in (one.pk, two.pk)]
    assert others
    assert all(row.explanation == "Corrected" for row in others)


def correct_everything(report: HighlightReport, by: Person) -> None:
    """What a report has of each kind that is carried says something else."""
    changes.change(report, by=by, delivery="overdue")
    changes.change(report.sections.get(kind="risks"), by=by, text="A risk put right")
    for row in report.criterion_ratings.all():
        changes.change(row, by=by, rating="overdue")
    changes.change(report.plan, by=by, background="Why, put right")
    for milestone in report.plan.milestones.all():
        changes.change(milestone, by=by, text="Reached, put right")


@pytest.mark.parametrize("what", ["box", "milestone"])
def test_what_a_lead_changed_in_a_report_stays_theirs_whatever_it_is(
    issue_again, earlier, culture, nicola, office, noon, seeing, what
):
    criterion = culture.criterion_ratings.first()
    quarter = culture.plan.milestones.first().quarter
    mine = {
        "box": {"parts": {"background": "Mine"}, "milestones": {}},
        "milestone": {"parts": {}, "milestones": {quarter: "Mine"}},
    }
    who = {"report": culture, "by": nicola, "at": noon, "seen_texts": seeing(culture, nicola)}
    written = WrittenReport(Rating.OFF_TRACK, sections={"risks": Words("Mine")})
    write_sections(written=written, confirm=False, **who)
    rate_criteria(ratings={criterion.pk: Rating.OFF_TRACK}, confirm=False, **who)
    write_plan(**mine[what], confirm=False, **who)
    stood = {row.pk: row.text for row in Milestone.objects.filter(plan=culture.plan)}
    correct_everything(earlier, office)
    issue_again()
    culture = HighlightReport.objects.get(pk=culture.pk)
    assert (culture.delivery, culture.sections.get(kind="risks").text) == ("off_track", "Mine")
    others = culture.criterion_ratings.exclude(pk=criterion.pk)
    assert culture.criterion_ratings.get(pk=criterion.pk).rating == "off_track"
    assert {row.rating for row in others} == {"overdue"}
    assert {row.pk: row.text for row in culture.plan.milestones.all()} == stood
    assert (culture.plan.background == "Mine") is (what == "box")
    assert "put right" not in culture.plan.background


def test_what_the_office_judged_and_what_somebody_emptied_stay(
    issue_again, december, january, earlier, culture, nicola, office
):
    changes.change(january, by=office, delivery="on_track")
    culture.sections.get(kind="risks").delete()
    empty = Section(report=culture, kind="risks")
    changes.record(empty, by=office, why="Loaded from january.json")
    issues = culture.sections.get(kind="issues")
    changes.change(issues, by=nicola, text="Typed")
    changes.change(issues, by=nicola, text="")
    changes.change(december, by=office, delivery="overdue")
    for kind in ("issues", "risks"):
        changes.change(earlier.sections.get(kind=kind), by=office, text="Put right")
    issue_again()
    january.refresh_from_db()
    issues.refresh_from_db()
    empty.refresh_from_db()
    assert (january.delivery, issues.text, empty.text) == ("on_track", "", "")


def test_a_draft_that_nobody_saved_stays_and_overwrites_no_correction(
    issue_again, earlier, culture, nicola, office, noon, signed_in
):
    address = "/scas/2024-01/culture-and-staff-wellbeing/actions/"
    row = csw_01(culture)
    name = f"action-{row.pk}-explanation"
    typed = Sent({name: ("Typed and not saved",)})
    keep(path=address, sent=typed, by=nicola, at=noon)
    put_right(earlier, office)
    issue_again()
    assert set(drafts_at(address)[0].by_field) == {name}
    page = signed_in(nicola).get(address).content.decode()
    assert "Typed and not saved" in page


def test_nobody_confirms_a_correction_that_their_page_did_not_show(
    issue_again, earlier, culture, nicola, office, noon, seeing
):
    rows = list(culture.action_ratings.all())
    seen_texts = seeing(culture, nicola)
    put_right(earlier, office)
    issue_again()
    shown = {
        row.pk: WrittenActionRating(
            Rating(row.delivery), Rating(row.embedding), row.explanation, row.mitigation
        )
        for row in rows
    }
    who = {"report": culture, "by": nicola, "at": noon, "seen_texts": seen_texts}
    rate_actions(ratings=shown, confirm=True, **who)
    carried = [row for row in culture.action_ratings.all() if row.carried]
    assert [(str(row.action), row.delivery) for row in carried] == [
        (str(csw_01(culture).action), "overdue")
    ]


def all_carried(report: HighlightReport) -> dict[str, bool]:
    """Of each kind of row that a lead confirms, whether one still waits for it."""
    report = HighlightReport.objects.get(pk=report.pk)
    return {
        "overall": report.carried,
        "section": report.sections.get(kind="risks").carried,
        "criterion": any(row.carried for row in report.criterion_ratings.all()),
        "plan": report.plan.carried,
    }


@pytest.mark.parametrize("corrected", ["overall", "section", "criterion", "plan", "milestone"])
def test_of_every_kind_only_what_the_page_showed_is_confirmed(
    issue_again, earlier, culture, nicola, office, noon, seeing, corrected
):
    changes.change(culture, by=office, delivery="on_track", carried=True)
    changes.change(earlier, by=office, delivery="on_track")
    criterion = culture.criterion_ratings.first()
    changes.change(criterion, by=office, rating="on_track", carried=True)
    plan = {name: getattr(culture.plan, name) for name in ("background", "aims")}
    milestones = {row.quarter: row.text for row in culture.plan.milestones.all()}
    seen_texts = seeing(culture, nicola)
    rated = earlier.criterion_ratings.get(criterion=criterion.criterion)
    corrections: dict[str, tuple[Any, dict[str, str]]] = {
        "overall": (earlier, {"delivery": "overdue"}),
        "section": (earlier.sections.get(kind="risks"), {"text": "A risk put right"}),
        "criterion": (rated, {"rating": "overdue"}),
        "plan": (earlier.plan, {"background": "Why, put right"}),
        "milestone": (earlier.plan.milestones.first(), {"text": "Reached, put right"}),
    }
    row, facts = corrections[corrected]
    changes.change(row, by=office, **facts)
    issue_again()
    who = {"report": culture, "by": nicola, "at": noon, "seen_texts": seen_texts, "confirm": True}
    write_sections(written=WrittenReport(sections={}), **who)
    rate_criteria(ratings={criterion.pk: Rating.ON_TRACK}, **who)
    write_plan(parts=plan, milestones=milestones, **who)
    left = {"milestone": "plan"}.get(corrected, corrected)
    assert all_carried(culture) == {one: one == left for one in all_carried(culture)}
