"""A deck of slides: titles, footers, notes, and boxes of text taken from the layout."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any
from xml.sax.saxutils import escape

from pptx.enum.text import MSO_AUTO_SIZE
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from reporting.renderers.pptx import theme
from reporting.renderers.pptx.text import INDENT, Para, one_line

FOOTER_PLACES = (11, 12)
_SPACE = nsdecls("a")


class _PartNames:
    """Numbers the parts of the file. Otherwise python-pptx walks all parts for each new one."""

    def __init__(self, package: Any) -> None:
        self._first_free = type(package).next_partname.__get__(package)
        self._next: dict[str, int] = {}

    def __call__(self, template: str) -> PackURI:
        if template not in self._next:
            self._next[template] = self._first_free(template).idx or 1
        number = self._next[template]
        self._next[template] = number + 1
        return PackURI(template % number)


class Deck:
    """A presentation that is being written; ``slide`` is its last slide."""

    def __init__(self, footer: str, layout_of_actions: str = theme.ACTIONS) -> None:
        self.file = theme.blank(layout_of_actions)
        self.file.part.package.next_partname = _PartNames(self.file.part.package)
        self.footer = one_line(footer, 780, 9)
        self._layouts = {layout.name: layout for layout in self.file.slide_layouts}
        self._titles: set[str] = set()
        self._notes: list[str] = []
        self.slide: Any = None

    @property
    def number(self) -> int:
        return len(self.file.slides)

    def add(self, layout: str, title: str) -> Any:
        """Begin a slide. Each title is unique, because screen readers list slides by title."""
        self.finish()
        self.slide = self.file.slides.add_slide(self._layouts[layout])
        shown = self._unique(title.strip() or "Untitled")
        box = self.slide.shapes.title
        if layout == theme.COVER:
            return self.slide
        write(box.text_frame, [Para(shown, theme.TITLE_SIZE, bold=True, colour=theme.DARK_BLUE)])
        return self.slide

    def _unique(self, title: str) -> str:
        """Return the title on one line, numbered where another slide has the same."""
        name, bracket, continued = title.partition(" (continued")
        for count in range(1, 10_000):
            tail = f"{bracket}{continued}" + (f" ({count})" if count > 1 else "")
            room = theme.WIDTH - 0.7 * theme.TITLE_SIZE * len(tail)
            shown = one_line(name, room, theme.TITLE_SIZE, bold=True) + tail
            if shown not in self._titles:
                break
        self._titles.add(shown)
        return shown

    def add_note(self, text: str) -> None:
        """Add a text to the notes of this slide."""
        if text:
            self._notes.append(text)

    def text(
        self, paras: Sequence[Para], x: float, y: float, wide: float, high: float, name: str = ""
    ) -> Any:
        """Put paragraphs in a free placeholder of the layout, or else in a new text box.

        Shapes are read aloud in their order in the file.
        """
        places = [place for place in self.slide.placeholders if _is_free(place)]
        if places:
            box, tree = places[0], self.slide.shapes._spTree
            tree.append(box._element)
            box.left, box.top, box.width, box.height = Pt(x), Pt(y), Pt(wide), Pt(high)
        else:
            box = self.slide.shapes.add_textbox(Pt(x), Pt(y), Pt(wide), Pt(high))
        write(box.text_frame, paras)
        if name:
            box.name = name
        return box

    def finish(self) -> None:
        """Complete the slide: add notes, footer and number, and remove empty placeholders."""
        if self.slide is None:
            return
        for place in list(self.slide.placeholders):
            if _is_free(place):
                place._element.getparent().remove(place._element)
        if self.slide.slide_layout.name != theme.COVER:
            self._add_footer()
        if self._notes:
            self.slide.notes_slide.notes_text_frame.text = "\n\n".join(self._notes)
        self._notes, self.slide = [], None

    def _add_footer(self) -> None:
        for place in self.slide.slide_layout.placeholders:
            index = place.placeholder_format.idx
            if index in FOOTER_PLACES:
                element = deepcopy(place._element)
                properties = element.find(qn("p:spPr"))
                for child in list(properties):
                    properties.remove(child)
                element.nvSpPr.cNvPr.set("id", str(900 + index))
                self.slide.shapes._spTree.append(element)
        for place in self.slide.placeholders:
            if place.placeholder_format.idx == FOOTER_PLACES[0]:
                place.text_frame.paragraphs[0].runs[0].text = self.footer


def _is_free(place: Any) -> bool:
    index = place.placeholder_format.idx
    return index in (1, 2) and not place.text_frame.text


def write(frame: Any, paras: Sequence[Para]) -> None:
    """Write paragraphs in a frame, with the line spacing with which they were measured."""
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for place, para in enumerate(paras):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        write_paragraph(paragraph, para)


def write_paragraph(paragraph: Any, para: Para) -> None:
    """Write one paragraph as XML, because there are thousands and the library is slow."""
    hang = -Pt(INDENT) if para.bullet else 0
    bullet = f"<a:buChar char='{'–' if para.level else '•'}'/>" if para.bullet else "<a:buNone/>"
    look = (
        f"<a:pPr marL='{Pt(para.indent)}' indent='{hang}'>"
        f"<a:lnSpc><a:spcPts val='{round(para.line * 100)}'/></a:lnSpc>"
        f"<a:spcBef><a:spcPts val='{round(para.before * 100)}'/></a:spcBef>"
        f"<a:spcAft><a:spcPts val='0'/></a:spcAft>{bullet}</a:pPr>"
    )
    mark = _run(f"{para.mark} ", para, para.mark_colour) if para.mark else ""
    words = _run(para.text, para, para.colour) if para.text else ""
    end = "" if mark or words else f"<a:endParaRPr lang='en-GB' sz='{round(para.size * 100)}'/>"
    xml = f"<a:p {_SPACE}>{look}{mark}{words}{end}</a:p>"
    paragraph._p[:] = list(parse_xml(xml))


def _run(text: str, para: Para, colour: str) -> str:
    return (
        f"<a:r><a:rPr lang='en-GB' sz='{round(para.size * 100)}' b='{int(para.bold)}' "
        f"i='{int(para.italic)}'><a:solidFill><a:srgbClr val='{colour}'/></a:solidFill>"
        f"<a:latin typeface='Arial'/></a:rPr><a:t>{escape(text)}</a:t></a:r>"
    )
