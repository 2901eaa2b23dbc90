"""The database is away, or busy for longer than anybody should wait: a read is tried once more, a form is given back.

Nothing is half done then: what an action writes is one transaction. The page needs no database: its language is that of
the last page, and who is signed in is not asked.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask, current_app, g, render_template, request
from flask_login import AnonymousUserMixin
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.wrappers import Response

from portal.web.i18n import lazy_gettext
from portal.web.machine import marks, problems

log = logging.getLogger("portal.web.away")

TROUBLE = (OperationalError, InterfaceError, PoolTimeout)
"""Passes by itself: away, locked, full. Any other error of a database is about what was to be stored."""
RETRY_AFTER_S = 30

ASKED = (
    lazy_gettext("The database does not answer"),
    lazy_gettext("What was saved before stays. Wait a minute, then open the page again."),
)
SENT = (
    lazy_gettext("The database does not answer"),
    lazy_gettext("Nothing of this was saved, and nothing is half done. Keep this page open, and send it in a minute."),
)
AWAY = "The database does not answer. Nothing is half done; ask again in a minute."
"""The same to a machine."""
SECRET = re.compile("password|passphrase|secret|code|credential|assertion")
"""Names of fields that are never given back; nor is what was typed next to them."""
CHOSEN = re.compile(r"[a-z_]{1,40}|[0-9a-f]{32}|.{0,2}|[a-z_]+(:[a-z0-9_]+)+")
"""What a list, a tick or a hidden field sends: sent again, and not shown as typed."""


@dataclass(frozen=True, slots=True)
class Field:
    """One value of the form, under its name."""

    name: str
    value: str


def install(app: Flask) -> None:
    for kind in TROUBLE:
        app.register_error_handler(kind, _trouble)


def _trouble(error: Exception) -> Response | tuple[str, int, dict[str, str]]:
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    if lost and request.method in ("GET", "HEAD") and "griot_again" not in g:
        g.griot_again = True
        try:
            return _once_more()
        except TROUBLE as again:
            error = again
    return page(error)


def _once_more() -> Response:
    """The same page on another connection: from the gate on, as if nothing had been read yet."""
    for name in ("viewer", "officer", "caller", "_login_user"):
        g.pop(name, None)
    answer = current_app.preprocess_request()
    if answer is None:
        answer = current_app.dispatch_request()
    return current_app.make_response(answer)


def page(error: Exception) -> Response | tuple[str, int, dict[str, str]]:
    """The page that says so, made without the database."""
    log.error("database_away", exc_info=error, extra={"endpoint": request.endpoint})
    g._login_user = AnonymousUserMixin()  # else every page asks the database who looks
    g.griot_trail = True  # a line about it could not be written either
    g.viewer = g.officer = None
    if marks.asks_machine():
        return problems.problem(503, AWAY)
    fields = list(_fields()) if request.method == "POST" else []
    title, advice = SENT if request.method == "POST" else ASKED
    shown = render_template(
        "errors/away.html",
        title=title,
        advice=advice,
        fields=fields,
        typed=[one for one in fields if one.name != "csrf_token" and not CHOSEN.fullmatch(one.value)],
        files=bool(request.files) if fields else False,
        address=request.full_path.rstrip("?"),
    )
    return shown, 503, {"Retry-After": str(RETRY_AFTER_S)}


def _fields() -> Iterator[Field]:
    """All the form sent, with the token it came with: who sends it again must have been given the form by us."""
    sent = [Field(name, value) for name, value in request.form.items(multi=True)]
    if not any(SECRET.search(one.name) for one in sent):
        yield from sent
