"""Readiness: what the December file makes one look at, and each rule on its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from improvement.models import Month
from improvement.values.ratings import Rating
from reporting.contents.assemble import rating_fact
from reporting.contents.facts import Contents, LeadFact, WorkstreamFact
from reporting.contents.pack_facts import ChangeFact, ChangesFact
from reporting.pack.check_texts import claims_in
from reporting.pack.readiness import Concern, concerns_of
from reporting.snapshots.month import contents_of

pytestmark = pytest.mark.django_db


def sentences(contents: Contents) -> list[str]:
    return [f"{one.of}: {one.sentence}" for one in concerns_of(contents, None)]


def test_december_raises_what_is_known_to_be_wrong_in_it(published: Contents) -> None:
    said = sentences(published)
    for expected in (
        "Performance Improvement: Programme Manager: “TBC” in the plan on a page, "
        "and Emma Manaton in the highlight report.",
        "Governance & Well Led: Metric 1: target says “Q1 24/23”, which is no financial year: "
        "24/25?",
        ": Key progress says GAFF, and elsewhere it is GAAF.",
        "Culture & Staff Wellbeing: Issues for escalation is empty: write it, or tick “Nothing to "
        "report”.",
        "Performance Improvement: Issues for escalation is empty: write it, or tick “Nothing to "
        "report”.",
    ):
        assert expected in said


def test_the_trust_s_own_words_contradict_themselves_too(really_published: Contents) -> None:
    said = sentences(really_published)
    assert (
        ": RAG assessment says “No change to previous period reporting. Q3 Metric reporting in Feb "
        "2024.”, and 2 ratings moved: Should PI-02: Delivery has moved from Amber to Green; Should "
        "PI-02: Embedding has moved from Red to Amber."
    ) in said
    assert any(
        one.startswith("Governance & Well Led: Metric 3 (Board Effectiveness review")
        for one in said
    )


def test_december_says_which_percentages_stand_in_metrics_of_grades(published: Contents) -> None:
    unreadable = [
        one for one in concerns_of(published, None) if "Figure under query." in one.sentence
    ]
    assert [one.of for one in unreadable] == ["Governance & Well Led"] * 2
    third, fourth = unreadable
    assert third.sentence.startswith("Metric 3 (Survey reviewing Board Effectiveness")
    assert "“30%” in 2022/23 Q3 and “64%” in 2022/23 Q4." in third.sentence
    assert "“3%” in 2022/23 Q4." in fourth.sentence
    assert third.address("another", "2023-12") == (
        "/another/2023-12/governance-and-well-led/scorecard/"
    )


def test_december_raises_little_that_is_not_so(published: Contents) -> None:
    advice = [one for one in concerns_of(published, None) if not one.is_missing]
    assert len([one for one in advice if "figures-2023" in one.key]) == 8  # all of them are so
    assert len(advice) == 15


def test_what_is_missing_comes_first_and_names_the_box(published: Contents) -> None:
    concerns = concerns_of(published, None)
    missing = [one for one in concerns if one.is_missing]
    assert missing
    assert concerns[: len(missing)] == missing
    assert len({one.key for one in concerns}) == len(concerns)
    [box] = [one for one in missing if one.key == "culture-and-staff-wellbeing/missing-issues"]
    assert box.address("scas", "2024-01") == (
        "/scas/2024-01/culture-and-staff-wellbeing/highlight-report/#id_issues"
    )


# ---- Each rule ------------------------------------------------------------------


def changed(contents: Contents, slug: str = "performance-improvement", **facts: Any) -> Contents:
    streams = [replace(one, **facts) if one.slug == slug else one for one in contents.workstreams]
    return replace(contents, workstreams=tuple(streams))


def stream(contents: Contents, slug: str = "performance-improvement") -> WorkstreamFact:
    return next(one for one in contents.workstreams if one.slug == slug)


def about(contents: Contents, words: str) -> list[Concern]:
    return [one for one in concerns_of(contents, None) if words in one.sentence]


def with_action(contents: Contents, **facts: Any) -> Contents:
    first, *others = stream(contents).actions
    return changed(contents, actions=(replace(first, **facts), *others))


def test_a_movement_that_did_not_happen_is_found(december: Month) -> None:
    contents = with_action(
        contents_of(december),
        delivery=rating_fact(Rating.ON_TRACK),
        delivery_before=rating_fact(Rating.ON_TRACK),
        explanation="Delivery has moved from Amber to Green.",
    )
    [found] = about(contents, "last month already")
    assert found.sentence == (
        "Should PI-01: explanation says “Delivery has moved from Amber to Green”, "
        "and its delivery was On Track last month already."
    )


def test_a_movement_to_another_rating_than_it_has_is_found(december: Month) -> None:
    contents = with_action(
        contents_of(december),
        embedding=rating_fact(Rating.OVERDUE),
        mitigation="Embedding moved from Red to Amber.",
    )
    [found] = about(contents, "PI-01: mitigation says")
    assert found.sentence.endswith("and its embedding is Overdue (>1 month).")


def test_a_movement_that_happened_or_is_planned_is_no_concern(december: Month) -> None:
    contents = with_action(
        contents_of(december),
        delivery=rating_fact(Rating.ON_TRACK),
        delivery_before=rating_fact(Rating.OFF_TRACK),
        explanation="Delivery has moved from Amber to Green.",
        mitigation="More staff will move it from Green to Blue.",
    )
    assert about(contents, "PI-01: explanation") == about(contents, "PI-01: mitigation") == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Embedding has moved from Red to Amber", ("embedding", "overdue", "off_track")),
        ("moved from YELLOW to blue", ("delivery", "off_track", "complete")),
    ],
)
def test_movements_are_read_by_their_colours(words: str, expected: tuple[str, ...]) -> None:
    [claim] = claims_in(words)
    assert (claim.dimension, claim.old.value, claim.new.value) == expected


def test_no_change_is_held_against_what_moved(december: Month) -> None:
    contents = contents_of(december)
    moved = ChangeFact("rating", "Patient Safety", "Must PS-01: delivery", "On Track", "Overdue")
    overview = replace(contents.overview, rag_assessment="No change this month.")
    now = replace(contents, overview=overview, changes=ChangesFact("November 2023", (moved,)))
    [found] = about(now, "RAG assessment says")
    assert found.sentence == (
        "RAG assessment says “No change this month.”, and 1 rating moved: Must PS-01: delivery."
    )
    assert about(replace(now, changes=ChangesFact("November 2023", ())), "RAG assessment") == []


@pytest.mark.parametrize(
    ("names", "one_person"),
    [
        (("Nick Ainsworth", "Nicholas Ainsworth"), True),
        (("Mark Ainsworth", "Mark Ainsworh"), True),
        (("Mark Ainsworth", "Paul Kempster"), False),
        (("Mark Ainsworth", "Paul Ainsworth"), False),
    ],
)
def test_one_person_named_two_ways(
    december: Month, names: tuple[str, str], one_person: bool
) -> None:
    lead = LeadFact("sro", "Senior Responsible Officer", names)
    found = about(changed(contents_of(december), leads=(lead,)), "one person named two ways")
    told = [one.sentence for one in found if all(name in one.sentence for name in names)]
    assert bool(told) is one_person


def test_a_plan_without_a_word_in_it_is_missing_as_one_that_is_none(december: Month) -> None:
    contents = contents_of(december)
    plan = stream(contents).plan
    assert plan is not None
    first = plan.parts[0]
    empty = replace(plan, parts=tuple(replace(one, lines=()) for one in plan.parts))
    begun = replace(empty, parts=(replace(first, lines=("Why",)), *empty.parts[1:]))
    said = {
        one: [found.key for found in about(changed(contents, plan=given), "No plan on a page")]
        for one, given in (("none", None), ("empty", empty), ("begun", begun), ("whole", plan))
    }
    missing = ["performance-improvement/plan"]
    assert said == {"none": missing, "empty": missing, "begun": [], "whole": []}


def test_a_remark_that_says_the_aim_was_met_and_it_was_not(december: Month) -> None:
    contents = contents_of(december)
    metric = next(
        metric
        for metric in stream(contents).metrics
        if metric.lines[0].latest and metric.lines[0].latest.verdict == "not_met"
    )
    wrong = replace(metric, remark="We are on trajectory.")
    metrics = [wrong if one is metric else one for one in stream(contents).metrics]
    [found] = about(changed(contents, metrics=tuple(metrics)), "on trajectory")
    latest = metric.lines[0].latest
    assert latest is not None
    assert f"{latest.printed} beside an aim of {latest.aim}" in found.sentence


def test_delivery_judged_well_while_most_figures_miss_their_aim(december: Month) -> None:
    contents = contents_of(december)
    fact = stream(contents)
    metrics = [
        replace(one, lines=tuple(replace(line, latest=_missed(line)) for line in one.lines))
        for one in fact.metrics
    ]
    delivery = replace(fact.delivery, judged=rating_fact(Rating.ON_TRACK))
    now = changed(contents, metrics=tuple(metrics), delivery=delivery)
    [found] = about(now, "latest figures miss their aim")
    assert found.sentence.startswith("Delivery is judged On Track, and ")


def _missed(line: Any) -> Any:
    return replace(line.latest, verdict="not_met") if line.latest else None


def test_what_will_print_otherwise_is_said(december: Month) -> None:
    contents = with_action(contents_of(december), explanation="Well done 🎉 " + "x" * 60)
    said = [one.sentence for one in about(contents, "PI-01: explanation")]
    assert said == [
        "Should PI-01: explanation has 🎉, printed in the PDF by name.",
        f"Should PI-01: explanation: “{'x' * 40}…” is longer than its box and is broken.",
    ]
