"""Words of the page, and its tables."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from itertools import groupby
from textwrap import wrap

from flask import Flask
from flask_babel import Babel

from casefile.policy.permissions import Permission as P
from casefile.policy.sharing import Access
from portal.show import labels

NOTHING = "nothing"
ACCESS: Mapping[Access | None, str] = {
    Access.OWN: "everything",
    Access.FULL: "its content; not its case, grounds and history",
    Access.CORE: "the core",
    None: NOTHING,
}
PERMISSIONS: Mapping[P, str] = {
    P.SEARCH: "search",
    P.READ_RECORD: "read the unit’s records, and those of others as far as they are shared",
    P.ENTER_RECORD: "enter, correct and withdraw records",
    P.BRING_TABLE: "bring in tables",
    P.WATCH_SUBJECT: "register subjects to watch",
    P.APPROVE_WATCH: "approve watches that wait for it",
    P.READ_WATCH: "see the unit’s watches",
    P.READ_POINTER: "read the unit’s pointers",
    P.ANSWER_POINTER: "answer when another unit may be told only with the own unit’s consent",
    P.APPROVE_WATCH: "approve watches that wait for it",
    P.CONTACT: "act in a contact: acknowledge, write, decide, release values, confirm a colleague’s release",
    P.READ_JOINT: "read joint cases of which one is a member",
    P.WORK_JOINT: "propose, accept and fill joint cases",
    P.READ_PICTURE: "read the published figures of a month, over all units",
    P.READ_UNIT_FIGURES: "read the own unit in figures, and which of its officers were trained",
    P.READ_CONSULTED: "see which units consulted the unit’s released records, and why",
    P.PLAN_OPERATION: "enter, read, postpone and end the unit’s planned operations",
    P.HAND_OVER: "hand cases to the judiciary",
    P.KEEP_EXHIBITS: "bring in, hold and hand on exhibits of the own unit",
    P.RECEIVE_CASE: "sign for cases handed to the own service",
    P.READ_RECIPROCITY: "read the unit’s own figures of reciprocity",
    P.COORDINATE: "see what nobody answers, all figures, where two units’ planned operations meet, or one lies where "
    "another unit watches for a departure or recorded an event; propose agreements",
    P.REVIEW_HIT: "open and judge hits at the coordination desk",
    P.REVIEW_PROTECTED_HIT: "open and judge hits at the protection desk; in the coordination office, see planned "
    "operations where another unit’s protected watch looks for a departure, or its protected record says one was",
    P.LOWER_PROTECTION: "lower a protection, with a reason",
    P.JUDGE_NAMES: "judge pairs of names",
    P.READ_BACKLOG: "see what is not yet indexed or compared",
    P.RETRY_DEAD_LETTERS: "have failed work tried again",
    P.READ_AUDIT: "read the audit trail",
    P.READ_ALARMS: "see the alarms",
    P.COUNTERSIGN: "countersign checkpoints for the unit",
    P.ADMINISTER: "add units and officers, and give duties",
    P.TRAIN: "note who was trained, the administrator of the own unit; put a training space back to its start",
}


FIELDS: Mapping[str, str] = {
    "kind": "what kind of thing it is",
    "names": "names",
    "dates": "dates",
    "nationalities": "nationalities",
    "identifiers": "numbers and papers",
    "places": "places",
    "sex": "sex",
    "narrative": "text",
    "facts": "facts of its kind (make, engine, price, …)",
}
"""The parts of a record."""


def in_words() -> Mapping[type[StrEnum], Mapping[StrEnum, str]]:
    """The words of the screen, in English."""
    app = Flask(__name__)
    Babel(app, default_locale="en")
    with app.app_context():
        return {family: {one: str(word) for one, word in words.items()} for family, words in labels.WORDS.items()}


WORDS = in_words()


def word(item: StrEnum) -> str:
    return WORDS[type(item)][item]


def yes(what: bool) -> str:
    return "yes" if what else "no"


def hours(time: timedelta) -> str:
    return f"{time // timedelta(hours=1)} hours"


def days(time: timedelta) -> str:
    return f"{time.days} days"


def first_large(text: str) -> str:
    return text[:1].upper() + text[1:]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def wrapped(text: str, width: int = 120) -> str:
    """The sentences in lines of that width; tables and headings as they are."""
    kept = ("|", "#", "- ")
    lines = (line if line.startswith(kept) else "\n".join(wrap(line, width)) for line in text.split("\n"))
    return "\n".join(lines)


def gathered(rows: Iterable[Sequence[str]]) -> list[list[str]]:
    """Neighbours that say the same become one row, whose first cell names them all."""
    found = []
    for rest, same in groupby(rows, key=lambda row: tuple(row[1:])):
        found.append(["; ".join(row[0] for row in same), *rest])
    return found
