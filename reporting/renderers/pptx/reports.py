"""A workstream's highlight report and its plan on a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reporting.contents import (
    LeadFact,
    MilestoneFact,
    PlanFact,
    PlanPartFact,
    WorkstreamFact,
)
from reporting.renderers.dates import standing_in_words
from reporting.renderers.pptx.deck import Deck
from reporting.renderers.pptx.flow import GAP, Flow
from reporting.renderers.pptx.grid import Cell, Grid, Group, heads
from reporting.renderers.pptx.overview import panel, stacked
from reporting.renderers.pptx.ratings import judged_cell
from reporting.renderers.pptx.text import Paras, height_of, nothing, one_line, said
from reporting.renderers.pptx.theme import GUTTER, PALE, WIDTH

_LETTERS = (12.0, 11.0, 10.0, 9.0)  # never smaller: longer reports go on to a next slide
_SMALLER = (9.0, 8.5, 8.0)
_ABREAST = 6
_ROWS = (
    ("background", "aims", "benefits", "benefit_measures", "alignment"),
    ("risks", "issues", "communications", "resources", "cost"),
)
_SHARES = {"background": 1.4, "aims": 1.3, "benefits": 0.8, "resources": 0.9, "cost": 0.5}


def highlight_report(deck: Deck, workstream: WorkstreamFact, title: str) -> None:
    """Leads and ratings; the summary across the slide; the other sections in two columns."""
    flow = Flow(deck, "Highlight report", title)
    lines = [f"{lead.words}: {_names(lead)}" for lead in workstream.leads]
    lines.append(f"Report: {standing_in_words(workstream.returned)}")
    led = Cell(tuple(para for line in lines for para in said(line, 10)), PALE)
    rated = (judged_cell(workstream.delivery), judged_cell(workstream.embedding))
    head = heads("Led by", "Delivery (“Actions”)", "Embedding")
    flow.table(
        Grid(f"{title}: leads and ratings", (328, 280, 280), head, (Group(((led, *rated),)),))
    )
    summary, columns = _fitting(workstream, flow.room)
    if summary:
        flow.columns((summary,))
    if columns:
        flow.columns(columns)


def _fitting(workstream: WorkstreamFact, room: float) -> tuple[Paras, tuple[Paras, ...]]:
    """The sections in the largest letters that one slide has room for."""
    column = (WIDTH - GUTTER) / 2
    for size in _LETTERS:
        panels = [(one.kind, panel(one, size)) for one in workstream.sections]
        summary = stacked(words for kind, words in panels if kind == "summary")
        columns = in_two([words for kind, words in panels if kind != "summary"], column)
        high = max((height_of(one, column) for one in columns), default=0)
        if height_of(summary, WIDTH) + GAP + high <= room:
            break
    return summary, columns


def in_two(panels: Sequence[Paras], wide: float) -> tuple[Paras, ...]:
    """Give panels, in their order, as two columns of about one height."""
    if len(panels) < 2:
        return tuple(panels)
    ways = [(stacked(panels[:n]), stacked(panels[n:])) for n in range(1, len(panels))]
    return min(ways, key=lambda pair: max(height_of(one, wide) for one in pair))


def _names(lead: LeadFact) -> str:
    return " / ".join(lead.names) or "Nobody named"


def plan_on_a_page(deck: Deck, workstream: WorkstreamFact, title: str) -> None:
    """Background, aims and benefits; milestones by quarter; risks, issues and costs."""
    flow, plan = Flow(deck, "Plan on a page", title), workstream.plan
    if plan is None:
        flow.text(nothing("No plan has been entered for this workstream"))
        return
    flow.text(said(" | ".join(f"{one.words}: {_names(one)}" for one in plan.leads), 9))
    for size in _SMALLER:
        grids = list(_grids(plan, title, size))
        high = sum(one.height(one.header) + sum(map(one.height, one.groups)) for one in grids)
        if high + GAP * (len(grids) - 1) <= flow.room:
            break
    for grid in grids:
        flow.table(grid)


def _grids(plan: PlanFact, title: str, size: float) -> Iterator[Grid]:
    above, below = ([one for one in plan.parts if one.kind in row] for row in _ROWS)
    rest = [one for one in plan.parts if one.kind not in (*_ROWS[0], *_ROWS[1])]
    yield from _boxes(f"{title}: background, aims and benefits", above, size)
    yield from _milestones(f"{title}: milestones", plan, size)
    yield from _boxes(f"{title}: risks, issues and cost", below, size)
    yield from _boxes(f"{title}: more", rest, size)


def _boxes(name: str, parts: Sequence[PlanPartFact], size: float) -> Iterator[Grid]:
    for start in range(0, len(parts), _ABREAST):
        some = parts[start : start + _ABREAST]
        shares = [_SHARES.get(one.kind, 1.0) for one in some]
        cells = tuple(Cell(_lines(one, size)) for one in some)
        yield _across(name, [one.title for one in some], cells, shares)


def _lines(part: PlanPartFact, size: float) -> Paras:
    """A printed plan has sentences that introduce bullets; these end with a colon."""
    if not part.lines:
        return nothing("Nothing entered", size)
    prose = part.kind == "background" or len(part.lines) == 1
    return tuple(
        para
        for line in part.lines
        for para in said(line, size, bullet=not (prose or line.endswith(":")))
    )


def _milestones(name: str, plan: PlanFact, size: float) -> Iterator[Grid]:
    """The quarters stand beside each other, as on a calendar; more than fit go below."""
    for start in range(0, len(plan.milestones), _ABREAST):
        some = plan.milestones[start : start + _ABREAST]
        cells = tuple(Cell(_items(one, size)) for one in some)
        titles = [f"Milestones {one.quarter}" for one in some]
        yield _across(name, titles, cells, [1.0] * len(some))


def _items(milestone: MilestoneFact, size: float) -> Paras:
    items = tuple(para for item in milestone.items for para in said(item, size, bullet=True))
    return items or nothing("Nothing entered", size)


def _across(
    name: str, titles: Sequence[str], cells: tuple[Cell, ...], shares: Sequence[float]
) -> Grid:
    widths = tuple(WIDTH * share / sum(shares) for share in shares)
    pairs = zip(titles, widths, strict=True)
    shown = (one_line(title, 2 * wide - 40, 8.5, bold=True) for title, wide in pairs)
    return Grid(name, widths, heads(*shown, size=8.5), (Group((cells,)),))
