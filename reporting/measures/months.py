"""A measure month by month: what each of its lines reached in every month that was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from improvement.values.periods import CalendarMonth, Quarter
from reporting.contents.in_words import day_in_words
from reporting.contents.metric_facts import CellFact, LineFact, MetricFact
from scorecards.models import Metric, MonthlyReading
from scorecards.values.cells import position
from scorecards.values.roll_up import RollUp, roll_up

# An aim is of a quarter: what is added up over its months cannot be laid beside one of them.
ADDED_UP = "No aim is drawn: it is of a quarter, of which these months are the parts."


@dataclass(frozen=True)
class FiguresOfMonth:
    """A month, and the figure of each line in it."""

    month: CalendarMonth
    cells: tuple[CellFact, ...]


@dataclass(frozen=True)
class MeasureMonths:
    """The months from the first reading to the last one. ``lines`` have a cell for each of them."""

    metric: MetricFact
    months: tuple[CalendarMonth, ...]
    lines: tuple[LineFact, ...]

    @property
    def rows(self) -> list[FiguresOfMonth]:
        by_month = zip(self.months, *(line.cells for line in self.lines), strict=True)
        return [FiguresOfMonth(month, tuple(cells)) for month, *cells in by_month]

    @property
    def aims(self) -> tuple[CellFact, ...]:
        """The aim of the quarter that each month is in; none of a measure that adds up."""
        by_quarter = {} if self.metric.adds_up else {aim.quarter: aim for aim in self.metric.aims}
        return tuple(
            by_quarter.get(Quarter.of(month.starts_on).slug, _NO_AIM) for month in self.months
        )

    @property
    def not_drawn(self) -> str:
        """Why no aim is drawn, where there is one."""
        return ADDED_UP if self.metric.adds_up and self.months else ""


_NO_AIM = CellFact("", "", "blank", None, "", "", "")


def nothing_yet(metric: Metric) -> str:
    """Say what will stand among the months, and when."""
    if metric.roll_up == RollUp.MANUAL:
        return (
            "Its quarters are typed by hand. Its months stand here once its set-up says how they "
            "make a quarter, and they are entered."
        )
    return (
        "A month stands here once its figure is entered on the scorecard’s page of figures by "
        "month. Its quarters were entered as quarters so far."
    )


def find_months(metric: Metric, fact: MetricFact, *, until: date) -> MeasureMonths:
    """Return what was read of a measure in each month up to the one of ``until``. One query."""
    readings = MonthlyReading.objects.filter(line__metric=metric, starts_on__lte=until)
    filled = [each for each in readings.select_related("line__metric__scale") if each.is_filled]
    months = _without_gaps([each.period for each in filled])
    by_place = {(each.line_id, each.period): _cell(metric, each) for each in filled}
    lines = tuple(
        LineFact(
            line.name,
            tuple(by_place.get((line.id or 0, month), _blank(month)) for month in months),
            None,
            line.id,
        )
        for line in fact.lines
    )
    return MeasureMonths(fact, months, lines)


def _without_gaps(periods: Sequence[CalendarMonth]) -> tuple[CalendarMonth, ...]:
    months = [min(periods)] if periods else []
    while months and months[-1] < max(periods):
        months.append(months[-1].next())
    return tuple(months)


def _blank(month: CalendarMonth) -> CellFact:
    return CellFact(month.words, "", "blank", None, "", "", "")


def _cell(metric: Metric, reading: MonthlyReading) -> CellFact:
    """Return a month's figure, with the totals, the day and the source that it is from."""
    printed = reading.printed
    if metric.roll_up == RollUp.RATIO:
        printed = roll_up(metric.roll_up, [reading.figure], metric.kind).printed or printed
    value = metric.read(printed)
    place = position(value, scale=metric.reading_scale)
    stops_early = reading.covers_to < reading.period.ends_on
    day = f"To {day_in_words(reading.covers_to)}" if stops_early else ""
    both = reading.numerator and reading.denominator
    totals = f"{reading.numerator} of {reading.denominator}" if both else ""
    source = f"From {reading.source}" if reading.source else ""
    notes = ". ".join(filter(None, (day, totals, source)))
    at = None if place is None else str(place)
    return CellFact(reading.period.words, printed, value.state.value, at, "", "", "", notes)
