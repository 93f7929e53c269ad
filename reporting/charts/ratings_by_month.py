"""How many actions had which rating in each month: areas on one another, named at their end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from plotly import graph_objects as go

from improvement.values.periods import CalendarMonth
from reporting.charts.marks import apart
from reporting.charts.measure_axes import round_numbers
from reporting.charts.template import INK, WHITE, WORDS_HIGH, figure, note, plain, ticks

MOST_MONTHS = 6


@dataclass(frozen=True)
class RatingArea:
    """A rating in words, its mark and its fill, and how many items had it in each month."""

    words: str
    mark: str
    fill: str
    counts: Sequence[int]


@dataclass(frozen=True)
class RatingsByMonth:
    """Months, oldest first, and the ratings of their items, the best first: it lies lowest."""

    months: Sequence[CalendarMonth]
    areas: Sequence[RatingArea]
    height: int = 128

    @property
    def total(self) -> int:
        """The most items there were in a month."""
        return max((sum(counts) for counts in self._by_month), default=0)

    @property
    def words(self) -> str:
        """What the figure shows, for who does not see it."""
        told = [f"{month.words}: {self._counted(n)}" for n, month in enumerate(self.months)]
        return f"Ratings by month. {'. '.join(told)}."

    def figure(self, *, narrow: bool = False) -> go.Figure:
        """Return the figure, for a wide column or for a telephone."""
        last = max(1, len(self.months) - 1)
        return figure(
            list(map(self._area, self.areas)),
            height=self.height,
            margin=(28, 96 if narrow else 112, 8, 26),
            showlegend=False,
            xaxis=self._months_axis(narrow=narrow) | {"range": [0, last]},
            yaxis=ticks(round_numbers(0, self.total, "", most=3)) | {"range": [0, self.total or 1]},
            annotations=self._at_the_end(),
        )

    @property
    def _by_month(self) -> list[tuple[int, ...]]:
        return list(zip(*(area.counts for area in self.areas), strict=True))

    def _counted(self, number: int) -> str:
        worst_first = reversed(self.areas)
        told = [(area.counts[number], area.words.lower()) for area in worst_first]
        return ", ".join(f"{count} {words}" for count, words in told if count)

    def _area(self, area: RatingArea) -> go.Scatter:
        told = [
            plain(f"{month.words}: {count} {area.words.lower()}")
            for month, count in zip(self.months, area.counts, strict=True)
        ]
        return go.Scatter(
            name=plain(area.words),
            mode="lines",
            x=list(range(len(self.months))),
            y=list(area.counts),
            stackgroup="ratings",
            fillcolor=area.fill,
            line={"color": WHITE, "width": 1},
            hovertext=told,
        )

    def _months_axis(self, *, narrow: bool) -> dict[str, Any]:
        """Return the axis of months: the last has its words, and some before it."""
        count = len(self.months)
        every = max(1, ceil((count - 1) / (2 if narrow else MOST_MONTHS)))
        places = range((count - 1) % every, count, every)
        return ticks([(n, f"{self.months[n].starts_on:%b %Y}") for n in places])

    def _at_the_end(self) -> list[dict[str, Any]]:
        """Return the count and name of each area of the last month, beside its end."""
        said, floor = [], 0
        for area in self.areas:
            if count := area.counts[-1] if area.counts else 0:
                said.append((floor + count / 2, f"{area.mark} {count} {area.words.lower()}"))
            floor += count
        room = WORDS_HIGH / (self.height - 34) * (self.total or 1)
        places = apart([place for place, _ in reversed(said)], room)
        beside = {"xref": "paper", "x": 1, "xanchor": "left", "xshift": 6, "yanchor": "middle"}
        return [
            note(plain(words), y=place, font={"color": INK}, **beside)
            for place, (_, words) in zip(places, reversed(said), strict=True)
        ]
