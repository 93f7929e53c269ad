"""The programme file's figures, and the file whole."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from improvement.programme_file import shapes as words
from improvement.programme_file.shapes import (
    MOST_QUARTERS,
    Facts,
    Name,
    Number,
    QuarterSlug,
    Short,
    Slug,
    Text,
    since_2,
)
from improvement.values.periods import Quarter
from improvement.values.short_names import METRIC_CHARACTERS
from scorecards.models import RollUp
from scorecards.values.cells import Kind, MetricScale, State, parse
from scorecards.values.performance import Direction

METRIC_KEYS = ("short_name", "lowest", "highest")  # of version 2, and optional there


class PointFacts(Facts):
    """A point of a scale."""

    code: Name
    """As it is printed in a cell."""
    label: Name
    threshold: Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)?$")] | None = Field(
        None, alias="from"
    )


class ScaleFacts(Facts):
    """An ordered set of codes, worst first."""

    slug: Slug
    name: Name
    points: list[PointFacts] = Field(min_length=2)

    @model_validator(mode="after")
    def _points_can_be_told_apart(self) -> ScaleFacts:
        scale = self.as_value()
        for point in scale.points:
            if parse(point.code, Kind.SCALE, scale=scale).state is not State.VALUE:
                raise ValueError(f"the code “{point.code}” cannot be told from a word such as N/A")
        return self

    @property
    def as_points(self) -> list[dict[str, str]]:
        return [point.model_dump(by_alias=True, exclude_none=True) for point in self.points]

    def as_value(self) -> MetricScale:
        return MetricScale.from_points(self.slug, self.name, self.as_points)


class DatedValue(Facts):
    """A value as printed, and when it is of or for, in words."""

    value: Short
    when: Short


class LineFacts(Facts):
    """A row of actuals. ``as_at`` is the last day a figure covers, by quarter (version 2)."""

    name: Annotated[Name, StringConstraints(max_length=100)]
    values: dict[QuarterSlug, Short]
    """What it reached, by quarter, as printed."""
    as_at: dict[QuarterSlug, date] = since_2({})
    """The last day a figure covers, where its quarter is not over."""

    @model_validator(mode="after")
    def _days_are_of_figures(self) -> LineFacts:
        for quarter, day in self.as_at.items():
            if Quarter.of(day).slug != quarter:
                raise ValueError(f"as_at of {quarter} is {day}, which is no day of that quarter")
            if not self.values.get(quarter):
                raise ValueError(f"as_at is given for {quarter}, which has no figure in values")
        return self


class MetricFacts(Facts):
    """What a workstream is measured by. Values are texts as printed."""

    number: Number
    """Stands once in its workstream."""
    name: Annotated[Text, StringConstraints(min_length=1)]
    kind: Kind
    unit: Annotated[Text, StringConstraints(max_length=60)]
    direction: Direction
    """Which way is better."""
    roll_up: RollUp
    """How a quarter follows from its months."""
    baseline: DatedValue
    target: DatedValue
    aims: dict[QuarterSlug, Short]
    """What it should reach, by quarter."""
    lines: list[LineFacts] = Field(min_length=1)
    scale: Slug | None = None
    """The slug of a scale of the file, if the kind is scale and only then."""
    lowest: Annotated[Text, StringConstraints(max_length=40)] = since_2("")
    """The range of its figures: one outside is asked about."""
    highest: Annotated[Text, StringConstraints(max_length=40)] = since_2("")
    short_name: Annotated[Text, StringConstraints(max_length=METRIC_CHARACTERS)] = since_2("")
    """For lists."""
    retired_from: words.MonthSlug | None = since_2()
    """The first month it is no longer reported in."""
    retired_because: Text = since_2("")

    @model_validator(mode="after")
    def _a_range_in_its_own_kind(self) -> MetricFacts:
        for name in ("lowest", "highest"):
            if text := getattr(self, name):
                value = parse(text, self.kind)
                if value.state is not State.VALUE or value.qualifier:
                    raise ValueError(f"{name} is “{text}”, which is no {self.kind.words}")
        return self

    @model_validator(mode="after")
    def _a_scale_where_it_is_needed(self) -> MetricFacts:
        if (self.kind is Kind.SCALE) != (self.scale is not None):
            raise ValueError("a metric names a scale if its kind is scale, and only then")
        return self


class RemarkFacts(Facts):
    """What a month’s report says about a metric."""

    metric: str
    """The number of a metric of the workstream."""
    text: Text


class WorkstreamWithMetrics(words.WorkstreamFacts):
    """One part of the programme, with what it is committed to and measured by."""

    metrics: list[MetricFacts]


class ReportWithRemarks(words.ReportFacts):
    """A workstream’s report of a month. Lists are entered, nil or null as in the overview."""

    remarks: list[RemarkFacts]


class MonthFacts(Facts):
    """A month: its overview and one report a workstream."""

    month: words.MonthSlug
    overview: words.OverviewFacts
    reports: list[ReportWithRemarks]
    """A workstream without one has an empty report."""


class ProgrammeFile(Facts):
    """The whole file."""

    schema_address: Text = since_2("", alias="$schema")
    """Where the JSON Schema lies, for editors. It is not read."""
    format: Literal["improvement-programme"]
    version: Literal[1, 2]
    """Every key of version 2 that version 1 lacks is optional."""
    programme: words.ProgrammeFacts
    quarters: list[QuarterSlug] = Field(min_length=1, max_length=MOST_QUARTERS)
    """Of its scorecards, in order, each once, none left out."""
    people: list[words.PersonFacts]
    scales: list[ScaleFacts]
    sources: list[words.SourceFacts] = since_2([])
    workstreams: list[WorkstreamWithMetrics]
    months: list[MonthFacts]
    """In a programme that runs only its open month can be filled."""
