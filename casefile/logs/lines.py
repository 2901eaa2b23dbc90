"""How a line of the log is made: the event's own words from the code, and of what was filled in only what is plain.

A log is read by whoever keeps the machine, copied to servers of logs and kept in backups, so nothing that an officer
typed may stand in it. What is no constant of the code is therefore left out unless its kind is known to be harmless:
numbers, ids, members of our word lists, text marked as `Code`, and of an error its type, the sentence Griot gave it
(without what was filled in) and the places in the code where it arose. Of other libraries' lines the template is kept.
"""

import errno
import logging
import os
import re
import stat
import sys
import threading
import traceback
from collections.abc import Mapping
from enum import Enum
from logging.handlers import WatchedFileHandler
from pathlib import Path
from types import TracebackType

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.types import EventDict, WrappedLogger

from casefile.errors import CasefileError

OWN = ("griot", "portal", "casefile", "indexer")
"""Loggers of Griot's own code; what they say is logged from INFO on, of libraries from WARNING on."""

EXTRA = ("reference", "endpoint", "status", "method", "route", "ms", "host")
"""What a line of ours may carry besides its event. `host` is a host's name, and cut to what such a name may be."""

LEFT_OUT = "…"
_PLAIN = re.compile(r"[0-9a-f]{16,64}|griot\.[a-z_]+")
_HOST = re.compile(r"[A-Za-z0-9.:\[\]-]{1,100}")
_ROOT = Path(__file__).resolve().parents[2]
FRAMES = 12
LONGEST = 300


class Code(str):
    """A text made by the code alone, of nothing that came from outside: it may stand in the log."""

    __slots__ = ()


def configure(style: str) -> None:
    """Write all logs of this process to standard error. `style`: json or console. To be called once, by the program."""
    handler = _to_standard_error()
    handler.setFormatter(formatter(style))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in OWN:
        logging.getLogger(name).setLevel(logging.INFO)
    sys.excepthook = _ended
    threading.excepthook = lambda ended: _ended(ended.exc_type, ended.exc_value, ended.exc_traceback)


def _to_standard_error() -> logging.Handler:
    """Where standard error is a file (the embedded home's logs), lines follow its name, so that it can be turned over
    without losing one."""
    try:
        path = os.readlink(f"/proc/self/fd/{sys.stderr.fileno()}")
        if stat.S_ISREG(os.stat(path).st_mode):
            return WatchedFileHandler(path, encoding="utf-8")
    except (OSError, ValueError):  # no such system, or no such file any more
        pass
    return logging.StreamHandler(sys.stderr)


def formatter(style: str) -> logging.Formatter:
    """What makes a line of a record."""
    last = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
    )
    return ProcessorFormatter(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _made_plain,
            ProcessorFormatter.remove_processors_meta,
            last,
        ],
        use_get_message=False,
        pass_foreign_args=True,
    )


def _made_plain(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    record: logging.LogRecord = event["_record"]
    event["event"] = said(record.msg, event.pop("positional_args", ()))
    event["level"] = record.levelname.lower()
    event["logger"] = record.name
    event["pid"] = os.getpid()
    event.update(_extra(record))
    caught = event.pop("exc_info", None)
    error = caught[1] if isinstance(caught, tuple) else None
    event.pop("stack_info", None)
    if isinstance(error, BaseException):
        event["error"] = described(error)
        event["at"] = places(error)
    return event


def said(message: object, given: object) -> str:
    """A line's words, with nothing filled in but what is plain."""
    template = message if isinstance(message, str) else LEFT_OUT
    filled = template
    if given:
        safe: object = (
            {name: plain(value) for name, value in given.items()}
            if isinstance(given, Mapping)
            else tuple(plain(value) for value in (given if isinstance(given, tuple) else (given,)))
        )
        try:
            filled = template % safe
        except (TypeError, ValueError, KeyError):  # a number was wanted where the value was left out
            filled = template
    return filled.splitlines()[0][:LONGEST] if filled else ""


def plain(value: object) -> object:
    """The value, where its kind may stand in a log; else a sign that something was left out."""
    if isinstance(value, BaseException):
        return described(value)
    if isinstance(value, bool | int | float | Code | Enum):
        return value
    if isinstance(value, type):
        return value.__name__
    if isinstance(value, str) and _PLAIN.fullmatch(value):
        return value
    return LEFT_OUT


def described(error: BaseException) -> str:
    """An error without its own words: they may hold what was typed, or what a server made of it."""
    kind = type(error).__name__
    if isinstance(error, CasefileError):
        return f"{kind}: {error.message}"
    inner = getattr(error, "orig", None)  # of the database's driver
    if isinstance(inner, BaseException):
        code = getattr(inner, "sqlstate", None) or getattr(inner, "sqlite_errorname", None)
        return f"{kind} ({type(inner).__name__}{f' {code}' if code else ''})"
    if isinstance(error, OSError) and error.errno is not None and error.errno in errno.errorcode:
        return f"{kind} ({os.strerror(error.errno)})"
    return kind


def places(error: BaseException) -> list[str]:
    """Where in the code it arose: file, line and function, of the innermost `FRAMES`; then what had caused it."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    found = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return [*found, f"after {described(cause)}"] if cause is not None else found


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(_ROOT)) if path.is_relative_to(_ROOT) else "/".join(path.parts[-2:])


def _extra(record: logging.LogRecord) -> dict[str, object]:
    found = {name: record.__dict__[name] for name in EXTRA if name in record.__dict__}
    if "host" in found and not _HOST.fullmatch(str(found["host"])):
        found["host"] = LEFT_OUT
    return found


def _ended(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    """A program, or a thread of it, ends by an error nobody caught."""
    if error is None or issubclass(kind, KeyboardInterrupt | SystemExit):
        return
    logging.getLogger("griot.process").error("process.ended", exc_info=(kind, error, trace))
