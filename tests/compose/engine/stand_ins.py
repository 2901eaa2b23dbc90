"""Images in the place of those that only a registry of images has, made of Debian's packages and the node's jars.

All of Griot's own is the real thing: its Dockerfile, its compose files, its commands, settings, checks, certificates
and limits. What the services of others do in their images is done by Debian's PostgreSQL 15, RabbitMQ 3.10, Caddy 2.6
and by the local node's OpenSearch, without its security plugin (`stand_ins/`).
"""

import os
import shutil
import subprocess
from pathlib import Path

from indexer.node.jars import assemble
from indexer.node.java import find_java
from tests.compose.engine.engine import Engine
from tests.compose.read import ROOT
from tests.release.image import PIP, TAKEN_ALONG, bare_debian, take_along

FILES = Path(__file__).with_name("stand_ins")
BASE = "stand-in/python:bookworm"
IMAGES = {
    "PYTHON_IMAGE": BASE,
    **{f"{name.upper()}_IMAGE": f"stand-in/{name}:test" for name in ("postgres", "rabbitmq", "caddy", "opensearch")},
}
"""For the variables of the compose files."""
OWN = "griot:0.1.0"
ENGINES_OWN = ("/etc/hosts", "/etc/resolv.conf")
"""Written into each container by the engine."""


def make(engine: Engine, folder: Path) -> None:
    """All of them, and Griot's own image by its Dockerfile: four minutes, of which half are packages."""
    _base(engine, folder / "base")
    context = folder / "context"
    shutil.copytree(FILES, context)
    program = context / "program"
    shutil.copytree(assemble(), program)
    shutil.copytree(find_java().path.resolve().parents[1], program / "jdk", symlinks=True)
    for name in ("postgres", "rabbitmq", "caddy", "opensearch"):
        engine.build(f"stand-in/{name}:test", context, "--file", str(context / f"{name}.Dockerfile"))
    shutil.rmtree(program)
    engine.build(OWN, ROOT, "--build-arg", f"PYTHON_IMAGE={BASE}")


def _base(engine: Engine, tree: Path) -> None:
    """A bare Debian with its own Python, and how this machine reaches its packages."""
    bare_debian(tree)
    take_along(tree, [path for path in TAKEN_ALONG if path not in ENGINES_OWN])
    env = {"DEBIAN_FRONTEND": "noninteractive", **{name: os.environ[name] for name in PIP if name in os.environ}}
    changes = [word for name, value in env.items() for word in ("--change", f"ENV {name}={value}")]
    packed = subprocess.Popen(["tar", "-C", tree, "-c", "."], stdout=subprocess.PIPE)
    subprocess.run(["docker", "import", *changes, "-", BASE], env=engine.env, stdin=packed.stdout, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    assert packed.wait() == 0
