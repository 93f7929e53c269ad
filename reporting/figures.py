"""Figures: a metric's chart for Plotly, as plain dicts that go into the page as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from reporting.axes import height, heights_axis, plain, target_of
from reporting.figure_facts import CellFact, LineFact, MetricFact
from scorecards.performance import Verdict
from scorecards.scales import Scale

GREY, TEXT = "#768692", "#212b32"
# A line after the first is told apart by its dashes, and its colour too.
SERIES = (("#005eb8", "solid"), ("#330072", "longdashdot"), ("#7c5800", "dashdot"))
SHAPES = {"met": "circle", "not_met": "x", "no_verdict": "diamond-open"}
COLOURS = {"met": "#00636b", "not_met": "#7c2855", "no_verdict": TEXT}
FONT = {"family": "Arial, sans-serif", "size": 14, "color": TEXT}


@dataclass(frozen=True)
class Revision:
    """An earlier trajectory: until when it stood and who agreed it, and its aims."""

    words: str
    aims: tuple[CellFact, ...]
    told: str = ""

    @property
    def before(self) -> str:
        """The earlier aims in words, for whoever does not see the chart."""
        return ", ".join(f"{cell.quarter} {cell.printed}" for cell in self.aims if cell.printed)


def figure_of(
    metric: MetricFact, scale: Scale | None, revisions: Sequence[Revision]
) -> dict[str, Any]:
    """Take a metric, the scale it is read on and its earlier trajectories, give Plotly's figure.

    The earlier trajectories come first, so that they lie under everything else.
    """
    drawn = [_revision(revision) for revision in revisions]
    drawn.append(_trace("Aim", metric.aims, {"color": GREY, "dash": "dash", "width": 2}))
    styled = [(line, _style(place)) for place, line in enumerate(metric.lines)]
    drawn += [_actual(line, style) for line, style in styled]
    drawn += [_key_entry("lines", line.name, {"line": style}) for line, style in styled]
    return {
        "data": drawn + _key_of_verdicts(metric),
        "layout": _layout(metric, scale, revisions),
    }


def _trace(name: str, cells: Sequence[CellFact], line: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": plain(name),
        "x": [cell.quarter for cell in cells],
        "y": [height(cell) for cell in cells],
        "line": line,
        "marker": {"size": 6, "color": line["color"]},
        "hoverinfo": "text",
        "hovertext": [_beside_pointer(name, cell) for cell in cells],
        "connectgaps": False,
    }


def _beside_pointer(name: str, cell: CellFact) -> str:
    """Give the cell exactly as printed, its verdict in words, why, and what to know of it."""
    verdict = Verdict(cell.verdict).words if cell.verdict else ""
    said = [f"{name}, {cell.quarter}", cell.printed, verdict]
    said += [*wrap(cell.reason, 60), *wrap(cell.note, 60)]
    return "<br>".join(plain(one) for one in said if one)


def _revision(revision: Revision) -> dict[str, Any]:
    faint = {"color": GREY, "dash": "dot", "width": 1.5}
    return _trace(revision.words, revision.aims, faint) | {"opacity": 0.6, "showlegend": False}


def _style(place: int) -> dict[str, Any]:
    colour, dash = SERIES[place % len(SERIES)]
    return {"color": colour, "dash": dash, "width": 3}


def _actual(line: LineFact, style: dict[str, Any]) -> dict[str, Any]:
    """Give a line of actuals; the shape of a marker tells its verdict, and so does its colour."""
    verdicts = [cell.verdict or "no_verdict" for cell in line.cells]
    shapes, colours = [SHAPES[one] for one in verdicts], [COLOURS[one] for one in verdicts]
    marker = {"size": 11, "symbol": shapes, "color": colours}
    return _trace(line.name, line.cells, style) | {"marker": marker, "showlegend": False}


def _key_of_verdicts(metric: MetricFact) -> list[dict[str, Any]]:
    """Give an entry of the key for each verdict that has a marker."""
    cells = [cell for line in metric.lines for cell in line.cells]
    shown = {cell.verdict for cell in cells if cell.position is not None}
    markers = [
        (verdict.words, {"size": 11, "symbol": SHAPES[verdict], "color": COLOURS[verdict]})
        for verdict in Verdict
        if verdict in shown
    ]
    return [_key_entry("markers", words, {"marker": marker}) for words, marker in markers]


def _key_entry(mode: str, words: str, style: dict[str, Any]) -> dict[str, Any]:
    """Give an entry of the key that draws nothing: a line's own would show its first marker."""
    entry = {"type": "scatter", "mode": mode, "name": plain(words), **style}
    return entry | {"x": [None], "y": [None], "hoverinfo": "skip", "showlegend": True}


def _layout(
    metric: MetricFact, scale: Scale | None, revisions: Sequence[Revision]
) -> dict[str, Any]:
    target = target_of(metric, scale)
    heights = [*_heights(metric, revisions), *([] if target is None else [target])]
    return {
        "template": {},  # none: every colour is said here
        "font": FONT,
        "height": 460,
        "margin": {"l": 16, "r": 16, "t": 16, "b": 56},
        "hovermode": "x",
        "hoverlabel": {"align": "left", "bgcolor": "#ffffff", "font": FONT},
        "dragmode": False,
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"}
        | {"itemclick": False, "itemdoubleclick": False},
        "xaxis": _quarters_axis(metric.aims),
        "yaxis": heights_axis(metric, scale, heights),
        "shapes": [] if target is None else [_target_line(target)],
        "annotations": _annotations(metric, target, revisions),
    }


def _heights(metric: MetricFact, revisions: Sequence[Revision]) -> list[float]:
    cells = [cell for line in metric.lines for cell in line.cells]
    cells += [*metric.aims, *(cell for revision in revisions for cell in revision.aims)]
    return [place for cell in cells if (place := height(cell)) is not None]


def _quarters_axis(aims: Sequence[CellFact]) -> dict[str, Any]:
    """Give the axis of quarters in order, each with its year under it."""
    quarters = [cell.quarter for cell in aims]
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": quarters,
        "range": [-0.4, len(quarters) - 0.6],
        "tickmode": "array",
        "tickvals": quarters,
        "ticktext": ["<br>".join(reversed(quarter.split(" "))) for quarter in quarters],
        "tickangle": 0,
        "automargin": True,
        "fixedrange": True,
        "showgrid": False,
    }


def _target_line(target: float) -> dict[str, Any]:
    across = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": target, "y1": target}
    return across | {"line": {"color": TEXT, "width": 1}}


def _annotations(
    metric: MetricFact, target: float | None, revisions: Sequence[Revision]
) -> list[dict[str, Any]]:
    said = [] if target is None else [_target_words(metric, target)]
    cells = [cell for line in metric.lines for cell in line.cells]
    said += [_noted(cell) for cell in cells if cell.note and cell.position is not None]
    return said + [words for revision in revisions for words in _revision_words(revision)]


def _target_words(metric: MetricFact, target: float) -> dict[str, Any]:
    place = {"xref": "paper", "x": 0, "xanchor": "left", "y": target, "yanchor": "bottom"}
    words = f"Target: {' '.join(metric.target.split())}"
    return place | {"text": plain(words), "showarrow": False}


def _noted(cell: CellFact) -> dict[str, Any]:
    """Point at a figure to date or restated. Its whole note is beside the pointer."""
    kinds = {"To date": cell.note.startswith("To "), "Restated": "Restated from " in cell.note}
    words = ", ".join(kind for kind, is_so in kinds.items() if is_so) or "Note"
    return _pointing(cell, words) | {"hovertext": "<br>".join(map(plain, wrap(cell.note, 60)))}


def _revision_words(revision: Revision) -> list[dict[str, Any]]:
    """Name an earlier trajectory where it ends; nothing where none of it is drawn."""
    drawn = [cell for cell in revision.aims if cell.position is not None]
    words = "<br>".join(map(plain, wrap(revision.words, 30)))
    inwards = {"text": words, "xanchor": "right", "align": "right"}  # not over the right edge
    return [_pointing(cell, "") | inwards for cell in drawn[-1:]]


def _pointing(cell: CellFact, words: str) -> dict[str, Any]:
    arrow = {"showarrow": True, "arrowhead": 0, "arrowcolor": GREY, "ax": 0, "ay": -36}
    place = {"x": cell.quarter, "y": height(cell)}
    return arrow | place | {"text": plain(words), "bgcolor": "#ffffff", "standoff": 8}
