"""What of a dashboard is seen in which height of window, by the heights of its rows.

The server knows how many rows there are and the style sheet how high each is. What needs more room
has a class that says from which height of window it is seen: “app-m-800” in windows from 1024 to
1599 wide, “app-w-1080” in wider ones. static/css/dashboard-heights.css has those classes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

TWO_LINES, MOST_ROWS, MOST_LINES, LEAST_LINES = 4, 12, 24, 6


@dataclass(frozen=True)
class Frame:
    """The heights of the parts of one layout, in pixels; ``steps`` are the heights of windows.

    ``above`` is what stands over the lower row but for the rows of workstreams, ``heads`` the
    heading and the head of the list in it, ``below`` what the other columns keep for themselves.
    """

    name: str
    above: int
    two_lines: int
    one_line: int
    heads: int
    line: int
    below: int
    steps: range

    def lower(self, workstreams: int) -> int:
        """Return where the lower row begins."""
        height = self.two_lines if workstreams <= TWO_LINES else self.one_line
        return self.above + height * min(workstreams, MOST_ROWS + 1)

    def seen(self, height: int, below: int | None = None) -> str:
        """Return the classes of what is seen from a height of window on, and ``below`` another.

        The height of a window is rounded to its step, so that what is seen always has room.
        """
        first = self._step(height)
        last = self._step(below) if below is not None else None
        if last is not None and last <= first:
            return f"{self._from(self.steps[0])} {self._to(self.steps[0])}"  # never
        names = [self._from(first) if first > self.steps[0] else "", self._to(last) if last else ""]
        return " ".join(filter(None, names))

    def _step(self, height: int) -> int:
        return next((step for step in self.steps if step >= height), self.steps[-1])

    def _from(self, step: int) -> str:
        return f"app-{self.name}-{step}"

    def _to(self, step: int) -> str:
        return f"app-{self.name}-to-{step}"


MEDIUM = Frame("m", 252, 39, 25, 62, 24, 0, range(632, 1641, 24))
WIDE = Frame("w", 290, 46, 29, 70, 29, 236, range(696, 1777, 24))
FRAMES = (MEDIUM, WIDE)
NOT_PRINTED, SCREENFUL = "app-screen", "app-one-screen"
PRINTED_HEIGHT = 848  # of the window that one A4 page in landscape stands for
MOVE, RED, SENTENCES, REASON, PANELS, LINK = 68, 90, 36, 36, 84, 20
NONE_MOVED, NONE_RED = 116, 38


@dataclass(frozen=True)
class Line:
    """A line of a list and when it is seen: a row, a heading between rows, or what is left out."""

    kind: str
    row: Any
    seen: str
    left: int = 0


def lines_of(
    rows: Sequence[Any], divider_at: int | None, workstreams: int, most: int = MOST_LINES
) -> list[Line]:
    """Return a list's lines as far as they are drawn, and after each what is left out there.

    ``divider_at`` is how many rows stand over the heading that divides them, if one does.
    """
    marked: list[tuple[str, Any]] = [("row", row) for row in rows]
    if divider_at is not None and 0 < divider_at < len(rows):
        marked.insert(divider_at, ("divider", len(rows) - divider_at))
    whole = len(marked)
    lines, count = [], 0
    for place, (kind, row) in enumerate(marked[:most], start=1):
        count += kind == "row"
        needed = 0 if place <= LEAST_LINES else min(whole, place + 1)
        lines.append(Line(kind, row, _seen_with(needed, None, workstreams)))
        if LEAST_LINES <= place < whole:
            needed = 0 if place == LEAST_LINES else place + 1
            below = min(whole, place + 2) if place < most else None
            seen = _seen_with(needed, below, workstreams)
            lines.append(Line("more", None, seen, len(rows) - count))
    return lines


@cache
def _seen_with(needed: int, below: int | None, workstreams: int) -> str:
    """Return the classes of what is seen where so many lines have room, and ``below`` so many.

    What is told for some heights alone is not told where the page scrolls.
    """
    printed = (PRINTED_HEIGHT - MEDIUM.lower(workstreams) - MEDIUM.heads) // MEDIUM.line
    classes = [
        frame.seen(
            _height(frame, workstreams, needed),
            None if below is None else _height(frame, workstreams, below),
        )
        for frame in FRAMES
        if needed or below is not None
    ]
    is_printed = needed <= printed and (below is None or printed < below)
    return _joined([*classes, "" if is_printed else NOT_PRINTED, SCREENFUL if below else ""])


def _height(frame: Frame, workstreams: int, lines: int) -> int:
    """Return the height of window with room for so many lines; none is needed for none."""
    return frame.lower(workstreams) + frame.heads + frame.line * lines if lines else 0


def _joined(classes: Sequence[str]) -> str:
    return " ".join(filter(None, classes))


@dataclass(frozen=True)
class Seen:
    """Something in the column of what moved and what is red, and when it and its parts are seen."""

    item: Any
    seen: str
    reason: str = ""
    left: int = 0
    left_seen: str = ""


def column_of(
    moves: Sequence[Any], red: Sequence[Any], workstreams: int, left: tuple[int, int] = (0, 0)
) -> tuple[tuple[Seen, ...], tuple[Seen, ...]]:
    """Return what moved and what is red, in turns as long as there is room.

    ``left`` is how many of each are never drawn.

    The sentences below what is red come after all of them, and the reasons of moves last.
    """
    words = (0 if moves else NONE_MOVED) + (0 if red else NONE_RED)
    used = {frame.name: frame.lower(workstreams) + PANELS + frame.below + words for frame in FRAMES}
    order = list(_in_turns(len(moves), len(red)))
    at: dict[tuple[str, int], dict[str, int]] = {}
    for kind, place in order:
        for frame in FRAMES:
            used[frame.name] += RED if kind == "red" else MOVE
        at[kind, place] = dict(used)
    sentences = {name: height + SENTENCES * len(red) for name, height in used.items()}
    reasons = {name: height + REASON * len(moves) for name, height in sentences.items()}
    return (
        _seen("moved", moves, at, _classes(reasons), left[0]),
        _seen("red", red, at, _classes(sentences), left[1]),
    )


def _in_turns(moves: int, red: int) -> Iterator[tuple[str, int]]:
    for place in range(max(moves, red)):
        if place < red:
            yield "red", place
        if place < moves:
            yield "moved", place


def _seen(
    kind: str,
    items: Sequence[Any],
    at: dict[tuple[str, int], dict[str, int]],
    part: str,
    never: int,
) -> tuple[Seen, ...]:
    found = []
    for place, item in enumerate(items):
        heights, after = at[kind, place], at.get((kind, place + 1))
        if not place:  # the first of each is always seen
            heights = dict.fromkeys(heights, 0)
        seen, left = _classes(heights), len(items) - place - 1 + never
        left_seen = _classes(heights, after) if after else seen
        found.append(Seen(item, seen, part, left, left_seen))
    return tuple(found)


def _classes(heights: dict[str, int], below: dict[str, int] | None = None) -> str:
    classes = [
        frame.seen(heights[frame.name] + LINK, below[frame.name] + LINK if below else None)
        for frame in FRAMES
    ]
    is_printed = heights["m"] + LINK <= PRINTED_HEIGHT and (
        below is None or below["m"] + LINK > PRINTED_HEIGHT
    )
    return _joined([*classes, "" if is_printed else NOT_PRINTED, SCREENFUL if below else ""])
