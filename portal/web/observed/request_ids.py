"""Each request has an id: given by the proxy in front, else made here; in every line of the log, and in the answer.

What a stranger sends is no id: only where proxies are said to stand in front (`GRIOT_PROXIES`) one that comes in is
taken, and only when it is well-formed, so that nothing else gets into the logs by it.
"""

import logging
import re
import secrets
from http import HTTPStatus

from flask import Flask, g, request
from werkzeug.wrappers import Response

from casefile import logs
from casefile.settings import Settings
from portal.web.observed import metrics

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
QUIET = frozenset({"static", "health.live", "health.ready", "health.figures", "sign_in.alive", "home.bell"})
"""Asked every few seconds, or with every page: their lines would hide the others."""

log = logging.getLogger("portal.request")


def install(app: Flask, settings: Settings) -> None:
    """Before all that may write to the log."""

    @app.before_request
    def named() -> None:
        given = request.headers.get(HEADER, "") if settings.proxies else ""
        g.request_id = given if WELL_FORMED.fullmatch(given) else secrets.token_hex(8)
        logs.begin(g.request_id)

    @app.after_request
    def logged(response: Response) -> Response:
        response.headers[HEADER] = g.get("request_id", "")
        if request.endpoint not in QUIET or response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            log.info(
                "request",
                extra={
                    "method": request.method if request.method in metrics.METHODS else "other",
                    "route": metrics.route(),
                    "status": response.status_code,
                    "ms": round(metrics.taken_s() * 1000),
                },
            )
        return response
