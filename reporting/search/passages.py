"""Passages: every text of a month's contents that can be found, with its title and its page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache

from reporting.contents.facts import ActionFact, Contents, PlanFact, WorkstreamFact
from reporting.contents.metric_facts import MetricFact, hashed_once
from reporting.contents.texts import said
from reporting.search.highlight import sentences_in
from reporting.search.query import searchable

SEARCHED = 100_000  # characters of a text; what comes after is not searched


class PassageKind(Enum):
    """What was found, in the order in which the hits of one month are shown."""

    ACTION = "Action"
    CRITERION = "Exit criterion"
    METRIC = "Metric"
    OVERVIEW = "Overview"
    SECTION = "Highlight report"
    EXPLANATION = "Explanation of a rating"
    MITIGATION = "Mitigation"
    REMARK = "Remark on a metric"
    PLAN = "Plan on a page"
    MILESTONE = "Milestone"


BY_MONTH = (PassageKind.EXPLANATION, PassageKind.MITIGATION)
# The page of an item, and its anchor in the report of an issued month.
ITEM_PAGES = {
    PassageKind.ACTION: ("action_timeline", "actions"),
    PassageKind.CRITERION: ("criterion_timeline", "criteria"),
    PassageKind.METRIC: ("metric", "scorecard"),
}


@dataclass(frozen=True)
class NamedWorkstream:
    """A workstream by the name it had in that month; empty for the programme's own texts."""

    slug: str = ""
    name: str = ""
    position: int = -1


@dataclass(frozen=True)
class SearchPassage:
    """A text and the page it is on, whichever months have it.

    ``head`` is searched with the text (“Must GOV-01”), ``label`` is not (“Target: ”). ``view`` is
    its page, of ``item`` where that is an item's own page, and ``anchor`` the place on it.
    """

    kind: PassageKind
    workstream: NamedWorkstream
    title: str
    text: str
    view: str
    item: int = 0
    anchor: str = ""
    head: str = ""
    label: str = ""
    __hash__ = hashed_once

    @cached_property
    def searchable_text(self) -> str:
        """The words of the head and of the text, as ``SearchQuery.matches`` takes them."""
        return f"{searchable(self.head)}\n{searchable(self.text[:SEARCHED])}"

    @cached_property
    def sentences(self) -> list[tuple[str, str]]:
        """Each sentence of the text, with its words as ``SearchQuery.matches`` takes them."""
        found = (self.text[start:stop] for start, stop in sentences_in(self.text[:SEARCHED]))
        return [(sentence, searchable(sentence)) for sentence in found]


def passages_in(contents: Contents, *, issued: bool) -> Iterator[SearchPassage]:
    """Yield every text of a month's contents; ``issued`` where they are those of a pack.

    An item's own page shows today's wording, so an issued month's items lead to the month's report.
    """
    yield from _overview(contents)
    for position, fact in enumerate(contents.workstreams):
        workstream = NamedWorkstream(fact.slug, fact.name, position)
        yield from WorkstreamPassages(workstream, issued).all_in(fact)


def _overview(contents: Contents) -> Iterator[SearchPassage]:
    overview = contents.overview
    texts = {"Headline": overview.headline, "RAG assessment": overview.rag_assessment}
    entered = (section for section in overview.sections if section.state == "entered")
    texts |= {section.title: said(section) for section in entered}
    for title, text in texts.items():
        whole = NamedWorkstream()
        yield SearchPassage(PassageKind.OVERVIEW, whole, title, text, "month", anchor="overview")


@dataclass(frozen=True)
class WorkstreamPassages:
    """The texts of one workstream's month."""

    workstream: NamedWorkstream
    issued: bool

    def all_in(self, fact: WorkstreamFact) -> Iterator[SearchPassage]:
        yield self.in_report(
            PassageKind.CRITERION, "Exit statement", fact.exit_statement, "criteria"
        )
        for action in fact.actions:
            yield from self._action(action)
        for criterion in fact.criteria:
            title, text = f"Criterion {criterion.number}", f"{criterion.text}\n{criterion.owner}"
            yield self.item(PassageKind.CRITERION, criterion.id, title, text, head=title)
        for metric in fact.metrics:
            yield from _metric(self, metric)
        for section in fact.sections:
            if section.state == "entered":
                yield self.in_report(
                    PassageKind.SECTION, section.title, said(section), section.kind
                )
        if fact.plan:
            yield from self._plan(fact.plan)

    def _action(self, action: ActionFact) -> Iterator[SearchPassage]:
        name = f"{action.strength} {action.ref}"
        words = (action.wording, action.short_name, action.source, *action.notes)
        text = "\n".join(filter(None, words))
        yield self.item(PassageKind.ACTION, action.id, name, text, head=name)
        reasons = zip(BY_MONTH, (action.explanation, action.mitigation), strict=True)
        for kind, text in reasons:
            yield SearchPassage(kind, self.workstream, name, text, "action_timeline", action.id)

    def _plan(self, plan: PlanFact) -> Iterator[SearchPassage]:
        texts = [(lead.words, "\n".join(lead.names)) for lead in plan.leads]
        texts += [(part.title, part.text) for part in plan.parts]
        for title, text in texts:
            yield self.in_report(PassageKind.PLAN, title, text, "plan")
        for milestones in plan.milestones:
            title = f"Milestones of {milestones.quarter}"
            yield self.in_report(PassageKind.MILESTONE, title, milestones.text, "plan")

    def in_report(self, kind: PassageKind, title: str, text: str, anchor: str) -> SearchPassage:
        return SearchPassage(kind, self.workstream, title, text, "reading", anchor=anchor)

    def item(
        self, kind: PassageKind, pk: int, title: str, text: str, *, head: str = "", label: str = ""
    ) -> SearchPassage:
        page, anchor = ITEM_PAGES[kind]
        page, anchor = ("reading", anchor) if self.issued else (page, "")
        return SearchPassage(kind, self.workstream, title, text, page, pk, anchor, head, label)


@lru_cache(maxsize=1024)
def _metric(passages: WorkstreamPassages, metric: MetricFact) -> tuple[SearchPassage, ...]:
    """Return the texts of a metric. They are cached: few change from one month to the next."""
    head, title = f"Metric {metric.number}", f"Metric {metric.number}: {metric.name}"
    name = "\n".join(filter(None, (metric.name, metric.short_name, metric.unit)))
    figures = (
        passages.item(PassageKind.METRIC, metric.id, title, printed, label=f"{label}: ")
        for label, printed in _figures(metric)
    )
    return (
        passages.item(PassageKind.METRIC, metric.id, head, name, head=head),
        *figures,
        passages.in_report(PassageKind.REMARK, title, metric.remark, "scorecard"),
    )


def _figures(metric: MetricFact) -> Iterator[tuple[str, str]]:
    """Yield the label (`Aim of 2023/24 Q3`) and the text of each printed figure of a metric."""
    yield "Baseline", ", ".join(filter(None, (metric.baseline, metric.baseline_when)))
    yield "Target", ", ".join(filter(None, (metric.target, metric.target_when)))
    for name, cells in [("Aim", metric.aims), *((line.name, line.cells) for line in metric.lines)]:
        for cell in cells:
            if cell.printed:
                yield f"{name} of {cell.quarter}", cell.printed
