"""Metrics: what a workstream is measured by, its aims and its lines of actuals."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.functional import cached_property

from improvement.models import HighlightReport, Month, Workstream
from improvement.models.history_row import sealed_history
from improvement.models.programme import quarter_validator
from improvement.periods import CalendarMonth, Quarter
from scorecards import values
from scorecards.gaps import gap_in_words, share_of_aim
from scorecards.performance import Direction, Performance, judge, judge_to_date
from scorecards.rolling_up import RollUp
from scorecards.values import Kind

from .scale import Scale


class Metric(models.Model):
    """What a workstream is measured by. Baseline and target are kept as printed."""

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="metrics")
    number = models.CharField(max_length=10)
    position = models.PositiveSmallIntegerField()
    name = models.TextField()
    kind = models.CharField(max_length=10, choices=[(k.value, k.words.capitalize()) for k in Kind])
    scale = models.ForeignKey(Scale, models.PROTECT, null=True, blank=True, related_name="metrics")
    unit = models.CharField(max_length=60, blank=True)
    direction = models.CharField(
        max_length=10,
        choices=[(d.value, d.words) for d in Direction],
        help_text="Which way is better.",
    )
    roll_up = models.CharField(max_length=10, choices=RollUp.choices, default=RollUp.MANUAL)
    baseline = models.CharField(max_length=200, blank=True)
    baseline_when = models.CharField(max_length=200, blank=True)
    target = models.CharField(max_length=200, blank=True)
    target_when = models.CharField(max_length=200, blank=True)
    retired_from = models.DateField(
        null=True, blank=True, help_text="The first month it is no longer reported in."
    )
    retired_because = models.TextField(blank=True)

    history = sealed_history()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["workstream", "number"], name="metric_number_once"),
            models.CheckConstraint(
                name="metric_scale_kind_has_scale",
                condition=models.Q(kind=Kind.SCALE, scale__isnull=False)
                | (~models.Q(kind=Kind.SCALE) & models.Q(scale__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"Metric {self.number}"

    @property
    def measured_in(self) -> str:
        """The kind of its values in words, or its scale's name."""
        return self.scale.name if self.scale else Kind(self.kind).words.capitalize()

    @property
    def retired_words(self) -> str:
        """From when it is reported no more; nothing while it is reported."""
        period = CalendarMonth.of(self.retired_from) if self.retired_from else None
        return f"Retired from {period.words}" if period else ""

    @cached_property
    def reading_scale(self) -> values.Scale | None:
        """The scale as a value, made once: a scorecard reads many cells of a metric."""
        return self.scale.as_value() if self.scale else None

    def read(self, printed: str) -> values.Value:
        """Read a cell of this metric; what cannot be read is said to be unreadable."""
        return values.parse(printed, Kind(self.kind), scale=self.reading_scale)

    def gap_in_words(
        self, actual: values.Value, aim: values.Value, *, to_date: date | None = None
    ) -> str:
        """Say how far an actual is from its aim: `12 percentage points above the aim`.

        A number adds its share, `94.4% of trajectory`. Nothing for a sum ``to_date``, whose aim is
        a part of the quarter's.
        """
        if to_date and self.roll_up == RollUp.SUM:
            return ""
        share = share_of_aim(actual, aim)
        words = gap_in_words(actual, aim, unit=self.unit, scale=self.reading_scale)
        said = [words, f"{share}% of trajectory"]
        return ", ".join(said if share is not None else said[:1])

    def judge(
        self, actual: values.Value, aim: values.Value, *, to_date: date | None = None
    ) -> Performance:
        """Judge an actual against its quarter's aim, or a sum ``to_date`` against its part of it.

        A position to date is judged against the aim itself.
        """
        direction = Direction(self.direction)
        if to_date is None or self.roll_up != RollUp.SUM:
            return judge(actual, aim, direction, scale=self.reading_scale)
        months = (to_date.month - Quarter.of(to_date).starts_on.month) % 12 + 1
        return judge_to_date(actual, aim, direction, elapsed_months=months, as_at=to_date)


class Aim(models.Model):
    """What a metric should reach in a quarter, as printed."""

    metric = models.ForeignKey(Metric, models.PROTECT, related_name="aims")
    quarter = models.CharField(max_length=10, validators=[quarter_validator])
    printed = models.CharField(max_length=200, blank=True)

    history = sealed_history()

    class Meta:
        ordering = ["quarter"]
        constraints = [models.UniqueConstraint(fields=["metric", "quarter"], name="aim_once")]

    def __str__(self) -> str:
        return f"Aim, {self.quarter}"


class LineQuerySet(models.QuerySet["ActualLine"]):
    """Lines, named as the programme speaks of them."""

    def reported_in(self, month: Month) -> LineQuerySet:
        """Lines of the metrics that ``month`` reports: a retired metric stays in earlier months."""
        retired = models.Q(metric__retired_from__lte=month.starts_on)
        return self.exclude(retired).select_related("metric__scale")

    def reported_before(self, month: Month) -> LineQuerySet:
        """Lines of the metrics ``month`` reports, and of those it is the first to leave out."""
        return self.exclude(metric__retired_from__lt=month.starts_on)

    def of_report(self, report: HighlightReport) -> LineQuerySet:
        """Lines of a report's scorecard, in its order."""
        lines = self.reported_in(report.month).filter(metric__workstream=report.workstream)
        return lines.order_by("metric__position", "metric_id", "position", "pk")


class ActualLine(models.Model):
    """A row of actuals under a metric's aim. Most metrics have one."""

    metric = models.ForeignKey(Metric, models.PROTECT, related_name="lines")
    name = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField(default=0)

    objects = LineQuerySet.as_manager()
    history = sealed_history()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["metric", "name"], name="line_name_once")]

    def __str__(self) -> str:
        return self.name
