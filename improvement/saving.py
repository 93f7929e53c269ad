"""Saving a page: every change of it or none, and nobody's text overwritten unseen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from improvement import audit
from improvement.claims import Choice, Claims, Conflict, digest
from improvement.models import Person
from improvement.refusals import Refused


class Stale(Refused):
    """Somebody else saved the same places meanwhile. ``conflicts`` has both texts of each."""

    status = 409
    title = "Somebody else saved meanwhile"

    def __init__(self, conflicts: list[Conflict]) -> None:
        who = " and ".join(dict.fromkeys(one.who for one in conflicts))
        super().__init__(f"{who} saved a different text while you were writing.")
        self.conflicts = conflicts


class Saving:
    """One save of one page: collects what changes, and writes it when nothing is in conflict."""

    def __init__(self, claims: Claims, *, by: Person) -> None:
        self.claims, self.by = claims, by
        self.changes: dict[int, tuple[models.Model, dict[str, Any]]] = {}
        self.conflicts: list[Conflict] = []

    def put(self, key: str, row: models.Model, *, place: str, **facts: Any) -> bool:
        """Ask for ``facts`` on ``row``. Gives whether the writer changed them.

        What the writer left as they saw it is passed over, whatever stands there now.
        """
        now = {name: getattr(row, name) for name in facts}
        if facts == now or self.claims.seen.get(key) == digest(*facts.values()):
            return False
        standing = digest(*now.values())
        choice = self.claims.choice(key, standing)
        if self.claims.seen.get(key) == standing or choice is Choice.MINE:
            self._change(row, facts)
        elif choice is Choice.BOTH and _can_join(facts):
            self._change(row, _joined(now, facts))
        elif choice is not Choice.THEIRS:
            self.conflicts.append(_conflict(key, row, place, now, facts))
        return True

    def confirm(self, rows: Iterable[models.Model]) -> None:
        """Say that what was carried onto ``rows`` and not changed still stands."""
        for row in rows:
            self._change(row, {})

    def saw(self, key: str, *facts: Any) -> bool:
        """Whether the page showed these facts, where it says what it showed under ``key``.

        What was carried again meanwhile is not confirmed by somebody who never saw it.
        """
        return self.claims.seen.get(key) in (None, digest(*facts))

    def finish(self, *, why: str = "") -> None:
        """Write every change, saying ``why``. Raises ``Stale``, and then nothing is written."""
        if self.conflicts:
            raise Stale(self.conflicts)
        for row, facts in self.changes.values():
            touched: dict[str, Any] = {"carried": False} if hasattr(row, "carried") else {}
            audit.change(row, by=self.by, why=why, **facts, **touched)

    def _change(self, row: models.Model, facts: dict[str, Any]) -> None:
        """Facts of one row are written together: one save, one row of history."""
        self.changes.setdefault(id(row), (row, {}))[1].update(facts)


def _conflict(
    key: str, row: models.Model, place: str, now: dict[str, Any], facts: dict[str, Any]
) -> Conflict:
    # A text is created empty, so whoever wrote what stands there is in its history.
    last = row.history.select_related("history_user").first() if row.pk else None  # type: ignore[attr-defined]
    return Conflict(
        key=key,
        place=place,
        yours=_in_words(row, facts),
        theirs=_in_words(row, now),
        who=str(last.history_user) if last and last.history_user else "Somebody else",
        at=last.history_date if last else None,
        against=digest(*now.values()),
        can_join=_can_join(facts),
    )


def _can_join(facts: dict[str, Any]) -> bool:
    """Two texts can stand one after the other; two ratings or figures cannot."""
    return "text" in facts or bool({"explanation", "mitigation"} & facts.keys())


def _joined(now: dict[str, Any], facts: dict[str, Any]) -> dict[str, Any]:
    def both(name: str) -> Any:
        if not isinstance(facts[name], str):
            return False  # a text beside another is no nil return
        return "\n".join(filter(None, (now[name], facts[name])))

    return {name: both(name) for name in facts}


def _in_words(row: models.Model, facts: dict[str, Any]) -> str:
    if facts.get("nothing_to_report"):
        return "Nothing to report"
    said = [audit.value_in_words(row, name, fact) for name, fact in facts.items()]
    return "\n".join(one for one in said if one)
