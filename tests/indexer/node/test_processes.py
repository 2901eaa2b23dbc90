"""Remembering and ending processes, whoever has their number now."""

import json
import socket
import subprocess
import sys
from dataclasses import replace

import psutil
import pytest

from casefile.machine import Started
from indexer.node.processes import Remembered, free_port, remember, remembered


@pytest.fixture
def sleeper():
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    yield child
    child.kill()
    child.wait()


def test_a_stranger_with_the_same_number_is_left_alone(sleeper):
    here = Remembered.of(sleeper.pid).started
    before = Remembered(sleeper.pid, replace(here, ticks=here.ticks - 1))
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


def test_the_same_ticks_of_another_start_of_the_machine_are_a_stranger(sleeper):
    here = Remembered.of(sleeper.pid).started
    assert not Remembered(sleeper.pid, replace(here, boot="another")).alive


@pytest.mark.parametrize("step", [2.0, 86_400.0, -86_400.0, -1.7e9])
def test_a_step_of_the_clock_makes_no_stranger_of_what_runs(tmp_path, sleeper, monkeypatch, step):
    """psutil works out a start from the machine's own, which moves with every step."""
    remember(tmp_path / "p.json", {"web": Remembered.of(sleeper.pid)})
    started = psutil.Process.create_time
    monkeypatch.setattr(psutil.Process, "create_time", lambda self: started(self) + step)
    assert list(remembered(tmp_path / "p.json")) == ["web"]
    remembered(tmp_path / "p.json")["web"].stop(5.0)
    assert sleeper.wait(5) == -15


def test_a_list_of_an_earlier_version_still_finds_what_it_started(tmp_path, sleeper):
    moment = psutil.Process(sleeper.pid).create_time()
    (tmp_path / "p.json").write_text(json.dumps({"web": [sleeper.pid, moment], "gone": [sleeper.pid, moment - 60]}))
    assert list(remembered(tmp_path / "p.json")) == ["web"]


def test_what_is_written_down_is_found_again(tmp_path, sleeper):
    path = tmp_path / "processes.json"
    here = Remembered.of(sleeper.pid)
    remember(path, {"web": here, "gone": Remembered(2**22 + 1, Started(1, "x"))})
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
