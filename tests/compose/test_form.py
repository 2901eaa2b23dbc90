"""Both compose files have the form that an engine takes, and pass on every setting there is."""

import re

import pytest

from casefile.secrets.files import AS_FILES, PASSWORDS
from casefile.settings import VARIABLES
from tests.compose.read import ALL, FILES, ROOT, Missing, filled, load, services

pytestmark = pytest.mark.unit

TOP = {"services", "volumes", "networks", "secrets", "configs", "name"}
KEYS = {
    "build": (str, dict), "image": str, "command": (str, list), "entrypoint": (str, list), "environment": dict,
    "user": str, "working_dir": str, "network_mode": str, "volumes": list, "ports": list, "depends_on": dict,
    "healthcheck": dict, "restart": str, "read_only": bool, "tmpfs": list, "cap_drop": list, "cap_add": list,
    "security_opt": list, "ulimits": dict, "logging": dict, "pids_limit": int, "mem_limit": str, "cpus": (str, int),
    "shm_size": str, "profiles": list,
}  # fmt: skip
"""The keys used of the Compose specification, with the types that it gives them."""
HEALTH = {"test", "interval", "timeout", "retries", "start_period"}
SPAN = re.compile(r"\d+(ms|s|m|h)")
SIZE = re.compile(r"\d+[kmg]")
CONDITIONS = {"service_healthy", "service_completed_successfully", "service_started"}
MUST = {
    "DATABASE_HOST": "db1", "STANDBY_HOST": "db2", "BROKER_HOST": "mq", "OPENSEARCH_URL": "https://s1:9200",
    "GRIOT_HOSTS": "griot.example", "LISTEN": "10.0.0.1", "NODE_NAME": "s1", "SEARCH_HOSTS": "s1,s2,s3",
    "GRIOT_TLS": "/a /b", "GRIOT_LISTEN": "0.0.0.0",
}  # fmt: skip
EACH = [(file, name) for file in ALL for name in services(file)]


@pytest.mark.parametrize("file", ALL)
def test_the_top_has_what_the_specification_knows(file):
    found = load(file)
    assert {name for name in found if not name.startswith("x-")} <= TOP
    assert all(content is None for content in found["volumes"].values())


@pytest.mark.parametrize(("file", "name"), EACH)
def test_a_service_has_the_form_of_the_specification(file, name):
    service = services(file, MUST)[name]
    for key, value in service.items():
        assert key in KEYS, f"{name}: {key}"
        assert isinstance(value, KEYS[key]), f"{name}: {key} is a {type(value).__name__}"
    assert all(isinstance(value, str) for value in service.get("environment", {}).values())
    for key in ("command", "entrypoint"):
        assert all(isinstance(word, str) for word in service.get(key, []))
    for key in ("mem_limit", "shm_size"):
        assert key not in service or SIZE.fullmatch(service[key])
    for volume in service.get("volumes", []):
        assert re.fullmatch(r"(\./)?[\w./-]+:/[\w./-]*(:ro)?", volume), volume
    for port in service.get("ports", []):
        assert re.fullmatch(r"[\d.]+:\d+:\d+", port), port


@pytest.mark.parametrize(("file", "name"), EACH)
def test_who_is_waited_for_is_there(file, name):
    there = services(file)
    for other, how in there[name].get("depends_on", {}).items():
        assert other in there and how["condition"] in CONDITIONS
        if how["condition"] == "service_healthy":
            assert there[other]["healthcheck"]["test"]
        if how["condition"] == "service_completed_successfully":
            assert there[other]["restart"] == "no"


@pytest.mark.parametrize(("file", "name"), [pair for pair in EACH if "healthcheck" in services(pair[0])[pair[1]]])
def test_a_health_check_has_its_form(file, name):
    check = services(file, MUST)[name]["healthcheck"]
    assert set(check) <= HEALTH and check["test"][0] in {"CMD", "CMD-SHELL"}
    assert check["test"][0] == "CMD" or len(check["test"]) == 2
    assert all(SPAN.fullmatch(check[key]) for key in ("interval", "timeout", "start_period") if key in check)


@pytest.mark.parametrize("file", ALL)
def test_files_that_are_mounted_are_there(file):
    for service in services(file).values():
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            if source.startswith("./") and not source.startswith("./machine/"):
                assert (ROOT / source).exists(), source


@pytest.mark.parametrize("file", ALL)
def test_the_volumes_named_are_declared_and_no_others(file):
    used = {volume.partition(":")[0] for service in services(file).values() for volume in service.get("volumes", [])}
    assert {name for name in used if not name.startswith("./")} == set(load(file)["volumes"])


# ---- limits and pins -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("file", "name"), EACH)
def test_what_runs_has_limits_and_its_log_an_end(file, name):
    service = services(file, MUST)[name]
    if service["restart"] == "no":
        return
    assert service["mem_limit"] and service["pids_limit"]
    assert service["logging"]["options"]["max-size"] and int(service["logging"]["options"]["max-file"]) <= 10
    assert "no-new-privileges:true" in service["security_opt"]


@pytest.mark.parametrize(("file", "name"), EACH)
def test_every_image_of_others_may_be_given_by_digest(file, name):
    image = services(file)[name]["image"]
    if "build" not in services(file)[name]:
        assert re.fullmatch(r"\$\{\w+_IMAGE:-[\w./-]+:\d[\w.-]*\}", image), image
    digest = "name@sha256:" + "a" * 64
    variable = re.match(r"\$\{(\w+)", image)
    assert variable is None or filled(image, {variable[1]: digest}) == digest


# ---- settings ------------------------------------------------------------------------------------------------------

NOT_PASSED = {
    "DATABASE_URL_FILE": "the address is in the file, its password in a file of its own",
    "BROKER_URL_FILE": "the same",
    "OPENSEARCH_URL_FILE": "the engine knows Griot by certificate",
    "GRIOT_SECRET_KEY": "in a file: what stands in the environment others can read",
    "GRIOT_SECRET_KEY_BEFORE": "in a file",
    "GRIOT_ALARM_SMTP_URL": "may hold a password: in a file",
    "GRIOT_ALARM_WEBHOOK": "may hold a token: in a file",
    "GRIOT_TEST_NETWORK": "never where real persons are",
    "GRIOT_TRAINING": "a training space is a project of its own: docker-compose.training.yml",
}
"""Settings that the compose files do not pass on, and why."""


@pytest.mark.parametrize("file", FILES)
def test_every_setting_is_passed_on_or_named_as_not(file):
    every = {variable.name for variable in VARIABLES} | {f"{name}_FILE" for name in AS_FILES} | {*PASSWORDS}
    for name in ("migrate", "web", "worker", "beat", "backup", "archive"):
        passed = set(services(file)[name]["environment"])
        assert passed | {*NOT_PASSED} == every and not passed & {*NOT_PASSED}, name


@pytest.mark.parametrize("file", ALL)
def test_no_secret_stands_in_an_environment(file):
    for name, service in services(file).items():
        for key, value in service.get("environment", {}).items():
            if re.search("PASS|SECRET|KEY", key) and not key.endswith("_FILE"):
                assert key in {"GRIOT_BACKUP_KEY"}, f"{name}: {key}"
            assert not re.search(r"://[^/@]*:[^/@]+@", value), f"{name}: {key} holds a password"


def test_on_one_machine_nothing_has_to_be_set_and_nobody_else_comes_in():
    found = services(FILES[0], {})
    for service in found.values():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_on_several_what_cannot_be_guessed_must_be_said():
    with pytest.raises(Missing):
        services(FILES[1], {})
    assert services(FILES[1], MUST)


def test_several_machines_have_a_copy_of_each_part_but_of_those_that_may_be_one():
    found = services(FILES[1], MUST)
    assert found["web"]["environment"]["GRIOT_INDEX_REPLICAS"] == "1"
    assert "discovery.type" not in (ROOT / "docker" / "opensearch" / "several.yml").read_text("utf-8")
    assert found["beat"]["profiles"] == found["backup"]["profiles"] == found["archive"]["profiles"] == ["clock"]
    assert {name for name, service in found.items() if service["profiles"] == ["web"]} == {"web", "proxy"}
    one, several = (
        (ROOT / "docker" / "opensearch" / name).read_text("utf-8").splitlines()
        for name in ("opensearch.yml", "several.yml")
    )
    assert set(one) - set(several) == {"discovery.type: single-node"}
