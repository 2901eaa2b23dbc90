"""Several processes serve one address; whichever is asked for the figures knows the requests of all."""

import os
import re
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import psutil
import pytest

from portal.serve import bound
from tests.steady.ports import free_port

ROOT = Path(__file__).resolve().parents[3]
ASKED = 40


def get(place, path, **headers):
    connection = HTTPConnection(*place, timeout=20)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@pytest.fixture
def server(tmp_path, _migrated_file):
    home = tmp_path / "home"
    home.mkdir()
    (home / "griot.db").write_bytes(_migrated_file.read_bytes())
    place = "127.0.0.1", free_port()
    env = {**os.environ, "GRIOT_HOME": str(home), "GRIOT_SECRET_KEY": "k" * 40, "OPENSEARCH_URL": "http://127.0.0.1:9",
           "TMPDIR": str(tmp_path)}  # fmt: skip
    command = [sys.executable, "-m", "portal.serve", "--port", str(place[1]), "--processes", "3"]
    with (tmp_path / "web.log").open("wb") as log:
        child = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
    until = time.monotonic() + 90
    while time.monotonic() < until:
        try:
            if get(place, "/livez")[0] == 200:
                break
        except OSError:
            time.sleep(0.2)
    yield place, home, tmp_path / "web.log", child
    child.send_signal(signal.SIGTERM)
    child.wait(20)


def served_by(log):
    """The processes that have answered so far."""
    return set(re.findall(r'"pid": (\d+)', log.read_text("utf-8")))


def test_what_three_processes_served_is_counted_as_one(server):
    place, home, log, _ = server
    asked = [get(place, "/sign-in")[0] for _ in range(ASKED)]
    end = time.monotonic() + 90
    while len(pids := served_by(log)) < 2 and time.monotonic() < end:  # one may answer before the others have started
        asked += [get(place, "/sign-in")[0] for _ in range(ASKED)]
    assert set(asked) == {200} and len(pids) >= 2, "more than one of them has answered"
    assert get(place, "/metrics")[0] == 401
    token = (home / "metrics-token").read_text().strip()
    status, told = get(place, "/metrics", Authorization=f"Bearer {token}")
    counted = re.search(r'griot_http_requests_total\{method="GET",route="/sign-in",status="200"\} (\d+)', told)
    assert status == 200 and int(counted[1]) == len(asked)
    assert "griot_signal_level" in told and 'griot_signal_level{signal="engine"} 2.0' in told


def test_a_server_that_was_killed_leaves_nobody_at_the_port(server):
    """Its children went on, and whoever started it again found the address taken."""
    place, _, _, child = server
    left = psutil.Process(child.pid).children()
    assert len(left) == 3
    child.kill()
    child.wait(10)
    gone, _ = psutil.wait_procs(left, timeout=60)
    assert len(gone) == 3
    bound(*place).close()
