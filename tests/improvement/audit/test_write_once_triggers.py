"""The database refuses to change, replace or delete what is written once."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from improvement.audit.verify import history_models
from improvement.audit.write_once_triggers import unprotected, write_once_models
from improvement.models import LogEntry, Section
from reporting.models import Pack, PackFile
from tests.support.beneath_the_app import execute, fault, filled

SECTIONS = Section.history.model._meta.db_table


def test_every_history_the_log_and_the_packs_are_guarded(programme):
    assert {*history_models(), LogEntry, Pack} < set(write_once_models())
    assert unprotected() == []


def test_the_database_refuses_to_change_or_delete(programme, section, nicola, noon):
    guarded = filled(programme, nicola, noon)
    assert len(guarded) > 20
    for model in guarded:
        table = model._meta.db_table
        column = next(one.column for one in model._meta.concrete_fields if not one.primary_key)
        for change in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
            with pytest.raises(IntegrityError, match="stays as it was"), transaction.atomic():
                execute(change)


def test_no_row_takes_the_place_of_another_by_its_key(programme, section, nicola, noon):
    guarded = filled(programme, nicola, noon)
    assert len(guarded) > 20
    for model in guarded:
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


def test_a_guard_that_was_removed_is_told_and_put_back_by_migrate(section):
    name = f"{SECTIONS}_stays_update"
    where = f" ON {SECTIONS}" if connection.vendor == "postgresql" else ""
    execute(f'DROP TRIGGER "{name}"{where}')
    assert f"The database would allow changes of {SECTIONS} (update)" in fault()
    call_command("migrate", verbosity=0)
    assert unprotected() == []


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
    assert unprotected() == []
    with pytest.raises(IntegrityError, match="stays as it was written"), transaction.atomic():
        execute(f"UPDATE {SECTIONS} SET text = 'x'")
