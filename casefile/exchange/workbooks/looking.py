"""What a table would make, before it makes anything: first rows, counts, what is wrong, what is there already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from casefile.exchange.workbooks import keeping
from casefile.exchange.workbooks.columns import folded
from casefile.exchange.workbooks.drafting import TableRowRead, rows_of
from casefile.exchange.workbooks.plan import Plan, SheetPlan
from casefile.exchange.workbooks.reading import Sheet
from casefile.names.entities.gazetteer import places_in
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage.tables import IdentifierRow, NameRow, Record, Unit
from casefile.subjects.identifiers import each_number, normal
from casefile.subjects.identity import Identifier, Identity, identity_as_json
from casefile.vocabulary import IdentifierKind, RecordKind, RecordState

FIRST = 5
"""Rows of each sheet that are shown as records."""
MOST_FAULTY = 10
MOST_KNOWN = 20
GONE = frozenset({RecordState.WITHDRAWN.value, RecordState.TOMBSTONED.value})


@dataclass(frozen=True, slots=True)
class SheetLook:
    """One sheet: how it is headed, what stands first in each column, its plan, its first rows."""

    name: str
    plan: SheetPlan
    headers: tuple[str, ...]
    samples: tuple[str, ...]
    first: tuple[TableRowRead, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A row that says what another one, or a record of the unit, says already: `record_id`, or the earlier `row`."""

    row: TableRowRead
    record_id: str = ""
    earlier: TableRowRead | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """All of it. `doubles` counts the rows of `known` before the list was cut."""

    sheets: tuple[SheetLook, ...]
    sound: int
    faulty: int
    faults: tuple[TableRowRead, ...]
    doubles: int
    known: tuple[Known, ...]
    unplaced: tuple[str, ...] = ()
    """Places of events that no map here has: an event only there meets none by its place."""


def look(session: Session, viewer: Viewer, import_id: str, plan: Plan | None = None) -> Look:
    """What this import would make, by its plan or by another one."""
    require(viewer, Permission.BRING_TABLE)
    sheets = keeping.sheets_of(session, viewer, import_id)
    plan = plan or keeping.opened(session, viewer, import_id).plan
    rows = list(rows_of(import_id, sheets, plan))
    sound = [read for read in rows if not read.row.faults]
    faulty = [read for read in rows if read.row.faults]
    home = session.scalar(select(Unit.country).where(Unit.id == viewer.unit_id))
    known = _known(sound, _held(session, viewer, home), home)
    shown = tuple(_sheet(at, sheet, plan.sheets[at], rows) for at, sheet in enumerate(sheets))
    return Look(shown, len(sound), len(faulty), tuple(faulty[:MOST_FAULTY]), len(known), tuple(known[:MOST_KNOWN]),
                _unplaced(sound))  # fmt: skip


def _unplaced(rows: Sequence[TableRowRead]) -> tuple[str, ...]:
    events = (read.row.identity for read in rows if read.row.identity.kind is RecordKind.EVENT)
    named = dict.fromkeys(place.text for event in events for place in event.places)
    return tuple([text for text in named if not places_in(text)][:MOST_FAULTY])


def _sheet(at: int, sheet: Sheet, said: SheetPlan, rows: Sequence[TableRowRead]) -> SheetLook:
    head = sheet.rows[said.header] if 0 <= said.header < len(sheet.rows) else ()
    body = sheet.rows[said.header + 1 : said.header + 200]
    width = range(len(said.columns))
    samples = tuple(next((row[c] for row in body if c < len(row) and row[c]), "") for c in width)
    headers = tuple(head[c] if c < len(head) else "" for c in width)
    return SheetLook(sheet.name, said, headers, samples, tuple(read for read in rows if read.sheet == at)[:FIRST])


def _name(text: str) -> str:
    return " ".join(sorted(folded(text).split()))


def _signs(identity: Identity, home: str | None) -> list[str]:
    """By what two rows are taken for one: a number, read as in the unit's own country, or a name with its birth."""
    numbers = [_number(i.kind.value, i.value, home) for each in identity.identifiers for i in each_number(each)]
    if identity.kind is RecordKind.EVENT:  # two boats leave one beach in one night: the same is what says all alike
        return [*numbers, str(identity_as_json(identity))]
    born = identity.dates[0].value[:4] if identity.dates else ""
    return numbers + [f"{_name(n.text)}/{born}" for n in identity.names if born]


def _number(kind: str, value: str, home: str | None) -> str:
    found = Identifier(IdentifierKind(kind), value)
    return f"{kind}:{normal(found, home) or folded(value)}"


def _known(rows: Sequence[TableRowRead], held: Mapping[str, str], home: str | None) -> list[Known]:
    seen: dict[str, TableRowRead] = {}
    found = []
    for read in rows:
        signs = _signs(read.row.identity, home)
        earlier = next((seen[sign] for sign in signs if sign in seen), None)
        titled = read.row.identity.kind is RecordKind.EVENT
        names = [] if titled else [_name(name.text) for name in read.row.identity.names]
        record_id = next((held[sign] for sign in (*signs, *names) if sign in held), "")
        if earlier is not None or record_id:
            found.append(Known(read, record_id, earlier))
        for sign in signs:
            seen.setdefault(sign, read)
    return found


def _held(session: Session, viewer: Viewer, home: str | None) -> dict[str, str]:
    """The unit's own standing records by their names, in any order of the words, and by their numbers."""
    key = Record.id.concat(":").concat(cast(Record.version, String()))
    own = (Record.owner_unit_id == viewer.unit_id, Record.state.not_in(sorted(GONE)))
    names = select(NameRow.text, Record.id).join(NameRow, NameRow.identity_id == key).where(*own)
    numbers = select(IdentifierRow.kind, IdentifierRow.value, Record.id)
    held = {_name(text): record_id for text, record_id in session.execute(names)}
    for kind, value, record_id in session.execute(
        numbers.join(IdentifierRow, IdentifierRow.identity_id == key).where(*own)
    ):
        held[_number(kind, value, home)] = record_id
    return held
