"""The changes of a measure's figures and aims that its page lists."""

from datetime import UTC, date, datetime

import pytest

from reporting.measures.figure_changes import find_figure_changes
from scorecards.models import Actual, Metric, TrajectoryRevision

AIMS = {"2023/24 Q4": "70%", "2024/25 Q1": ">90%"}


@pytest.fixture
def changes(programme):
    def of(metric: Metric) -> list[tuple[str, str, str]]:
        return [
            (change.who, change.words, change.why) for change in find_figure_changes(metric, AIMS)
        ]

    return of


def correct(metric: Metric, quarter: str, printed: str, by, why: str = "") -> None:
    """Change a figure as a save of the scorecard does."""
    actual = Actual.objects.get(line__metric=metric, quarter=quarter)
    if why:
        actual.restated_from, actual.restatement_reason = actual.printed, why
        actual.restated_at, actual.restated_by = datetime(2024, 1, 9, 12, tzinfo=UTC), by
    actual.printed = printed
    actual._history_user = by
    actual.save()


def test_figures_first_entered_together_are_one_change(changes, metric):
    [(who, words, why)] = changes(metric("patient-safety", "2"))
    assert words == "5 figures entered, 2022/23 Q3 to 2023/24 Q3"
    assert (bool(who), why) == (True, "")


def test_a_corrected_figure_says_from_what_to_what_by_whom_and_why(changes, metric, amy):
    found = metric("patient-safety", "2")
    correct(found, "2023/24 Q2", "61%", amy, "late returns")
    correct(found, "2023/24 Q3", "", amy)
    taken, restated, _ = changes(found)
    assert restated == ("Amy Carden", "2023/24 Q2 60.75% → 61%", "late returns")
    assert taken == ("Amy Carden", "2023/24 Q3 to date 82% → nothing", "")


def test_a_save_that_left_the_figure_as_it_was_is_no_change(changes, metric, amy):
    found = metric("patient-safety", "2")
    correct(found, "2023/24 Q2", "60.75%", amy)
    assert len(changes(found)) == 1


def test_a_revision_says_which_aims_changed_who_agreed_it_and_why(changes, metric, office):
    found = metric("patient-safety", "2")
    for day, before in ((9, "90%"), (16, "80%")):
        TrajectoryRevision.objects.create(
            metric=found,
            reason="Winter was harder than planned",
            agreed_by="IPOB",
            agreed_on=date(2024, 1, day),
            aims_before={"2023/24 Q4": before, "2024/25 Q1": ">90%"},
            revised_at=datetime(2030, 1, day, 12, tzinfo=UTC),
            revised_by=office,
        )
    second, first, _ = changes(found)
    assert first[1:] == (
        "Aims revised, 2023/24 Q4 90% → 80%, agreed by IPOB on 9 January 2024",
        "Winter was harder than planned",
    )
    assert second[1].startswith("Aims revised, 2023/24 Q4 80% → 70%, agreed by IPOB on 16")


def test_a_measure_of_several_lines_names_the_line(changes, metric, amy):
    found = metric("governance-and-well-led", "11")
    actual = Actual.objects.get(
        line__metric=found, line__name="Actual - ESPM", quarter="2023/24 Q2"
    )
    actual.printed = "86%"
    actual.save()
    assert changes(found)[0][1] == "Actual - ESPM, 2023/24 Q2 85% → 86%"


def test_the_newest_six_alone_are_listed(metric, amy):
    found = metric("patient-safety", "2")
    for figure in range(8):
        correct(found, "2023/24 Q2", f"{figure}%", amy)
    listed = find_figure_changes(found, AIMS)
    assert listed[0].words == "2023/24 Q2 6% → 7%"
    assert len(listed) == 6
