"""Files are taken by the page that asks for a workbook, and by no other address."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.files import uploadedfile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import FileField
from django.test import Client
from django.urls import get_resolver

from tests.support.addresses import addresses
from tests.support.isolation import PATTERNS, WORKSTREAM, filled, prefix_of, snapshot

UPLOAD = f"/scas/2024-01/{WORKSTREAM}/scorecard/upload/"
MARK = b"Brought in by a file"
LARGE = MARK * 200_000  # more than is kept in memory: it would be written to the disk
NAMES = (
    "workbook",
    "file",
    "progress",
    "headline",
    "name",
    "comment",
    "seen",
    "csrfmiddlewaretoken",
)


def files(content: bytes = MARK) -> dict[str, Any]:
    return {name: SimpleUploadedFile(f"{name}.xlsx", content) for name in NAMES}


def test_two_addresses_take_files():
    taking = [name for name, one in addresses(get_resolver()) if takes_files(one.callback)]
    assert taking == ["scorecard_upload", "setup_file"]


def takes_files(view: Any) -> bool:
    return getattr(view, "takes_files", False)


def test_no_row_keeps_a_file():
    models = [model for model in apps.get_models() if model._meta.app_label != "admin"]
    kept = [one for model in models for one in model._meta.fields if isinstance(one, FileField)]
    assert len(models) > 50
    assert kept == []


@pytest.mark.parametrize("who", ["nicola", "office"])
def test_a_file_sent_anywhere_else_is_passed_over_and_changes_nothing(
    request, signed_in, programme, who
):
    client = signed_in(request.getfixturevalue(who))
    before = snapshot()
    tried = 0
    for name, pattern in PATTERNS.items():
        parts = {"programme": "scas", "month": "2024-01", "workstream": WORKSTREAM, "pk": 0}
        parts |= {
            "version": 1,
            "format": "json",
            "kind": "month",
            "role": "lead",
            "row": 0,
            "part": "aims",
        }
        address = filled(pattern, prefix_of(name), **parts)
        # A step without a text, such as Submit, would be taken for its button alone.
        if name not in ("scorecard_upload", "setup_file", "submit", "reminders"):
            answer = client.post(address, files())
            assert answer.wsgi_request.FILES == {}, address
            assert MARK not in answer.content, address
            tried += 1
    assert tried > 50
    assert MARK.decode() not in str(snapshot())
    assert recorded(snapshot()) == recorded(before)


def recorded(rows: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Return what is on record.

    A page sent with a file alone is an empty draft of its sender’s, and one of those asked for is
    the preview, which the log notes.
    """
    return {name: found for name, found in rows.items() if name not in ("Draft", "LogEntry")}


def test_what_was_typed_beside_a_file_is_saved(signed_in, send, nicola, culture):
    address = f"/scas/2024-01/{WORKSTREAM}/highlight-report/"
    brought = SimpleUploadedFile("a.xlsx", MARK)
    send(signed_in(nicola), address, {"progress": "Typed by hand", "file": brought})
    assert culture.sections.get(kind="progress").text == "Typed by hand"


def test_a_large_file_is_not_written_to_the_disk(signed_in, nicola, monkeypatch):
    kept: list[str] = []
    monkeypatch.setattr(uploadedfile.TemporaryUploadedFile, "__init__", _noting(kept))
    client = signed_in(nicola)
    client.post(f"/scas/2024-01/{WORKSTREAM}/plan/", {"file": SimpleUploadedFile("a", LARGE)})
    assert kept == []
    client.post(UPLOAD, {"workbook": SimpleUploadedFile("a.xlsx", LARGE)})
    assert kept == ["a.xlsx"]


def _noting(kept: list[str]) -> Any:
    made = uploadedfile.TemporaryUploadedFile.__init__

    def note(self: Any, name: str, *rest: Any) -> None:
        kept.append(name)
        made(self, name, *rest)

    return note


def test_somebody_signed_out_brings_no_file_anywhere(db):
    for address in ("/", UPLOAD, "/accounts/login/", "/admin/login/"):
        answer = Client().post(address, files(LARGE))
        assert MARK not in answer.content
        assert answer.status_code in (200, 302, 405)


def test_the_page_that_asks_for_a_workbook_still_gets_it(signed_in, nicola):
    answer = signed_in(nicola).post(UPLOAD, {"workbook": SimpleUploadedFile("a.xlsx", MARK)})
    assert answer.wsgi_request.FILES["workbook"].size == len(MARK)
    assert "is not" in answer.content.decode()
