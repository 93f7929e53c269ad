"""What becomes of each row of a pasted block, before anything is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from improvement.models import Person, Programme, Workstream
from improvement.setup.pasting.columns import Headed, PastedColumn, plain
from improvement.setup.people.appointments import people_known
from improvement.values.browser_windows import digest

LEAVE_OUT = "leave"


class RowOutcome(StrEnum):
    """What becomes of a row, in the words of the page."""

    NEW = "New"
    CHANGES = "Changes"
    ASK = "Needs an answer"
    HERE = "Already here"
    UNREAD = "Cannot be read"

    @property
    def flag(self) -> str:
        flags = {"NEW": "new", "CHANGES": "new", "ASK": "ask", "HERE": "here", "UNREAD": "stop"}
        return flags[self.name]


@dataclass(frozen=True)
class Looked:
    """A row as it was understood: what becomes of it, why, and what is asked about it.

    ``choices`` are answers to choose from, each with its words; with ``asks_text`` the answer is
    typed, and ``answer`` is what stands there. ``facts`` are what is saved.
    """

    outcome: RowOutcome
    words: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    asks_text: bool = False
    answer: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_taken(self) -> bool:
        return self.outcome in (RowOutcome.NEW, RowOutcome.CHANGES)


@dataclass(frozen=True)
class PastedRow:
    """A row of the block with what becomes of it. ``number`` counts the rows of things from 1."""

    number: int
    texts: Mapping[str, str]
    looked: Looked


class PastedList:
    """A list of things of a programme that takes pasted rows. Subclasses say which and how.

    ``title`` is that of the page of the list, and ``address`` its name.
    """

    kind: str  # in addresses
    title: str
    address: str
    thing: str
    things: str
    columns: tuple[PastedColumn, ...]
    into_workstream = False

    def __init__(self, programme: Programme, into: Workstream | None = None) -> None:
        self.programme, self.into = programme, into

    def key(self, texts: Mapping[str, str]) -> str:
        """Return what tells two rows apart: a block has each thing once."""
        raise NotImplementedError

    def look(self, texts: Mapping[str, str], answer: str) -> Looked:
        """Return what becomes of a row that has what is needed."""
        raise NotImplementedError

    def take(self, facts: Mapping[str, Any], *, base_url: str, by: Person, at: datetime) -> None:
        """Save what a row says."""
        raise NotImplementedError

    def look_at(self, headed: Headed, answers: Mapping[int, str]) -> list[PastedRow]:
        """Return every row of a block with what becomes of it. ``answers`` are by its number."""
        rows, seen = [], set[str]()
        for number, cells in enumerate(headed.rows, start=1):
            texts = headed.texts(cells)
            looked = self._missing(texts) or self._twice(texts, seen)
            if looked is None:
                seen.add(plain(self.key(texts)))
                looked = self.look(texts, answers.get(number, ""))
            rows.append(PastedRow(number, texts, looked))
        return rows

    def _missing(self, texts: Mapping[str, str]) -> Looked | None:
        needed = [column for column in self.columns if column.is_needed]
        missing = [column.label for column in needed if not texts.get(column.name)]
        if not missing:
            return None
        return Looked(RowOutcome.UNREAD, f"It has no {' and no '.join(missing).lower()}.")

    def _twice(self, texts: Mapping[str, str], seen: set[str]) -> Looked | None:
        if plain(self.key(texts)) not in seen:
            return None
        return Looked(RowOutcome.UNREAD, "An earlier row is the same: this one is left out.")

    def find_workstream(self, texts: Mapping[str, str]) -> Workstream | Looked:
        """Return the workstream of a row: its own, or the one everything is pasted into."""
        name = texts.get("workstream", "")
        if not name:
            return self.into or Looked(RowOutcome.UNREAD, "It names no workstream.")
        for workstream in self.programme.workstreams.all():
            if plain(name) in (plain(workstream.name), plain(workstream.slug)):
                return workstream
        return Looked(RowOutcome.UNREAD, f"There is no workstream “{name}”.")

    def find_person(self, name: str) -> Person | Looked | None:
        """Return who on the programme has a name; None where none is given."""
        if not name:
            return None
        found = [one for one in people_known(self.programme) if plain(one.name) == plain(name)]
        if len(found) == 1:
            return found[0]
        if found:
            return Looked(RowOutcome.UNREAD, f"Two people here are called {name}.")
        return Looked(RowOutcome.UNREAD, f"Nobody here is called {name}: appoint them first.")


def outcome_digest(rows: Sequence[PastedRow]) -> str:
    """Return a fingerprint of what was shown, so that nothing else is saved."""
    outcomes = (f"{row.number} {row.looked.outcome} {sorted(row.texts.items())}" for row in rows)
    return digest(*outcomes)
