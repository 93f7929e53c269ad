"""Writing: what is saved, what is left alone, and what the history says of it."""

import pytest

from improvement import writing
from improvement.bullets import bullets_of
from improvement.claims import Claims
from improvement.forms import HighlightReportForm
from improvement.models import ActionRating, Section
from improvement.models.passages import PassageState
from improvement.ratings import Rating
from improvement.refusals import Refused
from improvement.writing import RatedAction, Words, WrittenOverview, WrittenReport


def write(report, by, at, **sections):
    writing.write_sections(
        report=report,
        written=WrittenReport(Rating.ON_TRACK, Rating.OFF_TRACK, sections),
        claims=Claims(seen=HighlightReportForm(report=report, by=by).shown),
        confirm=False,
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
    writing.rate_actions(
        report=culture,
        ratings={other.pk: rated},
        claims=Claims(),
        confirm=True,
        by=nicola,
        at=noon,
    )
    assert ActionRating.objects.get(pk=other.pk).explanation == ""


def test_a_plan_keeps_its_boxes_and_gains_a_milestone(culture, nicola, noon, seeing):
    writing.write_plan(
        report=culture,
        parts={"aims": "A new aim"},
        milestones={"2024/25 Q1": "Something new", "2024/25 Q2": ""},
        claims=seeing(culture, nicola),
        confirm=False,
        by=nicola,
        at=noon,
    )
    plan = culture.plan
    plan.refresh_from_db()
    assert plan.aims == "A new aim"
    assert plan.background != ""
    assert plan.milestones.get(quarter="2024/25 Q1").text == "Something new"
    assert not plan.milestones.filter(quarter="2024/25 Q2").exists()


def test_the_overview_is_the_programme_office_s(january, office, nicola, noon, seeing):
    def overview(by):
        writing.write_overview(
            month=january,
            written=WrittenOverview(
                headline="A steady month",
                rag_assessment="",
                delivery=Rating.ON_TRACK,
                embedding=Rating.OFF_TRACK,
                sections={"key_progress": Words("One thing")},
            ),
            claims=seeing(january, by),
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
            written=WrittenOverview("Rewritten", "", Rating.ON_TRACK, Rating.ON_TRACK, {}),
            claims=Claims(),
            by=office,
            at=noon,
        )
