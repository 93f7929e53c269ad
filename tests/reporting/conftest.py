"""December as its pack has it, and what moves after it."""

from __future__ import annotations

import pytest

from improvement import audit
from improvement.models import CqcAction, HighlightReport, Month, Person, Section
from improvement.ratings import Rating
from reporting.contents import Contents
from reporting.freezing import contents_of
from tests.reporting.moving import rate


@pytest.fixture
def contents(december: Month) -> Contents:
    return contents_of(december)


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
