"""Performance of grades, bands and milestones."""

import pytest

from scorecards.values.cells import Kind, parse
from scorecards.values.performance import (
    Performance,
    judge,
)
from tests.support.scales import AUDIT, MILESTONES, QUALITY
from tests.support.verdicts import DOWN, MET, NO_VERDICT, NOT_MET, UP, judged

# --- Grades, bands and milestones -----------------------------------------------------------


@pytest.mark.parametrize(
    ("actual", "aim", "verdict"),
    [
        ("G", "A", MET),
        ("Average", "A", MET),
        ("P", "A", NOT_MET),
        ("P/A", "A", NOT_MET),
        ("P/A", "P", MET),
        ("G/E", "G", MET),
        ("G/E", "E", NOT_MET),
        ("G", "G/E", MET),
        ("30%", "E", NO_VERDICT),
    ],
)
def test_an_in_between_counts_as_its_lower_grade(actual, aim, verdict):
    assert judged(actual, aim, UP, Kind.SCALE, QUALITY).verdict is verdict


def test_an_in_between_says_how_it_was_counted():
    assert judged("P/A", "A", UP, Kind.SCALE, QUALITY).reason == (
        "P/A counts as its lower grade, which does not meet the aim of A"
    )


def test_a_scale_from_worst_to_best_cannot_get_better_downwards():
    assert judged("G", "A", DOWN, Kind.SCALE, QUALITY) == Performance(
        NO_VERDICT, "The scale runs from worst to best, but the metric says lower is better"
    )


@pytest.mark.parametrize(
    ("actual", "aim", "verdict", "reason"),
    [
        ("Partial", "95%", NOT_MET, "Partial covers 75% to below 90%, the aim is 95%"),
        ("No", "95%", NOT_MET, "No covers 0% to below 50%, the aim is 95%"),
        ("Substantial", "95%", NO_VERDICT, "Substantial covers 90% and above, the aim is 95%"),
        ("Substantial", "100%", NO_VERDICT, "Substantial covers 90% and above, the aim is 100%"),
        ("Substantial", "90%", MET, "Substantial covers 90% and above, the aim is 90%"),
        ("Substantial", ">90%", NO_VERDICT, "Substantial covers 90% and above, the aim is >90%"),
        ("Partial", "90%", NOT_MET, "Partial covers 75% to below 90%, the aim is 90%"),
        ("Partial", "80%", NO_VERDICT, "Partial covers 75% to below 90%, the aim is 80%"),
        ("Partial", "75%", MET, "Partial covers 75% to below 90%, the aim is 75%"),
        ("Partial/Substantial", "90%", NOT_MET, "Partial covers 75% to below 90%, the aim is 90%"),
        ("96%", "95%", MET, "96% meets the aim of 95%"),
        ("80%", "Partial", MET, "80% meets the aim of Partial"),
        ("74.9%", "Partial", NOT_MET, "74.9% does not meet the aim of Partial"),
        ("Partial", "Partial", MET, "Partial meets the aim of Partial"),
        ("Minimal", "Partial", NOT_MET, "Minimal does not meet the aim of Partial"),
    ],
)
def test_a_band_is_judged_by_the_percentages_it_covers(actual, aim, verdict, reason):
    assert judged(actual, aim, UP, Kind.SCALE, AUDIT) == Performance(verdict, reason)


@pytest.mark.parametrize(
    ("actual", "aim", "verdict"),
    [
        ("Minimal", "75%", MET),
        ("Partial", "75%", NO_VERDICT),
        ("Partial", "<75%", NOT_MET),
        ("Substantial", "75%", NOT_MET),
        ("Partial", "Partial", MET),
        ("Substantial", "Partial", NOT_MET),
        ("89%", "Partial", MET),
        ("90%", "Partial", NOT_MET),
        ("99%", "Substantial", MET),
    ],
)
def test_a_band_may_be_something_to_stay_under(actual, aim, verdict):
    assert judged(actual, aim, DOWN, Kind.SCALE, AUDIT).verdict is verdict


def test_a_band_is_not_compared_with_a_percentage_without_its_scale():
    band, percentage = (parse(t, Kind.SCALE, scale=AUDIT) for t in ("Partial", "95%"))
    assert judge(band, percentage, UP) == Performance(
        NO_VERDICT, "A grade cannot be compared with an aim that is a percentage"
    )


@pytest.mark.parametrize(
    ("actual", "aim", "verdict"),
    [
        ("Complete", "Programme Brief", MET),
        ("Complete", "Approval", MET),
        ("Complete", "Complete", MET),
        ("Complete", "N/A", NO_VERDICT),
        ("Complete", "", NO_VERDICT),
        ("Programme Plan", "Programme Brief", MET),
        ("Programme Brief", "Programme Plan", NOT_MET),
        ("Programme Plan", "Complete", NO_VERDICT),
    ],
)
def test_complete_reaches_whatever_milestone_the_quarter_aims_at(actual, aim, verdict):
    assert judged(actual, aim, UP, Kind.SCALE, MILESTONES).verdict is verdict
