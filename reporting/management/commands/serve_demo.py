"""serve_demo: Django's own server for the demo, which prints its address and nothing else."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import runserver

from reporting.demo.clock import start_clock_of_demo


class Command(runserver.Command):
    help = "Serve the demo on this machine. What serves an installation is gunicorn config.wsgi."

    def inner_run(self, *args: Any, **options: Any) -> None:
        """Serve, in the demo's own time where it has one."""
        start_clock_of_demo()
        super().inner_run(*args, **options)

    def check_migrations(self) -> None:
        """Skip the check: the demo was migrated and loaded just before."""

    def on_bind(self, server_port: int) -> None:
        """Print the address once the server listens."""
        address = f"{self.addr}:{server_port}"  # type: ignore[attr-defined]
        self.stdout.write(f"Serving at http://{address} (Ctrl+C ends it)")
        self.stdout.flush()
