"""As at: a programme's rows as they stood at a moment, out of the history.

They are rows like today's, never saved, and hang on one another as they did: with the names,
people, metrics, targets and scales of that moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Max, Model, Q

from improvement.models import (
    Acknowledgement,
    ActionRating,
    Appointment,
    CqcAction,
    CriterionRating,
    ExitCriterion,
    HighlightReport,
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
from reporting.columns_read import Lead, RatedAction, RatedCriterion, columns_of, metrics_of
from reporting.figure_texts import AIM, texts_of
from reporting.gathering import Rows, grouped, grouped_twice, told_apart
from scorecards.models import Actual, ActualLine, Aim, Metric, Remark, Scale, StoredFigure

Row = TypeVar("Row", bound=Model)


def rows_as_at(model: type[Row], at: datetime, *wanted: Q, **ways: Any) -> dict[int, Row]:
    """Give the rows of ``model`` that stood at a moment, by id. One query.

    ``wanted`` and ``ways`` narrow them by what never changes, such as the report they hang on.
    """
    history: Any = model.history.model._default_manager  # type: ignore[attr-defined]
    until = history.filter(*wanted, history_date__lte=at, **ways)
    last = until.order_by().values("id").annotate(last=Max("history_id")).values("last")
    standing = history.filter(history_id__in=last).exclude(history_type="-")
    return {row.id: _as_row(model, row) for row in standing}


def _as_row(model: type[Row], record: Any) -> Row:
    return model(
        **{field.attname: getattr(record, field.attname) for field in record.tracked_fields}
    )


def months_as_at(programme: Programme, at: datetime) -> list[Month]:
    """Give the months there were, newest first, on their programme as it was. Two queries."""
    [held] = rows_as_at(Programme, at, id=programme.pk).values() or [programme]
    months = rows_as_at(Month, at, programme=programme.pk).values()
    for month in months:
        month.programme = held
    return sorted(months, key=lambda one: one.starts_on, reverse=True)


def gather_as_at(month: Month, before: Month | None, at: datetime) -> Rows:
    """Gather the rows of ``month`` as ``gathering.gather`` does, as they stood. 20 queries."""
    moment = _Moment(month.programme, at)
    reports = moment.reports([one for one in (month, before) if one])
    of_month = [pk for pk, report in reports.items() if report.month_id == month.pk]
    sections = rows_as_at(Section, at, report__in=of_month).values()
    remarks = rows_as_at(Remark, at, report__in=of_month).values()
    overview = rows_as_at(OverviewSection, at, month=month.pk).values()
    metrics, retired = told_apart(metrics_of(moment.lines(month)), month)
    rows = Rows(
        month=month,
        before=before,
        reports=_in_order([reports[pk] for pk in of_month], lambda one: one.workstream.position),
        reports_before={
            one.workstream_id: one for one in reports.values() if one.month_id != month.pk
        },
        appointments=grouped(
            "workstream_id", columns_of(Lead, moment.appointments(month.period.ends_on))
        ),
        overview={one.kind: one for one in overview},
        sections=grouped_twice("report_id", "kind", sections),
        action_ratings=grouped(
            "report_id", columns_of(RatedAction, moment.action_ratings(list(reports)))
        ),
        criterion_ratings=grouped(
            "report_id", columns_of(RatedCriterion, moment.criterion_ratings(list(reports)))
        ),
        metrics=grouped("workstream_id", metrics),
        retired=grouped("workstream_id", retired),
        aims=texts_of(moment.aims(), "metric_id", AIM),
        actuals=texts_of(moment.actuals(), "line_id", StoredFigure._fields),
        remarks={one.metric_id: one for one in remarks},
        meetings=_in_order(moment.of_programme(Meeting), lambda one: (one.tier, one.name)),
    )
    _gather_plans(rows, of_month, at)
    return rows


def _gather_plans(rows: Rows, reports: list[int], at: datetime) -> None:
    plans = rows_as_at(Plan, at, report__in=reports)
    milestones = rows_as_at(Milestone, at, plan__in=list(plans)).values()
    undertakings = rows_as_at(Undertaking, at, report__in=reports).values()
    rows.plans = {plan.report_id: plan for plan in plans.values()}
    rows.milestones = grouped("plan_id", _in_order(milestones, lambda one: one.quarter))
    rows.undertakings = grouped("report_id", _in_order(undertakings, _position))


def acknowledged_as_at(report: HighlightReport, at: datetime) -> list[Acknowledgement]:
    """Give the warnings a report had been submitted with. One query."""
    given = rows_as_at(Acknowledgement, at, report=report.pk).values()
    last = [one for one in given if one.acknowledged_at == report.submitted_at]
    return _in_order(last, lambda one: one.pk)


def rated_as_at(
    programme: Programme, at: datetime
) -> tuple[list[tuple[ActionRating, date]], list[tuple[CriterionRating, date]]]:
    """Give every rating of actions and of criteria with the first day of its month. Three queries.

    Reports never move to another month, so theirs are read as they are.
    """
    started = dict(
        HighlightReport.objects.filter(month__programme=programme).values_list(
            "pk", "month__starts_on"
        )
    )
    ways = {"report__month__programme": programme.pk}
    actions = rows_as_at(ActionRating, at, **ways).values()
    criteria = rows_as_at(CriterionRating, at, **ways).values()
    return (
        [(one, started[one.report_id]) for one in actions],
        [(one, started[one.report_id]) for one in criteria],
    )


_STEPPED = ("submitted_by", "submitted_for", "approved_by")


def _of_or_named_in(programme: Programme) -> Q:
    """Narrow people to whoever is of the programme, or was ever named in it from another one.

    Commands and administrators are of no programme.
    """
    reports = HighlightReport.history.filter(month__programme=programme.pk)
    named = (
        Appointment.history.filter(programme=programme.pk).values("person"),
        ExitCriterion.history.filter(workstream__programme=programme.pk).values("owner"),
        *(reports.values(name) for name in _STEPPED),
    )
    people = Q(programme=programme.pk) | Q(programme=None)
    for ids in named:
        people |= Q(id__in=ids)
    return people


class _Moment:
    """A programme at a moment, with the rows that others hang on read once."""

    def __init__(self, programme: Programme, at: datetime) -> None:
        self.programme, self.at = programme, at
        self.people = rows_as_at(Person, at, _of_or_named_in(programme))
        self.workstreams = rows_as_at(Workstream, at, programme=programme.pk)
        for workstream in self.workstreams.values():
            workstream.programme = programme

    def of_programme(self, model: type[Row], way: str = "") -> Iterable[Row]:
        """Give the rows of a model whose programme is at the end of ``way``."""
        name = f"{way}__programme" if way else "programme"
        return rows_as_at(model, self.at, **{name: self.programme.pk}).values()

    def reports(self, months: list[Month]) -> dict[int, HighlightReport]:
        reports = rows_as_at(HighlightReport, self.at, month__in=[month.pk for month in months])
        by_id = {month.pk: month for month in months}
        for report in reports.values():
            report.month = by_id[report.month_id]
            report.workstream = self.workstreams[report.workstream_id]
            for name in _STEPPED:
                self._name(report, name)
        return reports

    def appointments(self, on: date) -> list[Appointment]:
        """Give who led a workstream on a day, as was then known."""
        held = [
            one
            for one in self.of_programme(Appointment)
            if one.workstream_id
            and (one.starts_on is None or one.starts_on <= on)
            and (one.ends_on is None or one.ends_on >= on)
        ]
        for one in held:
            self._name(one, "person")
        return _in_order(held, _position)

    def action_ratings(self, reports: list[int]) -> list[ActionRating]:
        actions = rows_as_at(CqcAction, self.at, workstream__in=list(self.workstreams))
        ratings = rows_as_at(ActionRating, self.at, report__in=reports).values()
        for rating in ratings:
            rating.action = actions[rating.action_id]
        return _in_order(ratings, lambda one: one.action.position)

    def criterion_ratings(self, reports: list[int]) -> list[CriterionRating]:
        criteria = rows_as_at(ExitCriterion, self.at, workstream__in=list(self.workstreams))
        ratings = rows_as_at(CriterionRating, self.at, report__in=reports).values()
        for criterion in criteria.values():
            self._name(criterion, "owner")
        for rating in ratings:
            rating.criterion = criteria[rating.criterion_id]
        return _in_order(ratings, lambda one: one.criterion.position)

    def aims(self) -> Iterable[Aim]:
        return self.of_programme(Aim, "metric__workstream")

    def actuals(self) -> Iterable[Actual]:
        return self.of_programme(Actual, "line__metric__workstream")

    def lines(self, month: Month) -> list[ActualLine]:
        """Give the lines of the metrics ``month`` reported or was the first to leave out."""
        metrics = self._metrics()
        of_programme = self.of_programme(ActualLine, "metric__workstream")
        lines = [line for line in of_programme if line.metric_id in metrics]
        for line in lines:
            line.metric = metrics[line.metric_id]
        known = [line for line in lines if not _was_retired(line.metric, month)]
        return sorted(
            known, key=lambda one: (one.metric.position, one.metric_id, one.position, one.pk)
        )

    def _metrics(self) -> dict[int, Metric]:
        scales = {scale.pk: scale for scale in self.of_programme(Scale)}
        metrics = rows_as_at(Metric, self.at, workstream__in=list(self.workstreams))
        for metric in metrics.values():
            metric.workstream = self.workstreams[metric.workstream_id]
            if metric.scale_id:
                metric.scale = scales[metric.scale_id]
        return metrics

    def _name(self, row: Any, field: str) -> None:
        person = self.people.get(getattr(row, f"{field}_id"))
        if person is not None:
            setattr(row, field, person)


def _was_retired(metric: Metric, month: Month) -> bool:
    return metric.retired_from is not None and metric.retired_from < month.starts_on


def _position(row: Any) -> Any:
    return row.position


def _in_order(rows: Iterable[Any], key: Callable[[Any], Any]) -> list[Any]:
    return sorted(rows, key=lambda one: (key(one), one.pk))
