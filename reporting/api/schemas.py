"""The columns of every table and what each means, for the document and the dictionary."""

from __future__ import annotations

from datetime import date, datetime
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, Field, create_model

from improvement.values.ratings import Rating
from reporting.renderers import RENDERERS

R = TypeVar("R")
CARRIED = "From the month before, and not confirmed yet."
_CODES = [rating.value for rating in Rating if rating.is_rated]
RATED = f"{', '.join(_CODES[:-1])} or {_CODES[-1]}; empty when not yet rated"


class TableRow(BaseModel):
    """What every row starts with."""

    id: str = Field(description="The key of the row, which never changes.")
    programme: str = Field(description="The programme, as in its address.")
    changed_at: datetime = Field(
        description="The row has not changed since. Of an issued month: when its pack was issued."
    )


class ProgrammeRow(TableRow):
    name: str = Field(description="The programme’s name.")
    organisation: str = Field(description="The body that reports.")
    exit_on: date | None = Field(description="The planned day of leaving the oversight segment.")
    exit_first: date | None = Field(
        description="That day as first agreed, where it has moved since a pack was issued."
    )
    exit_moved_because: str = Field(description="Why it moved.")
    parts_left_out: str = Field(
        description="The parts that its reports and packs leave out, separated by semicolons."
    )
    first_quarter: str = Field(description="The first quarter of its scorecards, as 2023/24 Q3.")
    last_quarter: str = Field(description="The last quarter of its scorecards.")


class MonthlyRow(TableRow):
    """A row of one month, as issued or as it stands."""

    month: str = Field(description="The month the row was reported in, as 2023-12.")
    state: Literal["issued", "open"] = Field(
        description="issued: from the frozen pack. open: as it is now, and may change."
    )
    pack_version: int | None = Field(
        description="The version of the pack it is from; empty when open."
    )


class MonthRow(MonthlyRow):
    month_words: str = Field(description="The month in words.")
    starts_on: date = Field(description="Its first day.")
    ends_on: date = Field(description="Its last day.")
    quarter: str = Field(description="The quarter it is in; financial years start in April.")
    due_on: date = Field(description="When the returns were due.")
    issued_at: datetime | None = Field(description="When this version of its pack was issued.")
    headline: str = Field(description="The overview’s headline.")
    delivery: str | None = Field(description=f"Overall delivery as judged: {RATED}.")
    delivery_words: str = Field(description="The same in words.")
    embedding: str | None = Field(description=f"Overall embedding as judged: {RATED}.")
    embedding_words: str = Field(description="The same in words.")
    carried: bool = Field(description=CARRIED)


class WorkstreamMonthRow(MonthlyRow):
    workstream: str = Field(description="The workstream, as in its address.")
    workstream_name: str = Field(description="Its name.")


class WorkstreamRow(WorkstreamMonthRow):
    executive_lead: str = Field(description="Who holds the role; several names are separated by /.")
    sro: str = Field(description="The Senior Responsible Officer, in the same way.")
    programme_manager: str = Field(description="The Programme Manager, in the same way.")
    exit_statement: str = Field(description="The statement above its exit criteria.")
    status: str = Field(description="Of its report: draft, submitted, approved or issued.")
    submitted_at: datetime | None = Field(description="When its report was submitted.")
    approved_at: datetime | None = Field(description="When its report was approved.")
    delivery: str | None = Field(description=f"Delivery as judged: {RATED}.")
    delivery_words: str = Field(description="The same in words.")
    delivery_worst: str | None = Field(
        description="The worst delivery among its actions, as far as confirmed."
    )
    delivery_confirmed: int = Field(
        description="How many of its actions have a delivery confirmed."
    )
    embedding: str | None = Field(description=f"Embedding as judged: {RATED}.")
    embedding_words: str = Field(description="The same in words.")
    embedding_worst: str | None = Field(
        description="The worst embedding among its actions, as far as confirmed."
    )
    embedding_confirmed: int = Field(description="The same of their embedding.")
    actions: int = Field(description="How many actions it has.")
    carried: bool = Field(description=CARRIED)


class ActionRow(WorkstreamMonthRow):
    action_id: int = Field(description="The action: the same in every month.")
    reference: str = Field(description="Its reference, as in R1.1.")
    strength: str = Field(description="What its source calls it, as in Must or Should.")
    text: str = Field(description="What has to be done.")
    short_name: str = Field(description="Its short name; empty without one.")
    regulation: str = Field(description="The regulation it refers to.")
    source: str = Field(description="The report, notice or undertaking it is from.")
    delivery: str | None = Field(description=f"Is the work done on time: {RATED}.")
    delivery_words: str = Field(description="The same in words.")
    embedding: str | None = Field(description=f"Has it taken hold: {RATED}.")
    embedding_words: str = Field(description="The same in words.")
    red: bool = Field(description="Whether either rating is overdue.")
    explanation: str = Field(
        description="Why it has this rating; not last month’s text about a move that was not made "
        "this month."
    )
    mitigation: str = Field(description="What is done about it.")
    carried: bool = Field(description=CARRIED)
    owner: str = Field(description="Who owns it; empty where nobody is named.")
    due_first: date | None = Field(description="The day it was due as first agreed.")
    due_on: date | None = Field(description="The day it is due as agreed now.")
    due_moved_because: str = Field(description="Why that day moved.")
    percent_complete: int | None = Field(description="How complete it is said to be.")
    sub_actions: int = Field(description="How many sub-actions count under it.")
    sub_actions_done: int = Field(description="How many of them are done.")


class CriterionRow(WorkstreamMonthRow):
    criterion_id: int = Field(description="The exit criterion: the same in every month.")
    number: str = Field(description="Its number.")
    text: str = Field(description="The condition.")
    owner: str = Field(description="Who owns it; empty where the executive lead does.")
    rating: str | None = Field(description=f"Its rating: {RATED}.")
    rating_words: str = Field(description="The same in words.")
    carried: bool = Field(description=CARRIED)


class MetricRow(WorkstreamMonthRow):
    metric_id: int = Field(description="The metric: the same in every month.")
    number: str = Field(description="Its number on the scorecard; may carry a letter, as 8a.")
    name: str = Field(description="What is measured.")
    short_name: str = Field(description="Its short name; empty without one.")
    kind: str = Field(description="percent, number, duration or scale.")
    unit: str = Field(description="The unit, where it has one.")
    direction: str = Field(description="Which way is better.")
    scale: str = Field(description="The scale’s name, of a metric on a scale.")
    baseline: str = Field(description="Where it started, as printed.")
    baseline_when: str = Field(description="When that was, as printed.")
    target: str = Field(description="Where it should end, as printed.")
    target_when: str = Field(description="By when, as printed.")
    remark: str = Field(description="The remark on it in the month’s report.")
    lowest: str = Field(
        description="The lowest its figures can be, where that is set for the metric."
    )
    highest: str = Field(description="The highest, in the same way.")


class CellRow(WorkstreamMonthRow):
    metric_id: int = Field(description="The metric, as in the metrics.")
    metric_number: str = Field(description="Its number on the scorecard.")
    kind: str = Field(description="What its values are: percent, number, duration or scale.")
    quarter: str = Field(description="The quarter, as 2023/24 Q3; financial years start in April.")
    quarter_starts_on: date = Field(description="Its first day.")
    quarter_ends_on: date = Field(description="Its last day.")
    printed: str = Field(description="The text exactly as printed.")
    value_state: str = Field(
        description="value, or why there is none: not_applicable, no_reading, to_be_confirmed, "
        "awaited, blank, or unreadable."
    )
    value_state_words: str = Field(description="The same in words.")
    position: str | None = Field(
        description="The value as a decimal number: percent, number, seconds of a duration, or "
        "place on a scale (the lowest is the worst; a band lies where it "
        "starts). Empty without one."
    )
    expected: str = Field(description="Of an unreadable text: what was expected.")


class AimRow(CellRow):
    pass


class ActualRow(CellRow):
    line: str = Field(description="The line of actuals; most metrics have one.")
    verdict: str = Field(description="Worked out from actual and aim: met, not_met, no_verdict.")
    verdict_words: str = Field(description="The same in words.")
    reason: str = Field(description="Why it has this verdict, or none.")
    gap: str = Field(description="How far it is from its aim, in words.")
    as_at: date | None = Field(description="The last day it covers, where that is known.")
    sum_to_date: bool = Field(
        description="A sum that does not cover its quarter yet: judged against its part of the "
        "aim, and not to be compared with a whole quarter."
    )
    note: str = Field(description="Whether it is to date, or restated and why.")


class ReadingRow(TableRow):
    month: str = Field(description="The month that was measured, as 2023-12.")
    workstream: str = Field(description="The workstream, as in its address.")
    workstream_name: str = Field(description="Its name.")
    metric_id: int = Field(description="The metric, as in the metrics.")
    metric_number: str = Field(description="Its number on the scorecard.")
    kind: str = Field(description="What its values are: percent, number, duration or scale.")
    line: str = Field(description="The line of actuals it feeds.")
    printed: str = Field(description="The text exactly as entered.")
    value_state: str = Field(description="As in the actuals.")
    value_state_words: str = Field(description="The same in words.")
    position: str | None = Field(description="As in the actuals.")
    numerator: str = Field(description="Of a ratio: the upper total, as entered.")
    denominator: str = Field(description="Of a ratio: the lower total, as entered.")
    covers_to: date = Field(description="The last day it covers.")
    source: str = Field(description="Where the figure is from.")


class IssuedPack(TableRow):
    month: str = Field(description="The month it reports, as 2023-12.")
    version: int = Field(description="1 as first issued; a correction is a new version.")
    latest: bool = Field(description="Whether it is the month’s latest version.")
    issued_at: datetime = Field(description="When it was issued.")
    issued_by: str = Field(description="Who issued it.")
    sha256: str = Field(description="The fingerprint of its contents.")
    reason: str = Field(description="Why a correction was issued.")
    page: str = Field(description="The address of its page, for people who are signed in.")


# A column for the address of each kind of document that packs are made in.
_DOCUMENTS = {
    f"{format}_address": (
        str,
        Field(description=f"The address of the document: {kind.name}, for who is signed in."),
    )
    for format, kind in RENDERERS.items()
}
PackRow: type[IssuedPack] = create_model("PackRow", __base__=IssuedPack, **_DOCUMENTS)  # type: ignore[call-overload]


class Page(BaseModel, Generic[R]):
    """One page of a table as JSON."""

    count: int = Field(description="How many rows there are on all pages.")
    page: int = Field(description="Which page this is, from 1.")
    next: str | None = Field(description="The address of the next page; none on the last.")
    rows: list[R] = Field(description="The rows, in an order that stays.")
