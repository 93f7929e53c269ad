"""Checks of a pack's texts.

What they say of ratings and figures is compared with the ratings and figures; people named in two
ways, posts both named and vacant and short forms that differ are found, and so is what prints
differently: characters that the font lacks, and words longer than their box.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from improvement.values.ratings import Rating
from reporting.contents.facts import ActionFact, Contents, LeadFact, WorkstreamFact
from reporting.contents.in_words import QUOTED, quoted
from reporting.contents.metric_facts import MetricFact
from reporting.contents.rating_facts import RatingFact
from reporting.contents.texts import Text, texts_of
from reporting.renderers.pdf.characters import LONG_WORD, covered, font_folder, replaced
from reporting.report.check import NOTHING_MOVED
from scorecards.values.performance import Verdict

# People write of ratings by the colours they are printed in.
COLOURS = {rating.colour.value: rating for rating in Rating if rating.is_rated}
COLOURS["yellow"] = COLOURS["amber"]
_COLOUR = "|".join(COLOURS)
# Only the fixed part is looked for: what stands before it would be read from every place again.
_MOVED = re.compile(rf"\bfrom (?P<old>{_COLOUR}) to (?P<new>{_COLOUR})\b", re.IGNORECASE)
_MEANT_LATER = re.compile(r"\b(?:will|would|to|should|aim|expect\w*|plan\w*)\b", re.IGNORECASE)
_AIM = r"(?:the |its |our |plan(?:ned)? )?(?:trajectory|target|aim|plan)\b"
_SAYS_MET = re.compile(
    rf"(?<!not )\b(?:on|ahead of|met|meets|meeting|achieved|exceed(?:s|ed|ing)?) {_AIM}",
    re.IGNORECASE,
)
_SAYS_MISSED = re.compile(
    rf"\b(?:behind|missed|missing|not (?:on|met|meeting|achieved)|short of) {_AIM}", re.IGNORECASE
)
_QUARTER = re.compile(r"\bQ[1-4] ?(?:20)?([0-9]{2})/([0-9]{2})\b")


@dataclass(frozen=True)
class MovementClaim:
    """A movement a sentence reports: of which rating, from which to which, in its own words."""

    dimension: str
    old: Rating
    new: Rating
    words: str


def claims_in(words: str) -> list[MovementClaim]:
    """Return the movements reported as made: `Embedding has moved from Red to Amber`."""
    claims, end = [], 0
    for match in _MOVED.finditer(words):
        start = 1 + max(words.rfind(stop, end, match.start()) for stop in ".;\n")
        before = words[max(start, end) : match.start()]
        if not _MEANT_LATER.search(before.rpartition(",")[2]):
            claims.append(_claim(before, match))
        end = match.end()
    return claims


def _claim(before: str, match: re.Match[str]) -> MovementClaim:
    dimension = "embedding" if "embed" in before.casefold() else "delivery"
    old, new = COLOURS[match["old"].casefold()], COLOURS[match["new"].casefold()]
    return MovementClaim(dimension, old, new, f"{before}{match[0]}".strip())


def movements_not_made(contents: Contents) -> Iterator[tuple[Text, str]]:
    """Yield the texts of actions that report a movement their rating did not make."""
    actions = {
        f"action-{action.id}": action for fact in contents.workstreams for action in fact.actions
    }
    for text in texts_of(contents):
        action = actions.get(text.anchor)
        for claim in claims_in(text.words) if action else ():
            if action and (wrong := _wrong(action, claim)):
                yield text, f"{text.place} says {quoted(claim.words)}, and {wrong}"


def _wrong(action: ActionFact, claim: MovementClaim) -> str:
    now: RatingFact = getattr(action, claim.dimension)
    before: RatingFact | None = getattr(action, f"{claim.dimension}_before")
    if now.code != claim.new:
        return f"its {claim.dimension} is {now.words}."
    if before and before.code == now.code:
        return f"its {claim.dimension} was {before.words} last month already."
    if before and before.code != claim.old:
        return f"its {claim.dimension} was {before.words} last month."
    return ""


def no_change_beside_changes(contents: Contents) -> Iterator[tuple[Text, str]]:
    """Yield the texts of the overview or a workstream that say nothing moved where it did."""
    for text in texts_of(contents):
        match = NOTHING_MOVED.search(text.words) if text.view in _JUDGING else None
        moved = _moved_in(contents, text.workstream) if match else []
        if moved:
            sentence = next(line for line in text.words.split("\n") if NOTHING_MOVED.search(line))
            more = f"; and {len(moved) - MOST_MOVED:,} more" if len(moved) > MOST_MOVED else ""
            counted = "1 rating" if len(moved) == 1 else f"{len(moved)} ratings"
            yield (
                text,
                f"{text.place} says {quoted(sentence.strip())}, and {counted} moved: "
                + (f"{'; '.join(moved[:MOST_MOVED])}{more}."),
            )


MOST_MOVED = 20  # that a sentence lists
_JUDGING = ("overview", "highlight_report")


def _moved_in(contents: Contents, workstream: str) -> list[str]:
    """Return the ratings that moved; in the first month, those whose texts say so."""
    facts = [fact for fact in contents.workstreams if workstream in ("", fact.slug)]
    if contents.changes.earlier:
        names = {fact.name for fact in facts}
        return [item.place for item in contents.changes.of("rating") if item.workstream in names]
    return [
        f"{action.strength} {action.ref}: {claim.words[:QUOTED]}"
        for fact in facts
        for action in fact.actions
        for claim in claims_in(f"{action.explanation}\n{action.mitigation}")
    ]


def impossible_quarters(contents: Contents) -> Iterator[tuple[Text, str]]:
    """Yield the texts that name a quarter of no financial year: `Q1 24/23`."""
    for text in texts_of(contents):
        for match in _QUARTER.finditer(text.words):
            if int(match[2]) != (int(match[1]) + 1) % 100:
                expected = f"{match[1]}/{(int(match[1]) + 1) % 100:02}"
                sentence = (
                    f"{text.place} says “{match[0]}”, which is no financial year: {expected}?"
                )
                yield text, sentence


def remark_against_figures(metric: MetricFact) -> Iterator[str]:
    """Yield what a metric's remark says of its latest figure that the figure contradicts.

    A sum to date contradicts nothing: it is still adding up.
    """
    for line in metric.lines:
        latest = None if line.latest and line.latest.is_sum_to_date else line.latest
        wrong = {Verdict.MET: _SAYS_MISSED, Verdict.NOT_MET: _SAYS_MET}
        rule = wrong.get(Verdict(latest.verdict)) if latest and latest.verdict else None
        if latest and rule and (match := rule.search(metric.remark)):
            figure = f"{latest.printed} beside an aim of {latest.aim} in {latest.quarter}"
            yield f"Metric {metric.number}: the remark says “{match[0]}”, and it is {figure}."


def rating_against_figures(fact: WorkstreamFact) -> str:
    """Return that delivery is judged well while most figures miss their aim; else nothing.

    Sums to date do not count: they are still adding up.
    """
    latest = [line.latest for metric in fact.metrics for line in metric.lines if line.latest]
    verdicts = [cell.verdict for cell in latest if not cell.is_sum_to_date]
    missed = verdicts.count(Verdict.NOT_MET)
    judged = missed + verdicts.count(Verdict.MET)
    well = fact.delivery.judged.judgement.is_well
    if not well or missed * 2 <= judged:
        return ""
    return (
        f"Delivery is judged {fact.delivery.judged.words}, "
        f"and {missed} of {judged} latest figures miss their aim."
    )


_LONG = re.compile(rf"\S{{{LONG_WORD},}}")
SHOWN = 5


def replaced_in_print(contents: Contents) -> Iterator[tuple[Text, str]]:
    """Yield which characters of which text the pack prints as their names."""
    drawn = covered(font_folder())
    for text in texts_of(contents):
        if characters := replaced(text.words, drawn):
            shown = " ".join(characters[:SHOWN])
            more = f" and {len(characters) - SHOWN} more" if len(characters) > SHOWN else ""
            yield text, f"{text.place} has {shown}{more}, printed in the PDF by name."


def broken_in_print(contents: Contents) -> Iterator[tuple[Text, str]]:
    """Yield which words are longer than a narrow column and will be broken."""
    for text in texts_of(contents):
        if words := _LONG.findall(text.words):
            yield text, f"{text.place}: “{words[0][:40]}…” is longer than its box and is broken."


_VACANT = re.compile(
    r"\b(?:TBC|TBA|vacan(?:t|cy)|to be (?:confirmed|appointed|announced))\b", re.IGNORECASE
)
_SHORT_FORM = re.compile(r"\b[A-Z]{4,8}\b")
ALIKE = 0.85
# Each is compared with each, so there are never more: a pack has some fifty names and short forms.
MOST_NAMES, LONGEST_NAME, MOST_FORMS = 200, 80, 300


def vacant_and_named(fact: WorkstreamFact) -> Iterator[str]:
    """Yield a sentence for each role that is named in one place and vacant in another."""
    planned = {lead.role: lead for lead in fact.plan.leads} if fact.plan else {}
    for lead in fact.leads:
        in_plan = planned.get(lead.role)
        for here, there, where in _both_ways(lead, in_plan):
            names = " / ".join(name for name in here.names if not _VACANT.search(name))
            vacant = next((name for name in there.names if _VACANT.search(name)), "")
            if names and vacant:
                yield f"{lead.words}: “{vacant}” in {where[1]}, and {names} in {where[0]}."


def _both_ways(
    lead: LeadFact, in_plan: LeadFact | None
) -> Iterator[tuple[LeadFact, LeadFact, tuple[str, str]]]:
    report, plan = "the highlight report", "the plan on a page"
    if in_plan:
        yield lead, in_plan, (report, plan)
        yield in_plan, lead, (plan, report)


def named_two_ways(contents: Contents) -> Iterator[str]:
    """Yield which two names look like one person: `Nick Howells` beside `Nicola Howells`."""
    names = {name for name in _people(contents) if len(name) <= LONGEST_NAME}
    for name, other in combinations(sorted(names)[:MOST_NAMES], 2):
        if _is_one_person(name, other):
            yield f"“{name}” and “{other}” look like one person named two ways."


def _people(contents: Contents) -> Iterator[str]:
    yield from (meeting.chair for meeting in contents.programme.meetings if meeting.chair)
    for fact in contents.workstreams:
        leads = (*fact.leads, *(fact.plan.leads if fact.plan else ()))
        yield from (name for lead in leads for name in lead.names if not _VACANT.search(name))
        yield from (criterion.owner for criterion in fact.criteria if criterion.owner)


def _is_one_person(one: str, other: str) -> bool:
    first, second = one.casefold().split(), other.casefold().split()
    if len(first) < 2 or len(second) < 2:
        return False
    if first[-1] == second[-1]:
        return first[0][0] == second[0][0]
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio() >= ALIKE


def short_forms_that_differ(contents: Contents) -> Iterator[tuple[Text, str]]:
    """Yield where a short form differs by a letter from one used more often: GAFF and GAAF."""
    texts = list(texts_of(contents))
    counted = Counter(form for text in texts for form in _SHORT_FORM.findall(text.words))
    usual = dict(_rarer_and_usual(counted))
    for text in texts:
        for form in dict.fromkeys(_SHORT_FORM.findall(text.words)):
            if form in usual:
                yield text, f"{text.place} says {form}, and elsewhere it is {usual[form]}."


def _rarer_and_usual(counted: Counter[str]) -> Iterator[tuple[str, str]]:
    frequent = (form for form, _ in counted.most_common(MOST_FORMS))
    for form, other in combinations(sorted(frequent), 2):
        if _is_a_slip(form, other):
            rarer, usual = sorted((form, other), key=lambda form: counted[form])
            yield rarer, usual


def _is_a_slip(one: str, other: str) -> bool:
    """Two short forms of the same letters from first to last but for one that was doubled."""
    if len(one) != len(other) or (one[0], one[-1]) != (other[0], other[-1]):
        return False
    differing = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(differing) <= 2 and set(one) == set(other)
