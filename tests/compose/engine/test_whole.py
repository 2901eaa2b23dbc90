"""docker-compose.yml as an engine runs it: built, started, worked in through the proxy, killed service by service,
taken down and started again, upgraded by its own commands. No hit is lost, none is there twice.
"""

import json
import re
import ssl
import time
import urllib.error
import urllib.request

import pytest

from tests.compose.engine import people, stand_ins
from tests.compose.engine.engine import Project, limits_of_this_machine, until
from tests.compose.engine.proof import MEANWHILE, whole, worked

pytestmark = pytest.mark.slow

STANDING = ("postgres", "rabbitmq", "opensearch", "web", "worker", "beat", "backup", "archive", "proxy")
ONCE = ("secrets", "certificates", "migrate")
OWN = ("web", "worker", "beat", "backup", "archive")


@pytest.fixture(scope="module")
def project(engine, tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    more = folder / "limits.json"
    more.write_text(json.dumps({"services": {"opensearch": limits_of_this_machine()}}), "utf-8")
    one = Project(engine, "griot", ("docker-compose.yml",), stand_ins.IMAGES, (443, 8000, 5432, 5671, 9200), [more])
    one.compose("build", "opensearch")
    began = time.monotonic()
    try:
        one.up()
        print(f"up in {time.monotonic() - began:.0f} s")
        yield one
    finally:
        one.down("--volumes")


@pytest.fixture(scope="module")
def load(project, tmp_path_factory):
    return people.begin(project, people.Door(people.authority(project, tmp_path_factory.mktemp("people"))))


def test_the_image_is_griot_alone(engine):
    """Neither compiler nor tests nor history; it runs as griot, and keeps to its folder."""
    config = engine.inspect(stand_ins.OWN)["Config"]
    assert config["User"] == "griot"
    assert not [word for word in config["Env"] if re.search("password|secret", word, re.I)]
    said = engine.docker("run", "--rm", "--network", "none", stand_ins.OWN, "sh", "-c",
                         "id -un; ls -a /opt/griot; command -v g++ gcc cc; true").split()  # fmt: skip
    assert said[0] == "griot" and not {"tests", ".git", "var", "/usr/bin/g++", "/usr/bin/gcc"} & {*said}
    sizes = [int(engine.inspect(name)["Size"]) for name in (stand_ins.OWN, stand_ins.BASE)]
    print(f"{(sizes[0] - sizes[1]) / 1e6:.0f} MB over the image it begins with")


def test_all_of_it_starts_in_order_and_is_healthy(project):
    for service in ONCE:
        assert project.state(service)["ExitCode"] == 0 and not project.state(service)["Running"]
    for service in STANDING:
        if service == "backup":  # asked every ten minutes
            until(lambda: project.check("backup"), 120, "no backup", lambda: project.log("backup"))
        else:
            project.becomes_healthy(service)


def test_nobody_is_given_more_than_the_file_says(project):
    """No password in an environment, doors on this machine alone, Griot's own without rights and with one folder."""
    for service in STANDING:
        found = project.engine.inspect(project.container(service))
        assert not [word for word in found["Config"]["Env"] if re.match(r"\w*(PASSWORD|SECRET|KEY)\w*=(?!/|$)", word)]
        doors = [door for at in (found["NetworkSettings"]["Ports"] or {}).values() for door in at or ()]
        assert all(door["HostIp"] == "127.0.0.1" for door in doors), doors
        assert found["HostConfig"]["Memory"] > 0 and found["HostConfig"]["PidsLimit"] == 512
        assert "no-new-privileges:true" in found["HostConfig"]["SecurityOpt"]
    for service in OWN:
        held = project.inside(service, "sh", "-c", "grep CapEff /proc/1/status; id -un; touch /opt/griot/x 2>&1; true")
        assert held.split()[:3] == ["CapEff:", "0000000000000000", "griot"] and "Read-only" in held
        for other in ("postgres", "rabbitmq"):
            assert "Permission denied" in project.inside(service, "sh", "-c", f"cat /secrets/{other}/* 2>&1; true"), (
                f"{service} reads what {other} alone may"
            )


def test_the_door_speaks_tls_and_keeps_the_figures_in(project, tmp_path):
    trusted = people.authority(project, tmp_path)
    with urllib.request.urlopen("https://localhost/sign-in", timeout=20, context=trusted) as answer:
        assert answer.status == 200 and "max-age" in answer.headers["Strict-Transport-Security"]
        assert all("Secure" in cookie for cookie in answer.headers.get_all("Set-Cookie"))
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen("https://localhost/metrics", timeout=20, context=trusted)
    with pytest.raises(OSError, match="certificate|EOF|reset|closed"):  # the engine knows nobody without one
        stranger = ssl.create_default_context()
        stranger.check_hostname, stranger.verify_mode = False, ssl.CERT_NONE
        urllib.request.urlopen("https://localhost:9200", timeout=20, context=stranger).read()


def test_each_service_is_killed_while_officers_work_and_no_hit_is_lost(project, load):
    """Killed as the kernel does it: the engine starts it again, and what was said to be kept is kept and searched."""
    load.start()
    try:
        worked(load, 3)
        for service in ("worker", "web", "beat", "rabbitmq", "opensearch", "postgres", "proxy"):
            load.allow(MEANWHILE)
            project.kill(service)
            project.becomes_healthy(service)
            worked(load, 3)
    finally:
        load.end()
    print(dict(load.seen.statuses), f"cut {len(load.seen.cut)}, {len(load.seen.bad)} pages of 500 and more")
    away = [page for page in load.seen.bad if not re.search(": 50[23] ", page)]
    assert not away, "a page said something else than that it comes back"
    whole(load, project, project)


def test_told_to_end_each_service_ends_within_the_time_that_an_engine_gives_it(project):
    """Ten seconds; after that it would be killed, and a worker's batch be another's a minute later. As `down` does it:
    first what needs the others."""
    for service in reversed(STANDING):
        began = time.monotonic()
        project.engine.docker("stop", "--time", "60", project.container(service))
        took, code = time.monotonic() - began, project.state(service)["ExitCode"]
        print(f"{service} {took:.1f} s, {code}")
        assert took < 40 and code in (0, 143), f"{service}: {took:.0f} s, {code}"
    project.compose("start")


def test_taken_down_and_started_again_all_is_there(project, load):
    secrets = project.inside("web", "sha256sum", "/secrets/griot/secret-key")
    began = time.monotonic()
    project.down()
    project.up()
    for service in ("web", "worker", "proxy"):
        project.becomes_healthy(service)
    print(f"down and up again in {time.monotonic() - began:.0f} s")
    assert project.inside("web", "sha256sum", "/secrets/griot/secret-key") == secrets
    whole(load, project, project)


def test_a_backup_is_sealed_proven_and_an_upgrade_finds_nothing_lost(project, load):
    """The commands of docs/upgrading.md; a drill restores a backup meanwhile and touches nothing."""
    project.inside("backup", "griot", "backup", "/backups/by-hand")
    said = project.inside("backup", "griot", "restore", "/backups/by-hand", "--drill")
    print(said[-500:])
    project.compose("stop", "web", "worker", "beat", "backup", "archive")
    print(project.compose("run", "--rm", "-T", "migrate", "griot", "upgrade")[-500:])
    project.compose("up", "--detach")
    for service in ("web", "worker", "proxy"):
        project.becomes_healthy(service)
    whole(load, project, project)
