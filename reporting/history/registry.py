"""Trails: every kind of thing whose changes are kept, and the ways from it to what it hangs on.

The ways are written as Django writes them, from the thing itself; its history rows have the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from improvement.models import (
    Acknowledgement,
    ActionRating,
    ApiToken,
    Appointment,
    CqcAction,
    CriterionRating,
    ExitCriterion,
    HighlightReport,
    Invitation,
    LoadedFile,
    Meeting,
    Milestone,
    Month,
    OverviewSection,
    Person,
    Plan,
    Programme,
    Section,
    Undertaking,
    Workstream,
)
from scorecards.models import (
    Actual,
    ActualLine,
    Aim,
    Metric,
    MonthlyReading,
    Remark,
    Scale,
    TrajectoryRevision,
)


@dataclass(frozen=True)
class Trail:
    """One kind of thing. ``kind`` is how an address names it, ``words`` how a page does.

    ``objects`` are the things whose story it is part of, by their kind; ``named`` are the columns
    one looks it up by, and so is what it is ``called``, a pattern of the module of that name.
    ``programme``, ``workstream`` and ``month`` are empty where it has none.
    """

    kind: str
    words: str
    model: type[Model]
    programme: str
    workstream: str = ""
    month: str = ""
    objects: Mapping[str, str] = field(default_factory=dict)
    named: tuple[str, ...] = ()
    called: str = ""

    @property
    def related(self) -> list[str]:
        """What has to be read with a thing to name it."""
        ways = [self.workstream, self.month, *(way for way in self.objects.values())]
        ways += [name.rpartition("__")[0] for name in self.named]
        return sorted({way for way in ways if way and way != "pk"})

    @property
    def history(self) -> Any:
        """Every change of things of this kind."""
        return self.model.history.model._default_manager  # type: ignore[attr-defined]

    def way(self, name: str) -> str:
        """Give a way as the history rows write it, whose own ``pk`` is another."""
        return "id" if name == "pk" else name


def _of_report(
    kind: str, words: str, model: type[Model], called: str, *named: str, **objects: str
) -> Trail:
    """A thing that hangs on a highlight report."""
    return Trail(
        kind,
        words,
        model,
        "report__month__programme",
        "report__workstream",
        "report__month",
        {"report": "report", **objects},
        named,
        called,
    )


def _of_workstream(kind: str, words: str, model: type[Model], called: str, *named: str) -> Trail:
    """A thing of a workstream that is reported on month by month."""
    return Trail(
        kind,
        words,
        model,
        "workstream__programme",
        "workstream",
        objects={kind: "pk"},
        named=named,
        called=called,
    )


def _of_metric(
    kind: str, words: str, model: type[Model], called: str, *named: str, metric: str = "metric"
) -> Trail:
    """A thing that hangs on a metric."""
    of_metric = (f"{metric}__number", f"{metric}__name")
    return Trail(
        kind,
        words,
        model,
        f"{metric}__workstream__programme",
        f"{metric}__workstream",
        objects={"metric": metric},
        named=(*of_metric, *named),
        called=called,
    )


_ALL = (
    _of_report("section", "Section of a highlight report", Section, "{kind:words}", section="pk"),
    _of_report(
        "action-rating",
        "Ratings of a CQC action",
        ActionRating,
        "Ratings of {action__strength:words} {action__reference}",
        "action__reference",
        "action__text",
        action="action",
    ),
    _of_report(
        "criterion-rating",
        "Rating of an exit criterion",
        CriterionRating,
        "Rating of Criterion {criterion__number}",
        "criterion__number",
        "criterion__text",
        criterion="criterion",
    ),
    _of_metric(
        "actual",
        "Actual",
        Actual,
        "Metric {line__metric__number}: {line__name}, {quarter}",
        metric="line__metric",
    ),
    _of_metric(
        "reading",
        "Figure of a month",
        MonthlyReading,
        "Metric {line__metric__number}: {line__name}, {starts_on:month}",
        metric="line__metric",
    ),
    _of_report(
        "remark",
        "Remark on a metric",
        Remark,
        "Remark on Metric {metric__number}",
        "metric__number",
        "metric__name",
        metric="metric",
    ),
    Trail(
        "report",
        "Highlight report",
        HighlightReport,
        "month__programme",
        "workstream",
        "month",
        {"report": "pk"},
        called="{workstream__name}, {month__starts_on:month}",
    ),
    _of_report("undertaking", "Undertaking", Undertaking, "You said you would: {text}"),
    _of_report(
        "acknowledgement", "Acknowledged warning", Acknowledgement, "Acknowledged: {warning}"
    ),
    _of_report("plan", "Plan on a page", Plan, "Plan on a page"),
    Trail(
        "milestone",
        "Milestone of a plan",
        Milestone,
        "plan__report__month__programme",
        "plan__report__workstream",
        "plan__report__month",
        {"report": "plan__report"},
        called="Milestones of {quarter}",
    ),
    Trail(
        "month", "Month", Month, "programme", objects={"month": "pk"}, called="{starts_on:month}"
    ),
    Trail(
        "overview-section",
        "Section of the overview",
        OverviewSection,
        "month__programme",
        month="month",
        objects={"month": "month", "overview-section": "pk"},
        called="{kind:words}",
    ),
    _of_workstream(
        "action", "CQC action", CqcAction, "{strength:words} {reference}", "reference", "text"
    ),
    _of_workstream(
        "criterion", "Exit criterion", ExitCriterion, "Criterion {number}", "number", "text"
    ),
    _of_workstream("metric", "Metric", Metric, "Metric {number}", "number", "name"),
    _of_metric("aim", "Aim", Aim, "Metric {metric__number}: Aim, {quarter}"),
    _of_metric("line", "Row of a metric", ActualLine, "Metric {metric__number}: {name}"),
    _of_metric(
        "revision",
        "Revision of a trajectory",
        TrajectoryRevision,
        "Trajectory revision of Metric {metric__number}",
        "reason",
    ),
    Trail(
        "scale", "Scale", Scale, "programme", objects={"programme": "programme"}, named=("name",)
    ),
    Trail(
        "workstream",
        "Workstream",
        Workstream,
        "programme",
        "pk",
        objects={"workstream": "pk"},
        named=("name",),
    ),
    Trail(
        "appointment",
        "Appointment",
        Appointment,
        "programme",
        "workstream",
        objects={"programme": "programme", "workstream": "workstream", "person": "person"},
        named=("person__name",),
        called="{person__name}, {role:words}",
    ),
    Trail(
        "person",
        "Person",
        Person,
        "programme",
        objects={"programme": "programme", "person": "pk"},
        named=("name",),
    ),
    Trail(
        "invitation",
        "Invitation",
        Invitation,
        "programme",
        objects={"person": "person"},
        named=("email",),
        called="Invitation of {person__name}",
    ),
    Trail(
        "token",
        "Token",
        ApiToken,
        "programme",
        objects={"person": "person"},
        called="Token {name}",
    ),
    Trail(
        "meeting",
        "Meeting",
        Meeting,
        "programme",
        objects={"programme": "programme"},
        named=("name",),
    ),
    Trail("programme", "Programme", Programme, "pk", objects={"programme": "pk"}, named=("name",)),
    Trail("import", "Import of a file", LoadedFile, "programme", named=("name",)),
)
TRAILS: dict[str, Trail] = {trail.kind: trail for trail in _ALL}
