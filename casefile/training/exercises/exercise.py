"""The exercises, and what an entry is worth. Pure: nothing of them is kept anywhere."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from casefile.errors import MISSING, NotThere
from casefile.training.facts import FINE, Facts, Line, Result, held_against
from casefile.training.simulation.script import Arrives
from casefile.training.texts import in_order

FILE = Path(__file__).with_name("exercises.toml")
GRADES = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Exercise:
    """A text that comes in, and the model answer."""

    id: str
    grade: int
    kind: Arrives
    language: str
    country: str
    """Of the unit that enters it."""
    text: str
    facts: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Answered:
    """An entry held against the model answer, fact by fact."""

    lines: tuple[Line, ...]

    @property
    def fine(self) -> int:
        return sum(line.result in FINE for line in self.lines)

    @property
    def wanted(self) -> int:
        return sum(line.result is not Result.EXTRA for line in self.lines)

    @property
    def whole(self) -> bool:
        """Whether all of it is right and nothing was added."""
        return all(line.result in FINE for line in self.lines)


@cache
def exercises() -> tuple[Exercise, ...]:
    """All of them, the easiest first."""
    read = tomllib.loads(FILE.read_text("utf-8"))
    return tuple(
        Exercise(
            one["id"],
            one["grade"],
            Arrives(one["kind"]),
            one["language"],
            one["country"],
            in_order(one["text"].strip(), one["language"]),
            {fact: tuple(values) for fact, values in one["facts"].items()},
        )  # fmt: skip
        for one in read["exercises"]
    )


def exercise(id: str) -> Exercise:
    """Raises NotThere."""
    for one in exercises():
        if one.id == id:
            return one
    raise NotThere(MISSING)


def answered(one: Exercise, entered: Facts) -> Answered:
    """What an entry is worth."""
    return Answered(held_against(one.facts, entered, one.country, extra=True))
