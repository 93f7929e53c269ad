"""The progress of returns, the deadline that is moved, and what changed since the month before."""

from datetime import date

import pytest

from improvement.editing import save_report
from improvement.editing.conflicts import SeenTexts
from improvement.editing.forms.actions import ActionsForm
from improvement.editing.save_report import Words, WrittenActionRating, WrittenReport
from improvement.values.ratings import Rating
from improvement.values.refusals import Refused
from improvement.workflow import transitions
from reporting.contents.assemble import workstream_fact
from reporting.contents.queries import gather_report
from reporting.month.progress_of_returns import progress_of_returns
from reporting.report.changes_since import TextChange, changes_since_issued
from reporting.snapshots.month import contents_of
from scorecards.entry.record import Reading, record_scorecard
from scorecards.models import ActualLine

BEFORE, AFTER = date(2024, 2, 1), date(2024, 2, 6)  # January is due on the fifth


def test_the_progress_shows_every_workstream_with_its_tasks_and_whom_it_is_with(january):
    rows = progress_of_returns(january, on=BEFORE)
    assert len(rows) == 4
    culture = next(row for row in rows if row.report.workstream.slug.startswith("culture"))
    assert [(task.title, task.state.value) for task in culture.tasks] == [
        ("Ratings of actions", "Not started"),
        ("Exit criteria", "Not started"),
        ("Highlight report", "Not started"),
        ("Scorecard", "In progress"),
        ("Plan on a page", "Not started"),
    ]
    assert culture.holder == "the workstream lead"
    assert culture.people == "Nicola Howells, Emma Manaton"
    assert culture.since == january.opened_at
    assert culture.due == "due Monday 5 February, in 2 working days"


def test_what_is_late_comes_first_and_what_is_approved_last(
    january, culture, nicola, melanie, noon
):
    safety = january.reports.get(workstream__slug="patient-safety")
    transitions.extend_deadline(
        report=safety,
        due_on=date(2024, 2, 9),
        reason="The audit runs until then",
        by=january.opened_by,
        at=noon,
    )
    transitions.submit(report=culture, by=nicola, at=noon)
    transitions.approve(report=culture, by=melanie, at=noon)
    rows = progress_of_returns(january, on=AFTER)
    order = [(row.report.workstream.slug, row.late) for row in rows]
    assert order == [
        ("governance-and-well-led", True),
        ("performance-improvement", True),
        ("patient-safety", False),
        ("culture-and-staff-wellbeing", False),
    ]
    assert rows[2].due == "due Friday 9 February, in 3 working days"
    assert rows[3].holder == "the programme office"
    assert rows[3].since == noon


def test_a_nil_return_counts_as_complete(culture, nicola, noon, seeing, january):
    from improvement.models import SectionKind

    save_report.write_sections(
        report=culture,
        written=WrittenReport(sections=dict.fromkeys(SectionKind.values, Words("", True))),
        seen_texts=seeing(culture, nicola),
        confirm=True,
        by=nicola,
        at=noon,
    )
    row = next(
        row for row in progress_of_returns(january, on=BEFORE) if row.report.pk == culture.pk
    )
    task = next(task for task in row.tasks if task.title == "Highlight report")
    assert (task.state.value, task.colour) == ("Nil return", "")


@pytest.mark.parametrize(
    ("due_on", "reason", "sentence"),
    [
        (date(2024, 2, 5), "Flu", "It is due on 5 February 2024 already. Give a later day."),
        (date(2024, 2, 9), " ", "Say why it gets more time."),
    ],
)
def test_a_deadline_moves_later_and_with_a_reason(culture, office, noon, due_on, reason, sentence):
    with pytest.raises(Refused, match=sentence):
        transitions.extend_deadline(
            report=culture, due_on=due_on, reason=reason, by=office, at=noon
        )


def test_the_lead_reads_why_there_is_more_time(signed_in, culture, office, nicola, january):
    client = signed_in(office)
    address = "/scas/2024-01/culture-and-staff-wellbeing/"
    given = {"due_on_0": "9", "due_on_1": "2", "due_on_2": "2024", "reason": "Half the team is ill"}
    answer = client.post(f"{address}extend/", given, follow=True)
    assert "is now due on 9 February 2024" in answer.content.decode()
    page = signed_in(nicola).get(address).content.decode()
    assert "More time was given by Programme office (demo): Half the team is ill" in page
    assert "9 February 2024" in page


def change_a_figure_a_rating_and_a_text(culture, nicola, noon, seeing):
    """Return the risk that goes; metric 11, CSW-01 and the risks are different from now on."""
    line = ActualLine.objects.get(metric__workstream=culture.workstream, metric__number="11")
    record_scorecard(
        report=culture,
        readings={(line.pk, "2023/24 Q4"): Reading("9.75")},
        remarks={line.metric_id: "Lowest for a year"},
        seen_texts=seeing(culture, nicola),
        by=nicola,
        at=noon,
    )
    rating = culture.action_ratings.get(action__reference="CSW-01")
    rated = WrittenActionRating(
        Rating.OVERDUE, Rating(rating.embedding), "Put back", "A new supplier"
    )
    save_report.rate_actions(
        report=culture,
        ratings={rating.pk: rated},
        seen_texts=SeenTexts(ActionsForm(report=culture, by=nicola).shown),
        confirm=True,
        by=nicola,
        at=noon,
    )
    risks = culture.sections.get(kind="risks")
    first, *others = risks.text.split("\n")
    save_report.write_sections(
        report=culture,
        written=WrittenReport(sections={"risks": Words("\n".join([*others, "A new risk"]))}),
        seen_texts=seeing(culture, nicola),
        confirm=False,
        by=nicola,
        at=noon,
    )
    return first


def test_what_changed_since_december_is_told(culture, december, nicola, noon, seeing):
    first = change_a_figure_a_rating_and_a_text(culture, nicola, noon, seeing)
    before = next(
        fact for fact in contents_of(december).workstreams if fact.slug == culture.workstream.slug
    )
    changes = changes_since_issued(before, workstream_fact(gather_report(culture), culture))
    place = "Must CSW-01: delivery"
    [rating], [figure] = changes.ratings, changes.figures
    assert (rating.place, rating.before, rating.now) == (place, "On Track", "Overdue (>1 month)")
    assert rating.why == "Put back"
    name = "Metric 11 Vacancy Rate (%), 2023/24 Q4"
    assert (figure.place, figure.before, figure.now) == (name, "", "9.75")
    assert figure.why == "Lowest for a year"
    assert TextChange("Workstream key risks", ("A new risk",), (first,)) in changes.texts
    assert TextChange("Must CSW-01: explanation", ("Put back",), ()) in changes.texts
    assert changes.others == ()


def test_nothing_changed_is_said_and_not_left_blank(culture, melanie, signed_in):
    page = signed_in(melanie).get("/scas/2024-01/culture-and-staff-wellbeing/as-it-stands/")
    text = page.content.decode()
    assert "What changed since December 2023" in text
    assert "No rating moved." in text
    assert "No figure changed." in text


def test_an_old_link_leads_on_whoever_may_see_the_page(signed_in, office, nicola):
    answer = signed_in(office).get("/scas/2024-01/board/")
    assert (answer.status_code, answer.url) == (301, "/scas/2024-01/returns/")
    assert signed_in(nicola).get("/scas/2024-01/board/").status_code == 403
