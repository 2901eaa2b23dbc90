"""The web server: `python -m portal.serve` runs `portal.wsgi:app` behind a front that reads before anybody works.

One thread reads all connections and hands a request to one of a few workers only when it is there whole, body and all;
whoever sends slowly, or nothing, holds a socket and no worker. What is unfinished for too long is closed, and when
sockets become scarce the oldest unfinished ones go first, so that the next request finds a place. Answers to slow
readers are kept here as well. One process serves an installation on one machine; `--processes` forks more. Told to end,
it takes nobody new and answers whom it has heard: an officer who saves while servers are changed sees it saved.
"""

import argparse
import logging
import os
import resource
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher
from waitress.wasyncore import dispatcher

from casefile.errors import SetupError
from casefile.settings import Settings
from casefile.storage import migrate
from portal.web.bodies import LARGEST_FILE_BYTES
from portal.web.security import HEADERS

THREADS = 8
"""Python works on one thing at a time; more threads only wait for it in parallel."""

REQUEST_S = 30.0
"""A request must be there whole within this time of its first byte: 2 MB over 600 kbit/s."""

IDLE_S = 20
"""An open connection on which nothing is asked is closed; a browser opens another in a round trip."""

CONNECTIONS = 1000
SPARE_FILES = 200
"""Of the files the system lets this process open, so many are left for the database, the engine and logs."""

CROWDED, EVICTED = 32, 64
"""With so few places left, so many connections that hold no request are closed at once."""

GRACE_S = 1.0
"""Nobody younger is closed for room: an honest request is there within it."""

HEADER_BYTES = 32_768
LOOK_S = 2

FINISH_S = 8.0
"""Told to end, for so long it answers what it has: less than the 10 s after which an engine of containers kills."""
FINISH_LOOK_S = 0.1

FIGURES = "PROMETHEUS_MULTIPROC_DIR"
"""Where several processes add up what they count."""

Sockets = dict[int, Any]


class _Refusal(ErrorTask):  # type: ignore[misc]
    """What the front answers by itself (too long, not understood), with the headers of every other answer."""

    def execute(self) -> None:
        self.response_headers += [*HEADERS.items(), ("Cache-Control", "no-store")]
        super().execute()


class Channel(HTTPChannel):  # type: ignore[misc]  # waitress carries no types
    """One connection, with the time at which what it is sending began."""

    error_task_class = _Refusal
    began: float | None = None

    def received(self, data: bytes) -> bool:
        going_on = bool(super().received(data))
        self.began = None if self.request is None else self.began or time.time()
        return going_on

    @property
    def working(self) -> bool:
        return bool(self.requests) or bool(self.total_outbufs_len)

    @property
    def awaited(self) -> bool:
        """Whether something is to be answered, or was begun, or may be under way on a connection just opened."""
        fresh = time.time() - self.creation_time < GRACE_S and self.last_activity == self.creation_time
        return self.working or self.began is not None or fresh

    @property
    def since(self) -> float:
        return float(self.began or self.last_activity)


class Front(TcpWSGIServer):  # type: ignore[misc]
    channel_class = Channel
    ending = False
    parent = 0
    """Whose child this is. Killed, it can end nobody, and its children would hold the port against the next server."""

    def end(self) -> None:
        """To be called by a signal; `run` then finishes and returns."""
        self.ending = True
        self.pull_trigger()

    def run(self) -> None:
        while self._map and not self.ending:
            self._turn(self.adj.asyncore_loop_timeout)
        if self.ending:
            self._finish()
        self.task_dispatcher.shutdown()

    def _turn(self, timeout: float) -> None:
        self.asyncore.loop(timeout=timeout, map=self._map, use_poll=self.adj.asyncore_use_poll, count=1)

    def _finish(self) -> None:
        """Take whom the system has let in, nobody after that, and answer; who has no more to ask is closed."""
        known = 0
        while known < len(self._map):
            known = len(self._map)
            self.handle_accept()
        dispatcher.close(self)
        until = time.monotonic() + FINISH_S
        while self.active_channels and time.monotonic() < until:
            self._turn(0)  # what the system holds for us is read before anybody counts as one who asks nothing
            for one in list(self.active_channels.values()):
                one.will_close = one.will_close or not one.awaited
            self._turn(FINISH_LOOK_S)

    def readable(self) -> bool:
        if len(self._map) >= self.adj.connection_limit - CROWDED:
            self.make_room(time.time())
        return bool(super().readable())

    def maintenance(self, now: float) -> None:
        super().maintenance(now)
        if self.parent and os.getppid() != self.parent:
            self.end()
        for channel in self.active_channels.values():
            if channel.began is not None and channel.began < now - REQUEST_S:
                channel.will_close = True

    def make_room(self, now: float) -> None:
        """Close the oldest of those that hold a place and no request."""
        idle = [one for one in self.active_channels.values() if not one.working and one.since < now - GRACE_S]
        for channel in sorted(idle, key=lambda one: one.since)[:EVICTED]:
            channel.will_close = True


def front(app: Callable[..., Iterable[bytes]], listening: socket.socket, *, threads: int = THREADS) -> Front:
    """The server on a socket that is bound already; `run` serves until `end`."""
    adjustments = Adjustments(
        sockets=[listening],
        threads=threads,
        ident=None,
        connection_limit=_places(),
        channel_timeout=IDLE_S,
        cleanup_interval=LOOK_S,
        max_request_header_size=HEADER_BYTES,
        max_request_body_size=2 * LARGEST_FILE_BYTES,  # what is only somewhat too large gets the portal's own page
        asyncore_use_poll=True,  # select takes no file beyond the 1,024th
        backlog=1024,
        expose_tracebacks=False,
        clear_untrusted_proxy_headers=False,
    )
    sockets: Sockets = {}
    working = ThreadedTaskDispatcher()
    working.set_thread_count(threads)
    place = (listening.family, listening.type, listening.proto, listening.getsockname())
    return Front(
        app, map=sockets, _sock=listening, dispatcher=working, adj=adjustments, sockinfo=place, bind_socket=False
    )


def _places() -> int:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + SPARE_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        raised = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (raised, hard))
        soft = raised
    return CONNECTIONS if soft == resource.RLIM_INFINITY else max(2 * CROWDED, min(CONNECTIONS, soft - SPARE_FILES))


def bound(host: str, port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((host, port))
    return listening


def _end(_number: int, _frame: object) -> None:
    raise SystemExit(0)


def _serve(listening: socket.socket, threads: int, parent: int = 0) -> None:
    from portal.wsgi import app  # noqa: PLC0415  (after a fork each process makes connections of its own)

    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a line for each request that waits for a thread
    server = front(app, listening, threads=threads)
    server.parent = parent

    def end(_number: int, _frame: object) -> None:
        server.end()  # a second time nothing more: systemd tells all processes, and the first tells its children

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    server.run()


def _fork(listening: socket.socket, processes: int, threads: int) -> None:
    """Several servers on one socket; when one ends, all do, and whoever keeps them running starts again."""
    if FIGURES not in os.environ:  # read by the library of the metrics when it is imported, after the fork
        os.environ[FIGURES] = tempfile.mkdtemp(prefix="griot-metrics-")
    children, parent = [], os.getpid()
    for _ in range(processes):
        if (child := os.fork()) == 0:
            _serve(listening, threads, parent)
            os._exit(0)
        children.append(child)
    listening.close()  # held here, it would take connections that nobody answers once the children have closed it
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end)
    try:
        os.wait()
    finally:
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGTERM)
        for child in children:  # they answer what they have
            with suppress(ChildProcessError):
                os.waitpid(child, 0)


def main() -> None:
    parser = argparse.ArgumentParser(description="Serve the portal.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--threads", type=int, default=THREADS)
    parser.add_argument("--processes", type=int, default=1)
    given = parser.parse_args()
    try:  # a fault is one sentence here, and a stack trace in each process further on
        migrate.must_fit_at(Settings.from_env().database_url)
    except SetupError as error:
        sys.exit(str(error))
    listening = bound(given.host, given.port)
    if given.processes == 1:
        _serve(listening, given.threads)
    else:
        _fork(listening, given.processes, given.threads)


if __name__ == "__main__":
    main()
