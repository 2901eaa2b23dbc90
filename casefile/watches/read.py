"""Reading watches: the own unit's only. Another unit's watch does not exist, whoever asks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, String, and_, func, select, type_coerce
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import MISSING, NotThere
from casefile.policy import watching
from casefile.policy.handling import Rules, rules_of, watch_facts
from casefile.policy.permissions import Permission
from casefile.policy.states import MAY_EXPIRE, WATCH, WatchMove, allows
from casefile.policy.viewer import Viewer, require
from casefile.policy.watching import Seat
from casefile.storage import fresh, tables
from casefile.storage.in_list import among
from casefile.storage.tables import Case, Hit, Pointer, Unit, Watch, Watchlist, WatchVersion
from casefile.subjects import identity_rows, source_copies
from casefile.subjects.identity import Identity
from casefile.subjects.merge import identity_from, rules_from
from casefile.subjects.source_copies import WATCH_SOURCES
from casefile.vocabulary import Protection, RecordKind, WatchState
from casefile.watches import moves
from casefile.watches.notices import SHOWN
from casefile.watches.selectivity import can_fire


@dataclass(frozen=True, slots=True)
class WatchView:
    """A watch of the own unit. `pointers` counts those it was sent, never what was merely detected."""

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
    protection: tuple[Protection, ...] = ()
    """Whom the law protects in it, derived."""
    wide: bool = False
    fires: bool = True
    """Whether a record of all that it holds would be found: reckoned now, with the matcher of now."""
    country: str | None = None
    """The unit's, by which a local number is read."""
    seat: Seat | None = None
    """Who has to approve it next; None when it waits for nobody."""

    @property
    def caption(self) -> str:
        return self.identity.title

    def may(self, move: WatchMove | str) -> bool:
        """Whether the state it is in allows the step."""
        return allows(WATCH, self.state, WatchMove(move))


@dataclass(frozen=True, slots=True)
class WatchlistLine:
    id: str
    name: str
    watches: int
    active: int


def watches_of(
    session: Session, viewer: Viewer, *, ending: bool = False, limit: int = 50, offset: int = 0
) -> list[WatchView]:
    """The own unit's watches, newest first; with `ending` those that end within 30 days, the nearest end first."""
    require(viewer, Permission.READ_WATCH)
    wanted = _select().where(Watch.owner_unit_id == viewer.unit_id, _there())
    order = Watch.created_at.desc()
    if ending:
        wanted, order = wanted.where(ends_soon()), Watch.expires_at.asc()
    wanted = wanted.order_by(order, Watch.id).limit(limit).offset(offset)
    return _views(session, viewer, [_Row(*row) for row in fresh.rows(session, wanted)])


def views_by_id(session: Session, viewer: Viewer, watch_ids: Sequence[str]) -> list[WatchView]:
    """These of the own unit's watches, in the order given."""
    require(viewer, Permission.READ_WATCH)
    wanted = _select().where(Watch.owner_unit_id == viewer.unit_id, among(Watch.id, watch_ids))
    found = {view.id: view for view in _views(session, viewer, [_Row(*row) for row in fresh.rows(session, wanted)])}
    return [found[watch_id] for watch_id in watch_ids if watch_id in found]


def how_many_end(session: Session, viewer: Viewer) -> int:
    """How many of the own unit's watches end within 30 days."""
    require(viewer, Permission.READ_WATCH)
    return session.scalars(select(func.count()).where(Watch.owner_unit_id == viewer.unit_id, ends_soon())).one()


def ends_soon() -> ColumnElement[bool]:
    """Whether a watch ends within 30 days."""
    states = sorted(state.value for state in MAY_EXPIRE - {WatchState.EXPIRED})
    return and_(Watch.state.in_(states), Watch.expires_at <= tables.now() + SHOWN)


def read_watch(
    session: Session, viewer: Viewer, watch_id: str, *, reason: str = "", step: WatchMove | None = None
) -> WatchView:
    """Open one watch of the own unit; the look stands in the trail, so it needs a writing session.

    With `step` it is opened for that alone: raises Conflict, which stands in the trail, where its state forbids it.
    """
    require(viewer, Permission.READ_WATCH)
    statement = _select().where(Watch.id == watch_id, Watch.owner_unit_id == viewer.unit_id, _there())
    rows = [_Row(*row) for row in fresh.rows(session, statement)]
    if not rows:
        raise NotThere(MISSING)
    if step is not None:
        moves.next_state(session, viewer, rows[0].watch, [step])
    detail = {"version": rows[0].watch.version}
    audit.write(session, viewer, audit.Action.CONSULTATION, "watch", watch_id, reason=reason, detail=detail)
    return _views(session, viewer, rows)[0]


def source_view(session: Session, viewer: Viewer, view: WatchView) -> tuple[datetime, WatchView] | None:
    """An own watch as the source of its import has it and since when; None where that is no different."""
    require(viewer, Permission.READ_WATCH)
    own = select(Watch.id).where(Watch.id == view.id, Watch.owner_unit_id == viewer.unit_id)
    word = source_copies.word_of(session, WATCH_SOURCES, view.id) if session.scalar(own) else None
    if word is None:
        return None
    said = word.content
    reference = session.scalar(select(Case.reference).where(Case.id == said["case_id"], Case.unit_id == viewer.unit_id))
    day = datetime.fromisoformat(said["expires_at"]).replace(tzinfo=UTC)
    return word.at, replace(
        view,
        identity=identity_from(said),
        rules=rules_from(said),
        ground=said["ground"],
        watchlist=said["watchlist"],
        case_id=said["case_id"],
        case_reference=reference,
        expires_at=day if day.date() != view.expires_at.date() else view.expires_at,
    )


def watchlists_of(session: Session, viewer: Viewer) -> list[WatchlistLine]:
    """The own unit's watchlists, by name, with how many watches they hold."""
    require(viewer, Permission.READ_WATCH)
    active = func.count(Watch.id).filter(Watch.state == WatchState.ACTIVE.value)
    rows = session.execute(
        select(Watchlist.id, Watchlist.name, func.count(Watch.id), active)
        .outerjoin(Watch, and_(Watch.watchlist_id == Watchlist.id, _there()))
        .where(Watchlist.unit_id == viewer.unit_id)
        .group_by(Watchlist.id, Watchlist.name)
        .order_by(Watchlist.name)
    )
    return [WatchlistLine(*row) for row in rows]


def _there() -> ColumnElement[bool]:
    """Of one whose content is destroyed there is nothing to show."""
    return Watch.state != WatchState.TOMBSTONED.value


class _Row(NamedTuple):
    """A watch with its current version, its watchlist's name and its case's reference."""

    watch: Watch
    version: WatchVersion
    watchlist: str
    case_reference: str | None

    @property
    def identity_id(self) -> str:
        return identity_rows.identity_id(self.watch.id, self.version.version)


def _select() -> Select[Watch, WatchVersion, str, str | None]:
    reference: ColumnElement[str | None] = type_coerce(Case.reference, String())  # of an outer join: there may be none
    return (
        select(Watch, WatchVersion, Watchlist.name, reference)
        .join(WatchVersion, and_(WatchVersion.watch_id == Watch.id, WatchVersion.version == Watch.version))
        .join(Watchlist, Watchlist.id == Watch.watchlist_id)
        .outerjoin(Case, Case.id == Watch.case_id)
    )


def _views(session: Session, viewer: Viewer, rows: Sequence[_Row]) -> list[WatchView]:
    known = identity_rows.load_identities(session, [row.identity_id for row in rows])
    own = fresh.one(session, select(Unit).where(Unit.id == viewer.unit_id))
    pointers = _pointers(session, viewer, [row.watch.id for row in rows])
    return [
        WatchView(
            id=row.watch.id,
            watchlist_id=row.watch.watchlist_id,
            watchlist=row.watchlist,
            case_id=row.watch.case_id,
            case_reference=row.case_reference,
            kind=RecordKind(row.watch.kind),
            state=WatchState(row.watch.state),
            state_reason=row.watch.state_reason,
            version=row.watch.version,
            ground=row.version.ground,
            identity=known[row.identity_id],
            rules=rules_of(row.version),
            expires_at=row.watch.expires_at,
            created_at=row.watch.created_at,
            origin_ref=row.watch.origin_ref,
            pointers=pointers.get(row.watch.id, 0),
            protection=tuple(Protection(p) for p in row.watch.protection or ()),
            wide=row.watch.wide,
            fires=can_fire(known[row.identity_id], own.country),
            country=own.country,
            seat=watching.seat(
                WatchState(row.watch.state),
                wide=row.watch.wide,
                unit_asks=own.approves_watches,
                protected=watch_facts(row.watch, row.version).protected,
            ),
        )
        for row in rows
    ]


def _pointers(session: Session, viewer: Viewer, watch_ids: Sequence[str]) -> dict[str, int]:
    """How many pointers the own unit has by each of these watches."""
    statement = (
        select(Hit.watch_id, func.count())
        .join(Pointer, Pointer.hit_id == Hit.id)
        .where(
            among(Hit.watch_id, watch_ids),
            Pointer.unit_id == viewer.unit_id,
            Pointer.own_subject == "watch",
            Pointer.sent_at.is_not(None),
        )
        .group_by(Hit.watch_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}
