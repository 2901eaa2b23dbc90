"""Refusals for machines: problem details (RFC 9457) that depend on nothing but the refusal.

No number of the request stands in them: an answer about what the caller may not see has the bytes of one about what
never was. The request's id is in the header, as of every answer.
"""

import json
from collections.abc import Sequence
from http import HTTPStatus

from werkzeug.wrappers import Response

from casefile.errors import CasefileError

TYPE = "application/problem+json"
KINDS: dict[int, tuple[str, str]] = {
    400: ("bad-request", "This could not be understood"),
    401: ("token-needed", "A token is needed"),
    403: ("not-allowed", "The token does not open this"),
    404: ("not-there", "There is nothing here"),
    405: ("method", "This method is not served here"),
    409: ("conflict", "It was changed in the meantime, or its state does not allow this"),
    413: ("too-large", "This is too large"),
    415: ("media-type", "This kind of body is not read here"),
    422: ("invalid", "Something is missing or wrong"),
    429: ("over-budget", "Too many of these for now"),
    500: ("broken", "Something broke on our side"),
    503: ("not-searched", "Not searched"),
}
"""Status → last part of the problem's type, and its title."""
HOW_TO_ASK = "Send the unit's token: Authorization: Bearer …"
WAYS = 'Bearer realm="griot", ApiKey realm="griot"'
NOT_SEARCHED = "Nothing was searched. Do not read this as nothing found; ask again in a minute."
RETRY_AFTER_S = 30

Fault = dict[str, str]
"""One fault of what was sent: `pointer` into the body, or `parameter`, and `detail`."""


def problem(status: int, detail: str = "", faults: Sequence[Fault] = ()) -> Response:
    """The refusal as a response."""
    known = status if status in KINDS else 500 if status >= HTTPStatus.INTERNAL_SERVER_ERROR else 400
    kind, title = KINDS[known]
    body: dict[str, object] = {"type": f"urn:griot:problem:{kind}", "title": title, "status": status}
    body["detail"] = detail or title
    if faults:
        body["errors"] = list(faults)
    answer = Response(json.dumps(body, ensure_ascii=False) + "\n", status, content_type=TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = WAYS
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = str(RETRY_AFTER_S)
    return answer


def unauthorised() -> Response:
    return problem(HTTPStatus.UNAUTHORIZED, HOW_TO_ASK)


def refused(error: CasefileError) -> Response:
    """The same for what an action refused, in English: read by programs, and by those who write them."""
    status = error.status
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return problem(status, NOT_SEARCHED)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.NOT_FOUND:
        return problem(status)
    field = getattr(error, "field", "")
    return problem(status, str(error), [{"pointer": f"#/{field}", "detail": str(error)}] if field else ())
