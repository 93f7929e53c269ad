"""December corrected and issued again, and reminders sent."""

from __future__ import annotations

from datetime import datetime
from io import StringIO

import pytest
from django.core.management import call_command

from improvement.models import (
    HighlightReport,
    Month,
    Person,
    Programme,
)
from reporting.pack.issue import issue, reopen
from tests.support.corrections import Correct
from tests.support.reminders import CLOCK, RUN, give_addresses


@pytest.fixture
def earlier(december: Month) -> HighlightReport:
    """December’s report of Culture & Staff Wellbeing."""
    reports = december.reports.select_related("workstream", "month__programme")
    return reports.get(workstream__slug="culture-and-staff-wellbeing")


@pytest.fixture
def correcting(december: Month, office: Person, noon: datetime) -> None:
    reopen(month=december, reason="A rating was wrong.", by=office, at=noon)
    december.refresh_from_db()


@pytest.fixture
def issue_again(
    correcting: None, december: Month, office: Person, noon: datetime, waive_all
) -> Correct:
    """Issue December as corrected so far."""

    def issue_it() -> None:
        month = Month.objects.select_related("programme").get(pk=december.pk)
        assert issue(month=month, waivers=waive_all(month), by=office, at=noon).version == 2

    return issue_it


@pytest.fixture
def run(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> RUN:
    """Run the command as cron would at a moment; give what it prints."""
    give_addresses(programme)

    def send_at(at: datetime) -> str:
        monkeypatch.setattr(CLOCK, lambda: at)
        said = StringIO()
        call_command("send_reminders", stdout=said, stderr=said)
        return said.getvalue()

    return send_at
