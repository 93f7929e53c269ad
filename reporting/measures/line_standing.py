"""How a line of a measure stands, in sentences: against its aim, since before, and how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from improvement.values.periods import Quarter
from reporting.contents.metric_facts import LatestFact, LineFact, MetricFact
from reporting.measures.pace_words import PaceWords, pace_in_words
from reporting.measures.quarter_words import number_word, short_quarter
from reporting.summary.changes_of_measures import Change, Course, change_of, verdicts_of
from scorecards.values.performance import Verdict


@dataclass(frozen=True)
class LineStanding:
    """A line with its sentences, each empty where there is nothing to say.

    ``against`` is how far the figure is from its aim, or why there is no verdict; ``than`` follows
    the words of ``change``, and ``run`` is for how many quarters it has met or missed its aim.
    """

    line: LineFact
    against: str
    change: Change
    than: str
    run: str
    pace: PaceWords

    @property
    def verdict(self) -> str:
        return self.line.latest.verdict if self.line.latest else ""


def line_standing(metric: MetricFact, line: LineFact, *, on: date) -> LineStanding:
    """Return how a line stands on a day."""
    quarter = Quarter.of(on).slug
    change = change_of(metric, line, quarter)
    return LineStanding(
        line=line,
        against=_against(line.latest) if line.latest else "",
        change=change,
        than=_than(change, line),
        run=_run(verdicts_of(metric, line, quarter), line.latest),
        pace=pace_in_words(metric, line, on=on),
    )


def _against(latest: LatestFact) -> str:
    """Return “12 points above 70%”, as drawn, or the reason where that cannot be said so.

    A sum to date has no gap to a whole quarter's aim: its reason has its part of the aim. Without
    a verdict the reason says why.
    """
    if latest.is_sum_to_date or not latest.gap or latest.verdict == Verdict.NO_VERDICT:
        return latest.reason
    gap = latest.gap.replace("percentage point", "point")
    return gap.replace("the aim", " ".join(latest.aim.split()), 1)


def _than(change: Change, line: LineFact) -> str:
    """Return what follows a change: “than Q2”; nothing where it is compared with none."""
    if not change.since or line.latest is None:
        return ""
    before = short_quarter(change.since, line.latest.quarter)
    is_better_or_worse = change.way in (Course.BETTER, Course.WORSE)
    return f"{'than' if is_better_or_worse else 'since'} {before}"


def _run(verdicts: list[str], latest: LatestFact | None) -> str:
    """Return for how many judged quarters in a row the aim was met or missed, from two on.

    Drawn as “On its aim four quarters running” and “missed all 5 quarters”. A sum to date counts
    in no run.
    """
    count = 0
    while count < len(verdicts) and verdicts[-1 - count] == verdicts[-1]:
        count += 1
    if count < 2 or latest is None:
        return ""
    start = "On its aim" if verdicts[-1] == Verdict.MET else "Missed its aim"
    all_of_them = count == len(verdicts)
    number = number_word(count)
    told = f"in all {number} quarters judged" if all_of_them else f"{number} quarters running"
    return f"{start} {told}{', this sum to date not counted' if latest.is_sum_to_date else ''}."
