"""What figures mark besides their lines: now and the time to come, and heights across."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from reporting.charts.template import BOLD, FUTURE, INK, note, plain

NEAR_THE_AXIS = 10  # a tenth of the figure has no room for a word


def future(
    now: float | None, end: float, words: str = "now"
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the time to come up to ``end`` as a band, with a line and words where it begins.

    The words stand before the line; beyond it where the axis is too near.
    """
    if now is None:
        return [], []
    band = {"type": "rect", "xref": "x", "x0": now, "x1": end, "layer": "below"}
    band |= {"yref": "paper", "y0": 0, "y1": 1, "fillcolor": FUTURE, "line": {"width": 0}}
    side = ("left", 4) if now < end / NEAR_THE_AXIS else ("right", -4)
    top = {"yref": "paper", "y": 1, "xanchor": side[0], "yanchor": "top", "xshift": side[1]}
    return [band, upright(now, None)], [note(words, x=now, font={"color": INK}, **top)]


def upright(place: float, dash: str | None) -> dict[str, Any]:
    """Return a line upright at a place of the axis below."""
    ends = {"xref": "x", "x0": place, "x1": place, "yref": "paper", "y0": 0, "y1": 1}
    return {"type": "line", **ends, "line": {"color": INK, "width": 1, "dash": dash}}


def across(place: float, dash: str, colour: str) -> dict[str, Any]:
    """Return a line across at a height."""
    ends = {"xref": "paper", "x0": 0, "x1": 1, "yref": "y", "y0": place, "y1": place}
    return {"type": "line", **ends, "line": {"color": colour, "width": 1.2, "dash": dash}}


def on_top(words: str, place: float, anchor: str) -> dict[str, Any]:
    """Return words above the plot, at a place of the axis below."""
    above = {"yref": "paper", "y": 1, "xanchor": anchor, "yanchor": "bottom"}
    return note(words, x=place, font=BOLD, **above)


def at_the_end(words: list[str], place: float, *, inside: bool, below: bool) -> dict[str, Any]:
    """Return what a line across says: beside its right end, or upon its left end."""
    lines = [plain(" ".join(text.split())) for text in words if text]
    if inside:
        anchors = {"x": 0, "xanchor": "left", "xshift": 4, "yanchor": "bottom"}
        return note(", ".join(lines), xref="paper", y=place, **anchors)
    anchors = {"x": 1, "xanchor": "left", "xshift": 8, "yanchor": "top" if below else "bottom"}
    wrapped = [part for line in lines for part in wrap(line, 19)]
    return note("<br>".join(wrapped), xref="paper", y=place, align="left", **anchors)


def apart(places: list[float], room: float) -> list[float]:
    """Return heights, the highest first, moved down so that words of ``room`` do not touch."""
    moved: list[float] = []
    for place in places:
        moved.append(min(place, moved[-1] - room) if moved else place)
    return moved
