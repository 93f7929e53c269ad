"""How many ratings of an open month are confirmed, and whose are carried from the last one."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.contents.facts import Contents
from reporting.summary.returns import brief_names


@dataclass(frozen=True)
class ConfirmedSoFar:
    """The actions whose ratings are confirmed and those that wait, by workstream in short."""

    confirmed: tuple[tuple[str, int], ...]
    carried: tuple[tuple[str, int], ...]

    @property
    def carried_count(self) -> int:
        return sum(count for _, count in self.carried)

    @property
    def confirmed_words(self) -> str:
        """“13 ratings are confirmed so far and none moved: Patient 10, Performance 3.”"""
        whole = sum(count for _, count in self.confirmed)
        if not whole:
            return "No rating is confirmed so far."
        each = ", ".join(f"{name} {count}" for name, count in self.confirmed)
        ratings = "1 rating is" if whole == 1 else f"{whole} ratings are"
        return f"{ratings} confirmed so far and none moved: {each}."

    @property
    def waiting_for(self) -> str:
        """The workstreams whose ratings wait: “Governance, Culture and Performance”."""
        *names, last = (name for name, _ in self.carried) if self.carried else ("",)
        return f"{', '.join(names)} and {last}" if names else last


def confirmed_so_far(contents: Contents) -> ConfirmedSoFar:
    """Count the actions of each workstream that are confirmed, and those that are carried."""
    names = brief_names([stream.name for stream in contents.workstreams])
    counts = [
        (names[stream.name], len(stream.actions), sum(bool(one.carried) for one in stream.actions))
        for stream in contents.workstreams
    ]
    return ConfirmedSoFar(
        confirmed=tuple((name, all_ - left) for name, all_, left in counts if all_ > left),
        carried=tuple((name, left) for name, _, left in counts if left),
    )
