"""Passages: every text that can be found, with what it is, whose, and its page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, Protocol

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


@dataclass(frozen=True, slots=True)
class Whose:
    """The workstream of a passage, by the name it then had; none for the programme's own."""

    slug: str = ""
    name: str = ""
    position: int = -1


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Passage:
    """A text with where it stands, whichever months say it.

    ``head`` is searched with it (“Must GOV-01”), ``label`` is not (“Target: ”). ``view`` is the
    page, of ``item`` where it is an item's own, and ``anchor`` the place on it.
    """

    kind: Kind
    whose: Whose
    title: str
    words: str
    view: str
    item: int = 0
    anchor: str = ""
    head: str = ""
    label: str = ""

    @property
    def haystack(self) -> str:
        """All that is searched of it, in lower case: the same text where it is a figure."""
        lowered = f"{self.head}\n{self.words[:SEARCHED]}".strip().lower()
        return self.words if lowered == self.words else lowered

    def anchor_of(self, month: CalendarMonth) -> str:
        """Give the place on its page: a timeline has one for what each month says."""
        return month.slug if self.kind in SAID_BY_MONTH else self.anchor


# A text is searched, and looked at, no further than this.
SEARCHED = 100_000
SAID_BY_MONTH = (Kind.EXPLANATION, Kind.MITIGATION)


class Saying(NamedTuple):
    """A passage, in which programme, and the months that say it, the newest first."""

    programme: Programme
    months: tuple[CalendarMonth, ...]
    passage: Passage


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
    """Whose texts. ``issued`` ones are looked at in their month’s report.

    The pages of an item show how it is worded today.
    """

    whose: Whose
    issued: bool = False

    def action(self, pk: int, name: str, wording: str, source: str) -> Passage:
        words = f"{wording}\n{source}"
        return self._of_item(
            Kind.ACTION, pk, name, words, ("action_timeline", "actions"), head=name
        )

    def reasons(self, pk: int, name: str, explanation: str, mitigation: str) -> list[Passage]:
        """What a month says of an action: why, and what is done about it."""
        said = ((Kind.EXPLANATION, explanation), (Kind.MITIGATION, mitigation))
        return [
            Passage(kind, self.whose, name, words, "action_timeline", item=pk)
            for kind, words in said
        ]

    def criterion(self, pk: int, number: str, text: str, owner: str) -> Passage:
        title, words = f"Criterion {number}", f"{text}\n{owner}"
        pages = ("criterion_timeline", "criteria")
        return self._of_item(Kind.CRITERION, pk, title, words, pages, head=title)

    def exit_statement(self, text: str) -> Passage:
        return self._in_report(Kind.CRITERION, "Exit statement", text, "criteria")

    def metric(self, pk: int, metric: Measured) -> Iterator[Passage]:
        """A metric's name, and where it began and where it should come to."""
        head = f"Metric {metric.number}"
        words = f"{metric.name}\n{metric.unit}"
        yield self._of_item(Kind.METRIC, pk, head, words, _METRIC, head=head)
        ends = (
            ("Baseline", metric.baseline, metric.baseline_when),
            ("Target", metric.target, metric.target_when),
        )
        for label, printed, when in ends:
            words = ", ".join(one for one in (printed, when) if one)
            yield self.figure(pk, metric_title(metric), label, words)

    def figure(self, pk: int, title: str, label: str, printed: str) -> Passage:
        """A baseline, a target, an aim or an actual, which ``label`` tells."""
        return self._of_item(Kind.METRIC, pk, title, printed, _METRIC, label=f"{label}: ")

    def remark(self, title: str, text: str) -> Passage:
        return self._in_report(Kind.REMARK, title, text, "scorecard")

    def overview(self, title: str, text: str) -> Passage:
        return Passage(Kind.OVERVIEW, self.whose, title, text, "month", anchor="overview")

    def section(self, kind: str, title: str, text: str) -> Passage:
        return self._in_report(Kind.SECTION, title, text, kind)

    def plan(self, title: str, text: str) -> Passage:
        return self._in_report(Kind.PLAN, title, text, "plan")

    def milestones(self, quarter: str, text: str) -> Passage:
        return self._in_report(Kind.MILESTONE, f"Milestones of {quarter}", text, "plan")

    def _in_report(self, kind: Kind, title: str, text: str, anchor: str) -> Passage:
        return Passage(kind, self.whose, title, text, "reading", anchor=anchor)

    def _of_item(
        self,
        kind: Kind,
        pk: int,
        title: str,
        words: str,
        pages: tuple[str, str],
        *,
        head: str = "",
        label: str = "",
    ) -> Passage:
        """``pages`` are the item's own and the place in its month’s report."""
        view, anchor = ("reading", pages[1]) if self.issued else (pages[0], "")
        return Passage(kind, self.whose, title, words, view, pk, anchor, head, label)


_METRIC = ("metric", "scorecard")


def metric_title(metric: Measured) -> str:
    """Name a metric where its name is not the text itself."""
    return f"Metric {metric.number}: {metric.name}"
