"""Fault points cost nothing unarmed, fire by a seeded schedule, and are all in the register."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from casefile import fault_points
from casefile.errors import SetupError

ROOT = Path(__file__).resolve().parents[2]


def test_an_unarmed_point_does_nothing() -> None:
    with fault_points.arm(""):
        fault_points.point("relay.indexed")


def test_the_same_seed_fires_at_the_same_passages() -> None:
    def schedule(seed: int) -> list[bool]:
        fired = []
        with fault_points.arm(f"relay.indexed:raise:p=0.3:seed={seed}"):
            for _ in range(50):
                try:
                    fault_points.point("relay.indexed")
                    fired.append(False)
                except fault_points.InjectedFault:
                    fired.append(True)
        return fired

    assert schedule(7) == schedule(7)
    assert schedule(7) != schedule(8)
    assert any(schedule(7)) and not all(schedule(7))


def test_the_nth_passage_and_the_number_of_times() -> None:
    with fault_points.arm("relay.*:raise:nth=2") as armed:
        fault_points.point("relay.indexed")
        with pytest.raises(fault_points.InjectedFault):
            fault_points.point("relay.looked")
        fault_points.point("relay.looked")
    assert armed[0].fired == 1


@pytest.mark.parametrize("text", ["no.such.point:kill", "relay.indexed:explode", "relay.indexed:kill:q=1"])
def test_a_misspelt_fault_is_refused(text: str) -> None:
    with pytest.raises(SetupError), fault_points.arm(text):
        pass


def test_a_child_process_is_killed_and_the_firing_is_logged(tmp_path: Path) -> None:
    log = str(tmp_path / "fired")
    child = subprocess.run(
        [
            sys.executable,
            "-c",
            "from casefile import fault_points; fault_points.point('relay.indexed'); print('survived')",
        ],
        cwd=ROOT,
        env={**os.environ, "GRIOT_FAULTS": "relay.indexed:kill", "GRIOT_FAULTS_LOG": log},
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == -9 and "survived" not in child.stdout
    assert [(f["point"], f["action"]) for f in fault_points.firings(log)] == [("relay.indexed", "kill")]


def test_every_point_in_the_code_is_registered_and_every_registered_point_is_in_the_code() -> None:
    used = set()
    for package in ("casefile", "indexer", "portal"):
        for path in (ROOT / package).rglob("*.py"):
            if path.name != "fault_points.py":
                used.update(re.findall(r"\bpoint\(\s*\"([a-z_.]+)\"", path.read_text("utf-8")))
    assert used <= set(fault_points.POINTS), "a point missing from faults.POINTS"
    assert set(fault_points.POINTS) <= used, "a registered point that no code passes"
