"""Short names of measures and actions, for lists in which a whole name has no room."""

from __future__ import annotations

METRIC_CHARACTERS, ACTION_CHARACTERS = 28, 48


def short_name(short: str, name: str, characters: int) -> str:
    """Return ``short``, or ``name`` cut at a word with … so that it has at most ``characters``."""
    if short:
        return short
    line = " ".join(name.split())
    if len(line) <= characters:
        return line
    whole_words = line[:characters].rpartition(" ")[0] or line[: characters - 1]
    return f"{whole_words.rstrip(' ,;:.–-(')}…"
