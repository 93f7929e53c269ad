"""Saving a page: every change of it or none, and nobody's text overwritten unseen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime

from improvement.audit import changes
from improvement.models import Person
from improvement.values.browser_windows import digest
from improvement.values.refusals import Refused


class ConflictChoice(StrEnum):
    """How a writer resolves a conflict, having seen both texts."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True)
class Resolution:
    """A choice between two texts, and the digest of the other text that the writer was shown."""

    choice: ConflictChoice
    against: str


@dataclass(frozen=True)
class SeenTexts:
    """Digests of the texts a writer was shown, by key, and how they resolved conflicts.

    A key without a digest was not shown.
    """

    digests: Mapping[str, str] = field(default_factory=dict)
    resolutions: Mapping[str, Resolution] = field(default_factory=dict)

    def choice(self, key: str, now: str) -> ConflictChoice | None:
        """Return how ``key`` was resolved, if that was against what is recorded now."""
        resolution = self.resolutions.get(key)
        return resolution.choice if resolution and resolution.against == now else None


@dataclass(frozen=True)
class Conflict:
    """Two texts for one place: the writer's, and the one that somebody else saved meanwhile.

    With ``is_own`` the writer saved the other text themselves in another window; with ``is_draft``
    it was typed there and not saved.
    """

    key: str
    place: str
    yours: str
    theirs: str
    who: str
    at: datetime | None
    against: str
    can_join: bool
    is_own: bool = False
    is_draft: bool = False

    @property
    def heading(self) -> str:
        """Who wrote the other text, and when."""
        at = date_format(localtime(self.at), r" \a\t H:i \o\n j F") if self.at else ""
        return f"{self.who} {self._verb}{at}{', in another window' if self.is_own else ''}"

    @property
    def keep_theirs(self) -> str:
        """The label of the choice for the other text."""
        return f"Keep what {'you' if self.is_own else self.who} {self._verb}"

    @property
    def _verb(self) -> str:
        return "typed" if self.is_draft else "saved"


class StaleSave(Refused):
    """Somebody else saved the same places meanwhile. ``conflicts`` has both texts of each."""

    status = 409
    title = "Somebody else saved meanwhile"

    def __init__(self, conflicts: list[Conflict]) -> None:
        who = " and ".join(dict.fromkeys(conflict.who for conflict in conflicts))
        where = " in another window" if all(conflict.is_own for conflict in conflicts) else ""
        super().__init__(f"{who} saved a different text{where} while you were writing.")
        self.conflicts = conflicts


class PageSave:
    """One save of one page: collects what changes, and writes it when nothing is in conflict."""

    def __init__(self, seen_texts: SeenTexts, *, by: Person) -> None:
        self.seen_texts, self.by = seen_texts, by
        self.changes: dict[int, tuple[models.Model, dict[str, Any]]] = {}
        self.conflicts: list[Conflict] = []

    def change(self, key: str, row: models.Model, *, place: str, **facts: Any) -> bool:
        """Collect ``facts`` of ``row``. Returns whether the writer changed them.

        What the writer left as they saw it is passed over, whatever is recorded now.
        """
        recorded = {name: getattr(row, name) for name in facts}
        seen = self.seen_texts.digests.get(key)
        if facts == recorded or seen == digest(*facts.values()):
            return False
        now = digest(*recorded.values())
        choice = self.seen_texts.choice(key, now)
        if seen == now or choice is ConflictChoice.MINE:
            self.set(row, **facts)
        elif choice is ConflictChoice.BOTH and _can_join(facts):
            self.set(row, **{name: _joined(recorded[name], fact) for name, fact in facts.items()})
        elif choice is not ConflictChoice.THEIRS:
            self.conflicts.append(self._conflict(key, row, place, recorded, facts))
        return True

    def confirm(self, rows: Iterable[models.Model]) -> None:
        """Write that what was carried onto ``rows`` and not changed still stands."""
        for row in rows:
            self.set(row)

    def set(self, row: models.Model, **facts: Any) -> None:
        """Collect ``facts`` without asking: one row is saved once, with one row of history."""
        self.changes.setdefault(id(row), (row, {}))[1].update(facts)

    def showed(self, key: str, *facts: Any) -> bool:
        """Return whether the page showed these facts, where it says what it showed.

        What was carried again meanwhile is not confirmed by somebody who never saw it.
        """
        return self.seen_texts.digests.get(key) in (None, digest(*facts))

    def write(self, *, why: str = "") -> None:
        """Write every change, with the reason ``why``. Raises ``StaleSave``: nothing is written."""
        if self.conflicts:
            raise StaleSave(self.conflicts)
        for row, facts in self.changes.values():
            touched: dict[str, Any] = {"carried": False} if hasattr(row, "carried") else {}
            changes.change(row, by=self.by, why=why, **facts, **touched)

    def _conflict(
        self,
        key: str,
        row: models.Model,
        place: str,
        recorded: dict[str, Any],
        facts: dict[str, Any],
    ) -> Conflict:
        # A text is created empty, so whoever wrote what is recorded is in its history.
        last = row.history.select_related("history_user").first() if row.pk else None  # type: ignore[attr-defined]
        who = last.history_user if last else None
        return Conflict(
            key=key,
            place=place,
            yours=_in_words(row, facts),
            theirs=_in_words(row, recorded),
            who="You" if who == self.by else str(who or "Somebody else"),
            at=last.history_date if last else None,
            against=digest(*recorded.values()),
            can_join=_can_join(facts),
            is_own=who == self.by,
        )


def _can_join(facts: dict[str, Any]) -> bool:
    """Return whether both can be kept: two texts can, two ratings or figures cannot."""
    return "text" in facts or bool({"explanation", "mitigation"} & facts.keys())


def _joined(recorded: Any, fact: Any) -> Any:
    if not isinstance(fact, str):
        return False  # a text beside another is no nil return
    return "\n".join(filter(None, (recorded, fact)))


def _in_words(row: models.Model, facts: dict[str, Any]) -> str:
    if facts.get("nothing_to_report"):
        return "Nothing to report"
    words = [changes.value_in_words(row, name, fact) for name, fact in facts.items()]
    return "\n".join(filter(None, words))
