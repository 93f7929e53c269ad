"""What the gallery draws the parts of the set-up pages with."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from improvement.programme_file.plan import PlannedState
from reporting.setup.tasks import SetupStep, StepState
from scorecards.programme_file.preview import PreviewLine, PreviewPart


def set_up_example() -> dict[str, Any]:
    """Return a step, the links of a bar, and what a programme file would change."""
    line = PreviewLine("actions/EX-01/text", "Action EX-01: text", "Before", "After", "", False)
    preview = SimpleNamespace(
        parts=[PreviewPart(PlannedState.CHANGED, (line,))],
        text="{}",
        name="example.json",
        plan=SimpleNamespace(digest="0"),
    )
    return {
        "step": SetupStep("Meetings", "#meetings", StepState.BEGUN, "1 meeting, tier 1"),
        "links": [{"label": "Paste rows", "url": "#paste", "kind": ""}],
        "preview": preview,
    }
