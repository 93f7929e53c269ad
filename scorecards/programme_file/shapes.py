"""The programme file whole: its words, its figures, and what has to fit together in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationError, model_validator

from improvement.programme_file import shapes as words
from improvement.programme_file.shapes import Facts, Name, Number, QuarterSlug, Short, Slug, Text
from improvement.values.periods import Quarter, quarters_between
from improvement.values.short_names import METRIC_CHARACTERS
from scorecards.models import RollUp
from scorecards.values.cells import Kind, MetricScale, State, parse
from scorecards.values.performance import Direction

OF_VERSION_2 = "this key came with version 2 of the format"
METRIC_KEYS = ("short_name", "lowest", "highest")  # of version 2, and optional there
WORKSTREAM_ROLES = {"executive_lead", "sro", "programme_manager"}
MOST_QUARTERS = 24  # as many columns as a scorecard can be read with


class UnreadableFile(Exception):
    """The file is not a programme file. ``faults`` are sentences that begin with their path."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = list(faults)


class PointFacts(Facts):
    code: Name
    label: Name
    threshold: Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)?$")] | None = Field(
        None, alias="from"
    )


class ScaleFacts(Facts):
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
    value: Short
    when: Short


class LineFacts(Facts):
    """A row of actuals. ``as_at`` is the last day a figure covers, by quarter (version 2)."""

    name: Annotated[Name, StringConstraints(max_length=100)]
    values: dict[QuarterSlug, Short]
    as_at: dict[QuarterSlug, date] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _days_are_of_figures(self) -> LineFacts:
        for quarter, day in self.as_at.items():
            if Quarter.of(day).slug != quarter:
                raise ValueError(f"as_at of {quarter} is {day}, which is no day of that quarter")
            if not self.values.get(quarter):
                raise ValueError(f"as_at is given for {quarter}, which has no figure in values")
        return self


class MetricFacts(Facts):
    number: Number
    name: Annotated[Text, StringConstraints(min_length=1)]
    kind: Kind
    unit: Annotated[Text, StringConstraints(max_length=60)]
    direction: Direction
    roll_up: RollUp
    baseline: DatedValue
    target: DatedValue
    aims: dict[QuarterSlug, Short]
    lines: list[LineFacts] = Field(min_length=1)
    scale: Slug | None = None
    lowest: Annotated[Text, StringConstraints(max_length=40)] = ""
    highest: Annotated[Text, StringConstraints(max_length=40)] = ""
    short_name: Annotated[Text, StringConstraints(max_length=METRIC_CHARACTERS)] = ""

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
    metric: str
    text: Text


class WorkstreamWithMetrics(words.WorkstreamFacts):
    metrics: list[MetricFacts]


class ReportWithRemarks(words.ReportFacts):
    remarks: list[RemarkFacts]


class MonthFacts(Facts):
    month: words.MonthSlug
    overview: words.OverviewFacts
    reports: list[ReportWithRemarks]


class ProgrammeFile(Facts):
    format: Literal["improvement-programme"]
    version: Literal[1, 2]
    programme: words.ProgrammeFacts
    quarters: list[QuarterSlug] = Field(min_length=1, max_length=MOST_QUARTERS)
    people: list[words.PersonFacts]
    scales: list[ScaleFacts]
    workstreams: list[WorkstreamWithMetrics]
    months: list[MonthFacts]


def read(text: str) -> ProgrammeFile:
    """Read a programme file. Raises ``UnreadableFile`` with every fault and its path."""
    try:
        facts = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
        file = ProgrammeFile.model_validate(facts)
    except ValidationError as error:
        raise UnreadableFile([_in_words(fault) for fault in error.errors()]) from error
    except (ValueError, RecursionError) as error:
        raise UnreadableFile([f"(whole file): this is not JSON we can read: {error}"]) from error
    if faults := list(broken_references(file)):
        raise UnreadableFile(faults)
    return file


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    facts = dict(pairs)
    if len(facts) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key “{twice}” stands twice in one object")
    return facts


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


def _in_words(fault: Any) -> str:
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in fault["loc"])
    most = fault.get("ctx", {}).get("max_length")
    sentences = {
        "extra_forbidden": "this key is unknown",
        "missing": "this key is missing",
        "too_long": f"this is longer than {most}, the most there is room for",
    }
    sentence = sentences.get(fault["type"], fault["msg"].removeprefix("Value error, "))
    return f"{path.lstrip('.') or '(whole file)'}: {sentence}"


def broken_references(file: ProgrammeFile) -> Iterator[str]:
    """Yield each reference that leads nowhere and each name that is there twice, with its path."""
    first, last = (Quarter.parse(file.quarters[place]) for place in (0, -1))
    if file.quarters != [quarter.slug for quarter in quarters_between(first, last)]:
        yield "quarters: write them in order, each once, leaving none out"
    yield from _twice("people", "slug", file.people)
    yield from _twice("scales", "slug", file.scales)
    yield from _twice("workstreams", "slug", file.workstreams)
    yield from _twice("months", "month", file.months)
    yield from _twice("programme.meetings", "name", file.programme.meetings)
    for place, workstream in enumerate(file.workstreams):
        yield from _faults_of_workstream(file, f"workstreams[{place}]", workstream)
    for place, month in enumerate(file.months):
        yield from _faults_of_month(file, f"months[{place}]", month)


def _faults_of_workstream(
    file: ProgrammeFile, path: str, workstream: WorkstreamWithMetrics
) -> Iterator[str]:
    people = {person.slug for person in file.people}
    yield from _twice(f"{path}.actions", "ref", workstream.actions)
    yield from _twice(f"{path}.criteria", "number", workstream.criteria)
    yield from _twice(f"{path}.metrics", "number", workstream.metrics)
    for place, appointment in enumerate(workstream.appointments):
        here = f"{path}.appointments[{place}]"
        yield from _unknown(f"{here}.person", appointment.person, people, "person")
        yield from _unknown(f"{here}.role", appointment.role, WORKSTREAM_ROLES, "role")
    for place, criterion in enumerate(workstream.criteria):
        here = f"{path}.criteria[{place}].owner"
        yield from _unknown(here, criterion.owner, people | {None}, "person")
    for place, action in enumerate(workstream.actions):
        yield from _later(file, f"{path}.actions[{place}]", action, ("short_name",))
    for place, metric in enumerate(workstream.metrics):
        yield from _faults_of_metric(file, f"{path}.metrics[{place}]", metric)
    if workstream.plan:
        yield from _faults_of_plan(file, f"{path}.plan", workstream.plan)


def _faults_of_plan(file: ProgrammeFile, path: str, plan: words.PlanFacts) -> Iterator[str]:
    if not file.months:
        yield f"{path}: a plan hangs on a month’s report, and the file has no month"
    yield from _twice(f"{path}.milestones", "quarter", plan.milestones)


def _faults_of_metric(file: ProgrammeFile, path: str, metric: MetricFacts) -> Iterator[str]:
    scales = {scale.slug for scale in file.scales} | {None}
    yield from _unknown(f"{path}.scale", metric.scale, scales, "scale")
    yield from _twice(f"{path}.lines", "name", metric.lines)
    for quarter in metric.aims:
        yield from _unknown(f"{path}.aims", quarter, file.quarters, "quarter")
    yield from _later(file, path, metric, METRIC_KEYS)
    for place, line in enumerate(metric.lines):
        for quarter in line.values:
            yield from _unknown(f"{path}.lines[{place}].values", quarter, file.quarters, "quarter")
        if line.as_at and file.version == 1:
            yield f"{path}.lines[{place}].as_at: {OF_VERSION_2}"


def _later(file: ProgrammeFile, path: str, facts: Facts, names: Iterable[str]) -> Iterator[str]:
    """Yield each key that a file of version 1 cannot have."""
    later = [name for name in names if getattr(facts, name) and file.version == 1]
    yield from (f"{path}.{name}: {OF_VERSION_2}" for name in later)


def _faults_of_month(file: ProgrammeFile, path: str, month: MonthFacts) -> Iterator[str]:
    workstreams = {workstream.slug: workstream for workstream in file.workstreams}
    yield from _twice(f"{path}.reports", "workstream", month.reports)
    for place, report in enumerate(month.reports):
        here = f"{path}.reports[{place}]"
        if report.workstream not in workstreams:
            yield f"{here}.workstream: there is no workstream “{report.workstream}” in this file"
            continue
        yield from _faults_of_report(here, report, workstreams[report.workstream])


def _faults_of_report(
    path: str, report: ReportWithRemarks, workstream: WorkstreamWithMetrics
) -> Iterator[str]:
    known = {
        "action_ratings": ("ref", [action.ref for action in workstream.actions]),
        "criterion_ratings": ("number", [criterion.number for criterion in workstream.criteria]),
        "remarks": ("metric", [metric.number for metric in workstream.metrics]),
    }
    for part, (key, names) in known.items():
        items = getattr(report, part)
        yield from _twice(f"{path}.{part}", key, items)
        for place, item in enumerate(items):
            here = f"{path}.{part}[{place}].{key}"
            yield from _unknown(here, getattr(item, key), names, "reference")


def _unknown(path: str, name: Any, known: Iterable[Any], kind: str) -> Iterator[str]:
    if name not in known:
        yield f"{path}: there is no {kind} “{name}” in this file"


def _twice(path: str, key: str, items: Sequence[Facts]) -> Iterator[str]:
    seen: set[Any] = set()
    for place, item in enumerate(items):
        name = getattr(item, key)
        if name in seen:
            yield f"{path}[{place}].{key}: “{name}” stands here twice"
        seen.add(name)
