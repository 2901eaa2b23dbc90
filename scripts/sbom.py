"""The bill of materials: every part that an installation runs, with version, address and hash, as CycloneDX 1.6.

    python -m scripts.sbom [--out FILE]

It is read out of what pins the installation itself, never out of what happens to be installed: `constraints/` for
Python's packages, `indexer/node/node_jars.txt` for the search engine's jars, `portal/static/vendor` for what is carried
along, the Dockerfiles and docker-compose.yml for the images beneath. The same tree gives the same bytes; nothing is
looked up. Known holes can then be asked of any list, offline, by these addresses (purl).
"""

import argparse
import configparser
import hashlib
import json
import re
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

from indexer.node.jars import wanted_jars
from scripts.ground import ROOT

PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\\s]+)([^\n]*(?:\n[ \t]+[^\n]*)*)", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
FILES = ("build", "run")
"""What an installation installs; tests and checks are no part of it."""

VENDORED = re.compile(r"^(?P<name>[a-z]+)-(?P<version>\d[\d.]*\d)\.min\.(?:js|css)$")
FROM = re.compile(r"^(?:FROM (?!\$)|ARG \w+_IMAGE=)(\S+)", re.MULTILINE)
IMAGE = re.compile(r"^ +image: (?:\$\{\w+:-)?([^\s}]+)", re.MULTILINE)
NAMESPACE = uuid.UUID("6f9f3a1c-4c0e-5d55-9a53-6d2f2f4d5b10")
"""Of the document's own number, which is made of its content."""

Part = dict[str, object]


def python_packages() -> Iterator[Part]:
    for file in FILES:
        for name, version, rest in PIN.findall((ROOT / "constraints" / f"{file}.txt").read_text("utf-8")):
            plain = re.sub(r"[-_.]+", "-", name).lower()
            hashes = sorted(HASH.findall(rest))
            yield _part(
                "library", plain, version, f"pkg:pypi/{plain}@{version}",
                properties=[{"name": "griot:file:sha256", "value": one} for one in hashes],
            )  # fmt: skip


def jars() -> Iterator[Part]:
    for jar in wanted_jars():
        yield _part(
            "library", jar.artifact, jar.version, f"pkg:maven/{jar.group}/{jar.artifact}@{jar.version}",
            group=jar.group, hashes=[{"alg": "SHA-256", "content": jar.sha256}],
        )  # fmt: skip


def vendored() -> Iterator[Part]:
    for path in sorted((ROOT / "portal" / "static" / "vendor").iterdir()):
        if found := VENDORED.match(path.name):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            yield _part(
                "library", found["name"], found["version"], f"pkg:generic/{found['name']}@{found['version']}",
                hashes=[{"alg": "SHA-256", "content": digest}],
            )  # fmt: skip


def images() -> Iterator[Part]:
    texts = [
        *(FROM.findall((ROOT / path).read_text("utf-8")) for path in ("Dockerfile", "docker/opensearch/Dockerfile")),
        IMAGE.findall((ROOT / "docker-compose.yml").read_text("utf-8")),
    ]
    for image in sorted({one for found in texts for one in found if not one.startswith("griot")}):
        name, _, tag = image.rpartition(":")
        yield _part("container", name, tag, f"pkg:docker/{name}@{tag}")


def _part(kind: str, name: str, version: str, purl: str, **more: object) -> Part:
    return {"type": kind, "bom-ref": purl, "name": name, "version": version, "purl": purl, **more}


def bill() -> dict[str, object]:
    """The whole document."""
    project = configparser.ConfigParser()
    project.read(ROOT / "setup.cfg", "utf-8")
    name, version = project["metadata"]["name"], project["metadata"]["version"]
    found = {str(part["bom-ref"]): part for part in (*python_packages(), *jars(), *vendored(), *images())}
    parts = [found[ref] for ref in sorted(found)]
    own = f"pkg:generic/{name}@{version}"
    digest = json.dumps(parts, sort_keys=True)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(NAMESPACE, own + digest)}",
        "version": 1,
        "metadata": {"component": _part("application", name, version, own)},
        "components": parts,
        "dependencies": [{"ref": own, "dependsOn": sorted(found)}],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, help="where to write it; else it is printed")
    out: Path | None = parser.parse_args().out
    text = json.dumps(bill(), indent=1) + "\n"
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
