"""Metrics pasted from a spreadsheet, a row a metric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from improvement.editing.conflicts import SeenTexts
from improvement.models import Person, Workstream
from improvement.setup.pasting.columns import PastedColumn, plain
from improvement.setup.pasting.looked import Looked, PastedList, RowOutcome
from improvement.values.short_names import METRIC_CHARACTERS
from scorecards.models import Metric, Scale
from scorecards.setup.metrics import write_metric
from scorecards.values.cells import Kind
from scorecards.values.performance import Direction

LIMITS = {
    "number": 10,
    "short_name": METRIC_CHARACTERS,
    "unit": 60,
    "baseline": 200,
    "baseline_when": 200,
    "target": 200,
    "target_when": 200,
}
PRINTED = ("name", *(name for name in LIMITS if name != "number"))
FIRST_LINE = "Actual"  # as the form of a new metric offers it
KINDS = {
    Kind.PERCENT: ("percent", "percentage", "%"),
    Kind.NUMBER: ("number", "count", "figure"),
    Kind.DURATION: ("duration", "time", "hhmmss"),
    Kind.SCALE: ("scale", "grade", "gradeonascale"),
}
DIRECTIONS = {
    Direction.UP: ("up", "higher", "high", "increase", "higherisbetter", "↑"),
    Direction.DOWN: ("down", "lower", "low", "decrease", "lowerisbetter", "↓"),
    Direction.NEITHER: ("neither", "neitherisbetter", "neitherhighernorlowerisbetter"),
}


@dataclass(frozen=True)
class MeasuredIn:
    """What a metric may be measured in: a kind of figure, or the grades of a scale."""

    kind: Kind
    scale: Scale | None = None

    @property
    def code(self) -> str:
        return f"{self.kind.value}-{self.scale.pk}" if self.scale else self.kind.value

    @property
    def words(self) -> str:
        return self.scale.name if self.scale else self.kind.words.capitalize()

    @property
    def known(self) -> tuple[str, ...]:
        """What spreadsheets call it, folded."""
        return (*KINDS[self.kind], _folded(self.words))


@dataclass(frozen=True)
class WayMeasured:
    """One way to understand a row: what it is measured in, and which way is better."""

    measured: MeasuredIn
    direction: Direction

    @property
    def code(self) -> str:
        return f"{self.measured.code} {self.direction.value}"

    @property
    def words(self) -> str:
        better = self.direction.words
        return f"{self.measured.words}, {better[0].lower()}{better[1:]}"


class PastedMetrics(PastedList):
    kind = "metrics"
    title, address = "Metrics", "metrics"
    thing, things = "metric", "metrics"
    into_workstream = True
    columns = (
        PastedColumn("number", "Number", ("no", "ref", "reference", "id"), is_needed=True),
        PastedColumn("name", "Name", ("metric", "measure", "indicator", "kpi"), is_needed=True),
        PastedColumn("short_name", "Short name", ("short",)),
        PastedColumn("kind", "Measured in", ("type", "format", "measured as")),
        PastedColumn("unit", "Unit", ("units", "unit of measure")),
        PastedColumn("direction", "Which way is better", ("better", "polarity", "good is")),
        PastedColumn("baseline", "Baseline"),
        PastedColumn("baseline_when", "Baseline of", ("baseline date", "baseline period")),
        PastedColumn("target", "Target", ("goal",)),
        PastedColumn("target_when", "Target by", ("target date", "by when", "target period")),
        PastedColumn("workstream", "Workstream", ("of", "work stream", "pillar", "theme")),
    )

    def key(self, texts: Mapping[str, str]) -> str:
        return f"{texts.get('workstream', '')} {texts['number']}"

    def look(self, texts: Mapping[str, str], answer: str) -> Looked:
        workstream = self.find_workstream(texts)
        if isinstance(workstream, Looked):
            return workstream
        for column in self.columns:
            longest = LIMITS.get(column.name)
            if longest and len(texts.get(column.name, "")) > longest:
                words = f"Its “{column.label}” is longer than {longest} characters."
                return Looked(RowOutcome.UNREAD, words)
        number = texts["number"]
        here = Metric.objects.filter(workstream=workstream, number__iexact=number).first()
        if here:
            return Looked(RowOutcome.HERE, _of_one_here(here, texts))
        return self._new(texts, workstream, answer)

    def _new(self, texts: Mapping[str, str], workstream: Workstream, answer: str) -> Looked:
        kinds = self._kinds(texts.get("kind", ""))
        directions = _directions(texts.get("direction", ""))
        ways = {way.code: way for way in (WayMeasured(k, d) for k in kinds for d in directions)}
        if not ways:
            return Looked(RowOutcome.UNREAD, "There is no scale yet: add its scale first.")
        chosen = ways.get(answer) or (next(iter(ways.values())) if len(ways) == 1 else None)
        if chosen is None:
            choices = tuple((way.code, way.words) for way in ways.values())
            return Looked(RowOutcome.ASK, _question(texts, kinds, directions), choices=choices)
        facts = {
            "workstream": workstream,
            "number": texts["number"],
            **{name: texts.get(name, "") for name in PRINTED},
            "kind": chosen.measured.kind.value,
            "scale_id": chosen.measured.scale.pk if chosen.measured.scale else None,
            "direction": chosen.direction.value,
        }
        return Looked(RowOutcome.NEW, f"{chosen.words}.", answer=answer, facts=facts)

    def _kinds(self, text: str) -> list[MeasuredIn]:
        """Return what a text may mean: everything there is where it is none of it."""
        scales = Scale.objects.filter(programme=self.programme)
        graded = [MeasuredIn(Kind.SCALE, scale) for scale in scales]
        everything = [MeasuredIn(kind) for kind in KINDS if kind is not Kind.SCALE] + graded
        if _folded(text) in KINDS[Kind.SCALE]:
            return graded
        return [each for each in everything if _folded(text) in each.known] or everything

    def take(self, facts: Mapping[str, Any], *, base_url: str, by: Person, at: datetime) -> None:
        written = dict(facts)
        write_metric(
            metric=Metric(workstream=written.pop("workstream")),
            facts=written,
            lines=[(None, FIRST_LINE)],
            seen_texts=SeenTexts(),
            by=by,
            at=at,
        )


def _of_one_here(metric: Metric, texts: Mapping[str, str]) -> str:
    if metric.retired_words:
        return f"{metric.retired_words}: it stays as it is."
    given = [name for name in PRINTED if texts.get(name)]
    if all(getattr(metric, name) == texts[name] for name in given):
        return "It stays as it is."
    return f"{metric} says otherwise here, and stays."


def _directions(text: str) -> list[Direction]:
    known = [direction for direction, words in DIRECTIONS.items() if _folded(text) in words]
    return known or list(Direction)


def _question(
    texts: Mapping[str, str], kinds: Sequence[MeasuredIn], directions: Sequence[Direction]
) -> str:
    questions = []
    if len(kinds) > 1:
        questions.append(_about(texts.get("kind", ""), "measured in what?"))
    if len(directions) > 1:
        questions.append(_about(texts.get("direction", ""), "which way is better?"))
    return " ".join(questions)


def _about(text: str, question: str) -> str:
    return f"“{text}”: {question}" if text else question.capitalize()


def _folded(text: str) -> str:
    """Return a text for comparison, also where it is a sign alone, such as %."""
    return plain(text) or text.strip()
