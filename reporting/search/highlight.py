"""The sentences of a text in which the words of a query are, with the hits marked."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from reporting.search.query import SearchPhrase, SearchQuery, Span

WHOLE = 400  # characters of a sentence shown whole; of a longer one the parts around each hit
AROUND = 120
SHOWN = 3  # sentences, where no single one has every word
BETWEEN = " … "
# The end of a line ends a sentence, because a line is a bullet; so does a full stop before a
# capital or a digit. The pattern begins with one of four signs so that searching is fast.
_ENDS = re.compile(r"[.!?\n](?:(?<=\n)|[”’\"')\]]?(\s+)(?=[“‘\"'(\[]?[A-Z0-9]))")

Spans = dict[SearchPhrase, list[Span]]


class TextPiece(NamedTuple):
    """A part of a sentence; ``hit`` where it matches the query."""

    text: str
    hit: bool = False


MarkedText = tuple[TextPiece, ...]


def plain(marked: MarkedText) -> str:
    """Return marked text without its marks."""
    return "".join(piece.text for piece in marked)


def find_spans(query: SearchQuery, text: str) -> Spans:
    """Return where each phrase is in a text, without the phrases that are not in it."""
    found = {phrase: phrase.spans(text) for phrase in query.phrases}
    return {phrase: spans for phrase, spans in found.items() if spans}


def mark(text: str, spans: Spans) -> MarkedText:
    """Return a whole text with the hits marked."""
    return tuple(_marked(text, (0, len(text)), _merged(spans.values())))


def in_sentences(text: str, spans: Spans) -> MarkedText:
    """Return the fewest sentences that show every phrase, marked; without a hit the first one."""
    hits = _merged(spans.values())
    sentences = sentences_in(text)
    if not sentences:
        return ()
    chosen = sorted(_choose(sentences, spans)) or [(sentences[0], [])]
    windows = [window for sentence, found in chosen for window in _windows(text, sentence, found)]
    pieces = [TextPiece(BETWEEN.lstrip())] if windows[0][0] > chosen[0][0][0] else []
    for window in windows:
        pieces += [*_marked(text, window, hits), TextPiece(BETWEEN)]
    ends_early = windows[-1][1] < chosen[-1][0][1]
    pieces[-1:] = [TextPiece(BETWEEN.rstrip())] if ends_early else []
    return tuple(pieces)


def sentences_in(text: str) -> list[Span]:
    """Return where the sentences of a text are, without the space around them."""
    gaps = [end.span(1) if end[1] else end.span() for end in _ENDS.finditer(text)]
    starts, stops = [0, *(stop for _, stop in gaps)], [*(start for start, _ in gaps), len(text)]
    sentences = []
    for start, stop in zip(starts, stops, strict=True):
        part = text[start:stop]
        if part.strip():
            sentences.append((stop - len(part.lstrip()), start + len(part.rstrip())))
    return sentences


def _choose(sentences: Sequence[Span], spans: Spans) -> Iterator[tuple[Span, list[Span]]]:
    """Yield sentences: each time the first with most of the phrases that are not shown yet.

    Each comes with the first hit in it of every phrase that it shows. A phrase that continues into
    the next sentence takes both.
    """
    starts = [start for start, _ in sentences]
    within: dict[Span, dict[SearchPhrase, Span]] = defaultdict(dict)
    for phrase, found in spans.items():
        for start, stop in found:
            first, last = bisect_right(starts, start) - 1, bisect_right(starts, stop - 1) - 1
            within[sentences[first][0], sentences[last][1]].setdefault(phrase, (start, stop))
    missing = set(spans)
    for _ in range(SHOWN):
        if missing:
            best = max(within, key=lambda span: (len(missing & within[span].keys()), -span[0]))
            missing -= within[best].keys()
            yield best, list(within[best].values())


def _windows(text: str, sentence: Span, hits: Sequence[Span]) -> list[Span]:
    """Return a sentence whole, or of a long one the parts around each hit, cut between words."""
    start, stop = sentence
    if stop - start <= WHOLE:
        return [sentence]
    around = [(max(start, a - AROUND), min(stop, b + AROUND)) for a, b in hits]
    windows = []
    for a, b in _merged([around or [(start, start + WHOLE)]]):
        before = text.find(" ", a, a + AROUND // 2) if a > start else -1
        after = text.rfind(" ", b - AROUND // 2, b) if b < stop else -1
        windows.append((before + 1 if before >= 0 else a, after if after >= 0 else b))
    return windows


def _merged(spans: Iterable[list[Span]]) -> list[Span]:
    """Return all spans in order, with those that touch merged."""
    merged: list[Span] = []
    for start, stop in sorted(span for found in spans for span in found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def _marked(text: str, window: Span, hits: Iterable[Span]) -> Iterator[TextPiece]:
    place, end = window
    for start, stop in hits:
        if start < place or stop > end:
            continue
        if start > place:
            yield TextPiece(text[place:start])
        yield TextPiece(text[start:stop], hit=True)
        place = stop
    if place < end:
        yield TextPiece(text[place:end])
