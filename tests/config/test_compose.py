"""docker-compose.yml: as its specification wants it, and with nothing to edit but one .env."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands
from podman_compose import rec_subs

from config import settings
from tests.config.compose import FILE, FILLED_IN, ROOT, dot_env, services

READ_ELSEWHERE = {"WEB_CONCURRENCY", "PORT", "PROMETHEUS_MULTIPROC_DIR", "HEARTBEAT"}
READ_ELSEWHERE |= {"BACKUPS", "BACKUP_DAYS", "LISTEN_ON"}
# Of a demo, of a proxy without TLS, and of a machine that watches itself.
NEVER_GIVEN = {"DEBUG", "SECURE_SSL_REDIRECT", "METRICS_FROM_LOOPBACK"}
SHOWN = (
    "s.MFA_REQUIRED_FOR, s.SECRET_KEY_FALLBACKS, s.CSRF_TRUSTED_ORIGINS, s.OIDC_ISSUER, "
    "s.OIDC_NAME, s.OIDC_MFA, s.SOCIALACCOUNT_PROVIDERS, s.SESSION_IDLE_MINUTES, s.SESSION_HOURS, "
    "s.ALLAUTH_TRUSTED_PROXY_COUNT, s.SECURE_CSP"
)
ONCE = {"migrate"}  # runs to its end, so nothing asks how it is


def check(file: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    return subprocess.run([*command, str(file)], capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_file_is_as_the_compose_specification_wants_it(tmp_path):
    answer = check(FILE)
    assert answer.returncode == 0, answer.stdout
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text(FILE.read_text().replace("healthcheck:", "healthchek:"))
    assert "'healthchek' was unexpected" in check(wrong).stdout


@pytest.mark.slow
def test_with_the_settings_put_in_it_still_is(tmp_path):
    told = {"name": "x", "services": services(**FILLED_IN)}
    told["volumes"] = yaml.safe_load(FILE.read_text())["volumes"]
    (tmp_path / "docker-compose.yml").write_text(yaml.safe_dump(told))
    answer = check(tmp_path / "docker-compose.yml")
    assert answer.returncode == 0, answer.stdout


def test_there_are_app_database_proxy_and_jobs_each_with_a_health_check():
    told = services(**FILLED_IN)
    assert set(told) == {"db", "migrate", "app", "reminders", "backup", "proxy"}
    assert {name for name, facts in told.items() if "healthcheck" not in facts} == ONCE
    for name, facts in told.items():
        waits_for = facts.get("depends_on", {})
        if name in ("app", "reminders", "backup"):
            assert waits_for == {"migrate": {"condition": "service_completed_successfully"}}
        assert set(waits_for) <= set(told)


@pytest.mark.parametrize("name", sorted(FILLED_IN.keys() - {"POSTGRES_PASSWORD"}))
def test_what_is_missing_in_the_env_file_is_named(name):
    with pytest.raises(ValueError, match=f"Set {name} in .env"):
        services(**{**FILLED_IN, name: ""})


def test_nothing_is_asked_for_inside_what_stands_in_for_something_else():
    """Some engines look at what stands in before they know whether it has to."""
    assert not re.findall(r"\$\{\w+:?[-+][^}]*\$\{\w+:?\?", FILE.read_text())


def test_every_setting_it_asks_for_is_in_the_example():
    asked = set(re.findall(r"\$\{([A-Z_]+)", FILE.read_text()))
    assert asked | {"COMPOSE_PROFILES"} == set(dot_env())


def test_a_managed_database_takes_the_place_of_the_one_that_comes_along():
    managed = "postgres://user:password@managed.example:5432/name?sslmode=verify-full"
    told = services(**{**FILLED_IN, "POSTGRES_PASSWORD": "", "DATABASE_URL": managed})
    assert told["app"]["environment"]["DATABASE_URL"] == managed
    assert told["migrate"]["depends_on"]["db"]["required"] is False
    assert told["db"]["profiles"] == ["database"]
    assert dot_env()["COMPOSE_PROFILES"] == "database"


def test_every_setting_it_gives_is_read_and_every_one_that_is_read_is_given():
    given = set(services(**FILLED_IN)["app"]["environment"])
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', Path(settings.__file__).read_text()))
    assert given <= read | READ_ELSEWHERE
    assert read - given == NEVER_GIVEN


@pytest.mark.slow
def test_what_nobody_fills_in_is_as_the_settings_have_it():
    as_given = services(**FILLED_IN)["app"]["environment"]
    filled_in = {"SECRET_KEY", "EMAIL_URL", "DEFAULT_FROM_EMAIL", "DATABASE_URL"}
    least = {name: as_given[name] for name in filled_in | {"BASE_URL", "ALLOWED_HOSTS"}}
    assert settings_under(as_given) == settings_under(least)
    without_example = rec_subs(yaml.safe_load(FILE.read_text()), dict(FILLED_IN))
    assert settings_under(without_example["services"]["app"]["environment"]) == (
        settings_under(least)
    )


def settings_under(environment: dict[str, str]) -> str:
    told = {"PATH": os.environ["PATH"], **environment}
    command = [sys.executable, "-c", f"from config import settings as s; print({SHOWN})"]
    return subprocess.run(
        command, cwd=ROOT, env=told, capture_output=True, text=True, check=True
    ).stdout


def test_an_empty_list_of_who_needs_a_second_step_means_nobody():
    told = services(**FILLED_IN, MFA_REQUIRED_FOR="")["app"]["environment"]
    assert settings_under(told).startswith("[] ")


def test_what_runs_is_not_root_and_changes_nothing_of_itself():
    told = services(**FILLED_IN)
    for name in ("migrate", "app", "reminders", "backup"):
        assert told[name]["read_only"] is True
        assert told[name]["cap_drop"] == ["ALL"]
    stages = (ROOT / "Dockerfile").read_text().split("\nFROM ")
    assert "\nUSER app\n" in stages[-1]
    published = [name for name, facts in told.items() if "ports" in facts]
    assert published == ["proxy"]


def test_every_command_that_the_operators_are_told_exists():
    told = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    commands = set(re.findall(r"manage\.py (\w+)", told))
    targets = set(re.findall(r"`make (\w+)", told))
    made = set(re.findall(r"^(\w[\w-]*):", (ROOT / "Makefile").read_text(), re.M))
    assert commands >= {"backup", "restore", "migrate", "send_reminders", "tidy_up", "end_sessions"}
    assert commands <= set(get_commands())
    assert targets >= {"outdated", "sbom"}
    assert targets <= made
