"""A short name, or a name cut at a word."""

from hypothesis import given
from hypothesis import strategies as st

from improvement.values.short_names import METRIC_CHARACTERS, short_name


def test_a_short_name_that_was_set_stands_as_it_is():
    assert short_name("Meal breaks taken", "Higher % of staff having meal breaks", 28) == (
        "Meal breaks taken"
    )


def test_a_name_is_cut_at_a_word_and_one_that_fits_is_not():
    assert short_name("", "Higher % of staff having meal breaks", 28) == "Higher % of staff having…"
    assert short_name("", "Vacancy Rate (%)", 28) == "Vacancy Rate (%)"
    assert short_name("", "FTSU: number of cases (overall)", 24) == "FTSU: number of cases…"


def test_one_long_word_is_cut_too_and_lines_become_one():
    assert short_name("", "x" * 40, 28) == "x" * 27 + "…"
    assert short_name("", "Two\nlines", 28) == "Two lines"


@given(st.text(max_size=200))
def test_it_never_has_more_characters_than_there_is_room_for(name: str):
    cut = short_name("", name, METRIC_CHARACTERS)
    assert len(cut) <= METRIC_CHARACTERS
    assert "\n" not in cut
