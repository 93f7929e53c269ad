"""The settings of a next version, whose migrations run while this version serves."""

from config.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.next_version"]  # noqa: F405
