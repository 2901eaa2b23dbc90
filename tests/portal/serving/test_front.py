"""The front: whoever sends slowly, or nothing, keeps nobody else waiting.

A server of its own process, as an installation runs it, on the loopback; all is bounded in number and in time.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from portal import serve
from portal.serve import Front, bound, front
from portal.web.security import HEADERS
from tests.steady.ports import free_port

ROOT = Path(__file__).resolve().parents[3]
HELD = 200
FAST_S = serve.IDLE_S / 2
"""Whoever waited for the slow ones would wait until they count as idle; a page takes 20 ms on a machine at ease."""

SLOW_WAYS = {
    "nothing at all": b"",
    "headers without an end": b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: a",
    "a body that does not come": (
        b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: 2000\r\n\r\nlogin=a"
    ),
    "chunks without an end": (
        b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n5\r\nlogin"
    ),
    "answers that are not read": b"GET /static/griot.css HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 20,
}


@pytest.fixture(scope="module")
def address(tmp_path_factory, _migrated_file) -> Iterator[tuple[str, int]]:
    """The portal as `griot up` starts it, without engine or worker."""
    home = tmp_path_factory.mktemp("served") / "home"
    home.mkdir()
    (home / "griot.db").write_bytes(_migrated_file.read_bytes())
    place = "127.0.0.1", free_port()
    env = {**os.environ, "GRIOT_HOME": str(home), "GRIOT_SECRET_KEY": "k" * 40, "OPENSEARCH_URL": "http://127.0.0.1:9"}
    child = subprocess.Popen([sys.executable, "-m", "portal.serve", "--port", str(place[1])], cwd=ROOT, env=env)
    try:
        until = time.monotonic() + 120
        while time.monotonic() < until and not _answers(place):
            assert child.poll() is None, "it does not start"
            time.sleep(0.1)
        yield place
        child.send_signal(signal.SIGTERM)
        assert child.wait(20) == 0, "told to end, it ends in order"
    finally:
        child.kill()
        child.wait()


def _answers(place: tuple[str, int]) -> bool:
    try:
        return asked(place)[0] == 200
    except OSError:
        return False


def asked(place: tuple[str, int], path: str = "/sign-in", timeout: float = 20.0) -> tuple[int, float]:
    """Status of a page, and how long it took."""
    started = time.monotonic()
    connection = HTTPConnection(*place, timeout=timeout)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status, time.monotonic() - started
    finally:
        connection.close()


@contextlib.contextmanager
def held(place: tuple[str, int], opening: bytes, number: int = HELD) -> Iterator[list[socket.socket]]:
    """So many connections that send this and no more, until the end."""
    sockets = []
    try:
        for _ in range(number):
            one = socket.create_connection(place, timeout=10)
            sockets.append(one)
            if opening:
                one.sendall(opening)
        yield sockets
    finally:
        for one in sockets:
            one.close()


@pytest.mark.parametrize("way", SLOW_WAYS)
def test_pages_answer_while_two_hundred_connections_are_held(address, way):
    with held(address, SLOW_WAYS[way]):
        taken = [asked(address) for _ in range(5)]
    assert {status for status, _ in taken} == {200}
    print(f"{way}: {max(seconds for _, seconds in taken):.2f} s at most")
    assert sorted(seconds for _, seconds in taken)[2] < FAST_S


def test_pages_answer_while_headers_drip(address):
    """Slowloris: each of 200 connections sends a byte now and then, so that none counts as idle."""
    stop = threading.Event()

    def drip(sockets: list[socket.socket]) -> None:
        while not stop.wait(0.5):
            for one in sockets:
                with contextlib.suppress(OSError):
                    one.sendall(b"a")

    with held(address, SLOW_WAYS["headers without an end"]) as sockets:
        dripping = threading.Thread(target=drip, args=(sockets,))
        dripping.start()
        try:
            taken = [asked(address) for _ in range(5)]
        finally:
            stop.set()
            dripping.join(10)
    assert {status for status, _ in taken} == {200} and sorted(s for _, s in taken)[2] < FAST_S


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: " + b"a" * 32_760 + b"\r\n\r\n", b"431"),
        (b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999\r\n\r\n", b"413"),
        (b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -5\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: gzip\r\n\r\n", b"501"),
        (b"GET / HTTP/1.1\r\nHost : 127.0.0.1\r\n\r\n", b"400"),
    ],
    ids=["headers too long", "body too long", "body less than nothing", "unknown coding", "space before the colon"],
)
def test_what_the_front_refuses_bears_the_headers_of_every_answer(address, sent, status):
    with socket.create_connection(address, timeout=10) as one:
        one.sendall(sent)
        said = b""
        with contextlib.suppress(ConnectionResetError):  # it closes with some of ours unread
            while piece := one.recv(65536):
                said += piece
    assert said.split(b" ", 2)[1] == status, said[:80]
    for name, value in HEADERS.items():
        assert f"{name}: {value}".lower().encode() in said.lower(), name
    assert b"Server:" not in said


# ---- in this process, with a clock that is told --------------------------------------------------------------


@pytest.fixture
def own(monkeypatch) -> Iterator[tuple[Front, tuple[str, int]]]:
    """A front on a free port with room for few, its loop in a thread."""
    monkeypatch.setattr(serve, "CONNECTIONS", 2 * serve.CROWDED)
    listening = bound("127.0.0.1", 0)
    place = listening.getsockname()
    server = front(_hello, listening, threads=2)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    monkeypatch.setattr(serve, "FINISH_S", 0.5)
    yield server, place
    server.end()  # its own thread closes what is left: done from here, it closed what that thread had just closed
    thread.join(10)
    assert not thread.is_alive()


def _hello(environ: dict[str, object], start: Callable[..., object]) -> list[bytes]:
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"hi"]


def test_more_than_there_is_room_for_make_room_for_the_next(own):
    _, place = own
    with held(place, SLOW_WAYS["headers without an end"], 3 * serve.CROWDED):
        time.sleep(serve.GRACE_S + 0.1)
        for _ in range(5):
            assert asked(place)[0] == 200


def test_a_request_is_there_whole_in_time_or_is_closed(own, monkeypatch):
    monkeypatch.setattr(serve, "REQUEST_S", 0.5)
    server, place = own
    with held(place, SLOW_WAYS["a body that does not come"], 3) as sockets:
        end = time.monotonic() + 10
        while time.monotonic() < end and server.active_channels:
            server.next_channel_cleanup = 0
            for one in sockets:
                with contextlib.suppress(OSError):
                    one.sendall(b"a")  # never idle
            time.sleep(0.2)
        assert not server.active_channels
    assert asked(place)[0] == 200


# ---- told to end ---------------------------------------------------------------------------------------------


@pytest.fixture
def slow(monkeypatch) -> Iterator[tuple[Front, tuple[str, int], threading.Event]]:
    """A front whose answers wait for the event."""
    monkeypatch.setattr(serve, "GRACE_S", 0.3)
    go = threading.Event()

    def answer(environ: dict[str, object], start: Callable[..., object]) -> list[bytes]:
        go.wait(10)
        return _hello(environ, start)

    listening = bound("127.0.0.1", 0)
    place = listening.getsockname()
    server = front(answer, listening, threads=1)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server, place, go
    go.set()
    server.end()
    thread.join(10)
    assert not thread.is_alive()


def channels(server: Front) -> list[serve.Channel]:
    """Those it holds at this moment. Its own thread adds and drops some, so they are copied at once."""
    return list(server.active_channels.values())


def test_told_to_end_it_answers_whom_it_has_heard_and_takes_nobody_new(slow, until):
    """One at work, one waiting for the only thread, one half sent; a fourth comes too late and is refused at once, so
    that a proxy asks the next server."""
    server, place, go = slow
    answers: list[tuple[int, float]] = []
    clients = [threading.Thread(target=lambda: answers.append(asked(place))) for _ in range(2)]
    for client in clients:
        client.start()
    until(lambda: len(channels(server)) == 2 and all(one.requests for one in channels(server)))
    with socket.create_connection(place, timeout=10) as half, socket.create_connection(place, timeout=10) as idle:
        half.sendall(b"GET / HTTP/1.1\r\nHost: a")
        until(lambda: sum(one.began is not None for one in channels(server)) == 1)
        server.end()
        until(lambda: server.socket is None)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(place, timeout=10)
        assert idle.recv(10) == b"", "who asks nothing is closed"
        go.set()
        half.sendall(b"\r\n\r\n")
        assert half.recv(100).startswith(b"HTTP/1.1 200")
    for client in clients:
        client.join(10)
    assert [status for status, _ in answers] == [200, 200]
    until(lambda: not server.active_channels)


def test_told_to_end_it_reads_first_what_came_while_it_was_kept_from_reading(monkeypatch):
    """A machine under load: the connection is older than an honest request needs, the request has come, and the
    thread that reads had no turn between. An officer's save was cut off unread."""
    monkeypatch.setattr(serve, "GRACE_S", 0.0)
    listening = bound("127.0.0.1", 0)
    server = front(_hello, listening, threads=1)
    server.accept_connections()
    with socket.create_connection(listening.getsockname(), timeout=10) as one:
        server.handle_accept()
        one.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        server.end()
        server.run()
        assert one.recv(100).startswith(b"HTTP/1.1 200")


def test_one_that_never_finishes_its_request_keeps_nobody_waiting_for_long(slow, monkeypatch, until):
    monkeypatch.setattr(serve, "FINISH_S", 0.5)
    server, place, _ = slow
    with socket.create_connection(place, timeout=10) as half:
        half.sendall(b"GET / HTTP/1.1\r\nHost: a")
        until(lambda: any(one.began is not None for one in channels(server)))
        server.end()
        until(lambda: not server.task_dispatcher.threads, serve.REQUEST_S / 2)


def test_several_processes_told_to_end_answer_too(tmp_path, request, until):
    """As the image runs it, and told as systemd does it, twice: a page that is being made then is there whole."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "griot.db").write_bytes(request.getfixturevalue("_migrated_file").read_bytes())
    place = "127.0.0.1", free_port()
    env = {**os.environ, "GRIOT_HOME": str(home), "GRIOT_SECRET_KEY": "k" * 40, "OPENSEARCH_URL": "http://127.0.0.1:9"}
    command = [sys.executable, "-m", "portal.serve", "--port", str(place[1]), "--processes", "2"]
    child = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True)
    try:
        until(lambda: _answers(place), 60)
        begun = [socket.create_connection(place, timeout=20) for _ in range(6)]
        for one in begun:
            one.sendall(b"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        os.killpg(child.pid, signal.SIGTERM)
        for one in begun:
            with one, one.makefile("rb") as reading:
                said = reading.read()
            assert said.startswith(b"HTTP/1.1 200") and b"</html>" in said
        assert child.wait(20) == 0
    finally:
        child.kill()
        child.wait()
