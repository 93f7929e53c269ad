"""Places of a programme file: by path for commands, and by words for people."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where something stands in a file: ``workstreams[safety].actions[PS-01].text``, and in words.

    Items of a list are named by their key, so that a place stays when the list grows.
    """

    path: str = ""
    words: str = ""

    def part(self, name: str, words: str) -> Place:
        """Return the place of a key of this one."""
        path = f"{self.path}.{name}" if self.path else name
        return Place(path, f"{self.words}, {words}" if self.words else words)

    def item(self, name: str, key: str, words: str) -> Place:
        """Return the place of the item ``key`` of a list of this one."""
        return self.part(f"{name}[{key}]", words)
