"""Data out, asked everything its OpenAPI document allows and much that it does not."""

from __future__ import annotations

from datetime import timedelta

import pytest
import schemathesis
from django.core.cache import caches
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from improvement.accounts.tokens import make_token
from improvement.values.clock import now, today
from reporting.api.openapi import openapi
from reporting.api.urls import api

# Left out for all other tests, whose start it makes slower.
pytest_plugins = ["schemathesis.pytest.plugin"]

CONFORMS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
schema = schemathesis.openapi.from_dict(openapi(api))
schema.app = get_wsgi_application()
schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])


@pytest.fixture
def one_connection():
    """Keep the test's own connection, as Django's test client does: a request closes old ones."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def key(one_connection, programme, office, monkeypatch) -> str:
    caches["process"].clear()
    # The limit has its own test; here more is asked in a minute than it lets through.
    monkeypatch.setattr("reporting.api.authentication.A_MINUTE", 1_000_000)
    until = today() + timedelta(days=1)
    return make_token(programme=programme, name="Fuzz", expires_on=until, by=office, at=now())[1]


@schema.parametrize()
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_whatever_is_asked_the_answer_is_as_the_document_says(key, case):
    if "programme" in case.path_parameters and case.meta.generation.mode.is_positive:
        case.path_parameters["programme"] = "scas"
    answer = case.call(headers={"Authorization": f"Bearer {key}"})
    case.validate_response(answer, checks=CONFORMS)
