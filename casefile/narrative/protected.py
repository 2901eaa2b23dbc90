from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casefile.vocabulary import Protection


@dataclass(frozen=True, slots=True)
class ProtectedMention:
    name: str
    protection: Protection
    cue: str


@dataclass(frozen=True, slots=True)
class ProtectedText:
    persons: tuple[ProtectedMention, ...]
    protections: frozenset[Protection]
    values: frozenset[str]
    spans: tuple[tuple[int, int], ...]


def read_protected(text: str, country: str | None, on: date, known: Sequence[str] = ()) -> ProtectedText:
    return ProtectedText((), frozenset(), frozenset(), ())


def read_about(text: str, names: Sequence[str], on: date) -> tuple[tuple[Protection, str], ...]:
    return ()


def masked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    return text
