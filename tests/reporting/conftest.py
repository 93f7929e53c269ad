"""December as its pack has it, and what moves after it."""

from __future__ import annotations

import json

import pytest
from django.db import transaction
from django.utils import timezone

from improvement.audit import changes
from improvement.models import Action, HighlightReport, Month, Person, Section
from improvement.values.ratings import Rating
from reporting.contents.assemble import assemble
from reporting.contents.facts import Contents
from reporting.snapshots.month import contents_of
from scorecards.programme_file.load import load_file
from tests.support.change_ratings import rate
from tests.support.december import with_days


@pytest.fixture
def contents(december: Month) -> Contents:
    return contents_of(december)


@pytest.fixture(scope="session")
def published(django_db_setup, django_db_blocker, december_text: str) -> Contents:
    """December in the demo's words, before anybody waived anything."""
    with django_db_blocker.unblock():
        return draft_of(december_text)


@pytest.fixture(scope="session")
def really_published(django_db_setup, django_db_blocker, real_december_text: str) -> Contents:
    """December in the trust's own words."""
    with django_db_blocker.unblock():
        return draft_of(real_december_text)


@pytest.fixture(scope="session")
def really_published_with_days(
    django_db_setup, django_db_blocker, real_december_text: str
) -> Contents:
    """The same with the days its own pages give to the figures of its last quarter."""
    with django_db_blocker.unblock():
        return draft_of(json.dumps(with_days(json.loads(real_december_text))))


def draft_of(text: str) -> Contents:
    """Load a programme file for another trust, take it back, and return its month as it was."""
    file = json.loads(text)
    file["programme"]["slug"] = "another"
    with transaction.atomic():
        by = Person.objects.for_command("load_programme")
        outcome = load_file(text=json.dumps(file), name="another.json", by=by, at=timezone.now())
        contents = assemble(outcome.programme.months.select_related("programme").get())
        transaction.set_rollback(True)
    return contents


@pytest.fixture
def turned_red(january: Month, nicola: Person) -> Action:
    """An action on track in December and overdue in January."""
    action = Action.objects.get(reference="CSW-01", workstream__programme=january.programme)
    rate(action, january, nicola, delivery=Rating.OVERDUE, explanation="The campaign was put back")
    return action


@pytest.fixture
def section(culture: HighlightReport, nicola: Person) -> Section:
    """A section that was changed twice."""
    section = culture.sections.get(kind="progress")
    changes.change(section, by=nicola, text="The survey goes out\nTwo wards are trained")
    changes.change(section, by=nicola, text="The survey went out\nTwo wards are trained")
    return section
