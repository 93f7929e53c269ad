"""A month in outline: where its reports stand, and its overview, without the reports themselves."""

from __future__ import annotations

from dataclasses import dataclass

from improvement.models import Month, OverviewKind
from reporting.contents.assemble import return_fact, section_fact
from reporting.contents.facts import ReturnFact, SectionFact
from reporting.snapshots.month import shown_pack


@dataclass(frozen=True)
class ReturnOutline:
    """One workstream's report by name and address."""

    slug: str
    name: str
    returned: ReturnFact


@dataclass(frozen=True)
class Outline:
    returns: tuple[ReturnOutline, ...]
    headline: str
    sections: tuple[SectionFact, ...]
    rag_assessment: str


def outline_of(month: Month, *, sees_open: bool = True) -> Outline:
    """Return the month in outline: an issued one from its latest pack, an open one as it stands.

    Two queries at most.
    """
    pack = shown_pack(month, sees_open=sees_open)
    if pack is None:
        return _as_it_stands(month)
    contents = pack.contents
    return Outline(
        tuple(ReturnOutline(fact.slug, fact.name, fact.returned) for fact in contents.workstreams),
        contents.overview.headline,
        contents.overview.sections,
        contents.overview.rag_assessment,
    )


def _as_it_stands(month: Month) -> Outline:
    people = ("submitted_by", "submitted_for", "approved_by")
    reports = month.reports.select_related("workstream", *people)
    written = {section.kind: section for section in month.overview_sections.all()}
    return Outline(
        tuple(
            ReturnOutline(report.workstream.slug, report.workstream.name, return_fact(report))
            for report in reports
        ),
        month.headline,
        tuple(section_fact(kind, kind.label, written.get(kind)) for kind in OverviewKind),
        month.rag_assessment,
    )
