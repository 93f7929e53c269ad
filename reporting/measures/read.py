"""A measure as somebody may read it: as it stands, or as the newest pack has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects

from improvement.access.lookup import visible_months
from improvement.access.permissions import Standing, Verb, refusal
from improvement.models import Appointment, Month, Role
from improvement.values.refusals import NotThere
from reporting.charts.measure import MeasureChart
from reporting.contents.assemble_metrics import gather_metric, gather_revisions
from reporting.contents.facts import WorkstreamFact
from reporting.contents.metric_facts import MetricFact, Revision
from reporting.filters.narrow import executives_of
from reporting.measures.chart import chart_of, is_day, when_in_words
from reporting.measures.figure_changes import FigureChange, find_figure_changes
from reporting.measures.line_standing import LineStanding, line_standing
from reporting.measures.months import MeasureMonths, find_months
from reporting.measures.quarters import QuartersTable
from reporting.snapshots.month import contents_of
from reporting.summary.off_trajectory import letters, reference_of
from scorecards.models import Metric
from scorecards.setup.lookup import find_metric


@dataclass(frozen=True)
class MeasureRead:
    """A measure, and its workstream as it is called there. ``until`` is the last day told of.

    ``pack`` names the month whose pack it is read from, and ``stream`` is its workstream there;
    both are empty of a measure as it stands.
    """

    row: Metric
    fact: MetricFact
    workstream: str
    until: date
    pack: str = ""
    stream: WorkstreamFact | None = None

    @property
    def lines(self) -> list[LineStanding]:
        """How each line stands, in sentences."""
        return [line_standing(self.fact, line, on=self.until) for line in self.fact.lines]

    def find_reference(self) -> str:
        """Return its number with its workstream's letters: “GWL 5”. One query, or none."""
        if self.stream:
            return reference_of(self.stream, self.fact)
        refs = self.row.workstream.actions.values_list("reference", flat=True)
        return f"{letters(self.workstream, refs)} {self.fact.number}"

    def find_owners(self) -> tuple[str, ...]:
        """Return who leads its workstream: measures have no owners of their own. One query."""
        if self.stream:
            return executives_of(self.stream)
        in_force = Appointment.objects.current(self.until).select_related("person")
        leads = in_force.filter(workstream=self.row.workstream, role=Role.EXECUTIVE_LEAD)
        return tuple(str(each.person) for each in leads)

    def find_revisions(self) -> tuple[Revision, ...]:
        """Return its earlier trajectories; packs have none. Two queries, or none."""
        if self.pack:
            return ()
        prefetch_related_objects([self.row], "revisions__revised_by")
        return gather_revisions(self.row)

    def find_months(self) -> MeasureMonths | None:
        """Return its figures by month; None of a pack, which has quarters alone. One query."""
        return None if self.pack else find_months(self.row, self.fact, until=self.until)

    def find_changes(self) -> tuple[FigureChange, ...]:
        """Return what was changed of its figures and aims, the newest first."""
        return find_figure_changes(
            self.row, {aim.quarter: aim.printed for aim in self.fact.aims if aim.printed}
        )

    def chart(self, revisions: tuple[Revision, ...]) -> MeasureChart:
        """Return what its figure draws, with its earlier trajectories."""
        return chart_of(self.fact, self.row.reading_scale, revisions, now=self.until)

    @property
    def table(self) -> QuartersTable:
        """Every figure of each quarter."""
        return QuartersTable(self.fact)

    @property
    def baseline(self) -> str:
        """The baseline and when it was: “6% on 30 September 2022”."""
        return _with_when(self.fact.baseline, self.fact.baseline_when, "on")

    @property
    def target(self) -> str:
        """The target and when it is due: “90% by 31 March 2024”."""
        return _with_when(self.fact.target, self.fact.target_when, "by")


def _with_when(printed: str, when: str, before_a_day: str) -> str:
    if printed and is_day(when):
        return f"{printed} {before_a_day} {when_in_words(when)}"
    return ", ".join(filter(None, (printed, when))) or "Not set"


def read_measure(standing: Standing, pk: int, *, on: date) -> MeasureRead:
    """Return a measure of the programme. Raises ``NotThere``, also where no pack has it.

    Who may not see an open month reads it as the newest pack that was issued.
    """
    row, months = find_metric(standing, pk), visible_months(standing)
    until = min([on, *(month.period.ends_on for month in months[:1])])
    if refusal(standing, Verb.READ_OPEN):
        return _in_the_pack(row, months[:1], until)
    return MeasureRead(row, gather_metric(row, on=on), row.workstream.name, until)


def _in_the_pack(row: Metric, months: Iterable[Month], until: date) -> MeasureRead:
    """Return a measure as the pack of the newest of ``months`` has it."""
    for month in months:
        for stream in contents_of(month, sees_open=False).workstreams:
            for fact in stream.metrics:
                if fact.id == row.pk:
                    return MeasureRead(row, fact, stream.name, until, str(month), stream)
    raise NotThere("No pack that you may read has this measure.")
