"""Every model whose changes are kept, and the lookups from it to what it belongs to.

Lookups are written as Django writes them, from the object itself; its history rows have the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from improvement.models import (
    Acknowledgement,
    Action,
    ActionRating,
    ActionRewording,
    ApiToken,
    Appointment,
    CriterionRating,
    CriterionRewording,
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
    Source,
    Undertaking,
    Workstream,
)
from scorecards.models import (
    Actual,
    ActualLine,
    Aim,
    Metric,
    MetricRewording,
    MonthlyReading,
    Remark,
    Scale,
    TrajectoryRevision,
)


@dataclass(frozen=True)
class AuditedModel:
    """A model with history. ``kind`` is how an address names it, ``words`` how a page does.

    ``objects`` are the lookups to the objects on whose page of changes it appears, by their kind.
    It is found by the columns ``named`` and by its ``label``, a pattern of ``labels_sql``.
    ``programme``, ``workstream`` and ``month`` are lookups, empty where it has none.
    """

    kind: str
    words: str
    model: type[Model]
    programme: str
    workstream: str = ""
    month: str = ""
    objects: Mapping[str, str] = field(default_factory=dict)
    named: tuple[str, ...] = ()
    label: str = ""

    @property
    def related(self) -> list[str]:
        """The lookups for ``select_related`` that naming an object needs."""
        lookups = [self.workstream, self.month, *self.objects.values()]
        lookups += [name.rpartition("__")[0] for name in self.named]
        return sorted({lookup for lookup in lookups if lookup and lookup != "pk"})

    @property
    def history(self) -> Any:
        """The manager of the history rows."""
        return self.model.history.model._default_manager  # type: ignore[attr-defined]

    def in_history(self, lookup: str) -> str:
        """Return a lookup as the history rows have it, whose own ``pk`` is another."""
        return "id" if lookup == "pk" else lookup


def _of_programme(
    kind: str, words: str, model: type[Model], *named: str, label: str = "", **objects: str
) -> AuditedModel:
    """A model whose objects belong to the programme itself."""
    return AuditedModel(kind, words, model, "programme", objects=objects, named=named, label=label)


def _of_report(
    kind: str, words: str, model: type[Model], label: str, *named: str, **objects: str
) -> AuditedModel:
    """A model whose objects belong to a highlight report."""
    return AuditedModel(
        kind,
        words,
        model,
        "report__month__programme",
        "report__workstream",
        "report__month",
        {"report": "report", **objects},
        named,
        label,
    )


def _of_workstream(
    kind: str, words: str, model: type[Model], label: str, *named: str
) -> AuditedModel:
    """A model whose objects belong to a workstream and are reported on each month."""
    return AuditedModel(
        kind,
        words,
        model,
        "workstream__programme",
        "workstream",
        objects={kind: "pk"},
        named=named,
        label=label,
    )


def _of_item(kind: str, words: str, model: type[Model], label: str, item: str) -> AuditedModel:
    """A model whose objects belong to an action or to a criterion, as ``item`` says."""
    return AuditedModel(
        kind,
        words,
        model,
        f"{item}__workstream__programme",
        f"{item}__workstream",
        objects={item: item},
        named=("reason",),
        label=label,
    )


def _of_metric(
    kind: str, words: str, model: type[Model], label: str, *named: str, metric: str = "metric"
) -> AuditedModel:
    """A model whose objects belong to a metric."""
    of_metric = (f"{metric}__number", f"{metric}__name")
    return AuditedModel(
        kind,
        words,
        model,
        f"{metric}__workstream__programme",
        f"{metric}__workstream",
        objects={"metric": metric},
        named=(*of_metric, *named),
        label=label,
    )


_ALL = (
    _of_report("section", "Section of a highlight report", Section, "{kind:words}", section="pk"),
    _of_report(
        "action-rating",
        "Ratings of an action",
        ActionRating,
        "Ratings of {action__kind:or strength} {action__reference}",
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
    AuditedModel(
        "report",
        "Highlight report",
        HighlightReport,
        "month__programme",
        "workstream",
        "month",
        {"report": "pk"},
        label="{workstream__name}, {month__starts_on:month}",
    ),
    _of_report("undertaking", "Undertaking", Undertaking, "You said you would: {text}"),
    _of_report(
        "acknowledgement", "Acknowledged warning", Acknowledgement, "Acknowledged: {warning}"
    ),
    _of_report("plan", "Plan on a page", Plan, "Plan on a page"),
    AuditedModel(
        "milestone",
        "Milestone of a plan",
        Milestone,
        "plan__report__month__programme",
        "plan__report__workstream",
        "plan__report__month",
        {"report": "plan__report"},
        label="Milestones of {quarter}",
    ),
    _of_programme("month", "Month", Month, label="{starts_on:month}", month="pk"),
    AuditedModel(
        "overview-section",
        "Section of the overview",
        OverviewSection,
        "month__programme",
        month="month",
        objects={"month": "month", "overview-section": "pk"},
        label="{kind:words}",
    ),
    _of_workstream("action", "Action", Action, "{strength:words} {reference}", "reference", "text"),
    _of_workstream(
        "criterion", "Exit criterion", ExitCriterion, "Criterion {number}", "number", "text"
    ),
    _of_workstream("metric", "Metric", Metric, "Metric {number}", "number", "name"),
    _of_item(
        "action-rewording",
        "Rewording of an action",
        ActionRewording,
        "Rewording of {action__kind:or strength} {action__reference}",
        "action",
    ),
    _of_item(
        "criterion-rewording",
        "Rewording of an exit criterion",
        CriterionRewording,
        "Rewording of Criterion {criterion__number}",
        "criterion",
    ),
    _of_metric(
        "metric-rewording",
        "Rewording of a metric",
        MetricRewording,
        "Rewording of Metric {metric__number}",
        "reason",
    ),
    _of_metric("aim", "Aim", Aim, "Metric {metric__number}: Aim, {quarter}"),
    _of_metric("line", "Row of a metric", ActualLine, "Metric {metric__number}: {name}"),
    _of_metric(
        "revision",
        "Revision of a trajectory",
        TrajectoryRevision,
        "Trajectory revision of Metric {metric__number}",
        "reason",
    ),
    _of_programme("source", "Source", Source, "title", source="pk"),
    _of_programme("scale", "Scale", Scale, "name", programme="programme"),
    AuditedModel(
        "workstream",
        "Workstream",
        Workstream,
        "programme",
        "pk",
        objects={"workstream": "pk"},
        named=("name",),
    ),
    AuditedModel(
        "appointment",
        "Appointment",
        Appointment,
        "programme",
        "workstream",
        objects={"programme": "programme", "workstream": "workstream", "person": "person"},
        named=("person__name",),
        label="{person__name}, {role:words}",
    ),
    _of_programme("person", "Person", Person, "name", programme="programme", person="pk"),
    _of_programme(
        "invitation",
        "Invitation",
        Invitation,
        "email",
        label="Invitation of {person__name}",
        person="person",
    ),
    _of_programme("token", "Token", ApiToken, label="Token {name}", person="person"),
    _of_programme("meeting", "Meeting", Meeting, "name", programme="programme"),
    AuditedModel(
        "programme", "Programme", Programme, "pk", objects={"programme": "pk"}, named=("name",)
    ),
    _of_programme("import", "Import of a file", LoadedFile, "name"),
)
AUDITED_MODELS: dict[str, AuditedModel] = {audited.kind: audited for audited in _ALL}
