"""What a change of a text took away and put in, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from reporting.changes.words import Fate, Piece, word_difference

TEXTS = st.text(alphabet=st.sampled_from("ab \n\t’é."), max_size=60)


def pieces_of(old: str, new: str) -> list[tuple[str, str]]:
    return [(piece.fate.value, piece.text) for piece in word_difference(old, new)]


def test_a_word_that_changed_stands_beside_the_one_it_replaced():
    assert pieces_of("The survey goes out", "The survey went out") == [
        ("kept", "The survey "),
        ("gone", "goes"),
        ("new", "went"),
        ("kept", " out"),
    ]


def test_words_changed_in_a_row_are_one_change():
    assert pieces_of("one old thing here", "one new matter here") == [
        ("kept", "one "),
        ("gone", "old thing"),
        ("new", "new matter"),
        ("kept", " here"),
    ]


def test_a_line_put_in_is_new_and_nothing_else():
    assert pieces_of("First\nThird", "First\nSecond\nThird") == [
        ("kept", "First\n"),
        ("new", "Second\n"),
        ("kept", "Third"),
    ]


def test_the_same_text_is_kept_whole_and_no_text_is_nothing():
    assert pieces_of("As it was.", "As it was.") == [("kept", "As it was.")]
    assert pieces_of("", "") == []
    assert pieces_of("", "New") == [("new", "New")]
    assert pieces_of("Gone", "") == [("gone", "Gone")]


@given(old=TEXTS, new=TEXTS)
def test_the_pieces_make_both_texts(old: str, new: str):
    pieces = word_difference(old, new)
    assert "".join(one.text for one in pieces if one.fate is not Fate.NEW) == old
    assert "".join(one.text for one in pieces if one.fate is not Fate.GONE) == new
    assert all(isinstance(piece, Piece) and piece.text for piece in pieces)
