"""The published picture: kept once a month, read, and taken out as a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from casefile import audit
from casefile.budgets import spend
from casefile.coordination.reciprocity import Month, final_months
from casefile.picture.counting import count
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.strategic.suppression import Key
from casefile.policy.strategic.tables import PictureTable, place_of
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.tables import PictureFigure, new_id
from casefile.vocabulary import Act

PARTED = "|"
COUNTED = "counted"
"""The row that says that a month was counted: there may be no figure to show."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A month as published. `counted_at`: None while nobody has counted it, which is not *nothing there*."""

    month: Month
    counted_at: datetime | None
    tables: Mapping[PictureTable, tuple[tuple[Key, int], ...]]
    """Each with its rows in their order (`place_of`)."""


@dataclass(frozen=True, slots=True)
class TakenPicture:
    """A month as it leaves. `reference` names the line of the trail."""

    picture: Picture
    reference: str
    at: datetime
    reason: str


def months(moment: datetime) -> list[Month]:
    """The months that are published at this moment, newest first: by the calendar alone."""
    return final_months(moment)[::-1]


def keep_due(session: Session, moment: datetime) -> int:
    """Count the published months that are not kept yet; returns how many. For the schedule; twice is harmless."""
    known = set(session.scalars(select(PictureFigure.month).where(PictureFigure.table_name == COUNTED)))
    due = [month for month in reversed(months(moment)) if str(month) not in known]
    for month in due:
        rows = [_row(month, COUNTED, "", 0, moment)]
        for table, cells in count(session, month).items():
            rows += [_row(month, table.value, PARTED.join(key), figure, moment) for key, figure in cells.items()]
        session.connection().execute(insert(PictureFigure), rows)
        audit.write(session, None, audit.Action.PIPELINE, "picture", str(month))
    return len(due)


def _row(month: Month, table: str, key: str, figure: int, moment: datetime) -> dict[str, object]:
    return {"month": str(month), "table_name": table, "key": key, "figure": figure, "counted_at": moment}


def read(session: Session, viewer: Viewer, month: Month) -> Picture:
    """The picture of a month; one that is not published has no figures."""
    require(viewer, Permission.READ_PICTURE)
    return _of(session, month)


def take_out(session: Session, viewer: Viewer, month: Month, reason: str, *, written_as: str) -> TakenPicture:
    """The same for a file. Needs a writing session; raises BadInput without a reason, OverBudget."""
    require(viewer, Permission.READ_PICTURE)
    why, reference = Reason.stated(reason), new_id()
    spend.spend(session, viewer, Act.EXPORT, [reference])
    picture = _of(session, month)
    lines = sum(len(rows) for rows in picture.tables.values())
    audit.write(
        session, viewer, audit.Action.EXPORT, "picture", str(month), reason=why.text,
        detail={"format": written_as, "reference": reference, "lines": lines},
    )  # fmt: skip
    return TakenPicture(picture, reference, tables.now(), why.text)


def _of(session: Session, month: Month) -> Picture:
    published = month in months(tables.now())
    columns = select(PictureFigure.table_name, PictureFigure.key, PictureFigure.figure, PictureFigure.counted_at)
    found = session.execute(columns.where(PictureFigure.month == str(month))).all() if published else []
    kept: dict[PictureTable, list[tuple[Key, int]]] = {table: [] for table in PictureTable}
    counted_at: datetime | None = None
    for table, key, figure, at in found:
        if table == COUNTED:
            counted_at = at
        else:
            kept[PictureTable(table)].append((tuple(key.split(PARTED)), figure))
    return Picture(month, counted_at, {table: _ordered(table, rows) for table, rows in kept.items()})


def _ordered(table: PictureTable, rows: list[tuple[Key, int]]) -> tuple[tuple[Key, int], ...]:
    return tuple(sorted(rows, key=lambda row: place_of(table, *row)))
