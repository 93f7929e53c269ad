"""The demo’s programme, months and people, built only through the domain’s own verbs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from improvement.models import HighlightReport, Month, Person, Programme, Role
from tests.support.standing_demo import (
    NOON,
)


@pytest.fixture
def noon() -> datetime:
    """The clock that is passed in."""
    return NOON


@pytest.fixture
def programme(db: None) -> Programme:
    return Programme.objects.get(slug="scas")


@pytest.fixture
def committed_demo(transactional_db: None) -> Programme:
    """The demo where servers and threads see it and may write: nobody else has this database."""
    return Programme.objects.get(slug="scas")


@pytest.fixture
def january(programme: Programme) -> Month:
    """The open month."""
    return programme.months.select_related("programme").get(starts_on="2024-01-01")


@pytest.fixture
def december(programme: Programme) -> Month:
    """The month whose pack the demo has issued."""
    return programme.months.select_related("programme").get(starts_on="2023-12-01")


@pytest.fixture
def culture(january: Month) -> HighlightReport:
    """The draft report of Culture & Staff Wellbeing."""
    reports = january.reports.select_related("workstream", "month__programme")
    return reports.get(workstream__slug="culture-and-staff-wellbeing")


@pytest.fixture
def someone(programme: Programme) -> Callable[[str], Person]:
    """Return a person of the programme by slug."""
    return lambda slug: Person.objects.get(programme=programme, slug=slug)


@pytest.fixture
def nicola(someone: Callable[[str], Person]) -> Person:
    """Senior Responsible Officer of Culture & Staff Wellbeing: its lead."""
    return someone("nicola-howells")


@pytest.fixture
def melanie(someone: Callable[[str], Person]) -> Person:
    """Executive lead of Culture & Staff Wellbeing."""
    return someone("melanie-saunders")


@pytest.fixture
def amy(someone: Callable[[str], Person]) -> Person:
    """Programme manager of Governance & Well Led: a lead of another workstream."""
    return someone("amy-carden")


@pytest.fixture
def office(someone: Callable[[str], Person]) -> Person:
    return someone("programme-office")


@pytest.fixture
def board_reader(someone: Callable[[str], Person]) -> Person:
    return someone("board-reader")


@pytest.fixture
def stranger(db: None) -> Person:
    """Somebody with no appointment on this programme."""
    return Person.objects.create_user("stranger@elsewhere.example", name="A stranger")


@pytest.fixture
def waive_all() -> Callable[[Month], dict[str, str]]:
    """Return a reason for everything that is missing in a month."""
    from reporting.pack.issue import concerns_in

    def reasons(month: Month) -> dict[str, str]:
        return {one.concern.key: "Known." for one in concerns_in(month) if one.to_waive}

    return reasons


@pytest.fixture
def one_format(monkeypatch: pytest.MonkeyPatch) -> None:
    """Freeze packs as JSON alone, where a test issues many times and opens no document."""
    from reporting.pack import issue as pack_issue
    from reporting.renderers import RENDERERS

    monkeypatch.setattr(pack_issue, "RENDERERS", {"json": RENDERERS["json"]})


@pytest.fixture
def approve_all(january: Month, office: Person, noon: datetime) -> Callable[[], None]:
    """Take every report of January through to approved."""
    from improvement.workflow import transitions

    def approve() -> None:
        for report in january.reports.select_related("workstream"):
            appointed = report.workstream.appointments
            manager = appointed.get(role=Role.PROGRAMME_MANAGER).person
            executive = appointed.get(role=Role.EXECUTIVE_LEAD).person
            transitions.submit(report=report, by=manager, at=noon)
            transitions.approve(report=report, by=executive, at=noon)

    return approve
