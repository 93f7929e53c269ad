"""The lines of a measure's figure: aims in steps, actuals, and figures to date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Any

from plotly import graph_objects as go

from reporting.charts.measure_axes import height
from reporting.charts.template import ACTUAL, plain
from reporting.contents.metric_facts import CellFact, LineFact
from scorecards.values.performance import Verdict

# Lines of actuals differ in dashes and markers as well as in colour.
STYLES = (
    (ACTUAL, "solid", "circle"),
    ("#330072", "longdashdot", "square"),
    ("#7c5800", "dashdot", "diamond"),
)


def aim_steps(
    name: str, cells: Sequence[CellFact], line: dict[str, Any], **more: Any
) -> go.Scatter:
    """Return aims as steps, each as wide as its quarter, with gaps where there is none."""
    x: list[float | None] = []
    y: list[float | None] = []
    words: list[str] = []
    for place, cell in enumerate(cells):
        x += [place - 0.5, place, place + 0.5]
        y += [height(cell)] * 3
        words += [_beside_pointer(name, cell)] * 3
    return go.Scatter(name=plain(name), mode="lines", x=x, y=y, line=line, hovertext=words, **more)


def actuals(line: LineFact, number: int, *, worded: bool) -> Iterator[go.Scatter]:
    """Return a line of whole figures, and its figures to date, which are hollow.

    ``number`` is which line of its measure it is, and ``worded`` whether every figure stands beside
    its point, or the last alone. A position to date is joined to the figure before it; a sum to
    date is not comparable, and is joined to none.
    """
    colour, dash, symbol = STYLES[number % len(STYLES)]
    whole = [None if cell.is_to_date else height(cell) for cell in line.cells]
    to_date = [height(cell) if cell.is_to_date else None for cell in line.cells]
    for place, cell in enumerate(line.cells[1:], start=1):
        before = height(line.cells[place - 1])
        if cell.is_to_date and not cell.is_sum_to_date and to_date[place] and before is not None:
            yield _link((place - 1, before), (place, to_date[place]), colour)
    drawn = go.Scatter(
        name=plain(line.name),
        mode="lines+markers",
        y=whole,
        line={"color": colour, "dash": dash, "width": 2.4},
        marker={"size": 10, "symbol": symbol, "color": colour},
    )
    yield _with_words(drawn, line, above=number == 0, worded=worded)
    if any(place is not None for place in to_date):
        hollow = {"size": 12, "symbol": f"{symbol}-open", "color": colour, "line": {"width": 2.4}}
        name = plain(f"{line.name}, to date")
        drawn = go.Scatter(name=name, mode="markers", y=to_date, marker=hollow)
        yield _with_words(drawn, line, above=number == 0, worded=worded)


def _link(start: tuple[float, float], end: tuple[float, Any], colour: str) -> go.Scatter:
    """Return the dotted line that leads to a figure to date."""
    (x0, y0), (x1, y1) = start, end
    style = {"color": colour, "dash": "dot", "width": 2.4}
    ends = {"x": [x0, x1], "y": [y0, y1]}
    return go.Scatter(mode="lines", line=style, hoverinfo="skip", showlegend=False, **ends)


def _with_words(drawn: go.Scatter, line: LineFact, *, above: bool, worded: bool) -> go.Scatter:
    """Return a line whose points say their figure as printed: to the pointer, and beside them."""
    drawn.cliponaxis = False
    drawn.x = list(range(len(line.cells)))
    drawn.hovertext = [_beside_pointer(line.name, cell) for cell in line.cells]
    heights = [height(cell) for cell in line.cells]
    last = max((place for place, at in enumerate(heights) if at is not None), default=0)
    drawn.mode += "+text"
    drawn.text = [
        _short(cell) if at is not None and (worded or place == last) else ""
        for place, (at, cell) in enumerate(zip(drawn.y, line.cells, strict=True))
    ]
    drawn.textposition = [
        "bottom center" if cell.is_sum_to_date else side  # no line leads to it
        for side, cell in zip(sides_of(heights, above=above), line.cells, strict=True)
    ]
    drawn.textfont = {"color": drawn.marker.color, "weight": "bold"}
    return drawn


def _short(cell: CellFact) -> str:
    """Return the figure, and whether it is to date."""
    return plain(f"{cell.printed} to date" if cell.is_to_date else cell.printed)


def sides_of(heights: Sequence[float | None], *, above: bool) -> list[str]:
    """Return on which side of each point its words stand: away from the lines that lead to and on.

    Words of a peak are above it and those of a valley below. Those of the last point do not go on
    to the right, where the time to come begins.
    """
    known = [(at, place) for at, place in enumerate(heights) if place is not None]
    sides = ["top center"] * len(heights)
    for number, (at, place) in enumerate(known):
        before = known[number - 1][1] if number else None
        after = known[number + 1][1] if at < known[-1][0] else None
        sides[at] = _side(before, place, after, above=above)
    return sides


def _side(before: float | None, place: float, after: float | None, *, above: bool) -> str:
    """Return the side of one point, between the heights before and after it where there are such.

    ``above`` is the side of the line where nothing else decides.
    """
    side = "top" if above else "bottom"
    if before is None:
        return "bottom center" if after is not None and after > place else "top center"
    if place == before:
        return f"{side} center"
    rises = place > before
    if after is None:
        return f"{side} left" if rises == above else f"{'top' if rises else 'bottom'} center"
    if place > after and rises:
        return "top center"
    if place < after and not rises:
        return "bottom center"
    return f"{side} {'left' if rises == above else 'right'}"


def _beside_pointer(name: str, cell: CellFact) -> str:
    """Return the cell exactly as printed, its verdict in words, the reason and its note."""
    verdict = Verdict(cell.verdict).words if cell.verdict else ""
    lines = [f"{name}, {cell.quarter}", cell.printed, verdict]
    lines += [*wrap(cell.reason, 60), *wrap(cell.whole_note, 60)]
    return "<br>".join(plain(line) for line in lines if line)
