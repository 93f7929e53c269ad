"""The way to the exit: criteria complete by month, beside the even pace and what is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from plotly import graph_objects as go

from improvement.values.periods import CalendarMonth
from reporting.charts.marks import apart, future
from reporting.charts.template import (
    ACTUAL,
    BOLD,
    GREY,
    QUIET,
    WORDS_HIGH,
    WORSE,
    figure,
    note,
    ticks,
)


@dataclass(frozen=True)
class BurnUp:
    """Criteria complete by month, oldest first, and the month to leave by.

    ``pace`` is how many are completed a month of late, None where that cannot be said yet.
    """

    by_month: Sequence[tuple[CalendarMonth, int]]
    total: int
    exit_month: CalendarMonth | None
    pace: Decimal | None = None
    height: int = 248

    @property
    def words(self) -> str:
        """What the figure shows, for who does not see it."""
        told = [f"{month.words} {count}" for month, count in self.by_month]
        by = f" All are needed by {self.exit_month.words}." if self.exit_month else ""
        return f"Exit criteria complete of {self.total} by month: {', '.join(told)}.{by}"

    def figure(self, *, narrow: bool = False) -> go.Figure:
        """Return the figure, for a wide column or for a telephone."""
        end, top = max(self._now, self._ahead or 0, 1), max(self.total, 1)
        count = self.by_month[-1][1]
        words = f"now: {count} complete" if self._begins_now else "now"
        shapes, notes = future(self._now, end, words) if self._ahead else ([], [])
        right = 24 if narrow or not self._ahead else 150
        return figure(
            self._traces(named=narrow),
            height=self.height + (60 if narrow else 0),
            margin=(30, right, 16, 88 if narrow else 28),
            showlegend=narrow,
            xaxis=self._months_axis() | {"range": [0, end]},
            yaxis=ticks([(count, str(count)) for count in counts_of(top)])
            | {"range": [0, top * 1.02]},
            shapes=shapes,
            annotations=[*notes, *([] if narrow else self._at_the_end())],
        )

    @property
    def _first(self) -> CalendarMonth:
        return self.by_month[0][0]

    def _place(self, month: CalendarMonth) -> int:
        return (month.year - self._first.year) * 12 + month.number - self._first.number

    @property
    def _now(self) -> int:
        return self._place(self.by_month[-1][0])

    @property
    def _ahead(self) -> int | None:
        """Where the month to leave by is on the axis; None where it is not ahead."""
        place = self._place(self.exit_month) if self.exit_month else 0
        return place if place > self._now else None

    @property
    def _begins_now(self) -> bool:
        """Whether all that is drawn lies ahead: lines would cross words beside their beginning."""
        return self._ahead is not None and not self._now

    @property
    def _reached(self) -> float | None:
        """How many are complete by the month to leave by, at this pace."""
        if self.pace is None or self._ahead is None:
            return None
        return min(self.total, self.by_month[-1][1] + float(self.pace) * (self._ahead - self._now))

    def _traces(self, *, named: bool) -> list[go.Scatter]:
        x = [self._place(month) for month, _ in self.by_month]
        y = [count for _, count in self.by_month]
        steps = {"color": ACTUAL, "width": 2.4, "shape": "hv"}
        told = [f"{month.words}: {count} complete" for month, count in self.by_month]
        drawn = [go.Scatter(name="Complete", mode="lines", x=x, y=y, line=steps, hovertext=told)]
        if (end := self._ahead) is not None:
            now = (self._now, y[-1])
            drawn.append(_line("Even pace", (0, y[0]), (end, self.total), GREY, "4px,3px", 1))
            drawn.append(_line("Needed", now, (end, self.total), WORSE, "dot", 1.6))
            if (reached := self._reached) is not None:
                drawn.append(_line("At this pace", now, (end, reached), ACTUAL, "dot", 1.6))
        no_text = named or self._begins_now
        text = None if no_text else [f"{y[-1]} complete"]
        marker = {"size": 8, "color": ACTUAL}
        point = {"mode": "markers" if no_text else "markers+text", "x": x[-1:], "y": y[-1:]}
        font = BOLD | {"color": ACTUAL}
        drawn.append(
            go.Scatter(
                name="Now",
                text=text,
                textposition="top left" if self._now else "top right",
                textfont=font,
                marker=marker,
                hovertext=told[-1:],
                showlegend=False,
                **point,
            )
        )
        return drawn

    def _months_axis(self) -> dict[str, Any]:
        months = dict.fromkeys((self._first, self.by_month[-1][0]))
        if self._ahead and self.exit_month:
            months[self.exit_month] = None
        return ticks([(self._place(month), f"{month.starts_on:%b %Y}") for month in months])

    def _at_the_end(self) -> list[dict[str, Any]]:
        """Return what the lines that lead to the date say, beside their ends."""
        if self._ahead is None:
            return []
        left = self.total - self.by_month[-1][1]
        needed = f"{self.total} needed"
        if left:
            needed += f"<br>{left / (self._ahead - self._now):.1f} a month needed"
        said = [(float(self.total), needed, WORSE if left else QUIET)]
        if self._reached is not None:
            said.append((self._reached, f"{int(self._reached)} at the pace<br>of late", ACTUAL))
        room = 2 * WORDS_HIGH / (self.height - 44) * self.total
        places = apart([place for place, _, _ in said], room)
        beside = {"xref": "paper", "x": 1, "xanchor": "left", "xshift": 8, "align": "left"}
        return [
            note(words, y=place, yanchor="middle", font={"color": colour}, **beside)
            for place, (_, words, colour) in zip(places, said, strict=True)
        ]


def counts_of(total: int) -> list[int]:
    """Return the counts of criteria that have a line across: about four, and all of them."""
    step = max(1, -(-total // 4))
    counts = sorted({*range(0, total, step), total})
    if len(counts) > 2 and counts[-1] - counts[-2] < step / 2:
        counts.pop(-2)
    return counts


def _line(
    name: str,
    start: tuple[float, float],
    end: tuple[float, float],
    colour: str,
    dash: str,
    width: float,
) -> go.Scatter:
    style = {"color": colour, "dash": dash, "width": width}
    ends = {"x": [start[0], end[0]], "y": [start[1], end[1]]}
    return go.Scatter(name=name, mode="lines", line=style, hoverinfo="skip", **ends)
