"""The second step: that everybody needs one, and a lead who has set up an app."""

from __future__ import annotations

import pytest
from django.test import Client

from improvement.models import Person
from tests.support.second_step import set_up_app, sign_in


@pytest.fixture
def secret(lead: Person) -> str:
    client = Client()
    sign_in(client)
    return set_up_app(client)


@pytest.fixture
def required(settings) -> None:
    """Everybody needs a second step."""
    settings.MFA_REQUIRED_FOR = ["everybody"]
