"""The query parameters of the tables, which are checked strictly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, Field

from improvement.values.periods import MONTH_PATTERN, CalendarMonth

USUAL_SIZE, LARGEST = 500, 5000
_LATEST_PAGE = 1_000_000


def _checked_time(text: str) -> str:
    _parse_time(text)
    return text


def _parse_time(text: str) -> datetime:
    """Return an ISO time; without an offset it is UTC. Raises ``ValueError`` with a sentence."""
    try:
        # A plus sign in an address arrives as a blank.
        at = datetime.fromisoformat(text.strip().replace(" ", "+") if "T" in text else text)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"“{text}” is not a time; write it as 2024-01-05T09:00:00Z.") from error


def _optional(**also: str) -> Callable[[dict[str, Any]], None]:
    """Return a function that leaves the default, an empty text, out of the OpenAPI document."""

    def edit(schema: dict[str, Any]) -> None:
        schema.pop("default", None)
        schema.update(also)

    return edit


class TableParameters(Schema):
    """The parameters of every table."""

    changed_since: Annotated[str, AfterValidator(_checked_time)] = Field(
        "",
        validate_default=False,
        description="Only rows that changed at this time or later, as 2024-01-05T09:00:00Z.",
        json_schema_extra=_optional(format="date-time"),
    )
    page: int = Field(1, ge=1, le=_LATEST_PAGE, description="The page, from 1.")
    page_size: int = Field(
        USUAL_SIZE, ge=1, le=LARGEST, description=f"Rows a page, at most {LARGEST}."
    )
    format: Literal["json", "csv"] | None = Field(
        None,
        description="json or csv; without it the Accept header says, and JSON is usual.",
        json_schema_extra=_optional(),
    )

    @property
    def since(self) -> datetime | None:
        return _parse_time(self.changed_since) if self.changed_since else None

    @property
    def only_month(self) -> str:
        """The chosen month; empty for all months, and for tables that have none."""
        return getattr(self, "month", "")

    @property
    def only_workstream(self) -> str:
        """The chosen workstream; empty for all."""
        return getattr(self, "workstream", "")


class MonthParameters(TableParameters):
    month: Annotated[str, AfterValidator(lambda text: CalendarMonth.parse(text).slug)] = Field(
        "",
        validate_default=False,
        description="Only this month, as 2023-12.",
        json_schema_extra=_optional(pattern=f"^{MONTH_PATTERN}$"),
    )


class WorkstreamParameters(MonthParameters):
    workstream: str = Field(
        "",
        max_length=80,
        description="Only this workstream, as in its address.",
        json_schema_extra=_optional(),
    )
