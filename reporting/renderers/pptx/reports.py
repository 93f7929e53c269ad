"""A workstream's highlight report and its plan on a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.text import capfirst

from reporting.contents.facts import LeadFact, MilestoneFact, PlanFact, PlanPartFact, WorkstreamFact
from reporting.renderers.dates import standing_in_words
from reporting.renderers.pptx.deck import Deck
from reporting.renderers.pptx.flow import GAP, Flow
from reporting.renderers.pptx.grid import SlideCell, SlideRows, SlideTable, head_row
from reporting.renderers.pptx.overview import panel, stacked
from reporting.renderers.pptx.ratings import judged_cell
from reporting.renderers.pptx.text import Paras, height_of, nothing, one_line, paragraphs
from reporting.renderers.pptx.theme import GUTTER, PALE, WIDTH

_LETTERS = (12.0, 11.0, 10.0, 9.0)  # points; a longer report continues on the next slide
_SMALLER = (9.0, 8.5, 8.0)
_ABREAST = 6
_ROWS = (
    ("background", "aims", "benefits", "benefit_measures", "alignment"),
    ("risks", "issues", "communications", "resources", "cost"),
)
_SHARES = {"background": 1.4, "aims": 1.3, "benefits": 0.8, "resources": 0.9, "cost": 0.5}


def highlight_report(deck: Deck, workstream: WorkstreamFact, title: str) -> None:
    """Draw leads and ratings, the summary across the slide, and the sections in two columns."""
    flow = Flow(deck, "Highlight report", title)
    lines = [f"{lead.words}: {_names(lead)}" for lead in workstream.leads]
    lines.append(f"Report: {standing_in_words(workstream.returned)}")
    led = SlideCell(tuple(para for line in lines for para in paragraphs(line, 10)), PALE)
    rated = (judged_cell(workstream.delivery), judged_cell(workstream.embedding))
    head = head_row("Led by", "Delivery (“Actions”)", "Embedding")
    flow.table(
        SlideTable(
            f"{title}: leads and ratings", (328, 280, 280), head, (SlideRows(((led, *rated),)),)
        )
    )
    summary, columns = _largest_fit(workstream, flow.room)
    if summary:
        flow.columns((summary,))
    if columns:
        flow.columns(columns)


def _largest_fit(workstream: WorkstreamFact, room: float) -> tuple[Paras, tuple[Paras, ...]]:
    """Return the summary and the columns in the largest font size that fits on one slide."""
    column = (WIDTH - GUTTER) / 2
    for size in _LETTERS:
        standing = capfirst(workstream.standing)
        panels = [(part.kind, panel(part, size, standing)) for part in workstream.sections]
        summary = stacked(words for kind, words in panels if kind == "summary")
        columns = _in_two_columns([words for kind, words in panels if kind != "summary"], column)
        high = max((height_of(paras, column) for paras in columns), default=0)
        if height_of(summary, WIDTH) + GAP + high <= room:
            break
    return summary, columns


def _in_two_columns(panels: Sequence[Paras], wide: float) -> tuple[Paras, ...]:
    """Return panels, in their order, as two columns of about the same height."""
    if len(panels) < 2:
        return tuple(panels)
    ways = [(stacked(panels[:n]), stacked(panels[n:])) for n in range(1, len(panels))]
    return min(ways, key=lambda pair: max(height_of(paras, wide) for paras in pair))


def _names(lead: LeadFact) -> str:
    return " / ".join(lead.names) or "Nobody named"


def plan_on_a_page(deck: Deck, workstream: WorkstreamFact, title: str) -> None:
    """Draw background, aims and benefits; milestones by quarter; risks, issues and costs."""
    plan = workstream.plan
    if plan is None:
        return
    flow = Flow(deck, "Plan on a page", title)
    led = [f"{lead.words}: {_names(lead)}" for lead in plan.leads]
    led += [capfirst(workstream.standing)] if plan.carried and workstream.standing else []
    flow.text(paragraphs(" | ".join(led), 9))
    for size in _SMALLER:
        grids = list(_grids(plan, title, size))
        high = sum(grid.height(grid.header) + sum(map(grid.height, grid.groups)) for grid in grids)
        if high + GAP * (len(grids) - 1) <= flow.room:
            break
    for grid in grids:
        flow.table(grid)


def _grids(plan: PlanFact, title: str, size: float) -> Iterator[SlideTable]:
    above, below = ([part for part in plan.parts if part.kind in row] for row in _ROWS)
    rest = [part for part in plan.parts if part.kind not in (*_ROWS[0], *_ROWS[1])]
    yield from _boxes(f"{title}: background, aims and benefits", above, size)
    yield from _milestones(f"{title}: milestones", plan, size)
    yield from _boxes(f"{title}: risks, issues and cost", below, size)
    yield from _boxes(f"{title}: more", rest, size)


def _boxes(name: str, parts: Sequence[PlanPartFact], size: float) -> Iterator[SlideTable]:
    for start in range(0, len(parts), _ABREAST):
        some = parts[start : start + _ABREAST]
        shares = [_SHARES.get(part.kind, 1.0) for part in some]
        cells = tuple(SlideCell(_lines(part, size)) for part in some)
        yield _across(name, [part.title for part in some], cells, shares)


def _lines(part: PlanPartFact, size: float) -> Paras:
    """Return a part's lines as bullets; a line that ends with a colon introduces them."""
    if not part.lines:
        return nothing("Nothing entered", size)
    prose = part.kind == "background" or len(part.lines) == 1
    return tuple(
        para
        for line in part.lines
        for para in paragraphs(line, size, bullet=not (prose or line.endswith(":")))
    )


def _milestones(name: str, plan: PlanFact, size: float) -> Iterator[SlideTable]:
    """Yield tables of milestones with the quarters beside each other, six in a table."""
    for start in range(0, len(plan.milestones), _ABREAST):
        some = plan.milestones[start : start + _ABREAST]
        cells = tuple(SlideCell(_items(milestone, size)) for milestone in some)
        titles = [f"Milestones {milestone.quarter}" for milestone in some]
        yield _across(name, titles, cells, [1.0] * len(some))


def _items(milestone: MilestoneFact, size: float) -> Paras:
    items = tuple(para for item in milestone.items for para in paragraphs(item, size, bullet=True))
    return items or nothing("Nothing entered", size)


def _across(
    name: str, titles: Sequence[str], cells: tuple[SlideCell, ...], shares: Sequence[float]
) -> SlideTable:
    widths = tuple(WIDTH * share / sum(shares) for share in shares)
    pairs = zip(titles, widths, strict=True)
    shown = (one_line(title, 2 * wide - 40, 8.5, bold=True) for title, wide in pairs)
    return SlideTable(name, widths, head_row(*shown, size=8.5), (SlideRows((cells,)),))
