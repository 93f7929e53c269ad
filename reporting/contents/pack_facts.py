"""What makes a pack a pack: its version, what differs, what it was issued in spite of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ChangeFact:
    """Something that differs from an earlier month or an earlier version of the pack.

    ``kind`` is a code of ``change_kinds.KINDS``, ``workstream`` empty for the whole programme.
    """

    kind: str
    workstream: str
    place: str
    before: str
    now: str
    why: str = ""


@dataclass(frozen=True)
class ChangesFact:
    """What changed since ``earlier``, a month or a version in words; empty when there is none."""

    earlier: str
    items: tuple[ChangeFact, ...]

    def of(self, kind: str) -> tuple[ChangeFact, ...]:
        """Return the changes of one kind."""
        return tuple(one for one in self.items if one.kind == kind)


NO_EARLIER = ChangesFact("", ())


@dataclass(frozen=True)
class WaiverFact:
    """A finding the pack was issued in spite of: what was found, and who said why it may stand."""

    found: str
    reason: str
    by: str


@dataclass(frozen=True)
class IssueFact:
    """What makes a pack a pack. Contents without it are a draft.

    ``differences`` from the version before are given from the second version on.
    """

    version: int
    issued_at: str
    issued_by: str
    reason: str
    waivers: tuple[WaiverFact, ...] = ()
    differences: ChangesFact | None = None
