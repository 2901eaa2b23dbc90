"""What stands at the broker, for `griot doctor`: whether it answers, and of Redis what is there that is not ours.

Nothing of it is touched. Redis has one list of names for all who use it, so another program may have taken one of ours.
"""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from casefile.settings import Settings
from indexer.worker import brokers, celery_app

if TYPE_CHECKING:  # an extra, not there where another broker is used
    import redis

WITHIN_S = 2
MOST_NAMES = 10_000
"""Of a database of Redis that is looked through: more is another program's store, and is not counted to its end."""
KINDS: Mapping[str, str] = {
    "_kombu.binding.": "set", "unacked_index": "zset", "unacked_mutex": "string", "unacked": "hash",
}  # fmt: skip
"""What Celery keeps under a name that begins so: what is bound, what was taken and not yet acknowledged. Names of later
versions of it are not judged."""
QUEUE_KIND = "list"
LOOKED_AT = 50
"""Messages of a queue that are read."""


@dataclass(frozen=True, slots=True)
class Looked:
    """`wrong`: keys under our own names that are none of ours; `strange`: messages in our queue that are none."""

    found: str
    wrong: tuple[str, ...] = ()
    strange: int = 0


def look(settings: Settings) -> Looked:
    """Raises the broker's own error where it does not answer."""
    if settings.embedded_broker:
        return Looked("the home's own folder")
    if brokers.is_redis(settings.broker_url):
        return _redis(settings)
    with contextlib.closing(celery_app.make_celery(settings).connection_for_write()) as connection:
        connection.ensure_connection(max_retries=1, timeout=WITHIN_S)
    return Looked("answers")


def _redis(settings: Settings) -> Looked:
    from indexer.worker import redis_broker

    queue = celery_app.queue_of(settings)
    own = redis_broker.prefix_of(queue)
    with client_of(settings) as broker:
        names = [name.decode("utf-8", "replace") for name in islice(broker.scan_iter(count=1000), MOST_NAMES)]
        ours = [name for name in names if name.startswith(own)]
        kinds = {name: _kind_of(name.removeprefix(own), queue) for name in ours}
        wrong = tuple(name for name, kind in kinds.items() if kind and broker.type(name).decode() != kind)
        waiting = [] if own + queue in wrong else broker.lrange(own + queue, -LOOKED_AT, -1)
    strange = sum(not redis_broker.is_message(content) for content in waiting)
    others = len(names) - len(ours)
    return Looked(f"answers; {len(ours)} names of this installation's, {others} of others, which are left alone",
                  wrong, strange)  # fmt: skip


def client_of(settings: Settings) -> "redis.Redis":
    """A client of the Redis that is the broker; its certificate is held against the authority of the settings."""
    import redis

    authority = {"ssl_ca_certs": settings.broker_ca} if settings.broker_ca else {}
    return redis.Redis.from_url(settings.broker_url, socket_timeout=WITHIN_S, **authority)


def _kind_of(name: str, queue: str) -> str:
    """Empty: not known."""
    if name.startswith(queue):
        return QUEUE_KIND
    return next((kind for begins, kind in KINDS.items() if name.startswith(begins)), "")
