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
from tests.support.compose import APP_HOST, FILE, FILLED_IN, ROOT, dot_env, services

READ_ELSEWHERE = {"WEB_CONCURRENCY", "PORT", "PROMETHEUS_MULTIPROC_DIR", "HEARTBEAT"}
READ_ELSEWHERE |= {"BACKUPS", "BACKUP_DAYS", "LISTEN_ON", "VERIFIED"}
# Of a demo, of a proxy without TLS, and of a machine that watches itself.
NEVER_GIVEN = {"DEBUG", "DEMO_CLOCK", "SECURE_SSL_REDIRECT", "METRICS_FROM_LOOPBACK"}
SHOWN = (
    "s.MFA_REQUIRED_FOR, s.SECRET_KEY_FALLBACKS, s.CSRF_TRUSTED_ORIGINS, s.OIDC_ISSUER, "
    "s.OIDC_NAME, s.OIDC_MFA, s.SOCIALACCOUNT_PROVIDERS, s.SESSION_IDLE_MINUTES, s.SESSION_HOURS, "
    "s.ALLAUTH_TRUSTED_PROXY_COUNT, s.SECURE_CSP"
)
ONCE = {"migrate", "files"}  # run to their end, so nothing asks how they are
JOBS = {"reminders", "backup", "verify"}


def check(file: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    return subprocess.run([*command, str(file)], capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_file_is_as_the_compose_specification_wants_it(tmp_path):
    for file in (FILE, APP_HOST):
        answer = check(file)
        assert answer.returncode == 0, answer.stdout
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text(FILE.read_text().replace("healthcheck:", "healthchek:"))
    assert "'healthchek' was unexpected" in check(wrong).stdout


@pytest.mark.slow
def test_with_the_settings_put_in_it_still_is(tmp_path):
    composed = {"name": "x", "services": services(**FILLED_IN)}
    composed["volumes"] = yaml.safe_load(FILE.read_text())["volumes"]
    (tmp_path / "docker-compose.yml").write_text(yaml.safe_dump(composed))
    answer = check(tmp_path / "docker-compose.yml")
    assert answer.returncode == 0, answer.stdout


def test_there_are_app_database_proxy_and_jobs_each_with_a_health_check():
    composed = services(**FILLED_IN)
    assert set(composed) == {"db", "app", "proxy"} | ONCE | JOBS
    assert {name for name, facts in composed.items() if "healthcheck" not in facts} == ONCE
    for name, facts in composed.items():
        waits_for = facts.get("depends_on", {})
        if name in {"app"} | JOBS:
            assert waits_for == {"migrate": {"condition": "service_completed_successfully"}}
        assert set(waits_for) <= set(composed)


def test_what_a_service_prints_never_fills_the_disk():
    for name, facts in services(**FILLED_IN).items():
        options = {"max-size": "10m", "max-file": "5"}
        assert facts["logging"] == {"driver": "json-file", "options": options}, name


def test_a_second_host_has_the_application_alone_where_its_proxy_finds_it():
    here, changed = services(**FILLED_IN), yaml.safe_load(APP_HOST.read_text())["services"]
    assert set(changed) <= set(here)
    left_out = {name for name, facts in changed.items() if facts.get("profiles") == ["elsewhere"]}
    assert {*here} - left_out == {"app", "files", "db"}  # db has a profile of its own
    waits_for = changed["app"]["depends_on"]
    assert {name for name, facts in waits_for.items() if facts.get("required", True)} == {"files"}
    composed = rec_subs(changed, dot_env(APP_ADDRESS="10.0.0.12"))["app"]
    assert composed["ports"] == ["10.0.0.12:8000:8000"]
    with pytest.raises(ValueError, match=r"Set APP_ADDRESS in \.env"):
        rec_subs(changed, dot_env())


def test_the_proxy_is_told_of_the_hosts_that_the_application_runs_on():
    hosts = "app:8000 10.0.0.12:8000"
    composed = services(**FILLED_IN, APP_HOSTS=hosts)["proxy"]["environment"]
    assert (composed["APPS"], composed["APP_HOSTS"]) == ("named", hosts)
    assert services(**FILLED_IN)["proxy"]["environment"]["APPS"] == ""


def test_another_port_for_https_is_the_same_inside_outside_and_in_mails():
    composed = services(**FILLED_IN, HTTPS_PORT="8443")
    assert composed["proxy"]["ports"] == ["80:80", "8443:8443"]
    assert composed["proxy"]["environment"]["HTTPS_PORT"] == "8443"
    assert services(**FILLED_IN, HTTPS_PORT="8443")["app"]["environment"]["BASE_URL"] == (
        "https://localhost:8443"
    )
    usual = services(**FILLED_IN)["app"]["environment"]
    assert settings_under(usual, "s.BASE_URL") == "https://localhost\n"


@pytest.mark.parametrize("name", sorted(FILLED_IN.keys() - {"POSTGRES_PASSWORD"}))
def test_what_is_missing_in_the_env_file_is_named(name):
    with pytest.raises(ValueError, match=f"Set {name} in .env"):
        services(**{**FILLED_IN, name: ""})


def test_nothing_is_asked_for_inside_what_stands_in_for_something_else():
    """Some engines look at what stands in before they know whether it has to."""
    assert not re.findall(r"\$\{\w+:?[-+][^}]*\$\{\w+:?\?", FILE.read_text())


def test_every_setting_it_asks_for_is_in_the_example():
    variables = set(re.findall(r"\$\{([A-Z_]+)", FILE.read_text() + APP_HOST.read_text()))
    assert variables | {"COMPOSE_PROFILES"} == set(dot_env())


def test_a_managed_database_takes_the_place_of_the_one_that_comes_along():
    managed = "postgres://user:password@managed.example:5432/name?sslmode=verify-full"
    composed = services(**{**FILLED_IN, "POSTGRES_PASSWORD": "", "DATABASE_URL": managed})
    assert composed["app"]["environment"]["DATABASE_URL"] == managed
    assert composed["migrate"]["depends_on"]["db"]["required"] is False
    assert composed["db"]["profiles"] == ["database"]
    assert dot_env()["COMPOSE_PROFILES"] == "database"


def test_every_setting_it_gives_is_read_and_every_one_that_is_read_is_given():
    passed_on = set(services(**FILLED_IN)["app"]["environment"])
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', Path(settings.__file__).read_text()))
    assert passed_on <= read | READ_ELSEWHERE
    assert read - passed_on == NEVER_GIVEN


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


def settings_under(environment: dict[str, str], shown: str = SHOWN) -> str:
    composed = {"PATH": os.environ["PATH"], **environment}
    command = [sys.executable, "-c", f"from config import settings as s; print({shown})"]
    return subprocess.run(
        command, cwd=ROOT, env=composed, capture_output=True, text=True, check=True
    ).stdout


def test_an_empty_list_of_who_needs_a_second_step_means_nobody():
    composed = services(**FILLED_IN, MFA_REQUIRED_FOR="")["app"]["environment"]
    assert settings_under(composed).startswith("[] ")


def test_what_runs_is_not_root_and_changes_nothing_of_itself():
    composed = services(**FILLED_IN)
    for name in {"migrate", "app", "files"} | JOBS:
        assert composed[name]["read_only"] is True
        assert composed[name]["cap_drop"] == ["ALL"]
        assert composed[name]["security_opt"] == ["no-new-privileges:true"]
    more = {name: facts["cap_add"] for name, facts in composed.items() if "cap_add" in facts}
    assert more == {"proxy": ["NET_BIND_SERVICE", "DAC_OVERRIDE"], "files": ["DAC_OVERRIDE"]}
    assert [name for name, facts in composed.items() if "user" in facts] == ["files"]
    assert composed["files"]["network_mode"] == "none"
    assert "SECRET_KEY" not in composed["files"]["environment"]
    stages = (ROOT / "Dockerfile").read_text().split("\nFROM ")
    assert "\nUSER app\n" in stages[-1]
    published = [name for name, facts in composed.items() if "ports" in facts]
    assert published == ["proxy"]


def test_every_command_that_the_operators_are_told_exists():
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    commands = set(re.findall(r"manage\.py (\w+)", page))
    targets = set(re.findall(r"`make (\w+)", page))
    made = set(re.findall(r"^(\w[\w-]*):", (ROOT / "Makefile").read_text(), re.M))
    assert commands >= {"backup", "restore", "migrate", "send_reminders", "tidy_up", "end_sessions"}
    assert commands <= set(get_commands())
    assert targets >= {"outdated", "sbom"}
    assert targets <= made
