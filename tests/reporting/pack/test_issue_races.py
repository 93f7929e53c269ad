"""Two people at the same moment: one is first, the other gets a sentence, nothing is doubled."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection

from improvement.audit import changes
from improvement.editing import save_report
from improvement.editing.save_report import Words, WrittenReport
from improvement.models import (
    HighlightReport,
    Month,
    Person,
    Programme,
    Role,
    Status,
    Workstream,
)
from improvement.values.periods import CalendarMonth
from improvement.values.refusals import Refused
from improvement.workflow import transitions
from improvement.workflow.open_month import open_month
from reporting.models import Pack
from reporting.pack import issue as pack_issue
from reporting.pack.issue import concerns_in, issue

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
        transitions.submit(report=report, by=manager, at=noon)
        executive = appointed.get(role=Role.EXECUTIVE_LEAD).person
        transitions.approve(report=report, by=executive, at=noon)


@pytest.mark.usefixtures("one_format")
def test_a_month_issued_twice_at_once_is_issued_once(programme, noon, waive_all):
    january = Month.objects.select_related("programme").get(starts_on="2024-01-01")
    approve_all(january, noon)
    office = person(programme, "programme-office")
    said = at_once(
        *[lambda: issue(month=january, waivers=waive_all(january), by=office, at=noon)] * 2
    )
    assert sorted(said) == ["", f"January 2024 was issued by {office} on 10 January 2024 at 12:00."]
    assert Pack.objects.filter(month=january).count() == 1
    assert programme.months.filter(starts_on="2024-02-01").count() == 1


@pytest.mark.usefixtures("one_format")
def test_a_report_is_not_sent_back_from_under_the_pack_that_is_being_issued(
    programme, noon, waive_all, monkeypatch
):
    """Whoever sends it back while the month is issued waits, and is then too late."""
    january = Month.objects.select_related("programme").get(starts_on="2024-01-01")
    approve_all(january, noon)
    office, waivers = person(programme, "programme-office"), waive_all(january)
    report = january.reports.first()
    foreseen, begun, sent_back = Event(), Event(), Event()

    def concerns(month: Month) -> list[pack_issue.Raised]:
        if foreseen.is_set():  # the second time is in earnest, and nothing is let go before the end
            begun.set()
            sent_back.wait(0.5)  # it never is: only a missing lock makes an end of the waiting
        foreseen.set()
        return concerns_in(month)

    def send_back() -> None:
        begun.wait()
        transitions.return_to_lead(report=report, comment="One more thing", by=office, at=noon)
        sent_back.set()

    monkeypatch.setattr(pack_issue, "concerns_in", concerns)
    said = at_once(lambda: issue(month=january, waivers=waivers, by=office, at=noon), send_back)
    report.refresh_from_db()
    assert said == ["", "The report is issued, so it cannot become draft."]
    assert report.status is Status.ISSUED


def test_a_month_opened_twice_at_once_is_opened_once(programme, noon):
    office = person(programme, "programme-office")
    other = Programme(slug="other", name="Other", organisation="Other")
    other.first_quarter = other.last_quarter = "2023/24 Q4"
    changes.record(other, by=office)
    office.appointments.create(role=Role.PROGRAMME_OFFICE, programme=other)
    changes.record(Workstream(programme=other, slug="one", name="One", position=0), by=office)
    period = CalendarMonth(2024, 1)
    said = at_once(*[lambda: open_month(programme=other, period=period, by=office, at=noon)] * 2)
    assert sorted(said) == ["", "January 2024 is open already or has been issued."]
    assert other.months.count() == 1


def test_nothing_is_saved_into_a_report_that_was_just_submitted(programme, noon, seeing):
    report = HighlightReport.objects.get(
        month__starts_on="2024-01-01", workstream__slug="culture-and-staff-wellbeing"
    )
    nicola, emma = person(programme, "nicola-howells"), person(programme, "emma-manaton")
    seen_texts = seeing(report, nicola)

    def save() -> None:
        save_report.write_sections(
            report=report,
            written=WrittenReport(sections={"progress": Words("Just in time")}),
            seen_texts=seen_texts,
            confirm=False,
            by=emma,
            at=noon,
        )

    submitted, refused = at_once(
        lambda: transitions.submit(report=report, by=nicola, at=noon), save
    )
    after = HighlightReport.objects.get(pk=report.pk)
    text = after.sections.get(kind="progress").text
    assert (submitted, after.status) == ("", Status.SUBMITTED)
    assert (text == "Just in time") is (refused == "")


def test_two_leads_saving_different_sections_lose_nothing(programme, noon, seeing):
    report = HighlightReport.objects.get(
        month__starts_on="2024-01-01", workstream__slug="culture-and-staff-wellbeing"
    )
    nicola, emma = person(programme, "nicola-howells"), person(programme, "emma-manaton")
    seen_texts = seeing(report, nicola)

    def save(by: Person, kind: str) -> Callable[[], None]:
        return lambda: save_report.write_sections(
            report=report,
            written=WrittenReport(sections={kind: Words(f"By {by}")}),
            seen_texts=seen_texts,
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
    seen_texts = seeing(report, nicola)

    def save(by: Person) -> Callable[[], None]:
        return lambda: save_report.write_sections(
            report=report,
            written=WrittenReport(sections={"progress": Words(f"By {by}")}),
            seen_texts=seen_texts,
            confirm=False,
            by=by,
            at=noon,
        )

    said = at_once(save(nicola), save(emma))
    winner = "Emma Manaton" if said[0] else "Nicola Howells"
    assert sorted(said) == ["", f"{winner} saved a different text while you were writing."]
    assert report.sections.get(kind="progress").text == f"By {winner}"
