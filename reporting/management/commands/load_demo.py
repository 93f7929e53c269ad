"""load_demo: load the demo programme, and print its sign-ins."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from improvement.models.history import changes_from
from improvement.values.clock import now, set_time_of_demo
from reporting.demo import load
from reporting.demo.clock import demo_begins, last_recorded


class Command(BaseCommand):
    help = "Load the demo: December 2023 issued, January 2024 open, a sign-in for every role."

    @changes_from("command load_demo")
    def handle(self, *args: Any, **options: Any) -> None:
        if demo_begins():
            set_time_of_demo(last_recorded() or load.ISSUED_AT)
        sign_ins = load.load_demo(
            at=now(), with_sign_ins=settings.DEBUG, progress=self.stdout.write
        )
        if not sign_ins:
            self.stdout.write("The demo is loaded. DEBUG is off, so nobody got a demo password.")
            return
        self.stdout.write(f"The demo is loaded. Sign in with the password {load.PASSWORD} as")
        for sign_in in sign_ins:
            self.stdout.write(f"  {sign_in.email:<36} {sign_in.role}")
