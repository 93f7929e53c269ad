"""CQC Must and Should Dos, the actions that are red, moved or explained, and the exit criteria."""

from __future__ import annotations

from reporting.contents import ActionFact, Contents, CriterionFact, WorkstreamFact
from reporting.renderers.pptx.deck import Deck
from reporting.renderers.pptx.flow import Flow
from reporting.renderers.pptx.grid import Cell, Grid, Group, heads
from reporting.renderers.pptx.ratings import rating_cell
from reporting.renderers.pptx.text import Paras, note, nothing, said

NONE_NOTEWORTHY = "No action is rated red, has moved since the month before or is explained."


def cqc_actions(deck: Deck, workstream: WorkstreamFact, title: str) -> None:
    """A workstream's CQC actions with their two ratings."""
    flow = Flow(deck, "CQC Must and Should Dos", title)
    sources = {one.source for one in workstream.actions}
    shared = sources.pop() if len(sources) == 1 else ""
    flow.text(_led_by(workstream) + (note(f"Source: {shared}", 10) if shared else ()))
    if not workstream.actions:
        flow.text(nothing("No CQC actions in this workstream"))
        return
    rows = tuple(Group((_action(one, bool(shared)),)) for one in workstream.actions)
    head = heads("CQC", "Reference", "Action", "Delivery (“Actions”)", "Embedding")
    flow.table(Grid(title, (58, 80, 430, 160, 160), head, rows))


def _led_by(workstream: WorkstreamFact) -> Paras:
    return note(f"Executive lead: {_lead(workstream)}", 10)


def _lead(workstream: WorkstreamFact) -> str:
    return workstream.names_in("executive_lead") or "Nobody named"


def _action(action: ActionFact, shared_source: bool) -> tuple[Cell, ...]:
    source = () if shared_source or not action.source else note(action.source, 8.5)
    return (
        Cell(said(action.strength, 10, bold=True)),
        Cell(said(action.ref, 10, bold=True)),
        Cell(said(action.wording, 10) + source),
        rating_cell(action.delivery),
        rating_cell(action.embedding),
    )


def red_or_moved(deck: Deck, contents: Contents, title: str) -> None:
    """The items rated red, moved or explained, each with its explanation and mitigation."""
    flow = Flow(deck, "Actions red, moved or explained", title)
    rows = tuple(
        Group((_noteworthy(one, action),))
        for one in contents.workstreams
        for action in one.actions
        if action.noteworthy
    )
    if not rows:
        flow.text(said(NONE_NOTEWORTHY))
        return
    head = heads(
        "Item", "Action", "Delivery (“Actions”)", "Embedding", "Explanation", "Mitigation", size=9.5
    )
    flow.table(Grid(title, (96, 190, 112, 112, 192, 186), head, rows))


def _noteworthy(workstream: WorkstreamFact, action: ActionFact) -> tuple[Cell, ...]:
    size = 9
    named = said(f"{action.strength} {action.ref}", size, bold=True)
    moves = tuple(para for one in action.moves for para in note(f"Moved. {one}", 8))
    return (
        Cell(named + note(workstream.name, 8)),
        Cell(said(action.wording, size) + moves),
        rating_cell(action.delivery, size=size),
        rating_cell(action.embedding, size=size),
        Cell(_told(action.explanation, size)),
        Cell(_told(action.mitigation, size)),
    )


def _told(words: str, size: float) -> Paras:
    return said(words, size) if words else nothing("None given", size)


def exit_criteria(deck: Deck, workstream: WorkstreamFact, title: str) -> None:
    """A workstream's exit statement and its criteria."""
    flow = Flow(deck, "Exit criteria", title)
    flow.text(_led_by(workstream))
    if workstream.exit_statement:
        flow.text(said(workstream.exit_statement, 12, italic=True))
    if not workstream.criteria:
        flow.text(nothing("No exit criteria in this workstream"))
        return
    rows = tuple(Group((_criterion(one, workstream),)) for one in workstream.criteria)
    head = heads("Number", "Exit criterion", "Lead", "Rating")
    flow.table(Grid(title, (58, 460, 170, 200), head, rows))


def _criterion(criterion: CriterionFact, workstream: WorkstreamFact) -> tuple[Cell, ...]:
    owner = f"{criterion.owner} (owner)" if criterion.owner else _lead(workstream)
    return (
        Cell(said(criterion.number, 10, bold=True)),
        Cell(said(criterion.text, 10)),
        Cell(said(owner, 10)),
        rating_cell(criterion.rating, criterion.moves),
    )
