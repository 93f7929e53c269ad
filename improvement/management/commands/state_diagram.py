"""manage.py state_diagram: the workflow of a report as a mermaid diagram."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from improvement.cycle import MAY_FOLLOW, PEN


def mermaid() -> str:
    """Give the two tables of ``cycle`` as mermaid: what may follow what, and who holds the pen."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {status.value}: {status.words}, pen with {PEN[status].value}" for status in PEN]
    lines.append(f"    [*] --> {next(iter(PEN)).value}")
    for status, follows in MAY_FOLLOW.items():
        lines += [f"    {status.value} --> {to.value}" for to in PEN if to in follows]
    return "\n".join(lines) + "\n"


class Command(BaseCommand):
    help = "Print the workflow of a highlight report as mermaid."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(mermaid(), ending="")
