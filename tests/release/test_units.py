"""The package's units, programs and fields; what is installed from it was tried in a bare tree (docs/upgrading.md)."""

import configparser
import re
import shutil
import subprocess

import pytest

from scripts.ground import ROOT
from scripts.release import bundle, debian
from scripts.release.stage import DOCUMENTS, UNITS, Stage, version

SERVICES = sorted(path.name for path in UNITS.glob("*.service"))
ANALYSE = shutil.which("systemd-analyze")
MOST_EXPOSED = {"griot.service": 2.0}
"""The engine's virtual machine writes code and stands in a network of its own; all others stay under 1.5."""


def unit(name):
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(UNITS / name, encoding="utf-8")
    return parser


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_hardened_and_nobody_elses(name):
    service = unit(name)["Service"]
    assert (service["User"], service["UMask"], service["ProtectSystem"]) == ("griot", "0077", "strict")
    assert service["NoNewPrivileges"] == service["PrivateTmp"] == service["ProtectHome"] == "yes"
    assert service["CapabilityBoundingSet"] == ""
    assert "LC_ALL=C.UTF-8" in service["Environment"]


@pytest.mark.skipif(not ANALYSE, reason="no systemd on this machine")
@pytest.mark.parametrize("name", SERVICES)
def test_systemd_itself_judges_it_little_exposed(name):
    said = subprocess.run(
        [ANALYSE, "security", "--offline=true", "--no-pager", UNITS / name], capture_output=True, text=True, check=False
    )
    level = re.search(r"exposure level for \S+: ([\d.]+)", said.stdout)
    assert level and float(level[1]) <= MOST_EXPOSED.get(name, 1.5), said.stdout[-200:]


@pytest.mark.skipif(not ANALYSE, reason="no systemd on this machine")
def test_systemd_understands_every_line():
    files = sorted(UNITS.iterdir())
    said = subprocess.run([ANALYSE, "verify", "--man=no", *files], capture_output=True, text=True, check=False).stderr
    left = [line for line in said.splitlines() if "not executable" not in line and "griot" in line]
    assert left == [], "nothing but that the programs are not installed here"


def test_one_machine_and_servers_of_ones_own_exclude_each_other():
    assert set(unit("griot.service")["Unit"]["Conflicts"].split()) == {
        "griot-web.service", "griot-worker.service", "griot-beat.service",
    }  # fmt: skip


@pytest.fixture
def stage(tmp_path):
    wheels, engine = tmp_path / "wheels", tmp_path / "cache"
    (engine / "opensearch").mkdir(parents=True)
    (engine / "opensearch" / "complete").touch()
    wheels.mkdir()
    (wheels / f"griot-{version()}-py3-none-any.whl").write_bytes(b"wheel")
    (wheels / "pip-26.3-py3-none-any.whl").write_bytes(b"pip")
    (wheels / "run.txt").write_text("alembic==1\n")
    return Stage(version(), wheels, engine)


def test_the_package_has_its_fields_and_programs(stage, tmp_path):
    made = debian.build(stage, tmp_path)
    assert made.name == f"griot_{version()}_all.deb"
    field = lambda name: subprocess.run(  # noqa: E731
        ["dpkg-deb", "--field", made, name], capture_output=True, text=True, check=True
    ).stdout.strip()
    assert field("Package") == "griot" and "python3-icu" in field("Depends")
    listed = subprocess.run(["dpkg-deb", "--contents", made], capture_output=True, text=True, check=True).stdout
    for path in ("./usr/bin/griot", "./etc/griot/griot.env", "./lib/systemd/system/griot.service"):
        assert f" {path}\n" in listed
    assert re.search(r"^-rwxr-xr-x root/root .* \./usr/bin/griot$", listed, re.MULTILINE)
    assert "./usr/lib/griot/cache/opensearch/complete" in listed


@pytest.mark.parametrize("guide", ["administration.md", "administration.fr.md"])
def test_what_the_guide_points_to_comes_with_it(guide):
    pages = set(re.findall(r"\]\(([\w.]+\.md)", (ROOT / "docs" / guide).read_text("utf-8")))
    monitoring = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs" / "monitoring").iterdir()}
    assert pages and pages | monitoring <= {*DOCUMENTS}


@pytest.mark.parametrize("text", [debian.POSTINST, debian.PRERM, debian.POSTRM, debian.COMMAND, bundle.INSTALL])
def test_the_programs_are_a_shells(text, tmp_path):
    script = tmp_path / "script"
    script.write_text(text)
    assert subprocess.run(["/bin/sh", "-n", script], capture_output=True, check=False).returncode == 0
    assert "http" not in text, "none fetches anything"


def test_removing_the_package_leaves_home_and_backups():
    assert "/var/lib" not in debian.POSTRM and "/var/backups" not in debian.POSTRM


def test_a_bundle_that_was_damaged_on_the_way_installs_nothing(stage, tmp_path):
    made = bundle.build(stage, tmp_path)
    subprocess.run(["tar", "-xf", made, "-C", tmp_path], check=True)
    folder = tmp_path / f"griot-{version()}-offline"
    assert "python3-icu" in (folder / "PACKAGES").read_text()
    sums = ["sha256sum", "--check", "--quiet", "SHA256SUMS"]
    assert subprocess.run(sums, cwd=folder, check=False).returncode == 0
    (folder / "wheels" / "pip-26.3-py3-none-any.whl").write_bytes(b"pup")
    done = subprocess.run([folder / "install", tmp_path / "to"], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "damaged" in done.stderr and not (tmp_path / "to").exists()
