"""December as its pack has it, and what moves after it."""

from __future__ import annotations

import pytest

from improvement.models import CqcAction, Month, Person
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
