"""Metrics and what they are measured by: scales, aims, actual lines, actuals and remarks."""

from __future__ import annotations

from django.db import models
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from improvement.models import HighlightReport, Programme, Workstream
from improvement.models.programme import quarter_validator
from scorecards import values
from scorecards.performance import Direction, Performance, judge
from scorecards.values import Kind


class Scale(models.Model):
    """An ordered set of codes, worst first. ``points`` is a list of code, label and maybe from."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="scales")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    points = models.JSONField()

    history = HistoricalRecords()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "slug"], name="scale_slug_once")
        ]

    def __str__(self) -> str:
        return self.name

    def as_value(self) -> values.Scale:
        return values.Scale.from_points(self.slug, self.name, self.points)


class RollUp(models.TextChoices):
    """How a quarter's figure comes from its months."""

    MANUAL = "manual", "typed by hand"
    SUM = "sum", "sum of the months"
    MEAN = "mean", "mean of the months"
    RATIO = "ratio", "ratio of totals"
    LAST = "last", "last month"
    LOWEST = "lowest", "lowest grade"


class Metric(models.Model):
    """What a workstream is measured by. Baseline and target are kept as printed."""

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="metrics")
    number = models.CharField(max_length=10)
    position = models.PositiveSmallIntegerField()
    name = models.TextField()
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in Kind])
    scale = models.ForeignKey(Scale, models.PROTECT, null=True, blank=True, related_name="metrics")
    unit = models.CharField(max_length=60, blank=True)
    direction = models.CharField(
        max_length=10,
        choices=[(d.value, d.value) for d in Direction],
        help_text="Which way is better.",
    )
    roll_up = models.CharField(max_length=10, choices=RollUp.choices, default=RollUp.MANUAL)
    baseline = models.CharField(max_length=200, blank=True)
    baseline_when = models.CharField(max_length=200, blank=True)
    target = models.CharField(max_length=200, blank=True)
    target_when = models.CharField(max_length=200, blank=True)

    history = HistoricalRecords()

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

    @cached_property
    def reading_scale(self) -> values.Scale | None:
        """The scale as a value, made once: a scorecard reads many cells of a metric."""
        return self.scale.as_value() if self.scale else None

    def read(self, printed: str) -> values.Value:
        """Read a cell of this metric; what cannot be read is said to be unreadable."""
        return values.parse(printed, Kind(self.kind), scale=self.reading_scale)

    def judge(self, actual: values.Value, aim: values.Value) -> Performance:
        """Judge an actual of this metric against its quarter's aim."""
        return judge(actual, aim, Direction(self.direction), scale=self.reading_scale)


class Aim(models.Model):
    """What a metric should reach in a quarter, as printed."""

    metric = models.ForeignKey(Metric, models.PROTECT, related_name="aims")
    quarter = models.CharField(max_length=10, validators=[quarter_validator])
    printed = models.CharField(max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["quarter"]
        constraints = [models.UniqueConstraint(fields=["metric", "quarter"], name="aim_once")]

    def __str__(self) -> str:
        return f"Aim, {self.quarter}"


class ActualLine(models.Model):
    """A row of actuals under a metric's aim. Most metrics have one."""

    metric = models.ForeignKey(Metric, models.PROTECT, related_name="lines")
    name = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField(default=0)

    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["metric", "name"], name="line_name_once")]

    def __str__(self) -> str:
        return self.name


class Actual(models.Model):
    """What a line reached in a quarter, as printed.

    ``kept_as_printed`` says that somebody confirmed a text the metric cannot read.
    """

    line = models.ForeignKey(ActualLine, models.PROTECT, related_name="actuals")
    quarter = models.CharField(max_length=10, validators=[quarter_validator])
    printed = models.CharField(max_length=200, blank=True)
    kept_as_printed = models.BooleanField(default=False)

    history = HistoricalRecords()

    class Meta:
        ordering = ["quarter"]
        constraints = [models.UniqueConstraint(fields=["line", "quarter"], name="actual_once")]

    def __str__(self) -> str:
        return f"{self.line}, {self.quarter}"


class Remark(models.Model):
    """What a month's report says about a metric."""

    report = models.ForeignKey(HighlightReport, models.PROTECT, related_name="remarks")
    metric = models.ForeignKey(Metric, models.PROTECT, related_name="remarks")
    text = models.TextField(blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["metric__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "metric"], name="one_remark_a_month")
        ]

    def __str__(self) -> str:
        return f"Remark on {self.metric}"
