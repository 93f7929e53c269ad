"""An issued pack: its page, its documents byte for byte, and what another version says of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

import pytest
from django.http import HttpResponse
from django.test import Client

from improvement.models import HighlightReport, Month, Person, Programme
from reporting.models import PackFile
from reporting.pack.issue import issue, reopen
from reporting.renderers import RENDERERS
from scorecards.models import Metric

PACK = "/scas/2023-12/pack/1/"
SignedIn = Callable[[Person], Client]
Words = Callable[[HttpResponse], str]


def test_a_pack_is_frozen_in_every_format_there_is(december: Month) -> None:
    files = december.packs.get().files.all()
    assert [one.format for one in files] == list(RENDERERS)
    for file in files:
        assert file.sha256 == hashlib.sha256(bytes(file.body)).hexdigest()
        assert file.size == len(file.body) > 1000


def test_a_document_is_never_written_again(december: Month) -> None:
    file = december.packs.get().files.first()
    assert file is not None
    with pytest.raises(TypeError, match="A pack is frozen"):
        file.save()
    with pytest.raises(TypeError, match="A pack is frozen"):
        file.delete()


def test_nothing_that_happens_later_changes_a_byte_of_any_document(
    december: Month,
    programme: Programme,
    culture: HighlightReport,
    melanie: Person,
    board_reader: Person,
    signed_in: SignedIn,
) -> None:
    client = signed_in(board_reader)
    before = {format: client.get(f"{PACK}{format}/").content for format in RENDERERS}
    melanie.name, programme.name = "Another name", "Another programme"
    melanie.save()
    programme.save()
    metric = Metric.objects.filter(workstream=culture.workstream).first()
    assert metric is not None
    metric.name, metric.retired_from = "Another metric", december.starts_on
    metric.save()
    for aim in metric.aims.all():
        aim.printed = "1"
        aim.save()
    for section in december.reports.get(workstream=culture.workstream).sections.all():
        section.text, section.nothing_to_report = "Later words", False
        section.save()
    after = {format: client.get(f"{PACK}{format}/").content for format in RENDERERS}
    assert after == before
    # The address without a version gives the same bytes.
    assert client.get("/scas/2023-12/pack/?format=pdf").content == before["pdf"]


def test_a_board_reader_comes_to_the_web_page_first_and_the_documents_beside(
    board_reader: Person, signed_in: SignedIn, words: Words
) -> None:
    client = signed_in(board_reader)
    assert f'href="{PACK}"' in client.get("/scas/2023-12/").content.decode()
    page = client.get(PACK)
    said = words(page)
    assert "Issued by Programme office (demo) on 10 January 2024 at 12:00:00." in said
    file = PackFile.objects.get(pack__month__starts_on="2023-12-01", format="pdf")
    assert file.sha256 in said
    body = page.content.decode()
    assert body.index(f"{PACK}read/") < body.index(f"{PACK}pdf/")
    assert "Issued without" in said


def test_the_web_page_allows_its_own_style_and_nothing_else(
    board_reader: Person, signed_in: SignedIn
) -> None:
    page = signed_in(board_reader).get(f"{PACK}read/")
    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "script" not in policy


def test_a_version_or_a_format_that_is_not_there_is_a_sentence(
    office: Person, signed_in: SignedIn, words: Words
) -> None:
    client = signed_in(office)
    assert "has no version 7 of its pack" in words(client.get("/scas/2023-12/pack/7/"))
    gone = client.get(f"{PACK}docx/")
    assert gone.status_code == 404
    assert "“docx” is not a format of the pack" in words(gone)


def test_version_2_lists_what_differs_and_version_1_stays_to_be_read(
    december: Month,
    office: Person,
    noon: datetime,
    signed_in: SignedIn,
    words: Words,
    waive_all: Callable[[Month], dict[str, str]],
    one_format: None,
) -> None:
    reopen(month=december, reason="A figure was wrong.", by=office, at=noon)
    month = Month.objects.select_related("programme").get(pk=december.pk)
    section = month.reports.get(workstream__slug="patient-safety").sections.get(kind="summary")
    section.text = "Corrected"
    section.save()
    pack = issue(month=month, waivers=waive_all(month), by=office, at=noon)
    facts = pack.contents.issue
    assert facts is not None
    assert facts.differences is not None
    [difference] = facts.differences.items
    assert (difference.kind, difference.workstream, difference.now) == (
        "text",
        "Patient Safety",
        "Corrected",
    )
    said = words(signed_in(office).get("/scas/2023-12/pack/2/"))
    assert "Reason for this version: A figure was wrong." in said
    assert "What differs from version 1" in said
    earlier = words(signed_in(office).get(PACK))
    assert "A later version has been issued: version 2" in earlier
