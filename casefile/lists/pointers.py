"""The pointers of the own unit. Found by what is shown of each: of one that was taken back the other unit is not."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from casefile.hits.pointers import PointerView, pointers_by_id
from casefile.lists.finding import Texts
from casefile.lists.pattern import EVERYTHING, Asked, Plan, Shown, equals, listed
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage.tables import Pointer

_MOVED = func.coalesce(Pointer.withdrawn_at, Pointer.sent_at)
NEW, ANSWER = "new", "answer"


def listed_pointers(session: Session, viewer: Viewer, asked: Asked = EVERYTHING) -> Shown[PointerView]:
    """A page of what the own unit has been sent."""
    require(viewer, Permission.READ_POINTER)
    return listed(session, viewer, PLAN, asked)


def _own(viewer: Viewer) -> Select[str]:
    return select(Pointer.id).where(Pointer.unit_id == viewer.unit_id, Pointer.sent_at.is_not(None))


def _wants(_session: Session, _viewer: Viewer, value: str) -> ColumnElement[bool] | None:
    if value == NEW:
        return Pointer.read_at.is_(None)
    return Pointer.asks & (Pointer.answer == "") & Pointer.withdrawn_at.is_(None) if value == ANSWER else None


def _texts(session: Session, viewer: Viewer, ids: Sequence[str]) -> dict[str, Texts]:
    return {
        one.id: Texts((one.own_caption,), (one.reference, one.about_unit, one.desk))
        for one in pointers_by_id(session, viewer, ids)
    }


PLAN: Final[Plan[PointerView]] = Plan(
    permission=Permission.READ_POINTER,
    own=_own,
    tie=Pointer.id.expression,
    sorts={
        "newest": lambda _session, _viewer: (_MOVED.desc(),), "oldest": lambda _session, _viewer: (_MOVED,),
        "reference": lambda _session, _viewer: (Pointer.reference,),
    },
    filters={"wants": _wants, "own": equals(Pointer.own_subject, ("record", "watch"))},
    texts=_texts,
    rows=pointers_by_id,
)  # fmt: skip
