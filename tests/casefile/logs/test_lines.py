"""A line of the log tells what happened and where, and nothing that anybody typed."""

import json
import logging

import pytest
import structlog
from sqlalchemy.exc import IntegrityError

from casefile import logs
from casefile.errors import BadInput
from casefile.logs.lines import Code, formatter
from casefile.vocabulary import Topic

NAME = "Zanabou Marquee"


def line(style="json", *, name="griot.relay", level=logging.WARNING, message="", args=(), error=None, **extra):
    exc_info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord(name, level, __file__, 1, message, args, exc_info)
    record.__dict__.update(extra)
    text = formatter(style).format(record)
    assert "\n" not in text
    return json.loads(text) if style == "json" else text


def raised(error):
    try:
        raise error
    except Exception as caught:
        return caught


class Driver(Exception):
    sqlstate = "23505"


ARGUMENTS = [
    (12, "12"), (1.5, "1.5"), (True, "True"), (Topic.RECORD, "record"), ("a" * 32, "a" * 32),
    (Code("Conflict"), "Conflict"), (ValueError, "ValueError"), ("griot.sweep_index", "griot.sweep_index"),
    (NAME, "…"), ("Zanabou", "…"), ("zanabou", "…"), (NAME.encode(), "…"), ([NAME], "…"),
    (None, "…"),
    (ValueError(NAME), "ValueError"),
    (BadInput("%(name)s is too long.", name=NAME), "BadInput: %(name)s is too long."),
    (FileNotFoundError(2, "No such file", f"/home/{NAME}"), "FileNotFoundError (No such file or directory)"),
    (IntegrityError(f"INSERT '{NAME}'", {"n": NAME}, Driver(f"Key (name)=({NAME})")), "IntegrityError (Driver 23505)"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "logged"), ARGUMENTS, ids=lambda value: type(value).__name__)
def test_what_is_filled_in_is_logged_where_its_kind_is_harmless(given, logged):
    assert line(message="relay.event %s", args=(given,))["event"] == f"relay.event {logged}"


def test_a_line_has_its_moment_its_place_and_its_level():
    logged = line(message="relay.batch claimed=%d", args=(3,), level=logging.INFO)
    assert logged["event"] == "relay.batch claimed=3"
    assert (logged["level"], logged["logger"]) == ("info", "griot.relay")
    assert logged["timestamp"].endswith("Z") and logged["pid"] > 0


def test_an_error_is_logged_by_its_kind_and_its_places():
    def deep(name):
        try:
            raise KeyError(name)
        except KeyError as error:
            raise BadInput("%(name)s is too long.", name=name) from error

    try:
        deep(NAME)
    except BadInput as error:
        caught = error
    logged = line(message="page_refused %s", args=(Code("BadInput"),), error=caught, reference="0412-7716", status=422)
    assert logged["error"] == "BadInput: %(name)s is too long."
    assert any("test_lines.py" in place and place.endswith(" deep") for place in logged["at"])
    assert logged["at"][-1] == "after KeyError"
    assert (logged["reference"], logged["status"]) == ("0412-7716", 422)
    assert NAME not in str(logged)


@pytest.mark.parametrize(
    ("message", "args", "logged"),
    [
        ("Cannot connect to %s: %s.\n%s", ("amqp://x", ConnectionRefusedError(111, "refused"), "again"),
         "Cannot connect to …: ConnectionRefusedError (Connection refused)."),
        ("Exception while serving %s", (f"/records/{NAME}",), "Exception while serving …"),
        ("Task %(name)s[%(id)s] raised: %(exc)s", {"name": "griot.sweep_index", "id": "x", "exc": NAME},
         "Task griot.sweep_index[…] raised: …"),
        ("%d of %d", (NAME, 2), "%d of %d"),
        ("nothing is filled in: 100%", (), "nothing is filled in: 100%"),
        (["no text"], (), "…"),
    ],
    ids=["broker", "server", "task", "not a number", "no arguments", "no template"],
)  # fmt: skip
def test_of_another_librarys_line_the_template_is_logged(message, args, logged):
    if isinstance(args, dict):
        args = (args,)
    assert line(name="kombu", message=message, args=args)["event"] == logged


def test_what_hangs_on_a_record_is_not_logged_unless_it_is_named_here():
    logged = line(message="foreign_host", host="evil.example:80", viewer=NAME, query=NAME)
    assert logged["host"] == "evil.example:80" and NAME not in str(logged)
    assert line(message="foreign_host", host="<Zanabou Marquee>")["host"] == "…"


def test_for_reading_there_is_a_style_too():
    logged = line("console", message="relay.batch claimed=%d", args=(3,))
    assert "relay.batch claimed=3" in logged and "griot.relay" in logged and not logged.startswith("{")


def test_lines_of_a_request_bear_its_id_and_a_batch_those_it_came_of():
    try:
        logs.begin("0123456789abcdef")
        assert logs.request_id() == "0123456789abcdef"
        assert line(message="x")["request_id"] == "0123456789abcdef"
        with logs.bound_to(["a1", "b2"]):
            assert line(message="x")["request_ids"] == ["a1", "b2"]
        assert "request_ids" not in line(message="x")
    finally:
        structlog.contextvars.clear_contextvars()
    assert logs.request_id() == ""
