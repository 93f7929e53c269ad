"""Filling a vacancy: whoever is appointed to a vacant role, in the app or by a file, fills it."""

from __future__ import annotations

from improvement.audit import changes
from improvement.models import Appointment, Person
from improvement.models.programme import vacancy_of


def fill_vacancy(appointment: Appointment, *, by: Person) -> None:
    """Take the mark of a vacant role away that ``appointment`` fills. A deputy fills none."""
    workstream = appointment.workstream
    if workstream and not appointment.is_deputy and workstream.vacant_from(appointment.role):
        facts = {vacancy_of(appointment.role): None}
        changes.change(workstream, by=by, why="Filled", **facts)
