"""The bill of materials names what is installed and run, each by version, address and hash."""

import json
import re
import subprocess
import sys
from importlib.metadata import distributions, requires

import pytest

from indexer.node.jars import VERSION, wanted_jars
from scripts import sbom
from scripts.ground import ROOT

pytestmark = pytest.mark.unit
BILL = sbom.bill()
PARTS = {part["purl"]: part for part in BILL["components"]}


def test_the_same_tree_gives_the_same_bytes():
    command = [sys.executable, "-m", "scripts.sbom"]
    printed = {subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout for _ in range(2)}
    assert [json.loads(one) for one in printed] == [BILL]


def test_everything_that_griot_asks_for_is_in_it_in_the_version_that_is_pinned():
    wanted = {re.split(r"[ ;<>=!~\[]", line)[0].lower() for line in requires("griot") or () if "extra" not in line}
    named = {part["name"] for part in PARTS.values()}
    assert {re.sub(r"[-_.]+", "-", name) for name in wanted} <= named
    pinned = {(part["name"], part["version"]) for purl, part in PARTS.items() if purl.startswith("pkg:pypi/")}
    here = {(re.sub(r"[-_.]+", "-", d.metadata["Name"]).lower(), d.version) for d in distributions()}
    assert len(pinned & here) > 50, "it speaks of what is installed"


def test_every_jar_and_every_file_has_its_hash():
    jars = {part["hashes"][0]["content"] for purl, part in PARTS.items() if purl.startswith("pkg:maven/")}
    assert jars == {jar.sha256 for jar in wanted_jars()}
    assert f"pkg:maven/org.opensearch/opensearch@{VERSION}" in PARTS
    for purl, part in PARTS.items():
        if purl.startswith("pkg:pypi/"):
            assert part["properties"], purl


def test_what_is_carried_along_and_the_images_beneath_are_in_it():
    kinds = {purl.split("/")[0].removeprefix("pkg:") for purl in PARTS}
    assert kinds == {"pypi", "maven", "generic", "docker"}
    assert {"htmx", "pico", "postgres", "opensearchproject/opensearch"} <= {part["name"] for part in PARTS.values()}


def test_it_names_no_host():
    assert not re.search(r"https?://", json.dumps(BILL))
