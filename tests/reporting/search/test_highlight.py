"""What matches, and how it is shown in its sentence."""

import pytest

from improvement.values.periods import CalendarMonth
from improvement.values.refusals import Refused
from reporting.search.highlight import find_spans, in_sentences, mark, plain
from reporting.search.query import parse_query, searchable
from reporting.search.results import _listed


def shown(typed: str, text: str) -> str:
    """Return the sentences shown, hits in square brackets."""
    marked = in_sentences(text, find_spans(parse_query(typed), text))
    return "".join(f"[{piece.text}]" if piece.hit else piece.text for piece in marked)


def matches(typed: str, text: str) -> bool:
    """Say whether a text is found, which is so where each phrase can be marked in it."""
    query = parse_query(typed)
    is_found = query.matches(searchable(text))
    assert is_found == (len(find_spans(query, text)) == len(query.phrases))
    return is_found


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("gov", "Governance"),
        ("GOVERNANCE", "the governance team"),
        ("GOV-01", "Action GOV-01 is late"),
        ("gov–01", "Action GOV-01 is late"),
        ("gov 01", "Action GOV-01 is late"),
        ("60.75%", "It reached 60.75% in Q2"),
        ("60.7", "It reached 60.75% in Q2"),
        ("0:38:09", "A mean of 0:38:09"),
        ("(1) (2)", "Regulation 17 (1) (2)"),
        ("what's", "What’s gone well"),
        ("what’s", "What's gone well"),
        ("trust", "the trust’s board"),
        ("well-led", "Well Led"),
        ("“Well led”", "well-led organisations"),
        ('"board assurance"', "the Board\nassurance framework"),
        ("assurance board", "the board's assurance"),
        ("naïve", "a NAÏVE view"),
        ("of", "often"),
        ("snake", "snake_case"),
        ("case", "snake_case"),
        ("fit-and-prop 1e5k", "The Fit–and–Proper policy of 1e5kg"),
    ],
)
def test_it_matches(typed, text):
    assert matches(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("vernance", "Governance"),
        ("governance late", "Governance"),
        ("GOV-01", "GOV-02 of 01"),
        ("60.75%", "60 and 175"),
        ('"assurance board"', "the board assurance"),
        ("what's", "what staff say"),
        ("s board", "the trust’s board of it"),
        ("whats", "What’s gone well"),
    ],
)
def test_it_does_not_match(typed, text):
    if typed == "s board":
        typed = '"s board"'
    assert not matches(typed, text)


def test_the_hit_is_shown_in_its_whole_sentence():
    text = "First this. Then the policy was approved by the board. Last that."
    assert shown("polic", text) == "Then the [policy] was approved by the board."


def test_a_bullet_is_a_sentence_of_its_own():
    assert shown("approved", "Drafted\nApproved in May\nDone") == "[Approved] in May"


def test_an_abbreviation_before_a_small_letter_ends_no_sentence():
    text = "Seen in Cat. two calls, e.g. falls. And more."
    assert shown("falls", text) == "Seen in Cat. two calls, e.g. [falls]."


def test_words_in_several_sentences_show_each_of_them_once():
    text = "The policy is drafted. Nothing here. The board sees it in May."
    assert shown("policy board", text) == ("The [policy] is drafted. … The [board] sees it in May.")


def test_the_sentence_with_most_of_the_words_is_preferred():
    text = "The policy. The board. The board approved the policy in May."
    assert shown("policy board", text) == "The [board] approved the [policy] in May."


def test_a_phrase_over_the_end_of_a_sentence_shows_both():
    text = "Nothing. It went well. Led by the board. Nothing."
    assert shown('"well led"', text) == "It went [well. Led] by the board."


def test_a_sentence_without_an_end_is_cut_between_words_around_each_hit():
    text = f"{'before ' * 700}zebra {'between ' * 700}lion {'after ' * 700}"
    sentences = shown("zebra lion", text)
    assert len(sentences) < 700
    assert sentences.startswith("… before before")
    assert "before [zebra] between" in sentences
    assert "between … between" in sentences
    assert sentences.endswith("after after …")


def test_a_word_of_ten_thousand_letters_is_cut_too():
    assert len(shown("xx", "x" * 10_000)) < 400
    assert len(shown("zebra", "y" * 10_000 + " zebra " + "z" * 10_000)) < 400


def test_marks_change_no_letter_of_a_text():
    text = 'A “quoted” <b>text</b> & more – with "marks", text'
    assert plain(mark(text, find_spans(parse_query("text mark"), text))) == text


def test_a_query_of_many_words_is_found_in_a_text_that_nearly_has_them():
    """A pattern that went back over the text for every word would never come to its end."""
    typed = '"' + "a-" * 60 + 'b"'
    nearly = "a-" * 40_000
    assert not matches(typed, nearly)
    assert matches(typed, nearly + "b")


@pytest.mark.parametrize("typed", ["", "a", "%", "“–”", "b" * 201])
def test_what_cannot_be_looked_for_is_refused_with_a_sentence(typed):
    with pytest.raises(Refused) as refused:
        parse_query(typed)
    assert refused.value.sentence.endswith(".")


def test_months_are_listed_with_the_year_once():
    months = [CalendarMonth(2023, 11), CalendarMonth(2023, 12), CalendarMonth(2024, 1)]
    assert _listed(months) == "November, December 2023 and January 2024"
    assert _listed(months[:2]) == "November and December 2023"
    assert _listed(months[:1]) == "November 2023"
    assert _listed([]) == ""
