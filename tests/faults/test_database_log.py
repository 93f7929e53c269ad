"""What PostgreSQL writes to its own log when a statement fails: nothing that somebody typed."""

from __future__ import annotations

import shlex

import psycopg
import pytest
from psycopg.errors import UniqueViolation

from tests.support.compose import FILLED_IN, services
from tests.support.fault_databases import Cluster


def log_after_a_failure(cluster: Cluster, options: str, typed: str) -> str:
    """Write ``typed`` twice where it may stand once; give what the log says."""
    address = f"postgres://postgres@127.0.0.1:{cluster.port}/postgres"
    with psycopg.connect(address, options=options) as connection:
        connection.execute("CREATE TEMP TABLE addresses (address text UNIQUE)")
        add = f"INSERT INTO addresses VALUES ('{typed}')"
        connection.execute(add)
        with pytest.raises(UniqueViolation):
            connection.execute(add)
    return (cluster.folder / "log").read_text()


def test_what_was_typed_is_in_no_log_of_the_container(cluster: Cluster) -> None:
    server, *options = services(**FILLED_IN)["db"]["command"]
    assert server == "postgres"
    assert "jo@trust.example" in log_after_a_failure(cluster, "", "jo@trust.example")
    said = log_after_a_failure(cluster, shlex.join(options), "nina@trust.example")
    assert said.count("duplicate key value violates unique constraint") == 2
    assert "nina@trust.example" not in said
