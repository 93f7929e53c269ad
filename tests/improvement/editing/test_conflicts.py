"""Claims and conflicts: nobody's text is overwritten unseen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from improvement import writing
from improvement.claims import Choice, Claims, Settled, digest, dump, load
from improvement.forms import ActionsForm, HighlightReportForm
from improvement.models import ActionRating, Section
from improvement.ratings import Rating
from improvement.saving import Stale
from improvement.writing import RatedAction, Words, WrittenReport


@pytest.fixture
def emma(someone):
    return someone("emma-manaton")


@pytest.fixture
def write(culture, noon):
    def save(claims: Claims, by, confirm: bool = False, **sections: str | None) -> None:
        said = {kind: Words(text or "", text is None) for kind, text in sections.items()}
        writing.write_sections(
            report=culture,
            written=WrittenReport(sections=said),
            claims=claims,
            confirm=confirm,
            by=by,
            at=noon,
        )

    return save


def text_of(report, kind: str) -> str:
    return Section.objects.get(report=report, kind=kind).text


def test_a_stale_save_is_refused_with_both_texts_and_saves_nothing(
    culture, nicola, emma, write, seeing
):
    seen = seeing(culture, emma)
    write(seeing(culture, nicola), nicola, summary="Nicola’s")
    with pytest.raises(Stale, match="Nicola Howells saved a different text") as stale:
        write(seen, emma, summary="Emma’s", gone_well="Good news")
    [conflict] = stale.value.conflicts
    assert (conflict.key, conflict.place) == ("summary", "Workstream summary")
    assert (conflict.yours, conflict.theirs) == ("Emma’s", "Nicola’s")
    assert text_of(culture, "summary") == "Nicola’s"
    assert text_of(culture, "gone_well") == ""


@pytest.mark.parametrize(
    ("choice", "text"),
    [(Choice.MINE, "Emma’s"), (Choice.THEIRS, "Nicola’s"), (Choice.BOTH, "Nicola’s\nEmma’s")],
)
def test_a_conflict_is_settled_by_a_choice(culture, nicola, emma, write, seeing, choice, text):
    seen = seeing(culture, emma).seen
    write(seeing(culture, nicola), nicola, summary="Nicola’s")
    against = digest("Nicola’s", False)
    write(Claims(seen, {"summary": Settled(choice, against)}), emma, summary="Emma’s")
    assert text_of(culture, "summary") == text


def test_a_choice_made_against_an_older_text_is_asked_for_again(
    culture, nicola, emma, write, seeing
):
    seen = seeing(culture, emma).seen
    write(seeing(culture, nicola), nicola, summary="Nicola’s")
    settled = {"summary": Settled(Choice.MINE, digest("Nicola’s", False))}
    write(seeing(culture, nicola), nicola, summary="Nicola’s again")
    with pytest.raises(Stale):
        write(Claims(seen, settled), emma, summary="Emma’s")
    assert text_of(culture, "summary") == "Nicola’s again"


def test_what_a_writer_left_as_they_saw_it_keeps_the_other_s_text(
    culture, nicola, emma, write, seeing
):
    seen = seeing(culture, emma)
    write(seeing(culture, nicola), nicola, summary="Nicola’s")
    write(seen, emma, summary="", gone_well="Emma’s")
    assert (text_of(culture, "summary"), text_of(culture, "gone_well")) == ("Nicola’s", "Emma’s")


def test_a_save_that_claims_nothing_overwrites_nothing(culture, nicola, write, seeing):
    write(seeing(culture, nicola), nicola, summary="Nicola’s")
    with pytest.raises(Stale):
        write(Claims(), nicola, summary="From nowhere")


def test_a_nil_return_beside_a_text_is_a_conflict(culture, nicola, emma, write, seeing):
    seen = seeing(culture, emma)
    write(seeing(culture, nicola), nicola, issues="One issue")
    with pytest.raises(Stale) as stale:
        write(seen, emma, issues=None)
    assert stale.value.conflicts[0].yours == "Nothing to report"


def test_ratings_conflict_in_words_and_cannot_be_joined(culture, nicola, emma, noon):
    rating = culture.action_ratings.first()
    seen = Claims(ActionsForm(report=culture, by=emma).shown)

    def rate(claims, by, delivery):
        rated = RatedAction(delivery, Rating(rating.embedding), "", "")
        given = {rating.pk: rated}
        writing.rate_actions(
            report=culture, ratings=given, claims=claims, confirm=False, by=by, at=noon
        )

    rate(seen, nicola, Rating.OVERDUE)
    with pytest.raises(Stale) as stale:
        rate(seen, emma, Rating.COMPLETE)
    [conflict] = stale.value.conflicts
    assert (conflict.yours, conflict.theirs) == ("Complete & Embedded", "Overdue (>1 month)")
    assert conflict.place == "Must CSW-01: delivery"
    assert not conflict.can_join


def test_two_facts_of_one_row_make_one_row_of_history(culture, nicola, noon):
    rating = culture.action_ratings.first()
    rows = rating.history.count()
    rated = RatedAction(Rating.OVERDUE, Rating.OVERDUE, "Why", "What")
    writing.rate_actions(
        report=culture,
        ratings={rating.pk: rated},
        claims=Claims(ActionsForm(report=culture, by=nicola).shown),
        confirm=False,
        by=nicola,
        at=noon,
    )
    assert rating.history.count() == rows + 1


def test_a_change_or_a_confirmation_ends_what_was_carried(culture, nicola, write, seeing):
    assert culture.sections.get(kind="risks").carried
    write(seeing(culture, nicola), nicola, gone_well="Good news")
    assert culture.sections.get(kind="risks").carried
    write(seeing(culture, nicola), nicola, confirm=True)
    assert not culture.sections.get(kind="risks").carried
    assert ActionRating.objects.filter(report=culture, carried=True).count() == 7


def test_an_undertaking_answered_goes_where_it_belongs_once(culture, nicola, noon):
    first, second, third = culture.undertakings.all()[:3]
    answers = {first: "done", second: "open", third: "dropped"}
    for _ in range(2):
        form = HighlightReportForm(report=culture, by=nicola)
        typed = {name: form.initial.get(name) or "" for name in form.fields}
        typed = {name: text for name, text in typed.items() if text is not False}
        typed |= {f"outcome-{one.pk}": answer for one, answer in answers.items()}
        form = HighlightReportForm(typed, report=culture, by=nicola)
        assert form.is_valid(), form.errors
        form.save(at=noon)
    assert text_of(culture, "progress") == first.text
    assert text_of(culture, "month_ahead") == second.text
    assert list(culture.undertakings.values_list("outcome", flat=True)[:3]) == list(
        answers.values()
    )


@given(st.text(), st.text())
def test_a_digest_differs_when_texts_differ_in_more_than_line_ends(one, other):
    same = one.replace("\r\n", "\n").replace("\r", "\n") == other.replace("\r\n", "\n").replace(
        "\r", "\n"
    )
    assert (digest(one) == digest(other)) is same


@given(st.text())
def test_any_text_can_be_read_as_claims(text):
    assert isinstance(load(text), dict)


def test_claims_come_back_as_they_went():
    assert load(dump({"progress": "abc"})) == {"progress": "abc"}
