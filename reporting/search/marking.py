"""Marking: whether a text has what was asked for, and the sentences that show it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reporting.search.asked import Phrase, Query, Span
from reporting.search.passages import SEARCHED, Passage

WHOLE = 400  # characters of a sentence shown whole; of a longer one what is around each hit
AROUND = 120
SHOWN = 3  # sentences, where no single one has every word
BETWEEN = " … "
# A line ends a sentence, for it is a bullet; so does a full stop before a capital or a digit.
# Every match begins with one of four signs, which is quickly looked for.
_ENDS = re.compile(r"[.!?\n](?:(?<=\n)|[”’\"')\]]?(\s+)(?=[“‘\"'(\[]?[A-Z0-9]))")

Spans = dict[Phrase, list[Span]]


@dataclass(frozen=True)
class Piece:
    """A part of a sentence; ``hit`` where it is what was asked for."""

    text: str
    hit: bool = False


Marked = tuple[Piece, ...]


def plain(marked: Marked) -> str:
    """Give marked text without its marks."""
    return "".join(piece.text for piece in marked)


def spans_in(query: Query, text: str) -> Spans:
    """Give where each phrase stands in a text; a phrase that does not is left out."""
    found = {phrase: phrase.spans(text) for phrase in query.phrases}
    return {phrase: spans for phrase, spans in found.items() if spans}


def sentence_with(query: Query, passage: Passage) -> str | None:
    """Give the sentences that will show what is asked for; None where a passage has not all of it.

    Mostly one sentence has every phrase, and the first that does is shown: no further is looked.
    """
    text = passage.words[:SEARCHED]
    found = _first_with_all(query.phrases, text)
    if found and found[1] - found[0] <= WHOLE:
        return text[slice(*found)]
    spans = spans_in(query, text)
    if not all(one.spans(passage.head) for one in query.phrases if one not in spans):
        return None
    return plain(in_sentences(text, spans))


def _first_with_all(phrases: Sequence[Phrase], text: str) -> Span | None:
    """Give the first sentence that has every phrase."""
    stop = 0
    for hit in phrases[0].hits(text):
        if hit[1] > stop:
            start, stop = _sentence_of(text, hit)
            if all(one.is_in(text, start, stop) for one in phrases[1:]):
                return start, stop
    return None


def _sentence_of(text: str, hit: Span) -> Span:
    """Give the sentence of a hit, or both where it goes over the end of one."""
    begin, end = _lines_around(text, [hit])
    for start, stop in _gaps(text, begin, end):
        if start >= hit[1]:
            return _trimmed(text, (begin, start))
        if stop <= hit[0]:
            begin = stop
    return _trimmed(text, (begin, end))


def mark(text: str, spans: Spans) -> Marked:
    """Mark a whole text."""
    return tuple(_marked(text, (0, len(text)), _merged(_all(spans))))


def in_sentences(text: str, spans: Spans) -> Marked:
    """Give the fewest sentences that show every phrase, the hits marked; the first without any."""
    hits = _merged(_all(spans))
    bounds = _sentences(text, *_lines_around(text, hits))
    if not bounds:
        return ()
    blocks = sorted(_blocks(bounds, spans)) or [(bounds[0], [])]
    windows = [one for block, shown in blocks for one in _windows(text, block, shown)]
    pieces = [Piece(BETWEEN.lstrip())] if windows[0][0] > blocks[0][0][0] else []
    for place, window in enumerate(windows):
        if place:
            pieces.append(Piece(BETWEEN))
        pieces.extend(_marked(text, window, hits))
    if windows[-1][1] < blocks[-1][0][1]:
        pieces.append(Piece(BETWEEN.rstrip()))
    return tuple(pieces)


def _lines_around(text: str, hits: Sequence[Span]) -> Span:
    """Give the lines with the hits: a line ends a sentence, so no other has to be looked at."""
    if not hits:
        return 0, len(text)
    stop = text.find("\n", hits[-1][1])
    return text.rfind("\n", 0, hits[0][0]) + 1, len(text) if stop < 0 else stop


def _sentences(text: str, begin: int, end: int) -> list[Span]:
    ends = list(_gaps(text, begin, end))
    starts = [begin, *(end for _, end in ends)]
    stops = [*(start for start, _ in ends), end]
    trimmed = (_trimmed(text, pair) for pair in zip(starts, stops, strict=True))
    return [(start, stop) for start, stop in trimmed if start < stop]


def _gaps(text: str, begin: int, end: int) -> Iterator[Span]:
    """Give what is between sentences."""
    for found in _ENDS.finditer(text, begin, end):
        yield found.span(1) if found[1] else found.span()


def _trimmed(text: str, span: Span) -> Span:
    part = text[slice(*span)]
    return span[0] + len(part) - len(part.lstrip()), span[0] + len(part.rstrip())


def _blocks(bounds: Sequence[Span], spans: Spans) -> list[tuple[Span, list[Span]]]:
    """Choose the sentences: each time the one with most of the phrases not yet shown.

    Give each with the first hit in it of every phrase that it shows. A phrase that goes over the
    end of a sentence takes both.
    """
    starts = [start for start, _ in bounds]
    within: dict[Span, dict[Phrase, Span]] = defaultdict(dict)
    for phrase, found in spans.items():
        for start, stop in found:
            first, last = bisect_right(starts, start) - 1, bisect_right(starts, stop - 1) - 1
            within[bounds[first][0], bounds[last][1]].setdefault(phrase, (start, stop))
    chosen: list[tuple[Span, list[Span]]] = []
    left = set(spans)
    while left and len(chosen) < SHOWN:
        block = max(within, key=lambda one: (len(left & within[one].keys()), -one[0]))
        chosen.append((block, list(within[block].values())))
        left -= within[block].keys()
    return chosen


def _windows(text: str, block: Span, shown: Iterable[Span]) -> list[Span]:
    """Give a sentence whole, or of a long one what is around each hit, cut between words."""
    start, stop = block
    if stop - start <= WHOLE:
        return [block]
    if not (around := [(max(start, a - AROUND), min(stop, b + AROUND)) for a, b in shown]):
        around = [(start, start + WHOLE)]
    return [
        (a if a == start else _next_word(text, a), b if b == stop else _word_before(text, b))
        for a, b in _merged(around)
    ]


def _next_word(text: str, place: int) -> int:
    gap = text.find(" ", place, place + AROUND // 2)
    return gap + 1 if gap >= 0 else place


def _word_before(text: str, place: int) -> int:
    gap = text.rfind(" ", place - AROUND // 2, place)
    return gap if gap >= 0 else place


def _all(spans: Spans) -> list[Span]:
    return [one for found in spans.values() for one in found]


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, stop in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def _marked(text: str, window: Span, hits: Iterable[Span]) -> Iterator[Piece]:
    place, end = window
    for start, stop in hits:
        if start < place or stop > end:
            continue
        if start > place:
            yield Piece(text[place:start])
        yield Piece(text[start:stop], hit=True)
        place = stop
    if place < end:
        yield Piece(text[place:end])
