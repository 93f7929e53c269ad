"""Log lines: JSON, each with the facts of its request and nothing that anybody wrote.

A line of our own is a fixed name and facts. A library puts what was typed, addresses and
queries into its messages and the texts of its exceptions, so of these only what cannot hold any
of it is kept: the message without its texts, the place, and the kinds of the exceptions.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog

Line = MutableMapping[str, Any]
ROOMS = ("config", "improvement", "reporting", "scorecards")
LEFT_OUT = "…"
DEEPEST = 30
FACTS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def logging_for(*, debug: bool) -> dict[str, Any]:
    """Give Django's and gunicorn's logging settings: JSON, or text on somebody's own machine."""
    level = "WARNING" if debug else "INFO"  # runserver prints each request already
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": formatter, "debug": debug}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["lines"], "level": "WARNING"},
        "loggers": {
            **{room: {"level": level} for room in ROOMS},
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            # What failed is on the line of its request already.
            "django.request": {"level": "WARNING" if debug else "CRITICAL"},
            "gunicorn.error": {"handlers": ["lines"], "level": "INFO", "propagate": False},
        },
    }


def formatter(*, debug: bool) -> logging.Formatter:
    """Give what turns a log record into a line."""
    if debug:
        return logging.Formatter("%(levelname)s %(name)s: %(message)s")
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*FACTS, without_texts],
        use_get_message=False,
        pass_foreign_args=True,
        processors=[
            told_without_content,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=_kind),
        ],
    )


def set_up_structlog(*, debug: bool) -> None:
    """Send what structlog's loggers are told through the standard library's."""
    structlog.configure(
        processors=[
            *FACTS,
            structlog.dev.ConsoleRenderer(colors=False)
            if debug
            else structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def without_texts(_: Any, __: str, line: Line) -> Line:
    """Put numbers alone into a library's message; without places for them leave it out."""
    record: logging.LogRecord = line["_record"]
    line["where"] = f"{record.module}:{record.lineno}"
    line["event"] = _template(line["event"], line.get("positional_args"))
    return line


def _template(message: str, arguments: Any) -> str:
    if not isinstance(arguments, tuple) or not arguments:
        return LEFT_OUT
    shown = tuple(one if isinstance(one, int | float) else LEFT_OUT for one in arguments)
    try:
        return message % shown
    except (TypeError, ValueError):  # a number was asked for where there is a text
        return LEFT_OUT


def told_without_content(_: Any, __: str, line: Line) -> Line:
    """Tell an exception by its kind, those it came from, and the lines of code it went through."""
    line.pop("positional_args", None)
    line.pop("stack_info", None)
    raised = line.pop("exc_info", None)
    error = raised[1] if isinstance(raised, tuple) else raised
    if isinstance(error, BaseException):
        line["error"] = [type(one).__name__ for one in chain_of(error)]
        line["trace"] = [
            _place(one) for one in traceback.extract_tb(error.__traceback__)[-DEEPEST:]
        ]
    return line


def chain_of(error: BaseException) -> list[BaseException]:
    """Give an exception and those that it came from, the last raised first."""
    chain: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in chain:
        chain.append(one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return chain


def _place(frame: traceback.FrameSummary) -> str:
    path = Path(frame.filename)
    return f"{path.parent.name}/{path.name}:{frame.lineno} {frame.name}"


def _kind(value: Any) -> str:
    """Name what JSON cannot hold by its type: its text may be anything."""
    return f"<{type(value).__name__}>"
