"""Parts that a programme leaves out in one of two months are no change of what stands in them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from improvement.values.parts import ReportPart
from reporting.contents.facts import Contents


def with_parts_of_both(before: Contents, now: Contents) -> tuple[Contents, Contents]:
    """Return both without the exit criteria or metrics that one of them leaves out as a part."""
    off = {*before.programme.parts_off, *now.programme.parts_off}
    return _without(before, off), _without(now, off)


def _without(contents: Contents, off: Collection[str]) -> Contents:
    if not off:
        return contents
    workstreams = tuple(
        replace(
            stream,
            criteria=() if ReportPart.CRITERIA in off else stream.criteria,
            metrics=() if ReportPart.SCORECARD in off else stream.metrics,
        )
        for stream in contents.workstreams
    )
    return replace(contents, workstreams=workstreams)
