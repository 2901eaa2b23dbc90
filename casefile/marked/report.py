"""What an own report or event names, and which of it is linked to it already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from casefile.matching.entity_evidence import SCHEMAS
from casefile.names import compare
from casefile.names.entities import compare_entities
from casefile.narrative.marks import Item, Marks, Passage, What, read_marks, with_linked, with_passages
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.records import RecordLine, RecordView
from casefile.subjects.identifiers import keys
from casefile.subjects.identity import Identifier, Identity
from casefile.vocabulary import TITLED, DateKind, FactKind, RecordKind

SHARED_BY_FACT = (FactKind.PRICE, FactKind.CURRENCY)


@dataclass(frozen=True, slots=True)
class Known:
    """A record that is linked to the report already and is what the text names."""

    record_id: str
    caption: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The marks of a text, and by an item's key the linked record that it is."""

    marks: Marks = Marks()
    linked: Mapping[str, Known] = field(default_factory=dict)
    events: tuple[Known, ...] = ()
    """The own events of this report, itself among them if it is one: to one of them a sum can be added."""

    @property
    def open(self) -> tuple[Item, ...]:
        """What no linked record is yet."""
        return tuple(one for one in self.marks.items if one.key not in self.linked)


def read_report(
    viewer: Viewer, view: RecordView, linked: Sequence[RecordLine], today: date, by_hand: Sequence[Passage] = ()
) -> Reading:
    """Read an own report as it was opened; `linked` are the lines of the records linked to it, `by_hand` passages that
    an officer marked. Of anything else nothing is read."""
    require(viewer, Permission.ENTER_RECORD)
    if not view.own or view.line.kind not in TITLED:
        return Reading()
    country = view.line.country
    days = [d.value for d in view.identity.dates if d.kind is DateKind.EVENT and not d.until and not d.circa]
    text = view.identity.narrative
    marks = read_marks(text, country, today, int(days[0][:4]) if days else None)
    marks, _ = with_passages(text, marks, by_hand, country, today)
    own = [line for line in linked if line.own]
    events = [line for line in (view.line, *own) if line.kind is RecordKind.EVENT and line.may_amend]
    lines = [*own, *(line for line in events if line.id == view.line.id)]
    found = {one.key: known for one in marks.items if (known := _among(one, lines, country)) is not None}
    used = {one.record_id for one in found.values()}
    rest = [line for line in own if line.id not in used]
    marks, standing = with_linked(text, marks, [line.identity for line in rest])
    found |= {item.key: Known(rest[place].id, rest[place].caption) for item, place in standing}
    return Reading(marks, found, tuple(Known(line.id, line.caption) for line in events))


def _among(item: Item, lines: Sequence[RecordLine], country: str) -> Known | None:
    for line in lines:
        if line.kind is item.identity.kind and is_same(item, line.identity, country):
            return Known(line.id, line.caption)
    return None


def is_same(item: Item, held: Identity, country: str) -> bool:
    """Whether a linked record of its kind is what the text names: by its number, else by its name."""
    numbers, other = _keys(item.identity.identifiers, country), _keys(held.identifiers, country)
    if numbers & other:
        return True
    if item.what is What.DATE:
        return bool({d.value for d in item.identity.dates} & {d.value for d in held.dates})
    if item.what is What.SUM:
        return _facts(item.identity) == _facts(held)
    schema = SCHEMAS.get(item.identity.kind.value, "")
    return any(
        (compare_entities(a.text, b.text, schema) if schema else compare(a.text, b.text)).same
        for a in item.identity.names[:1]
        for b in held.names
    )


def _facts(identity: Identity) -> set[str]:
    return {fact.value for fact in identity.facts if fact.kind in SHARED_BY_FACT}


def _keys(numbers: Sequence[Identifier], country: str) -> set[str]:
    return {found for one in numbers for found in keys(one, country)}
