"""export_pack and load_demo, as other tools call them."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from improvement.models import Appointment, Month, Person, Role
from reporting.demo import load
from tests.support.december import with_days


def run(*command, **options) -> str:
    said = StringIO()
    call_command(*command, stdout=said, **options)
    return said.getvalue()


def test_the_json_export_is_the_pack_as_frozen(december, tmp_path):
    file = tmp_path / "pack.json"
    run("export_pack", "scas", "2023-12", format="json", output=file)
    assert file.read_text(encoding="utf-8") == december.packs.get().contents_json


def test_the_pdf_export_is_a_pdf(december, tmp_path):
    file = tmp_path / "pack.pdf"
    said = run("export_pack", "scas", "2023-12", format="pdf", output=file)
    assert file.read_bytes().startswith(b"%PDF-1.7")
    assert said == f"Wrote {file}, {file.stat().st_size:,} bytes.\n"


def test_a_format_that_is_none_of_the_packs_says_so_and_fails(december, tmp_path):
    with pytest.raises(CommandError, match="“docx” is not a format of the pack"):
        run("export_pack", "scas", "2023-12", format="docx", output=tmp_path / "pack")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("slug", "month", "sentence"),
    [
        ("scas", "2025-01", "“scas” has no month 2025-01; it has: 2024-01, 2023-12."),
        ("nowhere", "2023-12", "“nowhere” has no month 2023-12; it has: none."),
        ("scas", "December", "“December” is not a month; write it as 2023-12."),
    ],
)
def test_what_cannot_be_exported_is_said(december, slug, month, sentence, tmp_path):
    with pytest.raises(CommandError) as refusal:
        run("export_pack", slug, month, output=tmp_path / "pack.pdf")
    assert str(refusal.value) == sentence


def test_a_folder_that_is_not_there_is_said(december, tmp_path):
    with pytest.raises(CommandError, match="could not be written: No such file or directory"):
        run("export_pack", "scas", "2023-12", format="json", output=tmp_path / "no" / "pack.json")


def test_the_demo_opens_january_and_gives_every_role_a_sign_in(programme, settings):
    settings.DEBUG = True
    said = run("load_demo")
    months = {month.slug: month.is_open for month in Month.objects.filter(programme=programme)}
    assert months == {"2023-12": False, "2024-01": True}
    people = Person.objects.filter(is_demo=True)
    roles = set(Appointment.objects.filter(person__in=people).values_list("role", flat=True))
    assert roles >= {"sro", "executive_lead", "programme_office", "ceo_office", "board_reader"}
    assert people.filter(is_superuser=True).count() == 1
    for person in people:
        assert f"  {person.email} " in said
    assert Role.PROGRAMME_MANAGER in roles


def test_loading_the_demo_again_changes_nothing(programme, settings):
    settings.DEBUG = True
    first = run("load_demo")
    rows = Person.history.count(), Month.history.count(), Appointment.history.count()
    assert run("load_demo") == first
    assert (Person.history.count(), Month.history.count(), Appointment.history.count()) == rows


def test_without_debug_nobody_gets_a_demo_password(programme):
    said = run("load_demo")
    assert "DEBUG is off, so nobody got a demo password" in said
    assert not Person.objects.filter(email__endswith=load.DOMAIN).exists()


def test_the_demo_has_the_figures_of_the_real_file(real_december_text):
    """Names, numbers, dates, references and ratings are as published; sentences are retold.

    Short names are the demo's own: the published file has none. The days of the figures are
    those its own pages give.
    """
    ours = json.loads(load.FILE.read_text(encoding="utf-8"))
    real = json.loads(real_december_text)
    assert figures(ours) == figures(with_days(real))


def figures(file: dict) -> dict:
    streams = file["workstreams"]
    months = file["months"]
    return {
        "people": file["people"],
        "quarters": file["quarters"],
        "scales": file["scales"],
        "names": [(one["slug"], one["name"], one["appointments"]) for one in streams],
        "actions": [
            (action["ref"], action["strength"], action["regulation"])
            for one in streams
            for action in one["actions"]
        ],
        "metrics": [
            {key: value for key, value in metric.items() if key not in {"name", "short_name"}}
            for one in streams
            for metric in one["metrics"]
        ],
        "ratings": [
            (rating["ref"], rating["delivery"], rating["embedding"])
            for month in months
            for report in month["reports"]
            for rating in report["action_ratings"]
        ],
    }
