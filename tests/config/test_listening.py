"""Whom the application server answers: what a proxy says of a visitor is believed."""

from __future__ import annotations

import runpy

import pytest

from tests.support.compose import FILLED_IN, ROOT, services


def bound() -> str:
    return str(runpy.run_path(str(ROOT / "gunicorn.conf.py"))["bind"])


def test_without_containers_nobody_but_this_machine_is_answered(monkeypatch: pytest.MonkeyPatch):
    for name in ("LISTEN_ON", "PORT"):
        monkeypatch.delenv(name, raising=False)
    assert bound() == "127.0.0.1:8000"
    monkeypatch.setenv("PORT", "9000")
    assert bound() == "127.0.0.1:9000"


def test_a_container_answers_the_proxy_beside_it(monkeypatch: pytest.MonkeyPatch):
    for name in ("LISTEN_ON", "PORT"):
        monkeypatch.setenv(name, services(**FILLED_IN)["app"]["environment"][name])
    assert bound() == "0.0.0.0:8000"
    assert "LISTEN_ON=0.0.0.0" in (ROOT / "Dockerfile").read_text()
