"""A training space is brought up beside a real home and put back to its start; neither touches the other's."""

import json
import os
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from casefile.errors import SetupError
from casefile.installation import Doubt, doubt, identified
from casefile.people.officers import add_officer
from casefile.people.units import SYSTEM, add_unit
from casefile.settings import HOME_FILE, Settings
from casefile.storage.store import Store
from casefile.training import reset
from casefile.vocabulary import Role, UnitKind
from portal.cli.up import stay_inside, training_home
from portal.install import bring_up, training
from portal.install.supervisor import Supervisor
from tests.casefile.training.test_space import REAL

ROOT = Path(__file__).resolve().parents[3]


def test_it_lies_beside_the_real_home_and_the_environment_is_emptied_of_the_real_one(monkeypatch):
    assert training_home(Path("/var/lib/griot")) == Path("/var/lib/griot-training")
    for name, value in REAL.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GRIOT_TRAINING", "0")
    monkeypatch.setenv("GRIOT_HOSTS", "learn.example")
    stay_inside()
    left = {name for name in os.environ if name in REAL}
    assert left == {"GRIOT_TRAINING_ADDRESS"} and os.environ["GRIOT_TRAINING"] == "1"
    assert os.environ["GRIOT_HOSTS"] == "learn.example", "its own name is no way out"


@pytest.mark.parametrize(("saved", "training", "says"), [
    ({"training": True}, False, "is a training space.*--training"),
    ({"port": 8000}, True, "real installation's.*--home"),
    ({"training": True}, True, ""), ({}, False, ""),
])  # fmt: skip
def test_a_home_in_use_is_refused_to_the_other_kind_before_anything_is_touched(tmp_path, saved, training, says):
    (tmp_path / HOME_FILE).write_text("a" * 32)
    (tmp_path / "installation.json").write_text(json.dumps(saved))
    before = sorted((path.name, path.read_bytes()) for path in tmp_path.iterdir())
    if says:
        with pytest.raises(SetupError, match=says):
            bring_up.keep_apart(tmp_path, training=training)
    else:
        bring_up.keep_apart(tmp_path, training=training)
    assert sorted((path.name, path.read_bytes()) for path in tmp_path.iterdir()) == before


def test_its_port_is_another_than_the_real_ones(tmp_path):
    ports = {bring_up.choose_port(bring_up.Wish(tmp_path, training=kind), {}) for kind in (False, True)}
    assert len(ports) == 2


# ---- the start -----------------------------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path, _migrated_file):
    """A training space with one unit, whose start is kept."""
    home = tmp_path / "space"
    home.mkdir()
    (home / "griot.db").write_bytes(_migrated_file.read_bytes())
    (home / "installation.json").write_text('{"training": true}')
    settings = Settings.from_env(home, {})
    store = Store(settings.database_url)
    identified(settings, store)
    enter(store, "START")
    bring_up.sign(settings, store)
    store.close()
    training.keep_start(home)
    return home


def enter(store, code):
    with store.writing() as session:
        add_unit(session, SYSTEM, code, country="SN", name=code, kind=UnitKind.INVESTIGATION, desk="1")
        add_officer(session, SYSTEM, code.lower(), unit=code, roles=[Role.INVESTIGATOR], display_name=code)


def units_in(home):
    store = Store(Settings.from_env(home, {}).database_url)
    try:
        with store.reading() as session:
            held = {code for (code,) in session.connection().execute(text("SELECT code FROM unit"))}
            return held, doubt(session)
    finally:
        store.close()


def practise(home):
    store = Store(Settings.from_env(home, {}).database_url)
    enter(store, "LATER")
    bring_up.sign(Settings.from_env(home, {}), store)
    store.close()
    assert units_in(home) == ({"START", "LATER"}, None)


def test_put_back_it_is_as_it_was_proved_and_its_index_is_not_believed_until_it_is_made_again(home):
    from casefile.audit.proof.checkpoints import Place
    from casefile.audit.proof.verify import verify

    for _ in range(2):
        practise(home)
        training.put_back(home)
        assert units_in(home) == ({"START"}, Doubt.RESTORED)
        settings = Settings.from_env(home, {})
        store = Store(settings.database_url)
        assert verify(store, Place.of(settings)).sound and identified(settings, store).installation
        with store.writing() as session:
            session.execute(text("UPDATE installation SET doubt = ''"))
        store.close()
    assert not list((home / "proof").glob("before-restore-*")), "of invented people nothing is kept"


def test_who_keeps_the_processes_takes_the_request_up_and_starts_them_again(home, tmp_path):
    practise(home)
    keeper, started = Supervisor(home), []
    for name in ("worker", "web"):
        keeper.children.append(SimpleNamespace(name=name, process=None, start=lambda name=name: started.append(name)))
    keeper.start = lambda child: child.start()
    training.look(keeper)
    assert started == [], "nobody asked"
    reset.want(home)
    training.look(keeper)
    assert units_in(home)[0] == {"START"} and started == ["worker", "web"]
    assert not reset.is_wanted(home) and reset.why_failed(home) == ""
    (home / reset.START / "whole").unlink()
    reset.want(home)
    training.look(keeper)
    assert "was not kept" in reset.why_failed(home) and started == ["worker", "web"] * 2


def test_a_real_installation_is_never_put_back(home):
    (home / "installation.json").write_text("{}")
    with pytest.raises(SetupError, match="real installation"):
        training.put_back(home)
    done = command(home, "training", "reset")
    assert done.returncode == 1 and "no training space" in done.stderr or "training space's" in done.stderr


def test_the_command_puts_it_back(home):
    practise(home)
    done = command(home, "--json", "training", "reset")
    assert done.returncode == 0 and json.loads(done.stdout)["reset"], done.stderr
    assert units_in(home)[0] == {"START"}


def command(home, *arguments):
    env = {
        name: value for name, value in os.environ.items() if not name.startswith(("GRIOT_", "DATABASE", "OPENSEARCH"))
    }
    return subprocess.run([sys.executable, "-m", "portal.cli", "--home", str(home), *arguments], cwd=ROOT, env=env,
                          text=True, capture_output=True, check=False)  # fmt: skip


# ---- no way out ----------------------------------------------------------------------------------------------------

TRIES = """
import os, smtplib, socket, sys, urllib.request
from contextlib import suppress
from casefile.settings import Settings
from casefile.training import fence
from indexer.worker import outward
port = int(sys.argv[1])
settings = Settings.from_env(sys.argv[2])
assert settings.training and not settings.alarm_smtp_url and not settings.timestamp_url and not settings.webhook_private
fence.shut(settings.opensearch_url)
assert outward.post(f"http://127.0.0.1:{port}/hook", b"{}", {}, ("127.0.0.1",)) in (outward.NO_ANSWER, outward.NO_NAME)
for way in (
    lambda: smtplib.SMTP("127.0.0.1", port, timeout=2),
    lambda: urllib.request.urlopen(f"http://127.0.0.1:{port}/tsr", timeout=2),
    lambda: socket.create_connection(("127.0.0.1", port), timeout=2),
    lambda: socket.getaddrinfo("mail.real.example", 25),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", port)),
):
    try:
        way()
    except OSError:
        continue
    sys.exit("went out")
print(len(fence.refused))
"""


def test_nothing_leaves_a_process_of_the_space_whatever_the_environment_says(home):
    """Mail, webhook, time-stamping service, engine and broker of the environment all lead to one listener: it hears
    nothing."""
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        listening.settimeout(0.2)

        def listen():
            with suppress(OSError):
                while True:
                    with suppress(TimeoutError):
                        heard.append(listening.accept())

        Thread(target=listen, daemon=True).start()
        env = {"PATH": os.environ["PATH"], "OPENSEARCH_URL": f"http://127.0.0.1:{port}",
               "GRIOT_ALARM_SMTP_URL": f"smtp://127.0.0.1:{port}", "GRIOT_TIMESTAMP_URL": f"http://127.0.0.1:{port}/tsr",
               "BROKER_URL": f"amqp://u:w@127.0.0.1:{port}", "GRIOT_ALARM_WEBHOOK": f"http://127.0.0.1:{port}/x",
               "GRIOT_WEBHOOK_PRIVATE": "127.0.0.1"}  # fmt: skip
        done = subprocess.run([sys.executable, "-c", TRIES, str(port), str(home)], cwd=ROOT, env=env, text=True,
                              capture_output=True, check=False)  # fmt: skip
    assert done.returncode == 0 and int(done.stdout) == 6, done.stderr
    assert heard == []
