"""How much of an open month is confirmed, as the panel of what moved says it."""

from __future__ import annotations

from dataclasses import replace

from reporting.contents.facts import Contents
from reporting.summary.confirmed_so_far import confirmed_so_far


def carried(contents: Contents, *slugs: str, but: int = 0) -> Contents:
    """Carry the ratings of workstreams, but for the first few of the last workstream named."""
    streams = tuple(
        replace(
            stream,
            actions=tuple(
                replace(
                    action,
                    carried=stream.slug in slugs and (stream.slug != slugs[-1] or place >= but),
                )
                for place, action in enumerate(stream.actions)
            ),
        )
        for stream in contents.workstreams
    )
    return replace(contents, workstreams=streams)


def test_a_month_half_confirmed_says_whose_ratings_wait(contents: Contents) -> None:
    some = "governance-and-well-led", "culture-and-staff-wellbeing", "performance-improvement"
    so_far = confirmed_so_far(carried(contents, *some, but=3))
    assert so_far.confirmed_words == (
        "13 ratings are confirmed so far and none moved: Performance 3, Patient Safety 10."
    )
    assert (so_far.carried_count, so_far.waiting_for) == (
        18,
        "Governance, Culture and Performance",
    )


def test_a_month_just_opened_has_none_and_one_confirmed_waits_for_nobody(
    contents: Contents,
) -> None:
    every = carried(contents, *(stream.slug for stream in contents.workstreams))
    assert confirmed_so_far(every).confirmed_words == "No rating is confirmed so far."
    whole = confirmed_so_far(contents)
    assert (whole.carried, whole.waiting_for) == ((), "")
    assert whole.confirmed_words.startswith("31 ratings are confirmed so far and none moved: ")
