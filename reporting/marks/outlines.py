"""The outlines of shapes as SVG paths, in pixels, and their hatching at 45 degrees."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from math import ceil, sqrt

from improvement.values.ratings import Shape

PERIOD = 4 * sqrt(2)  # from line to line along an edge: 4 px straight across
SHORTEST = 1.5
Point = tuple[float, float]


@cache
def outline(shape: Shape, size: float) -> str:
    """Return the path of a shape in a square of ``size``, half a pixel free for its edge."""
    if shape in (Shape.CIRCLE, Shape.RING):
        radius = size / 2 - (0.5 if shape is Shape.CIRCLE else 0.8)
        across, side = _number(2 * radius), _number(radius)
        start = f"M{_number(size / 2 - radius)} {_number(size / 2)}"
        return f"{start}a{side} {side} 0 1 0 {across} 0a{side} {side} 0 1 0-{across} 0z"
    first, *others = _corners(shape, size)
    return "".join([f"M{_pair(first)}", *(f"L{_pair(corner)}" for corner in others), "z"])


@cache
def hatching(shape: Shape, size: float) -> str:
    """Return the path of the lines that hatch a shape; nothing for a ring, which is empty."""
    if shape is Shape.RING:
        return ""
    if shape is Shape.CIRCLE:
        return _path(_chord(size, at) for at in _places(size, size))
    corners = _corners(shape, size)
    return _path(_crossing(corners, at) for at in _places(size, size))


@cache
def hatched_box(width: float, height: float) -> str:
    """Return the path of the lines that hatch a box."""
    low, wide, high = 0.5, width - 0.5, height - 0.5
    corners = [(low, low), (wide, low), (wide, high), (low, high)]
    return _path(_crossing(corners, at) for at in _places(width, height))


def _corners(shape: Shape, size: float) -> list[Point]:
    low, middle, high = 0.5, size / 2, size - 0.5
    return {
        Shape.TRIANGLE_UP: [(middle, 1), (high, high), (low, high)],
        Shape.TRIANGLE_DOWN: [(low, low), (high, low), (middle, size - 1)],
        Shape.SQUARE: [(low, low), (high, low), (high, high), (low, high)],
    }[shape]


def _places(width: float, height: float) -> list[float]:
    """Return where lines lie, as x + y of their points, with one through the middle."""
    middle = (width + height) / 2
    each_way = ceil(middle / PERIOD)
    return [middle + number * PERIOD for number in range(-each_way, each_way + 1)]


def _crossing(corners: list[Point], at: float) -> list[Point]:
    """Return where the line x + y = ``at`` crosses the sides between corners: two points or none.

    Through a corner it crosses both sides there, in one point.
    """
    found: list[Point] = []
    for (x, y), (x_next, y_next) in pairwise([*corners, corners[0]]):
        before, after = x + y - at, x_next + y_next - at
        if before * after < 0 or before == 0:
            share = before / (before - after) if before != after else 0
            found.append((x + share * (x_next - x), y + share * (y_next - y)))
    return found[:2]


def _chord(size: float, at: float) -> list[Point]:
    radius, middle = size / 2 - 0.5, size / 2
    half = radius**2 - (at - size) ** 2 / 2
    if half <= 0:
        return []
    along, centre = sqrt(half / 2), middle + (at - size) / 2
    return [(centre - along, centre + along), (centre + along, centre - along)]


def _path(lines: Iterable[list[Point]]) -> str:
    drawn = []
    for line in lines:
        if len(line) == 2 and abs(line[0][0] - line[1][0]) >= SHORTEST:
            drawn.append(f"M{_pair(line[0])}L{_pair(line[1])}")
    return "".join(drawn)


def _pair(point: Point) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
