"""How a machine is let in: by the token of a unit, never by an officer's cookie, which is not so much as looked at."""

from http import HTTPStatus

from flask import g, request
from werkzeug.wrappers import Response

from casefile.people.machines import api_tokens
from casefile.people.machines.api_tokens import Caller
from portal.web.context import store
from portal.web.machine import marks, problems
from portal.web.observed import metrics

SCHEMES = frozenset({"bearer", "apikey"})
"""Both carry the token. The second is how clients of yente send it."""


def let_in() -> Response | None:
    """Set `g.viewer` and `g.caller` of a request to an address of machines; a refusal where it is not let in."""
    g.viewer = g.officer = g.caller = None
    if marks.has(marks.ANYBODY) or request.method == "OPTIONS" and marks.has(marks.BY_ADDRESS):
        return None
    caller = _caller()
    if caller is None:
        cause = "missing" if not _shown() else "unknown"
        metrics.TOKENS_REFUSED.labels(cause).inc()
        return problems.unauthorised()
    g.caller, g.viewer = caller, caller.viewer
    wanted = marks.scopes()
    if wanted and not wanted & caller.scopes:
        metrics.TOKENS_REFUSED.labels("scope").inc()
        return problems.problem(HTTPStatus.FORBIDDEN)
    return None


def caller() -> Caller:
    """Whose token this request shows. The gate has made sure that there is one, save where anybody is answered."""
    found: Caller = g.caller
    return found


def _shown() -> str:
    """The token of the header, or the word in the address; empty where there is neither."""
    if marks.has(marks.BY_ADDRESS):
        return str((request.view_args or {}).get("key", ""))
    scheme, _, token = request.headers.get("Authorization", "").strip().partition(" ")
    return token.strip() if scheme.lower() in SCHEMES else ""


def _caller() -> Caller | None:
    shown = _shown()
    if not shown:
        return None
    with store().reading() as session:
        found = api_tokens.caller_of(session, shown, by_address=marks.has(marks.BY_ADDRESS))
    if found is not None and found.stale:
        with store().writing() as session:
            api_tokens.touch(session, found.token_id)
    return found
