"""One cue that says *victim* or *minor*, and two small questions about words that reading cues asks everywhere."""

from dataclasses import dataclass
from typing import Literal

from casefile.narrative.protected.scene import Scene
from casefile.vocabulary import Protection

MAX_CUE = 60  # characters
Form = Literal["noun", "age", "birth", "patient", "act", "crime"]
Determiner = Literal["", "definite", "indefinite", "possessive"]


@dataclass(frozen=True, slots=True)
class Sign:
    """One cue; half-open places of its words. `start`: where its phrase begins, its article included."""

    first: int
    last: int
    protection: Protection
    form: Form
    plural: bool = False
    determiner: Determiner = ""
    start: int = -1
    one_of: bool = False
    """*une des victimes*, *parmi les mineurs*: a plural word, yet of somebody."""
    leading: bool = False
    """An English *14-year-old* stands before whom it describes."""


def cue_text(scene: Scene, sign: Sign) -> str:
    """As written, at most MAX_CUE characters."""
    return scene.text[scene.words[sign.first].start : scene.words[sign.last - 1].end].rstrip(".-/ ")[:MAX_CUE]


def elided(scene: Scene, place: int, letter: str) -> bool:
    start = scene.words[place].start
    return start >= 2 and scene.text[start - 1] in "'’ʼ`" and scene.text[start - 2].lower() == letter


def is_adverb(word: str) -> bool:
    return word.endswith(("ement", "amment", "emment", "iment", "ument", "mente", "ly")) or word in (
        "también",
        "também",
        "aussi",
        "ensuite",
        "puis",
        "then",
    )
