"""Searches as somebody makes them, and what they find."""

from __future__ import annotations

from datetime import date

from improvement.models import Section
from reporting.search.results import search
from reporting.search.scope import SearchRequest, scope_of
from tests.support.search_oracle import Where

ON = date(2024, 1, 10)
CULTURE, GOVERNANCE = "culture-and-staff-wellbeing", "governance-and-well-led"
QUERIES = [
    "CQC",
    "cqc well led",
    "GWL-01",
    "must gwl-01",
    "PS-03",
    "should",
    "Criterion 2",
    "metric 8a",
    "60.75%",
    "60",
    "0:38:09",
    ">90%",
    "G/E",
    "N/A",
    "TBC",
    "Q3",
    "Q1 24/23",
    "REAP 4",
    "what’s",
    "what's",
    "trust’s board",
    '"serious incidents"',
    "“Serious Incidents”",
    "serious incident",
    "well–led",
    "well-led",
    "fit and proper persons",
    "safeguarding training",
    "staff survey",
    "FTSU",
    "EOC call answer",
    "Nicola Howells",
    "Daryl",
    "Regulation 17 (1)",
    "(2) (a) (b)",
    "as",
    "IPC audit",
    "31 Dec",
    "recruitment governance",
    "overs",
    "ersight",
    "no such words anywhere",
]


def hits(person, q, **filters):
    return search(scope_of(person, on=ON), SearchRequest(q=q, **filters))


def places(results):
    return {
        Where(at.kind.value, at.workstream.slug, at.title, at.label)
        for at in (hit.passage for hit in results.hits)
    }


def sentence(hit):
    return "".join(f"[{piece.text}]" if piece.hit else piece.text for piece in hit.sentence)


def writes(report, text, kind="progress"):
    section = Section.objects.filter(report=report, kind=kind).first()
    section = section or Section(report=report, kind=kind)
    section.text = text
    section.save()


def renamed(item, **words):
    """Change the words of an item, and return them with those it had."""
    before = {name: getattr(item, name) for name in words}
    for name, word in words.items():
        setattr(item, name, word)
    item.save()
    return before


def months_of(results):
    return [(hit.month, hit.also) for hit in results.hits]
