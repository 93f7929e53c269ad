"""Which row of a workbook is which row of the scorecard: told by identity and by name, never by
place or number alone, for a metric may have been numbered anew since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from scorecards.entry.scorecard_form import ScorecardForm
from scorecards.models import ActualLine, Metric
from scorecards.workbook.read import Sheet, SheetRow
from scorecards.workbook.write import (
    AIM,
    as_written,
    called,
    line_identity,
    metric_identity,
    row_name,
)


@dataclass(frozen=True)
class MatchedRow:
    """A row of the workbook that is a row of the scorecard, and what to ask before it is taken."""

    row: SheetRow
    doubt: str = ""

    def stood(self, quarter: str) -> str | None:
        """Return what stood when it was downloaded; None where the workbook does not say."""
        return self.row.stood.get(quarter) if self.row.identity else None

    @property
    def comment_stood(self) -> str | None:
        return self.row.comment_stood if self.row.identity else None


@dataclass
class Matched:
    """Rows of lines by the line, and of aims by the metric. ``unknown`` are sentences."""

    lines: dict[int, MatchedRow] = field(default_factory=dict)
    aims: dict[int, MatchedRow] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Place:
    """A row of the scorecard: a line of actuals, or the aims of a metric."""

    metric: Metric
    line: ActualLine | None = None

    @property
    def label(self) -> str:
        return as_written(self.line.name) if self.line else AIM

    @property
    def identity(self) -> str:
        return line_identity(self.line) if self.line else metric_identity(self.metric)


def match(form: ScorecardForm, sheet: Sheet) -> Matched:
    """Find the scorecard's row for each of the workbook's, and say which have none."""
    places = list(_places(form))
    by_identity = {place.identity: place for place in places}
    by_words = {(place.metric.number, place.label): place for place in places}
    names = {row.number: row.name for row in sheet.rows if row.label == AIM}
    matched, sentences = Matched(), dict[str, None]()
    for row in sheet.rows:
        marked = by_identity.get(row.identity)
        place = marked if row.identity else by_words.get((row.number, row.label))
        if place is None:
            sentence = _no_such(row)
        else:
            name = names.get(row.number, "")
            sentence = _moved(row) if marked else _another(row.number, name, place.metric)
        if sentence:
            sentences[sentence] = None
        elif place:
            rows = matched.lines if place.line else matched.aims
            rows[place.line.pk if place.line else place.metric.pk] = _matched(row, place)
            sentences |= dict.fromkeys(_of_other_quarters(row, form.quarters))
    matched.unknown = [sentence for sentence in sentences if sentence]
    return matched


def _places(form: ScorecardForm) -> Iterator[_Place]:
    metrics = {line.metric_id: line.metric for line in form.lines}
    yield from (_Place(metric) for metric in metrics.values())
    yield from (_Place(line.metric, line) for line in form.lines)


def _matched(row: SheetRow, place: _Place) -> MatchedRow:
    """Match a row, and ask whether it is still meant where it has another name by now."""
    was = row.named.partition(" | ")[2]
    now = row_name(place.metric, place.label).partition(" | ")[2]
    if not row.identity or was == now:
        return MatchedRow(row)
    return MatchedRow(row, f"It was “{was}” when this was downloaded, and is “{now}” now.")


def _no_such(row: SheetRow) -> str:
    if not any(row.texts.values()):
        return ""
    return f"{_words(row)}: the scorecard has no such row or quarter."


def _moved(row: SheetRow) -> str:
    """Return a sentence where a row's visible cells are not those its hidden columns name."""
    number, _, rest = row.named.partition(" | ")
    name, _, label = rest.rpartition(" | ")
    seen = (row.number, row.name or name, row.label)
    if seen == (number, name, label):
        return ""
    return (
        f"{_words(row)} stands in the row that was downloaded as “{row.named}”, "
        "so it was passed over: its figures may be another’s."
    )


def _another(number: str, name: str, metric: Metric) -> str:
    """Return a sentence where a number is another metric’s by now."""
    if name == called(metric):
        return ""
    return (
        f"Metric {number} is “{name}” in the workbook and “{called(metric)}” in the scorecard, "
        "so it was passed over."
    )


def _of_other_quarters(row: SheetRow, quarters: list[str]) -> Iterator[str]:
    if any(text for quarter, text in row.texts.items() if quarter not in quarters):
        yield f"{_words(row)}: the scorecard has no such row or quarter."


def _words(row: SheetRow) -> str:
    return f"Metric {row.number[:40]}, {row.label[:100]}"
