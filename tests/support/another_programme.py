"""A second programme with its own of everything, whose every text says that it is theirs."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest

from improvement.accounts.tokens import make_token
from improvement.audit import changes
from improvement.editing import drafts
from improvement.editing.conflicts import SeenTexts
from improvement.models import Appointment, HighlightReport, Month, Person, Programme, Role, Source
from improvement.values.browser_windows import Sent
from improvement.values.periods import CalendarMonth, Quarter
from improvement.workflow import transitions
from reporting.pack import issue as pack_issue
from reporting.pack.issue import concerns_in, issue
from reporting.renderers import RENDERERS
from scorecards.entry.months_form import ReadingsForm
from scorecards.entry.record_months import MonthReading, record_readings
from scorecards.models import ActualLine
from scorecards.programme_file.load import load_file
from scorecards.setup.aims import Agreement, set_aims
from scorecards.setup.aims_form import AimsForm

SLUG = "elsewhere"
STREAM = "their-stream"
THEIRS = "Quorndale"  # stands in every text of theirs, and in none of anybody else's
QUARTERS = [f"2023/24 Q{number}" for number in (1, 2, 3, 4)]
OTHER_ROLES = (Role.PROGRAMME_OFFICE, Role.CEO_OFFICE, Role.BOARD_READER)


def build(*, at: datetime) -> Programme:
    """Load it, issue June 2023, which opens July, and leave something of every kind in July.

    June's pack is kept as JSON alone: no test reads a document of theirs.
    """
    by = Person.objects.for_command("another_programme")
    loaded = load_file(text=json.dumps(programme_file()), name="theirs.json", by=by, at=at)
    programme = loaded.programme
    for role in OTHER_ROLES:
        person = Person(programme=programme, slug=role.replace("_", "-"), name=f"{THEIRS} {role}")
        person.email = f"{person.slug}@elsewhere.example"
        person.set_unusable_password()
        changes.record(person, by=by)
        changes.record(Appointment(person=person, role=role, programme=programme), by=by)
    changes.record(Source(programme=programme, title=f"{THEIRS} notice", position=1), by=by)
    _issue_june(programme, at)
    _write_in_july(programme, at)
    return programme


def person(programme: Programme, role: Role) -> Person:
    """Return whoever of theirs has a role."""
    return programme.appointments.select_related("person").get(role=role).person


def _issue_june(programme: Programme, at: datetime) -> None:
    month = programme.months.select_related("programme").get()
    for report in month.reports.select_related("workstream"):
        appointed = report.workstream.appointments
        manager = appointed.get(role=Role.PROGRAMME_MANAGER).person
        transitions.submit(report=report, by=manager, at=at)
        executive = appointed.get(role=Role.EXECUTIVE_LEAD).person
        transitions.approve(report=report, by=executive, at=at)
    waivers = {one.concern.key: f"{THEIRS} knows." for one in concerns_in(month) if one.to_waive}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pack_issue, "RENDERERS", {"json": RENDERERS["json"]})
        issue(month=month, waivers=waivers, by=person(programme, Role.PROGRAMME_OFFICE), at=at)


def _write_in_july(programme: Programme, at: datetime) -> None:
    july = Month.objects.get(programme=programme, issued_at=None)
    report = HighlightReport.objects.get(month=july, workstream__slug=STREAM)
    lead = person(programme, Role.SRO)
    line = ActualLine.objects.filter(metric__workstream=report.workstream, metric__number="2").get()
    readings = {(line.pk, CalendarMonth(2023, 7)): MonthReading("17", source=f"{THEIRS} ledger")}
    seen_texts = SeenTexts(digests=ReadingsForm(report=report, by=lead).shown)
    record_readings(report=report, readings=readings, seen_texts=seen_texts, by=lead, at=at)
    metric = report.workstream.metrics.get(number="1")
    agreement = Agreement(f"{THEIRS} reason", f"{THEIRS} board", at.date())
    set_aims(
        metric=metric,
        aims={QUARTERS[3]: "P"},
        agreement=agreement,
        now=Quarter.parse(QUARTERS[1]),
        seen_texts=SeenTexts(
            digests=AimsForm(metric=metric, now=Quarter.parse(QUARTERS[1]), by=lead).shown
        ),
        by=person(programme, Role.PROGRAMME_OFFICE),
        at=at,
    )
    path = f"/{SLUG}/2023-07/{STREAM}/highlight-report/"
    typed = Sent({"progress": (f"{THEIRS} draft",)})
    drafts.keep(path=path, sent=typed, by=lead, at=at)
    for role in (Role.SRO, Role.PROGRAMME_OFFICE):
        whose = person(programme, role)
        until = date(at.year, at.month, at.day)
        name = f"{THEIRS} token"
        make_token(programme=programme, name=name, expires_on=until, by=whose, at=at)


def programme_file() -> dict[str, Any]:
    """Return the file: one workstream, with two of what is numbered."""
    return {
        "format": "improvement-programme",
        "version": 1,
        "programme": {
            "slug": SLUG,
            "name": f"{THEIRS} programme",
            "organisation": f"{THEIRS} trust",
            "exit_on": "2024-09-30",
            "meetings": [{"name": f"{THEIRS} board", "tier": 1, "chair": THEIRS}],
        },
        "quarters": QUARTERS,
        "people": [
            {"slug": f"their-{role}", "name": f"{THEIRS} {role}", "job_title": THEIRS}
            for role in ("executive-lead", "sro", "programme-manager")
        ],
        "scales": [
            {
                "slug": "their-scale",
                "name": f"{THEIRS} scale",
                "points": [
                    {"code": "P", "label": f"{THEIRS} poor"},
                    {"code": "G", "label": f"{THEIRS} good"},
                ],
            }
        ],
        "workstreams": [_workstream()],
        "months": [_month()],
    }


def _workstream() -> dict[str, Any]:
    return {
        "slug": STREAM,
        "name": f"{THEIRS} workstream",
        "exit_statement": f"{THEIRS} is better",
        "appointments": [
            {"person": f"their-{role.replace('_', '-')}", "role": role}
            for role in ("executive_lead", "sro", "programme_manager")
        ],
        "actions": [
            {
                "ref": f"QD-{number}",
                "strength": "must",
                "text": f"{THEIRS} action",
                "regulation": "Regulation 17",
                "source": f"{THEIRS} report",
            }
            for number in (1, 2)
        ],
        "criteria": [
            {"number": str(number), "text": f"{THEIRS} criterion", "owner": "their-sro"}
            for number in (1, 2)
        ],
        "metrics": [_metric("1", "scale", "manual"), _metric("2", "number", "sum")],
        "plan": _plan(),
    }


def _metric(number: str, kind: str, roll_up: str) -> dict[str, Any]:
    metric = {
        "number": number,
        "name": f"{THEIRS} metric {number}",
        "kind": kind,
        "unit": THEIRS,
        "direction": "up",
        "roll_up": roll_up,
        "baseline": {"value": "", "when": ""},
        "target": {"value": "", "when": ""},
        "aims": dict.fromkeys(QUARTERS, "G" if kind == "scale" else "20"),
        "lines": [{"name": f"{THEIRS} line", "values": {QUARTERS[0]: "P"}}],
    }
    if kind == "scale":
        return metric | {"scale": "their-scale"}
    return metric | {"lines": [{"name": f"{THEIRS} line", "values": {QUARTERS[0]: "11"}}]}


def _plan() -> dict[str, Any]:
    parts = "background aims benefits benefit_measures alignment risks issues communications"
    return {
        **{key: [f"{THEIRS} plan"] for key in [*parts.split(), "resources", "cost"]},
        "leads": {"executive_lead": [THEIRS], "sro": [THEIRS], "programme_manager": [THEIRS]},
        "milestones": [{"quarter": QUARTERS[2], "items": [f"{THEIRS} milestone"]}],
    }


def _month() -> dict[str, Any]:
    return {
        "month": "2023-06",
        "overview": {
            "headline": f"{THEIRS} headline",
            "executive_summary": [f"{THEIRS} summary"],
            "key_highlights": [f"{THEIRS} highlight"],
            "key_progress": [f"{THEIRS} progress"],
            "key_risks_issues": [f"{THEIRS} risk"],
            "rag_assessment": f"{THEIRS} assessment",
            "delivery": "on_track",
            "embedding": "overdue",
        },
        "reports": [_report()],
    }


def _report() -> dict[str, Any]:
    lists = ("progress", "month_ahead", "gone_well", "not_gone_well", "risks", "issues")
    return {
        "workstream": STREAM,
        "delivery": "on_track",
        "embedding": "overdue",
        "summary": f"{THEIRS} summary",
        **{name: [f"{THEIRS} {name}"] for name in lists},
        "action_ratings": [
            {
                "ref": f"QD-{number}",
                "delivery": "overdue",
                "embedding": "on_track",
                "explanation": f"{THEIRS} explanation",
                "mitigation": f"{THEIRS} mitigation",
            }
            for number in (1, 2)
        ],
        "criterion_ratings": [{"number": str(number), "rating": "overdue"} for number in (1, 2)],
        "remarks": [{"metric": "1", "text": f"{THEIRS} remark"}],
    }
