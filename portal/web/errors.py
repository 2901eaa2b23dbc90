"""Errors to pages: one table, one template, no hints. What happened stands in the log, under the reference."""

import hashlib
import hmac
import logging
import re
import secrets
from collections.abc import Mapping
from http import HTTPStatus

from flask import Flask, g, redirect, render_template, request
from flask_babel import format_decimal, gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response

from casefile.errors import CasefileError, SearchUnavailable
from casefile.logs import Code
from casefile.storage.tables import now
from portal.web import away
from portal.web.context import settings
from portal.web.i18n import lazy_gettext
from portal.web.kept.forms import KEEPS_FORMS, keep_posted
from portal.web.machine import marks, problems

log = logging.getLogger("portal.web.errors")

PAGES: dict[int, tuple[str, str]] = {
    400: (lazy_gettext("This could not be understood"), lazy_gettext("Go back and try again.")),
    403: (
        lazy_gettext("This is not among your duties"),
        lazy_gettext("Ask your administrator if your duties have changed."),
    ),
    404: (
        lazy_gettext("Nothing to show at this address"),
        lazy_gettext("It does not exist, or it is not yours to see. Check the address, or start from the home page."),
    ),
    405: (lazy_gettext("This could not be understood"), lazy_gettext("Go back and try again.")),
    409: (
        lazy_gettext("Someone else changed this first"),
        lazy_gettext("It was changed in the meantime. Go back, read the current version, and try again."),
    ),
    413: (lazy_gettext("This is too large"), lazy_gettext("Send less at once, or import it as a file.")),
    415: (lazy_gettext("This could not be understood"), lazy_gettext("Go back and try again.")),
    422: (lazy_gettext("Something is missing or wrong"), lazy_gettext("Go back, correct it, and send it again.")),
    429: (
        lazy_gettext("Too many of these for now"),
        lazy_gettext("Nothing was searched, opened or saved. What was saved before stays."),
    ),
    500: (
        lazy_gettext("Something broke on our side"),
        lazy_gettext(
            "What was saved before is kept. Try again; if it happens again, give your administrator the reference."
        ),
    ),
    503: (
        lazy_gettext("The search is not available"),
        lazy_gettext(
            "This does not mean that nothing was found: nothing was searched. "
            "Entering and reading still work. Try again in a minute."
        ),
    ),
}
"""Status → title and what to do. A status without a line is shown as 500 is."""

WHOLE = re.compile(r"%\((\w+)\)d")
"""The place of a whole number in a sentence: a figure that is written in a language is text."""

OWN_MESSAGE = frozenset({400, 403, 409, 422, 429})
"""Statuses whose own message is shown: it was written for the reader and says only what the reader did."""


def install(app: Flask) -> None:
    @app.errorhandler(CasefileError)
    def refused(error: CasefileError) -> tuple[str, int] | Response:
        if marks.asks_machine():
            _log(error.status, type(error).__name__, error, "")
            return problems.refused(error)
        message = translated(error) if error.status in OWN_MESSAGE else ""
        return _page(error.status, type(error).__name__, message, error)

    @app.errorhandler(CSRFError)
    def stale(error: CSRFError) -> tuple[str, int] | Response:
        if g.get("viewer") is not None and request.endpoint in KEEPS_FORMS and (back := keep_posted()):
            return redirect(back, 303)  # signed in again in another window: the form is there, to be looked at and sent
        return _page(
            400, "csrf", gettext("The page was open too long or was not ours. Go back, reload it, and send it again.")
        )

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> HTTPException | Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
        if marks.asks_machine() and (error.code or 500) >= HTTPStatus.BAD_REQUEST:
            return _to_machine(error)
        original = getattr(error, "original_exception", None)
        if isinstance(original, away.TROUBLE):  # the line of the trail that stands for the page
            return away.page(original)
        code = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
        return error if code < HTTPStatus.BAD_REQUEST else _page(code, error.name)

    away.install(app)

    @app.errorhandler(Exception)
    def broken(error: Exception) -> tuple[str, int] | Response:
        if marks.asks_machine():
            _log(500, type(error).__name__, error, "")
            return problems.problem(500)
        return _page(500, type(error).__name__, error=error)


def _to_machine(error: HTTPException) -> Response:
    """What the web server refuses, as a problem; what it says of the way out (`Allow`) is kept."""
    answer = problems.problem(error.code or 500)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return answer


def translated(error: CasefileError) -> str:
    """The error's message in the reader's language, its figures as that language writes them."""
    sentence = str(gettext(error.message))
    return filled(sentence, error.values) if error.values else sentence


def filled(sentence: str, values: Mapping[str, object]) -> str:
    """A translated sentence of a refusal with its values."""
    return WHOLE.sub(r"%(\1)s", sentence) % {name: _written(value) for name, value in values.items()}


def _written(value: object) -> object:
    return format_decimal(int(value)) if isinstance(value, int) and not isinstance(value, bool) else value


def _page(status: int, event: str, message: str = "", error: Exception | None = None) -> tuple[str, int]:
    reference = _reference(status)
    known = status if status in PAGES else (500 if status >= HTTPStatus.INTERNAL_SERVER_ERROR else 400)
    _log(status, event, error, reference)
    title, advice = PAGES[known]
    page = render_template(
        "errors/error.html", title=title, message=message, advice=advice, reference=reference, status=status
    )
    return page, status


def _log(status: int, event: str, error: Exception | None, reference: str) -> None:
    ours = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    with_trace = isinstance(error, SearchUnavailable) or (ours and status != HTTPStatus.SERVICE_UNAVAILABLE)
    log.log(
        logging.ERROR if ours else logging.INFO,
        "page_refused %s",
        Code(event),
        exc_info=error if with_trace else None,
        extra={"status": status, "reference": reference, "endpoint": request.endpoint},
    )


def _reference(status: int) -> str:
    """What the reader can tell by phone and the log holds.

    Of a 404 it depends on the officer and the hour alone: *not yours* and *not there* must be the same bytes.
    """
    if status != HTTPStatus.NOT_FOUND:
        return f"{secrets.randbelow(10**4):04d}-{secrets.randbelow(10**4):04d}"
    who = g.viewer.officer_id if g.get("viewer") else ""
    digest = hmac.new(settings().secret_key.encode(), f"{who}|{now():%Y-%m-%dT%H}".encode(), hashlib.sha256).hexdigest()
    return f"{int(digest[:6], 16) % 10**4:04d}-{int(digest[6:12], 16) % 10**4:04d}"
