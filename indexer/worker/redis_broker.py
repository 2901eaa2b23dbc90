"""Redis as broker: all of ours stands under a prefix of our own, and what is no message of ours ends no worker.

Kombu keeps what was taken and not yet acknowledged under one name for the whole database of Redis: two installations
that share it would put back one another's messages. Each has its id before every key, so nothing of another's is read,
moved or removed. What cannot be read under our own keys is left out with a line in the log: it was only a wake-up; a
key of ours that holds something else than a queue is left as it is (`griot doctor` names it).
"""

import logging
from queue import Empty
from time import monotonic
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, redis
from kombu.utils.json import loads
from redis.exceptions import ResponseError

from indexer.worker.brokers import REDIS
from indexer.worker.folder_broker import UNREADABLE

WRONG_TYPE = "WRONGTYPE"
SAID_AGAIN_S = 60.0
"""A key that is no queue is met at each look, twenty times a second."""

log = logging.getLogger("griot.celery")


class Channel(redis.Channel):
    _said_at = 0.0

    def _brpop_read(self, **options: Any) -> Any:
        """The next message, to whoever consumes it. Raises Empty where there is none that can be taken."""
        try:
            return super()._brpop_read(**options)  # type: ignore[misc]  # it carries no types
        except Empty:
            raise
        except UNREADABLE as error:
            log.warning("broker.unreadable %s: %s", type(error).__name__, error)
        except ResponseError as error:
            self._say_no_queue(error)
        raise Empty

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        try:
            payload = super()._get(queue)
            self.Message(payload, channel=self)
        except Empty:
            raise
        except UNREADABLE as error:
            log.warning("broker.unreadable %s: %s", type(error).__name__, error)
            raise Empty from None
        return payload

    def _say_no_queue(self, error: ResponseError) -> None:
        if WRONG_TYPE not in str(error):
            raise error
        if monotonic() - self._said_at > SAID_AGAIN_S:
            self._said_at = monotonic()
            log.warning("broker.no_queue %s", error)


class Transport(redis.Transport):
    Channel = Channel


def is_message(content: bytes) -> bool:
    """Whether it is one that Celery could take, as far as can be told from outside."""
    try:
        payload = loads(content.decode("utf-8"))
        return isinstance(payload["headers"], dict) and "delivery_tag" in payload["properties"]
    except UNREADABLE:
        return False


def prefix_of(queue: str) -> str:
    """What stands before every key of the installation whose queue this is."""
    return f"{queue}:"


def install() -> None:
    """Have Celery use it for the addresses of Redis."""
    TRANSPORT_ALIASES.update(dict.fromkeys(REDIS, f"{__name__}:Transport"))
