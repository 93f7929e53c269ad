"""Every pack that a programme has issued, the newest first: which are listed, and as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Prefetch
from django.http import QueryDict
from django.utils.timezone import localtime

from improvement.models import Programme
from reporting.filters.bar import FilterBar, FilterChoice
from reporting.models import Pack, PackFile
from reporting.renderers import RENDERERS
from reporting.renderers.tables.table import Row, Table
from reporting.snapshots.moments import moment_in_words

LATEST = "latest"
COLUMNS = (
    ("Month", "What it reports on"),
    ("Version", "A correction is a new version"),
    ("Issued", "When, in UK time"),
    ("Issued by", "Who issued it"),
    ("Reason", "Why there is another version"),
    ("Documents", "What it was issued as"),
)


@dataclass(frozen=True)
class PackFilters:
    """Which packs are asked for; an empty filter narrows nothing.

    ``year`` is that of the month reported on, ``versions`` is “latest” or empty, ``at`` a moment.
    """

    year: str = ""
    versions: str = ""
    at: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> PackFilters:
        return cls(**{field.name: query.get(field.name, "").strip() for field in fields(cls)})

    def query_string(self, **changes: str) -> str:
        """Return the end of an address: `?year=2023`; a change to "" takes a filter away."""
        changed = replace(self, **changes)
        named = ((field.name, getattr(changed, field.name)) for field in fields(changed))
        return f"?{urlencode([pair for pair in named if pair[1]], safe=':')}"


@dataclass(frozen=True)
class ListedPack:
    """A pack in the list, with whether another version of it was issued later."""

    pack: Pack
    is_superseded: bool

    @property
    def documents(self) -> list[tuple[str, str, int]]:
        """The name, format and size of each document to take away; the web page is read."""
        files = {file.format: file.size for file in self.pack.files.all()}
        return [
            (renderer.name, renderer.format, files[renderer.format])
            for renderer in RENDERERS.values()
            if renderer.format in files and renderer.format != "html"
        ]

    @property
    def has_page(self) -> bool:
        return any(file.format == "html" for file in self.pack.files.all())


def packs_issued(programme: Programme, *, until: datetime | None = None) -> tuple[ListedPack, ...]:
    """Return every pack issued, or issued by a moment, the newest first. Two queries."""
    packs = (
        Pack.objects.filter(month__programme=programme)
        .select_related("month", "issued_by")
        .prefetch_related(Prefetch("files", PackFile.objects.defer("body")))
        .defer("contents_json")
        .order_by("-month__starts_on", "-version")
    )
    if until is not None:
        packs = packs.filter(issued_at__lte=until)
    return tuple(_with_what_is_superseded(packs))


def _with_what_is_superseded(packs: Iterable[Pack]) -> Iterator[ListedPack]:
    months = set()
    for pack in packs:
        yield ListedPack(pack, is_superseded=pack.month_id in months)
        months.add(pack.month_id)


def filtered(packs: Sequence[ListedPack], filters: PackFilters) -> tuple[ListedPack, ...]:
    """Return the packs that the filters leave."""
    return tuple(
        issued
        for issued in packs
        if filters.year in ("", str(issued.pack.month.starts_on.year))
        and not (filters.versions == LATEST and issued.is_superseded)
    )


def bar_of_packs(
    packs: Sequence[ListedPack], filters: PackFilters, *, moment: datetime | None, asks_at: bool
) -> FilterBar:
    """Return the form of the filters. ``packs`` are all there are; ``asks_at`` offers a moment."""
    years = dict.fromkeys(str(issued.pack.month.starts_on.year) for issued in packs)
    if filters.year:
        years[filters.year] = None
    choices = (
        _choice(filters, "year", "Year", [(year, year) for year in years]),
        _choice(filters, "versions", "Versions", [(LATEST, "latest of each month")]),
    )
    at = FilterChoice("at", "As at", filters.at, (), _clear(filters, "at"))
    at_words = moment_in_words(moment) if moment else ""
    return FilterBar(choices, at if asks_at else None, at_words, ())


def _choice(
    filters: PackFilters, name: str, label: str, options: list[tuple[str, str]]
) -> FilterChoice:
    every = (("", "all"), *options)
    return FilterChoice(name, label, getattr(filters, name), every, _clear(filters, name))


def _clear(filters: PackFilters, name: str) -> str:
    return filters.query_string(**{name: ""}) if getattr(filters, name) else ""


def table_of_packs(packs: Iterable[ListedPack]) -> Table:
    """Return the packs as a table, a row each."""
    return Table("Packs", COLUMNS, tuple(map(_row, packs)))


def _row(issued: ListedPack) -> Row:
    pack = issued.pack
    documents = ", ".join(name for name, _, _ in issued.documents)
    when = f"{localtime(pack.issued_at):%Y-%m-%d %H:%M:%S}"
    return str(pack.month), pack.version, when, pack.issued_by.name, pack.reason, documents
