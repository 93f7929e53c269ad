"""Documents made by a script in a process of its own, which too much time or memory ends."""

from __future__ import annotations

from pathlib import Path

from improvement.processes.limited_process import JobFailed, TooMuch, run_limited
from improvement.values.refusals import Refused

PATIENCE = 2  # times as long by the clock as by the processor
WHAT_TO_DO = (
    "Nothing of yours is lost. Try again in some minutes; if it happens again, "
    "tell whoever runs this site."
)


class NotDrawn(Refused):
    """The document could not be made, and the sentence says why."""

    status = 503
    title = "The document was not made"


def make_document(script: Path, given: bytes, *, seconds: int, megabytes: int) -> bytes:
    """Return what ``script`` makes of ``given`` within its limits. Raises ``NotDrawn``."""
    limits = {"seconds": seconds, "megabytes": megabytes, "patience": PATIENCE}
    try:
        return run_limited(script, given=given, **limits)
    except TooMuch as failed:
        raise NotDrawn(f"Nothing was made: {failed} {WHAT_TO_DO}") from failed
    except JobFailed as failed:
        raise NotDrawn(f"Nothing was made: {failed}") from failed
