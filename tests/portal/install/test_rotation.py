"""Logs are turned over before they fill the disk, while a child goes on writing."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from portal.install import supervisor as keeping
from portal.install.rotation import rotate
from portal.install.supervisor import Supervisor

ROOT = Path(__file__).resolve().parents[3]


def kept(folder, name="web"):
    return sorted(path.name for path in folder.glob(f"{name}.*"))


@pytest.mark.parametrize("name", ["web", "supervisor"])
def test_what_is_full_is_set_aside_packed_at_the_next_turn_and_the_oldest_goes(tmp_path, name):
    log = tmp_path / f"{name}.log"
    for number in range(6):
        log.write_text(f"{number}\n" * 600)
        assert rotate(tmp_path, largest=1000, kept=3) == [log.name]
        assert not log.exists() or log.read_text() == ""
    log.touch()
    assert kept(tmp_path, name) == [f"{name}.1.log", f"{name}.2.log.gz", f"{name}.3.log.gz", f"{name}.log"]
    assert (tmp_path / f"{name}.1.log").read_text().startswith("5\n")
    assert gzip.decompress((tmp_path / f"{name}.3.log.gz").read_bytes()).startswith(b"3\n")
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.glob("*.gz"))


def test_what_is_small_is_left(tmp_path):
    (tmp_path / "web.log").write_text("a line\n")
    assert rotate(tmp_path) == [] and kept(tmp_path) == ["web.log"]


def test_a_process_goes_on_under_the_old_name_and_no_line_is_lost(tmp_path):
    log = tmp_path / "worker.log"
    write = (
        "import logging\nfrom casefile import logs\nlogs.configure('json')\n"
        "import os, time\n"
        "from contextlib import suppress\n"
        f"path, until = {str(log)!r}, time.monotonic() + 120\n"
        "for n in range(4000):\n"
        "    logging.getLogger('griot.worker').info('line %d.', n)\n"
        "    with suppress(FileNotFoundError):\n"  # never far ahead of who turns it over, however busy the machine
        "        while os.path.getsize(path) > 60_000 and time.monotonic() < until: time.sleep(0.001)\n"
    )
    with log.open("ab") as handle:
        child = subprocess.Popen([sys.executable, "-c", write], stdout=handle, stderr=handle, cwd=ROOT)
    while child.poll() is None:
        rotate(tmp_path, largest=20_000, kept=200)
    files = [path for path in tmp_path.iterdir() if path.name.startswith("worker")]
    texts = [gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() for path in files]
    found = {json.loads(line)["event"] for text in texts for line in text.decode().splitlines()}
    assert found == {f"line {number}." for number in range(4000)} and len(files) >= 4


def test_the_supervisor_does_it_and_outlives_a_full_disk(tmp_path, monkeypatch, capsys):
    (tmp_path / "logs").mkdir()
    keeper, looked = Supervisor(tmp_path), []
    monkeypatch.setattr(keeping, "rotate", lambda folder: looked.append(folder))
    keeper._turn_logs(100.0)
    keeper._turn_logs(101.0)
    keeper._turn_logs(100.0 + keeping.TURN_S)
    assert looked == [tmp_path / "logs"] * 2

    def full(_folder):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keeping, "rotate", full)
    keeper._turn_logs(1000.0)
    assert "cannot be turned over" in capsys.readouterr().out
