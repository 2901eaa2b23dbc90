"""RabbitMQ on one machine or on three: queues that are kept by most of the brokers, and a certificate for each of them.

A queue of the kind *quorum* lives on every broker and goes on while more than half of them do; a *classic* one lives on
one broker and is away when that is. Neither may lose a hit, since messages only wake the worker.
"""

import ssl
from typing import Any
from urllib.parse import urlsplit

from celery.worker.consumer import Consumer
from kombu.transport import TRANSPORT_ALIASES, pyamqp

from indexer.engine.wire import Object

REDIS = ("redis", "rediss")

CLASSIC, QUORUM = "classic", "quorum"

SUFFIX = {CLASSIC: "", QUORUM: "-quorum"}
"""Behind a queue's name: RabbitMQ refuses one name for two kinds, and a setting changed may not stop a worker."""

LEFT_OUT = "celery.worker.consumer.delayed_delivery:DelayedDelivery"


class EachByItsName(pyamqp.SSLTransport):
    """The certificate is held against the broker that is asked now. Kombu keeps the name of the first it reached, and
    would refuse the second of several."""

    def establish_connection(self) -> Any:  # kombu has no types for what it makes
        client: Any = self.client
        if isinstance(client.ssl, dict):
            client.ssl = {**client.ssl, "server_hostname": client.hostname}
        return super().establish_connection()


class Plain(Consumer):
    """Celery's consumer without the 28 queues and as many exchanges, shared by all who use the broker, that it makes
    for messages with a date where a queue is of the kind quorum: no message here has one."""

    class Blueprint(Consumer.Blueprint):  # type: ignore[misc, valid-type]  # mypy takes an inner class for a value
        default_steps = [step for step in Consumer.Blueprint.default_steps if step != LEFT_OUT]


def addresses(broker_url: str) -> list[str]:
    """Each broker's address; with commas between, and as Celery takes them apart."""
    return [one.strip() for one in broker_url.split(",")]


def is_redis(broker_url: str) -> bool:
    """Whether the address is one of Redis."""
    return urlsplit(broker_url).scheme in REDIS


def joined(broker_url: str) -> str:
    """The addresses as Celery takes several: the first that answers is taken, and the next when it is gone."""
    return ";".join(addresses(broker_url))


def tls(broker_url: str, authority: str) -> Object | bool:
    """How the brokers' certificates are checked; False where the address asks for no TLS."""
    first = urlsplit(addresses(broker_url)[0])
    authority = authority or ssl.get_default_verify_paths().cafile or ""
    if first.scheme == "amqps":
        return {"cert_reqs": ssl.CERT_REQUIRED, "ca_certs": authority, "server_hostname": first.hostname}
    if first.scheme == "rediss":
        return {"ssl_cert_reqs": "required", "ssl_ca_certs": authority, "ssl_check_hostname": True}
    return False


def queues(kind: str) -> Object:
    """Celery's settings for a kind of queue."""
    if kind != QUORUM:
        return {}
    return {
        "task_default_queue_type": QUORUM,
        "worker_detect_quorum_queues": True,  # each consumer's own prefetch count: quorum queues know no common one
        "worker_consumer": f"{__name__}:{Plain.__name__}",
    }


TRANSPORT_ALIASES["amqps"] = f"{__name__}:{EachByItsName.__name__}"
