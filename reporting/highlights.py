"""What a dashboard puts in front: the actions that are red, moved or explained."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.contents import ActionFact, Contents, WorkstreamFact


@dataclass(frozen=True)
class Item:
    workstream: WorkstreamFact
    action: ActionFact


def noteworthy_actions(contents: Contents) -> list[Item]:
    """Give the actions rated red, moved since the month before, or explained."""
    return [
        Item(workstream, action)
        for workstream in contents.workstreams
        for action in workstream.actions
        if action.noteworthy
    ]
