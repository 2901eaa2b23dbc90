"""A list taken out as a file: what was asked for, whole, for a stated reason, and a line of the trail that says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import BadInput
from casefile.lists import cases, pointers, records, trainings, watches
from casefile.lists.pattern import Asked, Plan, whole
from casefile.policy.reasons import Reason
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import Record, RecordVersion, Watch, WatchVersion, new_id
from casefile.vocabulary import Handling

MOST: Final = 5_000
"""Lines of a file: what a spreadsheet of an old PC still opens."""
PLANS: Final[Mapping[str, Plan[Any]]] = {
    "cases": cases.PLAN, "records": records.PLAN, "watches": watches.PLAN, "pointers": pointers.PLAN,
    "trainings": trainings.PLAN,
}  # fmt: skip
"""Lists that may be taken out; the permission is that of the list."""


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A list as it leaves. `reference` names the line of the trail: a file that turns up leads to who took it."""

    reference: str
    at: datetime
    reason: str
    rows: tuple[Any, ...]
    total: int
    cut: bool
    """Words were not looked for among all lines of the list."""
    handling: Mapping[str, Handling]
    """By id, for records and watches: what may be done with each."""

    @property
    def codes(self) -> tuple[Handling, ...]:
        """The handling codes that occur: what the reader of the file has to keep to."""
        return tuple(sorted(set(self.handling.values())))


def take_out(session: Session, viewer: Viewer, name: str, asked: Asked, reason: str) -> TakenOut:
    """All lines that were asked for, at most `MOST`. Needs a writing session; raises BadInput without a reason.

    The trail has which list, which filters and how many lines, never what was looked for.
    """
    require(viewer, _plan(name).permission)
    why = Reason.stated(reason)
    shown = whole(session, viewer, _plan(name), asked, MOST)
    reference = new_id()
    filters = sorted(name for name, value in asked.chosen.items() if value)
    audit.write(
        session, viewer, audit.Action.EXPORT, "list", reference, reason=why.text,
        detail={"list": name, "filters": list(filters), "found_by_words": bool(asked.find.strip()),
                "lines": len(shown.rows)},
    )  # fmt: skip
    ids = [row.id for row in shown.rows]
    return TakenOut(
        reference, tables.now(), why.text, shown.rows, shown.total, shown.cut, _handling(session, name, ids)
    )


def _plan(name: str) -> Plan[Any]:
    if name not in PLANS:
        raise BadInput("This list cannot be taken out.", field="reason")
    return PLANS[name]


def _handling(session: Session, name: str, ids: list[str]) -> dict[str, Handling]:
    of_records = select(Record.id, RecordVersion.handling).join(
        RecordVersion, and_(RecordVersion.record_id == Record.id, RecordVersion.version == Record.version)
    )
    of_watches = select(Watch.id, WatchVersion.handling).join(
        WatchVersion, and_(WatchVersion.watch_id == Watch.id, WatchVersion.version == Watch.version)
    )
    statements = {"records": of_records.where(among(Record.id, ids)), "watches": of_watches.where(among(Watch.id, ids))}
    if name not in statements:
        return {}
    return {id: Handling(code) for id, code in session.execute(statements[name])}
