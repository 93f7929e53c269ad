"""manage.py state_diagram: the workflow of a report as a mermaid diagram."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from improvement.models import Status
from improvement.workflow.transitions import HOLDER_OF, MAY_FOLLOW, MAY_RETURN, MAY_TAKE_BACK


def mermaid() -> str:
    """Return the tables of ``transitions`` as mermaid: what may follow what, and who edits."""
    lines = ["stateDiagram-v2"]
    lines += [
        f"    {status.value}: {status.words}, with {HOLDER_OF[status].value}"
        for status in HOLDER_OF
    ]
    lines.append(f"    [*] --> {next(iter(HOLDER_OF)).value}")
    for status, follows in MAY_FOLLOW.items():
        for to in (to for to in HOLDER_OF if to in follows):
            ways = {"returned with a comment": MAY_RETURN, "taken back unread": MAY_TAKE_BACK}
            words = [way for way, table in ways.items() if status in table]
            label = f": {' or '.join(words)}" if to is Status.DRAFT and words else ""
            lines.append(f"    {status.value} --> {to.value}{label}")
    return "\n".join(lines) + "\n"


class Command(BaseCommand):
    help = "Print the workflow of a highlight report as mermaid."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(mermaid(), ending="")
