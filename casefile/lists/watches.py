"""The own unit's watches: those that find nothing before all others."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, case, or_, select
from sqlalchemy.orm import Session

from casefile import watches
from casefile.lists.finding import Texts
from casefile.lists.pattern import EVERYTHING, Asked, Plan, Shown, by, equals, listed, newest_first
from casefile.lists.subjects import name_of, texts_of
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage.in_list import among
from casefile.storage.tables import Unit, Watch
from casefile.subjects import identity_rows
from casefile.vocabulary import RecordKind, WatchState
from casefile.watches import WatchView
from casefile.watches.read import ends_soon, views_by_id
from casefile.watches.selectivity import can_fire

STATES = tuple(state.value for state in WatchState if state is not WatchState.TOMBSTONED)
BROKEN, ENDING, NOISY = "broken", "ending", "noisy"
"""Wants of a watch: it finds nothing, it ends within 30 days, its contacts were of no use."""


def listed_watches(session: Session, viewer: Viewer, asked: Asked = EVERYTHING) -> Shown[WatchView]:
    """A page of the own unit's watches."""
    require(viewer, Permission.READ_WATCH)
    return listed(session, viewer, PLAN, asked)


def _own(viewer: Viewer) -> Select[str]:
    return select(Watch.id).where(Watch.owner_unit_id == viewer.unit_id, Watch.state != WatchState.TOMBSTONED.value)


def _finds_nothing(session: Session, viewer: Viewer) -> ColumnElement[bool]:
    """The engine refuses it, or a record of all that it holds would not be found. Whatever cannot fire was marked wide
    when it was written, so that only those are weighed."""
    statement = select(Watch.id, Watch.version).where(
        Watch.owner_unit_id == viewer.unit_id, Watch.state == WatchState.ACTIVE.value, Watch.wide
    )
    keys = {identity_rows.identity_id(id, version): id for id, version in session.execute(statement)}
    country = session.scalars(select(Unit.country).where(Unit.id == viewer.unit_id)).one_or_none()
    known = identity_rows.load_identities(session, keys)
    silent = [id for key, id in keys.items() if not can_fire(known[key], country)]
    broken: ColumnElement[bool] = Watch.state == WatchState.BROKEN.value
    return or_(broken, among(Watch.id, silent)) if silent else broken


def _wants(session: Session, viewer: Viewer, value: str) -> ColumnElement[bool] | None:
    if value == BROKEN:
        return _finds_nothing(session, viewer)
    if value == ENDING:
        return ends_soon()
    return among(Watch.id, sorted(watches.noisy(session, viewer))) if value == NOISY else None


def _broken_first(session: Session, viewer: Viewer) -> tuple[Any, ...]:
    return case((_finds_nothing(session, viewer), 0), else_=1), Watch.created_at.desc()


def _noisy_first(session: Session, viewer: Viewer) -> tuple[Any, ...]:
    found = sorted(watches.noisy(session, viewer))
    return case((among(Watch.id, found), 0), else_=1), Watch.created_at.desc()


def _texts(session: Session, _viewer: Viewer, ids: Sequence[str]) -> dict[str, Texts]:
    heads = session.execute(select(Watch.id, Watch.version, Watch.origin_ref).where(among(Watch.id, ids)))
    return texts_of(session, [(id, version, origin) for id, version, origin in heads])


PLAN: Final[Plan[WatchView]] = Plan(
    permission=Permission.READ_WATCH,
    own=_own,
    tie=Watch.id.expression,
    sorts={
        "broken": _broken_first, "newest": newest_first(Watch.created_at), "ends": by(Watch.expires_at),
        "name": by(name_of(Watch)), "noisy": _noisy_first,
    },
    filters={
        "wants": _wants, "state": equals(Watch.state, STATES), "kind": equals(Watch.kind, tuple(RecordKind)),
        "list": equals(Watch.watchlist_id), "case": equals(Watch.case_id),
    },
    texts=_texts,
    rows=views_by_id,
)  # fmt: skip
