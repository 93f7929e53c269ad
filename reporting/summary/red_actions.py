"""Red, and for how long: the actions that are overdue in a dimension, the longest first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from improvement.values.periods import CalendarMonth
from reporting.contents.facts import ActionFact, Contents, WorkstreamFact
from reporting.summary.spells import DIMENSIONS, RatedMonths, Spell, mark_of
from reporting.timelines.ratings import RatingsBefore


@dataclass(frozen=True)
class RatedAction:
    """An action with the ratings of its months in both dimensions."""

    workstream: WorkstreamFact
    action: ActionFact
    delivery: RatedMonths
    embedding: RatedMonths

    @property
    def months(self) -> tuple[CalendarMonth, ...]:
        return self.delivery.months

    @property
    def carried(self) -> bool:
        """Whether its ratings came over from the month before, and nobody has confirmed them."""
        return bool(self.action.carried)

    @property
    def is_red(self) -> bool:
        """Whether it is overdue in either dimension."""
        return self.action.delivery.judgement.is_red or self.action.embedding.judgement.is_red

    def red_spell(self, dimension: str) -> Spell | None:
        """Since when a dimension is red, to the last month confirmed; None where it is not."""
        rated: RatedMonths = getattr(self, dimension)
        if not rated.now.rating.is_red:
            return None
        spell = rated.confirmed_spell if rated.now.carried else rated.spell
        return spell if spell and spell.rating.is_red else None

    def severity(self, dimension: str) -> int:
        """How bad a dimension is in the last month, larger is worse."""
        rated: RatedMonths = getattr(self, dimension)
        return rated.now.rating.severity

    @cached_property
    def red_spells(self) -> tuple[tuple[str, Spell], ...]:
        """Each dimension that is red, and since when."""
        spells = ((name.capitalize(), self.red_spell(name)) for name in DIMENSIONS)
        return tuple((name, spell) for name, spell in spells if spell)

    @property
    def longest(self) -> int:
        """For how many months it has been red, in the dimension that has been so for longer."""
        return max((spell.count for _, spell in self.red_spells), default=0)


def rated_actions(contents: Contents, ratings: RatingsBefore) -> tuple[RatedAction, ...]:
    """Return every action with its ratings by month."""
    return tuple(
        rated_action(stream, action, ratings)
        for stream in contents.workstreams
        for action in stream.actions
    )


def rated_action(stream: WorkstreamFact, action: ActionFact, ratings: RatingsBefore) -> RatedAction:
    before = ratings.actions.get(action.id, ())
    delivery, embedding = (
        RatedMonths(
            ratings.months,
            mark_of(getattr(action, dimension), carried=action.carried),
            before,
            dimension,
        )
        for dimension in DIMENSIONS
    )
    return RatedAction(stream, action, delivery, embedding)


def red_actions(actions: tuple[RatedAction, ...]) -> tuple[RatedAction, ...]:
    """Return those that are red, the longest first."""
    red = (action for action in actions if action.is_red)
    return tuple(sorted(red, key=lambda action: -action.longest))
