"""A piece of work in a process of its own, which too much time or memory ends, and nothing else.

A small file can ask for hours of work. Such work is a script of ours: bytes on standard input,
bytes on standard output, or one sentence on standard error and exit status 1. Run as a program,
this file is what limits it:

    python -I limited_process.py SECONDS MEGABYTES SCRIPT ARGUMENT…

It starts a new interpreter, for a copy of a process with threads may hold another's lock for ever.
That costs some 30 ms, and what the script imports.
"""

from __future__ import annotations

import errno
import logging
import os
import resource
import runpy
import subprocess
import sys
import traceback
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REFUSED, OUT_OF_MEMORY, BROKEN = 1, 3, 4  # exit statuses
BROKE = "This program has a fault, which its log tells."
MEGABYTE = 1_000_000
# Memory that a process gets when its own has run out, to say so, and how near to its limit, as a
# part of one, a process is that has run out: whoever asked for more may have raised anything.
SPARE, NEARLY_ALL = 16 * MEGABYTE, 0.9
# Wall time for each second of processor time, on a machine that has others to serve too.
PATIENCE = 10
# What a script needs of our environment. The rest holds secrets, and it may read a hostile file.
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TMPDIR", "TZ", "PACK_FONTS")

log = logging.getLogger(__name__)


class JobFailed(RuntimeError):
    """The script gave nothing; the message is its own sentence."""


class TooMuch(JobFailed):
    """The script was ended: it took more time or memory than it was given."""


def run_limited(
    script: Path,
    *arguments: str,
    given: bytes,
    seconds: int,
    megabytes: int,
    patience: int = PATIENCE,
) -> bytes:
    """Run ``script`` on ``given`` and return what it writes.

    ``seconds`` are of processor time, ``megabytes`` of address space; after ``patience`` times the
    seconds of a clock it is ended, too. Raises ``JobFailed`` with the script's sentence, and
    ``TooMuch`` where it was ended.
    """
    limits = (str(seconds), str(megabytes))
    command = [sys.executable, "-I", __file__, *limits, str(script), *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - our own file, run by our own Python
            command,
            input=given,
            capture_output=True,
            timeout=seconds * patience,
            check=False,
            env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
        )
    except subprocess.TimeoutExpired as late:
        raise TooMuch(_limits_in_words(seconds, megabytes)) from late
    message = done.stderr.decode(errors="replace").strip()
    if done.returncode == REFUSED:
        raise JobFailed(message)
    if done.returncode:
        log.warning("%s ended with status %s: %s", script.name, done.returncode, message[-2_000:])
    if done.returncode == BROKEN:
        raise JobFailed(BROKE)
    if done.returncode:
        raise TooMuch(_limits_in_words(seconds, megabytes))
    return done.stdout


def _limits_in_words(seconds: int, megabytes: int) -> str:
    return f"It took more than {seconds} seconds or {megabytes} MB, so it was ended."


def _limit(seconds: int, megabytes: int) -> None:
    """Limit this process: the system ends it at its time, and gives it no more memory."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    with suppress(ValueError, OSError):  # macOS limits no address space
        most = megabytes * MEGABYTE
        resource.setrlimit(resource.RLIMIT_AS, (most, most + SPARE))


def has_run_out_of_memory(error: BaseException | None) -> bool:
    """Return whether ``error`` was raised because this process got no more memory.

    From then on it gets a little more, to say so.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    while error is not None:
        if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
            return True
        if isinstance(error, ImportError) and "failed to map segment" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return hard != resource.RLIM_INFINITY and _peak() > (hard - SPARE) * NEARLY_ALL


def _peak() -> int:
    """Return the most address space this process ever had, in bytes; 0 where nobody counts it."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmPeak:"):
                return int(line.split()[1]) * 1024
    return 0


def main(seconds: str, megabytes: str, script: str, *arguments: str) -> int:
    """Run ``script`` within its limits. Returns the exit status."""
    _limit(int(seconds), int(megabytes))
    sys.path.append(str(ROOT))
    sys.argv = [script, *arguments]
    try:
        runpy.run_path(script, run_name="__main__")
    except SystemExit:
        raise
    except BaseException as error:  # Python's own exit status for it is the one of a refusal
        status = OUT_OF_MEMORY if has_run_out_of_memory(error) else BROKEN
        traceback.print_exc()
        return status
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
