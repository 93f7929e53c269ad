"""The executive summary and the programme overview."""

from __future__ import annotations

from collections.abc import Iterable

from reporting.contents import Contents, OverviewFact, SectionFact
from reporting.renderers.pptx.deck import Deck
from reporting.renderers.pptx.flow import Flow
from reporting.renderers.pptx.grid import Cell, Grid, Group, heads
from reporting.renderers.pptx.ratings import judged_cell
from reporting.renderers.pptx.text import Para, Paras, height_of, nothing, said
from reporting.renderers.pptx.theme import BLUE, DARK_BLUE, GUTTER, PALE, WIDTH

_LETTERS = (12.0, 11.0, 10.0)
_SHARES = (0.58, 0.42)
_SUMMED_UP = ("executive_summary", "key_highlights")


def executive_summary(deck: Deck, contents: Contents, title: str) -> None:
    """The headline and the two sections that sum the month up, beside each other."""
    overview = contents.overview
    flow = Flow(deck, "Executive summary", title)
    if overview.headline:
        flow.text(said(overview.headline, 16, colour=DARK_BLUE))
    pair = [panel(one, 13) for one in overview.sections if one.kind in _SUMMED_UP]
    if pair:
        flow.columns(pair)
    elif not overview.headline:
        flow.text(nothing("Nothing entered"))


def programme_overview(deck: Deck, contents: Contents, title: str) -> None:
    """Every workstream's two ratings, the progress, risks, and the RAG assessment."""
    overview = contents.overview
    flow = Flow(deck, "Programme overview", title)
    flow.table(_ratings(contents))
    for size in _LETTERS:
        columns = _beside(overview, size)
        wide = [share * (WIDTH - GUTTER) for share in _SHARES]
        high = max(height_of(one, width) for one, width in zip(columns, wide, strict=True))
        if high <= flow.room:
            break
    flow.columns(columns, _SHARES)


def _beside(overview: OverviewFact, size: float) -> tuple[Paras, Paras]:
    """The progress, and beside it the risks and the RAG assessment."""
    told = (*_SUMMED_UP, "key_progress")
    sections = overview.sections
    progress = stacked(panel(one, size) for one in sections if one.kind == "key_progress")
    others = stacked(panel(one, size) for one in sections if one.kind not in told)
    words = overview.rag_assessment
    assessment = said(words, size) if words else nothing("Nothing entered", size)
    head = heading("RAG assessment", size + 1, before=8 if others else 0)
    return progress, (*others, *head, *assessment)


def _ratings(contents: Contents) -> Grid:
    rows = [
        (Cell(said(one.name, 10, bold=True)), judged_cell(one.delivery), judged_cell(one.embedding))
        for one in contents.workstreams
    ]
    whole = contents.overview
    named = Cell((Para("Whole programme", 10, bold=True),), PALE)
    rows.append((named, judged_cell(whole.delivery), judged_cell(whole.embedding)))
    head = heads("Workstream", "Delivery (“Actions”)", "Embedding")
    groups = tuple(Group((row,)) for row in rows)
    return Grid("Overall ratings", (208, 340, 340), head, groups)


def heading(words: str, size: float = 13, before: float = 0) -> Paras:
    """Give the heading of a part of a slide."""
    line = " ".join(words.split()) or "Untitled"
    return (Para(line, size, bold=True, colour=BLUE, before=before, heads=True),)


def panel(section: SectionFact, size: float = 12) -> Paras:
    """Give a section as entered, or that there is nothing to report, or nothing entered."""
    return heading(section.title, size + 1) + _passage(section, size)


def stacked(panels: Iterable[Paras]) -> Paras:
    """Give panels below each other as one text."""
    found: Paras = ()
    for one in panels:
        first, *rest = one
        head = Para(first.text, first.size, bold=True, colour=BLUE, before=8, heads=True)
        found += (head, *rest) if found else one
    return found


def _passage(section: SectionFact, size: float) -> Paras:
    if section.state == "nil":
        return said("Nothing to report", size)
    if section.state == "missing" or not section.bullets:
        return nothing("Nothing entered", size)
    if len(section.bullets) == 1 and section.kind == "summary":
        return said(section.bullets[0].text, size)
    return tuple(
        para
        for one in section.bullets
        for para in said(one.text, size, bullet=True, level=min(one.level, 1), before=2)
    )
