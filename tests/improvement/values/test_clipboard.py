"""Blocks from the clipboard: read as spreadsheets write them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from improvement.values import clipboard
from improvement.values.clipboard import NoBlock, read_block

CELL = st.text(alphabet=st.sampled_from('ab1% \t\n"'), max_size=8).map(str.strip)
BLOCK = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=6)
)


def as_excel_copies(block: Sequence[Sequence[str]]) -> str:
    """A cell is quoted where it has a tab or a line end; quotation marks alone stay as they are."""

    def cell(text: str) -> str:
        needs = "\t" in text or "\n" in text or text.startswith('"')
        return '"' + text.replace('"', '""') + '"' if needs else text

    return "".join("\t".join(map(cell, row)) + "\r\n" for row in block)


def trimmed(block: Sequence[Sequence[str]]) -> list[list[str]]:
    rows = [list(row) for row in block]
    while not any(rows[-1]):
        rows.pop()
    width = max(place + 1 for row in rows for place, cell in enumerate(row) if cell)
    return [row[:width] for row in rows]


@given(BLOCK)
def test_a_block_is_read_as_it_was_copied_and_only_what_trails_goes(block):
    if not any(cell for row in block for cell in row):
        with pytest.raises(NoBlock, match="The block is blank"):
            read_block(as_excel_copies(block))
    else:
        assert read_block(as_excel_copies(block)) == trimmed(block)


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("1\r\n2\r3\n4", [["1"], ["2"], ["3"], ["4"]]),
        ('5" pipe\t6"', [['5" pipe', '6"']]),
        ('"said" he\t1', [['"said" he', "1"]]),
        ('"never closed\t1\n2', [['"never closed', "1"], ["2", ""]]),
        ('"a ""b"""\t""', [['a "b"']]),
        ("1\n2\t3", [["1", ""], ["2", "3"]]),
    ],
)
def test_what_only_looks_quoted_is_text(text, block):
    assert read_block(text) == block


@given(st.text(alphabet=st.sampled_from('a"\t\n\r'), max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        block = read_block(text)
    except NoBlock:
        return
    assert len({len(row) for row in block}) == 1


@pytest.mark.parametrize("text", ["x" * 200_001, "1\t" * 20_000 + "1", "1\n" * 10_001 + "1"])
def test_a_block_too_large_is_refused_in_a_sentence(text):
    with pytest.raises(NoBlock, match="paste at most"):
        read_block(text)


@pytest.mark.parametrize(
    "piece", ['"', '""', '"a', '"\t', '""\t', '"a\t""b\t', "\n", "a\n", '"""\n']
)
def test_reading_takes_no_more_steps_than_the_text_is_long(piece, monkeypatch):
    """Each step looks at the rest of the text from one place: counted are the places looked at."""
    looked: list[int] = []
    end_of_quoted = clipboard._end_of_quoted

    class Counting(str):
        __slots__ = ()

        def find(self, what, start=0):
            found = super().find(what, start)
            looked.append((found if found >= 0 else len(self)) - start)
            return found

    monkeypatch.setattr(
        clipboard, "_end_of_quoted", lambda text, start: end_of_quoted(Counting(text), start)
    )

    def steps(times: int) -> int:
        looked.clear()
        with suppress(NoBlock):
            read_block(piece * times)
        return sum(looked) + len(looked)

    assert steps(4_000) <= 4.2 * steps(1_000) + 100
