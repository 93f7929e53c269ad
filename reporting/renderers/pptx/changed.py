"""What changed, what the pack was issued in spite of, and how it differs from the one before."""

from __future__ import annotations

from reporting.change_kinds import by_kind
from reporting.issue_facts import ChangeFact, ChangesFact, WaiverFact
from reporting.renderers.pptx.deck import Deck
from reporting.renderers.pptx.flow import Flow
from reporting.renderers.pptx.grid import Cell, Grid, Group, heads
from reporting.renderers.pptx.overview import heading
from reporting.renderers.pptx.text import said

_HEADED = 80.0  # a heading, the header of its table and a row


def changes(deck: Deck, facts: ChangesFact, title: str, layout: str = "What changed") -> None:
    """Every change since the month or the version before, a table for each kind."""
    flow = Flow(deck, layout, title)
    if not facts.items:
        flow.text(said(f"Nothing changed since {facts.earlier}."))
        return
    flow.text(said(f"Since {facts.earlier}."))
    for words, found in by_kind(facts):
        flow.text(heading(words), keep=_HEADED)
        rows = tuple(Group((_change(one),)) for one in found)
        head = heads("Workstream", "What", "Before", "Now", "Why")
        flow.table(Grid(words, (140, 208, 160, 160, 220), head, rows))


def _change(change: ChangeFact) -> tuple[Cell, ...]:
    told = (change.workstream or "Programme", change.place, change.before, change.now, change.why)
    first, *others = (Cell(said(one, 9.5)) for one in told)
    return (Cell(said(told[0], 9.5, bold=True)), *others) if first else ()


def waivers(deck: Deck, facts: tuple[WaiverFact, ...], title: str) -> None:
    """What was found before the pack was issued, and who said why it may stand."""
    rows = tuple(
        Group(((Cell(said(one.found, 10)), Cell(said(one.reason, 10)), Cell(said(one.by, 10))),))
        for one in facts
    )
    head = heads("What was found", "Why it may stand", "Said by")
    Flow(deck, "Issued in spite of", title).table(Grid(title, (400, 328, 160), head, rows))
