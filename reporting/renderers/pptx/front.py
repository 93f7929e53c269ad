"""The cover, the contents and the meetings."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from improvement.web.logos import logo_of
from reporting.contents.facts import Contents
from reporting.renderers.dates import iso_day_in_words
from reporting.renderers.pptx import theme
from reporting.renderers.pptx.deck import Deck, write
from reporting.renderers.pptx.flow import Flow
from reporting.renderers.pptx.grid import SlideCell, SlideRows, SlideTable, head_row
from reporting.renderers.pptx.text import Para, Paras, cut_to, one_line, paragraphs

A_COLUMN = 20
_LOGO = "Place for your own logo"


def cover(deck: Deck, contents: Contents) -> None:
    """Draw the first slide: programme, month, version, organisation, and the logo."""
    programme = contents.programme
    slide = deck.add(theme.COVER, programme.name)
    long = len(programme.name) > 60
    name = Para(_on_one_line(programme.name), 24 if long else 36, bold=True, colour=theme.WHITE)
    write(slide.shapes.title.text_frame, (cut_to(name, theme.WIDE - 120, 3 if long else 2),))
    month = Para(_on_one_line(contents.month.words), 22, colour=theme.WHITE)
    paras = (cut_to(month, theme.WIDE - 120, 1), *_version_paras(contents))
    deck.text(paras, 60, 268, theme.WIDE - 120, 136)
    lines = [programme.audience] if programme.audience else []
    lines += [programme.organisation] + (
        [f"Programme exit date: {exit_words}"] if (exit_words := programme.exit_words) else []
    )
    shown = tuple(cut_to(Para(_on_one_line(line), 14), theme.WIDE - 120, 1) for line in lines)
    deck.text(shown, 60, 440, theme.WIDE - 120, 64)
    _logo(slide, contents)


def _logo(slide: Any, contents: Contents) -> None:
    """Draw the trust's logo in its placeholder, which stays empty without a logo."""
    place = next(box for box in slide.placeholders if box.placeholder_format.idx == 13)
    logo = logo_of(contents.programme.slug)
    if logo is None:
        place._element.nvSpPr.cNvPr.set("descr", _LOGO)
        place.name = "Logo"
        return
    box = place.left, place.top, place.width, place.height
    place._element.getparent().remove(place._element)
    picture = slide.shapes.add_picture(BytesIO(logo), *box[:2], height=box[3])
    if picture.width > box[2]:
        picture.width, picture.height = box[2], picture.height * box[2] // picture.width
    picture.left = box[0] + box[2] - picture.width
    picture.name = "Logo"
    organisation = contents.programme.organisation
    picture._element.nvPicPr.cNvPr.set("descr", f"Logo of {organisation}")


def _version_paras(contents: Contents) -> Paras:
    issue = contents.issue
    if issue is None:
        return (Para("DRAFT: not issued", 14, bold=True, colour=theme.WHITE, before=10),)
    lines = [f"Issued by {issue.issued_by} on {iso_day_in_words(issue.issued_at)}"]
    lines += [f"Reason for this version: {issue.reason}"] if issue.reason else []
    version = Para(f"Version {issue.version}", 14, bold=True, colour=theme.WHITE, before=10)
    paras = (Para(_on_one_line(line), 12, colour=theme.WHITE, before=2) for line in lines)
    return (version, *(cut_to(para, theme.WIDE - 120, 3) for para in paras))


def _on_one_line(words: str) -> str:
    return " ".join(words.split())


class ContentsPage:
    """The table of contents. Its slides are added first, and filled when the numbers are known."""

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
            boxes = [box for box in slide.placeholders if box.placeholder_format.idx in (1, 2)]
            boxes.sort(key=lambda box: box.left)
            for column, box in enumerate(boxes):
                start = (2 * number + column) * A_COLUMN
                some = entries[start : start + A_COLUMN]
                if not some:
                    box._element.getparent().remove(box._element)
                    continue
                lines = (f"{one_line(title, 365, 12)}, slide {place}" for title, place in some)
                write(box.text_frame, [Para(line, 12, before=5) for line in lines])


def meetings(deck: Deck, contents: Contents) -> None:
    """Draw the programme's meetings and their chairs."""
    rows = tuple(
        SlideRows(((
            SlideCell(paragraphs(str(meeting.tier), 11)),
            SlideCell(paragraphs(meeting.name, 11, bold=True)),
            SlideCell(paragraphs(meeting.chair or "Not named", 11)),
        ),))
        for meeting in contents.programme.meetings
    )  # fmt: skip
    grid = SlideTable("Meetings", (60, 478, 350), head_row("Tier", "Meeting", "Chair"), rows)
    Flow(deck, "Contents", "Meetings").table(grid)
