"""Conflicts: nobody's text is overwritten unseen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from improvement.editing import save_report
from improvement.editing.conflicts import ConflictChoice, Resolution, SeenTexts, StaleSave
from improvement.editing.forms.actions import ActionsForm
from improvement.editing.forms.report import HighlightReportForm
from improvement.editing.save_report import Words, WrittenActionRating, WrittenReport
from improvement.models import ActionRating, Section
from improvement.values.browser_windows import Damaged, digest, dump, load
from improvement.values.ratings import Rating


@pytest.fixture
def emma(someone):
    return someone("emma-manaton")


@pytest.fixture
def write(culture, noon):
    def save(seen_texts: SeenTexts, by, confirm: bool = False, **sections: str | None) -> None:
        said = {kind: Words(text or "", text is None) for kind, text in sections.items()}
        save_report.write_sections(
            report=culture,
            written=WrittenReport(sections=said),
            seen_texts=seen_texts,
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
    with pytest.raises(StaleSave, match="Nicola Howells saved a different text") as stale:
        write(seen, emma, summary="Emma’s", gone_well="Good news")
    [conflict] = stale.value.conflicts
    assert (conflict.key, conflict.place) == ("summary", "Workstream summary")
    assert (conflict.yours, conflict.theirs) == ("Emma’s", "Nicola’s")
    assert text_of(culture, "summary") == "Nicola’s"
    assert text_of(culture, "gone_well") == ""


@pytest.mark.parametrize(
    ("choice", "text"),
    [
        (ConflictChoice.MINE, "Emma’s"),
        (ConflictChoice.THEIRS, "Nicola’s"),
        (ConflictChoice.BOTH, "Nicola’s\nEmma’s"),
    ],
)
def test_a_conflict_is_settled_by_a_choice(culture, nicola, emma, write, seeing, choice, text):
    seen = seeing(culture, emma).digests
    write(seeing(culture, nicola), nicola, summary="Nicola’s")
    against = digest("Nicola’s", False)
    write(SeenTexts(seen, {"summary": Resolution(choice, against)}), emma, summary="Emma’s")
    assert text_of(culture, "summary") == text


def test_a_choice_made_against_an_older_text_is_asked_for_again(
    culture, nicola, emma, write, seeing
):
    seen = seeing(culture, emma).digests
    write(seeing(culture, nicola), nicola, summary="Nicola’s")
    resolutions = {"summary": Resolution(ConflictChoice.MINE, digest("Nicola’s", False))}
    write(seeing(culture, nicola), nicola, summary="Nicola’s again")
    with pytest.raises(StaleSave):
        write(SeenTexts(seen, resolutions), emma, summary="Emma’s")
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
    with pytest.raises(StaleSave):
        write(SeenTexts(), nicola, summary="From nowhere")


def test_a_nil_return_beside_a_text_is_a_conflict(culture, nicola, emma, write, seeing):
    seen = seeing(culture, emma)
    write(seeing(culture, nicola), nicola, issues="One issue")
    with pytest.raises(StaleSave) as stale:
        write(seen, emma, issues=None)
    assert stale.value.conflicts[0].yours == "Nothing to report"


def test_ratings_conflict_in_words_and_cannot_be_joined(culture, nicola, emma, noon):
    rating = culture.action_ratings.first()
    seen = SeenTexts(ActionsForm(report=culture, by=emma).shown)

    def rate(seen_texts, by, delivery, explanation=""):
        rated = WrittenActionRating(delivery, Rating(rating.embedding), explanation, "")
        given = {rating.pk: rated}
        save_report.rate_actions(
            report=culture, ratings=given, seen_texts=seen_texts, confirm=False, by=by, at=noon
        )

    rate(seen, nicola, Rating.OVERDUE, "Nicola’s")
    with pytest.raises(StaleSave) as stale:
        rate(seen, emma, Rating.COMPLETE, "Emma’s")
    conflict, words = stale.value.conflicts
    assert (conflict.yours, conflict.theirs) == ("Complete & Embedded", "Overdue (>1 month)")
    assert conflict.place == "Must CSW-01: delivery"
    assert (conflict.can_join, words.can_join) == (False, True)
    both = {one.key: Resolution(ConflictChoice.BOTH, one.against) for one in (conflict, words)}
    with pytest.raises(StaleSave) as stale:
        rate(SeenTexts(seen.digests, both), emma, Rating.COMPLETE, "Emma’s")
    assert [one.key for one in stale.value.conflicts] == [conflict.key]
    both |= {conflict.key: Resolution(ConflictChoice.THEIRS, conflict.against)}
    rate(SeenTexts(seen.digests, both), emma, Rating.COMPLETE, "Emma’s")
    rating.refresh_from_db()
    assert (rating.delivery, rating.explanation) == ("overdue", "Nicola’s\nEmma’s")


def test_two_facts_of_one_row_make_one_row_of_history(culture, nicola, noon):
    rating = culture.action_ratings.first()
    rows = rating.history.count()
    rated = WrittenActionRating(Rating.OVERDUE, Rating.OVERDUE, "Why", "What")
    save_report.rate_actions(
        report=culture,
        ratings={rating.pk: rated},
        seen_texts=SeenTexts(ActionsForm(report=culture, by=nicola).shown),
        confirm=False,
        by=nicola,
        at=noon,
    )
    assert rating.history.count() == rows + 1


@pytest.mark.parametrize("seen_texts", [True, False], ids=["as shown", "claiming nothing"])
def test_a_change_or_a_confirmation_ends_what_was_carried(
    culture, nicola, write, seeing, seen_texts
):
    assert culture.sections.get(kind="risks").carried
    write(seeing(culture, nicola), nicola, gone_well="Good news")
    assert culture.sections.get(kind="risks").carried
    write(seeing(culture, nicola) if seen_texts else SeenTexts(), nicola, confirm=True)
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


@pytest.mark.parametrize(
    ("placed", "said"), [("done", "As the lead put it"), ("open", "As the lead put it\n{}")]
)
def test_an_answer_that_the_page_has_put_in_its_place_is_not_put_there_again(
    culture, nicola, noon, placed, said
):
    """The lead has reworded it there since; of another answer it says nothing."""
    asked = culture.undertakings.first()
    form = HighlightReportForm(report=culture, by=nicola)
    typed = {name: form.initial.get(name) or "" for name in form.fields}
    typed = {name: text for name, text in typed.items() if text is not False}
    typed |= {f"outcome-{asked.pk}": "done", f"placed-outcome-{asked.pk}": placed}
    form = HighlightReportForm(
        typed | {"progress": "As the lead put it"}, report=culture, by=nicola
    )
    assert form.is_valid(), form.errors
    form.save(at=noon)
    assert text_of(culture, "progress") == said.format(asked.text)


@given(st.text(), st.text())
def test_a_digest_differs_when_texts_differ_in_more_than_line_ends(one, other):
    same = one.replace("\r\n", "\n").replace("\r", "\n") == other.replace("\r\n", "\n").replace(
        "\r", "\n"
    )
    assert (digest(one) == digest(other)) is same


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "[]", "7", "no JSON", "{"])
def test_what_no_page_of_ours_has_said_is_refused_and_claims_nothing(text):
    with pytest.raises(Damaged, match="The page did not say what it had shown you"):
        load(text)


@given(st.dictionaries(st.text(), st.text()))
def test_whatever_a_page_has_said_is_read_again(seen):
    assert load(dump(seen)) == seen


def test_claims_come_back_as_they_went():
    assert load(dump({"progress": "abc"})) == {"progress": "abc"}
