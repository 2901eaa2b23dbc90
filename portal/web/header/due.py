"""The numbers of what is due, for the menu and the bell: asked at most every so often for one officer and process.

The desk asks again; another page and the bell may say a number as old as `KEPT_S`, unless the officer has just sent a
form: so ten open pages cost what one does. Kept is the answer to one viewer: whose duties change is another viewer.
"""

import logging
from dataclasses import dataclass, field
from http import HTTPStatus
from time import monotonic

from flask import Flask, current_app, g, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from casefile import due
from casefile.due import Counts
from casefile.policy.viewer import Viewer
from portal.web.context import store

KEPT_S = 45.0
"""Less than the minute from one ring of a page to the next."""
SEARCHES = "search"
"""The pages whose forms make nothing due: to count again for each search cost a tenth of its page."""
MOST_KEPT = 2_000
MOST_SAID = 99_999
EXTENSION = "griot.due"

log = logging.getLogger(__name__)


@dataclass
class _Kept:
    by_viewer: dict[Viewer, tuple[float, Counts]] = field(default_factory=dict)


def install(app: Flask) -> None:
    app.extensions[EXTENSION] = _Kept()

    @app.after_request
    def forget(response: Response) -> Response:
        """What an officer has just done is counted at the next page. What was refused did nothing."""
        changes = request.method not in ("GET", "HEAD", "OPTIONS") and request.blueprint != SEARCHES
        if changes and response.status_code < HTTPStatus.BAD_REQUEST and (viewer := g.get("viewer")) is not None:
            _kept().pop(viewer, None)
        return response


def said(counts: Counts) -> str:
    """The bell's answer: how many are due, how many press. Always eleven characters."""
    return f"{min(counts.total, MOST_SAID):05d} {min(counts.pressing, MOST_SAID):05d}"


def tag_of(counts: Counts) -> str:
    """By which the bell asks whether anything is new: the numbers themselves, and nothing that changes with time."""
    return f'"{said(counts).replace(" ", "-")}"'


def keep(counts: Counts) -> Counts:
    """For the rest of this request, and for the next pages of this officer."""
    kept = _kept()
    if len(kept) >= MOST_KEPT:
        kept.clear()
    kept[g.viewer] = (monotonic(), counts)
    g.due = counts
    return counts


def current() -> Counts:
    """The numbers of a page that is not about them. Without a database none: the page says that it is away."""
    if "due" in g:
        found: Counts = g.due
        return found
    at, counts = _kept().get(g.viewer, (0.0, Counts()))
    if at and monotonic() - at < KEPT_S:
        return counts
    try:
        with store().reading() as session:
            return keep(due.counts(session, g.viewer))
    except SQLAlchemyError as error:
        log.warning("due.not_counted %s", error)
        return Counts()


def _kept() -> dict[Viewer, tuple[float, Counts]]:
    held: _Kept = current_app.extensions[EXTENSION]
    return held.by_viewer
