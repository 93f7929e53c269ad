"""A month in outline: where its reports stand, and its overview, without the reports themselves."""

from __future__ import annotations

from dataclasses import dataclass

from improvement.models import Month, OverviewKind
from reporting.assembly import return_fact, section_fact
from reporting.contents import ReturnFact, SectionFact
from reporting.freezing import shown_pack


@dataclass(frozen=True)
class Return:
    """One workstream's report by name and address."""

    slug: str
    name: str
    returned: ReturnFact


@dataclass(frozen=True)
class Outline:
    returns: tuple[Return, ...]
    headline: str
    sections: tuple[SectionFact, ...]
    rag_assessment: str


def outline_of(month: Month, *, sees_open: bool = True) -> Outline:
    """Give the month in outline: an issued one from its latest pack, an open one as it stands.

    Two queries at most.
    """
    pack = shown_pack(month, sees_open=sees_open)
    if pack is None:
        return _as_it_stands(month)
    contents = pack.contents
    return Outline(
        tuple(Return(one.slug, one.name, one.returned) for one in contents.workstreams),
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
            Return(one.workstream.slug, one.workstream.name, return_fact(one)) for one in reports
        ),
        month.headline,
        tuple(section_fact(kind, kind.label, written.get(kind)) for kind in OverviewKind),
        month.rag_assessment,
    )
