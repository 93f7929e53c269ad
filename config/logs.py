"""Log lines in JSON, each with the facts of its request and nothing that a person typed.

Our own lines have a fixed name and facts. Libraries put what was typed, addresses and queries into
their messages and exceptions, so of those a line has only the message without its texts, the place
in the code, and the types of the exceptions.
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
DEEPEST = 30  # frames of a traceback
FACTS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def logging_for(*, debug: bool) -> dict[str, Any]:
    """Return Django's and gunicorn's logging settings: JSON, or plain text with ``debug``."""
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
            # The line of a request has its failure already.
            "django.request": {"level": "WARNING" if debug else "CRITICAL"},
            "gunicorn.error": {"handlers": ["lines"], "level": "INFO", "propagate": False},
        },
    }


def formatter(*, debug: bool) -> logging.Formatter:
    """Return the formatter of log records."""
    if debug:
        return logging.Formatter("%(levelname)s %(name)s: %(message)s")
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*FACTS, without_texts],
        use_get_message=False,
        pass_foreign_args=True,
        processors=[
            without_content,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            # For a value that JSON does not have, its type: its text may contain what was typed.
            structlog.processors.JSONRenderer(
                ensure_ascii=False, default=lambda value: f"<{type(value).__name__}>"
            ),
        ],
    )


def set_up_structlog(*, debug: bool) -> None:
    """Send the lines of structlog's loggers through the standard library's logging."""
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
    """Fill only numbers into a library's message, and drop a message without placeholders."""
    record: logging.LogRecord = line["_record"]
    line["where"] = f"{record.module}:{record.lineno}"
    line["event"] = _template(line["event"], line.get("positional_args"))
    return line


def _template(message: str, arguments: Any) -> str:
    if not isinstance(arguments, tuple) or not arguments:
        return LEFT_OUT
    shown = tuple(value if isinstance(value, int | float) else LEFT_OUT for value in arguments)
    try:
        return message % shown
    except (TypeError, ValueError):  # a placeholder for a number has a text as its argument
        return LEFT_OUT


def without_content(_: Any, __: str, line: Line) -> Line:
    """Replace an exception by its type, the types of its causes, and its lines of code."""
    line.pop("positional_args", None)
    line.pop("stack_info", None)
    raised = line.pop("exc_info", None)
    error = raised[1] if isinstance(raised, tuple) else raised
    if isinstance(error, BaseException):
        line["error"] = [type(cause).__name__ for cause in exception_chain(error)]
        frames = traceback.extract_tb(error.__traceback__)[-DEEPEST:]
        paths = [Path(frame.filename) for frame in frames]
        line["trace"] = [
            f"{path.parent.name}/{path.name}:{frame.lineno} {frame.name}"
            for path, frame in zip(paths, frames, strict=True)
        ]
    return line


def exception_chain(error: BaseException) -> list[BaseException]:
    """Return an exception and its causes, the last raised first."""
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain:
        chain.append(cause)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return chain
