"""The local node answers only to Griot: no other user of the machine finds a port of it, nor opens its door."""

import dataclasses
import http.client
import json
import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from casefile.errors import SearchUnavailable
from casefile.settings import Settings
from indexer.engine.client import Engine
from indexer.node import door

SYSTEM_PYTHON = "/usr/bin/python3"
STRANGER = 1  # daemon


@pytest.fixture
def path(opensearch_url: str) -> Path:
    found = door.path_in(opensearch_url)
    if found is None:
        pytest.skip("this machine lets Griot make no network of its own; the start and doctor say so")
    return found


def test_this_machine_has_a_door():
    """Where tests run as root and may do all, the fallback must not hide a door that does not work."""
    if os.geteuid() == 0 and "CapEff:\t000001ff" in Path("/proc/self/status").read_text():
        assert door.possible(None, None)


def test_the_socket_is_for_its_owner_alone(path):
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and path.stat().st_uid == os.geteuid()


def test_griot_is_let_in_and_asks_as_ever(path, opensearch_url, engine):
    assert engine.alive() == "3.8.0"
    connection = door.http_connection(opensearch_url)
    connection.request("GET", "/_cluster/health")
    assert json.loads(connection.getresponse().read())["status"] in ("green", "yellow")
    connection.close()


@pytest.mark.parametrize(
    ("words", "given", "code", "said"),
    [
        (["/_cluster/health"], b"", 0, b'"status"'),
        (["GET", "/"], b"", 0, b"3.8.0"),
        (["POST", "/_analyze"], b'{"analyzer": "standard", "text": "two words"}', 0, b'"words"'),
        (["/nowhere/at/all/of/this"], b"", 1, b"error"),
    ],
    ids=["a path", "a method", "with a body", "refused"],
)
def test_its_owner_asks_by_hand(path, words, given, code, said):
    """As `griot status --json` says (`engine_ask`)."""
    command = [sys.executable, "-I", door.__file__, "--ask", str(path), *words]
    done = subprocess.run(command, input=given, capture_output=True, timeout=60, check=False)
    assert done.returncode == code and said in done.stdout, done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
@pytest.mark.parametrize(
    ("mode", "refusal"),
    [(0o600, "PermissionError"), (0o666, "ConnectionRefusedError")],
    ids=["by the mode", "by who comes, where the mode was changed"],
)
def test_another_user_is_refused_at_the_door(path, mode, refusal):
    path.chmod(mode)
    try:
        assert as_stranger(lambda: door.connect(path, 5.0)) == refusal
    finally:
        path.chmod(0o600)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_another_user_neither_reads_the_files_nor_enters_the_network(path):
    node = (path.parent / "node").resolve()
    jvm = jvm_of(path).pid
    assert as_stranger(lambda: os.listdir(node)) == "PermissionError"
    assert as_stranger(lambda: Path(f"/proc/{jvm}/mem").read_bytes()) == "PermissionError"
    assert as_stranger(lambda: os.open(f"/proc/{jvm}/ns/net", os.O_RDONLY)) == "PermissionError"
    assert stat.S_IMODE(node.stat().st_mode) == 0o700 and node.stat().st_uid not in (0, 65534, STRANGER)


def test_no_port_of_it_is_seen_on_the_machine(path):
    """Neither HTTP nor transport: no process whose command is the node's listens in the network all others share."""
    jvm = jvm_of(path)
    listening = {one.pid for one in psutil.net_connections("inet") if one.status == psutil.CONN_LISTEN}
    assert not {jvm.pid, *(child.pid for child in jvm.children())} & listening


def test_a_node_that_has_gone_is_unavailable_and_not_empty(settings, tmp_path):
    away = Engine(dataclasses.replace(settings, opensearch_url=door.url_of(tmp_path / "none.sock")))
    with pytest.raises(SearchUnavailable):
        away.count("any", {"match_all": {}})
    assert away.alive() is None
    assert door.shut(door.url_of(tmp_path / "none.sock"))


def test_a_door_may_lie_deep(tmp_path):
    """A socket's path has 108 bytes at most; a home's may be longer."""
    deep = tmp_path / ("d" * 90) / ("e" * 90)
    deep.mkdir(parents=True)
    listening = door._socket_at(deep / "engine.sock")
    assert not door.shut(door.url_of(deep / "engine.sock"))
    listening.close()
    assert door.shut(door.url_of(deep / "engine.sock"))


@pytest.mark.parametrize("folder", ["/home/griot", "/home/a b", "/home/a,b", "/home/50%", "/home/#1?x=y", "/home/é"])
def test_any_folder_can_be_an_address(folder, tmp_path):
    url = door.url_of(Path(folder) / "engine.sock")
    assert door.path_in(url) == Path(folder) / "engine.sock"
    read = Settings.from_env(tmp_path, {"GRIOT_SECRET_KEY": "k" * 32, "OPENSEARCH_URL": url})
    assert read.opensearch_url == url


def test_a_plain_address_is_asked_plainly():
    connection = door.http_connection("http://127.0.0.1:9311", 1.0)
    assert type(connection) is http.client.HTTPConnection and connection.port == 9311
    assert not door.shut("http://127.0.0.1:9311")


def jvm_of(path: Path) -> psutil.Process:
    """The node behind this door: several runs of the tests may share a machine."""
    temporary = f"-Djava.io.tmpdir={(path.parent / 'node').resolve()}/tmp"
    return next(p for p in psutil.process_iter(["cmdline"]) if temporary in (p.info["cmdline"] or ()))


def as_stranger(act: Callable[[], object]) -> str:
    """What becomes of `act` in a process of another user: the name of the error, or *done*."""
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        os.setgroups([])
        os.setgid(STRANGER)
        os.setuid(STRANGER)
        try:
            act()
            said = "done"
        except BaseException as error:
            said = type(error).__name__
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return said


ECHO = """
import http.server
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.send_header("Content-Length", "2"); self.end_headers(); self.wfile.write(b"hi")
    def log_message(self, *_): pass
http.server.HTTPServer(("127.0.0.1", 9200), Answer).serve_forever()
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can take rights from itself")
@pytest.mark.parametrize("cut", [[], ["--bounding-set=-sys_admin"]], ids=["as root", "root without the right to"])
def test_both_ways_of_making_the_network_let_griot_in_and_others_not(open_folder, cut):
    """The second is root in a container, by a namespace of users."""
    if not Path(SYSTEM_PYTHON).exists():
        pytest.skip("the system's own Python is not where any user can start it")
    path = open_folder / f"echo{len(cut)}" / "engine.sock"
    path.parent.mkdir()
    command = [SYSTEM_PYTHON, "-I", door.__file__, "--socket", str(path), "--user", "60640", "--group", "60640", "--"]
    script = open_folder / "echo.py"
    script.write_text(ECHO)
    child = subprocess.Popen([*(["setpriv", *cut] if cut else []), *command, SYSTEM_PYTHON, str(script)])
    try:
        until = time.monotonic() + 20
        said = b""
        while time.monotonic() < until and not said:
            time.sleep(0.1)
            try:
                connection = door.DoorConnection(path, 5.0)
                connection.request("GET", "/")
                said = connection.getresponse().read()
            except OSError:
                continue
        assert said == b"hi"
        assert as_stranger(lambda: door.connect(path, 5.0)) == "PermissionError"
        assert psutil.Process(child.pid).uids().real == 60640
    finally:
        child.kill()
        child.wait(10)
