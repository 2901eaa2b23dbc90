"""The compose files as an engine reads them: variables put in, `$$` as `$`."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
FILES = ("docker-compose.yml", "docker-compose.several.yml")
"""What passes on every setting of a real installation."""
TRAINING = "docker-compose.training.yml"
ALL = (*FILES, TRAINING)
_VARIABLE = re.compile(r"\$(?:\$|\{(\w+)(?::([?-])([^}]*))?\})")


class Missing(Exception):
    """A variable that must be set and is not."""


def filled(text: str, given: Mapping[str, str]) -> str:
    def put(found: re.Match[str]) -> str:
        if found[0] == "$$":
            return "$"
        name, kind, rest = found[1], found[2], found[3] or ""
        if given.get(name):
            return given[name]
        if kind == "?":
            raise Missing(name)
        return rest if kind == "-" else ""

    return _VARIABLE.sub(put, text)


def everywhere(value: Any, given: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return filled(value, given)
    if isinstance(value, dict):
        return {name: everywhere(inner, given) for name, inner in value.items()}
    return [everywhere(inner, given) for inner in value] if isinstance(value, list) else value


def load(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


def services(name: str, given: Mapping[str, str] | None = None) -> dict[str, Any]:
    """With the variables put in, where they are given; else as they stand."""
    found = load(name)["services"]
    return found if given is None else everywhere(found, given)
