"""The pack as slides, read back: what is said where, and what leaves its slide."""

from dataclasses import replace
from functools import cached_property
from io import BytesIO
from itertools import combinations

from pptx import Presentation

from reporting.contents.facts import Contents
from reporting.renderers import render

HAIR = 13_000  # a point of rounding, in the unit of the file


class Read:
    """A presentation read back."""

    def __init__(self, contents: Contents) -> None:
        self.bytes = render(contents, "pptx")
        self.file = Presentation(BytesIO(self.bytes))
        self.slides = list(self.file.slides)

    @cached_property
    def titles(self) -> list[str]:
        return [slide.shapes.title.text_frame.text for slide in self.slides]

    @cached_property
    def text(self) -> str:
        return "\n".join(said(slide) for slide in self.slides)

    def part(self, title: str):
        return [one for one in self.slides if one.shapes.title.text_frame.text.startswith(title)]

    def rows(self, title: str) -> list[list[str]]:
        return [
            [cell.text for cell in row.cells]
            for slide in self.part(title)
            for shape in slide.shapes
            if shape.has_table
            for row in list(shape.table.rows)
        ]

    @property
    def charts(self):
        return [one for slide in self.slides for one in slide.shapes if one.has_chart]


def said(slide) -> str:
    found = [one.text_frame.text for one in slide.shapes if one.has_text_frame]
    tables = [one.table for one in slide.shapes if one.has_table]
    return "\n".join(found + [cell.text for table in tables for cell in table.iter_cells()])


def astray(read: Read) -> list[str]:
    """Every shape that runs off its slide or over its neighbour."""
    wide, high = read.file.slide_width, read.file.slide_height
    found = []
    for slide in read.slides:
        boxes = [(one.name, one.left, one.top, one.width, one.height) for one in slide.shapes]
        for name, x, y, w, h in boxes:
            if x < 0 or y < 0 or x + w > wide + HAIR or y + h > high + HAIR:
                found.append(f"{slide.shapes.title.text_frame.text}: {name} runs off")
        for (one, x, y, w, h), (two, p, q, r, s) in combinations(boxes, 2):
            beside = x + w <= p + HAIR or p + r <= x + HAIR
            if not beside and not (y + h <= q + HAIR or q + s <= y + HAIR):
                found.append(f"{slide.shapes.title.text_frame.text}: {one} over {two}")
    return found


def with_first(contents: Contents, **changes) -> Contents:
    """Return the contents of the first workstream alone, changed."""
    first, *_others = contents.workstreams
    return replace(contents, workstreams=(replace(first, **changes),))
