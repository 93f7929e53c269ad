"""What sentences say of ratings and figures, held against the ratings and figures themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from improvement.ratings import Rating
from reporting.check import NOTHING_MOVED
from reporting.contents import ActionFact, Contents, RatingFact, WorkstreamFact
from reporting.figure_facts import MetricFact
from reporting.texts import Text, texts_of
from scorecards.performance import Verdict

# People write of ratings by the colours they are printed in.
COLOURS = {
    "red": Rating.OVERDUE,
    "amber": Rating.OFF_TRACK,
    "yellow": Rating.OFF_TRACK,
    "green": Rating.ON_TRACK,
    "blue": Rating.COMPLETE,
}
_COLOUR = "|".join(COLOURS)
_MOVED = re.compile(
    rf"(?P<before>[^.;\n]*)\bfrom (?P<old>{_COLOUR}) to (?P<new>{_COLOUR})\b", re.IGNORECASE
)
_MEANT_LATER = re.compile(r"\b(?:will|would|to|should|aim|expect\w*|plan\w*)\b", re.IGNORECASE)
_AIM = r"(?:the |its |our |plan(?:ned)? )?(?:trajectory|target|aim|plan)\b"
_SAYS_MET = re.compile(
    rf"(?<!not )\b(?:on|ahead of|met|meets|meeting|achieved|exceed(?:s|ed|ing)?) {_AIM}",
    re.IGNORECASE,
)
_SAYS_MISSED = re.compile(
    rf"\b(?:behind|missed|missing|not (?:on|met|meeting|achieved)|short of) {_AIM}", re.IGNORECASE
)
_QUARTER = re.compile(r"\bQ[1-4] ?(?:20)?([0-9]{2})/([0-9]{2})\b")


@dataclass(frozen=True)
class Claim:
    """A movement a sentence tells: of which rating, from which to which, in its own words."""

    dimension: str
    old: Rating
    new: Rating
    words: str


def claims_in(words: str) -> list[Claim]:
    """Give the movements that ``words`` tell as done: `Embedding has moved from Red to Amber`."""
    return [_claim(found) for found in _MOVED.finditer(words) if _is_told_as_done(found["before"])]


def _is_told_as_done(before: str) -> bool:
    return not _MEANT_LATER.search(before.rpartition(",")[2])


def _claim(found: re.Match[str]) -> Claim:
    dimension = "embedding" if "embed" in found["before"].casefold() else "delivery"
    old, new = COLOURS[found["old"].casefold()], COLOURS[found["new"].casefold()]
    return Claim(dimension, old, new, found[0].strip())


def movements_told_and_not_made(contents: Contents) -> Iterator[tuple[Text, str]]:
    """Give the texts of actions that tell a movement their rating did not make."""
    actions = {
        f"action-{action.id}": action for fact in contents.workstreams for action in fact.actions
    }
    for text in texts_of(contents):
        action = actions.get(text.anchor)
        for claim in claims_in(text.words) if action else ():
            if action and (wrong := _wrong(action, claim)):
                yield text, f"{text.place} says “{claim.words}”, and {wrong}"


def _wrong(action: ActionFact, claim: Claim) -> str:
    now: RatingFact = getattr(action, claim.dimension)
    before: RatingFact | None = getattr(action, f"{claim.dimension}_before")
    if now.code != claim.new:
        return f"its {claim.dimension} is {now.words}."
    if before and before.code == now.code:
        return f"its {claim.dimension} was {before.words} last month already."
    if before and before.code != claim.old:
        return f"its {claim.dimension} was {before.words} last month."
    return ""


def no_change_beside_changes(contents: Contents) -> Iterator[tuple[Text, str]]:
    """Give the texts of the overview, or of a workstream, that say nothing moved where it did."""
    for text in texts_of(contents):
        said = NOTHING_MOVED.search(text.words) if text.view in _JUDGING else None
        moved = _moved_in(contents, text.workstream) if said else []
        if moved:
            sentence = next(line for line in text.words.split("\n") if NOTHING_MOVED.search(line))
            counted = "1 rating" if len(moved) == 1 else f"{len(moved)} ratings"
            yield (
                text,
                f"{text.place} says “{sentence.strip()}”, and {counted} moved: "
                + (f"{'; '.join(moved)}."),
            )


_JUDGING = ("overview", "highlight_report")


def _moved_in(contents: Contents, workstream: str) -> list[str]:
    """Ratings that moved since the month before; before the first, those whose texts say so."""
    facts = [one for one in contents.workstreams if workstream in ("", one.slug)]
    if contents.changes.earlier:
        names = {one.name for one in facts}
        return [one.place for one in contents.changes.of("rating") if one.workstream in names]
    return [
        f"{action.strength} {action.ref}: {claim.words}"
        for fact in facts
        for action in fact.actions
        for claim in claims_in(f"{action.explanation}\n{action.mitigation}")
    ]


def quarters_that_are_none(contents: Contents) -> Iterator[tuple[Text, str]]:
    """Give the texts that name a quarter of no financial year: `Q1 24/23`."""
    for text in texts_of(contents):
        for found in _QUARTER.finditer(text.words):
            if int(found[2]) != (int(found[1]) + 1) % 100:
                expected = f"{found[1]}/{(int(found[1]) + 1) % 100:02}"
                sentence = (
                    f"{text.place} says “{found[0]}”, which is no financial year: {expected}?"
                )
                yield text, sentence


def remark_against_figures(metric: MetricFact) -> Iterator[str]:
    """Give what a metric's remark says of its latest figure that the figure contradicts."""
    for line in metric.lines:
        latest = line.latest
        wrong = {Verdict.MET: _SAYS_MISSED, Verdict.NOT_MET: _SAYS_MET}
        rule = wrong.get(Verdict(latest.verdict)) if latest and latest.verdict else None
        if latest and rule and (said := rule.search(metric.remark)):
            figure = f"{latest.printed} beside an aim of {latest.aim} in {latest.quarter}"
            yield f"Metric {metric.number}: the remark says “{said[0]}”, and it is {figure}."


def rating_against_figures(fact: WorkstreamFact) -> str:
    """Say that delivery is judged well while most figures miss their aim, or nothing."""
    verdicts = [
        line.latest.verdict for metric in fact.metrics for line in metric.lines if line.latest
    ]
    missed = verdicts.count(Verdict.NOT_MET)
    judged = missed + verdicts.count(Verdict.MET)
    well = fact.delivery.judged.code in (Rating.ON_TRACK, Rating.COMPLETE)
    if not well or missed * 2 <= judged:
        return ""
    return (
        f"Delivery is judged {fact.delivery.judged.words}, "
        f"and {missed} of {judged} latest figures miss their aim."
    )
