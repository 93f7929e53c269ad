"""Measures off their trajectory, those getting worse first, and how many are on their aim.

A line of a measure is judged by its latest figure. What is not applicable counts nowhere, and what
is awaited is neither met nor not met: it is told by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import lru_cache

from reporting.contents.facts import Contents, WorkstreamFact
from reporting.contents.metric_facts import CellFact, LineFact, MetricFact
from reporting.summary.changes_of_measures import (
    Change,
    Course,
    MissedRun,
    change_of,
    missed_run,
    short_gap,
)
from scorecards.values.cells import State
from scorecards.values.performance import Verdict

MET, OFF, AWAITED, NOT_APPLICABLE, UNJUDGED, EMPTY = (
    "met",
    "off",
    "awaited",
    "not_applicable",
    "unjudged",
    "empty",
)


@dataclass(frozen=True)
class Judged:
    """A line by its latest figure.

    ``shortfall`` is the share of its aim it is off by, if known, ``change`` what it did since its
    reading before, ``missed`` how many judged quarters in a row it has missed its aim. It has
    its ``place`` among all lines.
    """

    stream: WorkstreamFact
    metric: MetricFact
    line: LineFact
    place: int
    group: str
    shortfall: Decimal | None
    change: Change
    missed: MissedRun

    @property
    def workstream(self) -> str:
        return self.stream.name

    @property
    def reference(self) -> str:
        """The measure's number with its workstream's letters: “GWL 5”."""
        return reference_of(self.stream, self.metric)

    @property
    def quarter(self) -> str:
        """The quarter of its latest figure; empty without one."""
        return self.line.latest.quarter if self.line.latest else ""

    @property
    def is_off(self) -> bool:
        return self.group == OFF

    @property
    def is_worse(self) -> bool:
        """Whether it is off its aim and worse than its reading before."""
        return self.is_off and self.change.way is Course.WORSE

    @property
    def cell(self) -> CellFact | None:
        """The figure it is judged by."""
        return pair_of(self.metric, self.line)[0] if self.line.latest else None

    @property
    def gap(self) -> str:
        """How far its figure is from its aim, short: “−19.7”, “3 grades”."""
        return short_gap(self.line.latest.gap) if self.line.latest else ""


@dataclass(frozen=True)
class Tally:
    """How many lines meet their aim. Only those that can be judged are ``counted``."""

    met: int
    off: int
    awaited: int
    not_applicable: int
    unjudged: int
    empty: int

    @property
    def counted(self) -> int:
        return self.met + self.off

    @property
    def words(self) -> str:
        """Say it in a line: “12 of 17 met”; nothing where there is nothing to judge."""
        return f"{self.met} of {self.counted} met" if self.counted else ""

    @property
    def left_out(self) -> str:
        """Say what is not counted among those judged, and why."""
        reasons = (
            (self.awaited, "awaited"),
            (self.not_applicable, "not applicable"),
            (self.unjudged, "without a verdict"),
            (self.empty, "without a figure"),
        )
        return ", ".join(f"{count} {words}" for count, words in reasons if count)


@dataclass(frozen=True)
class Metrics:
    """Every line of the programme, told apart; those off their trajectory getting worse first.

    ``quarter`` is the newest that any of them has a figure of.
    """

    tally: Tally
    off: tuple[Judged, ...]
    awaited: tuple[Judged, ...]
    others: tuple[Judged, ...]
    quarter: str = ""

    @property
    def worse(self) -> tuple[Judged, ...]:
        """Those off their aim and worse than their reading before."""
        return tuple(row for row in self.off if row.is_worse)

    def is_older(self, row: Judged) -> bool:
        """Whether a row's figure is of an earlier quarter than the newest."""
        return row.quarter < self.quarter


def metrics_of(contents: Contents) -> Metrics:
    """Judge every line of ``contents`` by its latest figure."""
    lines = (
        (stream, metric, line)
        for stream in contents.workstreams
        for metric in stream.metrics
        for line in metric.lines
    )
    month_quarter = contents.month_quarter
    judged = [
        Judged(stream, metric, line, place, *_verdict(metric, line, month_quarter))
        for place, (stream, metric, line) in enumerate(lines)
    ]
    off = sorted((row for row in judged if row.is_off), key=worse_first)
    counted = [row.quarter for row in judged if row.group in (MET, OFF)]
    return Metrics(
        tally=_tally(row.group for row in judged),
        off=tuple(off),
        awaited=tuple(row for row in judged if row.group == AWAITED),
        others=tuple(row for row in judged if row.group not in (OFF, AWAITED)),
        quarter=max(counted, default=""),
    )


def tally_of(metrics: Iterable[MetricFact]) -> Tally:
    """Count the lines of ``metrics`` by their latest figure."""
    return _tally(_group(metric, line) for metric in metrics for line in metric.lines)


def _tally(groups: Iterable[str]) -> Tally:
    counted = list(groups)
    return Tally(
        *(counted.count(group) for group in (MET, OFF, AWAITED, NOT_APPLICABLE, UNJUDGED, EMPTY))
    )


@lru_cache(maxsize=1024)
def _verdict(
    metric: MetricFact, line: LineFact, quarter: str
) -> tuple[str, Decimal | None, Change, MissedRun]:
    """Return a line's group, shortfall, change and run. Few lines change from page to page."""
    group = _group(metric, line)
    shortfall = _shortfall(metric, line) if group == OFF else None
    return group, shortfall, change_of(metric, line, quarter), missed_run(metric, line, quarter)


def _group(metric: MetricFact, line: LineFact) -> str:
    """Tell a line by its latest figure, and by that quarter's aim where it has no verdict."""
    if line.latest is None:
        return EMPTY
    if line.latest.verdict == Verdict.MET:
        return MET
    if line.latest.verdict == Verdict.NOT_MET:
        return OFF
    actual, aim = pair_of(metric, line)
    states = {actual.state, aim.state if aim else ""}
    if State.NOT_APPLICABLE in states:
        return NOT_APPLICABLE
    return AWAITED if actual.state == State.AWAITED else UNJUDGED


def pair_of(metric: MetricFact, line: LineFact) -> tuple[CellFact, CellFact | None]:
    """Return the latest actual and the aim of its quarter."""
    quarter = line.latest.quarter if line.latest else ""
    actual = next(cell for cell in line.cells if cell.quarter == quarter)
    return actual, next((cell for cell in metric.aims if cell.quarter == quarter), None)


def _shortfall(metric: MetricFact, line: LineFact) -> Decimal | None:
    """Return how much of its aim a line is off by; packs from before say it of single figures."""
    if line.latest and line.latest.short_by:
        return Decimal(line.latest.short_by)
    actual, aim = pair_of(metric, line)
    if not actual.gap or aim is None or actual.position is None or aim.position is None:
        return None
    reached, wanted = Decimal(actual.position), Decimal(aim.position)
    with localcontext() as wide:
        wide.prec = 80
        return abs(reached - wanted) / (abs(wanted) or 1)


def worse_first(row: Judged) -> tuple[bool, int, bool, Decimal]:
    """Sort those getting worse first, then by quarters missed in a row, then by share of aim."""
    share = row.shortfall
    return not row.is_worse, -row.missed.count, share is None, -(share or Decimal(0))


def reference_of(workstream: WorkstreamFact, metric: MetricFact) -> str:
    """Return a measure's number with its workstream's letters: “GWL 5”."""
    return f"{letters_of(workstream)} {metric.number}"


def letters_of(workstream: WorkstreamFact) -> str:
    """Return the letters its actions' references begin with, or the initials of its name."""
    return letters(workstream.name, (action.ref for action in workstream.actions))


def letters(name: str, refs: Iterable[str]) -> str:
    """Return the letters that references begin with, or the initials of a workstream's name."""
    prefixes = {ref.rpartition("-")[0] for ref in refs}
    if len(prefixes) == 1 and (prefix := prefixes.pop()):
        return prefix
    return "".join(word[0] for word in name.split() if word[0].isupper())
