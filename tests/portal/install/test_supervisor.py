"""Children are kept running, restarted with patience, and ended whatever became of the supervisor."""

import subprocess
import sys
import threading
import time

import pytest

from casefile.errors import SetupError
from indexer.node.processes import Remembered
from portal.install import supervisor as keeping
from portal.install.bring_up import Wish, choose_port, read_saved, save, without_password
from portal.install.supervisor import Child, Supervisor


def sleeper():
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])


@pytest.fixture
def keeper(tmp_path):
    keeper = Supervisor(tmp_path)
    yield keeper
    keeper.ending = True
    keeper.stop()


def test_a_child_that_ends_is_started_again(keeper, until, monkeypatch):
    monkeypatch.setattr(keeping, "LOOK_S", 0.02)
    monkeypatch.setattr(keeping, "FIRST_WAIT_S", 0.05)
    child = keeper.start(Child("worker", sleeper))
    first = child.process.pid
    watching = threading.Thread(target=keeper.watch)
    watching.start()
    child.process.kill()
    until(lambda: (now := child.process) is not None and now.pid != first and now.poll() is None, 60)
    keeper.ending = True
    watching.join()
    assert keeping.running(keeper.home)["worker"].pid == child.process.pid


def test_one_that_keeps_ending_is_given_more_and_more_time(keeper, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(keeping.time, "monotonic", lambda: now[0])
    starts = []

    def short():
        starts.append(now[0])
        done = subprocess.Popen([sys.executable, "-c", ""])
        done.wait()
        return done

    child = keeper.start(Child("web", short))
    for _ in range(2000):
        keeper._look_after(child)
        now[0] += 0.1
    gaps = [round(b - a) for a, b in zip(starts, starts[1:], strict=False)]
    assert gaps[:5] == [1, 2, 4, 8, 16] and set(gaps[5:]) <= {30}


def test_stopping_ends_all_in_the_opposite_order(keeper, monkeypatch):
    ended = []
    monkeypatch.setattr(keeping, "reap", lambda process: (ended.append(process.pid), process.kill(), process.wait()))
    children = [keeper.start(Child(name, sleeper)).process for name in ("node", "worker", "web")]
    keeper.stop()
    assert ended == [child.pid for child in reversed(children)]
    assert keeping.running(keeper.home) == {}


def test_what_a_killed_supervisor_left_is_ended(tmp_path):
    left = sleeper()
    keeping.remember(keeping.record_path(tmp_path), {"node": Remembered.of(left.pid)})
    try:
        assert keeping.stop(tmp_path) == ["node"]
        assert left.wait(5) != 0
    finally:
        left.kill()
        left.wait()


def test_two_supervisors_of_one_home_are_refused(tmp_path):
    refused = pytest.raises(SetupError, match=r"already starting or running.*--stop")
    with keeping.lock(tmp_path), refused, keeping.lock(tmp_path):
        pass
    with keeping.lock(tmp_path):
        pass  # a lock that was let go, or whose holder died, is no hindrance


def test_stopping_where_nothing_runs_is_no_error(tmp_path):
    start = time.monotonic()
    assert keeping.stop(tmp_path) == []
    assert time.monotonic() - start < 5, "it waits for nobody"


def test_the_port_of_the_last_start_is_kept(tmp_path):
    first = choose_port(Wish(tmp_path, port=0), {})
    assert choose_port(Wish(tmp_path), {"port": first}) == first
    assert choose_port(Wish(tmp_path, port=0), {"port": first}) == first


def test_a_torn_note_counts_as_none(tmp_path):
    save(tmp_path, {"port": 1})
    assert read_saved(tmp_path) == {"port": 1}
    (tmp_path / "installation.json").write_text('{"port": ')
    assert read_saved(tmp_path) == {}


@pytest.mark.parametrize(
    ("url", "shown"), [("https://a:b@host:9200", "https://***@host:9200"), ("http://host:9200", "http://host:9200")]
)
def test_no_password_is_shown(url, shown):
    assert without_password(url) == shown


def test_a_child_that_runs_and_is_of_no_use_is_started_again(keeper, monkeypatch):
    """The node whose door nobody keeps any more."""
    monkeypatch.setattr(keeping, "FIRST_WAIT_S", 0.0)
    now, useless = [1000.0], [False]
    monkeypatch.setattr(keeping.time, "monotonic", lambda: now[0])
    child = keeper.start(Child("node", sleeper, useless=lambda: useless[0]))
    first = child.process.pid

    def looks() -> None:
        for _ in range(3):
            now[0] += keeping.SOUND_S + 1
            keeper._look_after(child)

    looks()
    assert child.process.pid == first
    useless[0] = True
    now[0] += keeping.SOUND_S + 1
    keeper._look_after(child)
    useless[0] = False
    looks()
    assert child.process is not None and child.process.pid != first
