"""A section that goes on: what does not fit on a slide continues on the next of the same title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reporting.renderers.pptx.deck import Deck
from reporting.renderers.pptx.grid import Cell, Grid, Group, draw, split
from reporting.renderers.pptx.text import Paras, height_of, poured
from reporting.renderers.pptx.theme import BOTTOM, GUTTER, LEFT, TOP, WIDTH

GAP = 10.0
LEAST = 60.0  # less than this is no room to begin anything in


class Flow:
    """A section's slides; ``y`` is where the next thing goes."""

    def __init__(self, deck: Deck, layout: str, title: str) -> None:
        self.deck, self.layout, self.title = deck, layout, title
        self.slides, self.y = 0, TOP
        self.turn()

    @property
    def room(self) -> float:
        return BOTTOM - self.y

    def turn(self) -> None:
        """Go on to a new slide."""
        self.slides += 1
        count = f" {self.slides - 1}" if self.slides > 2 else ""
        more = f" (continued{count})" if self.slides > 1 else ""
        self.deck.add(self.layout, self.title + more)
        self.y = TOP

    def text(self, paras: Paras, keep: float = 0) -> None:
        """Put text across the slide, with ``keep`` points of room for what it heads."""
        if paras and self.y > TOP and height_of(paras, WIDTH) + keep > self.room:
            self.turn()
        self.columns((paras,))

    def columns(self, columns: Sequence[Paras], shares: Sequence[float] = ()) -> None:
        """Put texts beside each other; each goes on in its own column."""
        shares = shares or [1 / len(columns)] * len(columns)
        whole = WIDTH - GUTTER * (len(columns) - 1)
        widths = [share * whole for share in shares]
        left = list(columns)
        while any(left):
            tallest = max(height_of(one, wide) for one, wide in zip(left, widths, strict=True))
            if self.room < min(tallest, LEAST):
                self.turn()
            parts = [poured(one, wide, self.room) for one, wide in zip(left, widths, strict=True)]
            if not any(first for first, _ in parts):
                if self.y == TOP:
                    parts = [(one[:1], one[1:]) for one in left]
                else:
                    self.turn()
                    continue
            self._place([first for first, _ in parts], widths)
            left = [rest for _, rest in parts]
            if any(left):
                self.turn()

    def _place(self, columns: Sequence[Paras], widths: Sequence[float]) -> None:
        x, lowest = LEFT, self.y
        for paras, wide in zip(columns, widths, strict=True):
            if paras:
                high = min(height_of(paras, wide), self.room)
                self.deck.text(paras, x, self.y, wide, high)
                lowest = max(lowest, self.y + high)
            x += wide + GUTTER
        self.y = lowest + GAP

    def table(self, grid: Grid) -> None:
        """Put a table. Its header is repeated on every slide; a group stays on one slide."""
        waiting = list(grid.groups)
        while waiting:
            self._draw(grid, self._fitting(grid, waiting))
            if waiting:
                self.turn()

    def _fitting(self, grid: Grid, waiting: list[Group]) -> list[Group]:
        """Take from ``waiting`` what this slide has room for."""
        head = grid.height(grid.header)
        room, most, batch = self.room - head, BOTTOM - TOP - head, list[Group]()
        while waiting:
            group = waiting[0]
            high = grid.height(group)
            if high <= room:
                batch.append(waiting.pop(0))
                room -= high
            elif high <= most:
                break
            elif len(group.rows) > 1:
                waiting[:1] = _singly(group)
            else:
                parts = split(grid, group.rows[0], room) if room >= LEAST else None
                if parts is None or not any(cell and cell.paras for cell in parts[0]):
                    break
                batch.append(replace(group, rows=parts[:1]))
                waiting[0] = Group(parts[1:])
                break
        return batch

    def _draw(self, grid: Grid, groups: Sequence[Group]) -> None:
        if not groups:
            return
        for group in groups:
            self.deck.note(group.notes)
        high = draw(self.deck.slide, grid, groups, LEFT, self.y)
        self.y += high + GAP


def _singly(group: Group) -> list[Group]:
    """The rows of a group that no slide can hold, each by itself."""
    first, *others = [
        tuple(replace(cell, rows=1) if cell else Cell() for cell in row)
        if not any(cell and cell.across > 1 for cell in row)
        else tuple(replace(cell, rows=1) if cell else None for cell in row)
        for row in group.rows
    ]
    return [Group((first,), notes=group.notes), *(Group((row,)) for row in others)]
