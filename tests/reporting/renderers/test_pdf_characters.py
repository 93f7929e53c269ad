"""Text is made fit for the pack's font: replaced, never lost in silence, never refused."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.renderers.pdf.characters import (
    BREAK,
    FontsMissing,
    clean,
    covered,
    font_folder,
    printable,
    replaced,
)


@pytest.fixture(scope="module")
def drawn():
    return covered(font_folder())


def test_plain_text_stays_as_it_is(drawn):
    text = "Reduced to £1.2m – “on track”, ≥ 90% → 95%…\n● ■ ▲ ▼"
    assert printable(text, drawn) == text


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("a\x00b\x07c\x1bd\x7fe", "abcde"),
        ("one\r\ntwo\rthree\u2028four\vfive", "one\ntwo\nthree\nfour\nfive"),
        ("tab\there", "tab here"),
        ("no\u2009thin\u00a0fixed", "no thin\u00a0fixed"),
        ("zero\u200bwidth\ufeff\u202e", "zerowidth"),
        ("soft\u00adhyphen", "softhyphen"),
        ("cafe\u0301", "café"),
        ("oﬀer ＡＢ", "offer AB"),
        ("\uf0b7 from Word", "• from Word"),
    ],
)
def test_the_invisible_goes_and_likenesses_stay(drawn, written, printed):
    assert printable(written, drawn) == printed


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Done ✅", "Done [WHITE HEAVY CHECK MARK]"),
        ("中", "[CJK UNIFIED IDEOGRAPH-4E2D]"),
        ("\u0639", "[ARABIC LETTER AIN]"),
        ("10⁵", "10[SUPERSCRIPT FIVE]"),
        ("\ud83d", "[U+D83D]"),
        ("\ue000", "[U+E000]"),
    ],
)
def test_a_character_without_glyph_is_named(drawn, written, printed):
    assert printable(written, drawn) == printed


def test_an_emoji_of_several_characters_is_named_piece_by_piece(drawn):
    assert clean("⚠️👩‍👧", drawn) == "[WARNING SIGN][WOMAN][GIRL]"


def test_what_is_replaced_can_be_shown_beforehand(drawn):
    assert replaced("✅ done ✅, 中\x00 ﬀ", drawn) == ["✅", "中"]


def test_a_long_word_gets_places_to_break_and_a_short_one_none(drawn):
    assert BREAK not in printable("x" * 27, drawn)
    broken = printable("x" * 28, drawn)
    assert BREAK in broken
    assert broken.replace(BREAK, "") == "x" * 28


def test_lists_and_mappings_are_cleaned_inside(drawn):
    assert printable({"a": ["\x00b", {"c": ("d\x01",)}], "n": 1, "x": None}, drawn) == {
        "a": ["b", {"c": ["d"]}],
        "n": 1,
        "x": None,
    }


@given(st.text(st.characters(exclude_categories=())))
def test_whatever_is_pasted_can_be_drawn(text):
    drawn = covered(font_folder())
    cleaned = clean(text, drawn)
    assert set(cleaned) <= drawn | {"\n"}
    assert not any(unicodedata.category(one) == "Cc" for one in cleaned if one != "\n")


def test_without_the_font_the_message_says_what_to_do(tmp_path):
    with pytest.raises(FontsMissing, match="run make setup"):
        covered(tmp_path)


def test_the_font_folder_can_be_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PACK_FONTS", str(tmp_path))
    assert font_folder() == tmp_path
