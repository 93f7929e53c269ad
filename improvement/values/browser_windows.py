"""Browser windows: what one sends of a page, and which drafts are kept where two differ.

A window sends what it showed when it was opened. So what it only showed never replaces what was
typed in another, and two texts typed for one field are both kept until one is chosen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.http import QueryDict

from improvement.values.refusals import Refused

_LENGTH = 12  # of 64 hexadecimal digits: enough to tell the versions of one text apart


def digest(*facts: object) -> str:
    """Return a short text that differs when ``facts`` differ. All kinds of line end are equal."""
    text = "\x1f".join(str(fact).replace("\r\n", "\n").replace("\r", "\n") for fact in facts)
    return sha256(text.encode()).hexdigest()[:_LENGTH]


NOT_TYPED = {"csrfmiddlewaretoken", "autosave", "discard", "bring", "paste", "take_paste_back"}
NOT_TYPED |= {"pasted", "paste_at", "read_as", "take"}  # of a pasted block, which is asked about
# What a page says about itself: nobody typed it.
OF_THE_PAGE = {"seen", "writer", "based_on", "window", "turn", "restate"}
_NOTHING = digest("")
_TICKED = digest("on")


@dataclass(frozen=True)
class Version:
    """What was typed in one field in one window: its values as a browser sends them.

    ``turn`` numbers what the window sent, so that a request which was overtaken on its way is
    known. ``was`` are the values that a pasted block replaced.
    """

    name: str
    values: tuple[str, ...]
    at: datetime
    window: str = ""
    turn: int = 0
    was: tuple[str, ...] | None = None

    @property
    def digest(self) -> str:
        return digest(*self.values)

    @property
    def text(self) -> str:
        return "\n".join(self.values)

    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "at": self.at.isoformat()}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Version:
        was = None if kept["was"] is None else tuple(kept["was"])
        at = datetime.fromisoformat(kept["at"])
        return cls(kept["name"], tuple(kept["values"]), at, kept["window"], kept["turn"], was)


@dataclass(frozen=True)
class Sent:
    """What a window sends of its page.

    ``recorded`` and ``drafted`` are digests of what its fields held when it was opened, by name: of
    the saved texts (left out where empty), and of the drafts, the one in the field first. A page
    opened before pages sent them has neither, and all it sends counts as typed.
    """

    typed: Mapping[str, tuple[str, ...]]
    seen: Mapping[str, str] = field(default_factory=dict)
    window: str = ""
    turn: int = 0
    recorded: Mapping[str, str] = field(default_factory=dict)
    drafted: Mapping[str, Sequence[str]] = field(default_factory=dict)
    says_what_stood: bool = False

    @classmethod
    def of(cls, fields: Mapping[str, Sequence[str]]) -> Sent:
        """Read posted fields, a list of values by name. What no form of ours sends is left out.

        PostgreSQL stores no null character, so each becomes U+FFFD.
        """
        page = {name: "".join(fields.get(name, ())) for name in OF_THE_PAGE}
        typed = {
            name: tuple(value.replace("\0", "\ufffd") for value in values)
            for name, values in fields.items()
            if name not in NOT_TYPED | OF_THE_PAGE
            if not name.startswith(("settle-", "against-"))
        }
        recorded, drafted = _read_based_on(page["based_on"])
        return cls(
            typed=typed,
            seen=read_seen(page["seen"]),
            window=page["window"][:40],
            turn=int(page["turn"]) if page["turn"].isdecimal() and len(page["turn"]) < 9 else 0,
            recorded=recorded,
            drafted=drafted,
            says_what_stood=bool(page["based_on"]),
        )

    def typed_over(self, kept: Mapping[str, Sequence[Version]]) -> dict[str, tuple[str, ...]]:
        """Return what was typed, with a tick that was removed, which browsers do not send."""
        own = {
            name
            for name, versions in kept.items()
            if any(each.window == self.window and each.digest == _TICKED for each in versions)
        }
        shown = {name for name in {*self.recorded, *self.drafted} if self.base(name) == _TICKED}
        return {**dict.fromkeys(own | shown, ()), **self.typed}

    def base(self, name: str) -> str | None:
        """Return the digest of what this window showed in a field, or None if it did not say."""
        if not self.says_what_stood:
            return None
        return self.draft_shown(name) or self.recorded.get(name, _NOTHING)

    def draft_shown(self, name: str) -> str | None:
        """Return the digest of the draft that this window showed in a field."""
        return self.drafted[name][0] if name in self.drafted else None

    def record(self, name: str) -> str | None:
        """Return the digest of the saved text when this window was opened, or None likewise."""
        return self.recorded.get(name, _NOTHING) if self.says_what_stood else None


def posted_fields(posted: QueryDict) -> dict[str, list[str]]:
    """Return the fields of a page as they were posted, without the CSRF token."""
    return {name: values for name, values in posted.lists() if name != "csrfmiddlewaretoken"}


def long_texts(posted: QueryDict) -> list[str]:
    """Return every typed text of more than one word, for its writer to read and copy."""
    typed = Sent.of(posted_fields(posted)).typed
    return [text for texts in typed.values() for text in texts if " " in text.strip()]


def dump(seen: Mapping[str, str]) -> str:
    return json.dumps(seen, separators=(",", ":"))


class Damaged(Refused):
    """What a page sent about the texts it showed cannot be read."""

    status = 400
    title = "Not saved"

    def __init__(self) -> None:
        super().__init__(
            "The page did not say what it had shown you, so nothing was saved. "
            "What you typed is kept: open the page again and save it there."
        )


def load(text: str) -> dict[str, str]:
    """Read what ``dump`` wrote; an empty text is of a page that showed none. Raises ``Damaged``."""
    try:
        digests = json.loads(text or "{}")
    except (ValueError, RecursionError) as error:
        raise Damaged from error
    if not isinstance(digests, dict):
        raise Damaged
    return {str(key): str(value) for key, value in digests.items()}


def read_seen(text: str) -> dict[str, str]:
    """Read the digests a page sent; what cannot be read counts as none, and saving refuses it."""
    try:
        return load(text)
    except Refused:
        return {}


def dump_based_on(
    recorded: Mapping[str, Sequence[str]], drafted: Mapping[str, Sequence[Version]]
) -> str:
    """Return as JSON the digests of what a page's fields hold when it is opened: see ``Sent``."""
    saved = {name: digest(*values) for name, values in recorded.items()}
    filled = {name: value for name, value in saved.items() if value != _NOTHING}
    shown = {name: [version.digest for version in kept] for name, kept in drafted.items()}
    return json.dumps({"stood": filled, "drafted": shown}, separators=(",", ":"))


def merge(versions: Sequence[Version], typed: Version, sent: Sent) -> list[Version]:
    """Return the versions to keep of one field after a window sent ``typed``, the newest first.

    A window replaces its own version, and the one that it showed. Anything else that it sends and
    did not show itself is kept beside the others.
    """
    own = next((version for version in versions if version.window == typed.window), None)
    if own and (own.turn > typed.turn or own.digest == typed.digest):
        return list(versions)
    if not own and typed.digest == sent.base(typed.name):
        return list(versions)
    shown = sent.draft_shown(typed.name)
    replaced = own or next((version for version in versions if version.digest == shown), None)
    others = [version for version in versions if version is not replaced]
    is_known = any(version.digest == typed.digest for version in others)
    if is_known or typed.digest == sent.record(typed.name):
        return others
    return [typed, *others]


def rivals(
    versions: Sequence[Version], sent: Sent, name: str, typed: Sequence[str]
) -> list[Version]:
    """Return the versions of other windows that differ from what this window changed a field to."""
    if digest(*typed) == sent.record(name):
        return []
    return left_after_saving(versions, sent, name, typed)


def left_after_saving(
    versions: Sequence[Version], sent: Sent, name: str, typed: Sequence[str]
) -> list[Version]:
    """Return the versions that are still drafts once what this window sent is saved."""
    known = {sent.draft_shown(name), digest(*typed)}
    others = [version for version in versions if version.window != sent.window]
    return [version for version in others if version.digest not in known]


def _read_based_on(text: str) -> tuple[dict[str, str], dict[str, list[str]]]:
    try:
        based_on = json.loads(text or "{}")
        recorded = {str(name): str(shown) for name, shown in based_on["stood"].items()}
        drafted = {
            str(name): [str(value) for value in shown]
            for name, shown in based_on["drafted"].items()
        }
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return {}, {}
    return recorded, {name: shown for name, shown in drafted.items() if shown}
