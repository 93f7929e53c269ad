"""Figures as facts: metrics with their aims and actuals as printed, each with what it means."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar, cast

from improvement.values.periods import Quarter
from improvement.values.short_names import METRIC_CHARACTERS, short_name
from reporting.contents.in_words import day_in_words

Fact = TypeVar("Fact")
UNDER_QUERY = "Figure under query."
RESTATED = "Restated from "


def hashed_once(fact: Any) -> int:
    """Return a frozen dataclass's hash, of all its fields; stands in it as ``__hash__``."""
    kept: dict[str, int] = fact.__dict__
    if "_hash" not in kept:
        kept["_hash"] = hash(tuple(getattr(fact, field.name) for field in fields(fact)))
    return kept["_hash"]


def first_equal(fact: Fact) -> Fact:
    """Return the first fact that was equal to this one, wherever either came from.

    What is kept by a fact is looked up by comparing it. One object is equal to itself at once; two
    equal ones, from a pack and from the database, would be compared cell by cell each time.
    """
    return cast(Fact, _first(fact))


@lru_cache(maxsize=1024)
def _first(fact: Any) -> Any:
    return fact


@dataclass(frozen=True)
class CellFact:
    """An aim or an actual of one quarter, as printed, with what it means.

    ``position`` is a decimal in the metric's own unit (percent, number, seconds, rank), or None.
    ``verdict`` is ``met``, ``not_met`` or ``no_verdict``; on aims it is empty.
    ``expected`` says what an unreadable cell should have been, ``note`` that a figure is restated
    or typed by hand. ``gap`` is how far an actual is from its aim, in the metric's own unit.
    ``as_at`` is the last day a figure covers, in ISO 8601, where that is known. A figure that adds
    up and does not cover its quarter yet ``is_sum_to_date``: it is judged against its part of the
    aim and compared with no whole quarter. Packs from before tell the day in ``note`` alone.
    ``kept`` where somebody said that it is right as it is printed.
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
    as_at: str = ""
    is_sum_to_date: bool = False
    kept: bool = False

    @property
    def query(self) -> str:
        """What a reader is told of a figure that cannot be read; what to write is its writer's."""
        return UNDER_QUERY if self.state == "unreadable" else ""

    @property
    def is_to_date(self) -> bool:
        """Say whether the figure stops before its quarter does: another will replace it."""
        return bool(day_to_date(self.quarter, self.as_at)) or self.note.startswith("To ")

    @property
    def to_date(self) -> str:
        """Say to which day a figure is that stops before its quarter: `to 30 November 2023`."""
        return day_to_date(self.quarter, self.as_at)

    @property
    def restated_from(self) -> str:
        """What stood here before the figure was restated, or nothing; its note has kept it."""
        _, told, rest = self.note.partition(RESTATED)
        return rest.partition(": ")[0] if told else ""

    @property
    def short_day(self) -> str:
        """The same for a narrow cell: `to 30 Nov`."""
        day = date.fromisoformat(self.as_at) if self.to_date else None
        return f"to {day.day} {day:%b}" if day else ""

    @property
    def foot_note(self) -> str:
        """What stands below a printed scorecard, where the day stands in the cell itself."""
        adding_up = "Still adding up, and not comparable with whole quarters yet."
        if self.is_sum_to_date and self.verdict in ("met", "not_met"):
            adding_up = f"{self.reason}. {adding_up}"
        said = (adding_up if self.is_sum_to_date else "", self.note)
        return " ".join(one for one in said if one)

    @property
    def whole_note(self) -> str:
        """All there is to know of the figure, its day with it, in sentences."""
        day = f"{self.to_date[:1].upper()}{self.to_date[1:]}." if self.to_date else ""
        return " ".join(said for said in (day, self.note) if said)


def day_to_date(quarter: str, as_at: str) -> str:
    """Say that a figure is to a day before its quarter's end; nothing where it covers it."""
    if not as_at or (day := date.fromisoformat(as_at)) >= Quarter.parse(quarter).ends_on:
        return ""
    return f"to {day_in_words(day)}"


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
    as_at: str = ""
    is_sum_to_date: bool = False

    @property
    def to_date(self) -> str:
        """Say to which day the figure is, and that a sum so far is not comparable yet."""
        day = day_to_date(self.quarter, self.as_at)
        return f"{day}, not comparable yet" if self.is_sum_to_date else day


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
    """A metric. ``lowest`` and ``highest`` are the range of its figures where it says its own.

    ``adds_up`` where a quarter is the sum of its months; packs from before do not say so.
    """

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
    lowest: str = ""
    highest: str = ""
    short_name: str = ""
    adds_up: bool = False
    __hash__ = hashed_once

    @property
    def short(self) -> str:
        """Its short name, or its name cut at a word."""
        return short_name(self.short_name, self.name, METRIC_CHARACTERS)


@dataclass(frozen=True)
class RetiredFact:
    """A metric that the month is the first to leave out, and why."""

    id: int
    reason: str


@dataclass(frozen=True)
class Revision:
    """An earlier trajectory: until when it stood and who agreed it, and its aims."""

    words: str
    aims: tuple[CellFact, ...]
    told: str = ""

    @property
    def before(self) -> str:
        """The earlier aims in words, for whoever does not see the chart."""
        return ", ".join(f"{cell.quarter} {cell.printed}" for cell in self.aims if cell.printed)
