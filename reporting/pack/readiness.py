"""What to look at in a month before it is issued, each with the page where it is put right.

What is missing has to be entered or waived with a reason, which the pack keeps. The rest is
advice: figures, names and sentences that contradict each other, and what prints differently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.urls import reverse

from improvement.values.parts import ReportPart
from reporting.contents.facts import Contents, WorkstreamFact
from reporting.contents.in_words import listed
from reporting.contents.metric_facts import UNDER_QUERY, MetricFact
from reporting.contents.texts import Text
from reporting.pack import check_texts
from reporting.report.check import Checked, Finding, findings_of

# What a lead may submit with a reason, and a pack still has to show.
MISSING = ("unrated-", "unjudged-")
MOST_OF_A_TEXT = 3  # sentences of one kind
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
        """Return the page, and the place on it, where this is put right."""
        slugs = (programme, month, self.slug) if self.slug else (programme, month)
        anchor = f"#{self.anchor}" if self.anchor else ""
        return reverse(self.view, args=slugs) + anchor


def concerns_of(contents: Contents, before: Contents | None) -> list[Concern]:
    """Return everything to look at before issuing, what is missing first, then by workstream.

    ``before`` is the month before as issued, from which texts and ratings may be left over.
    """
    concerns = [concern for rule in RULES for concern in rule(contents, before)]
    return sorted(concerns, key=lambda concern: not concern.is_missing)


# ---- What the check before submitting finds, as it stands now ----------------


def _checks(contents: Contents, before: Contents | None) -> Iterator[Concern]:
    earlier = {fact.slug: fact for fact in before.workstreams} if before else {}
    for fact in contents.workstreams:
        was = earlier.get(fact.slug)
        explained = {action.id: action.explanation for action in was.actions} if was else {}
        checked = Checked(fact, contents.month_ends_on, explained, drafts=(), by=None)
        for finding in findings_of(checked):
            if not finding.key.startswith(CHECKED_HERE):
                yield _concern(fact, finding)


def _concern(fact: WorkstreamFact, finding: Finding) -> Concern:
    is_advice = finding.is_warning or finding.is_question
    missing = not is_advice or finding.key.startswith(MISSING)
    key = f"{fact.slug}/{finding.key}"
    return Concern(
        key, fact.name, fact.slug, finding.sentence, finding.view, finding.anchor, missing
    )


def _plans(contents: Contents, before: Contents | None) -> Iterator[Concern]:
    off = ReportPart.PLAN in contents.programme.parts_off
    for fact in () if off else contents.workstreams:
        if fact.plan is None or not any(part.lines for part in fact.plan.parts):
            sentence = "No plan on a page has been entered."
            yield Concern(f"{fact.slug}/plan", fact.name, fact.slug, sentence, "plan", "", True)


def _overview(contents: Contents, before: Contents | None) -> Iterator[Concern]:
    overview = contents.overview
    empty = [part.title for part in overview.sections if part.state == "missing"]
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
            if unread := _unread(metric):
                key = f"{fact.slug}/unreadable-{metric.id}"
                sentence = f"Metric {metric.number} ({metric.name}): {unread}"
                yield Concern(key, fact.name, fact.slug, sentence, "scorecard")


def _unread(metric: MetricFact) -> str:
    rows = (metric.aims, *(line.cells for line in metric.lines))
    cells = [cell for row in rows for cell in row if cell.state == "unreadable"]
    if not cells:
        return ""
    texts = listed([f"“{cell.printed}” in {cell.quarter}" for cell in cells])
    return f"{texts}. {UNDER_QUERY}"


def _contradicted(contents: Contents, before: Contents | None) -> Iterator[Concern]:
    for fact in contents.workstreams:
        for metric in fact.metrics:
            for sentence in check_texts.remark_against_figures(metric):
                key = f"{fact.slug}/remark-{metric.id}"
                yield Concern(key, fact.name, fact.slug, sentence, "scorecard")
        if sentence := check_texts.rating_against_figures(fact):
            key, view = f"{fact.slug}/rated-better", "highlight_report"
            yield Concern(key, fact.name, fact.slug, sentence, view, "id_delivery_0")


# ---- Sentences, names, print ----------------------------------------------------


def _from_texts(
    name: str, rule: Callable[[Contents], Iterator[tuple[Text, str]]]
) -> Callable[[Contents, Contents | None], Iterator[Concern]]:
    """Turn a rule that yields texts with a sentence about each into one that yields concerns."""

    def of(contents: Contents, before: Contents | None) -> Iterator[Concern]:
        for text, pairs in groupby(rule(contents), key=itemgetter(0)):
            key = f"{text.workstream or 'overview'}/{name}-{text.place}"
            for sentence in _first(sentence for _, sentence in pairs):
                yield Concern(key, text.of, text.workstream, sentence, text.view, text.anchor)

    return of


def _first(sentences: Iterable[str]) -> list[str]:
    """Return the first different sentences about a text, and how many more there are."""
    different = list(dict.fromkeys(sentences))
    if len(different) > MOST_OF_A_TEXT:
        different[MOST_OF_A_TEXT - 1] += f" And {len(different) - MOST_OF_A_TEXT:,} more there."
    return different[:MOST_OF_A_TEXT]


def _names(contents: Contents, before: Contents | None) -> Iterator[Concern]:
    for fact in contents.workstreams:
        for sentence in check_texts.vacant_and_named(fact):
            yield Concern(f"{fact.slug}/vacant", fact.name, fact.slug, sentence, "plan")
    for sentence in check_texts.named_two_ways(contents):
        yield Concern("overview/names", "", "", sentence, "month")


Rule = Callable[[Contents, Contents | None], Iterator[Concern]]
RULES: tuple[Rule, ...] = (
    _overview,
    _checks,
    _plans,
    _unreadable,
    _contradicted,
    _names,
    _from_texts("movement", check_texts.movements_not_made),
    _from_texts("no-change", check_texts.no_change_beside_changes),
    _from_texts("quarter", check_texts.impossible_quarters),
    _from_texts("short", check_texts.short_forms_that_differ),
    _from_texts("print", check_texts.replaced_in_print),
    _from_texts("long", check_texts.broken_in_print),
)
