"""Reading watches: the own unit's only. Another unit's watch does not exist, whoever asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import MISSING, NotThere
from casefile.policy.handling import Rules, rules_of
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage.in_list import among
from casefile.storage.tables import Case, Hit, Pointer, Watch, Watchlist, WatchVersion
from casefile.subjects import identity_rows
from casefile.subjects.identity import Identity
from casefile.vocabulary import RecordKind, WatchState


@dataclass(frozen=True, slots=True)
class WatchView:
    """A watch of the own unit. `pointers` counts what it was told of, never what was merely detected."""

    id: str
    watchlist_id: str
    watchlist: str
    case_id: str | None
    case_reference: str | None
    kind: RecordKind
    state: WatchState
    state_reason: str
    version: int
    ground: str
    identity: Identity
    rules: Rules
    expires_at: datetime
    created_at: datetime
    origin_ref: str | None
    pointers: int

    @property
    def caption(self) -> str:
        return self.identity.caption


@dataclass(frozen=True, slots=True)
class WatchlistLine:
    id: str
    name: str
    watches: int
    active: int


def watches_of(
    session: Session,
    viewer: Viewer,
    *,
    watchlist_id: str | None = None,
    state: WatchState | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[WatchView]:
    """The own unit's watches, newest first."""
    require(viewer, Permission.READ_WATCH)
    wanted = _select().where(Watch.owner_unit_id == viewer.unit_id)
    if watchlist_id is not None:
        wanted = wanted.where(Watch.watchlist_id == watchlist_id)
    if state is not None:
        wanted = wanted.where(Watch.state == state.value)
    rows = session.connection().execute(wanted.order_by(Watch.created_at.desc(), Watch.id).limit(limit).offset(offset))
    return _views(session, viewer, rows.all())


def read_watch(session: Session, viewer: Viewer, watch_id: str, *, reason: str = "") -> WatchView:
    """Open one watch of the own unit; the look stands in the trail, so it needs a writing session."""
    require(viewer, Permission.READ_WATCH)
    row = (
        session.connection()
        .execute(_select().where(Watch.id == watch_id, Watch.owner_unit_id == viewer.unit_id))
        .first()
    )
    if row is None:
        raise NotThere(MISSING)
    audit.write(
        session, viewer, audit.Action.CONSULTATION, "watch", watch_id, reason=reason, detail={"version": row.version}
    )
    return _views(session, viewer, [row])[0]


def watchlists_of(session: Session, viewer: Viewer) -> list[WatchlistLine]:
    """The own unit's watchlists, by name, with how many watches they hold."""
    require(viewer, Permission.READ_WATCH)
    active = func.count(Watch.id).filter(Watch.state == WatchState.ACTIVE.value)
    rows = session.connection().execute(
        select(Watchlist.id, Watchlist.name, func.count(Watch.id), active)
        .outerjoin(Watch, Watch.watchlist_id == Watchlist.id)
        .where(Watchlist.unit_id == viewer.unit_id)
        .group_by(Watchlist.id, Watchlist.name)
        .order_by(Watchlist.name)
    )
    return [WatchlistLine(*row) for row in rows]


def _select() -> Any:
    return (
        select(
            Watch.id,
            Watch.watchlist_id,
            Watchlist.name.label("watchlist"),
            Watch.case_id,
            Case.reference,
            Watch.kind,
            Watch.state,
            Watch.state_reason,
            Watch.version,
            WatchVersion.ground,
            Watch.expires_at,
            Watch.created_at,
            Watch.origin_ref,
            WatchVersion.sharing,
            WatchVersion.sharing_units,
            WatchVersion.protection,
            WatchVersion.subject_category,
            WatchVersion.purpose,
            WatchVersion.legal_basis,
            WatchVersion.source_grade,
            WatchVersion.info_grade,
            WatchVersion.handling,
            WatchVersion.handling_text,
            WatchVersion.notify,
            WatchVersion.review_at,
            WatchVersion.retain_until,
        )
        .join(WatchVersion, and_(WatchVersion.watch_id == Watch.id, WatchVersion.version == Watch.version))
        .join(Watchlist, Watchlist.id == Watch.watchlist_id)
        .outerjoin(Case, Case.id == Watch.case_id)
    )


def _views(session: Session, viewer: Viewer, rows: Iterable[Any]) -> list[WatchView]:
    rows = list(rows)
    known = identity_rows.load_identities(session, [identity_rows.identity_id(r.id, r.version) for r in rows])
    told: dict[str, int] = {
        w: n
        for w, n in session.connection().execute(
            select(Hit.watch_id, func.count())
            .join(Pointer, Pointer.hit_id == Hit.id)
            .where(
                among(Hit.watch_id, (r.id for r in rows)),
                Pointer.unit_id == viewer.unit_id,
                Pointer.own_subject == "watch",
                Pointer.sent_at.is_not(None),
            )
            .group_by(Hit.watch_id)
        )
    }
    return [
        WatchView(
            r.id,
            r.watchlist_id,
            r.watchlist,
            r.case_id,
            r.reference,
            RecordKind(r.kind),
            WatchState(r.state),
            r.state_reason,
            r.version,
            r.ground,
            known[identity_rows.identity_id(r.id, r.version)],
            rules_of(r),
            r.expires_at,
            r.created_at,
            r.origin_ref,
            told.get(r.id, 0),
        )
        for r in rows
    ]
