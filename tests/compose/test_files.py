"""docker-compose.yml, the settings and their documentation say the same. No engine runs here: the file is read."""

import os
import re
import ssl
import subprocess
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import yaml

from casefile.secrets.files import AS_FILES, PASSWORDS
from casefile.settings import VARIABLES, Settings
from indexer.engine.client import Engine
from scripts import passwords
from tests.compose.read import ROOT, services

SERVICES = services("docker-compose.yml")
OURS = ("migrate", "web", "worker", "beat", "backup", "archive")
LONG_RUNNING = sorted(set(SERVICES) - {"migrate", "certificates", "secrets"})
SERVERS = ("postgres", "rabbitmq", "opensearch")
OF_THE_FILE = {
    "GRIOT_PORT", "GRIOT_LISTEN", "GRIOT_TLS", "GRIOT_NAMES", "GRIOT_MEMORY", "GRIOT_CPUS", "GRIOT_BACKUP_AT",
    "GRIOT_ARCHIVE_DAYS",
    "POSTGRES_IMAGE", "POSTGRES_MEMORY", "RABBITMQ_IMAGE", "RABBITMQ_MEMORY", "OPENSEARCH_HEAP", "OPENSEARCH_MEMORY",
    "CADDY_IMAGE", "PYTHON_IMAGE", "OPENSEARCH_IMAGE",
}  # fmt: skip


def read_by_settings():
    """The variables that Settings.from_env reads."""
    return {variable.name for variable in VARIABLES} | {"GRIOT_HOME"}


def of_files():
    """Those that name a file in which a setting stands."""
    return {f"{name}_FILE" for name in AS_FILES} | {*PASSWORDS}


def documented():
    return set(re.findall(r"^\| `([A-Z0-9_]+)` \|", (ROOT / "docs" / "settings.md").read_text("utf-8"), re.MULTILINE))


def test_every_setting_is_documented_and_nothing_else():
    of_the_scripts = {"GRIOT_CACHE", "GRIOT_PYTHON", "JAVA_HOME", "GRIOT_TEST_OPENSEARCH_URL", "GRIOT_TEST_SKIP"}
    assert documented() - of_the_scripts - OF_THE_FILE == read_by_settings()


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_the_documentation_says_what_a_setting_may_be(variable):
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert re.search(rf"^\| `{variable.name}` \| [^|]* \| {re.escape(variable.must)}(?: \||;)", text, re.MULTILINE)


@pytest.mark.parametrize("name", OURS)
def test_ours_are_given_only_settings_that_exist(name):
    assert set(SERVICES[name]["environment"]) <= read_by_settings() | of_files()
    wanted = {"DATABASE_URL", "OPENSEARCH_URL", "BROKER_URL", "GRIOT_SECRET_KEY_FILE"}
    assert wanted <= set(SERVICES[name]["environment"])


def test_every_variable_of_the_file_is_documented():
    used = set(re.findall(r"\$\{([A-Z0-9_]+)", (ROOT / "docker-compose.yml").read_text("utf-8")))
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert used <= documented() | OF_THE_FILE | of_files()
    assert all(f"`{name}`" in text for name in OF_THE_FILE)


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_images_are_pinned(name):
    assert re.search(r":\d+\.\d+(\.\d+)?(-[\w.]+)?\}?$", SERVICES[name]["image"])


@pytest.mark.parametrize("path", ["Dockerfile", "docker/opensearch/Dockerfile", "docker/training/Dockerfile"])
def test_base_images_are_pinned(path):
    bases = re.findall(r"^ARG \w+_IMAGE=(\S+)", (ROOT / path).read_text("utf-8"), re.MULTILINE)
    assert bases and all(re.search(r":\d+\.\d+\.\d+", base) for base in bases)


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_every_server_says_whether_it_is_well(name):
    assert SERVICES[name]["healthcheck"]["test"]


def test_servers_are_waited_for():
    for name in ("web", "worker", "beat", "backup", "archive"):
        assert SERVICES[name]["depends_on"]["opensearch"] == {"condition": "service_healthy"}
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_one_clock():
    assert SERVICES["beat"]["command"][-1] == "beat"
    assert "--with-beat" not in SERVICES["worker"]["command"]


def test_the_engine_is_the_version_of_the_local_node():
    from indexer.node.jars import VERSION

    first = (ROOT / "docker" / "opensearch" / "Dockerfile").read_text("utf-8")
    assert f"opensearch:{VERSION}" in first and "analysis-icu" in first


# ---- nothing goes in clear ---------------------------------------------------------------------------------------


def test_the_settings_given_to_ours_are_let_in(tmp_path, monkeypatch):
    """What the start refuses on servers of one's own, the file itself does not say."""
    monkeypatch.setattr(Path, "is_file", lambda path: True)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)  # nobody to give the files to
    passwords.write(tmp_path / "secrets")
    given = services("docker-compose.yml", {})["web"]["environment"]
    given = {name: value.replace("/secrets/", f"{tmp_path}/secrets/") for name, value in given.items()}
    settings = Settings.from_env(tmp_path, given)
    assert not settings.test_network
    assert settings.opensearch_url.startswith("https://") and settings.broker_url.startswith("amqps://")


@pytest.mark.parametrize("name", SERVERS)
def test_a_server_waits_for_its_certificate_and_speaks_tls_alone(name):
    service = SERVICES[name]
    assert service["depends_on"]["certificates"] == {"condition": "service_completed_successfully"}
    assert any(str(volume).startswith("certificates:") and str(volume).endswith(":ro") for volume in service["volumes"])
    said = {
        "postgres": lambda: " ".join(service["command"]),
        "rabbitmq": lambda: (ROOT / "docker" / "rabbitmq" / "griot.conf").read_text("utf-8"),
        "opensearch": lambda: (ROOT / "docker" / "opensearch" / "opensearch.yml").read_text("utf-8"),
    }[name]()
    wanted = {
        "postgres": ["ssl=on", "postgres.key"],
        "rabbitmq": ["listeners.tcp = none", "rabbitmq.key"],
        "opensearch": ["ssl.http.enabled: true", "clientauth_mode: REQUIRE", "opensearch.key"],
    }[name]
    assert all(words in said for words in wanted)
    assert "DISABLE_SECURITY_PLUGIN" not in str(service)


def test_the_engine_knows_griot_by_certificate_and_lets_it_do_its_own_work_alone():
    folder = ROOT / "docker" / "opensearch" / "security"
    files = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in folder.glob("*.yml")}
    assert all(content["_meta"]["config_version"] == 2 for content in files.values())
    assert set(files["internal_users"]) == {"_meta"}, "no user with a password"
    assert files["roles_mapping"]["griot"] == {"users": ["griot"]}
    [own] = files["roles"]["griot"]["index_permissions"]
    assert own["index_patterns"] == ["griot*"]
    allowed = " ".join(files["roles"]["griot"]["cluster_permissions"])
    assert not re.search(r"script|snapshot|cluster_all|admin/settings|\*", allowed)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    from scripts import certificates

    folder = tmp_path_factory.mktemp("certificates")
    holders = tuple(replace(holder, owner=os.geteuid()) for holder in certificates.HOLDERS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(certificates, "HOLDERS", holders)
        assert certificates.write(folder) and not certificates.write(folder), "made once"
        assert certificates.write(folder, names=["search1"]), "a name more, and all are made again"
        assert not certificates.write(folder, names=["search1"])
        later = datetime.now(UTC) + timedelta(days=certificates.DAYS - 5)
        assert not certificates._good(folder, later, ()), "and again before they are over"
    return folder


def test_every_holder_of_a_certificate_is_a_service_or_a_client(certificates):
    made = {path.name for path in certificates.iterdir()}
    assert {f"{name}.{kind}" for name in SERVERS for kind in ("crt", "key")} | {
        "griot.pem",
        "health.pem",
        "ca.crt",
    } == made
    assert {p.name for p in certificates.iterdir() if p.stat().st_mode & 0o077} == {
        "ca.crt",
        *(f"{n}.crt" for n in SERVERS),
    }


def test_a_second_program_takes_the_certificates(certificates):
    for name in (*(f"{server}.crt" for server in SERVERS), "griot.pem"):
        done = subprocess.run(
            ["openssl", "verify", "-x509_strict", "-CAfile", certificates / "ca.crt", certificates / name],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr


def test_who_has_no_certificate_is_not_let_as_far_as_a_question(certificates):
    """The engine's half is the plugin's; here its settings of TLS, by Python's own, and our client's half."""
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=certificates / "ca.crt")
    server.load_cert_chain(certificates / "opensearch.crt", certificates / "opensearch.key")
    server.verify_mode = ssl.CERT_REQUIRED
    listening = HTTPServer(("127.0.0.1", 0), _Root)
    listening.socket = server.wrap_socket(listening.socket, server_side=True)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    base = Settings.from_env(
        certificates, {"GRIOT_SECRET_KEY": "k" * 32, "OPENSEARCH_CA": str(certificates / "ca.crt")}
    )
    ours = replace(
        base, opensearch_url=f"https://localhost:{listening.server_port}",
        opensearch_client=str(certificates / "griot.pem"),
    )  # fmt: skip
    assert Engine(ours).alive() == "3.8.0"
    assert Engine(replace(ours, opensearch_client="")).alive() is None
    assert Engine(replace(ours, opensearch_ca="")).alive() is None, "an authority that nobody named is not believed"
    listening.shutdown()
    listening.server_close()


class _Root(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = b'{"version": {"number": "3.8.0"}}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Silent."""


# ---- passwords -----------------------------------------------------------------------------------------------------


def test_passwords_are_made_once_and_each_reader_has_its_own_file(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert passwords.write(tmp_path) == ["secret-key", "database-password", "broker-password"]
    assert passwords.write(tmp_path) == [], "the database was made with it"
    read = {path.relative_to(tmp_path).as_posix(): path.read_text() for path in tmp_path.rglob("*") if path.is_file()}
    assert read["postgres/password"] == read["griot/database-password"]
    assert read["rabbitmq/30-password.conf"].endswith(f"default_pass = {read['griot/broker-password']}")
    values = {read[f"griot/{name}"].strip() for name in ("secret-key", "database-password", "broker-password")}
    assert len(values) == 3 and min(map(len, values)) >= 48
    assert {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*") if path.is_file()} == {0o400}


def test_a_reader_that_lost_its_file_gets_the_same_secret(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    passwords.write(tmp_path)
    before = (tmp_path / "griot" / "broker-password").read_text()
    (tmp_path / "griot" / "broker-password").unlink()
    assert passwords.write(tmp_path) == []
    assert (tmp_path / "griot" / "broker-password").read_text() == before
