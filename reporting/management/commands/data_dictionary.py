"""``data_dictionary``: print every table and column of the data out, for docs/data-out.md."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from reporting.api.openapi import dictionary


class Command(BaseCommand):
    help = "Print the tables and columns of the data out as Markdown."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(dictionary(), ending="")
