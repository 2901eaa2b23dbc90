"""The script of the simulation, read from its two files: who takes part, what arrives when, what is expected. Pure."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from casefile.policy.permissions import Permission
from casefile.training.texts import in_all
from casefile.vocabulary import Judgement, Protection, RecordKind

FILES = (Path(__file__).with_name("pirogue.toml"), Path(__file__).with_name("truth.toml"))


class Arrives(StrEnum):
    """How an inject comes in."""

    CALL = "call"
    INTERVIEW = "interview"
    DOCUMENT = "document"
    LANDING = "landing"
    TIP = "tip"


class What(StrEnum):
    """What is expected."""

    RECORD = "record"
    WATCH = "watch"
    JUDGED = "judged"
    PROTECTED = "protected"
    ANSWERED = "answered"
    CORRECTED = "corrected"
    HANDED = "handed"
    RECEIVED = "received"
    KEPT = "kept"
    """That a name stays with those who may know it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part to be played: an officer of this unit with this permission plays it."""

    id: str
    unit: str
    login: str
    permission: Permission
    title: Mapping[str, str]
    case: str


@dataclass(frozen=True, slots=True)
class Inject:
    """What arrives for a part at a minute."""

    id: str
    minute: int
    role: str
    kind: Arrives
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Expected:
    """One line of the truth. `record`, `watch`: the line whose record or watch it is about. `needs`: without those
    lines this one cannot be done."""

    id: str
    inject: str
    due: int
    what: What
    kind: RecordKind | None = None
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    record: str = ""
    watch: str = ""
    judgement: Judgement | None = None
    protection: frozenset[Protection] = frozenset()
    other: str = ""
    """The part at the other end of a case handed over."""
    names: tuple[str, ...] = ()
    may_hold: frozenset[str] = frozenset()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """The whole of it."""

    minutes: int
    title: Mapping[str, str]
    story: Mapping[str, str]
    parts: tuple[Part, ...]
    injects: tuple[Inject, ...]
    expected: tuple[Expected, ...]

    def part(self, id: str) -> Part:
        return next(one for one in self.parts if one.id == id)

    def inject(self, id: str) -> Inject:
        return next(one for one in self.injects if one.id == id)

    def line(self, id: str) -> Expected:
        return next(one for one in self.expected if one.id == id)

    def part_of(self, line: Expected) -> Part:
        """Whose line it is: that of whom the inject reaches."""
        return self.part(self.inject(line.inject).role)

    @property
    def seconds(self) -> int:
        return self.minutes * 60

    @property
    def moments(self) -> tuple[int, ...]:
        """The minutes of the injects."""
        return tuple(one.minute for one in self.injects)


@cache
def script() -> Script:
    """The simulation that Griot brings."""
    played, truth = (tomllib.loads(path.read_text("utf-8")) for path in FILES)
    return Script(
        played["minutes"],
        in_all(played["title"]),
        in_all(played["story"]),
        tuple(_part(one) for one in played["roles"]),
        tuple(_inject(one) for one in played["injects"]),
        tuple(_expected(one) for one in truth["expected"]),
    )


def _part(one: Mapping[str, Any]) -> Part:
    permission = Permission(one["permission"])
    return Part(one["id"], one["unit"], one["login"], permission, in_all(one["title"]), one.get("case", ""))


def _inject(one: Mapping[str, Any]) -> Inject:
    return Inject(one["id"], one["minute"], one["role"], Arrives(one["kind"]), in_all(one))


def _expected(one: Mapping[str, Any]) -> Expected:
    return Expected(
        one["id"],
        one["inject"],
        one["due"],
        What(one["what"]),
        RecordKind(one["kind"]) if "kind" in one else None,
        {fact: tuple(values) for fact, values in one.get("facts", {}).items()},
        one.get("record", ""),
        one.get("watch", ""),
        Judgement(one["judgement"]) if "judgement" in one else None,
        frozenset(Protection(word) for word in one.get("protection", ())),
        one.get("to", one.get("from", "")),
        tuple(one.get("names", ())),
        frozenset(one.get("may_hold", ())),
        tuple(one.get("needs", ())),
    )
