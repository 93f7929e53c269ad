"""Every text of a pack with where it stands: what comparing, checking and printing go through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reporting.contents.facts import Contents, PlanFact, SectionFact, WorkstreamFact
from reporting.contents.metric_facts import MetricFact

NIL = "Nothing to report"


@dataclass(frozen=True)
class Text:
    """A text: whose it is, what it is called, and the page and the place where it is written.

    ``workstream`` is a slug, empty for the programme; ``of`` its name.
    """

    workstream: str
    of: str
    place: str
    words: str
    view: str
    anchor: str = ""


def texts_of(contents: Contents) -> Iterator[Text]:
    """Return every text of the pack, in its order; empty ones too."""
    overview = contents.overview
    yield Text("", "", "Headline", overview.headline, "overview", "id_headline")
    yield Text("", "", "RAG assessment", overview.rag_assessment, "overview", "id_rag_assessment")
    for section in overview.sections:
        yield Text("", "", section.title, said(section), "overview", f"id_{section.kind}")
    for workstream in contents.workstreams:
        yield from texts_of_workstream(workstream)


def said(section: SectionFact) -> str:
    """Return a section as text, a line for each bullet."""
    return NIL if section.state == "nil" else "\n".join(one.text for one in section.bullets)


def texts_of_workstream(fact: WorkstreamFact) -> Iterator[Text]:
    """Yield every text of one workstream's report, in the pack's order; empty ones too."""
    slug, of = fact.slug, fact.name
    yield Text(slug, of, "Exit statement", fact.exit_statement, "criteria")
    for section in fact.sections:
        anchor = f"id_{section.kind}"
        yield Text(slug, of, section.title, said(section), "highlight_report", anchor)
    for action in fact.actions:
        name, anchor = f"{action.strength} {action.ref}", f"action-{action.id}"
        yield Text(slug, of, f"{name}: wording", action.wording, "actions", anchor)
        yield Text(slug, of, f"{name}: explanation", action.explanation, "actions", anchor)
        yield Text(slug, of, f"{name}: mitigation", action.mitigation, "actions", anchor)
    for criterion in fact.criteria:
        yield Text(slug, of, f"Criterion {criterion.number}: text", criterion.text, "criteria")
    for metric in fact.metrics:
        for place, words in _of_metric(metric):
            yield Text(slug, of, f"Metric {metric.number}: {place}", words, "scorecard")
    if fact.plan:
        for place, words in _of_plan(fact.plan):
            yield Text(slug, of, place, words, "plan")


def _of_metric(metric: MetricFact) -> Iterator[tuple[str, str]]:
    yield "name", metric.name
    yield "baseline", " ".join((metric.baseline, metric.baseline_when)).strip()
    yield "target", " ".join((metric.target, metric.target_when)).strip()
    yield "remark", metric.remark


def _of_plan(plan: PlanFact) -> Iterator[tuple[str, str]]:
    for part in plan.parts:
        yield f"Plan: {part.title}", part.text
    for milestone in plan.milestones:
        yield f"Plan: milestones of {milestone.quarter}", milestone.text
