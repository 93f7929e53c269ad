"""What changed since the month before: ratings, texts and figures of one workstream."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reporting.contents import SectionFact, WorkstreamFact
from reporting.figure_facts import LineFact
from reporting.same_row import row_before
from reporting.texts import NIL


@dataclass(frozen=True)
class Moved:
    """A rating or a figure: where, from what, to what. ``why`` is its explanation or remark."""

    place: str
    before: str
    now: str
    why: str = ""


@dataclass(frozen=True)
class Rewritten:
    """A text: the lines that are new and the lines that went."""

    place: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True)
class Since:
    """Everything that differs from the month before."""

    ratings: tuple[Moved, ...]
    texts: tuple[Rewritten, ...]
    figures: tuple[Moved, ...]


def since(before: WorkstreamFact | None, now: WorkstreamFact) -> Since:
    """Compare a workstream with itself as it was issued a month before."""
    return Since(
        ratings=tuple(_ratings(before, now)),
        texts=tuple(_texts(before, now)),
        figures=tuple(_figures(before, now)),
    )


def _ratings(before: WorkstreamFact | None, now: WorkstreamFact) -> Iterator[Moved]:
    for name, fact in (("Overall delivery", now.delivery), ("Overall embedding", now.embedding)):
        if fact.before and fact.before != fact.judged:
            yield Moved(name, fact.before.words, fact.judged.words)
    for action in now.actions:
        pairs = (
            ("delivery", action.delivery_before, action.delivery),
            ("embedding", action.embedding_before, action.embedding),
        )
        for name, old, new in pairs:
            if old and old != new:
                place = f"{action.strength} {action.ref}: {name}"
                yield Moved(place, old.words, new.words, action.explanation)
    for criterion in now.criteria:
        if criterion.before and criterion.before != criterion.rating:
            place = f"Criterion {criterion.number}"
            yield Moved(place, criterion.before.words, criterion.rating.words)


def _texts(before: WorkstreamFact | None, now: WorkstreamFact) -> Iterator[Rewritten]:
    old = dict(_lines_of(before)) if before else {}
    for place, lines in _lines_of(now):
        was = old.get(place, ())
        added = tuple(line for line in lines if line not in was)
        removed = tuple(line for line in was if line not in lines)
        if added or removed:
            yield Rewritten(place, added, removed)


def _lines_of(workstream: WorkstreamFact) -> Iterator[tuple[str, tuple[str, ...]]]:
    for section in workstream.sections:
        yield section.title, _said(section)
    if plan := workstream.plan:
        for lead in plan.leads:
            yield f"Plan: {lead.words}", lead.names
        for part in plan.parts:
            yield f"Plan: {part.title}", part.lines
        for milestone in plan.milestones:
            yield f"Plan: milestones of {milestone.quarter}", milestone.items


def _said(section: SectionFact) -> tuple[str, ...]:
    return (NIL,) if section.state == "nil" else tuple(one.text for one in section.bullets)


def _figures(before: WorkstreamFact | None, now: WorkstreamFact) -> Iterator[Moved]:
    old = {metric.id: metric for metric in before.metrics} if before else {}
    for metric in now.metrics:
        was, several = old.get(metric.id), len(metric.lines) > 1
        for line in metric.lines:
            printed = _printed(row_before(line, was)) if was else {}
            for cell in line.cells:
                if cell.printed != (earlier := printed.get(cell.quarter, "")):
                    place = f"{line.name}, {cell.quarter}" if several else cell.quarter
                    where = f"Metric {metric.number} {metric.name}, {place}"
                    yield Moved(where, earlier, cell.printed, metric.remark)


def _printed(line: LineFact | None) -> dict[str, str]:
    return {cell.quarter: cell.printed for cell in line.cells} if line else {}
