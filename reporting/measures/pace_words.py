"""A sentence on pace: what a measure needs in each quarter to reach its target, and has managed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from improvement.values.periods import Quarter
from reporting.contents.in_words import day_in_words
from reporting.contents.metric_facts import CellFact, LineFact, MetricFact
from reporting.measures.quarter_words import number_word, short_quarter
from reporting.summary.changes_of_measures import whole_readings
from reporting.summary.dates_in_text import day_written
from scorecards.values.cells import Kind, Value, parse
from scorecards.values.pace import Pace, pace, rounded_down, rounded_up
from scorecards.values.performance import Direction, Verdict, judge, plain, print_duration


@dataclass(frozen=True)
class PaceWords:
    """The sentence, and whether it is arithmetic, which a reader may take for a forecast."""

    sentence: str = ""
    is_arithmetic: bool = False


def pace_in_words(metric: MetricFact, line: LineFact, *, on: date) -> PaceWords:
    """Return what is needed of a line, and what it has managed, as told on a day.

    The rule is from the drawing of a measure's page: “To reach 90% by 31 March 2024 it must rise 8
    points in the one quarter left; on average it rose 16.” Whole quarters alone are counted, from
    the first figure to the last. Empty where nothing can be worked out: a measure of grades or
    without a direction, a target that is no figure, a figure such as >90%.
    """
    figures = _exact(metric, whole_readings(metric, line, Quarter.of(on).slug))
    target = _read(metric, metric.target)
    if metric.kind == Kind.SCALE or not figures or target.number is None:
        return PaceWords()
    due = day_written(metric.target_when)
    verdict = judge(figures[-1][1], target, Direction(metric.direction)).verdict
    if verdict is Verdict.NO_VERDICT:
        return PaceWords()
    if verdict is Verdict.MET:
        return PaceWords(_reached(metric, line, figures[-1][0].slug, due))
    positions = [(quarter, value.number or Decimal(0)) for quarter, value in figures]
    words = _Words(metric, _places(metric, positions, target.number))
    needed = pace(positions, target.number, due)
    return PaceWords(_sentence(words, needed, due, _after(figures[-1][0], on), on), True)


def _reached(metric: MetricFact, line: LineFact, quarter: str, due: date | None) -> str:
    """Return that the target is reached, and in which quarter where a sum to date came since."""
    is_newest = line.latest is not None and line.latest.quarter == quarter
    start = "It has reached" if is_newest else f"In {quarter} it reached"
    due_words = f", due by {day_in_words(due)}" if due else ""
    return f"{start} its target of {_one_line(metric.target)}{due_words}."


def _after(last: Quarter, on: date) -> str:
    """Return “ after Q1” where a quarter that is over has no figure yet; else it is plain."""
    now = Quarter.of(on)
    is_newest = last in (now, now.before())
    return "" if is_newest else f" after {short_quarter(last.slug, now.slug)}"


def _sentence(words: _Words, told: Pace, due: date | None, after: str, on: date) -> str:
    """Return the sentence of a target that is not reached. ``after`` names an old last figure.

    Without a day, after it and with no quarter left there is no pace to say, only the way to go.
    """
    target, to_go = _one_line(words.metric.target), words.to_go(told.to_go)
    managed = f"; {words.managed(told.managed)}" if told.managed is not None else ""
    each = f"{managed} a quarter" if told.managed else managed
    if due is None:
        return f"To reach {target}, {_no_day(words.metric)}, it must {to_go}{each}."
    if due < on:
        return f"{target} was due by {day_in_words(due)}: it still has to {to_go}{each}."
    start = f"To reach {target} by {day_in_words(due)} it must {to_go}"
    if not told.quarters or told.needed is None:
        return f"{start}, and no whole quarter is left{after}{each}."
    if told.quarters == 1:
        return f"{start} in the one quarter left{after}{managed}."
    left = f"in the {number_word(told.quarters)} quarters left{after}"
    return f"{start} {left}, {words.needed(told.needed)} a quarter{managed}."


def _no_day(metric: MetricFact) -> str:
    when = _one_line(metric.target_when)
    return f"due “{when}”, which is no day that can be read" if when else "for which no day is set"


@dataclass(frozen=True)
class _Words:
    """How the amounts of one measure are said, with so many decimal ``places``."""

    metric: MetricFact
    places: int

    def to_go(self, amount: Decimal) -> str:
        """Return “rise 8 points”, “fall 0:20:09”."""
        return f"{'rise' if amount > 0 else 'fall'} {self._size(amount)}"

    def needed(self, amount: Fraction) -> str:
        return self._size(rounded_up(amount, self.places), bare=True)

    def managed(self, amount: Fraction) -> str:
        """Return “on average it rose 16”, of a quarter."""
        size = rounded_down(amount, self.places)
        if not size:
            return "on average it stayed as it was"
        return f"on average it {'rose' if size > 0 else 'fell'} {self._size(size, bare=True)}"

    def _size(self, amount: Decimal, *, bare: bool = False) -> str:
        if self.metric.kind == Kind.DURATION:
            return print_duration(abs(amount))
        unit = " point" if self.metric.kind == Kind.PERCENT and not bare else ""
        many = "s" if unit and abs(amount) != 1 else ""
        return f"{plain(abs(amount))}{unit}{many}"


def _exact(metric: MetricFact, cells: Sequence[CellFact]) -> list[tuple[Quarter, Value]]:
    """Return the figures that are one figure: neither >90% nor Complete."""
    read = [(Quarter.parse(cell.quarter), _read(metric, cell.printed)) for cell in cells]
    return [(quarter, value) for quarter, value in read if _is_exact(value)]


def _is_exact(value: Value) -> bool:
    return value.number is not None and value.qualifier is None


def _read(metric: MetricFact, printed: str) -> Value:
    return parse(printed, Kind(metric.kind))


def _places(metric: MetricFact, figures: Sequence[tuple[Quarter, Decimal]], target: Decimal) -> int:
    """Return one decimal more than the figures have, and none of a duration's seconds."""
    if metric.kind == Kind.DURATION:
        return 0
    exponents = [figure.as_tuple().exponent for figure in (target, *(each for _, each in figures))]
    return 1 + max(-exponent for exponent in exponents if isinstance(exponent, int))


def _one_line(text: str) -> str:
    return " ".join(text.split())
