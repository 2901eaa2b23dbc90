"""docker-compose.yml, the settings and their documentation say the same. No engine runs here: the file is read."""

import re
from pathlib import Path

import pytest
import yaml

from casefile.settings import VARIABLES

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "beat")
LONG_RUNNING = sorted(set(SERVICES) - {"migrate"})
OF_THE_FILE = {"POSTGRES_PASSWORD", "RABBITMQ_PASSWORD", "GRIOT_PORT", "OPENSEARCH_HEAP"}


def read_by_settings():
    """The variables that Settings.from_env reads."""
    return {variable.name for variable in VARIABLES} | {"GRIOT_HOME"}


def documented():
    return set(re.findall(r"^\| `([A-Z0-9_]+)` \|", (ROOT / "docs" / "settings.md").read_text("utf-8"), re.MULTILINE))


def test_every_setting_is_documented_and_nothing_else():
    of_the_scripts = {"GRIOT_CACHE", "GRIOT_PYTHON", "JAVA_HOME", "GRIOT_TEST_OPENSEARCH_URL", "GRIOT_TEST_SKIP"}
    assert documented() - of_the_scripts == read_by_settings()


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_the_documentation_says_what_a_setting_may_be(variable):
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert re.search(rf"^\| `{variable.name}` \| [^|]* \| {re.escape(variable.must)}(?: \||;)", text, re.MULTILINE)


@pytest.mark.parametrize("name", OURS)
def test_ours_are_given_only_settings_that_exist(name):
    assert set(SERVICES[name]["environment"]) <= read_by_settings()
    assert {"DATABASE_URL", "OPENSEARCH_URL", "BROKER_URL", "GRIOT_SECRET_KEY"} <= set(SERVICES[name]["environment"])


def test_every_variable_of_the_file_is_documented():
    used = set(re.findall(r"\$\{([A-Z0-9_]+)", (ROOT / "docker-compose.yml").read_text("utf-8")))
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert used <= documented() | OF_THE_FILE
    assert all(f"`{name}`" in text for name in OF_THE_FILE)


def test_no_password_has_a_default():
    text = (ROOT / "docker-compose.yml").read_text("utf-8")
    for name in ("POSTGRES_PASSWORD", "RABBITMQ_PASSWORD", "GRIOT_SECRET_KEY"):
        assert set(re.findall(rf"\$\{{{name}(:.)", text)) == {":?"}
    for service in SERVICES.values():
        for key, value in service.get("environment", {}).items():
            if re.search("PASS|SECRET", key):
                assert str(value).startswith("${"), key


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_ports_are_on_the_loopback_address(name):
    assert all(str(port).startswith("127.0.0.1:") for port in SERVICES[name].get("ports", []))


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_images_are_pinned(name):
    assert re.search(r":\d+\.\d+(\.\d+)?(-[\w.]+)?$", SERVICES[name]["image"])


@pytest.mark.parametrize("path", ["Dockerfile", "docker/opensearch/Dockerfile"])
def test_base_images_are_pinned(path):
    bases = re.findall(r"^FROM (\S+)", (ROOT / path).read_text("utf-8"), re.MULTILINE)
    assert bases and all(re.search(r":\d+\.\d+\.\d+", base) for base in bases)


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_every_server_says_whether_it_is_well(name):
    assert SERVICES[name]["healthcheck"]["test"]


def test_servers_are_waited_for():
    for name in OURS[1:]:
        assert SERVICES[name]["depends_on"]["opensearch"] == {"condition": "service_healthy"}
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_one_clock():
    assert SERVICES["beat"]["command"][-1] == "beat"
    assert "--with-beat" not in SERVICES["worker"]["command"]


def test_the_engine_is_the_version_of_the_local_node():
    from indexer.node.jars import VERSION

    first = (ROOT / "docker" / "opensearch" / "Dockerfile").read_text("utf-8")
    assert f"opensearch:{VERSION}" in first and "analysis-icu" in first


def test_named_volumes_are_declared():
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert used == set(COMPOSE["volumes"])
