"""Claims: what somebody saw when they began to write, so that no save overwrites another unseen.

A page carries a digest of every text it showed. On saving, a text that differs from what the
writer saw was changed by somebody else meanwhile: the save is refused and both are shown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

_KEPT = 12  # of 64 hexadecimal digits: enough to tell the versions of one text apart


class Choice(StrEnum):
    """How a writer settles a conflict, having seen both texts."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


def digest(*facts: object) -> str:
    """Give a short text that differs when ``facts`` differ. Line ends count as one kind."""
    said = "\x1f".join(str(fact).replace("\r\n", "\n").replace("\r", "\n") for fact in facts)
    return sha256(said.encode()).hexdigest()[:_KEPT]


@dataclass(frozen=True)
class Settled:
    """A choice between two texts, and the digest of theirs that it was made against."""

    choice: Choice
    against: str


@dataclass(frozen=True)
class Claims:
    """What a writer saw, by key, and what they settled. Without an entry they saw nothing."""

    seen: Mapping[str, str] = field(default_factory=dict)
    settled: Mapping[str, Settled] = field(default_factory=dict)

    def choice(self, key: str, now: str) -> Choice | None:
        """Give how ``key`` was settled, if it was settled against what stands there now."""
        settled = self.settled.get(key)
        return settled.choice if settled and settled.against == now else None


@dataclass(frozen=True)
class Conflict:
    """Two texts for one place: what the writer has, and what somebody else saved meanwhile."""

    key: str
    place: str
    yours: str
    theirs: str
    who: str
    at: datetime | None
    against: str
    can_join: bool


def dump(seen: Mapping[str, str]) -> str:
    return json.dumps(seen, separators=(",", ":"))


def load(text: str) -> dict[str, str]:
    """Read what ``dump`` wrote; a text that is something else claims nothing."""
    try:
        given = json.loads(text or "{}")
    except ValueError:
        return {}
    return {str(key): str(one) for key, one in given.items()} if isinstance(given, dict) else {}
