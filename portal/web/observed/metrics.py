"""What `/metrics` gives: requests as this server counts them, and the installation's figures as the database has them.

No label holds anything typed: a route is its pattern (`/records/<record_id>`), an address that leads nowhere is
`unmatched`. Several processes of one server add their counts up in files (`PROMETHEUS_MULTIPROC_DIR`, set by
`portal.serve`); the figures of the installation are read when asked, so each server gives the same.
"""

import math
import os
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from time import monotonic
from typing import TypeVar

from flask import Flask, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector
from werkzeug.wrappers import Response

from casefile.health.facts import Facts
from indexer.health.measure import Measured
from indexer.pipeline.figures import BUCKETS, COMPLETED, PERCOLATION_S, PERCOLATIONS, bucket

DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"
METHODS = frozenset({"GET", "HEAD", "POST", "PATCH", "OPTIONS"})
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""An officer's save is to take 0.3 s at most in 95 of 100."""

_OWN = CollectorRegistry()
REQUESTS = Counter(
    "griot_http_requests", "Requests answered, by route, method and status.", ("route", "method", "status"),
    registry=_OWN,
)  # fmt: skip
LATENCY = Histogram(
    "griot_http_request_seconds", "Time to answer a request, by route.", ("route",), buckets=SECONDS, registry=_OWN
)
TOKENS_REFUSED = Counter(
    "griot_tokens_refused", "Machines that were not let in, by cause: missing, unknown, scope.", ("cause",),
    registry=_OWN,
)  # fmt: skip
"""*unknown* is also a token that expired, was revoked, or of a unit that has left: they are answered alike."""
for _cause in ("missing", "unknown", "scope"):
    TOKENS_REFUSED.labels(_cause)  # a rate from nothing is none: each begins at zero

_BEGAN = "griot_began"

Labels = TypeVar("Labels", bound=tuple[str, ...])
Family = GaugeMetricFamily | CounterMetricFamily | HistogramMetricFamily


def route() -> str:
    """The pattern the request's address matched; nothing of what was typed into it."""
    return request.url_rule.rule if request.url_rule is not None else "unmatched"


def install(app: Flask) -> None:
    """First of all: what is measured is the whole of the answer."""

    @app.before_request
    def begun() -> None:
        g.setdefault(_BEGAN, monotonic())

    @app.after_request
    def counted(response: Response) -> Response:
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(route(), method, str(response.status_code)).inc()
        LATENCY.labels(route()).observe(taken_s())
        return response


def taken_s() -> float:
    """Seconds since the request began."""
    return float(monotonic() - g.get(_BEGAN, monotonic()))


def exposition(measured: Measured, hits: dict[str, int]) -> bytes:
    """The text of Prometheus' format. `hits`: how many stand in each state."""
    registry = CollectorRegistry()
    if os.environ.get(DIRECTORY):
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        requests = generate_latest(registry)
    else:
        requests = generate_latest(_OWN)
    own = CollectorRegistry()
    own.register(_Installation(measured, hits))
    return requests + generate_latest(own)


class _Installation(Collector):
    """The figures of one look."""

    def __init__(self, measured: Measured, hits: dict[str, int]) -> None:
        self._measured, self._hits = measured, hits

    def collect(self) -> Iterator[Family]:
        yield _gauge("griot_build_info", "The version that runs.", ("version",), {(_version(),): 1.0})
        levels = {(one.signal.value,): float(one.level) for one in self._measured.judged}
        yield _gauge("griot_signal_level", "Each signal judged: 0 fine, 1 warning, 2 critical.", ("signal",), levels)
        values = {(one.signal.value,): one.value for one in self._measured.judged if not math.isinf(one.value)}
        yield _gauge("griot_signal_value", "Each signal as measured.", ("signal",), values)
        if self._measured.facts is not None:
            yield from _of_database(self._measured.facts, self._hits)


def _of_database(facts: Facts, hits: dict[str, int]) -> Iterator[Family]:
    backlog = facts.backlog
    stages = {("index",): backlog.to_index, ("match",): backlog.to_match, ("send",): backlog.to_send}
    yield _gauge("griot_pending", "Entries pending, by the stage they wait for.", ("stage",), stages)
    lanes = {(name,): lane.pending for name, lane in facts.lanes.items()}
    yield _gauge("griot_lane_pending", "Entries pending, by lane.", ("lane",), lanes)
    oldest = {(name,): lane.oldest_s for name, lane in facts.lanes.items()}
    yield _gauge("griot_lane_oldest_seconds", "Age of the oldest pending entry, by lane.", ("lane",), oldest)
    dead = {(): backlog.dead_lettered}
    yield _gauge("griot_dead_letters", "Entries set aside, each waiting for a person.", (), dead)
    yield _gauge("griot_hits", "Hits, by state.", ("state",), {(state,): number for state, number in hits.items()})
    ages = {(kind.value,): facts.since_s(beat.at) for kind, beat in facts.beats.items()}
    yield _gauge("griot_heartbeat_age_seconds", "Time since a process or a chore was last well.", ("kind",), ages)
    clock = {(): facts.at.timestamp()}
    yield _gauge("griot_clock_seconds", "The time the database has; whoever asks has a clock of its own.", (), clock)
    refused = {(): facts.sign_ins_refused}
    yield _gauge("griot_sign_ins_refused", "Wrong passwords and codes counted in the last hour.", (), refused)
    counters = facts.counters
    completed = CounterMetricFamily("griot_entries_completed", "Entries searched, compared or sent.")
    completed.add_metric((), counters.get(COMPLETED, 0.0))
    yield completed
    percolation = HistogramMetricFamily("griot_percolation_seconds", "Time to hold a batch against the other side.")
    total = counters.get(PERCOLATIONS, 0.0)
    buckets = [(f"{limit:g}", counters.get(bucket(limit), 0.0)) for limit in BUCKETS]
    percolation.add_metric((), [*buckets, ("+Inf", total)], counters.get(PERCOLATION_S, 0.0))
    yield percolation


def _gauge(name: str, says: str, labels: tuple[str, ...], values: Mapping[Labels, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, says, labels=labels)
    for label, value in values.items():
        family.add_metric(label, value)
    return family


def _version() -> str:
    try:
        return version("griot")
    except PackageNotFoundError:
        return "unknown"
