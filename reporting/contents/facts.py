"""Contents: everything one month's pack says, resolved to words, numbers and ratings.

One read model for every screen and every document. It holds no database objects, it is frozen, and
it round-trips through JSON: ``from_json(to_json(contents)) == contents``.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from pydantic import TypeAdapter

from improvement.periods import CalendarMonth, Quarter
from reporting.figure_facts import MetricFact, RetiredFact
from reporting.hashing import hashed_once
from reporting.issue_facts import NO_EARLIER, ChangesFact, IssueFact

FORMAT = "improvement-pack"
FORMAT_VERSION = 1


@dataclass(frozen=True)
class RatingFact:
    """A rating as shown. ``code`` is None when not yet rated; ``colour`` is never shown alone."""

    code: str | None
    words: str
    colour: str


@dataclass(frozen=True)
class CountFact:
    rating: RatingFact
    count: int


@dataclass(frozen=True)
class JudgedFact:
    """A judged rating with what the items below it say: the worst of them, and how many of each."""

    judged: RatingFact
    before: RatingFact | None
    worst: RatingFact
    counts: tuple[CountFact, ...]


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

    @property
    def audience(self) -> str:
        """Whom the pack is for: the meetings it goes to, the first tier first."""
        names = [one.name for one in sorted(self.meetings, key=lambda one: one.tier)]
        return f"For {' | '.join(names)}" if names else ""


@dataclass(frozen=True)
class MonthFact:
    slug: str
    words: str
    due_on: str


@dataclass(frozen=True)
class QuarterFact:
    """``slug`` 2023/24 Q3, ``year`` 2023/24, ``name`` Q3."""

    slug: str
    year: str
    name: str


@dataclass(frozen=True)
class OverviewFact:
    headline: str
    sections: tuple[SectionFact, ...]
    rag_assessment: str
    delivery: JudgedFact
    embedding: JudgedFact


@dataclass(frozen=True)
class ActionFact:
    """A CQC action with its two ratings. ``moves`` has one sentence for each rating that moved.

    ``wording`` is the text with its regulation; ``text`` and ``regulation`` are as on file.
    """

    id: int
    ref: str
    strength: str
    wording: str
    text: str
    regulation: str
    source: str
    delivery: RatingFact
    embedding: RatingFact
    delivery_before: RatingFact | None
    embedding_before: RatingFact | None
    red: bool
    moves: tuple[str, ...]
    explanation: str
    mitigation: str
    carried: bool = False
    __hash__ = hashed_once

    @property
    def noteworthy(self) -> bool:
        """Red, moved or explained: it belongs on the page of such actions."""
        return self.red or bool(self.moves or self.explanation or self.mitigation)


@dataclass(frozen=True)
class CriterionFact:
    """An exit criterion. ``owner`` is empty unless it overrides the executive lead."""

    id: int
    number: str
    text: str
    owner: str
    rating: RatingFact
    before: RatingFact | None
    moves: tuple[str, ...]
    carried: bool = False
    __hash__ = hashed_once


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

    ``extended_to`` is its own deadline, where it was given more time than the month's, and
    ``extension_reason`` why it was; packs from before have no reason.
    """

    status: str
    words: str
    pen: str
    submitted_at: str
    submitted_by: str
    approved_at: str
    approved_by: str
    submitted_for: str = ""
    extended_to: str = ""
    extension_reason: str = ""


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

    def names_in(self, role: str) -> str:
        """Names that hold ``role`` (``executive_lead``, ``sro``, ``programme_manager``)."""
        return " / ".join(name for lead in self.leads if lead.role == role for name in lead.names)


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

    @property
    def month_quarter(self) -> str:
        """The quarter the month is in: December 2023 is in 2023/24 Q3."""
        return Quarter.of(CalendarMonth.parse(self.month.slug).starts_on).slug


_ADAPTER = TypeAdapter(Contents)


def to_json(contents: Contents) -> str:
    """Give the JSON text of ``contents``; the same contents give the same text."""
    return json.dumps(asdict(contents), ensure_ascii=False, indent=1) + "\n"


def from_json(text: str) -> Contents:
    """Read what ``to_json`` wrote. Raises ``ValueError`` with the path of the fault otherwise."""
    return _ADAPTER.validate_json(text)
