"""An installation that runs: its database, its server, and the proxy before it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.compose import Service, free_port, wait_until
from tests.support.databases import empty_database
from tests.support.installation import KIND, Installation
from tests.support.proxy import proxy_before


@pytest.fixture(scope="module")
def installation(tmp_path_factory) -> Iterator[Installation]:
    """A database of its own, migrated; static files collected; the server started and ready."""
    folder = tmp_path_factory.mktemp("installation")
    with empty_database(KIND, folder) as url:
        environment = {
            "DATABASE_URL": url,
            "PORT": free_port(),
            "PROMETHEUS_MULTIPROC_DIR": str(folder / "measured"),
            "HEARTBEAT": str(folder / "reminded"),
            "EMAIL_URL": f"filemail://{folder / 'mails'}",
            "METRICS_TOKEN": "a key for Prometheus",
        }
        migrate, app = Service("migrate", **environment), Service("app", **environment)
        waiting = app.run([*app.health_check])
        assert (waiting.returncode, "does not answer" in waiting.stderr) == (1, True)
        done = migrate.run(migrate.command)
        assert done.returncode == 0, done.stderr
        collected = app.run(["python", "manage.py", "collectstatic", "--no-input"])
        assert collected.returncode == 0, collected.stderr
        with app.running(folder / "app.log"):
            wait_until(app.is_healthy, (folder / "app.log").read_text)
            yield Installation(app, folder)


@pytest.fixture(scope="module")
def proxy(installation, tmp_path_factory) -> Iterator[Service]:
    """The proxy before it, with the very configuration file."""
    with proxy_before(installation.app.environment["PORT"], tmp_path_factory) as proxy:
        yield proxy
