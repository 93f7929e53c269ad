"""The words and phrases of a text typed into the search box.

A passage matches if it has all of them. A word matches by its beginning, in capitals or not. What
is neither a letter nor a digit only separates words: so all quotation marks and dashes are the
same, and GOV-01 or 60.75% is a phrase of two words. Words in quotation marks are a phrase as well.
An apostrophe of any kind is part of its word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from improvement.values.refusals import Refused

LONGEST = 200
_CHUNK = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]|([^\s"“”„«»]+)')
_APOSTROPHE = "['’‘ʼ`´]"
_ANY_APOSTROPHE = re.compile(_APOSTROPHE)
_WORD = re.compile(rf"[^\W_]+(?:{_APOSTROPHE}[^\W_]+)*")
_START = rf"(?<![^\W_])(?<![^\W_]{_APOSTROPHE})"
_GAP = rf"(?!{_APOSTROPHE}[^\W_])[\W_]+"
# A hit is marked to the end of its word, unless that is no word.
_REST = rf"(?:[^\W_]|{_APOSTROPHE}(?=[^\W_])){{0,60}}"

Span = tuple[int, int]


def searchable(text: str) -> str:
    """Return the words of a text in lower case, a blank before each, to look for phrases in."""
    plain = _ANY_APOSTROPHE.sub("'", text.lower())
    return "".join(f" {word}" for word in _WORD.findall(plain))


@dataclass(frozen=True)
class SearchPhrase:
    """Words that follow one another, in lower case; the last may be the beginning of one."""

    words: tuple[str, ...]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = (word.replace("'", _APOSTROPHE) for word in self.words)
        return re.compile(_START + _GAP.join(words) + _REST, re.IGNORECASE)

    def spans(self, text: str) -> list[Span]:
        """Return where the phrase stands in ``text``."""
        return [match.span() for match in self._pattern.finditer(text)]


@dataclass(frozen=True)
class SearchQuery:
    """What to look for. ``text`` is what was typed."""

    text: str
    phrases: tuple[SearchPhrase, ...]

    @cached_property
    def _words(self) -> list[str]:
        return ["".join(f" {word}" for word in phrase.words) for phrase in self.phrases]

    def matches(self, searchable_text: str) -> bool:
        """Return whether every phrase is in a text that ``searchable`` returned."""
        return all(map(searchable_text.__contains__, self._words))


def parse_query(typed: str) -> SearchQuery:
    """Return the query of a typed text. Raises ``Refused`` with a sentence if it has no words."""
    text = typed.strip()
    if len(text) > LONGEST:
        raise Refused(
            f"That is {len(text):,} characters, and a search takes at most {LONGEST}: "
            "a few words are enough."
        )
    chunks = (searchable(chunk[1] or chunk[2] or "").split() for chunk in _CHUNK.finditer(text))
    phrases = tuple(dict.fromkeys(SearchPhrase(tuple(words)) for words in chunks if words))
    letters = sum(len(word) for phrase in phrases for word in phrase.words)
    if not letters:
        raise Refused("Type a word or a number: signs alone cannot be searched for.")
    if letters == 1:
        raise Refused("Type at least two letters or digits.")
    return SearchQuery(text, phrases)
