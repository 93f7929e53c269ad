"""Two people at the same moment, each with a connection of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from django.db import connection, transaction


def while_held(first: Callable[[], object], second: Callable[[], str]) -> str:
    """Do ``second`` while what ``first`` wrote is not committed yet; give what it says."""
    written, over = Event(), Event()

    def write() -> None:
        try:
            with transaction.atomic():
                first()
                written.set()
                over.wait(1.5)  # the second waits for this one's rows meanwhile
        finally:
            written.set()
            connection.close()

    def follow() -> str:
        written.wait()
        try:
            return second()
        finally:
            over.set()
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        writing, following = pool.submit(write), pool.submit(follow)
        writing.result()
        return following.result()
