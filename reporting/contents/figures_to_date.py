"""The days that a scorecard's figures are to, where they stop before their quarter does."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from reporting.contents.in_words import day_in_words, listed
from reporting.contents.metric_facts import MetricFact


@dataclass(frozen=True)
class QuarterToDate:
    """A quarter that some figures do not cover yet: each last day, and the metrics it is of.

    ``days`` begin with the day that most figures are to; metrics are told by their numbers.
    """

    quarter: str
    days: tuple[tuple[date, tuple[str, ...]], ...]

    @property
    def words(self) -> str:
        """Say the days: `to 30 November 2023; metrics 1 and 4 to 31 December 2023`."""
        (first, _), *others = self.days
        said = [f"to {day_in_words(first)}"]
        for day, numbers in others:
            metrics = "metric" if len(numbers) == 1 else "metrics"
            said.append(f"{metrics} {listed(numbers)} to {day_in_words(day)}")
        return "; ".join(said)


def quarters_to_date(metrics: Iterable[MetricFact]) -> tuple[QuarterToDate, ...]:
    """Return the quarters in which some figure of ``metrics`` is to date, in order."""
    found: dict[str, dict[date, list[str]]] = defaultdict(lambda: defaultdict(list))
    unfinished = set()
    for metric in metrics:
        for line in metric.lines:
            for cell in line.cells:
                if cell.as_at:
                    found[cell.quarter][date.fromisoformat(cell.as_at)].append(metric.number)
                    if cell.to_date:
                        unfinished.add(cell.quarter)
    return tuple(QuarterToDate(quarter, _days(found[quarter])) for quarter in sorted(unfinished))


def days_in_words(metrics: Iterable[MetricFact]) -> str:
    """Say to which days figures are: `Figures of 2023/24 Q3 to 30 November 2023`; or nothing."""
    return ". ".join(f"Figures of {one.quarter} {one.words}" for one in quarters_to_date(metrics))


def _days(numbers: dict[date, list[str]]) -> tuple[tuple[date, tuple[str, ...]], ...]:
    often = Counter({day: len(of_day) for day, of_day in numbers.items()}).most_common()
    return tuple((day, tuple(dict.fromkeys(numbers[day]))) for day, _ in often)
