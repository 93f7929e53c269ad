"""Passages of a pack as it was issued: every text in it, with its place."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.contents import Contents, WorkstreamFact
from reporting.figure_facts import CellFact, MetricFact
from reporting.search.passages import Passage, Place, Whose, metric_title
from reporting.texts import said


def whose_in(contents: Contents) -> tuple[Whose, ...]:
    """Give the workstreams of a pack, by the names they were issued with."""
    return tuple(
        Whose(fact.slug, fact.name, place) for place, fact in enumerate(contents.workstreams)
    )


def passages_in(contents: Contents) -> Iterator[Passage]:
    """Give every text of a pack."""
    yield from _overview(contents, Place(Whose(), issued=True))
    for whose, fact in zip(whose_in(contents), contents.workstreams, strict=True):
        place = Place(whose, issued=True)
        yield from _commitments(fact, place)
        for metric in fact.metrics:
            yield from _metric(metric, place)
        yield from _texts(fact, place)


def _overview(contents: Contents, place: Place) -> Iterator[Passage]:
    overview = contents.overview
    yield place.overview("Headline", overview.headline)
    yield place.overview("RAG assessment", overview.rag_assessment)
    for section in overview.sections:
        if section.state == "entered":
            yield place.overview(section.title, said(section))


def _commitments(fact: WorkstreamFact, place: Place) -> Iterator[Passage]:
    yield place.exit_statement(fact.exit_statement)
    for action in fact.actions:
        name = f"{action.strength} {action.ref}"
        yield place.action(action.id, name, action.wording, action.source)
        yield from place.reasons(action.id, name, action.explanation, action.mitigation)
    for one in fact.criteria:
        yield place.criterion(one.id, one.number, one.text, one.owner)


def _metric(metric: MetricFact, place: Place) -> Iterator[Passage]:
    title = metric_title(metric)
    yield from place.metric(metric.id, metric)
    yield place.remark(title, metric.remark)
    for aim in filter(_is_printed, metric.aims):
        yield place.figure(metric.id, title, f"Aim of {aim.quarter}", aim.printed)
    for line in metric.lines:
        for cell in filter(_is_printed, line.cells):
            label = f"{line.name} of {cell.quarter}"
            yield place.figure(metric.id, title, label, cell.printed)


def _is_printed(cell: CellFact) -> bool:
    return bool(cell.printed)


def _texts(fact: WorkstreamFact, place: Place) -> Iterator[Passage]:
    for section in fact.sections:
        if section.state == "entered":
            yield place.section(section.kind, section.title, said(section))
    if fact.plan:
        for lead in fact.plan.leads:
            yield place.plan(lead.words, "\n".join(lead.names))
        for part in fact.plan.parts:
            yield place.plan(part.title, part.text)
        for milestone in fact.plan.milestones:
            yield place.milestones(milestone.quarter, milestone.text)
