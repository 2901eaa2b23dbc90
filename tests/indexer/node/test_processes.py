"""Remembering and ending processes, whoever has their number now."""

import socket
import subprocess
import sys

import pytest

from indexer.node.processes import Remembered, free_port, remember, remembered


@pytest.fixture
def sleeper():
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    yield child
    child.kill()
    child.wait()


def test_a_stranger_with_the_same_number_is_left_alone(sleeper):
    before = Remembered(sleeper.pid, Remembered.of(sleeper.pid).started - 500)
    assert not before.alive
    before.stop(0.1)
    assert sleeper.poll() is None


def test_one_that_does_not_listen_is_ended_by_force_with_its_children(tmp_path):
    script = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "c = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
        f"open({str(tmp_path / 'pid')!r}, 'w').write(str(c.pid)); time.sleep(600)"
    )
    child = subprocess.Popen([sys.executable, "-c", script])
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        assert child.poll() is None
    grandchild = Remembered.of(int((tmp_path / "pid").read_text()))
    Remembered.of(child.pid).stop(grace_s=0.3)
    assert child.wait(5) == -9
    assert not grandchild.alive


def test_what_is_written_down_is_found_again(tmp_path, sleeper):
    path = tmp_path / "processes.json"
    here = Remembered.of(sleeper.pid)
    remember(path, {"web": here, "gone": Remembered(2**22 + 1, 1.0)})
    assert remembered(path) == {"web": here}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"web": 3}', '{"web": ["x", "y"]}'])
def test_a_torn_list_counts_as_none(tmp_path, text):
    (tmp_path / "p.json").write_text(text)
    assert remembered(tmp_path / "p.json") == {}


def test_a_taken_port_is_passed_over():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port) != port
    assert free_port(port) == port
