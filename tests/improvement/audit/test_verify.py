"""History stays as it was written: the database refuses, and what gets past it is found."""

from __future__ import annotations

from io import StringIO
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import isolate_apps

from improvement.audit import changes, verify
from improvement.audit.changes import SECRETS
from improvement.audit.event_log import log_download
from improvement.audit.verify import history_models, verify_history
from improvement.audit.write_once_triggers import unprotected, write_once_models
from improvement.models import LogEntry, Person, Section, Workstream, history
from improvement.models.history import row_text
from reporting.models import Pack, PackFile
from tests.support.beneath_the_app import execute, fault

SECTIONS = Section.history.model._meta.db_table
LOG = LogEntry._meta.db_table


def test_the_demo_is_as_it_was_written(programme):
    said = StringIO()
    call_command("verify_history", stdout=said)
    rows = sum(model.objects.count() for model in history_models()) + LogEntry.objects.count()
    tables = len(history_models()) + 1
    issued = Pack.objects.count() + PackFile.objects.count()
    ways_in = sum(kind.objects.count() for kind in SECRETS)
    assert said.getvalue().splitlines() == [
        f"{rows:,} rows in {tables} tables are as they were written.",
        f"{issued} packs and documents have the fingerprints they were issued with.",
        f"{ways_in} people, keys, addresses and second steps let in by what the app wrote there.",
    ]
    assert issued >= 7
    assert rows > 1000


@pytest.mark.parametrize(
    ("column", "given"),
    [
        ("text", "Something else"),
        ("history_user_id", None),
        ("history_change_reason", "A reason made up later"),
        ("history_date", "2020-01-01 00:00:00+00:00"),
        ("history_place", "/another/page/"),
        ("nothing_to_report", True),
    ],
)
def test_a_row_changed_underneath_is_named(section, tampering, column, given):
    row = section.history.all()[1]
    with tampering():
        execute(f"UPDATE {SECTIONS} SET {column} = %s WHERE history_id = %s", given, row.pk)
    assert f"{SECTIONS}, row {row.pk} (of id {section.pk}) is not as it was written" in fault()


def test_a_row_taken_out_of_the_middle_is_noticed_at_the_next(section, tampering):
    third, second, *_ = section.history.all()
    with tampering():
        execute(f"DELETE FROM {SECTIONS} WHERE history_id = %s", second.pk)
    assert f"row {third.pk} (of id {section.pk})" in fault()
    assert "a row before it in its chain is gone" in fault()


def test_the_end_of_a_chain_cut_off_is_noticed_by_what_stands(section, tampering):
    with tampering():
        execute(f"DELETE FROM {SECTIONS} WHERE history_id = %s", section.history.first().pk)
    assert f"improvement_section, id {section.pk} is not what its history says" in fault()


def test_a_chain_taken_away_whole_is_noticed_by_what_stands(section, tampering):
    with tampering():
        execute(f"DELETE FROM {SECTIONS} WHERE id = %s", section.pk)
    assert f"improvement_section, id {section.pk} has no history" in fault()


def test_two_rows_that_changed_places_are_noticed(section, tampering):
    third, second, *_ = section.history.all()
    with tampering():
        execute(f"UPDATE {SECTIONS} SET history_id = -1 WHERE history_id = %s", third.pk)
        execute(f"UPDATE {SECTIONS} SET history_id = %s WHERE history_id = %s", third.pk, second.pk)
        execute(f"UPDATE {SECTIONS} SET history_id = %s WHERE history_id = -1", second.pk)
    assert f"row {second.pk} (of id {section.pk})" in fault()


def test_what_stands_changed_beneath_the_app_is_noticed(section):
    execute("UPDATE improvement_section SET text = 'Slipped in' WHERE id = %s", section.pk)
    assert "changed beneath the app after" in fault()


def test_what_was_deleted_beneath_the_app_is_noticed(section):
    execute("DELETE FROM improvement_section WHERE id = %s", section.pk)
    assert "deleted beneath the app" in fault()


def test_what_the_app_itself_deletes_is_in_order(programme, nicola):
    stream = Workstream(programme=programme, slug="short-lived", name="Short-lived", position=9)
    changes.record(stream, by=nicola)
    stream.delete()
    assert verify_history()[0] > 1000


@pytest.mark.parametrize("column", ["about", "place", "person_id"])
def test_an_entry_of_the_log_changed_underneath_is_named(
    programme, nicola, noon, tampering, column
):
    for about in ("One", "Two"):
        log_download(about=about, detail="", programme=programme, by=nicola, at=noon, place="/x/")
    entry = LogEntry.objects.order_by("pk").first()
    changed = None if column == "person_id" else "changed"
    with tampering():
        execute(f"UPDATE {LOG} SET {column} = %s WHERE id = %s", changed, entry.pk)
    assert f"{LOG}, id {entry.pk} is not as it was written" in fault()


def test_an_entry_taken_out_of_the_log_is_noticed(programme, nicola, noon, tampering):
    for about in ("One", "Two", "Three"):
        log_download(about=about, detail="", programme=programme, by=nicola, at=noon, place="/x/")
    last, second, *_ = LogEntry.objects.order_by("-pk")
    with tampering():
        execute(f"DELETE FROM {LOG} WHERE id = %s", second.pk)
    assert f"id {last.pk} is not as it was written, or the entry before it is gone" in fault()


if connection.vendor == "postgresql":  # SQLite's triggers have no functions, and none is off

    def test_guards_whose_function_lets_through_or_that_are_off_are_told_and_put_right(programme):
        execute(f"ALTER TABLE {SECTIONS} DISABLE TRIGGER {SECTIONS}_stays_update")
        assert unprotected() == [f"{SECTIONS} (update)"]
        execute(
            "CREATE OR REPLACE FUNCTION refuse_to_change() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN RETURN NEW; END'"
        )
        assert len(unprotected()) == 3 * len(write_once_models())
        execute("UPDATE reporting_pack SET reason = reason")
        assert fault().startswith("The database would allow changes of ")
        call_command("migrate", verbosity=0)
        assert unprotected() == []
        for table in ("reporting_pack", SECTIONS):
            with (
                pytest.raises(IntegrityError, match="stays as it was written"),
                transaction.atomic(),
            ):
                execute(f"DELETE FROM {table}")


@pytest.mark.parametrize(
    ("model", "column", "given"),
    [(Pack, "contents_json", "{}"), (PackFile, "body", b"another"), (PackFile, "sha256", "0" * 64)],
)
def test_what_was_issued_and_changed_underneath_is_named(
    programme, tampering, model, column, given
):
    table, issued = model._meta.db_table, model.objects.latest("pk")
    with tampering():
        execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", given, issued.pk)
    assert fault() == (
        f"{table}, id {issued.pk} does not have the fingerprint it was issued with. "
        "It was changed beneath the app after it was issued."
    )


def test_the_command_says_which_row_and_fails(section, tampering):
    row = section.history.first()
    with tampering():
        execute(f"UPDATE {SECTIONS} SET text = 'x' WHERE history_id = %s", row.pk)
    with pytest.raises(CommandError, match=rf"row {row.pk} \(of id {section.pk}\)"):
        call_command("verify_history")


@isolate_apps("improvement")
def test_a_row_says_the_same_with_empty_columns_added_and_a_field_called_otherwise():
    class Before(models.Model):
        text = models.TextField()
        count = models.IntegerField()

        class Meta:
            app_label = "improvement"

    class After(models.Model):
        words = models.TextField(db_column="text")
        count = models.IntegerField()
        language = models.CharField(max_length=2, null=True)
        note = models.TextField(blank=True)
        is_final = models.BooleanField(default=False)
        aims = models.JSONField(null=True)

        class Meta:
            app_label = "improvement"

    said = row_text(Before(pk=1, text="A", count=0))
    assert said == '{"count": 0, "id": 1, "text": "A"}'
    assert row_text(After(pk=1, words="A", count=0)) == said
    for filled in ({"language": "en"}, {"note": "x"}, {"is_final": True}, {"aims": []}):
        assert row_text(After(pk=1, words="A", count=0, **filled)) != said


def test_what_people_write_while_it_walks_breaks_nothing(committed_demo, monkeypatch):
    """Between reading a history and what stands, somebody on another connection saves."""
    walk, saves = verify._compare_current_rows, []

    def save_first(kind, ends):
        if kind is Section:
            writer = Thread(target=save_elsewhere)
            writer.start()
            writer.join()
        walk(kind, ends)

    def save_elsewhere():
        by = Person.objects.get(slug="nicola-howells")
        section = Section.objects.filter(report__month__starts_on="2024-01-01").first()
        changes.change(section, by=by, text="Saved meanwhile")
        saves.append(section.pk)
        connection.close()

    monkeypatch.setattr(verify, "_compare_current_rows", save_first)
    verify_history()
    assert Section.objects.get(pk=saves[0]).text == "Saved meanwhile"


def test_each_row_says_which_page_command_or_import_it_came_from(
    culture, nicola, signed_in, send, programme
):
    address = "/scas/2024-01/culture-and-staff-wellbeing/highlight-report/"
    send(signed_in(nicola), address, {"progress": "Two more wards trained"})
    rows = culture.sections.get(kind="progress").history.all()
    assert rows[0].history_place == address
    loaded = Section.history.filter(history_change_reason="Loaded from december-2023.json")
    assert set(loaded.values_list("history_place", flat=True)) == {"import of december-2023.json"}
    with history.changes_from("command tidy_up"):
        person = Person.objects.create_user("x@trust.example", name="X")
    assert person.history.get().history_place == "command tidy_up"
