"""Every word of the PDF is on its page, and on no other word."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from improvement.models import Month
from reporting.renderers import render
from reporting.snapshots.month import contents_of
from tests.support.contents_factory import HOSTILE, contents, metric, workstream
from tests.support.programs import program

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

EDGE = 14.0  # points that a printer needs at every edge
WIDE, HIGH = 841.89, 595.28  # A4, landscape
_PAGE = re.compile(r"<page .*?</page>", re.DOTALL)
_WORD = re.compile(r'<word xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)">(.*?)</word>')


@dataclass(frozen=True)
class Word:
    """A word and the part of its box that has ink: lines stand closer than their boxes are high."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    def covers(self, other: Word) -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 0.6 and down > 0.6

    @property
    def is_off(self) -> bool:
        within = self.left >= EDGE and self.top >= EDGE
        return not (within and self.right <= WIDE - EDGE and self.bottom <= HIGH - EDGE)


def pages_of(made: bytes) -> list[list[Word]]:
    """Return the words of each page. The watermark, which lies under all of them, is left out."""
    done = subprocess.run(
        [program("pdftotext"), "-bbox", "-", "-"], input=made, capture_output=True, check=True
    )
    return [
        [_word(one) for one in _WORD.finditer(page[0]) if float(one[4]) - float(one[2]) < 60]
        for page in _PAGE.finditer(done.stdout.decode())
    ]


def _word(found: re.Match[str]) -> Word:
    left, top, right, bottom = map(float, found.groups()[:4])
    ink = (bottom - top) * 0.22
    return Word(left, top + ink, right, bottom - ink, found[5])


def overlaps(words: list[Word]) -> Iterator[tuple[str, str]]:
    """Return the pairs of words that lie on each other, from the top of the page down."""
    ordered = sorted((word for word in words if word.text.strip("\u200b\u2060")), key=_top)
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if other.top > one.bottom:
                break
            if one.covers(other):
                yield one.text, other.text


def _top(word: Word) -> float:
    return word.top


def assert_laid_out(made: bytes, at_least: int) -> None:
    pages = pages_of(made)
    assert sum(map(len, pages)) > at_least
    for number, words in enumerate(pages, start=1):
        assert [word.text for word in words if word.is_off] == [], f"page {number}"
        assert list(overlaps(words)) == [], f"page {number}"


def test_december(december: Month) -> None:
    made = render(contents_of(december), "pdf")
    assert_laid_out(made, 6000)
    assert 25 <= len(pages_of(made)) <= 30


def test_an_empty_programme() -> None:
    empty = replace(contents().overview, headline="", sections=(), rag_assessment="")
    assert_laid_out(render(contents(overview=empty, quarters=(), issue=None), "pdf"), 50)


@pytest.mark.parametrize("between", [" ", "\n", ""])
def test_forty_metrics_with_remarks_of_ten_thousand_characters(between: str) -> None:
    remark = between.join(f"word{n:04}" for n in range(1250))[:10_000]
    metrics = tuple(metric(str(n), remark=remark) for n in range(40))
    assert_laid_out(render(contents(workstream(metrics=metrics)), "pdf"), 5000)


def test_hostile_text_in_every_cell() -> None:
    hostile = metric("8a", name=HOSTILE, remark=HOSTILE, unit=HOSTILE[:80], baseline=HOSTILE[:90])
    assert_laid_out(render(contents(workstream(HOSTILE[:120], metrics=(hostile,))), "pdf"), 400)


def test_words_that_lie_on_each_other_or_off_the_page_are_found() -> None:
    one = Word(100, 100, 140, 106, "under")
    assert list(overlaps([one, Word(130, 103, 160, 109, "over")])) == [("under", "over")]
    assert list(overlaps([one, Word(141, 100, 160, 106, "beside")])) == []
    assert Word(5, 100, 30, 106, "off").is_off
    assert not one.is_off
