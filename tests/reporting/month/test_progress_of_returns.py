"""The board, the deadline that is moved, and what changed since the month before."""

from datetime import date

import pytest

from improvement import cycle, writing
from improvement.claims import Claims
from improvement.forms import ActionsForm
from improvement.ratings import Rating
from improvement.refusals import Refused
from improvement.writing import RatedAction, Words, WrittenReport
from reporting.assembly import workstream_fact
from reporting.board import board_of
from reporting.freezing import contents_of
from reporting.gathering import gather_report
from reporting.since import Moved, Rewritten, since
from scorecards.models import ActualLine
from scorecards.recording import Reading, record_scorecard

BEFORE, AFTER = date(2024, 2, 1), date(2024, 2, 6)  # January is due on the fifth


def test_the_board_shows_every_workstream_with_its_tasks_and_the_pen(january):
    rows = board_of(january, on=BEFORE)
    assert len(rows) == 4
    culture = next(row for row in rows if row.report.workstream.slug.startswith("culture"))
    assert [(task.title, task.state.value) for task in culture.tasks] == [
        ("Ratings of CQC actions", "Not started"),
        ("Exit criteria", "Not started"),
        ("Highlight report", "Not started"),
        ("Scorecard", "Not started"),
        ("Plan on a page", "Not started"),
    ]
    assert culture.pen == "the workstream lead"
    assert culture.people == "Nicola Howells, Emma Manaton"
    assert culture.since == january.opened_at
    assert culture.due == "due Monday 5 February, in 2 working days"


def test_overdue_comes_first_and_what_is_approved_last(january, culture, nicola, melanie, noon):
    safety = january.reports.get(workstream__slug="patient-safety")
    cycle.extend_deadline(
        report=safety,
        due_on=date(2024, 2, 9),
        reason="The audit runs until then",
        by=january.opened_by,
        at=noon,
    )
    cycle.submit(report=culture, by=nicola, at=noon)
    cycle.approve(report=culture, by=melanie, at=noon)
    rows = board_of(january, on=AFTER)
    order = [(row.report.workstream.slug, row.overdue) for row in rows]
    assert order == [
        ("governance-and-well-led", True),
        ("performance-improvement", True),
        ("patient-safety", False),
        ("culture-and-staff-wellbeing", False),
    ]
    assert rows[2].due == "due Friday 9 February, in 3 working days"
    assert rows[3].pen == "the programme office"
    assert rows[3].since == noon


def test_a_nil_return_counts_as_complete(culture, nicola, noon, seeing, january):
    from improvement.models import SectionKind

    writing.write_sections(
        report=culture,
        written=WrittenReport(sections=dict.fromkeys(SectionKind.values, Words("", True))),
        claims=seeing(culture, nicola),
        confirm=True,
        by=nicola,
        at=noon,
    )
    row = next(row for row in board_of(january, on=BEFORE) if row.report.pk == culture.pk)
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
        cycle.extend_deadline(report=culture, due_on=due_on, reason=reason, by=office, at=noon)


def test_the_lead_reads_why_there_is_more_time(signed_in, culture, office, nicola, january):
    client = signed_in(office)
    address = "/scas/2024-01/culture-and-staff-wellbeing/"
    given = {"due_on_0": "9", "due_on_1": "2", "due_on_2": "2024", "reason": "Half the team is ill"}
    answer = client.post(f"{address}extend/", given, follow=True)
    assert "is now due on 9 February 2024" in answer.content.decode()
    page = signed_in(nicola).get(address).content.decode()
    assert "More time was given by Programme office (demo): Half the team is ill" in page
    assert "9 February 2024" in page


def test_what_changed_since_december_is_told(culture, december, nicola, noon, seeing):
    line = ActualLine.objects.get(metric__workstream=culture.workstream, metric__number="11")
    record_scorecard(
        report=culture,
        readings={(line.pk, "2023/24 Q4"): Reading("9.75")},
        remarks={line.metric_id: "Lowest for a year"},
        claims=seeing(culture, nicola),
        by=nicola,
        at=noon,
    )
    rating = culture.action_ratings.get(action__reference="CSW-01")
    rated = RatedAction(Rating.OVERDUE, Rating(rating.embedding), "Put back", "A new supplier")
    writing.rate_actions(
        report=culture,
        ratings={rating.pk: rated},
        claims=Claims(ActionsForm(report=culture, by=nicola).shown),
        confirm=True,
        by=nicola,
        at=noon,
    )
    risks = culture.sections.get(kind="risks")
    first, *others = risks.text.split("\n")
    writing.write_sections(
        report=culture,
        written=WrittenReport(sections={"risks": Words("\n".join([*others, "A new risk"]))}),
        claims=seeing(culture, nicola),
        confirm=False,
        by=nicola,
        at=noon,
    )
    before = next(
        one for one in contents_of(december).workstreams if one.slug == culture.workstream.slug
    )
    told = since(before, workstream_fact(gather_report(culture), culture))
    place = "Must CSW-01: delivery"
    assert told.ratings == (Moved(place, "On Track", "Overdue (>1 month)", "Put back"),)
    name = "Metric 11 Vacancy Rate (%), 2023/24 Q4"
    assert told.figures == (Moved(name, "", "9.75", "Lowest for a year"),)
    assert Rewritten("Workstream key risks", ("A new risk",), (first,)) in told.texts


def test_nothing_changed_is_said_and_not_left_blank(culture, melanie, signed_in):
    page = signed_in(melanie).get("/scas/2024-01/culture-and-staff-wellbeing/as-it-stands/")
    text = page.content.decode()
    assert "What changed since December 2023" in text
    assert "No rating moved." in text
    assert "No figure changed." in text
