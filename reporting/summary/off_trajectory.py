"""Metrics off their trajectory, worst first, and how many meet their aim.

A line of a metric is judged by its latest figure. What is not applicable counts nowhere, and what
is awaited is neither met nor not met: it is told by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import lru_cache

from reporting.contents import Contents
from reporting.figure_facts import CellFact, LineFact, MetricFact
from reporting.hashing import hashed_once
from scorecards.performance import Verdict
from scorecards.values import State

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
    """A line by its latest figure. ``shortfall`` is the share of its aim it is off by, if known."""

    workstream: str
    metric: MetricFact
    line: LineFact
    group: str
    shortfall: Decimal | None
    __hash__ = hashed_once


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
    """Every line of the programme, told apart; those off their trajectory worst first."""

    tally: Tally
    off: tuple[Judged, ...]
    awaited: tuple[Judged, ...]
    others: tuple[Judged, ...]


def metrics_of(contents: Contents) -> Metrics:
    """Judge every line of ``contents`` by its latest figure."""
    judged = [
        _judged(stream.name, metric, line)
        for stream in contents.workstreams
        for metric in stream.metrics
        for line in metric.lines
    ]
    off = sorted((one for one in judged if one.group == OFF), key=_worst_first)
    others = (one for one in judged if one.group not in (OFF, AWAITED))
    return Metrics(
        tally=_tally(one.group for one in judged),
        off=tuple(off),
        awaited=tuple(one for one in judged if one.group == AWAITED),
        others=tuple(others),
    )


def tally_of(metrics: Iterable[MetricFact]) -> Tally:
    """Count the lines of ``metrics`` by their latest figure."""
    return _tally(_group(metric, line) for metric in metrics for line in metric.lines)


def _tally(groups: Iterable[str]) -> Tally:
    given = list(groups)
    return Tally(
        *(given.count(one) for one in (MET, OFF, AWAITED, NOT_APPLICABLE, UNJUDGED, EMPTY))
    )


@lru_cache(maxsize=2048)
def _judged(workstream: str, metric: MetricFact, line: LineFact) -> Judged:
    group = _group(metric, line)
    shortfall = _shortfall(metric, line) if group == OFF else None
    return Judged(workstream, metric, line, group, shortfall)


@lru_cache(maxsize=2048)
def _group(metric: MetricFact, line: LineFact) -> str:
    """Tell a line by its latest figure, and by that quarter's aim where it has no verdict."""
    if line.latest is None:
        return EMPTY
    if line.latest.verdict == Verdict.MET:
        return MET
    if line.latest.verdict == Verdict.NOT_MET:
        return OFF
    actual, aim = _pair(metric, line)
    states = {actual.state, aim.state if aim else ""}
    if State.NOT_APPLICABLE in states:
        return NOT_APPLICABLE
    return AWAITED if actual.state == State.AWAITED else UNJUDGED


def _pair(metric: MetricFact, line: LineFact) -> tuple[CellFact, CellFact | None]:
    """Give the latest actual and the aim of its quarter."""
    quarter = line.latest.quarter if line.latest else ""
    actual = next(cell for cell in line.cells if cell.quarter == quarter)
    return actual, next((cell for cell in metric.aims if cell.quarter == quarter), None)


def _shortfall(metric: MetricFact, line: LineFact) -> Decimal | None:
    """Give how much of its aim a line is off by; packs from before say it of single figures."""
    if line.latest and line.latest.short_by:
        return Decimal(line.latest.short_by)
    actual, aim = _pair(metric, line)
    if not actual.gap or aim is None or actual.position is None or aim.position is None:
        return None
    reached, wanted = Decimal(actual.position), Decimal(aim.position)
    with localcontext() as wide:
        wide.prec = 80
        return abs(reached - wanted) / (abs(wanted) or 1)


def _worst_first(one: Judged) -> tuple[bool, Decimal]:
    """Sort by the share of the aim that is missing, and those without a known gap after them."""
    return one.shortfall is None, -(one.shortfall or Decimal(0))
