"""The programme file's words: its people, workstreams, plans and months, read strictly.

The file is JSON. Whatever it holds beyond these shapes is refused with the path of the fault.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from improvement.models import Ending, Role
from improvement.models.commitments import KIND_CHARACTERS
from improvement.values.parts import ReportPart
from improvement.values.periods import CalendarMonth, Quarter
from improvement.values.ratings import Rating
from improvement.values.reserved_slugs import why_reserved
from improvement.values.short_names import ACTION_CHARACTERS
from improvement.web.nhsuk_forms import MOST_LINES, too_long


def _storable(text: str) -> str:
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("holds a character that is not text (NUL or half of a surrogate pair)")
    if why := too_long(text):
        raise ValueError(why)
    return text


def _one_line(text: str) -> str:
    if not text.strip() or "\n" in text or "\r" in text:
        raise ValueError("a bullet is one line of text")
    return text


def _month(text: str) -> str:
    return CalendarMonth.parse(text).slug


def _quarter(text: str) -> str:
    return Quarter.parse(text).slug


def _free_slug(text: str) -> str:
    if why := why_reserved(text):
        raise ValueError(why)
    return text


Text = Annotated[str, AfterValidator(_storable)]
Short = Annotated[Text, StringConstraints(max_length=200)]
Name = Annotated[Short, StringConstraints(min_length=1)]
Number = Annotated[Text, StringConstraints(min_length=1, max_length=10)]
Slug = Annotated[str, StringConstraints(pattern=r"^[-a-zA-Z0-9_]{1,60}$")]
LongSlug = Annotated[str, StringConstraints(pattern=r"^[-a-zA-Z0-9_]{1,80}$")]
FreeSlug = Annotated[Slug, AfterValidator(_free_slug)]
Bullet = Annotated[Text, AfterValidator(_one_line)]
Bullets = Annotated[list[Bullet], Field(max_length=MOST_LINES)]
MonthSlug = Annotated[str, AfterValidator(_month)]
QuarterSlug = Annotated[str, AfterValidator(_quarter)]
MaybeRating = Rating | None
MOST_QUARTERS = 24  # as many columns as a scorecard can be read with
VERSION_2 = {"since": 2}


def since_2(default: Any = None, **options: Any) -> Any:
    """Return the field of a key that came with version 2 of the format, and is optional there."""
    return Field(default, json_schema_extra=dict(VERSION_2), **options)


class Facts(BaseModel):
    """A part of the file. Unknown keys and wrong types are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class MeetingFacts(Facts):
    """A meeting the programme reports to."""

    name: Name
    tier: int = Field(ge=1, le=9)
    """1 is nearest to the work."""
    chair: Short
    """Who chairs it, in words."""


class AppointmentFacts(Facts):
    """A person's role. Both days are included; a day that is left out is open."""

    person: LongSlug
    """The slug of somebody in `people`."""
    role: Role
    """On a workstream one of the first three, on the programme one of the others."""
    starts_on: date | None = since_2()
    ends_on: date | None = since_2()
    deputy: bool | None = since_2()
    """On a workstream: may do the same, and is not named in the pack."""

    @model_validator(mode="after")
    def _days_in_order(self) -> AppointmentFacts:
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValueError(f"it ends on {self.ends_on}, before it starts")
        return self


class ProgrammeFacts(Facts):
    """The programme: its words, its meetings, and the roles on the whole of it."""

    slug: FreeSlug
    """Its part of every address. A file is loaded into the programme with this slug."""
    name: Name
    organisation: Name
    exit_on: date | None
    """The day it means to leave oversight by."""
    exit_first: date | None = since_2()
    """As first agreed, where it has moved since a pack was issued."""
    exit_moved_because: Text = since_2("")
    meetings: list[MeetingFacts]
    percent_complete_wanted: bool | None = since_2()
    """Whether its actions say how far they are, in percent."""
    parts_off: list[ReportPart] = since_2([])
    """The parts it leaves out of reports and packs."""
    appointments: list[AppointmentFacts] = since_2([])
    """Programme office, CEO’s office and board readers."""


class PersonFacts(Facts):
    """Somebody named in the programme. A file gives nobody a sign-in: people are invited."""

    slug: LongSlug
    """By which the rest of the file names them."""
    name: Name
    job_title: Short


class SourceFacts(Facts):
    """A report, notice or undertaking that asks for things."""

    title: Name
    """Stands once in the file."""
    regulator: Short = ""
    dated: date | None = None
    kinds: list[Annotated[Name, StringConstraints(max_length=KIND_CHARACTERS)]] = []
    """What it calls what it asks, in order: Must, Should, Recommendation."""


class EndingFacts(Facts):
    """How something ended that was reported: earlier months and their packs keep it."""

    how: Ending
    month: MonthSlug
    """The first month it is no longer reported in."""
    because: Name
    into: Short = ""
    """What it was merged into: its reference, number or slug, in the same list."""

    @model_validator(mode="after")
    def _merged_into_something(self) -> EndingFacts:
        if (self.how is Ending.MERGED) != bool(self.into):
            raise ValueError("what is merged says into what, and nothing else does")
        return self


class StrengthOfFile(StrEnum):
    """Must or Should, or neither where its source has a kind of its own for it."""

    MUST = "must"
    SHOULD = "should"
    NEITHER = ""


class ActionFacts(Facts):
    """One thing that is asked of the trust. A sub-action names its parent."""

    ref: Annotated[Name, StringConstraints(max_length=30)]
    """Stands once in its workstream."""
    strength: StrengthOfFile
    text: Text
    regulation: Short
    source: Short
    """In words, for an action of no source in `sources`."""
    short_name: Annotated[Text, StringConstraints(max_length=ACTION_CHARACTERS)] = since_2("")
    """For lists."""

    of_source: Short = since_2("")
    """The title of a source of the file."""
    kind: Annotated[Text, StringConstraints(max_length=KIND_CHARACTERS)] = since_2("")
    """What its source calls it."""
    owner: LongSlug | None = since_2()
    """The slug of somebody in `people`."""
    due_first: date | None = since_2()
    """As first agreed, where that is another day than now."""
    due_on: date | None = since_2()
    due_moved_because: Text = since_2("")
    parent: Short = since_2("")
    """The reference of another action of the workstream, which has no parent itself."""
    sub_actions_rated: bool | None = since_2()
    """Of a parent: whether each sub-action is rated, or only done or not done."""
    done_on: date | None = since_2()
    done_by: LongSlug | None = since_2()
    """The slug of who said that it is done."""
    percent_complete: Annotated[int, Field(ge=0, le=100)] | None = since_2()
    ended: EndingFacts | None = since_2()


class CriterionFacts(Facts):
    """A condition for leaving the oversight segment."""

    number: Number
    """Stands once in its workstream."""
    text: Text
    owner: LongSlug | None
    """The slug of somebody in `people`; null leaves it to the executive lead."""
    ended: EndingFacts | None = since_2()


class PlanLeads(Facts):
    """The names printed on the plan, which may differ from the appointments or say TBC."""

    executive_lead: Bullets
    sro: Bullets
    programme_manager: Bullets


class MilestoneFacts(Facts):
    """What a plan says will be reached in a quarter."""

    quarter: QuarterSlug
    items: Bullets


class PlanFacts(Facts):
    """A workstream’s plan on a page, as it stands in the months of the file."""

    background: Bullets
    aims: Bullets
    benefits: Bullets
    benefit_measures: Bullets
    alignment: Bullets
    risks: Bullets
    issues: Bullets
    communications: Bullets
    resources: Bullets
    cost: Bullets
    leads: PlanLeads
    """The names printed on it."""
    milestones: list[MilestoneFacts]
    carried: bool = since_2(False)
    """Carried from the month before and not confirmed."""


class VacanciesFacts(Facts):
    """Since when a role of a workstream is vacant."""

    executive_lead: date | None = since_2()
    sro: date | None = since_2()
    programme_manager: date | None = since_2()


class WorkstreamFacts(Facts):
    """One part of the programme, with what it is committed to and measured by."""

    slug: Annotated[LongSlug, AfterValidator(_free_slug)]
    name: Name
    exit_statement: Text
    """What has to be true for it to leave oversight."""
    appointments: list[AppointmentFacts]
    actions: list[ActionFacts]
    criteria: list[CriterionFacts]
    plan: PlanFacts | None
    vacant: VacanciesFacts | None = since_2()
    """Its roles that nobody holds."""
    ended: EndingFacts | None = since_2()


class OverviewFacts(Facts):
    """A month’s overview. `[]` is an explicit nil return, null is nothing entered."""

    headline: Text
    executive_summary: Bullets | None
    key_highlights: Bullets | None
    key_progress: Bullets | None
    key_risks_issues: Bullets | None
    rag_assessment: Text
    delivery: MaybeRating
    embedding: MaybeRating
    carried: bool = since_2(False)
    """Its two ratings are carried from the month before and not confirmed."""


class ActionRatingFacts(Facts):
    """The two ratings of an action in a month."""

    ref: str
    """Of an action of the workstream."""
    delivery: MaybeRating
    embedding: MaybeRating
    explanation: Text
    mitigation: Text
    carried: bool = since_2(False)
    """Carried from the month before and not confirmed."""


class CriterionRatingFacts(Facts):
    """The rating of an exit criterion in a month."""

    number: str
    """Of a criterion of the workstream."""
    rating: MaybeRating
    carried: bool = since_2(False)
    """Carried from the month before and not confirmed."""


class ReportFacts(Facts):
    """A workstream’s report of a month. Lists are entered, nil or null as in the overview."""

    workstream: str
    """The slug of a workstream of the file."""
    delivery: MaybeRating
    embedding: MaybeRating
    summary: Text | None
    progress: Bullets | None
    month_ahead: Bullets | None
    gone_well: Bullets | None
    not_gone_well: Bullets | None
    risks: Bullets | None
    issues: Bullets | None
    action_ratings: list[ActionRatingFacts]
    criterion_ratings: list[CriterionRatingFacts]
    carried: list[Literal["ratings", "risks", "issues"]] = since_2([])
    """What of it is carried from the month before and not confirmed."""
