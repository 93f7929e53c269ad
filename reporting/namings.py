"""Names in a pack: one person named two ways, a post both named and vacant, short forms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations

from reporting.contents import Contents, LeadFact, WorkstreamFact
from reporting.texts import Text, texts_of

_VACANT = re.compile(
    r"\b(?:TBC|TBA|vacan(?:t|cy)|to be (?:confirmed|appointed|announced))\b", re.IGNORECASE
)
_SHORT_FORM = re.compile(r"\b[A-Z]{4,8}\b")
ALIKE = 0.85


def vacant_and_named(fact: WorkstreamFact) -> Iterator[str]:
    """Say of each role of a workstream that it is named in one place and vacant in another."""
    planned = {lead.role: lead for lead in fact.plan.leads} if fact.plan else {}
    for lead in fact.leads:
        in_plan = planned.get(lead.role)
        for here, there, where in _both_ways(lead, in_plan):
            named, vacant = _named(here), _vacant(there)
            if named and vacant:
                yield f"{lead.words}: {vacant} in {where[1]}, and {named} in {where[0]}."


def _both_ways(
    lead: LeadFact, in_plan: LeadFact | None
) -> Iterator[tuple[LeadFact, LeadFact, tuple[str, str]]]:
    report, plan = "the highlight report", "the plan on a page"
    if in_plan:
        yield lead, in_plan, (report, plan)
        yield in_plan, lead, (plan, report)


def _named(lead: LeadFact) -> str:
    return " / ".join(name for name in lead.names if not _VACANT.search(name))


def _vacant(lead: LeadFact) -> str:
    return next((f"“{name}”" for name in lead.names if _VACANT.search(name)), "")


def named_two_ways(contents: Contents) -> Iterator[str]:
    """Say which two names look like one person: `Nick Howells` beside `Nicola Howells`."""
    for one, other in combinations(sorted(set(_people(contents))), 2):
        if _is_one_person(one, other):
            yield f"“{one}” and “{other}” look like one person named two ways."


def _people(contents: Contents) -> Iterator[str]:
    yield from (meeting.chair for meeting in contents.programme.meetings if meeting.chair)
    for fact in contents.workstreams:
        leads = (*fact.leads, *(fact.plan.leads if fact.plan else ()))
        yield from (name for lead in leads for name in lead.names if not _VACANT.search(name))
        yield from (one.owner for one in fact.criteria if one.owner)


def _is_one_person(one: str, other: str) -> bool:
    first, second = one.casefold().split(), other.casefold().split()
    if len(first) < 2 or len(second) < 2:
        return False
    if first[-1] == second[-1]:
        return first[0][0] == second[0][0]
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio() >= ALIKE


def short_forms_that_differ(contents: Contents) -> Iterator[tuple[Text, str]]:
    """Say where a short form differs by one letter from one used more often: GAFF and GAAF."""
    texts = list(texts_of(contents))
    counted = Counter(form for text in texts for form in _SHORT_FORM.findall(text.words))
    usual = dict(_rarer_and_usual(counted))
    for text in texts:
        for form in dict.fromkeys(_SHORT_FORM.findall(text.words)):
            if form in usual:
                yield text, f"{text.place} says {form}, and elsewhere it is {usual[form]}."


def _rarer_and_usual(counted: Counter[str]) -> Iterator[tuple[str, str]]:
    for one, other in combinations(sorted(counted), 2):
        if _is_a_slip(one, other):
            rarer, usual = sorted((one, other), key=lambda form: counted[form])
            yield rarer, usual


def _is_a_slip(one: str, other: str) -> bool:
    """Two short forms of the same letters from first to last but for one that was doubled."""
    if len(one) != len(other) or (one[0], one[-1]) != (other[0], other[-1]):
        return False
    differing = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(differing) <= 2 and set(one) == set(other)
