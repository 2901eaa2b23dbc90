"""Passages that an officer marks because the reader passed them over, and linked records that stand in the text. Pure.

A mark by hand is a place of the text and what stands there: positions alone, so that it can travel in an address.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from casefile.limits import READ
from casefile.narrative.marks.items import Item, Marks, Span, What
from casefile.narrative.marks.locate import Locator
from casefile.narrative.marks.read import MOST, protection_of, sentence_at
from casefile.narrative.protected import read_protected
from casefile.subjects.identity import Identifier, Identity, Name
from casefile.vocabulary import IdentifierKind, RecordKind

LONGEST = 200
"""Characters of a passage: a name or a number is shorter."""


class Passage(NamedTuple):
    """Characters of the text, half-open, and what they name."""

    what: What
    start: int
    end: int


def _named(kind: RecordKind) -> Callable[[str], Identity]:
    return lambda written: Identity(kind, names=(Name(written),))


def _numbered(kind: RecordKind, number: IdentifierKind) -> Callable[[str], Identity]:
    return lambda written: Identity(kind, identifiers=(Identifier(number, written),))


def _account(written: str) -> Identity:
    kind = IdentifierKind.EMAIL if "@" in written[1:] else IdentifierKind.ACCOUNT
    return Identity(RecordKind.ACCOUNT, identifiers=(Identifier(kind, written),))


MADE: Mapping[What, Callable[[str], Identity]] = {
    What.PERSON: _named(RecordKind.PERSON),
    What.PHONE: _numbered(RecordKind.PHONE, IdentifierKind.PHONE),
    What.PAPER: _numbered(RecordKind.TRAVEL_DOCUMENT, IdentifierKind.DOCUMENT),
    What.VEHICLE: _numbered(RecordKind.VEHICLE, IdentifierKind.PLATE),
    What.VESSEL: _named(RecordKind.VESSEL),
    What.ACCOUNT: _account,
    What.PLACE: _named(RecordKind.PLACE),
}
"""What may be marked by hand, and the record that is made of the words. A day and a sum are read or entered."""
_KIND_OF: Mapping[RecordKind, What] = {make("1").kind: what for what, make in MADE.items()}


def find(text: str, written: str, marks: Marks) -> Span | None:
    """Where the passage stands and nothing is marked yet; None where that is nowhere. Spaces may be otherwise."""
    wanted = written.strip()
    if not 0 < len(wanted) <= LONGEST or not any(sign.isalnum() for sign in wanted):
        return None
    held = text[:READ]
    exact = held.find(wanted)
    spans = [*([(exact, exact + len(wanted))] if exact >= 0 else []), *Locator(held).find(wanted)]
    taken = _taken(marks)
    return next((span for span in spans if _is_free(span, taken)), None)


def with_passages(
    text: str, marks: Marks, passages: Sequence[Passage], country: str | None, today: date
) -> tuple[Marks, tuple[Item, ...]]:
    """The marks with those passages among them, and the new ones; what is no passage of this text, or lies over a mark,
    is left out."""
    if not passages:
        return marks, ()
    taken, new, protected = _taken(marks), list[Item](), read_protected(text, country, today)
    for one in passages:
        span = (one.start, one.end)
        good = 0 <= one.start < one.end <= min(len(text), READ) and one.end - one.start <= LONGEST
        written = " ".join(text[slice(*span)].split()) if good else ""
        if one.what not in MADE or not any(sign.isalnum() for sign in written) or not _is_free(span, taken):
            continue
        identity = MADE[one.what](written)
        said = sentence_at(text, span) if one.what is What.PERSON else ""
        taken.append(span)
        new.append(Item(one.what, identity, (span,), said=said, protection=protection_of(protected, identity)))
    return _joined(text, marks, new), tuple(new)


def with_linked(text: str, marks: Marks, linked: Sequence[Identity]) -> tuple[Marks, tuple[tuple[Item, int], ...]]:
    """The marks with the linked records that stand in the text as they are written and that no mark is yet; each new
    mark with the place of its record among those given."""
    if not linked or not text.strip():
        return marks, ()
    locator, taken, new = Locator(text[:READ]), _taken(marks), list[tuple[Item, int]]()
    for place, one in enumerate(linked):
        what = _KIND_OF.get(one.kind)
        written = [*(name.text for name in one.names), *(number.value for number in one.identifiers)]
        spans = [span for value in written for span in locator.find(value)] if what else []
        free: list[Span] = []
        for span in sorted(set(spans)):
            if _is_free(span, taken):
                taken.append(span)
                free.append(span)
        if what and free:
            new.append((Item(what, one, tuple(free)), place))
    return _joined(text, marks, [item for item, _ in new]), tuple(new)


def _taken(marks: Marks) -> list[Span]:
    return [span for one in marks.items for span in one.spans]


def _is_free(span: Span, taken: Iterable[Span]) -> bool:
    return not any(start < span[1] and span[0] < end for start, end in taken)


def _joined(text: str, marks: Marks, new: Sequence[Item]) -> Marks:
    if not new:
        return marks
    items = sorted((*marks.items, *new), key=lambda one: one.spans[0])
    lines = {text.count("\n", 0, span[0]) + 1 for one in new for span in one.spans}
    silent = tuple(line for line in marks.silent_lines if line not in lines)
    return replace(marks, items=tuple(items[: MOST + len(new)]), silent_lines=silent)
