"""No text makes anybody wait: checks and pages take two seconds at most, whatever is in it."""

from __future__ import annotations

from dataclasses import replace
from time import process_time

import pytest

from improvement.audit import changes
from reporting.contents.facts import BulletFact, Contents
from reporting.pack.readiness import MOST_OF_A_TEXT, concerns_of
from tests.support.long_texts import WITHOUT_STOP

LENGTH = 40_000  # characters, twice what a field takes: they may be from before it had a maximum
PARTS = [
    *("a", "a ", "a. ", "x\n", "£", "\U0001f600", "(", "word-", "AB ", "will ", "unchanged. "),
    *("from red to red ", "from red to amber, ", "embedding from red to green. ", "no change\n"),
    *("Q1 24/25 ", "Q1 24/23 ", "on target ", "not met the target ", "CEO (Chief Executive) "),
]


def filled(contents: Contents, text: str) -> Contents:
    """Put ``text`` wherever a lead writes."""
    first, *others = contents.workstreams
    bullets = tuple(BulletFact(one, 0) for one in text.split("\n") if one)
    actions = [replace(one, explanation=text, mitigation=text) for one in first.actions[:1]]
    metrics = [replace(one, remark=text) for one in first.metrics[:1]]
    first = replace(
        first,
        sections=tuple(
            replace(one, state="entered", bullets=bullets) for one in first.sections[:1]
        ),
        actions=(*actions, *first.actions[1:]),
        metrics=(*metrics, *first.metrics[1:]),
    )
    return replace(contents, workstreams=(first, *others))


@pytest.mark.parametrize("part", [WITHOUT_STOP[:48], *PARTS])
def test_what_a_pack_is_checked_for_takes_a_moment_in_a_text_of_any_length(contents, part: str):
    text = (part * LENGTH)[:LENGTH]
    usual = len(concerns_of(contents, contents))
    began = process_time()
    concerns = concerns_of(filled(contents, text), contents)
    assert process_time() - began < 1
    # Four texts, each with a few sentences of each of six kinds.
    assert len(concerns) <= usual + 4 * 6 * MOST_OF_A_TEXT
    assert max(len(one.sentence) for one in concerns) < 10_000


def test_many_faults_in_a_text_are_told_by_three_and_how_many_more(contents):
    text = "".join(f"Q1 24/{year} " for year in range(26, 46))
    concerns = concerns_of(filled(contents, text), contents)
    of_remark = [one.sentence for one in concerns if "remark says “Q1" in one.sentence]
    assert len(of_remark) == 3
    assert of_remark[-1].endswith(
        "“Q1 24/28”, which is no financial year: 24/25? And 17 more there."
    )


@pytest.mark.parametrize("text", [WITHOUT_STOP, "Q1 24/23 " * 4_400, "from red to amber, " * 2_100])
def test_the_preview_and_the_issue_page_are_there_within_two_seconds(
    culture, office, nicola, signed_in, text: str
):
    rating = culture.action_ratings.first()
    changes.change(rating, by=nicola, explanation=text, mitigation=text)
    browser = signed_in(office)
    for page in ("preview", "issue"):
        began = process_time()
        answer = browser.get(f"/scas/2024-01/{page}/")
        assert process_time() - began < 2
        assert answer.status_code == 200
        assert len(answer.content) < 300_000
