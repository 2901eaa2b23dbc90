"""The embedded broker: messages as files of a folder, each there whole or not at all.

Kombu's own transport writes a message into a file that is already in the queue, and a reader that comes in between ends
on an empty one, with the worker. Here a message is written next to the queue's names and then renamed into them; what
cannot be read all the same (a torn disk, a stranger's file) is left out with a line in the log: it was only a wake-up.
"""

import logging
import os
import uuid
from queue import Empty
from time import monotonic_ns, sleep

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps

SCHEME = "griot-folder"
NANOSECONDS_PER_MS = 1_000_000
DIGITS = 15
"""Of a name's milliseconds, so that 9,999,999 stands before 10,000,000: two hours and three quarters after a start."""
BIND_TRIES, BIND_WAIT_S = 20, 0.05

UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, ChannelError)
"""What an empty file or another program's comes to, or one that the disk does not give back."""

Message = dict[str, object]

log = logging.getLogger("griot.celery")


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: object, **_: object) -> None:  # type: ignore[override]  # its bases disagree
        """Put a message into the queue; the oldest name comes first, names being sorted as text."""
        name = f"{monotonic_ns() // NANOSECONDS_PER_MS:0{DIGITS}}_{uuid.uuid4()}.{queue}.msg"
        path = os.path.join(self.data_folder_out, name)
        with open(f"{path}.part", "w", encoding="utf-8") as file:
            file.write(dumps(payload))
        os.replace(f"{path}.part", path)

    def _get(self, queue: str, timeout: float | None = None) -> Message:
        """The next message. Raises Empty when there is none, or when the next is none that Celery can take: it is gone
        from the queue then, and the one behind it is next."""
        try:
            payload = super()._get(queue)
            if not isinstance(payload["headers"], dict):
                raise TypeError("headers")
            self.Message(payload, channel=self)  # as whoever consumes it will: anything of it may be missing
        except Empty:
            raise
        except UNREADABLE as error:
            log.warning("broker.unreadable %s: %s", type(error).__name__, error)
            raise Empty from None
        return payload

    def _queue_bind(self, exchange: str, routing_key: str | None, pattern: str | None, queue: str) -> None:
        """Note the queue in the exchange's table, which another process may be writing for the first time just now."""
        for _ in range(BIND_TRIES):
            try:
                super()._queue_bind(exchange, routing_key or "", pattern or "", queue)
                return
            except ValueError:
                sleep(BIND_WAIT_S)
        super()._queue_bind(exchange, routing_key or "", pattern or "", queue)


class Transport(filesystem.Transport):
    Channel = Channel


TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"
