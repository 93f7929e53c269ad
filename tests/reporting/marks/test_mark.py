"""A rating’s mark: its shape, its colours, and the hatch of what was carried."""

import re
from pathlib import Path

import pytest

from improvement.values.ratings import Colour, Rating, Shape
from reporting.marks.mark import rating_mark
from reporting.marks.outlines import hatching, outline
from tests.support.contrast import contrast, rgb

CSS = Path(__file__).resolve().parents[3] / "static" / "css"


def test_a_mark_is_decoration_of_the_size_asked_for():
    svg = rating_mark("overdue", 22)
    assert 'aria-hidden="true"' in svg
    assert 'width="22" height="22" viewBox="0 0 22 22"' in svg
    assert svg.count("<path") == 1


def test_no_two_ratings_are_drawn_alike_even_in_grey():
    assert len({outline(rating.shape, 11) for rating in Rating}) == 5


@pytest.mark.parametrize("size", [8, 9, 11, 18, 24])
@pytest.mark.parametrize("shape", Shape)
def test_everything_drawn_stays_inside_its_square(shape: Shape, size: int):
    ends = re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", outline(shape, size) + hatching(shape, size))
    assert ends
    assert all(0 <= float(number) <= size for end in ends for number in end)


@pytest.mark.parametrize("rating", [rating for rating in Rating if rating.is_rated])
def test_what_was_carried_is_hatched_at_45_degrees(rating: Rating):
    svg = rating_mark(rating, 11, True)
    assert f"app-shape--{rating.colour} app-shape--carried" in svg
    lines = re.findall(r"M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)", hatching(rating.shape, 11))
    assert lines
    for x, y, x_end, y_end in lines:
        assert float(x) + float(y) == pytest.approx(float(x_end) + float(y_end), abs=0.21)


def test_what_is_not_yet_rated_is_never_hatched():
    assert rating_mark("", 11, True) == rating_mark(None, 11, False)


@pytest.mark.parametrize("colour", Colour)
def test_the_style_sheet_has_the_colours_of_the_ratings(colour: Colour):
    rule = re.search(
        rf"\.app-shape--{colour},\n\.app-rating--{colour} {{([^}}]*)}}",
        (CSS / "marks.css").read_text(encoding="utf-8"),
    )
    assert rule
    tones = colour.tones
    assert dict(re.findall(r"--([\w-]+): ([^;]+);", rule[1])) == {
        "fill": tones.fill,
        "edge": tones.edge,
        "on-fill": tones.on_fill,
        "ground": tones.pale,
    }


@pytest.mark.parametrize("colour", Colour)
def test_edges_are_seen_on_white_and_shapes_on_their_fill(colour: Colour):
    assert contrast(rgb(colour.tones.edge), rgb("#ffffff")) >= 3
    assert contrast(rgb(colour.tones.on_fill), rgb(colour.tones.fill)) >= 3
