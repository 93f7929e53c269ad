"""Writing: what is saved, what is left alone, and what the history says of it."""

import pytest
from django.http import QueryDict

from improvement.access.lookup import earlier_report
from improvement.editing import save_report
from improvement.editing.conflicts import SeenTexts
from improvement.editing.forms.report import HighlightReportForm
from improvement.editing.save_report import (
    Words,
    WrittenActionRating,
    WrittenOverview,
    WrittenReport,
)
from improvement.models import ActionRating, Section
from improvement.models.programme import PassageState
from improvement.values.bullets import bullets_of
from improvement.values.ratings import Rating
from improvement.values.refusals import Refused


def write(report, by, at, **sections):
    save_report.write_sections(
        report=report,
        written=WrittenReport(Rating.ON_TRACK, Rating.OFF_TRACK, sections),
        seen_texts=SeenTexts(digests=HighlightReportForm(report=report, by=by).shown),
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


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("0", "Mine\nFirst"),
        ("1", "Mine\n  Second"),
        ("2", "Mine"),
        ("-1", "Mine"),
        ("one", "Mine"),
    ],
)
def test_a_bullet_of_last_month_is_taken_over_where_there_is_one(culture, nicola, place, said):
    before = earlier_report(culture).sections.get(kind="gone_well")
    before.text = "First\n  Second"
    before.save()
    form = HighlightReportForm(report=culture, by=nicola)
    typed, kind = form.with_bullet(QueryDict("gone_well=Mine"), f"gone_well:{place}")
    assert (kind, typed["gone_well"]) == ("gone_well", said)


def test_rating_an_action_of_another_report_changes_nothing(culture, nicola, noon, january):
    other = january.reports.get(workstream__slug="patient-safety").action_ratings.first()
    rated = WrittenActionRating(Rating.OVERDUE, Rating.OVERDUE, "Sabotage", "")
    save_report.rate_actions(
        report=culture,
        ratings={other.pk: rated},
        seen_texts=SeenTexts(),
        confirm=True,
        by=nicola,
        at=noon,
    )
    assert ActionRating.objects.get(pk=other.pk).explanation == ""


def test_a_plan_keeps_its_boxes_and_gains_a_milestone(culture, nicola, noon, seeing):
    save_report.write_plan(
        report=culture,
        parts={"aims": "A new aim"},
        milestones={"2024/25 Q1": "Something new", "2024/25 Q2": ""},
        seen_texts=seeing(culture, nicola),
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
        save_report.write_overview(
            month=january,
            written=WrittenOverview(
                headline="A steady month",
                rag_assessment="",
                delivery=Rating.ON_TRACK,
                embedding=Rating.OFF_TRACK,
                sections={"key_progress": Words("One thing")},
            ),
            seen_texts=seeing(january, by),
            confirm=False,
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
        save_report.write_overview(
            month=december,
            written=WrittenOverview("Rewritten", "", Rating.ON_TRACK, Rating.ON_TRACK, {}),
            seen_texts=SeenTexts(),
            confirm=False,
            by=office,
            at=noon,
        )
