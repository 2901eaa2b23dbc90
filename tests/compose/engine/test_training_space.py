"""docker-compose.training.yml as an engine runs it: a space of its own, marked on each page, with nobody real in it."""

import re
import shutil
import urllib.request

import pytest

from tests.compose.engine import people, stand_ins
from tests.compose.engine.engine import Project
from tests.compose.read import ROOT, TRAINING

pytestmark = pytest.mark.slow

STARTS_S = 900.0
"""The first start enters the demonstration and searches it through."""


@pytest.fixture(scope="module")
def space(engine, tmp_path_factory):
    engine.build("griot-training:0.1.0", ROOT / "docker" / "training",
                 "--build-arg", f"OPENSEARCH_IMAGE={stand_ins.IMAGES['OPENSEARCH_IMAGE']}")  # fmt: skip
    root = tmp_path_factory.mktemp("training")
    shutil.copytree(ROOT / "docker", root / "docker")
    text = (ROOT / TRAINING).read_text("utf-8")
    assert "\nname: griot-training\n" in text
    # Debian's compose is the first one, which takes the project's name on its command line alone.
    (root / TRAINING).write_text(text.replace("\nname: griot-training\n", "\n"), "utf-8")
    one = Project(engine, "griot-training", (TRAINING,), stand_ins.IMAGES, (8443,), root=root)
    try:
        one.up()
        one.becomes_healthy("space", STARTS_S)
        one.becomes_healthy("proxy")
        yield one
    finally:
        one.down("--volumes")


def test_its_pages_say_that_it_is_training_and_it_holds_the_invented_people(space, tmp_path):
    trusted = people.authority(space, tmp_path)
    with urllib.request.urlopen("https://localhost:8443/sign-in", timeout=60, context=trusted) as answer:
        page = answer.read().decode()
    assert answer.status == 200 and re.search("training|formation", page, re.I), page[:500]
    said = space.inside("space", "griot", "status", "--home", "/var/lib/griot-training")
    assert "Nothing is pending" in said
    found = space.engine.inspect(space.container("space"))
    assert found["HostConfig"]["ReadonlyRootfs"] and found["Config"]["User"] == "griot"
    assert {mount["Name"].removeprefix("griot-training_") for mount in found["Mounts"]} == {"space"}


def test_it_is_put_back_to_its_start_by_the_command_of_the_guide(space):
    print(space.inside("space", "griot", "training", "reset", "--home", "/var/lib/griot-training")[-400:])
    space.becomes_healthy("space")
