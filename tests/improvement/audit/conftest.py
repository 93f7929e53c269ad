"""A section with a history."""

from __future__ import annotations

import pytest

from improvement.audit import changes
from improvement.models import Section


@pytest.fixture
def section(culture, nicola) -> Section:
    """A section with three rows of history."""
    section = culture.sections.get(kind="progress")
    changes.change(section, by=nicola, text="The first text")
    changes.change(section, by=nicola, text="The second text")
    changes.change(section, by=nicola, text="The third text")
    return section
