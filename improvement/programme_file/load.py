"""Loading the words of a programme file: only what differs is written, each with a history row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import models

from improvement.audit import changes
from improvement.models import (
    Action,
    ActionRating,
    Appointment,
    CriterionRating,
    ExitCriterion,
    HighlightReport,
    Meeting,
    Milestone,
    Month,
    OverviewKind,
    OverviewSection,
    Person,
    Plan,
    Programme,
    Section,
    SectionKind,
    Status,
    Workstream,
)
from improvement.programme_file.shapes import (
    ActionRatingFacts,
    MaybeRating,
    OverviewFacts,
    PersonFacts,
    PlanFacts,
    ProgrammeFacts,
    ReportFacts,
    WorkstreamFacts,
)
from improvement.values.periods import CalendarMonth
from improvement.values.ratings import Rating
from improvement.values.refusals import Refused
from improvement.workflow.open_month import due_on

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Settler:
    """Settles rows in the name of one person and one file."""

    by: Person
    why: str
    at: datetime

    def settle(self, model: type[Row], keys: dict[str, Any], **facts: Any) -> Row:
        """Return the row found by ``keys``, made if there is none, with ``facts`` set."""
        row = model._default_manager.filter(**keys).first() or model(**keys)
        confirmed = {"carried": False} if hasattr(row, "carried") else {}
        changes.change(row, by=self.by, why=self.why, **facts, **confirmed)
        return row


def load_programme(settler: Settler, facts: ProgrammeFacts, quarters: Sequence[str]) -> Programme:
    """Load the programme and its meetings."""
    programme = settler.settle(
        Programme,
        {"slug": facts.slug},
        name=facts.name,
        organisation=facts.organisation,
        exit_on=facts.exit_on,
        first_quarter=quarters[0],
        last_quarter=quarters[-1],
    )
    for meeting in facts.meetings:
        keys = {"programme": programme, "name": meeting.name}
        settler.settle(Meeting, keys, tier=meeting.tier, chair=meeting.chair)
    return programme


def load_people(
    settler: Settler, programme: Programme, facts: Sequence[PersonFacts]
) -> dict[str, Person]:
    """Load people and return them by slug. They cannot sign in until somebody invites them."""
    people = {}
    for one in facts:
        person = programme.people.filter(slug=one.slug).first()
        if person is None:
            person = Person(programme=programme, slug=one.slug)
            person.set_unusable_password()
        changes.change(
            person, by=settler.by, why=settler.why, name=one.name, job_title=one.job_title
        )
        people[one.slug] = person
    return people


def load_workstream(
    settler: Settler,
    programme: Programme,
    position: int,
    facts: WorkstreamFacts,
    people: dict[str, Person],
) -> Workstream:
    """Load a workstream with its appointments, actions and exit criteria."""
    workstream = settler.settle(
        Workstream,
        {"programme": programme, "slug": facts.slug},
        name=facts.name,
        position=position,
        exit_statement=facts.exit_statement,
    )
    _load_appointments(settler, workstream, facts, people)
    _load_actions(settler, workstream, facts)
    _load_criteria(settler, workstream, facts, people)
    return workstream


def _load_appointments(
    settler: Settler, workstream: Workstream, facts: WorkstreamFacts, people: dict[str, Person]
) -> None:
    for place, appointment in enumerate(facts.appointments):
        keys = {
            "person": people[appointment.person],
            "role": appointment.role,
            "programme": workstream.programme,
            "workstream": workstream,
        }
        settler.settle(Appointment, keys, position=place)


def _load_actions(settler: Settler, workstream: Workstream, facts: WorkstreamFacts) -> None:
    for place, action in enumerate(facts.actions):
        settler.settle(
            Action,
            {"workstream": workstream, "reference": action.ref},
            position=place,
            strength=action.strength,
            text=action.text,
            regulation=action.regulation,
            source=action.source,
            # A file that gives none, as of version 1, leaves the one that was set up.
            **({"short_name": action.short_name} if action.short_name else {}),
        )


def _load_criteria(
    settler: Settler, workstream: Workstream, facts: WorkstreamFacts, people: dict[str, Person]
) -> None:
    for place, criterion in enumerate(facts.criteria):
        settler.settle(
            ExitCriterion,
            {"workstream": workstream, "number": criterion.number},
            position=place,
            text=criterion.text,
            owner=people[criterion.owner] if criterion.owner else None,
        )


def load_month(
    settler: Settler, programme: Programme, slug: str, facts: OverviewFacts, path: str
) -> Month:
    """Load a month's overview. Raises ``Refused`` if the month has been issued."""
    period = CalendarMonth.parse(slug)
    month = programme.months.filter(starts_on=period.starts_on).first()
    if month is None:
        month = Month(programme=programme, starts_on=period.starts_on, due_on=due_on(period))
        month.opened_at, month.opened_by = settler.at, settler.by
    if not month.is_open:
        raise Refused(f"{path}: {month} has been issued and can no longer be loaded.")
    changes.change(
        month,
        by=settler.by,
        why=settler.why,
        headline=facts.headline,
        rag_assessment=facts.rag_assessment,
        delivery=_rating(facts.delivery),
        embedding=_rating(facts.embedding),
        ratings_carried=False,
    )
    for kind in OverviewKind.values:
        words = _words(getattr(facts, kind))
        settler.settle(OverviewSection, {"month": month, "kind": kind}, **words)
    return month


def load_report(
    settler: Settler,
    month: Month,
    workstream: Workstream,
    facts: ReportFacts | None,
    plan: PlanFacts | None,
    path: str,
) -> HighlightReport:
    """Load a workstream's report; without ``facts`` it is made empty.

    Raises ``Refused`` if somebody has submitted it.
    """
    keys = {"month": month, "workstream": workstream}
    report = settler.settle(
        HighlightReport,
        keys,
        delivery=_rating(facts.delivery if facts else None),
        embedding=_rating(facts.embedding if facts else None),
    )
    if report.status is not Status.DRAFT:
        raise Refused(f"{path}: the report is {report.status.value} and can no longer be loaded.")
    for kind in SectionKind.values:
        words = _words(getattr(facts, kind) if facts else None)
        settler.settle(Section, {"report": report, "kind": kind}, **words)
    _load_action_ratings(settler, report, facts)
    _load_criterion_ratings(settler, report, facts)
    _load_plan(settler, report, plan)
    return report


def _load_action_ratings(
    settler: Settler, report: HighlightReport, facts: ReportFacts | None
) -> None:
    rated = {rating.ref: rating for rating in facts.action_ratings} if facts else {}
    blank = ActionRatingFacts(ref="", delivery=None, embedding=None, explanation="", mitigation="")
    for action in report.workstream.actions.all():
        rating = rated.get(action.reference, blank)
        settler.settle(
            ActionRating,
            {"report": report, "action": action},
            delivery=_rating(rating.delivery),
            embedding=_rating(rating.embedding),
            explanation=rating.explanation,
            mitigation=rating.mitigation,
        )


def _load_criterion_ratings(
    settler: Settler, report: HighlightReport, facts: ReportFacts | None
) -> None:
    rated = {rating.number: rating.rating for rating in facts.criterion_ratings} if facts else {}
    for criterion in report.workstream.criteria.all():
        keys = {"report": report, "criterion": criterion}
        settler.settle(CriterionRating, keys, rating=_rating(rated.get(criterion.number)))


def _load_plan(settler: Settler, report: HighlightReport, facts: PlanFacts | None) -> None:
    leads = {f"printed_{role}": names for role, names in facts.leads if names} if facts else {}
    parts = {name: getattr(facts, name) for name in Plan.PARTS} if facts else {}
    texts = {name: "\n".join(lines) for name, lines in {**leads, **parts}.items()}
    plan = settler.settle(Plan, {"report": report}, **texts)
    for milestone in facts.milestones if facts else ():
        keys = {"plan": plan, "quarter": milestone.quarter}
        settler.settle(Milestone, keys, text="\n".join(milestone.items))


def _rating(rating: MaybeRating) -> str:
    return (rating or Rating.NOT_YET_RATED).value


def _words(bullets: list[str] | str | None) -> dict[str, Any]:
    text = "\n".join(bullets) if isinstance(bullets, list) else bullets or ""
    return {"text": text, "nothing_to_report": bullets == []}
