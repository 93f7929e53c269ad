"""What changed, the differences from the version before, and the waivers of a pack."""

from __future__ import annotations

from reporting.changes.kinds import by_kind
from reporting.contents.pack_facts import ChangesFact, WaiverFact
from reporting.renderers.pptx.deck import Deck
from reporting.renderers.pptx.flow import Flow
from reporting.renderers.pptx.grid import SlideCell, SlideRows, SlideTable, head_row
from reporting.renderers.pptx.overview import heading
from reporting.renderers.pptx.text import paragraphs

_HEADED = 80.0  # a heading, the header of its table and a row


def changes(deck: Deck, facts: ChangesFact, title: str, layout: str = "What changed") -> None:
    """Draw every change since the month or the version before, a table for each kind."""
    flow = Flow(deck, layout, title)
    if not facts.items:
        flow.text(paragraphs(f"Nothing changed since {facts.earlier}."))
        return
    flow.text(paragraphs(f"Since {facts.earlier}."))
    for words, changed in by_kind(facts):
        flow.text(heading(words), keep=_HEADED)
        rows = []
        for change in changed:
            of = SlideCell(paragraphs(change.workstream or "Programme", 9.5, bold=True))
            texts = (change.place, change.before, change.now, change.why)
            cells = (of, *(SlideCell(paragraphs(text, 9.5)) for text in texts))
            rows.append(SlideRows((cells,)))
        head = head_row("Workstream", "What", "Before", "Now", "Why")
        flow.table(SlideTable(words, (140, 208, 160, 160, 220), head, tuple(rows)))


def waivers(deck: Deck, facts: tuple[WaiverFact, ...], title: str) -> None:
    """Draw what was missing when the pack was issued, with the reasons and who gave them."""
    texts = ((waiver.found, waiver.reason, waiver.by) for waiver in facts)
    rows = tuple(
        SlideRows((tuple(SlideCell(paragraphs(text, 10)) for text in row),)) for row in texts
    )
    head = head_row("What was found", "Why it may stand", "Said by")
    Flow(deck, "Issued in spite of", title).table(SlideTable(title, (400, 328, 160), head, rows))
