"""Passages: every text that can be found, with what it is, whose, in which months, and its page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Protocol

from improvement.models import Programme
from improvement.periods import CalendarMonth


class Kind(Enum):
    """What a hit is, in the order in which hits of one month are shown."""

    ACTION = "CQC action"
    CRITERION = "Exit criterion"
    METRIC = "Metric"
    OVERVIEW = "Overview"
    SECTION = "Highlight report"
    EXPLANATION = "Explanation of a rating"
    MITIGATION = "Mitigation"
    REMARK = "Remark on a metric"
    PLAN = "Plan on a page"
    MILESTONE = "Milestone"


@dataclass(frozen=True)
class Whose:
    """The programme and the workstream of a passage; no workstream for the programme's own."""

    programme: Programme
    slug: str = ""
    name: str = ""
    position: int = -1


@dataclass(frozen=True)
class Passage:
    """A text with where it stands. ``months`` are those that say it, the newest first.

    ``head`` is searched with it (“Must GOV-01”), ``label`` is not (“Target: ”). ``view`` is the
    page, of ``item`` where it is an item's own, and ``anchor`` the place on it.
    """

    kind: Kind
    whose: Whose
    months: tuple[CalendarMonth, ...]
    title: str
    words: str
    view: str
    item: int = 0
    anchor: str = ""
    head: str = ""
    label: str = ""


class Measured(Protocol):
    """A metric, as a row or as a fact."""

    @property
    def number(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def baseline(self) -> str: ...
    @property
    def baseline_when(self) -> str: ...
    @property
    def target(self) -> str: ...
    @property
    def target_when(self) -> str: ...


@dataclass(frozen=True)
class Place:
    """Whose texts, and in which months. ``metric_view`` is where a metric may be looked at."""

    whose: Whose
    months: tuple[CalendarMonth, ...]
    metric_view: str = "metric"

    def in_months(self, months: tuple[CalendarMonth, ...]) -> Place:
        return replace(self, months=months)

    def action(self, pk: int, name: str, wording: str, source: str) -> Passage:
        words = f"{wording}\n{source}"
        return Passage(Kind.ACTION, *self._told, name, words, "action_timeline", item=pk, head=name)

    def reasons(self, pk: int, name: str, explanation: str, mitigation: str) -> list[Passage]:
        """What a month says of an action: why, and what is done about it."""
        said = ((Kind.EXPLANATION, explanation), (Kind.MITIGATION, mitigation))
        anchor = self.months[0].slug
        return [
            Passage(kind, *self._told, name, words, "action_timeline", item=pk, anchor=anchor)
            for kind, words in said
        ]

    def criterion(self, pk: int, number: str, text: str, owner: str) -> Passage:
        title, words = f"Criterion {number}", f"{text}\n{owner}"
        view = "criterion_timeline"
        return Passage(Kind.CRITERION, *self._told, title, words, view, item=pk, head=title)

    def exit_statement(self, text: str) -> Passage:
        return self._in_report(Kind.CRITERION, "Exit statement", text, "criteria")

    def metric(self, pk: int, metric: Measured) -> Iterator[Passage]:
        """A metric's name, and where it began and where it should come to."""
        head = f"Metric {metric.number}"
        yield self._of_metric(pk, head, f"{metric.name}\n{metric.unit}", head=head)
        ends = (
            ("Baseline", metric.baseline, metric.baseline_when),
            ("Target", metric.target, metric.target_when),
        )
        for label, printed, when in ends:
            words = ", ".join(one for one in (printed, when) if one)
            yield self.figure(pk, metric_title(metric), label, words)

    def figure(self, pk: int, title: str, label: str, printed: str) -> Passage:
        """A baseline, a target, an aim or an actual, which ``label`` tells."""
        return self._of_metric(pk, title, printed, label=f"{label}: ")

    def remark(self, title: str, text: str) -> Passage:
        return self._in_report(Kind.REMARK, title, text, "scorecard")

    def overview(self, title: str, text: str) -> Passage:
        return Passage(Kind.OVERVIEW, *self._told, title, text, "month", anchor="overview")

    def section(self, kind: str, title: str, text: str) -> Passage:
        return self._in_report(Kind.SECTION, title, text, kind)

    def plan(self, title: str, text: str) -> Passage:
        return self._in_report(Kind.PLAN, title, text, "plan")

    def milestones(self, quarter: str, text: str) -> Passage:
        return self._in_report(Kind.MILESTONE, f"Milestones of {quarter}", text, "plan")

    @property
    def _told(self) -> tuple[Whose, tuple[CalendarMonth, ...]]:
        return self.whose, self.months

    def _in_report(self, kind: Kind, title: str, text: str, anchor: str) -> Passage:
        return Passage(kind, *self._told, title, text, "reading", anchor=anchor)

    def _of_metric(
        self, pk: int, title: str, words: str, *, head: str = "", label: str = ""
    ) -> Passage:
        view = self.metric_view
        anchor = "" if view == "metric" else "scorecard"
        told = (Kind.METRIC, self.whose, self.months, title, words, view, pk, anchor)
        return Passage(*told, head=head, label=label)


def metric_title(metric: Measured) -> str:
    """Name a metric where its name is not the text itself."""
    return f"Metric {metric.number}: {metric.name}"
