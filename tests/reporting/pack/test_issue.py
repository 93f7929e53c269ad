"""Issuing: the pack frozen, the month closed, the next one opened, all or nothing."""

import hashlib
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from improvement.models import Month, Status
from improvement.values.refusals import Refused
from reporting.models import Pack
from reporting.pack import issue as pack_issue
from reporting.pack.issue import AlreadyIssued, issue


def test_issue_freezes_closes_and_opens_the_next(
    january, office, approve_all, noon, programme, waive_all
):
    approve_all()
    pack = issue(month=january, waivers=waive_all(january), by=office, at=noon)
    january.refresh_from_db()
    assert (january.is_open, january.issued_by, pack.version) == (False, office, 1)
    assert {report.status for report in january.reports.all()} == {Status.ISSUED}
    february = programme.months.get(starts_on=date(2024, 2, 1))
    assert february.is_open
    assert february.reports.count() == 4
    assert pack.contents.issue.issued_by == "Programme office (demo)"
    assert {one.returned.status for one in pack.contents.workstreams} == {"issued"}


def test_the_pack_carries_the_hash_of_its_bytes(december):
    pack = december.packs.get()
    assert pack.sha256 == hashlib.sha256(pack.contents_json.encode()).hexdigest()


def test_nothing_is_issued_while_a_report_waits(january, office, noon, waive_all):
    with pytest.raises(Refused, match="Every report has to be approved first: Governance & Well"):
        issue(month=january, waivers=waive_all(january), by=office, at=noon)
    assert Pack.objects.filter(month=january).count() == 0


def test_only_the_programme_office_issues(january, nicola, approve_all, noon):
    approve_all()
    with pytest.raises(Refused, match="Only the Programme office"):
        issue(month=january, by=nicola, at=noon)


def test_a_month_is_issued_once(december, office, noon):
    sentence = "December 2023 was issued by .+ on 10 January 2024 at 12:00"
    with pytest.raises(AlreadyIssued, match=sentence):
        issue(month=december, by=office, at=noon)


def test_if_freezing_fails_nothing_is_issued(
    january, office, approve_all, noon, monkeypatch, waive_all
):
    approve_all()

    def fail(contents):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(pack_issue, "to_json", fail)
    with pytest.raises(RuntimeError):
        issue(month=january, waivers=waive_all(january), by=office, at=noon)
    january.refresh_from_db()
    assert january.is_open
    assert {report.status for report in january.reports.all()} == {Status.APPROVED}
    assert not Month.objects.filter(starts_on=date(2024, 2, 1)).exists()


def test_a_pack_is_never_written_again(december):
    pack = december.packs.get()
    with pytest.raises(TypeError, match="A pack is frozen"):
        pack.save()
    with pytest.raises(TypeError, match="A pack is frozen"):
        pack.delete()


def test_a_correction_without_a_reason_is_refused_by_the_database(december, office, noon):
    second = Pack(month=december, version=2, contents_json="{}", issued_at=noon, issued_by=office)
    with pytest.raises(IntegrityError, match="pack_correction_has_reason"), transaction.atomic():
        second.save()


def test_a_frozen_pack_never_changes(december, programme, culture, melanie):
    before = december.packs.get().contents_json
    melanie.name = "Another name"
    melanie.save()
    culture.workstream.metrics.first().lines.first().actuals.first().delete()
    programme.name = "Another programme"
    programme.save()
    after = december.packs.get()
    assert after.contents_json == before
    assert "Melanie Saunders" in after.contents_json
