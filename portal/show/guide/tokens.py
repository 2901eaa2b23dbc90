"""The tokens of the style sheet, read from it: what the style guide shows is what is served."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup

SHEET = Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css"
_TOKEN = re.compile(r"^\s*--([a-z0-9-]+):\s*([^;]+);", re.MULTILINE)
_BLOCK = re.compile(r"([^{}]+)\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour by light and by dark, as the style sheet writes it."""

    name: str
    light: str
    dark: str

    @property
    def by_light(self) -> Markup:
        return _swatch(self.light)

    @property
    def by_dark(self) -> Markup:
        return _swatch(self.dark)


def _swatch(colour: str) -> Markup:
    """A field of the colour: drawn, since no page may carry a style of its own."""
    return Markup('<svg viewBox="0 0 40 20" aria-hidden="true"><rect width="40" height="20" fill="{}"/></svg>').format(
        colour
    )


@cache
def _blocks() -> list[tuple[str, dict[str, str]]]:
    text = re.sub(r"/\*.*?\*/", "", SHEET.read_text("utf-8"), flags=re.DOTALL)
    return [(selector.strip(), dict(_TOKEN.findall(body))) for selector, body in _BLOCK.findall(text)]


@cache
def colours() -> tuple[Colour, ...]:
    """Colours that have a value by light and by dark, in the order of the style sheet."""
    light: dict[str, str] = {}
    dark: dict[str, str] = {}
    for selector, found in _blocks():
        plain = {name: value for name, value in found.items() if value.startswith(("#", "rgb"))}
        (light if 'not([data-theme="dark"])' in selector else dark).update(plain)
    return tuple(Colour(name, value, dark.get(name, value)) for name, value in light.items())


@cache
def sizes() -> tuple[tuple[str, str], ...]:
    """The spaces and text sizes of a wide screen."""
    first = next(found for _, found in _blocks() if "space-1" in found)
    return tuple((name, value) for name, value in first.items() if name.startswith(("space-", "size-")))
