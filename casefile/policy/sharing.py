"""Who may know what. Pure; the one place where it is decided.

A rule is written once here and rendered three ways: `may_read` for one record, `Scope` for lists (SQL in
`casefile/records.py`, the engine's filter in `indexer/queries.py`). A test holds the three together.
Source: governance.md 3.2, "who sees what".
"""

from dataclasses import dataclass

from casefile.errors import NotAllowed
from casefile.policy.permissions import Permission, permissions_of
from casefile.vocabulary import Desk, Notify, Protection, RecordState, Role, Sharing, SubjectCategory

READABLE_STATES = frozenset({RecordState.ACTIVE, RecordState.REVIEW_DUE, RecordState.EXTENDED, RecordState.HOLD})
"""States in which a record takes part in lookups and matching."""

EVERY_UNIT = "*"
"""In a list of units: the whole network."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """An officer as the rules see one. Built anew for each request from the database, never from a token."""

    officer_id: str
    login: str
    unit_id: str
    unit_code: str
    roles: frozenset[Role]

    def may(self, permission: Permission) -> bool:
        return permission in permissions_of(self.roles)


def require(viewer: Viewer, permission: Permission) -> None:
    """First statement of an action. Raises NotAllowed, which names no role and no permission."""
    if not viewer.may(permission):
        raise NotAllowed("You may not do this. Ask your administrator if your duties have changed.")


@dataclass(frozen=True, slots=True)
class Scope:
    """Which records a viewer's lists may hold: the own unit's, and those released in full to the unit."""

    unit_id: str
    empty: bool = False


def scope(viewer: Viewer, permission: Permission = Permission.LOOKUP) -> Scope:
    """The viewer's scope; empty (nothing at all) without the permission."""
    return Scope(viewer.unit_id, empty=not viewer.may(permission))


@dataclass(frozen=True, slots=True)
class Release:
    """The fields of a record that decide who may read it."""

    owner_unit_id: str
    state: RecordState
    sharing: Sharing
    sharing_units: tuple[str, ...] = (EVERY_UNIT,)
    protection: tuple[Protection, ...] = ()
    subject_category: SubjectCategory = SubjectCategory.NONE

    @property
    def protected(self) -> bool:
        """Touches a victim, a minor or a source at risk."""
        return bool(self.protection) or self.subject_category is SubjectCategory.VICTIM


def readers(release: Release) -> tuple[str, ...]:
    """Unit ids, besides the owner's, that may read the record; `EVERY_UNIT` for the whole network.

    Indexed with the document, so that a list and a single read follow the same rule.
    """
    if release.state not in READABLE_STATES or release.protected or release.sharing is not Sharing.FULL:
        return ()
    return release.sharing_units


def may_read(viewer: Viewer, release: Release) -> bool:
    """Whether the viewer may open the record. The owner unit may always, while it exists."""
    if not viewer.may(Permission.READ_RECORD) or release.state is RecordState.TOMBSTONED:
        return False
    if release.owner_unit_id == viewer.unit_id:
        return True
    allowed = readers(release)
    return EVERY_UNIT in allowed or viewer.unit_id in allowed


def takes_part(release: Release) -> bool:
    """Whether the record is matched against other units' watches at all."""
    return release.state in READABLE_STATES and release.sharing is not Sharing.NONE


def desk_for(record: Release, watch: Release) -> Desk:
    """Who reviews a hit between the two."""
    return Desk.PROTECTION if record.protected or watch.protected else Desk.COORDINATION


def pointer_receivers(
    record: Release, record_notify: Notify, watch: Release, watch_notify: Notify
) -> tuple[str, ...]:
    """Units that get a pointer once the hit is confirmed; the strictest of the two rules wins.

    A protected side, or one that shares less than a pointer, seals the hit: nobody is told. A side that is
    *silent* is told of the other and does not show itself; two silent sides are both left to the coordinator.
    *Owner first*: the record's owner is told and must agree before the watch's owner learns anything.
    """
    if record.protected or watch.protected:
        return ()
    told_to_watcher = record.sharing not in (Sharing.NONE, Sharing.COORDINATOR) and record_notify is Notify.MUTUAL
    told_to_owner = watch.sharing not in (Sharing.NONE, Sharing.COORDINATOR) and watch_notify is not Notify.SILENT
    told = []
    if told_to_owner:
        told.append(record.owner_unit_id)
    if told_to_watcher and watch_notify is not Notify.OWNER_FIRST:
        told.append(watch.owner_unit_id)
    return tuple(told)
