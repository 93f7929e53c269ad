"""Metrics: what a workstream is measured by, its aims and its lines of actuals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.utils.functional import cached_property

from improvement.models import HighlightReport, Month, Person, Programme, Workstream
from improvement.models.history import sealed_history
from improvement.models.programme import quarter_validator
from improvement.models.rewordings import Reworded, told_with_reason
from improvement.values.periods import CalendarMonth
from improvement.values.short_names import METRIC_CHARACTERS
from scorecards.values import cells
from scorecards.values.cells import Kind
from scorecards.values.gaps import gap_in_words, share_of_aim
from scorecards.values.performance import Direction, Performance, judge, judge_to_date
from scorecards.values.questions import Range, question, range_of
from scorecards.values.roll_up import RollUp


class Scale(models.Model):
    """An ordered set of codes, worst first. ``points`` is a list of code, label and maybe from."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="scales")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    points = models.JSONField()

    history = sealed_history()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "slug"], name="scale_slug_once")
        ]

    def __str__(self) -> str:
        return self.name

    def as_value(self) -> cells.MetricScale:
        return cells.MetricScale.from_points(self.slug, self.name, self.points)


class Metric(models.Model):
    """What a workstream is measured by. Baseline and target are kept as printed.

    ``lowest`` and ``highest`` are the range of its figures where that is not the usual one of its
    kind; a figure outside is asked about.
    """

    workstream = models.ForeignKey(Workstream, models.PROTECT, related_name="metrics")
    number = models.CharField(max_length=10)
    position = models.PositiveSmallIntegerField()
    name = models.TextField()
    short_name = models.CharField(
        max_length=METRIC_CHARACTERS,
        blank=True,
        default="",
        db_default="",
        help_text="For lists; without one the name is cut.",
    )
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
    lowest = models.CharField(max_length=40, blank=True, default="", db_default="")
    highest = models.CharField(max_length=40, blank=True, default="", db_default="")
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
                condition=models.Q(kind=Kind.SCALE.value, scale__isnull=False)
                | (~models.Q(kind=Kind.SCALE.value) & models.Q(scale__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"Metric {self.number}"

    @property
    def called(self) -> str:
        """Its name with its unit, as it is printed."""
        return f"{self.name} ({self.unit})" if self.unit else self.name

    @property
    def measured_in(self) -> str:
        """The kind of its values in words, or its scale's name."""
        return self.scale.name if self.scale else Kind(self.kind).words.capitalize()

    @property
    def retired_words(self) -> str:
        """From when it is no longer reported; empty while it is."""
        period = CalendarMonth.of(self.retired_from) if self.retired_from else None
        return f"Retired from {period.words}" if period else ""

    @property
    def adds_up(self) -> bool:
        """Whether a quarter is the sum of its months, so that a part of it is not comparable."""
        return self.roll_up == RollUp.SUM

    @cached_property
    def reading_scale(self) -> cells.MetricScale | None:
        """The scale as a value, made once: a scorecard reads many cells of a metric."""
        return self.scale.as_value() if self.scale else None

    def read(self, printed: str) -> cells.Value:
        """Read a cell of this metric. Never raises."""
        return cells.parse(printed, Kind(self.kind), scale=self.reading_scale)

    @cached_property
    def limits(self) -> Range:
        return range_of(Kind(self.kind), self.read(self.lowest), self.read(self.highest))

    def question(self, printed: str, others: Iterable[str]) -> str:
        """Return a question about a figure that may be a slip, given the others of its row."""
        return question(self.read(printed), map(self.read, others), self.limits)

    def gap_in_words(
        self, actual: cells.Value, aim: cells.Value, *, to_date: date | None = None
    ) -> str:
        """Return how far an actual is from its aim: `12 percentage points above the aim`.

        A number adds its share, `94.4% of trajectory`. Empty for a sum ``to_date``, whose aim is
        a part of the quarter's.
        """
        if to_date and self.adds_up:
            return ""
        share = share_of_aim(actual, aim)
        words = gap_in_words(actual, aim, unit=self.unit, scale=self.reading_scale)
        return words if share is None else f"{words}, {share}% of trajectory"

    def judge(
        self, actual: cells.Value, aim: cells.Value, *, to_date: date | None = None
    ) -> Performance:
        """Judge an actual against its quarter's aim, or a sum ``to_date`` against its part of it.

        A position to date is judged against the aim itself.
        """
        direction = Direction(self.direction)
        if to_date and self.adds_up:
            return judge_to_date(actual, aim, direction, as_at=to_date)
        return judge(actual, aim, direction, scale=self.reading_scale)


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

    def label_for(self, when: str) -> str:
        """Label a figure by its metric and quarter or month, and its line where there are more."""
        of = f"{self.metric}" if self.name == "Actual" else f"{self.metric}, {self}"
        return f"{of}, {when}"


class TrajectoryRevision(models.Model):
    """A change of a metric's aims: why, who agreed it and when. ``aims_before`` by quarter.

    Quarters that were over keep their aims, so that their actuals stay judged by the aim then in
    force; the earlier line is drawn faintly.
    """

    metric = models.ForeignKey(Metric, models.PROTECT, related_name="revisions")
    reason = models.TextField()
    agreed_by = models.CharField(max_length=200)
    agreed_on = models.DateField()
    aims_before = models.JSONField()
    revised_at = models.DateTimeField()
    revised_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    history = sealed_history()

    class Meta:
        ordering = ["revised_at", "pk"]

    def __str__(self) -> str:
        return f"Trajectory revision of {self.metric}"

    @property
    def words(self) -> str:
        """The note beside the line that it replaced."""
        agreed = f"{self.agreed_on.day} {self.agreed_on:%B %Y}"
        return f"Revised, agreed by {self.agreed_by} on {agreed}: {self.reason}"


class MetricRewording(Reworded):
    """The rewording of a metric: what it was called and is called now, with its unit."""

    metric = models.ForeignKey(Metric, models.PROTECT, related_name="rewordings")

    history = sealed_history()

    class Meta:
        ordering = ["pk"]
        constraints = told_with_reason("metric_rewording")

    def __str__(self) -> str:
        return f"Rewording of {self.metric}"

    @property
    def thing(self) -> Metric:
        return self.metric
