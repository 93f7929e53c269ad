"""December as a programme of its own."""

from __future__ import annotations

import json

import pytest

from improvement.audit import changes
from improvement.models import (
    Appointment,
    Programme,
    Role,
)
from scorecards.programme_file.load import load_file


@pytest.fixture
def published(db, each_december_text, office, noon) -> dict:
    """The December file as a programme of its own, not yet issued, with the same office."""
    file = json.loads(each_december_text)
    file["programme"]["slug"] = "december"
    load_file(text=json.dumps(file), name="december.json", by=office, at=noon)
    programme = Programme.objects.get(slug="december")
    changes.record(
        Appointment(person=office, role=Role.PROGRAMME_OFFICE, programme=programme), by=office
    )
    return file
