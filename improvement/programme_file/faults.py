"""Faults of a programme file: named by path on the command line, and by words in a browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.humanize.templatetags.humanize import ordinal

WHOLE = "(whole file)"
Path = tuple[str | int, ...]

# What an item of a list is called, and the key by which people know it.
ITEMS = {
    "people": ("person", "name"),
    "scales": ("scale", "name"),
    "points": ("point", "code"),
    "sources": ("source", "title"),
    "meetings": ("meeting", "name"),
    "workstreams": ("workstream", "name"),
    "appointments": ("appointment of", "person"),
    "actions": ("action", "ref"),
    "criteria": ("criterion", "number"),
    "metrics": ("metric", "number"),
    "lines": ("line", "name"),
    "milestones": ("milestones of", "quarter"),
    "months": ("month", "month"),
    "reports": ("report of", "workstream"),
    "action_ratings": ("ratings of action", "ref"),
    "criterion_ratings": ("rating of criterion", "number"),
    "remarks": ("remark on metric", "metric"),
    "quarters": ("quarter", ""),
}
LABELS = {
    "ref": "reference",
    "exit_on": "exit date",
    "sro": "Senior Responsible Officer",
    "from": "threshold",
    "as_at": "last days of its figures",
    "strength": "Must or Should",
    "slug": "short name for addresses",
}


@dataclass(frozen=True)
class Fault:
    """What is wrong at a place of a file. ``words`` names the place for people."""

    path: Path
    sentence: str
    words: str = ""

    def __str__(self) -> str:
        return f"{self.path_text or WHOLE}: {self.sentence}"

    @property
    def path_text(self) -> str:
        """The place as commands name it: ``people[0].name``."""
        parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.path)
        return "".join(parts).removeprefix(".")

    @property
    def in_words(self) -> str:
        """The fault as a browser shows it."""
        sentence = self.sentence.replace("Input should be", "this should be", 1)
        return f"{self.words or 'The file'}: {sentence}"


class UnreadableFile(Exception):
    """The file is not a programme file. ``found`` are its faults, ``faults`` by path."""

    def __init__(self, found: Sequence[Fault]) -> None:
        self.found = list(found)
        self.faults = [str(fault) for fault in found]
        super().__init__("; ".join(self.faults))


def words_of(path: Path, facts: Any) -> str:
    """Return a place of a file in words, as far as the file itself says what stands there."""
    words: list[str] = []
    part: str | int = ""
    for step in path:
        before, part = part, step
        facts = _below(facts, step)
        if isinstance(step, int):
            words[-1:] = [_item(str(before), step, facts)]
        else:
            words.append(LABELS.get(step, step.replace("_", " ")))
    sentence = ", ".join(words)
    return sentence[:1].upper() + sentence[1:]


def _below(facts: Any, step: str | int) -> Any:
    if isinstance(facts, dict):
        return facts.get(step)
    is_there = isinstance(facts, list) and isinstance(step, int) and step < len(facts)
    return facts[step] if is_there else None


def _item(name: str, place: int, facts: Any) -> str:
    what, key = ITEMS.get(name, ("line", ""))
    known = facts.get(key) if isinstance(facts, dict) and key else facts
    if name in ITEMS and isinstance(known, str) and known:
        return f"{what} {known}"
    label = "" if name in ITEMS else f"{LABELS.get(name, name.replace('_', ' '))}, "
    return f"{label}the {ordinal(place + 1)} {what.removesuffix(' of')}"
