"""Asked: what somebody typed into the search box, as words and phrases to look for.

All of them have to be there. A word matches from its beginning and without regard to case. Whatever
is neither a letter nor a digit only separates: so quotes and dashes of every kind are the same, and
GOV-01 or 60.75% is a phrase of two words. So is what stands in quotation marks. Apostrophes of
every kind are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from improvement.refusals import Refused

LONGEST = 200
_CHUNK = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]|([^\s"“”„«»]+)')
_APOSTROPHE = "['’‘ʼ`´]"
# An apostrophe is part of the word it stands in; everything else separates.
_WORD = re.compile(rf"[^\W_]+(?:{_APOSTROPHE}[^\W_]+)*")
_START = rf"(?<![^\W_])(?<![^\W_]{_APOSTROPHE})"
_GAP = rf"(?!{_APOSTROPHE}[^\W_])[\W_]+"
# A hit is marked to the end of its word, unless that is no word.
_REST = rf"(?:[^\W_]|{_APOSTROPHE}(?=[^\W_])){{0,60}}"

Span = tuple[int, int]


@dataclass(frozen=True)
class Phrase:
    """Words that follow one another, in lower case; the last may be the beginning of one."""

    words: tuple[str, ...]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = (word.replace("'", _APOSTROPHE) for word in self.words)
        return re.compile(_START + _GAP.join(words) + _REST, re.IGNORECASE)

    def spans(self, text: str) -> list[Span]:
        """Give where the phrase stands in ``text``."""
        return list(self.hits(text))

    def hits(self, text: str) -> Iterator[Span]:
        """Give where the phrase stands in ``text``, one place after another."""
        for found in self._pattern.finditer(text):
            yield found.span()

    def is_in(self, text: str, start: int, stop: int) -> bool:
        """Say whether the phrase stands in a part of ``text``."""
        return self._pattern.search(text, start, stop) is not None


@dataclass(frozen=True)
class Query:
    """What to look for. ``text`` is what was typed."""

    text: str
    phrases: tuple[Phrase, ...]

    @cached_property
    def parts(self) -> set[str]:
        """What is in every text that has what is asked for, wherever and in whatever order."""
        return {part for one in self.phrases for word in one.words for part in word.split("'")}

    def may_be_in(self, lowered: str) -> bool:
        """Say quickly whether a text in lower case is worth a closer look."""
        return all(map(lowered.__contains__, self.parts))


def read(typed: str) -> Query:
    """Read a search box. Raises ``Refused`` with a sentence where there is nothing to look for."""
    text = typed.strip()
    if len(text) > LONGEST:
        raise Refused(
            f"That is {len(text):,} characters, and a search takes at most {LONGEST}: "
            "a few words are enough."
        )
    phrases = tuple(dict.fromkeys(_phrases(text)))
    letters = sum(len(word) for phrase in phrases for word in phrase.words)
    if not letters:
        raise Refused("Type a word or a number: signs alone cannot be searched for.")
    if letters == 1:
        raise Refused("Type at least two letters or digits.")
    return Query(text, phrases)


def _phrases(text: str) -> Iterator[Phrase]:
    for chunk in _CHUNK.finditer(text):
        words = _WORD.findall((chunk[1] or chunk[2] or "").lower())
        if words:
            yield Phrase(tuple(re.sub(_APOSTROPHE, "'", word) for word in words))
