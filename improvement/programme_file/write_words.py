"""Writing a programme's words as a file: what a load of it would find as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from improvement.models import (
    WORKSTREAM_ROLES,
    Action,
    ActionRating,
    Appointment,
    Endable,
    ExitCriterion,
    HighlightReport,
    Month,
    OverviewKind,
    Person,
    Plan,
    Programme,
    SectionKind,
    Source,
    Workstream,
)
from improvement.models.programme import Passage, PassageState
from improvement.values.bullets import lines_of
from improvement.values.periods import CalendarMonth

Json = dict[str, Any]
Thing = TypeVar("Thing", Action, ExitCriterion, Workstream)


def filled(facts: Mapping[str, Any]) -> Json:
    """Return optional keys without those that say nothing."""
    return {name: fact for name, fact in facts.items() if fact}


def day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def programme_facts(programme: Programme, slugs: Mapping[int, str], on: date) -> Json:
    """Return the programme with its meetings and the roles on the whole of it."""
    roles = programme.appointments.filter(workstream=None)
    return {
        "slug": programme.slug,
        "name": programme.name,
        "organisation": programme.organisation,
        "exit_on": day(programme.exit_on),
        "meetings": [
            {"name": meeting.name, "tier": meeting.tier, "chair": meeting.chair}
            for meeting in programme.meetings.all()
        ],
        **filled({"appointments": _appointments(roles, slugs, on)}),
        **_wanted(programme),
        **filled(
            {
                "exit_first": day(programme.exit_first),
                "exit_moved_because": programme.exit_moved_because,
                "parts_off": programme.parts_off,
            }
        ),
    }


def _wanted(programme: Programme) -> Json:
    wanted = programme.percent_complete_wanted
    return {} if wanted is None else {"percent_complete_wanted": wanted}


def person_facts(slug: str, person: Person) -> Json:
    return {"slug": slug, "name": person.name or slug, "job_title": person.job_title}


def workstream_facts(workstream: Workstream, slugs: Mapping[int, str], on: date) -> Json:
    """Return a workstream with its appointments, actions and exit criteria."""
    roles = workstream.appointments.filter(role__in=WORKSTREAM_ROLES)
    return {
        "slug": workstream.slug,
        "name": workstream.name,
        "exit_statement": workstream.exit_statement,
        "appointments": _appointments(roles, slugs, on),
        **filled({"vacant": _vacancies(workstream)}),
        "actions": [_action(action, slugs) for action in _in_order(workstream)],
        "criteria": [
            {
                "number": criterion.number,
                "text": criterion.text,
                "owner": slugs.get(criterion.owner_id or 0),
                **ending(criterion, "number"),
            }
            for criterion in merged_rows_last(workstream.criteria.select_related("merged_into"))
        ],
        **ending(workstream, "slug"),
    }


def source_facts(source: Source) -> Json:
    facts = {"regulator": source.regulator, "dated": day(source.dated), "kinds": source.kinds}
    return {"title": source.title, **filled(facts)}


def ending(row: Endable, key: str) -> Json:
    """Return how something ended, if it did."""
    if row.ended_from is None:
        return {}
    facts = {
        "how": row.ended_as,
        "month": CalendarMonth.of(row.ended_from).slug,
        "because": row.ended_because,
    }
    into = {"into": getattr(row.merged_into, key)} if row.merged_into else {}
    return {"ended": {**facts, **into}}


def merged_rows_last(rows: Iterable[Thing]) -> list[Thing]:
    """Return rows in the order in which a load adds them: what was merged comes last."""
    return sorted(rows, key=lambda row: row.merged_into_id is not None)


def _in_order(workstream: Workstream) -> list[Action]:
    actions = workstream.actions.select_related("source", "parent", "merged_into")
    return merged_rows_last(sorted(actions, key=lambda action: action.parent_id is not None))


def _action(action: Action, slugs: Mapping[int, str]) -> Json:
    said = action.sub_actions_rated, action.percent_complete
    names = ("sub_actions_rated", "percent_complete")
    return {
        "ref": action.reference,
        "strength": action.strength,
        "text": action.text,
        "regulation": action.regulation,
        "source": action.source_text,
        **filled(
            {
                "short_name": action.short_name,
                "of_source": action.source.title if action.source else "",
                "kind": action.kind,
                "owner": slugs.get(action.owner_id or 0),
                "due_first": day(action.due_first),
                "due_on": day(action.due_on),
                "due_moved_because": action.due_moved_because,
                "parent": action.parent.reference if action.parent else "",
                "done_on": day(action.done_on),
                "done_by": slugs.get(action.done_by_id or 0),
            }
        ),
        **{name: fact for name, fact in zip(names, said, strict=True) if fact is not None},
        **ending(action, "reference"),
    }


def _appointments(rows: Iterable[Appointment], slugs: Mapping[int, str], on: date) -> list[Json]:
    """Return the appointments that are in force or to come: a role that has ended is history."""
    return [
        {
            "person": slugs[row.person_id],
            "role": row.role,
            **filled({"starts_on": day(row.starts_on), "ends_on": day(row.ends_on)}),
            **filled({"deputy": row.is_deputy and row.role in WORKSTREAM_ROLES}),
        }
        for row in rows
        if row.ends_on is None or row.ends_on >= on
    ]


def _vacancies(workstream: Workstream) -> Json:
    return filled({role.value: day(workstream.vacant_from(role)) for role in WORKSTREAM_ROLES})


def plan_facts(report: HighlightReport | None) -> Json | None:
    """Return the plan of a report, or None where there is none."""
    plan = Plan.objects.filter(report=report).first() if report else None
    if plan is None:
        return None
    return {
        **{name: lines_of(getattr(plan, name)) for name in Plan.PARTS},
        "leads": {
            name.removeprefix("printed_"): lines_of(getattr(plan, name)) for name in Plan.LEADS
        },
        "milestones": [
            {"quarter": milestone.quarter, "items": lines_of(milestone.text)}
            for milestone in plan.milestones.all()
        ],
        **filled({"carried": plan.carried}),
    }


def overview_facts(month: Month) -> Json:
    sections = {section.kind: section for section in month.overview_sections.all()}
    return {
        "headline": month.headline,
        **{kind.value: _bullets(sections.get(kind.value)) for kind in OverviewKind},
        "rag_assessment": month.rag_assessment,
        "delivery": month.delivery or None,
        "embedding": month.embedding or None,
        **filled({"carried": month.ratings_carried}),
    }


def report_facts(report: HighlightReport) -> Json:
    """Return a report with its sections and ratings."""
    sections = {section.kind: section for section in report.sections.all()}
    carried = ["ratings"] if report.carried else []
    carried += [kind for kind, section in sections.items() if section.carried]
    return {
        "workstream": report.workstream.slug,
        "delivery": report.delivery or None,
        "embedding": report.embedding or None,
        **{kind.value: _bullets(sections.get(kind.value)) for kind in SectionKind},
        "summary": sections["summary"].text or None if "summary" in sections else None,
        "action_ratings": [
            {
                "ref": rating.action.reference,
                "delivery": rating.delivery or None,
                "embedding": rating.embedding or None,
                "explanation": rating.explanation,
                "mitigation": rating.mitigation,
                **filled({"carried": rating.carried}),
            }
            for rating in sorted(report.action_ratings.select_related("action"), key=_after_others)
        ],
        "criterion_ratings": [
            {
                "number": rating.criterion.number,
                "rating": rating.rating or None,
                **filled({"carried": rating.carried}),
            }
            for rating in sorted(
                report.criterion_ratings.select_related("criterion"),
                key=lambda rating: rating.criterion.merged_into_id is not None,
            )
        ],
        **filled({"carried": carried}),
    }


def _after_others(rating: ActionRating) -> tuple[bool, bool]:
    """Return what sorts ratings as their actions are sorted."""
    action = rating.action
    return action.merged_into_id is not None, action.parent_id is not None


def _bullets(passage: Passage | None) -> list[str] | None:
    """Return a section's lines; an empty list of a nil return, and None of one that is missing."""
    if passage is None or passage.state is PassageState.MISSING:
        return None
    return lines_of(passage.text)
