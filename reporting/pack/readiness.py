"""Readiness: what stands in a month before it is issued, each with the page that mends it.

What is missing has to be entered or waived with a reason, which the pack keeps. The rest is
advice: figures, names and sentences that do not fit together, and what will print differently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from reporting import namings, print_fit, wordings
from reporting.check import Checked, Finding, findings_of, listed
from reporting.contents import Contents, WorkstreamFact
from reporting.figure_facts import MetricFact
from reporting.texts import Text

# What a lead may submit with a reason, and a pack still has to show.
MISSING = ("unrated-", "unjudged-")
CHECKED_HERE = ("unreadable-", "no-change-")


@dataclass(frozen=True)
class Concern:
    """Something to look at before issuing. ``of`` is the workstream's name, ``slug`` its address.

    ``is_missing`` stands in the way of issuing until it is entered or waived.
    """

    key: str
    of: str
    slug: str
    sentence: str
    view: str
    anchor: str = ""
    is_missing: bool = False

    @property
    def in_words(self) -> str:
        """The sentence with the workstream it is about."""
        return f"{self.of}: {self.sentence}" if self.of else self.sentence

    def address(self, programme: str, month: str) -> str:
        """Give the page, and the place on it, where this is put right."""
        slugs = (programme, month, self.slug) if self.slug else (programme, month)
        anchor = f"#{self.anchor}" if self.anchor else ""
        return reverse(self.view, args=slugs) + anchor


def concerns_of(contents: Contents, before: Contents | None) -> list[Concern]:
    """Give everything to look at before issuing, what is missing first, then by workstream.

    ``before`` is the month before as issued, from which texts and ratings may be left over.
    """
    found = [concern for rule in RULES for concern in rule(contents, before)]
    return sorted(found, key=lambda one: not one.is_missing)


# ---- What the check before submitting finds, as it stands now ----------------


def _checks(contents: Contents, before: Contents | None) -> Iterator[Concern]:
    earlier = {one.slug: one for one in before.workstreams} if before else {}
    for fact in contents.workstreams:
        was = earlier.get(fact.slug)
        explained = {one.id: one.explanation for one in was.actions} if was else {}
        checked = Checked(fact, contents.month_quarter, explained, drafts=(), by=None)
        for finding in findings_of(checked):
            if not finding.key.startswith(CHECKED_HERE):
                yield _concern(fact, finding)


def _concern(fact: WorkstreamFact, finding: Finding) -> Concern:
    missing = not finding.is_warning or finding.key.startswith(MISSING)
    key = f"{fact.slug}/{finding.key}"
    return Concern(
        key, fact.name, fact.slug, finding.sentence, finding.view, finding.anchor, missing
    )


def _plans(contents: Contents, before: Contents | None) -> Iterator[Concern]:
    for fact in contents.workstreams:
        if fact.plan is None or not any(part.lines for part in fact.plan.parts):
            sentence = "No plan on a page has been entered."
            yield Concern(f"{fact.slug}/plan", fact.name, fact.slug, sentence, "plan", "", True)


def _overview(contents: Contents, before: Contents | None) -> Iterator[Concern]:
    overview = contents.overview
    empty = [one.title for one in overview.sections if one.state == "missing"]
    if not overview.headline:
        empty = ["Headline", *empty]
    if not overview.rag_assessment:
        empty.append("RAG assessment")
    for title in empty:
        yield _of_overview(f"missing-{title}", f"{title} of the overview is empty.")
    for name, fact in (("delivery", overview.delivery), ("embedding", overview.embedding)):
        if not fact.judged.code:
            sentence = f"The programme’s overall rating of {name} is not given."
            yield _of_overview(f"unjudged-{name}", sentence)


def _of_overview(key: str, sentence: str) -> Concern:
    return Concern(f"overview/{key}", "", "", sentence, "overview", "", is_missing=True)


# ---- Figures ------------------------------------------------------------------


def _unreadable(contents: Contents, before: Contents | None) -> Iterator[Concern]:
    for fact in contents.workstreams:
        for metric in fact.metrics:
            if said := _unread(metric):
                key = f"{fact.slug}/unreadable-{metric.id}"
                sentence = f"Metric {metric.number} ({metric.name}): {said}"
                yield Concern(key, fact.name, fact.slug, sentence, "scorecard")


def _unread(metric: MetricFact) -> str:
    rows = (metric.aims, *(line.cells for line in metric.lines))
    cells = [cell for row in rows for cell in row if cell.state == "unreadable"]
    if not cells:
        return ""
    said = listed([f"“{cell.printed}” in {cell.quarter}" for cell in cells])
    return f"{said}. {cells[0].expected}"


def _contradicted(contents: Contents, before: Contents | None) -> Iterator[Concern]:
    for fact in contents.workstreams:
        for metric in fact.metrics:
            for sentence in wordings.remark_against_figures(metric):
                key = f"{fact.slug}/remark-{metric.id}"
                yield Concern(key, fact.name, fact.slug, sentence, "scorecard")
        if sentence := wordings.rating_against_figures(fact):
            key, view = f"{fact.slug}/rated-better", "highlight_report"
            yield Concern(key, fact.name, fact.slug, sentence, view, "id_delivery_0")


# ---- Sentences, names, print ----------------------------------------------------


def _from_texts(
    name: str, rule: Callable[[Contents], Iterator[tuple[Text, str]]]
) -> Callable[[Contents, Contents | None], Iterator[Concern]]:
    """Make a rule of one that gives sentences beside the texts they are about."""

    def of(contents: Contents, before: Contents | None) -> Iterator[Concern]:
        for text, sentence in rule(contents):
            key = f"{text.workstream or 'overview'}/{name}-{text.place}"
            yield Concern(key, text.of, text.workstream, sentence, text.view, text.anchor)

    return of


def _names(contents: Contents, before: Contents | None) -> Iterator[Concern]:
    for fact in contents.workstreams:
        for sentence in namings.vacant_and_named(fact):
            yield Concern(f"{fact.slug}/vacant", fact.name, fact.slug, sentence, "plan")
    for sentence in namings.named_two_ways(contents):
        yield Concern("overview/names", "", "", sentence, "month")


Rule = Callable[[Contents, Contents | None], Iterator[Concern]]
RULES: tuple[Rule, ...] = (
    _overview,
    _checks,
    _plans,
    _unreadable,
    _contradicted,
    _names,
    _from_texts("movement", wordings.movements_told_and_not_made),
    _from_texts("no-change", wordings.no_change_beside_changes),
    _from_texts("quarter", wordings.quarters_that_are_none),
    _from_texts("short", namings.short_forms_that_differ),
    _from_texts("print", print_fit.replaced_in_print),
    _from_texts("long", print_fit.broken_in_print),
)
