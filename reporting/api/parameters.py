"""Asked: what an address may carry after its question mark, read strictly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, Field

from improvement.periods import MONTH_PATTERN, CalendarMonth

USUAL_SIZE, LARGEST = 500, 5000
_LATEST_PAGE = 1_000_000


def _month(text: str) -> str:
    return CalendarMonth.parse(text).slug


def _time(text: str) -> str:
    read_time(text)
    return text


def read_time(text: str) -> datetime:
    """Read an ISO time; without an offset it is UTC. Raises ``ValueError`` with a sentence."""
    try:
        # A plus sign in an address arrives as a blank.
        at = datetime.fromisoformat(text.strip().replace(" ", "+") if "T" in text else text)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"“{text}” is not a time; write it as 2024-01-05T09:00:00Z.") from error


def _optional(**said: str) -> Callable[[dict[str, Any]], None]:
    """Have the document say nothing of the empty text that stands for “not asked”."""

    def describe(schema: dict[str, Any]) -> None:
        schema.pop("default", None)
        schema.update(said)

    return describe


class Asked(Schema):
    """What every table may be asked."""

    changed_since: Annotated[str, AfterValidator(_time)] = Field(
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
        return read_time(self.changed_since) if self.changed_since else None

    @property
    def only_month(self) -> str:
        """The month that is asked for; nothing for all, and for tables that have none."""
        return getattr(self, "month", "")

    @property
    def only_workstream(self) -> str:
        """The workstream that is asked for; nothing for all."""
        return getattr(self, "workstream", "")


class AskedByMonth(Asked):
    month: Annotated[str, AfterValidator(_month)] = Field(
        "",
        validate_default=False,
        description="Only this month, as 2023-12.",
        json_schema_extra=_optional(pattern=f"^{MONTH_PATTERN}$"),
    )


class AskedByWorkstream(AskedByMonth):
    workstream: str = Field(
        "",
        max_length=80,
        description="Only this workstream, as in its address.",
        json_schema_extra=_optional(),
    )
