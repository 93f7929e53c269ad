"""What a file would do, as the page shows it: by what becomes of it, each with its tick."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.hashers import is_password_usable

from improvement.models import Appointment
from improvement.programme_file.plan import FilePlan, Planned, PlannedRow, PlannedState

WORDS = {
    PlannedState.NEW: "The programme does not have these yet.",
    PlannedState.CHANGED: "Nobody typed what stands here: a file brought it, or it was carried.",
    PlannedState.APPOINTED: (
        "Each of these reads or runs the whole programme. Tick only whom you mean to appoint; "
        "nobody gets a sign-in by this, they are invited."
    ),
    PlannedState.TYPED: "Somebody wrote this in the app. It stays unless you tick it.",
    PlannedState.LEFT: "The file says otherwise, and cannot change it.",
}
TICKED = (PlannedState.NEW, PlannedState.CHANGED)


@dataclass(frozen=True)
class PreviewLine:
    """One place: what stands, what the file says, and why it is as it is."""

    path: str
    words: str
    before: str
    after: str
    note: str
    is_row: bool


@dataclass(frozen=True)
class PreviewPart:
    """The places that something becomes of, under its heading."""

    state: PlannedState
    lines: tuple[PreviewLine, ...]

    @property
    def heading(self) -> str:
        return self.state.value

    @property
    def words(self) -> str:
        return WORDS[self.state]

    @property
    def is_ticked(self) -> bool:
        return self.state in TICKED

    @property
    def can_be_taken(self) -> bool:
        return self.state is not PlannedState.LEFT


@dataclass(frozen=True)
class Preview:
    """What a file would do, with the file itself, which comes back with what is ticked."""

    plan: FilePlan
    text: str
    name: str

    @property
    def parts(self) -> list[PreviewPart]:
        parts = [
            PreviewPart(state, tuple(_line(planned) for planned in self.plan.of(state)))
            for state in PlannedState
        ]
        return [part for part in parts if part.lines]

    @property
    def can_be_taken(self) -> bool:
        return any(part.can_be_taken for part in self.parts)


def _line(planned: Planned) -> PreviewLine:
    row = planned.row
    is_row = isinstance(planned, PlannedRow)
    notes = [planned.why[:1].upper() + planned.why[1:]]
    if isinstance(planned, PlannedRow) and planned.inside:
        notes.append(f"With {planned.inside} more that belong to it.")
    if isinstance(row, Appointment) and is_row:
        can = row.person.email and is_password_usable(row.person.password)
        notes.append("Can sign in." if can else "Cannot sign in until invited.")
    note = " ".join(filter(None, notes))
    path, words = planned.place.path, planned.place.words
    after = "" if is_row and words.endswith(planned.after) else planned.after
    return PreviewLine(path, words, planned.before, after, note, is_row)
