"""docker-compose.training.yml: a space apart, started by the very command; nothing of a real installation is in it."""

import re

import pytest

from casefile.settings import OUTWARD, VARIABLES, Settings
from portal.cli.up import up
from portal.install.bring_up import TRAINING_PORT
from tests.compose.read import FILES, ROOT, TRAINING, load, services

pytestmark = pytest.mark.unit

SPACE, PROXY = (services(TRAINING, {})[name] for name in ("space", "proxy"))
REAL = services(FILES[0], {})


def test_it_is_a_project_of_its_own_with_volumes_that_no_other_has():
    assert load(TRAINING)["name"] == "griot-training" and all("name" not in load(file) for file in FILES)
    assert set(services(TRAINING)) == {"space", "proxy"}
    assert SPACE["volumes"] == ["space:/var/lib/griot-training"]
    assert load(TRAINING)["volumes"] == {"space": None, "caddy": None}, "none is another project's (external, name)"
    assert not {volume.partition(":")[2] for volume in SPACE["volumes"]} & {
        volume.partition(":")[2] for service in REAL.values() for volume in service.get("volumes", [])
    }


def test_it_is_given_no_way_to_a_real_installation_and_starts_as_a_training_space_without(tmp_path):
    given = SPACE["environment"]
    assert set(given) <= {variable.name for variable in VARIABLES}
    assert not {name for name in given if {name, name.removesuffix("_FILE")} & OUTWARD}
    settings = Settings.from_env(tmp_path, {**given, "GRIOT_TRAINING": "1"})
    assert settings.training and settings.secure_cookies and settings.hosts == ("localhost",) and settings.proxies == 1
    assert settings.index_prefix != "griot" and settings.index_prefix.startswith("griot-training")
    assert settings.embedded_database and settings.embedded_broker and str(tmp_path) in settings.database_url


def test_its_command_is_one_that_griot_takes_and_all_ask_at_the_same_port():
    assert SPACE["command"][:2] == ["griot", "up"]
    words = [word for word in SPACE["command"][2:] if word not in ("--home", "/var/lib/griot-training")]
    asked = up.make_context("up", words, resilient_parsing=True).params
    assert asked["training"] and asked["port"] == TRAINING_PORT and asked["heap"] == "512m" and not asked["detach"]
    assert f"127.0.0.1:{TRAINING_PORT}/livez" in SPACE["healthcheck"]["test"][-1]
    assert PROXY["environment"]["GRIOT_UPSTREAM"] == f"127.0.0.1:{TRAINING_PORT}"
    assert PROXY["network_mode"] == "service:space" and "ports" not in PROXY
    default = (ROOT / "docker" / "training" / "Dockerfile").read_text("utf-8").splitlines()[-1]
    assert all(f'"{word}"' in default for word in SPACE["command"][:7])


def test_its_door_is_another_than_the_real_portals_and_leads_nowhere_but_to_this_machine():
    [door] = SPACE["ports"]
    taken = {port.split(":")[1] for service in REAL.values() for port in service.get("ports", [])}
    assert door == "127.0.0.1:8443:443" and door.split(":")[1] not in taken
    for service in (SPACE, PROXY):
        assert service["read_only"] and service["cap_drop"] == ["ALL"] and service["mem_limit"]


def test_what_may_be_set_is_said_in_the_guide():
    said = (ROOT / "docs" / "training.md").read_text("utf-8")
    used = set(re.findall(r"\$\{(GRIOT_TRAINING_\w+)", (ROOT / TRAINING).read_text("utf-8")))
    assert used and all(f"`{name}`" in said for name in used)
