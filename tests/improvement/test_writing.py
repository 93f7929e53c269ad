"""Writing: what is saved, what is left alone, and what the history says of it."""

import pytest

from improvement import writing
from improvement.models import ActionRating, Section
from improvement.models.passages import PassageState, bullets_of
from improvement.ratings import Rating
from improvement.refusals import Refused
from improvement.writing import RatedAction, Words


def write(report, by, at, **sections):
    writing.write_sections(
        report=report,
        delivery=Rating.ON_TRACK,
        embedding=Rating.OFF_TRACK,
        sections=sections,
        by=by,
        at=at,
    )


def test_sections_are_written_and_the_history_names_the_writer(culture, nicola, noon):
    write(culture, nicola, noon, progress=Words("One\nTwo"))
    section = culture.sections.get(kind="progress")
    assert [bullet.text for bullet in section.bullets] == ["One", "Two"]
    assert section.history.first().history_user == nicola


def test_what_does_not_differ_leaves_no_history(culture, nicola, noon):
    write(culture, nicola, noon, progress=Words("One"))
    rows = Section.history.count()
    write(culture, nicola, noon, progress=Words("One"))
    assert Section.history.count() == rows


def test_a_section_is_entered_nil_or_missing_and_never_two_of_them(culture, nicola, noon):
    write(culture, nicola, noon, issues=Words("", nothing_to_report=True), risks=Words("  \n"))
    states = {section.kind: section.state for section in culture.sections.all()}
    assert states["issues"] is PassageState.NIL
    assert states["risks"] is PassageState.MISSING


def test_a_line_that_starts_with_space_is_nested():
    bullets = bullets_of("Above\n  Below\n\nNext\n\tBelow again")
    assert [(bullet.text, bullet.level) for bullet in bullets] == [
        ("Above", 0),
        ("Below", 1),
        ("Next", 0),
        ("Below again", 1),
    ]


def test_rating_an_action_of_another_report_changes_nothing(culture, nicola, noon, january):
    other = january.reports.get(workstream__slug="patient-safety").action_ratings.first()
    rated = RatedAction(Rating.OVERDUE, Rating.OVERDUE, "Sabotage", "")
    writing.rate_actions(report=culture, ratings={other.pk: rated}, by=nicola, at=noon)
    assert ActionRating.objects.get(pk=other.pk).explanation == ""


def test_a_plan_keeps_its_boxes_and_gains_a_milestone(culture, nicola, noon):
    writing.write_plan(
        report=culture,
        parts={"aims": "A new aim"},
        milestones={"2024/25 Q1": "Something new", "2024/25 Q2": ""},
        by=nicola,
        at=noon,
    )
    plan = culture.plan
    plan.refresh_from_db()
    assert plan.aims == "A new aim"
    assert plan.background != ""
    assert plan.milestones.get(quarter="2024/25 Q1").text == "Something new"
    assert not plan.milestones.filter(quarter="2024/25 Q2").exists()


def test_the_overview_is_the_programme_office_s(january, office, nicola, noon):
    def overview(by):
        writing.write_overview(
            month=january,
            headline="A steady month",
            rag_assessment="",
            delivery=Rating.ON_TRACK,
            embedding=Rating.OFF_TRACK,
            sections={"key_progress": Words("One thing")},
            by=by,
            at=noon,
        )

    with pytest.raises(Refused, match="Only the Programme office"):
        overview(nicola)
    overview(office)
    january.refresh_from_db()
    assert january.headline == "A steady month"
    assert january.overview_sections.get(kind="key_progress").text == "One thing"


def test_the_overview_of_an_issued_month_is_closed(december, office, noon):
    with pytest.raises(Refused, match="December 2023 was issued"):
        writing.write_overview(
            month=december,
            headline="Rewritten",
            rag_assessment="",
            delivery=Rating.ON_TRACK,
            embedding=Rating.ON_TRACK,
            sections={},
            by=office,
            at=noon,
        )
