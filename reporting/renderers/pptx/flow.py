"""A section of the pack on as many slides as it needs, all with the same title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reporting.renderers.pptx.deck import Deck
from reporting.renderers.pptx.grid import SlideCell, SlideRows, SlideTable, draw_table, split_row
from reporting.renderers.pptx.text import Paras, height_of, split_to_fit
from reporting.renderers.pptx.theme import BOTTOM, GUTTER, LEFT, TOP, WIDTH

GAP = 10.0
LEAST = 60.0  # with less room than this, a new slide begins


class Flow:
    """A section's slides; ``y`` is where the next thing goes."""

    def __init__(self, deck: Deck, layout: str, title: str) -> None:
        self.deck, self.layout, self.title = deck, layout, title
        self.slides, self.y = 0, TOP
        self.new_slide()

    @property
    def room(self) -> float:
        return BOTTOM - self.y

    def new_slide(self) -> None:
        """Begin a new slide of the section."""
        self.slides += 1
        count = f" {self.slides - 1}" if self.slides > 2 else ""
        more = f" (continued{count})" if self.slides > 1 else ""
        self.deck.add(self.layout, self.title + more)
        self.y = TOP

    def text(self, paras: Paras, keep: float = 0) -> None:
        """Write text across the slide; ``keep`` is the room for what follows it, in points."""
        if paras and self.y > TOP and height_of(paras, WIDTH) + keep > self.room:
            self.new_slide()
        self.columns((paras,))

    def columns(self, columns: Sequence[Paras], shares: Sequence[float] = ()) -> None:
        """Write texts beside each other; each continues in its own column."""
        shares = shares or [1 / len(columns)] * len(columns)
        whole = WIDTH - GUTTER * (len(columns) - 1)
        widths = [share * whole for share in shares]
        left = list(columns)
        while any(left):
            tallest = max(height_of(paras, wide) for paras, wide in zip(left, widths, strict=True))
            if self.room < min(tallest, LEAST):
                self.new_slide()
            parts = [
                split_to_fit(paras, wide, self.room)
                for paras, wide in zip(left, widths, strict=True)
            ]
            if not any(first for first, _ in parts):
                if self.y == TOP:
                    parts = [(paras[:1], paras[1:]) for paras in left]
                else:
                    self.new_slide()
                    continue
            self._put_columns([first for first, _ in parts], widths)
            left = [rest for _, rest in parts]
            if any(left):
                self.new_slide()

    def _put_columns(self, columns: Sequence[Paras], widths: Sequence[float]) -> None:
        x, lowest = LEFT, self.y
        for paras, wide in zip(columns, widths, strict=True):
            if paras:
                high = min(height_of(paras, wide), self.room)
                self.deck.text(paras, x, self.y, wide, high)
                lowest = max(lowest, self.y + high)
            x += wide + GUTTER
        self.y = lowest + GAP

    def table(self, grid: SlideTable) -> None:
        """Draw a table. Its header is repeated on every slide; a group of rows stays on one."""
        waiting = list(grid.groups)
        while waiting:
            self._draw(grid, self._fitting(grid, waiting))
            if waiting:
                self.new_slide()

    def _fitting(self, grid: SlideTable, waiting: list[SlideRows]) -> list[SlideRows]:
        """Remove from ``waiting`` and return the rows that this slide has room for."""
        head = grid.height(grid.header)
        room, most, batch = self.room - head, BOTTOM - TOP - head, list[SlideRows]()
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
                parts = split_row(grid, group.rows[0], room) if room >= LEAST else None
                if parts is None or not any(cell and cell.paras for cell in parts[0]):
                    break
                batch.append(replace(group, rows=parts[:1]))
                waiting[0] = SlideRows(parts[1:])
                break
        return batch

    def _draw(self, grid: SlideTable, groups: Sequence[SlideRows]) -> None:
        if not groups:
            return
        for group in groups:
            self.deck.add_note(group.notes)
        high = draw_table(self.deck.slide, grid, groups, LEFT, self.y)
        self.y += high + GAP


def _singly(group: SlideRows) -> list[SlideRows]:
    """Return each row of a group that is too high for any slide as a group of its own."""
    first, *others = [
        tuple(replace(cell, rows=1) if cell else SlideCell() for cell in row)
        if not any(cell and cell.across > 1 for cell in row)
        else tuple(replace(cell, rows=1) if cell else None for cell in row)
        for row in group.rows
    ]
    return [SlideRows((first,), notes=group.notes), *(SlideRows((row,)) for row in others)]
