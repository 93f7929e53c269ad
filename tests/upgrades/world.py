"""What the backup of a release holds: the demo, with something of every kind, and edits in all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Model

from improvement.audit import changes
from improvement.audit.event_log import log_download
from improvement.audit.verify import history_models
from improvement.models import Person
from improvement.values.browser_windows import Version
from reporting.demo.load import load_demo

AT = datetime(2024, 1, 10, 12, 0, tzinfo=UTC)
WHY = "Edited for the backup of a release"
EDITED = "Edited before the release."
# Of each kind of row that history covers, what an edit of one of them changes.
EDITS: dict[str, dict[str, Any]] = {
    "improvement.Acknowledgement": {"reason": EDITED},
    "improvement.Action": {"text": EDITED},
    "improvement.ActionRating": {"delivery": "off_track", "explanation": EDITED},
    "improvement.ActionRewording": {"reason": EDITED},
    "improvement.ApiToken": {"revoked_at": AT, "revoked_by": "office"},
    "improvement.Appointment": {"ends_on": AT.date() + timedelta(days=3650)},
    "improvement.CriterionRating": {"rating": "on_track", "carried": False},
    "improvement.CriterionRewording": {"reason": EDITED},
    "improvement.ExitCriterion": {"text": EDITED},
    "improvement.HighlightReport": {"delivery": "on_track", "embedding": "off_track"},
    "improvement.Invitation": {"withdrawn_at": AT, "withdrawn_by": "office"},
    "improvement.LoadedFile": {"name": "renamed.json"},
    "improvement.Meeting": {"chair": EDITED},
    "improvement.Milestone": {"text": EDITED},
    "improvement.Month": {"headline": EDITED},
    "improvement.OverviewSection": {"text": EDITED},
    "improvement.Person": {"job_title": EDITED},
    "improvement.Plan": {"background": EDITED, "risks": EDITED, "carried": False},
    "improvement.Programme": {"exit_on": (AT + timedelta(days=400)).date()},
    "improvement.Section": {"text": EDITED, "nothing_to_report": False, "carried": False},
    "improvement.Source": {"regulator": EDITED},
    "improvement.Undertaking": {"text": EDITED},
    "improvement.Workstream": {"exit_statement": EDITED},
    "scorecards.Actual": {"printed": "~85%", "kept_as_printed": True},
    "scorecards.ActualLine": {"name": EDITED},
    "scorecards.Aim": {"printed": "12.5"},
    "scorecards.Metric": {"unit": "a day"},
    "scorecards.MetricRewording": {"reason": EDITED},
    "scorecards.MonthlyReading": {"source": EDITED},
    "scorecards.Remark": {"text": EDITED},
    "scorecards.Scale": {"name": EDITED},
    "scorecards.TrajectoryRevision": {"reason": EDITED},
}


def build() -> None:
    """Load the demo, whose December is issued, and leave something of every kind in January."""
    load_demo(at=AT, with_sign_ins=False)
    office = Person.objects.get(slug="programme-office")
    for label, facts in rows_the_demo_lacks(office):
        row = model(label)(**facts)
        row.clean_fields()
        if hasattr(row, "history"):
            changes.record(row, by=office, why=WHY)
        else:
            row.save()
    for history in history_models():
        edit(history.instance_type._meta.label, office)
    changes.remove(model("scorecards.Remark").objects.latest("pk"), by=office, why=WHY)
    for _ in range(2):
        about = {"about": "December 2023 pack, version 1", "detail": "pdf", "place": "/"}
        log_download(**about, programme=office.programme, by=office, at=AT)


def model(label: str) -> Any:
    return apps.get_model(label)


def edit(label: str, by: Person) -> None:
    """Change the last row of a kind."""
    row: Model = model(label).objects.latest("pk")
    facts = {name: by if fact == "office" else fact for name, fact in EDITS[label].items()}
    changes.change(row, by=by, why=WHY, **facts)
    row.clean_fields()  # SQLite takes what PostgreSQL has no room for


def rows_the_demo_lacks(office: Person) -> list[tuple[str, dict[str, Any]]]:
    """Return a row of each kind that nobody made in the demo, as facts to make it of."""
    month = model("improvement.Month").objects.get(issued_at=None)
    report = month.reports.get(workstream__slug="culture-and-staff-wellbeing")
    lead = Person.objects.get(slug="nicola-howells")
    return [
        *rows_of_the_way_in(office, lead),
        *rows_of_a_report(report, lead),
        *rows_of_a_metric(report.workstream.metrics.get(number="1"), office),
        *rows_of_the_set_up(report.workstream, office),
    ]


def rows_of_the_set_up(workstream: Any, office: Person) -> list[tuple[str, dict[str, Any]]]:
    told = {"starts_on": AT.date().replace(day=1), "wording_before": "As it was"}
    told |= {
        "wording_after": "As it is",
        "reason": "The report was corrected",
        "reworded_at": AT,
        "reworded_by": office,
    }
    source = {
        "programme": office.programme,
        "position": 0,
        "title": "Section 29A notice",
        "kinds": ["Requirement"],
        "dated": AT.date(),
    }
    metric = workstream.metrics.get(number="1")
    return [
        ("improvement.Source", source),
        ("improvement.ActionRewording", {"action": workstream.actions.first(), **told}),
        ("improvement.CriterionRewording", {"criterion": workstream.criteria.first(), **told}),
        ("scorecards.MetricRewording", {"metric": metric, **told}),
    ]


def rows_of_the_way_in(office: Person, lead: Person) -> list[tuple[str, dict[str, Any]]]:
    token = {
        "person": office,
        "programme": office.programme,
        "name": "Report",
        "prefix": "ip_0",
        "digest": "0" * 64,
        "created_on": AT.date(),
        "expires_on": AT.date() + timedelta(days=90),
    }
    invitation = {
        "person": lead,
        "programme": office.programme,
        "email": "invited@trust.example",
        "digest": "1" * 64,
        "expires_on": AT.date(),
        "sent_at": AT,
        "sent_by": office,
    }
    return [("improvement.ApiToken", token), ("improvement.Invitation", invitation)]


def rows_of_a_report(report: Any, lead: Person) -> list[tuple[str, dict[str, Any]]]:
    acknowledgement = {
        "report": report,
        "key": "unrated-criterion-1",
        "warning": "It is not rated.",
        "reason": "It is rated at the meeting of the 12th.",
        "acknowledged_at": AT,
        "acknowledged_by": lead,
    }
    draft = {
        "person": lead,
        "path": "/scas/2024-01/culture-and-staff-wellbeing/highlight-report/",
        "fields": {"progress": ["Half a sentence"]},
        "versions": [Version("progress", ("Half a sentence",), AT, "w1", 1).as_json()],
        "windows": {"w1": {"progress": "0" * 40}},
        "kept_at": AT,
    }
    reminder = {
        "person": lead,
        "kind": "due_tomorrow",
        "month": report.month,
        "report": report,
        "about_day": AT.date(),
        "claimed_at": AT,
        "sent_at": AT,
    }
    return [
        ("improvement.Acknowledgement", acknowledgement),
        ("improvement.Draft", draft),
        ("improvement.Reminder", reminder),
    ]


def rows_of_a_metric(metric: Any, office: Person) -> list[tuple[str, dict[str, Any]]]:
    line = model("scorecards.ActualLine").objects.filter(metric=metric).earliest("pk")
    day = AT.date()
    reading = {"line": line, "starts_on": day.replace(day=1), "printed": "17", "as_at": day}
    revision = {
        "metric": metric,
        "reason": "Agreed anew",
        "agreed_by": "The board",
        "agreed_on": day,
        "aims_before": {"2023/24 Q4": "12"},
        "revised_at": AT,
        "revised_by": office,
    }
    return [("scorecards.MonthlyReading", reading), ("scorecards.TrajectoryRevision", revision)]
