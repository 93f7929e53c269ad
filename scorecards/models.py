"""Metrics and what they are measured by: scales, aims, actual lines, actuals and remarks."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from improvement.models import HighlightReport, Programme, Workstream
from improvement.models.month import person_field
from improvement.models.pairs import paired
from improvement.models.programme import quarter_validator
from improvement.periods import Quarter
from scorecards import values
from scorecards.performance import Direction, Performance, judge, judge_to_date
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

    ``kept_as_printed`` says that somebody confirmed a text the metric cannot read. ``as_at`` is the
    last day the figure covers, if it was entered for a month; a figure that does not cover its
    whole quarter is provisional. A final figure that is changed is *restated*: the one before is
    kept beside it with the reason.
    """

    line = models.ForeignKey(ActualLine, models.PROTECT, related_name="actuals")
    quarter = models.CharField(max_length=10, validators=[quarter_validator])
    printed = models.CharField(max_length=200, blank=True)
    kept_as_printed = models.BooleanField(default=False)
    as_at = models.DateField(null=True, blank=True)
    restated_from = models.CharField(max_length=200, blank=True)
    restatement_reason = models.TextField(blank=True)
    restated_at = models.DateTimeField(null=True, blank=True)
    restated_by = person_field()

    history = HistoricalRecords()

    class Meta:
        ordering = ["quarter"]
        constraints = [
            models.UniqueConstraint(fields=["line", "quarter"], name="actual_once"),
            paired("actual", "restated"),
        ]

    def __str__(self) -> str:
        return f"{self.line}, {self.quarter}"

    @property
    def is_provisional(self) -> bool:
        """Entered before its quarter was over: a figure to date, that another will replace."""
        return self.as_at is not None and self.as_at < Quarter.parse(self.quarter).ends_on

    @property
    def note(self) -> str:
        """What a reader has to know of the figure: to date, or restated and why."""
        said = []
        if self.is_provisional and self.as_at and self.printed:
            said.append(f"To {self.as_at.day} {self.as_at:%B %Y}.")
        if self.restated_at:
            said.append(f"Restated from {self.restated_from}: {self.restatement_reason}")
        return " ".join(said)


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
