"""The actions by workstream, those that are red, moved or explained, and the exit criteria."""

from __future__ import annotations

from collections.abc import Sequence

from reporting.contents.facts import ActionFact, Contents, CriterionFact, WorkstreamFact
from reporting.contents.item_facts import ActionWords
from reporting.renderers.pptx.deck import Deck
from reporting.renderers.pptx.flow import LEAST, Flow
from reporting.renderers.pptx.grid import SlideCell, SlideRows, SlideTable, head_row
from reporting.renderers.pptx.ratings import rating_cell
from reporting.renderers.pptx.text import Paras, note, nothing, paragraphs

SHORT_WORD = 8  # letters
NONE_NOTEWORTHY = (
    "No action is rated red this month, has moved since the month before or is explained."
)


def actions_of(deck: Deck, workstream: WorkstreamFact, words: ActionWords, title: str) -> None:
    """Draw a workstream's actions with their two ratings, in a table for each of its sources."""
    flow = Flow(deck, words.layout, title)
    [first, *others] = workstream.action_tables
    shared = "" if others else first.source
    flow.text(_led_by(workstream) + (note(f"Source: {shared}", 10) if shared else ()))
    if not workstream.actions:
        flow.text(nothing(words.none))
        return
    head = head_row(words.kind, "Reference", "Action", "Delivery (“Actions”)", "Embedding")
    for table in (first, *others):
        if table.title:
            flow.text(paragraphs(table.title, 12, bold=True), keep=LEAST)
        rows = tuple(SlideRows((_action(action, bool(table.source)),)) for action in table.actions)
        # Must and Should are short; what other sources call their kinds needs more room.
        kind = 58 if all(_is_short(action.strength) for action in table.actions) else 100
        widths = (kind, 80, 488 - kind, 160, 160)
        flow.table(SlideTable(table.title or title, widths, head, rows))


def _is_short(kind: str) -> bool:
    return all(len(word) <= SHORT_WORD for word in kind.split())


def _led_by(workstream: WorkstreamFact) -> Paras:
    return note(f"Executive lead: {_lead(workstream)}", 10)


def _lead(workstream: WorkstreamFact) -> str:
    return workstream.names_in("executive_lead") or "Nobody named"


def _action(action: ActionFact, shared_source: bool) -> tuple[SlideCell, ...]:
    said = [*([] if shared_source or not action.source else [action.source]), *action.notes]
    notes = tuple(para for line in said for para in note(line, 8.5))
    return (
        SlideCell(paragraphs(action.strength, 10, bold=True)),
        SlideCell(paragraphs(action.ref, 10, bold=True)),
        SlideCell(paragraphs(action.wording, 10) + notes),
        rating_cell(action.delivery),
        rating_cell(action.embedding),
    )


def red_or_moved(deck: Deck, contents: Contents, title: str) -> None:
    """Draw the actions red, moved or explained this month, then those red before, unconfirmed."""
    flow = Flow(deck, "Actions red, moved or explained", title)
    actions = [(stream, action) for stream in contents.workstreams for action in stream.actions]
    if now := [pair for pair in actions if pair[1].noteworthy]:
        flow.table(_explained(title, now))
    else:
        flow.text(paragraphs(NONE_NOTEWORTHY))
    if before := [pair for pair in actions if pair[1].still_red]:
        name = f"Red before, not confirmed for {contents.month.words}"
        flow.text(paragraphs(name, 12, bold=True), keep=LEAST)
        flow.table(_explained(name, before))


def _explained(name: str, actions: Sequence[tuple[WorkstreamFact, ActionFact]]) -> SlideTable:
    rows = tuple(SlideRows((_noteworthy(*pair),)) for pair in actions)
    head = head_row(
        "Item", "Action", "Delivery (“Actions”)", "Embedding", "Explanation", "Mitigation", size=9.5
    )
    return SlideTable(name, (96, 190, 112, 112, 192, 186), head, rows)


def _noteworthy(workstream: WorkstreamFact, action: ActionFact) -> tuple[SlideCell, ...]:
    size = 9
    name = paragraphs(f"{action.strength} {action.ref}", size, bold=True)
    moves = tuple(para for move in action.moves for para in note(f"Moved. {move}", 8))
    return (
        SlideCell(name + note(workstream.name, 8)),
        SlideCell(paragraphs(action.wording, size) + moves),
        rating_cell(action.delivery, size=size),
        rating_cell(action.embedding, size=size),
        SlideCell(_text_or_none(action.told_explanation, size)),
        SlideCell(_text_or_none(action.told_mitigation, size)),
    )


def _text_or_none(words: str, size: float) -> Paras:
    return paragraphs(words, size) if words else nothing("None given", size)


def exit_criteria(deck: Deck, workstream: WorkstreamFact, title: str) -> None:
    """Draw a workstream's exit statement and its criteria."""
    flow = Flow(deck, "Exit criteria", title)
    flow.text(_led_by(workstream))
    if workstream.exit_statement:
        flow.text(paragraphs(workstream.exit_statement, 12, italic=True))
    if not workstream.criteria:
        flow.text(nothing("No exit criteria in this workstream"))
        return
    rows = tuple(
        SlideRows((_criterion(criterion, workstream),)) for criterion in workstream.criteria
    )
    head = head_row("Number", "Exit criterion", "Lead", "Rating")
    flow.table(SlideTable(title, (58, 460, 170, 200), head, rows))


def _criterion(criterion: CriterionFact, workstream: WorkstreamFact) -> tuple[SlideCell, ...]:
    owner = f"{criterion.owner} (owner)" if criterion.owner else _lead(workstream)
    return (
        SlideCell(paragraphs(criterion.number, 10, bold=True)),
        SlideCell(paragraphs(criterion.text, 10)),
        SlideCell(paragraphs(owner, 10)),
        rating_cell(criterion.rating, criterion.moves),
    )
