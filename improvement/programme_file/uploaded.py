"""A programme file that somebody uploads: read as JSON in a process of its own, within limits."""

from __future__ import annotations

from pathlib import Path

from improvement.models import Person
from improvement.processes.limited_process import JobFailed, TooMuch, run_limited
from improvement.processes.locks import one_job_of

PROCESS = Path(__file__).with_name("strict_json.py")
MOST_BYTES = 2_000_000
MOST_SECONDS, MOST_MEGABYTES = 5, 300
TOO_LARGE = "This file is larger than 2 MB: the file of a programme is far smaller."
TOO_SLOW = "This file takes far more time or memory to read than that of a programme does."


class UnfitUpload(Exception):
    """The file is not read. The message is a sentence for whoever uploaded it."""


def plain_json(content: bytes, by: Person) -> str:
    """Return an uploaded file as JSON in plain text, which may be kept in a form.

    Raises ``UnfitUpload``, and ``Busy`` where ``by`` has such a job running.
    """
    if len(content) > MOST_BYTES:
        raise UnfitUpload(TOO_LARGE)
    limits = {"seconds": MOST_SECONDS, "megabytes": MOST_MEGABYTES}
    try:
        with one_job_of(by):
            return run_limited(PROCESS, given=content, **limits).decode()
    except TooMuch as failed:
        raise UnfitUpload(TOO_SLOW) from failed
    except (JobFailed, UnicodeDecodeError) as failed:
        raise UnfitUpload(str(failed)) from failed
