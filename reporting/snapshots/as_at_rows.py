"""A programme's rows as at a moment, read from the history.

They are unsaved instances of the models, related as they were: with the names, people, metrics,
targets and scales of that moment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Max, Model, Q
from django.utils.functional import cached_property

from improvement.models import (
    Acknowledgement,
    Action,
    ActionRating,
    Appointment,
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
    Reworded,
    Section,
    Source,
    Undertaking,
    Workstream,
)
from reporting.contents.columns import AIM, stored_metrics, texts_of
from reporting.contents.queries import REWORDED, Rows, grouped, grouped_twice, told_apart
from scorecards.models import Actual, ActualLine, Aim, Metric, Remark, Scale, StoredFigure

Row = TypeVar("Row", bound=Model)


def rows_as_at(model: type[Row], at: datetime, *conditions: Q, **lookups: Any) -> dict[int, Row]:
    """Return the rows of ``model`` that existed at a moment, by id. One query.

    ``conditions`` and ``lookups`` narrow them by what never changes, such as a row's report.
    """
    history: Any = model.history.model._default_manager  # type: ignore[attr-defined]
    until = history.filter(*conditions, history_date__lte=at, **lookups)
    last = until.order_by().values("id").annotate(last=Max("history_id")).values("last")
    records = history.filter(history_id__in=last).exclude(history_type="-")
    names = [field.attname for field in history.model.tracked_fields]
    return {
        record.id: model(**{name: getattr(record, name) for name in names}) for record in records
    }


def months_as_at(programme: Programme, at: datetime) -> list[Month]:
    """Return the months there were, newest first, with their programme as it was. Two queries."""
    [programme_then] = rows_as_at(Programme, at, id=programme.pk).values() or [programme]
    months = rows_as_at(Month, at, programme=programme.pk).values()
    for month in months:
        month.programme = programme_then
    return sorted(months, key=lambda month: month.starts_on, reverse=True)


def gather_as_at(month: Month, before: Month | None, at: datetime) -> Rows:
    """Return the rows of ``month`` that ``gather`` returns, as at a moment. 23 queries."""
    moment = _Moment(month.programme, at)
    reports = moment.reports([month, before] if before else [month])
    of_month = [pk for pk, report in reports.items() if report.month_id == month.pk]
    sections = rows_as_at(Section, at, report__in=of_month).values()
    remarks = rows_as_at(Remark, at, report__in=of_month).values()
    overview = rows_as_at(OverviewSection, at, month=month.pk).values()
    metrics, retired = told_apart(stored_metrics(moment.lines(month)), month)
    plans = rows_as_at(Plan, at, report__in=of_month)
    milestones = rows_as_at(Milestone, at, plan__in=list(plans)).values()
    undertakings = rows_as_at(Undertaking, at, report__in=of_month).values()
    return Rows(
        month=month,
        before=before,
        reports=_in_order(
            [reports[pk] for pk in of_month], lambda report: report.workstream.position
        ),
        reports_before=_by_workstream(reports, before),
        appointments=grouped("workstream_id", moment.appointments(month.period.ends_on)),
        overview={section.kind: section for section in overview},
        sections=grouped_twice("report_id", "kind", sections),
        action_ratings=grouped("report_id", moment.action_ratings(list(reports))),
        criterion_ratings=grouped("report_id", moment.criterion_ratings(list(reports))),
        metrics=grouped("workstream_id", metrics),
        retired=grouped("workstream_id", retired),
        sub_actions=moment.unrated_sub_actions(),
        reworded=moment.reworded(month),
        aims=texts_of(moment.of_programme(Aim, "metric__workstream"), "metric_id", AIM),
        actuals=texts_of(
            moment.of_programme(Actual, "line__metric__workstream"),
            "line_id",
            StoredFigure._fields,
        ),
        remarks={remark.metric_id: remark for remark in remarks},
        meetings=_in_order(
            moment.of_programme(Meeting), lambda meeting: (meeting.tier, meeting.name)
        ),
        plans={plan.report_id: plan for plan in plans.values()},
        milestones=grouped("plan_id", _in_order(milestones, lambda milestone: milestone.quarter)),
        undertakings=grouped("report_id", _in_order(undertakings, _position)),
    )


def _by_workstream(
    reports: dict[int, HighlightReport], month: Month | None
) -> dict[int, HighlightReport]:
    of_month = (report for report in reports.values() if month and report.month_id == month.pk)
    return {report.workstream_id: report for report in of_month}


def acknowledged_as_at(report: HighlightReport, at: datetime) -> list[Acknowledgement]:
    """Return the warnings that a report was submitted with. One query."""
    rows = rows_as_at(Acknowledgement, at, report=report.pk).values()
    return sorted(
        (row for row in rows if row.acknowledged_at == report.submitted_at),
        key=lambda row: row.pk,
    )


def rated_as_at(
    programme: Programme, at: datetime
) -> tuple[
    list[tuple[ActionRating, date]],
    list[tuple[CriterionRating, date]],
    list[tuple[HighlightReport, date]],
]:
    """Return every rating of actions, criteria and workstreams with its month’s first day.

    Four queries. A report never moves to another month, so today's row has the right one.
    """
    started = dict(
        HighlightReport.objects.filter(month__programme=programme).values_list(
            "pk", "month__starts_on"
        )
    )
    of_programme = {"report__month__programme": programme.pk}
    actions = rows_as_at(ActionRating, at, **of_programme).values()
    criteria = rows_as_at(CriterionRating, at, **of_programme).values()
    reports = rows_as_at(HighlightReport, at, month__programme=programme.pk).values()
    return (
        [(rating, started[rating.report_id]) for rating in actions],
        [(rating, started[rating.report_id]) for rating in criteria],
        [(report, started[report.pk]) for report in reports],
    )


_PEOPLE_OF_REPORT = ("submitted_by", "submitted_for", "approved_by")


def _people_of(programme: Programme) -> Q:
    """Narrow people to those of the programme, and those of others who were ever named in it.

    Commands and administrators belong to no programme.
    """
    reports = HighlightReport.history.filter(month__programme=programme.pk)
    named = (
        Appointment.history.filter(programme=programme.pk).values("person"),
        ExitCriterion.history.filter(workstream__programme=programme.pk).values("owner"),
        Action.history.filter(workstream__programme=programme.pk).values("owner"),
        *(reports.values(name) for name in _PEOPLE_OF_REPORT),
    )
    people = Q(programme=programme.pk) | Q(programme=None)
    for ids in named:
        people |= Q(id__in=ids)
    return people


class _Moment:
    """A programme as at a moment, with its people and workstreams read once."""

    def __init__(self, programme: Programme, at: datetime) -> None:
        self.programme, self.at = programme, at
        self.people = rows_as_at(Person, at, _people_of(programme))
        self.workstreams = rows_as_at(Workstream, at, programme=programme.pk)
        for workstream in self.workstreams.values():
            workstream.programme = programme
            if workstream.merged_into_id:
                workstream.merged_into = self.workstreams[workstream.merged_into_id]

    def of_programme(self, model: type[Row], path: str = "") -> Iterable[Row]:
        """Return the rows of a model; ``path`` leads to the row that has the programme."""
        name = f"{path}__programme" if path else "programme"
        return rows_as_at(model, self.at, **{name: self.programme.pk}).values()

    def reports(self, months: list[Month]) -> dict[int, HighlightReport]:
        reports = rows_as_at(HighlightReport, self.at, month__in=[month.pk for month in months])
        by_id = {month.pk: month for month in months}
        for report in reports.values():
            report.month = by_id[report.month_id]
            report.workstream = self.workstreams[report.workstream_id]
            for name in _PEOPLE_OF_REPORT:
                self._set_person(report, name)
        return reports

    def appointments(self, on: date) -> list[Appointment]:
        """Return the appointments to workstreams on a day, as they were known at the moment."""
        appointments = [
            appointment
            for appointment in self.of_programme(Appointment)
            if appointment.workstream_id
            and (appointment.starts_on is None or appointment.starts_on <= on)
            and (appointment.ends_on is None or appointment.ends_on >= on)
        ]
        for appointment in appointments:
            self._set_person(appointment, "person")
        return _in_order(appointments, _position)

    def action_ratings(self, reports: list[int]) -> list[ActionRating]:
        ratings = rows_as_at(ActionRating, self.at, report__in=reports).values()
        for rating in ratings:
            rating.action = self.actions[rating.action_id]
        return _in_order(ratings, lambda rating: rating.action.position)

    @cached_property
    def actions(self) -> dict[int, Action]:
        """The actions by id, each with its source, its owner and the actions it refers to."""
        actions = rows_as_at(Action, self.at, workstream__in=list(self.workstreams))
        of_source = any(action.source_id for action in actions.values())
        sources = {source.pk: source for source in self.of_programme(Source)} if of_source else {}
        for action in actions.values():
            action.source = sources[action.source_id] if action.source_id else None
            action.parent = actions[action.parent_id] if action.parent_id else None
            if action.merged_into_id:
                action.merged_into = actions[action.merged_into_id]
            self._set_person(action, "owner")
        return actions

    def unrated_sub_actions(self) -> dict[int, list[Action]]:
        """Return the sub-actions that are only done or not done, by their action."""
        below = (each for each in self.actions.values() if each.parent and not each.is_rated)
        return grouped("parent_id", _in_order(below, _position))

    def reworded(self, month: Month) -> dict[int, list[Reworded]]:
        """Return what the month's pack told of changed wordings, by workstream. Three queries."""
        rewordings: dict[int, list[Reworded]] = defaultdict(list)
        for model, item in REWORDED.items():
            of_month = {"starts_on": month.starts_on, f"{item}__workstream__in": self.workstreams}
            for row in rows_as_at(model, self.at, **of_month).values():
                rewordings[row.thing.workstream_id].append(row)
        return rewordings

    def criterion_ratings(self, reports: list[int]) -> list[CriterionRating]:
        criteria = rows_as_at(ExitCriterion, self.at, workstream__in=list(self.workstreams))
        ratings = rows_as_at(CriterionRating, self.at, report__in=reports).values()
        for criterion in criteria.values():
            self._set_person(criterion, "owner")
            if criterion.merged_into_id:
                criterion.merged_into = criteria[criterion.merged_into_id]
        for rating in ratings:
            rating.criterion = criteria[rating.criterion_id]
        return _in_order(ratings, lambda rating: rating.criterion.position)

    def lines(self, month: Month) -> list[ActualLine]:
        """Return the lines of the metrics that ``month`` reported or was the first to leave out."""
        metrics = {
            pk: metric
            for pk, metric in self._metrics().items()
            if metric.retired_from is None or metric.retired_from >= month.starts_on
        }
        of_programme = self.of_programme(ActualLine, "metric__workstream")
        lines = [line for line in of_programme if line.metric_id in metrics]
        for line in lines:
            line.metric = metrics[line.metric_id]
        return _in_order(lines, lambda line: (line.metric.position, line.metric_id, line.position))

    def _metrics(self) -> dict[int, Metric]:
        scales = {scale.pk: scale for scale in self.of_programme(Scale)}
        metrics = rows_as_at(Metric, self.at, workstream__in=list(self.workstreams))
        for metric in metrics.values():
            metric.workstream = self.workstreams[metric.workstream_id]
            if metric.scale_id:
                metric.scale = scales[metric.scale_id]
        return metrics

    def _set_person(self, row: Any, field: str) -> None:
        person = self.people.get(getattr(row, f"{field}_id"))
        if person is not None:
            setattr(row, field, person)


def _position(row: Any) -> Any:
    return row.position


def _in_order(rows: Iterable[Any], key: Callable[[Any], Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (key(row), row.pk))
