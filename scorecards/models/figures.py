"""Figures: what a line reached in a quarter and in a month, and what a report says of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from django.db import models

from improvement.models import HighlightReport
from improvement.models.fields import paired, person_field
from improvement.models.history import sealed_history
from improvement.models.programme import quarter_validator
from improvement.values.periods import CalendarMonth, Quarter
from scorecards.models.metric import ActualLine, Metric
from scorecards.values.roll_up import MonthFigure


class FigureWords:
    """The notes on a figure, whether it is a row or the bare columns of one."""

    __slots__ = ()
    quarter: str
    printed: str
    as_at: date | None
    rolled_up: str
    restated_at: datetime | None
    restated_from: str
    restatement_reason: str

    @property
    def is_provisional(self) -> bool:
        """Entered before its quarter was over: a figure to date, that another will replace."""
        return self.as_at is not None and self.as_at < Quarter.parse(self.quarter).ends_on

    @property
    def note(self) -> str:
        """What a reader needs to know of the figure: to date, restated and why, typed by hand."""
        to_date = ""
        if self.is_provisional and self.as_at and self.printed:
            to_date = f"To {self.as_at.day} {self.as_at:%B %Y}."
        return " ".join(filter(None, (to_date, self.note_beside_its_day)))

    @property
    def note_beside_its_day(self) -> str:
        """The note for a reader who is shown the figure's last day."""
        notes = []
        if self.restated_at:
            notes.append(f"Restated from {self.restated_from}: {self.restatement_reason}")
        if self.differs_from_its_months:
            notes.append(f"Typed by hand: its months make {self.rolled_up}.")
        return " ".join(notes)

    @property
    def differs_from_its_months(self) -> bool:
        return bool(self.rolled_up and self.printed and self.printed != self.rolled_up)


class _FigureColumns(NamedTuple):
    line_id: int
    quarter: str
    printed: str
    as_at: date | None
    rolled_up: str
    restated_at: datetime | None
    restated_from: str
    restatement_reason: str
    kept_as_printed: bool


class StoredFigure(FigureWords, _FigureColumns):
    """An actual’s columns without its row: thousands of them are read for one page."""

    __slots__ = ()


class Actual(FigureWords, models.Model):
    """What a line reached in a quarter, as printed.

    ``kept_as_printed`` says that somebody confirmed a text the metric cannot read, or a figure that
    may be a slip. ``as_at`` is the last day the figure covers, if it was entered for a month or its
    file gave it; a figure that does not cover its whole quarter is provisional. A final figure that
    is changed is *restated*: the one before is kept beside it with the reason. ``rolled_up`` is
    what its months make, where it is fed by month. ``entered_for`` is the first day of the month
    whose report it was typed in.
    """

    line = models.ForeignKey(ActualLine, models.PROTECT, related_name="actuals")
    quarter = models.CharField(max_length=10, validators=[quarter_validator])
    printed = models.CharField(max_length=200, blank=True)
    kept_as_printed = models.BooleanField(default=False)
    rolled_up = models.CharField(max_length=200, blank=True)
    as_at = models.DateField(null=True, blank=True)
    restated_from = models.CharField(max_length=200, blank=True)
    restatement_reason = models.TextField(blank=True)
    restated_at = models.DateTimeField(null=True, blank=True)
    restated_by = person_field()
    entered_for = models.DateField(null=True, blank=True)

    history = sealed_history()

    class Meta:
        ordering = ["quarter"]
        constraints = [
            models.UniqueConstraint(fields=["line", "quarter"], name="actual_once"),
            paired("actual", "restated"),
        ]

    def __str__(self) -> str:
        return f"{self.line}, {self.quarter}"


class MonthlyReading(models.Model):
    """What a line reached in one month, for a metric whose quarters come from its months.

    A value as printed, or for a ratio its two totals; up to which day, and where it is from.
    """

    line = models.ForeignKey(ActualLine, models.PROTECT, related_name="readings")
    starts_on = models.DateField(verbose_name="month")
    printed = models.CharField(max_length=200, blank=True)
    numerator = models.CharField(max_length=40, blank=True)
    denominator = models.CharField(max_length=40, blank=True)
    as_at = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    history = sealed_history()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["line", "starts_on"], name="reading_once"),
            models.CheckConstraint(
                name="reading_starts_on_the_first", condition=models.Q(starts_on__day=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line}, {self.period.words}"

    @property
    def period(self) -> CalendarMonth:
        return CalendarMonth.of(self.starts_on)

    @property
    def is_filled(self) -> bool:
        return bool(self.printed or self.numerator or self.denominator)

    @property
    def covers_to(self) -> date:
        """The last day the reading covers: the month's own unless another was given."""
        return self.as_at or self.period.ends_on

    @property
    def figure(self) -> MonthFigure:
        """The reading as its metric reads it, to be rolled up."""
        metric = self.line.metric
        return MonthFigure(
            self.period.words, metric.read(self.printed), self.numerator, self.denominator
        )


class Remark(models.Model):
    """What a month's report says about a metric."""

    report = models.ForeignKey(HighlightReport, models.PROTECT, related_name="remarks")
    metric = models.ForeignKey(Metric, models.PROTECT, related_name="remarks")
    text = models.TextField(blank=True)

    history = sealed_history()

    class Meta:
        ordering = ["metric__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "metric"], name="one_remark_a_month")
        ]

    def __str__(self) -> str:
        return f"Remark on {self.metric}"
