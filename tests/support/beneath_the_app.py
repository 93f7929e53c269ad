"""What somebody does at the database itself, and what verifying then says."""

from __future__ import annotations

import pytest
from django.db import connection

from improvement.audit.event_log import log_download
from improvement.audit.verify import BrokenHistory, verify_history
from improvement.audit.write_once_triggers import write_once_models
from improvement.models import WrittenOnce


def execute(statement: str, *given: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)


def fault() -> str:
    with pytest.raises(BrokenHistory) as broken:
        verify_history()
    return str(broken.value)


def filled(programme, person, at) -> list[type[WrittenOnce]]:
    """Return the guarded models that have rows, the log among them."""
    log_download(about="A", detail="", programme=programme, by=person, at=at, place="")
    return [model for model in write_once_models() if model._default_manager.exists()]
