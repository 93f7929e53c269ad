"""December as its pack has it, and what moves after it."""

from __future__ import annotations

import json

import pytest
from django.db import transaction
from django.utils import timezone

from improvement import audit
from improvement.models import CqcAction, HighlightReport, Month, Person, Section
from improvement.ratings import Rating
from reporting.assembly import assemble
from reporting.contents import Contents
from reporting.freezing import contents_of
from scorecards.loading import load_file
from tests.reporting.moving import rate


@pytest.fixture
def contents(december: Month) -> Contents:
    return contents_of(december)


@pytest.fixture(scope="session")
def published(django_db_setup, django_db_blocker, december_text: str) -> Contents:
    """December as published, before anybody waived anything: loaded once, and taken back.

    A module that asks for this alone needs the mark ``django_db``: without one test that has it no
    database is made.
    """
    file = json.loads(december_text)
    file["programme"]["slug"] = "another"
    with django_db_blocker.unblock(), transaction.atomic():
        by = Person.objects.for_command("load_programme")
        outcome = load_file(text=json.dumps(file), name="another.json", by=by, at=timezone.now())
        contents = assemble(outcome.programme.months.select_related("programme").get())
        transaction.set_rollback(True)
    return contents


@pytest.fixture
def turned_red(january: Month, nicola: Person) -> CqcAction:
    """An action on track in December and overdue in January."""
    action = CqcAction.objects.get(reference="CSW-01", workstream__programme=january.programme)
    rate(action, january, nicola, delivery=Rating.OVERDUE, explanation="The campaign was put back")
    return action


@pytest.fixture
def section(culture: HighlightReport, nicola: Person) -> Section:
    """A section that was changed twice."""
    section = culture.sections.get(kind="progress")
    audit.change(section, by=nicola, text="The survey goes out\nTwo wards are trained")
    audit.change(section, by=nicola, text="The survey went out\nTwo wards are trained")
    return section
