"""What the check before submitting finds missing, contradictory or unexplained."""

import pytest

from improvement.audit import changes
from improvement.editing import save_report
from improvement.editing.conflicts import SeenTexts
from improvement.editing.drafts import Sent, drafts_at, keep
from improvement.editing.save_report import WrittenReport
from improvement.models import HighlightReport, Person
from improvement.values.ratings import Rating
from reporting.pack.issue import concerns_in
from reporting.report.check import checked, findings_of
from reporting.report.tasks import tasks_of
from scorecards.entry.record import Reading, record_scorecard
from scorecards.entry.scorecard_form import ScorecardForm
from scorecards.models import ActualLine
from tests.support.findings import found

PAGE = "/scas/2024-01/culture-and-staff-wellbeing/"


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
        "Ratings of actions: 7 carried from last month and not confirmed."
    )
    for action in culture.action_ratings.all():
        rate(action.action.reference, Rating(action.delivery))
    assert "carried-actions" not in found(culture, nicola)


@pytest.mark.parametrize("text", ["No progress this month", "Nil", "none", None])
def test_no_progress_asks_for_its_reason(culture, nicola, write, text):
    write(progress=text)
    sentence = found(culture, nicola)["no-progress"]
    assert sentence == "Progress against key outcomes says that nothing was achieved: say why."


@pytest.mark.parametrize("unrated", [{"delivery": ""}, {"embedding": ""}])
def test_an_action_is_rated_once_it_is_in_both_dimensions(culture, nicola, unrated):
    rated, *others = culture.action_ratings.all()
    changes.change(rated, by=nicola, **unrated)
    for other in others:
        changes.change(other, by=nicola, delivery="on_track", embedding="overdue")
    assert found(culture, nicola)["unrated-actions"] == f"Not yet rated: {rated.action}."
    changes.change(rated, by=nicola, delivery="complete", embedding="on_track")
    assert "unrated-actions" not in found(culture, nicola)


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
    save_report.write_sections(
        report=culture,
        written=WrittenReport(delivery=Rating.ON_TRACK),
        seen_texts=seeing(culture, nicola),
        confirm=False,
        by=nicola,
        at=noon,
    )
    culture.refresh_from_db()
    assert found(culture, nicola)["better-Delivery"] == (
        "Delivery is judged On Track, and an action is Overdue (>1 month)."
    )


def test_figures_that_are_blank_or_unreadable_are_named(culture, nicola):
    sentences = found(culture, nicola)
    assert sentences["blank-figures-202324-q4"].startswith("No figure for 2023/24 Q4: metric 1,")


def test_a_draft_of_one_s_own_has_to_be_saved_and_another_s_is_a_warning(
    culture, nicola, someone, noon
):
    keep(
        path=f"{PAGE}highlight-report/",
        sent=Sent({"summary": ("Half a sentence",)}),
        by=nicola,
        at=noon,
    )
    draft = drafts_at(f"{PAGE}highlight-report/")[0]
    findings = {one.key: one for one in findings_of(checked(culture, by=nicola))}
    mine = findings[f"draft-{draft.pk}"]
    assert not mine.is_warning
    assert "You typed on the page of the highlight report and have not saved it" in mine.sentence
    findings = {one.key: one for one in findings_of(checked(culture, by=someone("emma-manaton")))}
    assert findings[f"draft-{draft.pk}"].is_warning


def test_the_quarter_that_just_closed_is_asked_for_with_a_link_to_its_first_blank(
    culture, nicola, signed_in
):
    [asked] = [one for one in findings_of(checked(culture, by=nicola)) if "Q3" in one.sentence]
    assert asked.sentence == "No figure for 2023/24 Q3: metric 1, 2, 3, 5, 6, 8 and 9."
    page = signed_in(nicola).get(f"{PAGE}submit/").content.decode()
    assert f'href="{PAGE}scorecard/#{asked.anchor}"' in page
    assert f'id="{asked.anchor}"' in signed_in(nicola).get(f"{PAGE}scorecard/").content.decode()


def test_figures_that_stop_before_they_should_are_told(january, amy):
    governance = january.reports.select_related("workstream", "month__programme").get(
        workstream__slug="governance-and-well-led"
    )
    sentences = found(governance, amy)
    assert sentences["short-figures-202324-q3-2023-11-30"] == (
        "Figures for 2023/24 Q3 stop at 30 November 2023: "
        "metric 1, 2, 6, 7, 9, 10, 11, 12, 13 and 14."
    )
    assert sentences["blank-figures-202324-q3"] == "No figure for 2023/24 Q3: metric 5."


def test_the_tasks_count_the_oldest_quarter_that_is_over_and_has_gaps(january, culture, nicola):
    def hint(slug: str) -> str:
        report = january.reports.get(workstream__slug=slug)
        fact = checked(report, by=nicola).fact
        return tasks_of(january.period.ends_on, fact)[3].hint

    assert hint("culture-and-staff-wellbeing") == "4 of 11 figures for 2023/24 Q3 entered"
    assert hint("performance-improvement") == "6 of 7 figures for 2023/24 Q2 entered"
    assert hint("patient-safety") == "0 of 9 figures for 2023/24 Q3 entered; 8 to an earlier day"


@pytest.fixture
def slip(january, someone, noon):
    """A share written as a part of one: Hear and Treat 0.118 in a row of 10% to 13%."""
    report = january.reports.select_related("workstream", "month__programme").get(
        workstream__slug="performance-improvement"
    )
    lead = someone("emma-manaton")
    line = ActualLine.objects.get(metric__workstream=report.workstream, metric__number="2")

    def enter(kept: bool = False) -> tuple[HighlightReport, Person]:
        seen_texts = SeenTexts(digests=ScorecardForm(report=report, by=lead).shown)
        readings = {(line.pk, "2023/24 Q4"): Reading("0.118", kept_as_printed=kept)}
        record_scorecard(
            report=report, readings=readings, remarks={}, seen_texts=seen_texts, by=lead, at=noon
        )
        return report, lead

    return enter


SLIP = (
    "Metric 2, 2023/24 Q4: 0.118 is far from this row’s other figures, 10.6% to 13.4%: "
    "did you mean 11.8%?"
)


def test_a_figure_that_may_be_a_slip_is_asked_about_and_blocks_nothing(slip, signed_in):
    report, lead = slip()
    [asked] = [one for one in findings_of(checked(report, by=lead)) if one.is_question]
    assert asked.sentence == SLIP
    page = signed_in(lead).get("/scas/2024-01/performance-improvement/submit/")
    assert SLIP in page.context["worth_a_look"][0]
    assert asked.sentence not in [one.sentence for one in page.context["form"].warnings]
    assert asked.sentence in [one.concern.sentence for one in concerns_in(report.month)]
    assert asked.sentence not in [
        one.concern.sentence for one in concerns_in(report.month) if one.to_waive
    ]


def test_a_figure_that_somebody_said_is_right_is_not_asked_about_again(slip):
    report, lead = slip(kept=True)
    assert [one for one in findings_of(checked(report, by=lead)) if one.is_question] == []
