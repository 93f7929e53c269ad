"""Figures as facts: metrics with their aims and actuals as printed, each with what it means."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.hashing import hashed_once


@dataclass(frozen=True)
class CellFact:
    """An aim or an actual of one quarter, as printed, with what it means.

    ``position`` is a decimal in the metric's own unit (percent, number, seconds, rank), or None.
    ``verdict`` is ``met``, ``not_met`` or ``no_verdict``; on aims it is empty.
    ``expected`` says what an unreadable cell should have been, ``note`` that a figure is to date or
    restated. ``gap`` is how far an actual is from its aim, in the metric's own unit.
    """

    quarter: str
    printed: str
    state: str
    position: str | None
    verdict: str
    reason: str
    expected: str
    note: str = ""
    gap: str = ""


@dataclass(frozen=True)
class LatestFact:
    """The last quarter with an actual entered, beside the aim of that quarter.

    A quarter to come counts only with a value, and N/A only where the quarter is over: both may
    have been printed beforehand.
    ``short_by`` is the share of the aim that a figure which does not meet it is off by, at the
    least: 0.0526. Packs from before have none.
    """

    quarter: str
    printed: str
    aim: str
    verdict: str
    verdict_words: str
    reason: str
    gap: str = ""
    short_by: str = ""


@dataclass(frozen=True)
class LineFact:
    """A row of actuals. ``id`` is the same whatever it is called; packs from before have none."""

    name: str
    cells: tuple[CellFact, ...]
    latest: LatestFact | None
    id: int | None = None
    __hash__ = hashed_once


@dataclass(frozen=True)
class MetricFact:
    id: int
    number: str
    name: str
    unit: str
    kind: str
    direction: str
    scale: str
    baseline: str
    baseline_when: str
    target: str
    target_when: str
    aims: tuple[CellFact, ...]
    lines: tuple[LineFact, ...]
    remark: str
    __hash__ = hashed_once


@dataclass(frozen=True)
class RetiredFact:
    """A metric that the month is the first to leave out, and why."""

    id: int
    reason: str
