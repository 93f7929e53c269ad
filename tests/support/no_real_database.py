"""No test reaches a database that somebody works on: the whole run stops before one is opened.

A run begins with no database named at all. The fixtures name one of the run's own, and its name
begins with "test"; whatever would open another, for whatever reason, ends the run.
"""

from __future__ import annotations

from pathlib import PurePath

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

NONE_YET = "no_database_yet"


def keep_to_test_databases(session: pytest.Session) -> str:
    """Forget the database that the settings name, open none but tests' own; return its name."""
    named = str(connection.settings_dict["NAME"])
    connection.close()
    connection.settings_dict["NAME"] = NONE_YET
    connect = BaseDatabaseWrapper.connect

    def connect_to_a_test_database(database: BaseDatabaseWrapper) -> None:
        # Any other alias is one that a test made, of a database that it made.
        if database.alias == "default":
            stop_unless_for_tests(str(database.settings_dict["NAME"]), session)
        connect(database)

    BaseDatabaseWrapper.connect = connect_to_a_test_database
    return named


def stop_unless_for_tests(name: str, session: pytest.Session) -> None:
    """End the run where a database is not a test's own by name."""
    if PurePath(name).name.startswith("test"):
        return
    said = f"A test was about to open the database {name}, which is no test database."
    session.shouldfail = said
    pytest.fail(f"{said} Nothing was written. What needs a database asks for django_db_setup.")
