"""The tiers: told from fixtures and folders, and the unit tier starts no server even where a test tries."""

import subprocess
import sys
from pathlib import Path, PurePath
from types import SimpleNamespace

import pytest

from tests import tiers

ROOT = Path(__file__).resolve().parents[1]
TRIES = """
import subprocess
import pytest

@pytest.mark.parametrize("part", ["opensearch_url", "postgres_store", "browser"])
def test_asks_at_run_time(request, part):
    request.getfixturevalue(part)

@pytest.mark.parametrize("program", ["java", "/usr/lib/postgresql/15/bin/initdb", "chromium"])
def test_starts(program):
    subprocess.Popen([program, "--version"])

def test_starts_something_else():
    assert subprocess.run(["true"]).returncode == 0
"""


@pytest.mark.parametrize(
    ("path", "fixtures", "markers", "tier"),
    [
        ("casefile/hits/test_review.py", {"sqlite_store", "tmp_path"}, (), "unit"),
        ("casefile/hits/test_review.py", {"store"}, ("postgres",), "integration"),
        ("portal/test_browser.py", {"page", "browser"}, (), "integration"),
        ("indexer/search/test_find.py", {"engine", "settings", "opensearch_url"}, (), "integration"),
        ("faults/test_network.py", (), (), "integration"),
        ("journeys/test_story.py", {"browser", "opensearch_url"}, (), "journeys"),
        ("journeys/test_anything.py", (), (), "journeys"),
    ],
)
def test_a_tier_is_told_from_folder_and_fixtures(path, fixtures, markers, tier):
    assert tiers.tier_of(PurePath(path), tiers.parts_of(fixtures, markers)) == tier


@pytest.mark.parametrize(
    ("expression", "alone"),
    [
        ("unit", True), ("unit and not slow", True), ("unit and not integration", True), ("", False),
        ("integration", False), ("unit or integration", False), ("not unit", False), ("not (unit)", False),
    ],
)  # fmt: skip
def test_when_the_unit_tier_is_asked_for_alone(expression, alone):
    assert tiers.only_unit(expression) is alone


def test_a_fault_meets_one_database_of_the_two_in_turn():
    def test(folder, name, fixture="on_both"):
        return SimpleNamespace(path=PurePath(f"tests/{folder}/test_x.py"), nodeid=name, fixturenames=[fixture])

    both = [test("faults", f"{name}[{kind}]") for name in ("a", "b", "c") for kind in ("sqlite", "postgres")]
    others = [test("faults", "alone", "stage"), test("hits", "a[sqlite]", "store")]
    left = [item.nodeid for item in tiers.faults_on_the_other_database([*both, *others])]
    assert left == ["a[sqlite]", "b[postgres]", "c[sqlite]"]


def test_every_test_of_this_run_has_one_tier(request):
    for item in request.session.items:
        own = [name for name in tiers.TIERS if item.get_closest_marker(name)]
        assert len(own) == 1, item.nodeid
        if own == ["unit"]:
            assert not set(tiers.PARTS) & set(item.fixturenames), item.nodeid


def test_the_unit_tier_starts_no_server(tmp_path):
    """A run of its own, over tests that try by fixture and by program."""
    (tmp_path / "test_tries.py").write_text(TRIES)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n    unit\n    integration\n    journeys\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "-p", "no:cacheprovider", "-p", "no:xdist"]
        + ["-m", "unit", "--rootdir", str(tmp_path), "-c", str(tmp_path / "pytest.ini"), str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "6 failed, 1 passed" in done.stdout, done.stdout[-1500:] + done.stderr[-500:]
    assert done.stdout.count("the unit tier starts no server") >= 6


def test_long_files_come_first_in_their_tier_and_are_shared_out_a_test_at_a_time():
    assert [name for name in tiers.LONG if not (ROOT / name).is_file()] == []
    long, other = f"{tiers.LONG[0]}::test_it[1]", "tests/casefile/test_backup.py::test_it[1]"
    assert (tiers.share_of(long), tiers.share_of(other)) == (long, "tests/casefile/test_backup.py")
    order = [("unit", other), ("unit", long), ("integration", other), ("integration", long), ("journeys", other)]
    assert sorted(order, key=lambda one: tiers.place(*one)) == [order[i] for i in (4, 3, 2, 1, 0)]
