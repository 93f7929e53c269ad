"""Every word of the PDF against the colour it stands on, worked out from what is painted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Name, Object

from reporting.renderers import render
from tests.support.contents_factory import RATINGS, action, contents, metric, workstream
from tests.support.contrast import Colour, contrast

pytestmark = pytest.mark.slow

Matrix = tuple[float, float, float, float, float, float]
WHITE: Colour = (1.0, 1.0, 1.0)
ENOUGH, ENOUGH_FOR_LARGE = 4.5, 3.0  # WCAG 2.2, 1.4.3
LARGE, LARGE_AND_BOLD = 18.0, 14.0


@dataclass
class Area:
    left: float
    low: float
    right: float
    high: float
    colour: Colour | None


@dataclass
class State:
    matrix: Matrix = (1, 0, 0, 1, 0, 0)
    fill: Colour | None = (0.0, 0.0, 0.0)
    font: str = ""
    size: float = 0


@dataclass
class Painter:
    """Follows what a page paints: the filled areas so far, and each run of text on them."""

    page: pikepdf.Page
    now: State = field(default_factory=State)
    kept: list[State] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    corners: list[tuple[float, float]] = field(default_factory=list)
    text: Matrix = (1, 0, 0, 1, 0, 0)
    artifacts: list[bool] = field(default_factory=list)

    def runs(self) -> Iterator[tuple[float, float, str]]:
        """Return the contrast, the size and the font of each run of text that is no decoration."""
        for step in pikepdf.parse_content_stream(self.page):
            operator, given = str(step.operator), step.operands
            if operator in ("Tj", "TJ", "'", '"'):
                if not any(self.artifacts):
                    yield self._on_what_is_below(), self._height(), self.now.font
            else:
                self._follow(operator, given)

    def _follow(self, operator: str, given: Object) -> None:
        if operator == "q":
            self.kept.append(replace(self.now))
        elif operator == "Q":
            self.now = self.kept.pop()
        elif operator == "cm":
            self.now.matrix = times(_numbers(given), self.now.matrix)
        elif operator in ("rg", "sc", "scn", "g"):
            # A name in place of numbers is a pattern: words on one are held to be unreadable.
            self.now.fill = None if isinstance(given[-1], Name) else _colour(_numbers(given))
        elif operator == "Tf":
            self.now.font, self.now.size = str(given[0]), float(given[1])
        elif operator == "BT":
            self.text = (1, 0, 0, 1, 0, 0)
        elif operator in ("Tm", "Td"):
            moved = _numbers(given) if operator == "Tm" else (1, 0, 0, 1, *_numbers(given))
            self.text = moved if operator == "Tm" else times(moved, self.text)
        elif operator in ("BDC", "BMC"):
            self.artifacts.append(given[0] == Name.Artifact)
        elif operator == "EMC":
            self.artifacts.pop()
        else:
            self._path(operator, given)

    def _path(self, operator: str, given: Object) -> None:
        if operator == "re":
            x, y, wide, high = _numbers(given)
            self.corners += [self._at(x, y), self._at(x + wide, y + high)]
        elif operator in ("m", "l"):
            self.corners.append(self._at(*_numbers(given)))
        elif operator == "c":
            self.corners.append(self._at(*_numbers(given)[4:]))
        elif operator in ("f", "F", "f*", "B", "B*", "b", "b*") and self.corners:
            across, up = zip(*self.corners, strict=True)
            self.areas.append(Area(min(across), min(up), max(across), max(up), self.now.fill))
            self.corners = []
        elif operator in ("S", "s", "n"):
            self.corners = []

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return at(self.now.matrix, x, y)

    def _on_what_is_below(self) -> float:
        x, y = at(times(self.text, self.now.matrix), 0.5, 0.5)
        below: Colour | None = WHITE
        for area in self.areas:
            if area.left <= x <= area.right and area.low <= y <= area.high:
                below = area.colour
        return contrast(self.now.fill, below) if self.now.fill and below else 1.0

    def _height(self) -> float:
        matrix = times(self.text, self.now.matrix)
        return self.now.size * abs(matrix[3])


def _numbers(given: Object) -> Matrix:
    return tuple(float(one) for one in given)  # type: ignore[return-value]


def _colour(numbers: tuple[float, ...]) -> Colour:
    return (numbers * 3 if len(numbers) == 1 else numbers)[:3]  # type: ignore[return-value]


def times(a: Matrix, b: Matrix) -> Matrix:
    """Return the movement that does ``a`` and then ``b``."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    return (
        x * matrix[0] + y * matrix[2] + matrix[4],
        x * matrix[1] + y * matrix[3] + matrix[5],
    )


def weak(made: bytes) -> tuple[int, list[tuple[int, float, float]]]:
    """Return how many runs of text there are, and those whose contrast is not enough."""
    found, count = [], 0
    with pikepdf.open(BytesIO(made)) as file:
        for number, page in enumerate(file.pages, start=1):
            for ratio, size, font in Painter(page).runs():
                count += 1
                large = size >= LARGE or (size >= LARGE_AND_BOLD and _is_bold(page, font))
                if ratio < (ENOUGH_FOR_LARGE if large else ENOUGH):
                    found.append((number, round(ratio, 2), round(size, 1)))
    return count, found


def _is_bold(page: pikepdf.Page, font: str) -> bool:
    return "Bold" in str(page.resources.Font[font].BaseFont)


def test_colours_are_told_apart_as_wcag_tells_them() -> None:
    assert contrast((0, 0, 0), WHITE) == pytest.approx(21)
    assert contrast((0x76 / 255,) * 3, WHITE) == pytest.approx(4.54, abs=0.01)


def test_every_word_can_be_told_from_what_it_stands_on() -> None:
    actions = tuple(
        action(f"PS-{place}", delivery=one, embedding=one, red=True, moves=("Delivery: A to B",))
        for place, one in enumerate(RATINGS.values())
    )
    verdicts = [metric(str(number)) for number in range(3)]
    full = workstream(actions=actions, metrics=tuple(verdicts))
    for one in (contents(full), contents(full, issue=None), contents()):
        count, found = weak(render(one, "pdf"))
        assert count > 40
        assert found == []


def test_grey_words_on_a_grey_ground_are_found() -> None:
    made = pikepdf.open(BytesIO(render(contents(), "pdf")))
    font = str(next(iter(made.pages[1].resources.Font)))[1:].encode()
    ground = b"q 0.6 0.6 0.6 rg 100 100 100 100 re f "
    made.pages[1].contents_add(ground + b"0.7 0.7 0.7 rg BT /%s 9 Tf 110 110 Td (x) Tj ET Q" % font)
    file = BytesIO()
    made.save(file)
    _, found = weak(file.getvalue())
    assert [(page, round(ratio, 1), size) for page, ratio, size in found] == [(2, 1.4, 9.0)]
