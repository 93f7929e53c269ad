"""Passages of packs as issued: what whoever may not read open months searches, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from improvement.models import Month
from reporting.contents import Contents, WorkstreamFact
from reporting.figure_facts import CellFact, MetricFact
from reporting.models import Pack
from reporting.search.asked import Query
from reporting.search.passages import Passage, Place, Whose, metric_title
from reporting.texts import said


def issued_passages(
    query: Query, months: Sequence[Month], stream: str, *, overview: bool
) -> Iterator[Passage]:
    """Give the passages of each month’s latest pack that may hold what is asked for. One query.

    Of one workstream where its slug is given; with ``overview``, the programme's own too.
    """
    by_pk = {month.pk: month for month in months}
    packs = Pack.objects.filter(month__in=by_pk).order_by("version")
    for pack in {pack.month_id: pack for pack in packs}.values():
        # What the page says of itself (“Criterion 7”) is not in the frozen text.
        if query.may_be_in(f"{pack.contents_json} criterion metric".lower()):
            yield from _in_pack(pack.contents, by_pk[pack.month_id], stream, overview=overview)


def _in_pack(contents: Contents, month: Month, stream: str, *, overview: bool) -> Iterator[Passage]:
    if overview:
        yield from _overview(contents, Place(Whose(month.programme), (month.period,)))
    for position, fact in enumerate(contents.workstreams):
        if stream in ("", fact.slug):
            whose = Whose(month.programme, fact.slug, fact.name, position)
            place = Place(whose, (month.period,), metric_view="reading")
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
