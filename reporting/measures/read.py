"""A measure as somebody may read it: as it stands, or as the newest pack has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from improvement.access.lookup import visible_months
from improvement.access.permissions import Standing, Verb, refusal
from improvement.values.refusals import NotThere
from reporting.charts.measure import MeasureChart
from reporting.contents.assemble_metrics import gather_metric, gather_revisions
from reporting.contents.metric_facts import MetricFact, Revision
from reporting.snapshots.month import contents_of
from reporting.summary.dates_in_text import day_written
from scorecards.models import Metric
from scorecards.setup.lookup import find_metric


@dataclass(frozen=True)
class MeasureRead:
    """A measure, and its workstream as it is called there. ``until`` is the last day told of.

    ``pack`` names the month whose pack it is read from; it is empty of a measure as it stands.
    """

    row: Metric
    fact: MetricFact
    workstream: str
    until: date
    pack: str = ""

    def find_revisions(self) -> tuple[Revision, ...]:
        """Return its earlier trajectories; packs have none. One query, or none."""
        return () if self.pack else gather_revisions(self.row)

    def chart(self, revisions: tuple[Revision, ...]) -> MeasureChart:
        """Return what its figure draws, with its earlier trajectories."""
        day = day_written(self.fact.target_when)
        return MeasureChart(self.fact, self.row.reading_scale, revisions, self.until, day)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The aim and the figures of each quarter."""
        by_quarter = zip(self.fact.aims, *(line.cells for line in self.fact.lines), strict=True)
        return [{"aim": aim, "cells": cells} for aim, *cells in by_quarter]

    @property
    def baseline(self) -> str:
        return _with_when(self.fact.baseline, self.fact.baseline_when)

    @property
    def target(self) -> str:
        return _with_when(self.fact.target, self.fact.target_when)


def _with_when(printed: str, when: str) -> str:
    return ", ".join(filter(None, (printed, when))) or "Not set"


def read_measure(standing: Standing, pk: int, *, on: date) -> MeasureRead:
    """Return a measure of the programme. Raises ``NotThere``, also where no pack has it.

    Who may not see an open month reads it as the newest pack that was issued.
    """
    row, months = find_metric(standing, pk), visible_months(standing)
    until = min([on, *(month.period.ends_on for month in months[:1])])
    if not refusal(standing, Verb.READ_OPEN):
        return MeasureRead(row, gather_metric(row, on=on), row.workstream.name, until)
    for month in months[:1]:
        for stream in contents_of(month, sees_open=False).workstreams:
            for fact in stream.metrics:
                if fact.id == pk:
                    return MeasureRead(row, fact, stream.name, until, str(month))
    raise NotThere("No pack that you may read has this measure.")
