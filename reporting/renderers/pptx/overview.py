"""The executive summary and the programme overview."""

from __future__ import annotations

from collections.abc import Iterable

from reporting.contents.facts import Contents, OverviewFact, SectionFact
from reporting.renderers.pptx.deck import Deck
from reporting.renderers.pptx.flow import Flow
from reporting.renderers.pptx.grid import SlideCell, SlideRows, SlideTable, head_row
from reporting.renderers.pptx.ratings import judged_cell
from reporting.renderers.pptx.text import Para, Paras, height_of, note, nothing, paragraphs
from reporting.renderers.pptx.theme import BLUE, DARK_BLUE, GUTTER, PALE, WIDTH

_LETTERS = (12.0, 11.0, 10.0)
_SHARES = (0.58, 0.42)
_SUMMED_UP = ("executive_summary", "key_highlights")


def executive_summary(deck: Deck, contents: Contents, title: str) -> None:
    """Draw the headline, and below it the two sections of the summary beside each other."""
    overview = contents.overview
    flow = Flow(deck, "Executive summary", title)
    if overview.headline:
        flow.text(paragraphs(overview.headline, 16, colour=DARK_BLUE))
    pair = [panel(part, 13) for part in overview.sections if part.kind in _SUMMED_UP]
    if pair:
        flow.columns(pair)
    elif not overview.headline:
        flow.text(nothing("Nothing entered"))


def programme_overview(deck: Deck, contents: Contents, title: str) -> None:
    """Draw every workstream's two ratings, the progress, the risks and the RAG assessment."""
    overview = contents.overview
    flow = Flow(deck, "Programme overview", title)
    flow.table(_ratings(contents))
    for size in _LETTERS:
        columns = _beside(overview, size)
        wide = [share * (WIDTH - GUTTER) for share in _SHARES]
        high = max(height_of(paras, width) for paras, width in zip(columns, wide, strict=True))
        if high <= flow.room:
            break
    flow.columns(columns, _SHARES)


def _beside(overview: OverviewFact, size: float) -> tuple[Paras, Paras]:
    """Return the progress, and beside it the risks and the RAG assessment."""
    elsewhere = (*_SUMMED_UP, "key_progress")
    sections = overview.sections
    progress = stacked(panel(part, size) for part in sections if part.kind == "key_progress")
    risks = stacked(panel(part, size) for part in sections if part.kind not in elsewhere)
    words = overview.rag_assessment
    assessment = paragraphs(words, size) if words else nothing("Nothing entered", size)
    head = heading("RAG assessment", size + 1, before=8 if risks else 0)
    return progress, (*risks, *head, *assessment)


def _ratings(contents: Contents) -> SlideTable:
    rows = [
        (
            SlideCell(paragraphs(stream.name, 10, bold=True)),
            judged_cell(stream.delivery),
            judged_cell(stream.embedding),
        )
        for stream in contents.workstreams
    ]
    whole = contents.overview
    name = SlideCell((Para("Whole programme", 10, bold=True),), PALE)
    rows.append((name, judged_cell(whole.delivery), judged_cell(whole.embedding)))
    head = head_row("Workstream", "Delivery (“Actions”)", "Embedding")
    groups = tuple(SlideRows((row,)) for row in rows)
    return SlideTable("Overall ratings", (208, 340, 340), head, groups)


def heading(words: str, size: float = 13, before: float = 0) -> Paras:
    """Return the heading of a part of a slide."""
    line = " ".join(words.split()) or "Untitled"
    return (Para(line, size, bold=True, colour=BLUE, before=before, heads=True),)


def panel(section: SectionFact, size: float = 12, standing: str = "") -> Paras:
    """Return a section under its heading: as entered, nothing to report, or nothing entered.

    ``standing`` is a note under the heading of a section that was carried and not confirmed.
    """
    carried = note(standing, size - 1.5) if section.carried and standing else ()
    return heading(section.title, size + 1) + carried + _passage(section, size)


def stacked(panels: Iterable[Paras]) -> Paras:
    """Return panels below each other as one text."""
    text: Paras = ()
    for paras in panels:
        first, *rest = paras
        head = Para(first.text, first.size, bold=True, colour=BLUE, before=8, heads=True)
        text += (head, *rest) if text else paras
    return text


def _passage(section: SectionFact, size: float) -> Paras:
    if section.state == "nil":
        return paragraphs("Nothing to report", size)
    if section.state == "missing" or not section.bullets:
        return nothing("Nothing entered", size)
    if len(section.bullets) == 1 and section.kind == "summary":
        return paragraphs(section.bullets[0].text, size)
    return tuple(
        para
        for line in section.bullets
        for para in paragraphs(line.text, size, bullet=True, level=min(line.level, 1), before=2)
    )
