"""Pasted bullets: the marks go, the words stay."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from improvement.values.bullets import add_bullet, bullets_of, tidy

MARKS = "•◦‣▪■□●○►➢➤✓·*\uf0b7\uf0a7\uf0d8\uf0fc–—-"


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("•\tFirst\r\n•\tSecond", "First\nSecond"),
        ("\uf0b7 From Word", "From Word"),
        ("•No space after it", "No space after it"),
        ("•\tAbove\n\to\tNested\n\t\t▪\tDeeper", "Above\n  Nested\n  Deeper"),
        ("o\tNested by its mark", "  Nested by its mark"),
        ("- A dash - and a dash inside", "A dash - and a dash inside"),
        ("-5% against plan", "-5% against plan"),
        ("o clock is a word", "o clock is a word"),
        ("“Smart” quotes – and ’apostrophes’ stay…", "“Smart” quotes – and ’apostrophes’ stay…"),
        ("No\u00a0break\u200b and zero width", "No break and zero width"),
        ("Soft\vline break", "Soft\nline break"),
        ("1. Numbered stays numbered", "1. Numbered stays numbered"),
        ("\n\nA gap\n\nbetween\n\n", "A gap\n\nbetween"),
    ],
)
def test_what_word_puts_in_front_goes_and_the_words_stay(pasted, kept):
    assert tidy(pasted) == kept


@given(st.text())
def test_tidying_twice_changes_nothing_more(text):
    assert tidy(tidy(text)) == tidy(text)


@given(st.lists(st.text(alphabet=f"abc xyz0159%.,{MARKS}\t\u00a0", max_size=40), max_size=8))
def test_every_word_stays_in_its_place(lines):
    def words(text: str) -> list[str]:
        return re.findall(r"[a-np-z0-9]+", text)

    text = "\n".join(lines)
    assert words(tidy(text)) == words(text)


@given(st.text())
def test_bullets_are_one_or_two_levels_deep(text):
    assert {bullet.level for bullet in bullets_of(tidy(text))} <= {0, 1}


def texts_in(thing):
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, dict | list):
        for one in thing.values() if isinstance(thing, dict) else thing:
            yield from texts_in(one)


def test_the_december_file_is_tidy_as_it_is(each_december_text):
    texts = [text for text in texts_in(json.loads(each_december_text)) if len(text) > 1]
    assert len(texts) > 500
    assert [text for text in texts if tidy(text) != text] == []


def test_a_bullet_is_added_once():
    assert add_bullet("", "First") == "First"
    assert add_bullet("First\n", "Second") == "First\nSecond"
    assert add_bullet("First\nSecond", " Second") == "First\nSecond"
