"""Contents: everything one month's pack says, resolved to words, numbers and ratings.

One read model for every screen and every document. It holds no database objects, it is frozen, and
it round-trips through JSON: ``from_json(to_json(contents)) == contents``.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date

from pydantic import TypeAdapter

from improvement.values.periods import CalendarMonth, Quarter
from reporting.contents.figures_to_date import days_in_words, quarters_to_date
from reporting.contents.in_words import day_in_words
from reporting.contents.item_facts import (
    ActionFact,
    ActionTable,
    ActionWords,
    CriterionFact,
    EndedFact,
    RewordedFact,
    tables_of_actions,
    words_for,
)
from reporting.contents.metric_facts import MetricFact, RetiredFact, hashed_once
from reporting.contents.pack_facts import NO_EARLIER, ChangesFact, IssueFact
from reporting.contents.rating_facts import JudgedFact, RatingFact, not_confirmed

FORMAT = "improvement-pack"
FORMAT_VERSION = 1


@dataclass(frozen=True)
class BulletFact:
    """One line of a section. ``level`` is 0, or 1 for a line nested under the one before it."""

    text: str
    level: int


@dataclass(frozen=True)
class SectionFact:
    """A section of text. ``state`` is ``entered``, ``nil`` (nothing to report) or ``missing``.

    ``carried`` here and below: from the month before, and nobody has changed or confirmed it.
    """

    kind: str
    title: str
    state: str
    bullets: tuple[BulletFact, ...]
    carried: bool = False


@dataclass(frozen=True)
class MeetingFact:
    name: str
    tier: int
    chair: str


@dataclass(frozen=True)
class ProgrammeFact:
    slug: str
    name: str
    organisation: str
    exit_on: str
    meetings: tuple[MeetingFact, ...]
    exit_first: str = ""
    exit_moved_because: str = ""
    parts_off: tuple[str, ...] = ()

    @property
    def exit_words(self) -> str:
        """The exit date, where it has moved with the one first agreed and why; often nothing."""
        now = _day_in_words(self.exit_on)
        if not self.exit_first:
            return now
        first = _day_in_words(self.exit_first)
        return f"{now or 'none'}, first agreed {first}: {self.exit_moved_because}"

    @property
    def audience(self) -> str:
        """Whom the pack is for: the meetings it goes to, the first tier first."""
        names = [one.name for one in sorted(self.meetings, key=lambda one: one.tier)]
        return f"For {' | '.join(names)}" if names else ""


def _day_in_words(iso: str) -> str:
    """Return a day in words; another text as it is."""
    with suppress(ValueError):
        return day_in_words(date.fromisoformat(iso))
    return iso


@dataclass(frozen=True)
class MonthFact:
    slug: str
    words: str
    due_on: str


@dataclass(frozen=True)
class QuarterFact:
    """``slug`` 2023/24 Q3, ``year`` 2023/24, ``name`` Q3; ``is_running`` where the month is in it.

    A quarter that ends with the month runs no more.
    """

    slug: str
    year: str
    name: str
    is_running: bool = False


@dataclass(frozen=True)
class OverviewFact:
    headline: str
    sections: tuple[SectionFact, ...]
    rag_assessment: str
    delivery: JudgedFact
    embedding: JudgedFact


@dataclass(frozen=True)
class LeadFact:
    """One role and the names that hold it, as printed."""

    role: str
    words: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class MilestoneFact:
    quarter: str
    items: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.items)


@dataclass(frozen=True)
class PlanPartFact:
    """One box of a plan on a page: its heading and its lines."""

    kind: str
    title: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True)
class PlanFact:
    leads: tuple[LeadFact, ...]
    parts: tuple[PlanPartFact, ...]
    milestones: tuple[MilestoneFact, ...]
    carried: bool = False


@dataclass(frozen=True)
class UndertakingFact:
    """What last month said would be done. ``outcome`` is done, open, dropped or empty."""

    text: str
    outcome: str
    words: str


@dataclass(frozen=True)
class ReturnFact:
    """Where the workstream's highlight report stands. Times are ISO 8601, names as then written.

    By when it was due is between its lead and the programme office: no pack says it.
    """

    status: str
    words: str
    pen: str
    submitted_at: str
    submitted_by: str
    approved_at: str
    approved_by: str
    submitted_for: str = ""


@dataclass(frozen=True)
class WorkstreamFact:
    slug: str
    name: str
    exit_statement: str
    leads: tuple[LeadFact, ...]
    delivery: JudgedFact
    embedding: JudgedFact
    returned: ReturnFact
    sections: tuple[SectionFact, ...]
    actions: tuple[ActionFact, ...]
    criteria: tuple[CriterionFact, ...]
    metrics: tuple[MetricFact, ...]
    plan: PlanFact | None
    undertakings: tuple[UndertakingFact, ...] = ()
    carried: bool = False
    retired: tuple[RetiredFact, ...] = ()
    carried_from: str = ""
    ended: tuple[EndedFact, ...] = ()
    reworded: tuple[RewordedFact, ...] = ()

    def names_in(self, role: str) -> str:
        """Names that hold ``role`` (``executive_lead``, ``sro``, ``programme_manager``)."""
        return " / ".join(name for lead in self.leads if lead.role == role for name in lead.names)

    @property
    def has_criteria(self) -> bool:
        """Whether it has exit criteria to print, or what they would stand under."""
        return bool(self.criteria or self.exit_statement)

    @property
    def has_plan(self) -> bool:
        """Whether anything stands in its plan on a page."""
        if self.plan is None:
            return False
        planned = (milestone.items for milestone in self.plan.milestones)
        return any(part.lines for part in self.plan.parts) or any(planned)

    @property
    def standing(self) -> str:
        """Say of what was carried where it stands: `from December, not confirmed`."""
        return not_confirmed(self.carried_from)

    @property
    def action_tables(self) -> tuple[ActionTable, ...]:
        """The actions as a pack prints them: a table, or one for each of several sources."""
        return tables_of_actions(self.actions)

    @property
    def figures_to(self) -> str:
        """The days that figures are to which stop before their quarter does; nothing without."""
        return days_in_words(self.metrics)

    def marked(self, quarter: QuarterFact) -> str:
        """Say of a quarter of the scorecard that it is not over, or that figures stop before."""
        if quarter.is_running:
            return "not over"
        to_date = {one.quarter for one in quarters_to_date(self.metrics)}
        return "to date" if quarter.slug in to_date else ""


@dataclass(frozen=True)
class Contents:
    format: str
    format_version: int
    programme: ProgrammeFact
    month: MonthFact
    issue: IssueFact | None
    quarters: tuple[QuarterFact, ...]
    rating_key: tuple[RatingFact, ...]
    overview: OverviewFact
    workstreams: tuple[WorkstreamFact, ...]
    changes: ChangesFact = NO_EARLIER
    ended: tuple[EndedFact, ...] = ()
    __hash__ = hashed_once

    @property
    def action_words(self) -> ActionWords:
        """What the pack calls its actions."""
        return words_for([action for stream in self.workstreams for action in stream.actions])

    @property
    def has_criteria(self) -> bool:
        """Whether a pack has a section on exit criteria: that some are there, or nothing is."""
        off = "criteria" in self.programme.parts_off
        criteria = any(stream.has_criteria for stream in self.workstreams)
        return not off and (criteria or not self.workstreams)

    @property
    def month_quarter(self) -> str:
        """The quarter the month is in: December 2023 is in 2023/24 Q3."""
        return Quarter.of(self.month_ends_on).slug

    @property
    def month_ends_on(self) -> date:
        return CalendarMonth.parse(self.month.slug).ends_on


_ADAPTER = TypeAdapter(Contents)


def to_json(contents: Contents) -> str:
    """Return the JSON text of ``contents``; the same contents give the same text.

    Facts that packs of most programmes have nothing of are left out where they are empty.
    """
    facts = asdict(contents)
    for name in ("exit_first", "exit_moved_because", "parts_off"):
        if not facts["programme"][name]:
            del facts["programme"][name]
    return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str) -> Contents:
    """Read what ``to_json`` wrote. Raises ``ValueError`` with the path of the fault otherwise."""
    return _ADAPTER.validate_json(text)
