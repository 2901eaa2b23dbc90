"""Each service's very command, environment and health check, run as processes against parts on this machine.

No container engine is needed: of what stands in docker-compose.yml only the places are others (ports, folders, and
`localhost` for the servers' names, which their certificates are for as well). PostgreSQL speaks TLS by its own options;
the engine stands behind TLS that wants a client's certificate; the broker is the home's folder.
"""

import contextlib
import os
import re
import shutil
import signal
import ssl
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.compose.read import ROOT, services
from tests.compose.tls import NAME, TlsDoor
from tests.steady.ports import free_port

FILE = "docker-compose.yml"
DOCKERFILE_CMD = re.search(r"^CMD (\[.*\])$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)
OWN = pytest.mark.skipif("caddy" in os.environ.get("GRIOT_TEST_SKIP", "").split(), reason="left out: caddy")


@dataclass
class Stage:
    """Where the services run: folders in place of volumes, ports in place of names."""

    folder: Path
    database_port: int
    engine_url: str
    ports: dict[str, int] = field(default_factory=dict)

    def place(self, text: str) -> str:
        """A word of the file, on this machine."""
        for volume in ("certificates", "secrets", "backups", "archive"):
            text = re.sub(rf"(?<![\w/])/{volume}\b", str(self.folder / volume), text)
        text = re.sub(r"(?<![\w/])/var/lib/griot\b", str(self.folder / "griot"), text)
        text = text.replace("@postgres:5432/", f"@localhost:{self.database_port}/")
        return text.replace("https://opensearch:9200", self.engine_url)

    def env(self, name: str) -> dict[str, str]:
        own = {"GRIOT_INDEX_PREFIX": f"compose-{os.getpid()}"}
        given = {key: self.place(value) for key, value in services(FILE, own)[name].get("environment", {}).items()}
        if "BROKER_URL" in given:  # no RabbitMQ here
            given |= {"BROKER_URL": "filesystem://", "BROKER_PASSWORD_FILE": ""}
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        return given | {
            "PATH": path,
            "PYTHONPATH": str(ROOT),
            "GRIOT_HOME": str(self.folder / "griot"),
            "HOME": "/nowhere",
        }

    def command(self, name: str) -> list[str]:
        given = services(FILE, {})[name].get("command") or _image_command()
        port = self.ports.get(name)
        words = [self.place(word) for word in given]
        return [str(port) if port and word == "8000" else word.replace("0.0.0.0", "127.0.0.1") for word in words]

    def well(self, name: str, env: dict[str, str] | None = None) -> bool:
        """What the health check of the file says now."""
        kind, *words = services(FILE, {})[name]["healthcheck"]["test"]
        port = self.ports.get(name)
        words = [self.place(word) for word in words]
        words = [word.replace(":8000", f":{port}").replace(" 443", f" {port}") if port else word for word in words]
        line = ["/bin/sh", "-c", *words] if kind == "CMD-SHELL" else words
        done = subprocess.run(
            line, env=env or self.env(name), cwd=self.folder, capture_output=True, text=True, timeout=60, check=False
        )
        print(name, done.returncode, (done.stdout + done.stderr)[-600:])
        return done.returncode == 0

    def once(self, name: str) -> str:
        """A service that does its work and ends, as `service_completed_successfully` wants it."""
        done = subprocess.run(
            self.command(name), env=self.env(name), cwd=ROOT if name in ("certificates", "secrets") else self.folder,
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextmanager
    def running(self, name: str):
        log = (self.folder / f"{name}.log").open("wb")
        child = subprocess.Popen(
            self.command(name), env=self.env(name), cwd=self.folder / "griot", stdout=log, stderr=log,
            stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            yield child
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGTERM)
                try:
                    child.wait(20)
                except subprocess.TimeoutExpired:
                    os.killpg(child.pid, signal.SIGKILL)
                    child.wait()

    def becomes(
        self, name: str, well: bool, child: "subprocess.Popen[bytes]", seconds: float = 90,
        env: dict[str, str] | None = None,
    ) -> None:  # fmt: skip
        until = time.monotonic() + seconds
        while self.well(name, env) is not well:
            said = (self.folder / f"{name}.log").read_text("utf-8", "replace")[-1500:]
            assert time.monotonic() < until, f"{name} is not {'well' if well else 'ill'}: {said}"
            assert child.poll() is None or not well, f"{name} ended: {said}"
            time.sleep(0.5)


def _image_command() -> list[str]:
    assert DOCKERFILE_CMD
    return [word.strip().strip('"') for word in DOCKERFILE_CMD[1].strip("[]").split(",")]


@pytest.fixture(scope="module")
def stage(open_folder, opensearch_url):
    """What is below Griot: certificates and passwords by the file's own commands, PostgreSQL by its own, the engine."""
    folder = open_folder / "compose"
    (folder / "griot").mkdir(parents=True)
    found = Stage(folder, free_port(), "")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
        _as_this_user(found)
        assert "Made: secret-key, database-password, broker-password." in found.once("secrets")
        assert "Certificates written." in found.once("certificates")
        assert "All secrets are there." in found.once("secrets"), "a second start makes nothing new"
    door = TlsDoor(
        opensearch_url, folder / "certificates" / "opensearch.crt", folder / "certificates" / "opensearch.key",
        folder / "certificates" / "ca.crt",
    )  # fmt: skip
    found.engine_url = f"https://localhost:{door.port}"
    with contextlib.closing(door), _postgres(found):
        yield found


def _as_this_user(stage: Stage) -> None:
    """The images' users are not here: who runs the tests is given what would be theirs."""
    wrapper = stage.folder / "sitecustomize.py"
    wrapper.write_text("import os\nos.geteuid = lambda: 1000\n")
    original = stage.env
    stage.env = lambda name: (
        original(name)
        | (  # type: ignore[method-assign]
            {"PYTHONPATH": f"{stage.folder}:{ROOT}"} if name in ("certificates", "secrets") else {}
        )
    )


@contextmanager
def _postgres(stage: Stage):
    """initdb with the file's own options, then the file's own command, as the user of the database."""
    import pwd

    bin_folder = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    account = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    env = services(FILE, {})["postgres"]["environment"]
    data = stage.folder / "postgres"
    data.mkdir()
    password = Path(stage.place(env["POSTGRES_PASSWORD_FILE"]))
    for path in (data, stage.folder / "certificates" / "postgres.key", password):
        if account:
            os.chown(path, account.pw_uid, account.pw_gid)
    user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    initdb = [
        bin_folder / "initdb", "-D", data / "data", "-U", env["POSTGRES_USER"], "--auth=scram-sha-256",
        f"--pwfile={password}", "--no-sync", *env["POSTGRES_INITDB_ARGS"].split(),
    ]  # fmt: skip
    subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd="/", **user)
    program, *options = stage.command("postgres")
    log = (stage.folder / "postgres.log").open("wb")
    child = subprocess.Popen(
        [
            bin_folder / program, "-D", data / "data", "-p", str(stage.database_port), "-k", data, "-c", "fsync=off",
            *options,
        ],
        stdout=log, stderr=log, cwd="/", **user,
    )  # fmt: skip
    try:
        local = stage.env("postgres") | {"PGHOST": "127.0.0.1", "PGPORT": str(stage.database_port)}
        stage.becomes("postgres", True, child, 90, local)
        create = f"PGPASSWORD=$(cat {password}) createdb -h localhost -p {stage.database_port} -U griot griot"
        subprocess.run(["/bin/sh", "-c", create], check=True)
        yield
    finally:
        child.send_signal(signal.SIGQUIT)
        child.wait(30)
    assert stage.well("postgres", local) is False, "its check tells when it is gone"


@pytest.fixture(scope="module")
def migrated(stage):
    stage.once("migrate")
    return stage


@pytest.mark.postgres
def test_the_database_is_reached_over_tls_alone_that_is_checked(migrated):
    """By the address of the file; another authority is not believed."""
    env = migrated.env("web")
    said = subprocess.run(
        ["griot", "unit", "list"], env=env, cwd=migrated.folder, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr
    strange = env | {"DATABASE_URL": env["DATABASE_URL"].replace("ca.crt", "opensearch.crt")}
    said = subprocess.run(
        ["griot", "unit", "list"], env=strange, cwd=migrated.folder, capture_output=True, text=True, check=False
    )
    assert said.returncode == 1 and "certificate verify failed" in said.stderr


@pytest.mark.postgres
def test_web_worker_and_clock_start_by_their_commands_and_their_checks_tell(migrated):
    migrated.ports["web"] = free_port()
    with migrated.running("web") as web, migrated.running("worker") as worker, migrated.running("beat") as beat:
        migrated.becomes("web", True, web)
        migrated.becomes("beat", True, beat)
        migrated.becomes("worker", True, worker)
        page = urllib.request.Request(f"http://127.0.0.1:{migrated.ports['web']}/", headers={"Host": "localhost"})
        with urllib.request.urlopen(page, timeout=20) as answer:
            assert answer.status == 200 and "Griot" in answer.read().decode()
        os.killpg(web.pid, signal.SIGKILL)
        web.wait()
        migrated.becomes("web", False, web)
    for path in (migrated.folder / "griot").glob("beat-schedule*"):
        old = time.time() - 3600
        os.utime(path, (old, old))
    assert not migrated.well("beat"), "a clock that stands still for an hour"


@pytest.mark.postgres
def test_the_backup_service_takes_one_at_its_start_and_its_check_tells(migrated, until):
    (migrated.folder / "backups").mkdir()
    assert not migrated.well("backup")
    with migrated.running("backup") as child:
        migrated.becomes("backup", True, child)
        until(lambda: list((migrated.folder / "backups").glob("*/keys.tar.age")), 120)
        assert child.poll() is None, "it stays for the next night"
        child.terminate()
        assert child.wait(60) == 0, "no signal ends the first process of a container but one that it takes"
    [manifest] = (migrated.folder / "backups").glob("*/manifest.json")
    old = time.time() - 3 * 86_400
    os.utime(manifest, (old, old))
    assert not migrated.well("backup")


@pytest.mark.postgres
def test_the_archive_service_seals_the_servers_log_and_its_check_tells(migrated):
    """Over TLS that is checked, by the user and the password of the file; and a moment of it comes back."""
    archive = migrated.folder / "archive"
    archive.mkdir()
    assert not migrated.well("archive")
    with migrated.running("archive") as child:
        migrated.becomes("archive", True, child, 300)
        assert list(archive.glob("base-*/base.json")), "the first copy, which finishes the first piece"
    said = subprocess.run(
        ["griot", "recover", str(archive), str(migrated.folder / "recovered"), "--work", str(migrated.folder)],
        env=migrated.env("backup"), cwd=migrated.folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.returncode == 0 and "griot restore" in said.stdout, said.stderr
    for path in (archive / "wal").iterdir():
        old = time.time() - 3600
        os.utime(path, (old, old))
    assert not migrated.well("archive")


@OWN
@pytest.mark.postgres
def test_the_proxy_speaks_tls_and_keeps_the_figures_in(migrated):
    migrated.ports |= {"web": free_port(), "proxy": free_port()}
    tls = migrated.folder / "caddy.crt", migrated.folder / "caddy.key"
    for path, source in zip(tls, ("opensearch.crt", "opensearch.key"), strict=True):
        shutil.copy(migrated.folder / "certificates" / source, path)
    port = migrated.ports["proxy"]
    own = migrated.env

    def env(name):
        given = own(name)
        if name == "proxy":
            given |= {"GRIOT_SITE": f"localhost:{port}", "GRIOT_TLS": " ".join(map(str, tls))}
            given |= {"GRIOT_UPSTREAM": f"127.0.0.1:{migrated.ports['web']}", "XDG_DATA_HOME": str(migrated.folder)}
        if name == "web":
            given |= {"GRIOT_HOSTS": f"localhost:{port}"}
        return given

    command = migrated.command
    migrated.env = env
    migrated.command = lambda name: [  # type: ignore[method-assign]
        str(ROOT / "docker" / "caddy" / "Caddyfile") if word == "/etc/caddy/Caddyfile" else word
        for word in command(name)
    ]
    trusted = ssl.create_default_context(cafile=migrated.folder / "certificates" / "ca.crt")

    def asked(path):
        request = urllib.request.Request(f"https://localhost:{port}{path}", headers={"X-Forwarded-For": "203.0.113.9"})
        try:
            with urllib.request.urlopen(request, timeout=20, context=trusted) as answer:
                cookies = answer.headers.get_all("Set-Cookie") or []
                return answer.status, dict(answer.headers) | {"cookies": cookies}, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read().decode()

    with migrated.running("web") as web, migrated.running("proxy") as proxy:
        migrated.becomes("web", True, web)
        until = time.monotonic() + 90
        while True:
            try:
                status, headers, page = asked("/sign-in")
                break
            except OSError:
                assert time.monotonic() < until and proxy.poll() is None
                time.sleep(0.3)
        assert status == 200 and "Griot" in page and "max-age" in headers["Strict-Transport-Security"]
        assert headers["cookies"] and all("Secure" in cookie for cookie in headers["cookies"])
        assert "Caddy" not in headers.get("Server", "")
        assert asked("/metrics")[0] == 404
        os.killpg(web.pid, signal.SIGKILL)
        web.wait()
        status, headers, page = asked("/hits/")
        assert status in (502, 503) and headers["Retry-After"] == "30" and headers["Cache-Control"] == "no-store"
        assert "Caddy" not in headers.get("Server", "") and "max-age" in headers["Strict-Transport-Security"]
        for said in ("Rien n’a été cherché", "Nothing was searched", "لم يُبحث عن شيء", "No se ha buscado", "Nada foi"):
            assert said in page, "not searched is never shown as nothing found"


def test_the_door_wants_a_certificate(stage):
    """What stands for the engine's security plugin here."""
    stranger = ssl.create_default_context(cafile=stage.folder / "certificates" / "ca.crt")
    with pytest.raises(OSError, match="certificate required|closed|reset|EOF occurred"):
        urllib.request.urlopen(stage.engine_url, timeout=10, context=stranger).read()
    stranger.load_cert_chain(stage.folder / "certificates" / "griot.pem")
    with urllib.request.urlopen(stage.engine_url, timeout=10, context=stranger) as answer:
        assert b"3.8.0" in answer.read()
    assert sum(one.name == NAME for one in threading.enumerate()) < 100, "connections that ended leave no thread"
