"""The five figures, and how each is worded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from improvement.models import Month
from improvement.values.periods import CalendarMonth
from improvement.values.ratings import Rating
from reporting.contents.assemble import rating_fact
from reporting.contents.facts import Contents
from reporting.summary.figures import (
    Figure,
    criteria_figure,
    embedding_figure,
    measures_figure,
    next_pack_figure,
    overdue_figure,
    returns_figure,
)
from reporting.summary.off_trajectory import metrics_of
from reporting.summary.red_actions import rated_actions, red_actions
from reporting.summary.returns import returns_in
from reporting.timelines.ratings import RatingsBefore

DECEMBER = CalendarMonth(2023, 12)
MONTHS = tuple(CalendarMonth(2023, number) for number in range(6, 13))
ALONE = RatingsBefore((DECEMBER,), (DECEMBER,))


def said(figure: Figure) -> str:
    return f"{figure.heading}: {figure.number} {figure.of} · {figure.words}"


def with_actions(contents: Contents, *, carried: tuple[str, ...] = (), **delivery: str) -> Contents:
    """Rate the delivery of actions, whose references have _ for -, and mark some as carried."""
    codes = {ref.replace("_", "-"): code for ref, code in delivery.items()}
    streams = tuple(
        replace(
            stream,
            actions=tuple(
                replace(
                    action,
                    delivery=rating_fact(Rating(codes.get(action.ref, action.delivery.code or ""))),
                    carried=action.ref in carried,
                )
                for action in stream.actions
            ),
        )
        for stream in contents.workstreams
    )
    return replace(contents, workstreams=streams)


def red_from(contents: Contents, ref: str, month: int) -> RatingsBefore:
    """Tell that an action has been overdue from a month of 2023 on, and was on track before."""
    action = next(one for w in contents.workstreams for one in w.actions if one.ref == ref)
    codes = [("on_track", "overdue")[one.number >= month] for one in MONTHS[:-1]]
    known = tuple(
        (one.starts_on.isoformat(), code, code, False)
        for one, code in zip(MONTHS[:-1], codes, strict=True)
    )
    return RatingsBefore(MONTHS, MONTHS, actions={action.id: known})


def test_december_alone_says_these_figures(contents: Contents) -> None:
    actions = rated_actions(contents, ALONE)
    figures = (
        overdue_figure(actions),
        embedding_figure(actions),
        measures_figure(metrics_of(contents)),
        criteria_figure(contents, on=date(2023, 12, 31)),
    )
    assert [said(one) for one in figures] == [
        "Actions overdue: 1 of 31 · GWL-01, since Dec 2023 or before",
        "Embedding off track: 16 of 31 · 14 on track, 1 overdue, 0 complete",
        "Measures on their aim: 18 of 34 · 16 off, 9 of them getting worse",
        "Exit criteria complete: 0 of 16, none rated yet · 274 days to 30 September 2024",
    ]


def test_the_real_file_says_seventeen_of_thirty_four(really_published: Contents) -> None:
    actions = rated_actions(really_published, ALONE)
    figures = overdue_figure(actions), embedding_figure(actions)
    assert [(one.number, one.of) for one in figures] == [("1", "of 31"), ("16", "of 31")]
    measures = measures_figure(metrics_of(really_published))
    assert said(measures) == "Measures on their aim: 17 of 34 · 17 off, 9 of them getting worse"


def test_one_overdue_action_says_for_how_long(contents: Contents) -> None:
    ratings = red_from(contents, "GWL-01", 9)
    figure = overdue_figure(rated_actions(contents, ratings))
    assert figure.words == "GWL-01, 4 months, since Sep 2023"
    [red] = red_actions(rated_actions(contents, ratings))
    assert [(name, one.months_words, one.since_words) for name, one in red.red_spells] == [
        ("Delivery", "4 months", "since September 2023"),
        ("Embedding", "4 months", "since September 2023"),
    ]


def test_two_are_both_named_and_of_more_the_longest(contents: Contents) -> None:
    two = with_actions(contents, PS_01="overdue")
    ratings = red_from(contents, "GWL-01", 9)
    assert overdue_figure(rated_actions(two, ratings)).words == "GWL-01 4 months, PS-01 1 month"
    more = with_actions(contents, PS_01="overdue", PS_02="overdue")
    figure = overdue_figure(rated_actions(more, ratings))
    assert (figure.number, figure.words) == ("3", "GWL-01 and 2 more, longest 4 months")


def test_none_is_an_empty_mark(contents: Contents) -> None:
    figure = overdue_figure(rated_actions(with_actions(contents, GWL_01="on_track"), ALONE))
    assert (figure.number, figure.is_zero, figure.words) == ("0", True, "No action is overdue")


def test_what_was_carried_and_nobody_confirmed_is_counted_apart(contents: Contents) -> None:
    refs = [one.ref for w in contents.workstreams for one in w.actions]
    kept = tuple(ref for ref in refs if not ref.startswith("PS"))
    actions = rated_actions(with_actions(contents, carried=kept), ALONE)
    overdue, embedding = overdue_figure(actions), embedding_figure(actions)
    assert said(overdue) == (
        "Actions overdue: 0 of 10 confirmed · +1 carried, not confirmed: GWL-01"
    )
    assert said(embedding) == (
        "Embedding off track: 3 of 10 confirmed · +13 carried, of 21 not confirmed"
    )


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2024, 9, 29), "1 day to 30 September 2024"),
        (date(2024, 9, 30), "The date is 30 September 2024"),
        (date(2024, 10, 12), "the date passed 12 days ago"),
    ],
)
def test_days_to_the_date_are_counted(contents: Contents, on: date, words: str) -> None:
    assert criteria_figure(contents, on=on).words == words


def test_returns_say_how_many_are_in_and_who_is_late(january: Month) -> None:
    reports = list(january.reports.select_related("workstream"))
    in_time = returns_figure(returns_in(january, reports, on=january.due_on))
    assert said(in_time) == (
        "Returns in, January 2024: 0 of 4 · Nobody is late: due 5 February 2024"
    )
    reports[0].extended_to = date(2024, 2, 7)
    late = returns_figure(returns_in(january, reports[:2], on=date(2024, 2, 8)))
    assert said(late) == "Returns in, January 2024: 0 of 2 · Late: Culture 3 days, Governance 1"
    every = returns_figure(returns_in(january, january.reports.all(), on=date(2024, 2, 8)))
    assert said(every) == "Returns in, January 2024: 0 of 4 · Late: Governance 3 days, and 3 more"


def test_whoever_reads_packs_alone_is_told_when_the_next_is_due() -> None:
    figure = next_pack_figure(date(2024, 2, 5), "January 2024")
    assert said(figure) == (
        "Next pack: 5 Feb 2024 · January 2024: its reports are due 5 February 2024"
    )
