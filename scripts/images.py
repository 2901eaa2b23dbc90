"""The images that the compose files and the Dockerfiles begin with, pinned to their very bytes.

    python -m scripts.images                 # which there are, and which digest each is pinned to
    python -m scripts.images --pin .env      # fetches each, and writes the digest it came with next to the compose file

A version's name can be given to other bytes tomorrow; a digest cannot. Only an engine that reaches the images' registry
knows them, so none stands in the repository: they are written where the images are first fetched, and carried along to
machines that fetch nothing.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from scripts.ground import ROOT, Stop

FILES = (
    "docker-compose.yml", "docker-compose.several.yml", "docker-compose.training.yml", "Dockerfile",
    "docker/opensearch/Dockerfile", "docker/training/Dockerfile",
)  # fmt: skip
ENGINES = ("docker", "podman")
_COMPOSE = re.compile(r"\$\{(\w+_IMAGE):-([\w./:-]+)\}")
_ARGUMENT = re.compile(r"^ARG (\w+_IMAGE)=(\S+)$", re.MULTILINE)
_DIGEST = re.compile(r"@(sha256:[0-9a-f]{64})$", re.MULTILINE)
OWN = "GRIOT_IMAGE"
"""Built here, so that no registry knows it."""


def begun_with(folder: Path = ROOT) -> dict[str, str]:
    """Variable: the image it names where nothing else is said. Raises Stop where two files say two things."""
    found: dict[str, str] = {}
    for name in FILES:
        text = (folder / name).read_text("utf-8")
        for variable, image in [*_COMPOSE.findall(text), *_ARGUMENT.findall(text)]:
            if found.setdefault(variable, image) != image:
                raise Stop(f"{name}: {variable} is {image}, and elsewhere {found[variable]}.")
    return {variable: image for variable, image in found.items() if variable != OWN}


def pinned(path: Path) -> dict[str, str]:
    """What a file of settings says of them."""
    if not path.exists():
        return {}
    lines = (line.partition("=") for line in path.read_text("utf-8").splitlines())
    return {name.strip(): value.strip() for name, _, value in lines if name.strip().endswith("_IMAGE")}


def digest(engine: str, image: str) -> str:
    """Fetch an image; the digest it came with. Raises Stop where the engine cannot say: nothing is guessed."""
    for words in (["pull", "--quiet", image], ["image", "inspect", "--format", '{{join .RepoDigests "\\n"}}', image]):
        done = subprocess.run([engine, *words], capture_output=True, text=True, check=False)
        if done.returncode:
            raise Stop(f"{engine} {words[0]}: {image} could not be fetched: {done.stderr.strip()[-300:]}")
    found: set[str] = {*_DIGEST.findall(done.stdout)}
    if len(found) != 1:
        raise Stop(f"{engine} knows {len(found)} digests of {image}. Nothing was written.")
    return found.pop()


def write(path: Path, pins: Mapping[str, str]) -> None:
    """Put these into a file of settings, whose other lines stay."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    kept = [line for line in lines if line.partition("=")[0].strip() not in pins]
    part = path.with_name(f"{path.name}.part")
    part.write_text("\n".join([*kept, *(f"{name}={image}" for name, image in sorted(pins.items()))]) + "\n", "utf-8")
    if path.exists():
        shutil.copymode(path, part)
    os.replace(part, path)


def pin(path: Path) -> dict[str, str]:
    engine = next(filter(None, map(shutil.which, ENGINES)), None)
    if engine is None:
        raise Stop("No container engine is here (docker or podman), and only one that fetches the images knows them.")
    pins = {variable: f"{image}@{digest(engine, image)}" for variable, image in begun_with().items()}
    write(path, pins)  # all of them, or none
    return pins


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pin", type=Path, metavar="FILE", help="fetch, and write the digests into this file")
    given = parser.parse_args()
    try:
        known = pin(given.pin) if given.pin else pinned(ROOT / ".env")
        for variable, image in begun_with().items():
            print(f"{variable}={known.get(variable, f'{image}   (by its name alone)')}")
    except Stop as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
