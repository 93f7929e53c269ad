"""The cover, the contents and the meetings."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from reporting.contents import Contents
from reporting.logos import logo_of
from reporting.renderers.dates import day_in_words
from reporting.renderers.pptx import theme
from reporting.renderers.pptx.deck import Deck, write
from reporting.renderers.pptx.flow import Flow
from reporting.renderers.pptx.grid import Cell, Grid, Group, heads
from reporting.renderers.pptx.text import Para, Paras, cut_to, one_line, said

A_COLUMN = 20
_LOGO = "Place for the trust’s own logo"


def cover(deck: Deck, contents: Contents) -> None:
    """The first slide: programme, month, standing, organisation, and a place for the logo."""
    programme = contents.programme
    slide = deck.add(theme.COVER, programme.name)
    long = len(programme.name) > 60
    name = Para(_line(programme.name), 24 if long else 36, bold=True, colour=theme.WHITE)
    write(slide.shapes.title.text_frame, (cut_to(name, theme.WIDE - 120, 3 if long else 2),))
    month = Para(_line(contents.month.words), 22, colour=theme.WHITE)
    paras = (cut_to(month, theme.WIDE - 120, 1), *_standing(contents))
    deck.text(paras, 60, 268, theme.WIDE - 120, 136)
    exit_on = day_in_words(programme.exit_on)
    lines = [programme.audience] if programme.audience else []
    lines += [programme.organisation] + ([f"Programme exit date: {exit_on}"] if exit_on else [])
    shown = tuple(cut_to(Para(_line(one), 14), theme.WIDE - 120, 1) for one in lines)
    deck.text(shown, 60, 440, theme.WIDE - 120, 64)
    _logo(slide, contents)


def _logo(slide: Any, contents: Contents) -> None:
    """The trust's logo, whole, in the place of the layout; an empty place where there is none."""
    place = next(one for one in slide.placeholders if one.placeholder_format.idx == 13)
    logo = logo_of(contents.programme.slug)
    if logo is None:
        place._element.nvSpPr.cNvPr.set("descr", _LOGO)
        place.name = "Logo"
        return
    box = place.left, place.top, place.width, place.height
    place._element.getparent().remove(place._element)
    picture = slide.shapes.add_picture(BytesIO(logo), *box[:2], height=box[3])
    picture.width, picture.height = _inside(picture.width, picture.height, box[2])
    picture.left = box[0] + box[2] - picture.width
    picture.name = "Logo"
    organisation = contents.programme.organisation
    picture._element.nvPicPr.cNvPr.set("descr", f"Logo of {organisation}")


def _inside(width: int, height: int, most: int) -> tuple[int, int]:
    return (width, height) if width <= most else (most, height * most // width)


def _standing(contents: Contents) -> Paras:
    issue = contents.issue
    if issue is None:
        return (Para("DRAFT: not issued", 14, bold=True, colour=theme.WHITE, before=10),)
    lines = [f"Issued by {issue.issued_by} on {day_in_words(issue.issued_at)}"]
    lines += [f"Reason for this version: {issue.reason}"] if issue.reason else []
    version = Para(f"Version {issue.version}", 14, bold=True, colour=theme.WHITE, before=10)
    told = (Para(_line(one), 12, colour=theme.WHITE, before=2) for one in lines)
    return (version, *(cut_to(one, theme.WIDE - 120, 3) for one in told))


def _line(words: str) -> str:
    return " ".join(words.split())


class ContentsPage:
    """The contents: its slides are kept free first and filled when the numbers are known."""

    def __init__(self, deck: Deck, count: int) -> None:
        self._slides = []
        a_slide = 2 * A_COLUMN
        for number in range(max(1, -(-count // a_slide))):
            title = "Contents" if number == 0 else f"Contents (continued {number})"
            self._slides.append(deck.add("Contents", title))
            deck.text((Para(" "),), theme.LEFT, theme.TOP, 420, 400)
            deck.text((Para(" "),), 492, theme.TOP, 420, 400)

    def fill(self, entries: Sequence[tuple[str, int]]) -> None:
        """Write each section with the number of its first slide."""
        for number, slide in enumerate(self._slides):
            boxes = [one for one in slide.placeholders if one.placeholder_format.idx in (1, 2)]
            boxes.sort(key=lambda one: one.left)
            for column, box in enumerate(boxes):
                start = (2 * number + column) * A_COLUMN
                some = entries[start : start + A_COLUMN]
                if not some:
                    box._element.getparent().remove(box._element)
                    continue
                write(box.text_frame, [_entry(*one) for one in some])


def _entry(title: str, number: int) -> Para:
    return Para(one_line(title, 365, 12) + f", slide {number}", 12, before=5)


def meetings(deck: Deck, contents: Contents) -> None:
    """Who meets about the programme, and who chairs."""
    rows = tuple(
        Group(((
            Cell(said(str(one.tier), 11)),
            Cell(said(one.name, 11, bold=True)),
            Cell(said(one.chair or "Not named", 11)),
        ),))
        for one in contents.programme.meetings
    )  # fmt: skip
    grid = Grid("Meetings", (60, 478, 350), heads("Tier", "Meeting", "Chair"), rows)
    Flow(deck, "Contents", "Meetings").table(grid)
