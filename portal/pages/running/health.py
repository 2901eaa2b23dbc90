"""`/livez`, `/readyz` and `/metrics`: asked by machines, without a sign-in.

The first two say *ok* or which part is not ready, and nothing else, to everybody. Figures say more (when there is
much to do, that hits were raised), so they are given to who has the token, or to this machine alone, or to nobody, as
`GRIOT_METRICS` says. None of the three is a person's act: no budget counts it and the trail has no line of it.
"""

import hmac
import secrets
from http import HTTPStatus
from pathlib import Path

from flask import Blueprint, abort, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST
from werkzeug.wrappers import Response

from casefile.health import facts
from casefile.policy.oversight.health import Level, Signal
from casefile.secrets.key import make_once
from portal.web.context import settings, store
from portal.web.observed import metrics
from portal.web.observed.meter import measured
from portal.web.security import LOOPBACK, host_name

blueprint = Blueprint("health", __name__)

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via")
"""What a proxy adds: who comes through one does not come from this machine."""

TOKEN_FILE = "metrics-token"  # noqa: S105  (a file's name)


@blueprint.get("/livez")
def live() -> Response:
    """The server answers. Nothing else is asked: a database that is away is no reason to start this process again."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def ready() -> tuple[Response, int]:
    """Whether all that Griot needs is there and goes on; `?only=database,engine` asks after these parts alone."""
    only = {word for word in request.args.get("only", "").split(",") if word in {signal.value for signal in Signal}}
    wrong = [
        one.signal.value
        for one in measured().judged
        if one.level is Level.CRITICAL and (one.signal.value in only if only else one.rule.ready)
    ]
    if wrong:
        return jsonify(status="not ready", parts=wrong), HTTPStatus.SERVICE_UNAVAILABLE
    return jsonify(status="ok"), HTTPStatus.OK


@blueprint.get("/metrics")
def figures() -> Response:
    """The figures, in Prometheus' text format, for whom the setting lets in."""
    _let_in()
    found = measured()
    hits = {}
    if found.facts is not None:
        with store().reading() as session:
            hits = facts.hits_by_state(session)
    return Response(metrics.exposition(found, hits), content_type=CONTENT_TYPE_LATEST)


def _let_in() -> None:
    if settings().metrics == "off":
        abort(HTTPStatus.NOT_FOUND)
    own, given = token(), request.authorization
    if given is not None and given.type == "bearer" and hmac.compare_digest((given.token or "").encode(), own.encode()):
        return
    if settings().metrics != "loopback" or not _from_this_machine():
        abort(Response("token needed\n", HTTPStatus.UNAUTHORIZED, {"WWW-Authenticate": "Bearer"}))


def _from_this_machine() -> bool:
    """By the connection, by the address that was typed, and by no sign of a proxy in between."""
    proxied = any(name in request.headers for name in FORWARDED)
    return (request.remote_addr or "") in LOOPBACK and host_name(request.host) in LOOPBACK and not proxied


def token() -> str:
    """What opens the figures: of the file that is named, else of one in the home, made at the first question."""
    named = settings().metrics_token_file
    path = Path(named) if named else settings().home / TOKEN_FILE
    if not named and not path.exists():
        make_once(path, secrets.token_urlsafe(32) + "\n")
    return path.read_text("utf-8").strip() or secrets.token_urlsafe()
