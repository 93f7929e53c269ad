"""What came over from last month and nobody has confirmed is never said as this month's."""

from dataclasses import replace

import pytest

from improvement.audit.changes import change
from improvement.editing.conflicts import SeenTexts
from improvement.editing.save_report import (
    WrittenActionRating,
    WrittenOverview,
    rate_actions,
    write_overview,
)
from improvement.models import ActionRating, HighlightReport
from improvement.values.ratings import Rating
from reporting.api.flatten import action_rows, month_rows, workstream_rows
from reporting.api.last_changed import LastChanged
from reporting.api.visible_months import VisibleMonth
from reporting.contents.assemble import assemble
from reporting.contents.facts import from_json, to_json
from reporting.contents.rating_facts import CountFact, JudgedFact, RatingFact
from reporting.renderers import RENDERERS, render
from tests.support import contents_factory
from tests.support.change_ratings import rate
from tests.support.read_documents import folded, read_back

NOT_CONFIRMED = "from December, not confirmed"


def count(code: str | None, number: int, carried_from: str = "") -> CountFact:
    return CountFact(replace(contents_factory.RATINGS[code], carried_from=carried_from), number)


def judged(*counts: CountFact, carried: tuple[CountFact, ...] = ()) -> JudgedFact:
    rated = [one.rating for one in counts if one.rating.code]
    worst = rated[0] if rated else contents_factory.RATINGS[None]
    return JudgedFact(contents_factory.RATINGS[None], None, worst, counts, carried)


@pytest.mark.parametrize(
    ("fact", "confirmed", "worst_of", "worst_words", "carried"),
    [
        (
            judged(count("overdue", 1), count("on_track", 3)),
            *("", "its actions", "(1 Overdue, 3 On Track)", ""),
        ),
        (
            judged(count("off_track", 1), count("on_track", 1), count(None, 9)),
            *("", "the 2 rated", "(1 Off Track, 1 On Track); 9 not yet rated", ""),
        ),
        (judged(count(None, 4)), "", "its actions", "(4 Not yet rated)", ""),
        (
            judged(count("on_track", 4), carried=(count("on_track", 1, "December"),)),
            *("3 of 4 confirmed", "the 3 confirmed", "(3 On Track)"),
            "From December, not confirmed: 1 On Track",
        ),
        (
            judged(count("overdue", 2), carried=(count("overdue", 2, "December"),)),
            *("0 of 2 confirmed", "", "", "From December, not confirmed: 2 Overdue"),
        ),
        (judged(), "", "", "", ""),
    ],
)
def test_the_worst_says_of_how_many_it_is_and_what_it_leaves_out(
    fact, confirmed, worst_of, worst_words, carried
):
    words = (fact.confirmed_words, fact.worst_of, fact.worst_words, fact.carried_words)
    assert words == (confirmed, worst_of, worst_words, carried)


def confirm(report: HighlightReport, by, at) -> None:
    """Say that every rating of a report still stands."""
    rows = ActionRating.objects.filter(report=report)
    said = {
        row.pk: WrittenActionRating(
            Rating(row.delivery), Rating(row.embedding), row.explanation, row.mitigation
        )
        for row in rows
    }
    rate_actions(report=report, ratings=said, seen_texts=SeenTexts(), confirm=True, by=by, at=at)


def test_every_rating_of_a_month_that_was_opened_says_where_it_is_from(january):
    contents = assemble(january)
    ratings = [
        rating
        for stream in contents.workstreams
        for one in (*stream.actions, *stream.criteria)
        for rating in ([one.rating] if hasattr(one, "rating") else [one.delivery, one.embedding])
    ]
    rated = [one for one in ratings if one.code]
    assert len(rated) >= 62
    assert {one.standing for one in rated} == {NOT_CONFIRMED}
    assert from_json(to_json(contents)) == contents


def test_counts_say_how_many_are_confirmed(january, culture, nicola, noon):
    confirm(culture, nicola, noon)
    contents = assemble(january)
    whole, ours = contents.overview.delivery, contents.workstreams[1].delivery
    assert whole.confirmed_words == "7 of 31 confirmed"
    assert whole.worst.code == "on_track"  # the red one is not confirmed
    assert ours.confirmed_words == ""  # all of its are
    assert {one.standing for one in contents.workstreams[1].actions} == {""}


def test_only_what_is_red_or_moved_this_month_is_red_or_moved(january, amy):
    governance = january.reports.get(workstream__slug="governance-and-well-led")
    red = ActionRating.objects.get(report=governance, action__reference="GWL-01")
    actions = _actions(january)
    assert [action.ref for action in actions if action.noteworthy] == []
    assert [action.ref for action in actions if action.still_red] == ["GWL-01"]
    change(red, by=amy, carried=False)
    actions = _actions(january)
    assert [action.ref for action in actions if action.noteworthy] == ["GWL-01"]
    assert [action.ref for action in actions if action.still_red] == []


def _actions(month):
    return [action for stream in assemble(month).workstreams for action in stream.actions]


@pytest.fixture
def moved(december, january, nicola):
    """CSW-01 as it moved and was explained in December, and as January has it: give January's."""
    text = "Moved from green to amber: the survey is late."
    for month in (december, january):
        row = ActionRating.objects.get(action__reference="CSW-01", report__month=month)
        change(row, by=nicola, delivery=Rating.OFF_TRACK, explanation=text, mitigation="A plan.")
    return row


def told(january) -> tuple[str, str]:
    actions = assemble(january).workstreams[1].actions
    one = next(action for action in actions if action.ref == "CSW-01")
    return one.told_explanation, one.told_mitigation


def test_last_months_explanation_of_a_move_is_not_told_again(january, moved, nicola):
    assert told(january) == ("", "")
    change(moved, by=nicola, carried=False)
    assert told(january) == ("", "")  # confirmed, and it did not move this month
    change(moved, by=nicola, explanation="The survey is back.")
    assert told(january) == ("The survey is back.", "A plan.")


def test_it_is_told_while_the_action_is_red_or_when_it_moves(january, moved, nicola):
    change(moved, by=nicola, delivery=Rating.ON_TRACK)
    assert told(january)[1] == "A plan."
    change(moved, by=nicola, delivery=Rating.OVERDUE)
    assert told(january)[1] == "A plan."


def test_the_programmes_own_ratings_are_carried_until_the_office_says_so(
    december, january, office, noon, seeing
):
    def standing() -> str:
        january.refresh_from_db()
        return assemble(january).overview.delivery.judged.standing

    change(january, by=office, delivery=Rating.OFF_TRACK, ratings_carried=True)

    def write(headline: str, confirm: bool) -> None:
        ratings = (Rating(january.delivery), Rating(january.embedding))
        write_overview(
            month=january,
            written=WrittenOverview(headline, "", *ratings, {}),
            seen_texts=seeing(january, office),
            confirm=confirm,
            by=office,
            at=noon,
        )

    assert standing() == NOT_CONFIRMED
    write("A headline judges nothing", confirm=False)
    assert standing() == NOT_CONFIRMED
    write("A headline judges nothing", confirm=True)
    assert standing() == ""


def test_data_out_tells_what_is_confirmed(january, culture, moved, nicola, office, noon):
    confirm(culture, nicola, noon)
    rate(moved.action, january, nicola, delivery=Rating.OFF_TRACK)
    shown = VisibleMonth(assemble(january), LastChanged(january), None)
    streams = {row["workstream"]: row for row in workstream_rows(shown)}
    ours, other = streams["culture-and-staff-wellbeing"], streams["patient-safety"]
    assert (ours["actions"], ours["delivery_confirmed"], ours["delivery_worst"]) == (
        7,
        7,
        "off_track",
    )
    assert (other["actions"], other["delivery_confirmed"], other["delivery_worst"]) == (10, 0, None)
    action = next(row for row in action_rows(shown) if row["reference"] == "CSW-01")
    assert (action["carried"], action["explanation"]) == (False, "")
    assert next(month_rows(shown))["carried"] is False


@pytest.mark.document
@pytest.mark.parametrize("format", [one for one in RENDERERS if one != "json"])
def test_what_is_carried_looks_it_in_every_document(format):
    """An action, the overall ratings, a section and the plan; not an action that is confirmed."""
    carried = replace(contents_factory.RATINGS["overdue"], carried_from="December")
    below = (CountFact(carried, 1),)
    rated = replace(contents_factory.JUDGED, judged=carried, carried_counts=below)
    risks = replace(contents_factory.section("risks", "Risks", "A risk"), carried=True)
    stream = contents_factory.workstream(
        carried_from="December",
        delivery=rated,
        sections=(risks,),
        actions=(
            contents_factory.action(
                "PS-01", delivery=carried, red=True, carried=True, explanation="Late"
            ),
            contents_factory.action("PS-02", explanation="Said in December", said_before=True),
        ),
        plan=replace(contents_factory.PLAN, carried=True),
    )
    pack = contents_factory.contents(
        stream, overview=replace(contents_factory.contents().overview, delivery=rated)
    )
    document = read_back(render(pack, format), format)
    text = document.text.casefold()
    assert folded("Said in December").casefold() not in text
    assert folded("3 of 4 confirmed").casefold() in text
    assert folded("from December, not confirmed: 1 Overdue").casefold() in text
    # Both overall ratings, the action (in one list at least), its risks, its plan.
    assert text.count(folded(NOT_CONFIRMED).casefold()) >= 5
    row = next(row for row in document.rows if "PS-01" in row)
    assert folded(NOT_CONFIRMED).casefold() in "".join(row).casefold()
    if format != "csv" and format != "xlsx":
        assert folded("Red before, not confirmed for December 2023").casefold() in text


def test_a_pack_from_before_is_shown_as_it_was():
    old = RatingFact("overdue", "Overdue (>1 month)", "red")
    assert (old.standing, contents_factory.JUDGED.confirmed_words) == ("", "")
    assert contents_factory.JUDGED.worst_of == "its actions"
    assert contents_factory.JUDGED.worst_words == "(1 Overdue, 3 On Track)"
