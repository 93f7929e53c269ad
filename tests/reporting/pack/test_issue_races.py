"""Two people at the same moment: one is first, the other gets a sentence, nothing is doubled."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from improvement import audit, cycle, writing
from improvement.models import HighlightReport, Month, Person, Programme, Role, Status
from improvement.opening import open_month
from improvement.periods import CalendarMonth
from improvement.refusals import Refused
from improvement.writing import Words, WrittenReport
from reporting.models import Pack
from reporting.publishing import issue

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def programme(committed_demo: Programme) -> Programme:
    """The demo, for threads see only what is committed."""
    return committed_demo


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do everything at the same moment; give the sentence each was refused with, or nothing."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            start.wait()
            act()
        except Refused as refusal:
            return refusal.sentence
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def person(programme: Programme, slug: str) -> Person:
    return Person.objects.get(programme=programme, slug=slug)


def approve_all(month: Month, noon) -> None:
    for report in month.reports.select_related("workstream"):
        appointed = report.workstream.appointments
        manager = appointed.get(role=Role.PROGRAMME_MANAGER).person
        cycle.submit(report=report, by=manager, at=noon)
        executive = appointed.get(role=Role.EXECUTIVE_LEAD).person
        cycle.approve(report=report, by=executive, at=noon)


@pytest.mark.usefixtures("one_format")
def test_a_month_issued_twice_at_once_is_issued_once(programme, noon, waive_all):
    january = Month.objects.select_related("programme").get(starts_on="2024-01-01")
    approve_all(january, noon)
    office = person(programme, "programme-office")
    said = at_once(
        *[lambda: issue(month=january, waivers=waive_all(january), by=office, at=noon)] * 2
    )
    assert sorted(said) == ["", "January 2024 has been issued."]
    assert Pack.objects.filter(month=january).count() == 1
    assert programme.months.filter(starts_on="2024-02-01").count() == 1


def test_a_month_opened_twice_at_once_is_opened_once(programme, noon):
    office = person(programme, "programme-office")
    other = Programme(slug="other", name="Other", organisation="Other")
    other.first_quarter = other.last_quarter = "2023/24 Q4"
    audit.record(other, by=office)
    office.appointments.create(role=Role.PROGRAMME_OFFICE, programme=other)
    period = CalendarMonth(2024, 1)
    said = at_once(*[lambda: open_month(programme=other, period=period, by=office, at=noon)] * 2)
    assert sorted(said) == ["", "January 2024 is open already or has been issued."]
    assert other.months.count() == 1


def test_nothing_is_saved_into_a_report_that_was_just_submitted(programme, noon, seeing):
    report = HighlightReport.objects.get(
        month__starts_on="2024-01-01", workstream__slug="culture-and-staff-wellbeing"
    )
    nicola, emma = person(programme, "nicola-howells"), person(programme, "emma-manaton")
    claims = seeing(report, nicola)

    def save() -> None:
        writing.write_sections(
            report=report,
            written=WrittenReport(sections={"progress": Words("Just in time")}),
            claims=claims,
            confirm=False,
            by=emma,
            at=noon,
        )

    submitted, refused = at_once(lambda: cycle.submit(report=report, by=nicola, at=noon), save)
    after = HighlightReport.objects.get(pk=report.pk)
    text = after.sections.get(kind="progress").text
    assert (submitted, after.status) == ("", Status.SUBMITTED)
    assert (text == "Just in time") is (refused == "")


def test_two_leads_saving_different_sections_lose_nothing(programme, noon, seeing):
    report = HighlightReport.objects.get(
        month__starts_on="2024-01-01", workstream__slug="culture-and-staff-wellbeing"
    )
    nicola, emma = person(programme, "nicola-howells"), person(programme, "emma-manaton")
    claims = seeing(report, nicola)

    def save(by: Person, kind: str) -> Callable[[], None]:
        return lambda: writing.write_sections(
            report=report,
            written=WrittenReport(sections={kind: Words(f"By {by}")}),
            claims=claims,
            confirm=False,
            by=by,
            at=noon,
        )

    assert at_once(save(nicola, "progress"), save(emma, "gone_well")) == ["", ""]
    texts = dict(report.sections.values_list("kind", "text"))
    assert texts["progress"] == "By Nicola Howells"
    assert texts["gone_well"] == "By Emma Manaton"


def test_of_two_leads_saving_the_same_section_one_is_refused_and_shown_both(
    programme, noon, seeing
):
    report = HighlightReport.objects.get(
        month__starts_on="2024-01-01", workstream__slug="culture-and-staff-wellbeing"
    )
    nicola, emma = person(programme, "nicola-howells"), person(programme, "emma-manaton")
    claims = seeing(report, nicola)

    def save(by: Person) -> Callable[[], None]:
        return lambda: writing.write_sections(
            report=report,
            written=WrittenReport(sections={"progress": Words(f"By {by}")}),
            claims=claims,
            confirm=False,
            by=by,
            at=noon,
        )

    said = at_once(save(nicola), save(emma))
    winner = "Emma Manaton" if said[0] else "Nicola Howells"
    assert sorted(said) == ["", f"{winner} saved a different text while you were writing."]
    assert report.sections.get(kind="progress").text == f"By {winner}"
