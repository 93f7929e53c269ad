"""Metrics pasted from a spreadsheet: shown first, asked about, and added as shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse

from improvement.models import Programme, Workstream
from scorecards.models import Metric, Scale

PASTE = "/scas/metrics/paste/"
HEADINGS = (
    "No\tMeasure\tShort name\tMeasured in\tUnit\tPolarity\tBaseline\tBaseline date\tTarget\tBy when"
)


@pytest.fixture
def paste(office, signed_in) -> Callable[..., HttpResponse]:
    def _paste(*rows: str, headings: str = HEADINGS, **sent: str) -> HttpResponse:
        return signed_in(office).post(PASTE, {"pasted": "\n".join((headings, *rows)), **sent})

    return _paste


@pytest.fixture
def press(paste) -> Callable[..., HttpResponse]:
    """Paste rows and press the button of the outcome, with answers where there are any."""

    def _press(*rows: str, **sent: str) -> HttpResponse:
        shown = paste(*rows, **sent).context["digest"]
        return paste(*rows, **sent, take="1", shown=shown)

    return _press


@pytest.fixture
def into(culture) -> dict[str, str]:
    return {"into": str(culture.workstream.pk)}


def numbers(workstream: Workstream) -> list[str]:
    return list(workstream.metrics.values_list("number", flat=True))


def test_what_becomes_of_each_row_is_shown_and_nothing_is_saved(paste, into, culture, words):
    first = culture.workstream.metrics.first()
    before = Metric.objects.count()
    page = words(
        paste(
            "90\tCalls answered\t\t%\t\thigher\t\t\t90%\tMarch 2025",
            f"{first.number}\tOther words\t\t%\t\tup\t\t\t\t",
            f"{first.number.upper()} \t{first.name}\t\t%\t\tup\t\t\t\t",
            "91\tDays open\t\tscore\tdays\t\t\t\t\t",
            f"92\tLong\t{'x' * 29}\t%\t\tup\t\t\t\t",
            "90\tAgain\t\t%\t\tup\t\t\t\t",
            "\tNo number\t\t%\t\tup\t\t\t\t",
            **into,
        )
    )
    for sentence in (
        "You pasted 7 rows and 10 columns into Culture & Staff Wellbeing",
        "1 new, 1 to be answered, 1 already here, 4 that cannot be read",
        "Percentage, higher is better.",
        f"Metric {first.number} says otherwise here, and stays.",
        "“score”: measured in what? Which way is better?",
        "Its “Short name” is longer than 28 characters.",
        "An earlier row is the same: this one is left out.",
        "It has no number.",
        "Add 1 metric",
    ):
        assert sentence in page
    assert Metric.objects.count() == before


def test_what_was_shown_is_added_last_by_whoever_pasted_it(press, into, culture, office):
    there = numbers(culture.workstream)
    press(
        "90\tCalls answered\tCalls\tPercentage\tof all\t↑\t60%\tMarch 2024\t90%\tMarch 2025",
        "91\tTime to answer\t\thh:mm:ss\t\tLower is better\t\t\t00:00:10\t",
        f"{there[0]}\tOther words\t\tnumber\t\tneither\t\t\t\t",
        **into,
    )
    assert numbers(culture.workstream) == [*there, "90", "91"]
    calls, time = culture.workstream.metrics.filter(number__in=("90", "91"))
    assert (calls.called, calls.short_name) == ("Calls answered (of all)", "Calls")
    assert (calls.kind, calls.direction, calls.roll_up) == ("percent", "up", "manual")
    assert (calls.baseline, calls.baseline_when) == ("60%", "March 2024")
    assert (calls.target, calls.target_when) == ("90%", "March 2025")
    assert (time.kind, time.direction, time.target) == ("duration", "down", "00:00:10")
    assert [line.name for line in calls.lines.all()] == ["Actual"]
    assert (calls.history.count(), calls.history.get().history_user) == (1, office)


def test_what_is_doubtful_is_asked_and_the_answer_added(paste, press, into, culture, words):
    scale = Scale.objects.create(
        programme=culture.workstream.programme,
        slug="steps",
        name="Steps",
        points=[{"code": "A", "label": "First"}, {"code": "B", "label": "Second"}],
    )
    row = "90\tHow far we are\t\tgrade\t\t\t\t\t\t"
    page = words(paste(row, **into))
    assert "Steps, lower is better" in page
    assert "Percentage" not in page
    answer = {"answer-1": f"scale-{scale.pk} down"}
    assert "Steps, lower is better." in words(paste(row, **into, **answer))
    press(row, **into, **answer)
    metric = culture.workstream.metrics.get(number="90")
    assert (metric.scale, metric.kind, metric.direction) == (scale, "scale", "down")


def test_a_grade_needs_a_scale_of_the_programme(paste, into, culture, words):
    Metric.objects.filter(kind="scale").update(kind="number", scale=None)
    Scale.objects.filter(programme=culture.workstream.programme).delete()
    row = "90\tHow far we are\t\tgrade\t\tup\t\t\t\t"
    assert "There is no scale yet: add its scale first." in words(paste(row, **into))


def test_what_is_of_another_programme_is_not_known(paste, into, culture, words):
    quarters = {"first_quarter": "2023/24 Q3", "last_quarter": "2024/25 Q4"}
    theirs = Programme.objects.create(slug="north", name="North", organisation="N", **quarters)
    stream = Workstream.objects.create(programme=theirs, slug="flow", name="Flow", position=0)
    Scale.objects.create(programme=theirs, slug="steps", name="Their steps", points=[])
    row = "90\tTheirs\t\tTheir steps\t\tup\t\t\t\t"
    assert "It names no workstream." in words(paste(row, into=str(stream.pk)))
    page = words(paste(f"{row}\tFlow", headings=f"{HEADINGS}\tWorkstream"))
    assert "There is no workstream “Flow”." in page
    page = words(paste(row, **into))
    assert "“Their steps”: measured in what?" in page
    assert "Their steps, higher is better" not in page


def test_a_lead_pastes_no_metrics(nicola, signed_in, into):
    block = f"{HEADINGS}\n90\tCalls\t\t%\t\tup\t\t\t\t"
    assert signed_in(nicola).post(PASTE, {"pasted": block, **into}).status_code == 403
    assert not Metric.objects.filter(number="90").exists()
