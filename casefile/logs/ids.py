"""The id of the request that is being answered, in every line that is written meanwhile, in whatever process."""

from collections.abc import Iterator
from contextlib import contextmanager

from structlog import contextvars

REQUEST, REQUESTS = "request_id", "request_ids"
"""The words in the log: of one request, and of the several that a worker's batch came of."""


def request_id() -> str:
    """The running request's id; empty outside one."""
    return str(contextvars.get_contextvars().get(REQUEST, ""))


def begin(own: str) -> None:
    """A request begins; whatever the thread held before is over."""
    contextvars.clear_contextvars()
    contextvars.bind_contextvars(**{REQUEST: own})


@contextmanager
def bound_to(requests: list[str]) -> Iterator[None]:
    """Lines written meanwhile bear the ids of the requests whose work is done."""
    with contextvars.bound_contextvars(**({REQUESTS: requests} if requests else {})):
        yield
