"""History stays as it was written: the database refuses, and what gets past it is found."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from improvement import audit, places
from improvement.log import log_download
from improvement.models import LogEntry, Person, Section, Workstream, WrittenOnce
from improvement.unchangeable import unguarded, written_once
from improvement.verifying import Broken, history_models, verify_history
from reporting.models import Pack, PackFile

SECTIONS = Section.history.model._meta.db_table
LOG = LogEntry._meta.db_table


def execute(statement: str, *given: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)


def fault() -> str:
    with pytest.raises(Broken) as broken:
        verify_history()
    return str(broken.value)


@pytest.fixture
def section(culture, nicola) -> Section:
    """A section with three rows of history."""
    section = culture.sections.get(kind="progress")
    audit.change(section, by=nicola, text="The first text")
    audit.change(section, by=nicola, text="The second text")
    audit.change(section, by=nicola, text="The third text")
    return section


def test_the_demo_is_as_it_was_written(programme):
    said = StringIO()
    call_command("verify_history", stdout=said)
    rows = sum(model.objects.count() for model in history_models()) + LogEntry.objects.count()
    tables = len(history_models()) + 1
    issued = Pack.objects.count() + PackFile.objects.count()
    assert said.getvalue().splitlines() == [
        f"{rows:,} rows in {tables} tables are as they were written.",
        f"{issued} packs and documents have the fingerprints they were issued with.",
    ]
    assert issued >= 7
    assert rows > 1000


def test_every_history_the_log_and_the_packs_are_guarded(programme):
    assert {*history_models(), LogEntry, Pack} < set(written_once())
    assert unguarded() == []


def test_the_database_refuses_to_change_or_delete(programme, section, nicola, noon):
    models = filled(programme, nicola, noon)
    assert len(models) > 20
    for model in models:
        table = model._meta.db_table
        column = next(one.column for one in model._meta.concrete_fields if not one.primary_key)
        for change in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
            with pytest.raises(IntegrityError, match="stays as it was"), transaction.atomic():
                execute(change)


def filled(programme, person, at) -> list[type[WrittenOnce]]:
    """Give the guarded models that have rows, the log among them."""
    log_download(about="A", detail="", programme=programme, by=person, at=at, place="")
    return [model for model in written_once() if model._default_manager.exists()]


def test_no_row_takes_the_place_of_another_by_its_key(programme, section, nicola, noon):
    models = filled(programme, nicola, noon)
    assert len(models) > 20
    for model in models:
        table, key = model._meta.db_table, model._meta.pk.column
        before = list(model._default_manager.order_by("pk").values())
        same = f"SELECT * FROM {table} WHERE {key} = (SELECT min({key}) FROM {table})"
        with pytest.raises(IntegrityError, match="stays as it was written"), transaction.atomic():
            execute(
                f"INSERT OR REPLACE INTO {table} {same}"
                if connection.vendor == "sqlite"
                else f"INSERT INTO {table} {same} ON CONFLICT ({key}) DO UPDATE SET {key} = -1"
            )
        assert list(model._default_manager.order_by("pk").values()) == before


def test_no_document_takes_the_place_of_another_of_its_pack_and_format(programme):
    file = PackFile.objects.earliest("pk")
    blow = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    table = PackFile._meta.db_table
    with pytest.raises(IntegrityError), transaction.atomic():
        execute(
            f"{blow} INTO {table} (id, pack_id, format, body, size, sha256) "
            f"SELECT id + 1000, pack_id, format, body, 0, sha256 FROM {table} WHERE id = %s",
            file.pk,
        )
    assert PackFile.objects.get(pk=file.pk).size == file.size > 0


def test_a_table_is_not_emptied_at_one_blow(section):
    blow = "DELETE FROM"
    if connection.vendor == "postgresql":
        blow = "TRUNCATE"
        execute("SET CONSTRAINTS ALL IMMEDIATE")  # else it is refused for what is still pending
    with pytest.raises(IntegrityError, match="stays as it was written"), transaction.atomic():
        execute(f"{blow} {SECTIONS}")


def test_a_history_row_is_not_saved_again_by_the_app(section):
    row = section.history.first()
    row.text = "Something else"
    with pytest.raises(TypeError, match="History stays as it was written"):
        row.save()
    with pytest.raises(TypeError, match="History stays as it was written"):
        row.delete()


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
    audit.record(stream, by=nicola)
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


def test_a_guard_that_was_removed_is_told_and_put_back_by_migrate(section):
    name = f"{SECTIONS}_stays_update"
    where = f" ON {SECTIONS}" if connection.vendor == "postgresql" else ""
    execute(f'DROP TRIGGER "{name}"{where}')
    assert f"The database would allow changes of {SECTIONS} (update)" in fault()
    call_command("migrate", verbosity=0)
    assert unguarded() == []


WEAKENED = {
    "sqlite": {
        "a condition": "CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN 0 BEGIN SELECT 1; END",
        "nothing to do": "CREATE TRIGGER {name} BEFORE UPDATE ON {table} BEGIN SELECT 1; END",
        "another table": "CREATE TRIGGER {name} BEFORE UPDATE ON improvement_draft "
        "BEGIN SELECT RAISE(ABORT, 'This was written once and stays as it was written.'); END",
    },
    "postgresql": {
        "a condition": "CREATE TRIGGER {name} BEFORE UPDATE ON {table} "
        "FOR EACH ROW WHEN (false) EXECUTE FUNCTION refuse_to_change()",
        "nothing to do": "CREATE FUNCTION lets_through() RETURNS trigger LANGUAGE plpgsql AS "
        "'BEGIN RETURN NEW; END'; CREATE TRIGGER {name} BEFORE UPDATE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION lets_through()",
        "another table": "CREATE TRIGGER {name} BEFORE UPDATE ON improvement_draft "
        "FOR EACH ROW EXECUTE FUNCTION refuse_to_change()",
    },
}


@pytest.mark.parametrize("weak", ["a condition", "nothing to do", "another table"])
def test_a_guard_of_the_right_name_that_lets_through_is_told_and_put_right(programme, weak):
    where = f" ON {SECTIONS}" if connection.vendor == "postgresql" else ""
    names = {"name": f"{SECTIONS}_stays_update", "table": SECTIONS}
    execute(f"DROP TRIGGER {names['name']}{where}")
    execute(WEAKENED[connection.vendor][weak].format(**names))
    assert fault().startswith(f"The database would allow changes of {SECTIONS} (update). Run man")
    call_command("migrate", verbosity=0)
    assert unguarded() == []
    with pytest.raises(IntegrityError, match="stays as it was written"), transaction.atomic():
        execute(f"UPDATE {SECTIONS} SET text = 'x'")


if connection.vendor == "postgresql":  # SQLite's triggers have no functions, and none is off

    def test_guards_whose_function_lets_through_or_that_are_off_are_told_and_put_right(programme):
        execute(f"ALTER TABLE {SECTIONS} DISABLE TRIGGER {SECTIONS}_stays_update")
        assert unguarded() == [f"{SECTIONS} (update)"]
        execute(
            "CREATE OR REPLACE FUNCTION refuse_to_change() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN RETURN NEW; END'"
        )
        assert len(unguarded()) == 3 * len(written_once())
        execute("UPDATE reporting_pack SET reason = reason")
        assert fault().startswith("The database would allow changes of ")
        call_command("migrate", verbosity=0)
        assert unguarded() == []
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


def test_a_column_added_later_leaves_the_seals_of_before(section):
    row = section.history.first()
    row.carried = False  # as a new column says of every row of before
    before = section.history.all()[1].history_seal
    assert row.seal_after(before) == row.history_seal


def test_each_row_says_which_page_command_or_import_it_came_from(
    culture, nicola, signed_in, send, programme
):
    address = "/scas/2024-01/culture-and-staff-wellbeing/highlight-report/"
    send(signed_in(nicola), address, {"progress": "Two more wards trained"})
    rows = culture.sections.get(kind="progress").history.all()
    assert rows[0].history_place == address
    loaded = Section.history.filter(history_change_reason="Loaded from december-2023.json")
    assert set(loaded.values_list("history_place", flat=True)) == {"import of december-2023.json"}
    with places.from_place("command tidy_up"):
        person = Person.objects.create_user("x@trust.example", name="X")
    assert person.history.get().history_place == "command tidy_up"
