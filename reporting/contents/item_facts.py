"""Actions and exit criteria as facts, what ended, and what was worded otherwise before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from improvement.values.short_names import ACTION_CHARACTERS, short_name
from reporting.contents.in_words import day_in_words
from reporting.contents.rating_facts import RatingFact


@dataclass(frozen=True)
class SubActionFact:
    """A part of an action, which counts under it: rated, or only done or not done.

    ``done_on`` is in ISO 8601, empty while it is not done. It has ratings where they are asked for.
    """

    id: int
    ref: str
    text: str
    owner: str = ""
    due_first: str = ""
    due_on: str = ""
    due_moved_because: str = ""
    done_on: str = ""
    delivery: RatingFact | None = None
    embedding: RatingFact | None = None

    @property
    def is_done(self) -> bool:
        if self.delivery and self.embedding:
            return self.delivery.judgement.is_complete and self.embedding.judgement.is_complete
        return bool(self.done_on)

    @property
    def lacks_rating(self) -> bool:
        """Whether a rating is asked for and not given."""
        return any(rating and not rating.code for rating in (self.delivery, self.embedding))

    @property
    def stands(self) -> str:
        """Say where it stands: its two ratings, or whether it is done."""
        if self.delivery and self.embedding:
            return f"Delivery {self.delivery.short}, embedding {self.embedding.short}"
        return f"Done {_day(self.done_on)}" if self.done_on else "Not yet done"

    @property
    def words(self) -> str:
        """All of it in a line, as a pack prints it."""
        own = _particulars(self.owner, self.due_first, self.due_on, self.due_moved_because)
        return " ".join(filter(None, (_ended(f"{self.ref}: {self.text}"), own, f"{self.stands}.")))


@dataclass(frozen=True)
class ActionFact:
    """An action with its two ratings. ``moves`` has one sentence for each rating that moved.

    ``wording`` is the text with its regulation; ``text`` and ``regulation`` are as on file.
    ``said_before`` where explanation and mitigation are the month before’s, word for word.
    ``strength`` is what its source calls it. ``due_first`` and ``due_on`` are in ISO 8601, as first
    agreed and as now. Packs from before have neither these nor an owner.
    """

    id: int
    ref: str
    strength: str
    wording: str
    text: str
    regulation: str
    source: str
    delivery: RatingFact
    embedding: RatingFact
    delivery_before: RatingFact | None
    embedding_before: RatingFact | None
    red: bool
    moves: tuple[str, ...]
    explanation: str
    mitigation: str
    carried: bool = False
    said_before: bool = False
    short_name: str = ""
    source_id: int | None = None
    source_about: str = ""
    owner: str = ""
    due_first: str = ""
    due_on: str = ""
    due_moved_because: str = ""
    percent_complete: int | None = None
    sub_actions: tuple[SubActionFact, ...] = ()

    @property
    def is_of_cqc(self) -> bool:
        """Whether it is a Must Do or Should Do of CQC."""
        is_named = "CQC" in self.source or "CQC" in self.source_about
        return is_named and self.strength in ("Must", "Should")

    @property
    def notes(self) -> tuple[str, ...]:
        """What a pack prints below the wording: owner, due dates, sub-actions; often nothing."""
        own = _particulars(self.owner, self.due_first, self.due_on, self.due_moved_because)
        if self.percent_complete is not None:
            own = f"{own} {self.percent_complete}% complete.".strip()
        below = (sub_action.words for sub_action in self.sub_actions)
        return tuple(filter(None, (own, self.sub_actions_words, *below)))

    @property
    def sub_actions_words(self) -> str:
        """How many of its sub-actions are done: `1 of 2 sub-actions done`; empty without any."""
        done = [sub_action for sub_action in self.sub_actions if sub_action.is_done]
        words = "sub-action" if len(self.sub_actions) == 1 else "sub-actions"
        return f"{len(done)} of {len(self.sub_actions)} {words} done" if self.sub_actions else ""

    def is_past_due(self, on: date) -> bool:
        """Return whether the day it is due is over, and it is not complete."""
        due = date.fromisoformat(self.due_on) if self.due_on else None
        return bool(due and due < on) and not self.delivery.judgement.is_complete

    @cached_property
    def short(self) -> str:
        """Its short name, or its text cut at a word."""
        return short_name(self.short_name, self.text, ACTION_CHARACTERS)

    @property
    def noteworthy(self) -> bool:
        """Red, moved or explained this month: it belongs on the page of such actions."""
        if self.carried:
            return bool(self.moves)
        return self.red or bool(self.moves or self.told_explanation or self.told_mitigation)

    @property
    def standing(self) -> str:
        """Say that its ratings are not this month's: `from December, not confirmed`."""
        return self.delivery.standing or self.embedding.standing

    @property
    def still_red(self) -> bool:
        """Red in the month before, and nobody has said of this month that it still is."""
        return self.red and self.carried

    @property
    def told_explanation(self) -> str:
        """The explanation, unless it is last month’s of a move that was not made this month."""
        return self.explanation if self._is_told else ""

    @property
    def told_mitigation(self) -> str:
        return self.mitigation if self._is_told else ""

    @property
    def _is_told(self) -> bool:
        return self.red or bool(self.moves) or not self.said_before


@dataclass(frozen=True)
class CriterionFact:
    """An exit criterion. ``owner`` is empty unless it overrides the executive lead."""

    id: int
    number: str
    text: str
    owner: str
    rating: RatingFact
    before: RatingFact | None
    moves: tuple[str, ...]
    carried: bool = False


def _particulars(owner: str, due_first: str, due_on: str, because: str) -> str:
    """Say whose something is and by when it is due, as first agreed and as now."""
    words = [f"Owner: {owner}."] if owner else []
    if due_on and due_first == due_on:
        words.append(f"Due {_day(due_on)}.")
    elif due_on:
        words.append(f"Due {_day(due_on)}, first agreed {_day(due_first)}: {_ended(because)}")
    return " ".join(words)


def _ended(sentence: str) -> str:
    """Return a sentence with its full stop."""
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


def _day(iso: str) -> str:
    return day_in_words(date.fromisoformat(iso))


@dataclass(frozen=True)
class EndedFact:
    """What the month is the first to leave out, how it ended, and why.

    ``key`` is the id of an action or a criterion, or the slug of a workstream.
    """

    kind: str
    key: str
    words: str
    reason: str


@dataclass(frozen=True)
class RewordedFact:
    """A wording that stood in an issued pack and was changed: what it was, what it is, and why."""

    name: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True)
class ActionTable:
    """Actions that a pack prints in one table.

    ``source`` is the one that all of them are from, if it is one; it is the ``title``, with whose
    it is and of when, where a workstream has several.
    """

    title: str
    source: str
    actions: tuple[ActionFact, ...]


@dataclass(frozen=True)
class ActionWords:
    """What a pack calls its actions: the Must and Should Dos of CQC, or actions.

    ``title`` heads the section, ``kind`` the column of what their source calls them; ``sheet`` and
    ``layout`` are the names of their sheet in a workbook and of their layout among slides.
    """

    title: str
    kind: str
    none: str
    sheet: str
    layout: str
    strength: str


OF_CQC = ActionWords(
    title="Update on CQC Must and Should Dos",
    kind="CQC",
    none="No CQC actions in this workstream",
    sheet="CQC actions",
    layout="CQC Must and Should Dos",
    strength="Must or Should",
)
OF_ANY_SOURCE = ActionWords(
    title="Update on actions",
    kind="Kind",
    none="No actions in this workstream",
    sheet="Actions",
    layout="Actions",
    strength="What its source calls it",
)


def words_for(actions: Sequence[ActionFact]) -> ActionWords:
    """Return what a pack calls these actions: CQC's, where all are from one report of CQC."""
    is_of_one = len({action.source_id for action in actions}) == 1
    return OF_CQC if is_of_one and all(action.is_of_cqc for action in actions) else OF_ANY_SOURCE


def tables_of_actions(actions: Sequence[ActionFact]) -> tuple[ActionTable, ...]:
    """Return a workstream's actions in one table, or in one for each of several sources.

    The sources come in the order of their first actions. What has its source only in words is in
    one table, whatever the words are.
    """
    by_source: dict[int | None, list[ActionFact]] = {}
    for action in actions:
        by_source.setdefault(action.source_id, []).append(action)
    if len(by_source) < 2:
        return (ActionTable("", _shared(actions), tuple(actions)),)
    return tuple(
        ActionTable(_title(source, those), _shared(those), tuple(those))
        for source, those in by_source.items()
    )


def _shared(actions: Sequence[ActionFact]) -> str:
    sources = {action.source for action in actions}
    return sources.pop() if len(sources) == 1 else ""


def _title(source: int | None, actions: Sequence[ActionFact]) -> str:
    if source is None:
        return _shared(actions) or "Other actions"
    first = actions[0]
    return f"{first.source} ({first.source_about})" if first.source_about else first.source
