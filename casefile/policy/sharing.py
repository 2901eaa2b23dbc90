"""Who may know what. Pure; the one place where it is decided.

A rule is written once here and rendered three ways: `may_read` for one record, `Scope` for lists (SQL in
`casefile/records/scope.py`, the engine's filter in `indexer/queries.py`). A test holds the three together.
Source: docs/sources/governance.md, "Who sees what".
"""

from dataclasses import dataclass

from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer
from casefile.vocabulary import Protection, RecordState, Sharing, SubjectCategory

READABLE_STATES = frozenset({RecordState.ACTIVE, RecordState.REVIEW_DUE, RecordState.EXTENDED, RecordState.HOLD})
"""States in which a record takes part in lookups and matching."""

EVERY_UNIT = "*"
"""In a list of units: the whole network."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which records a viewer's lists may hold: the own unit's, and those released in full to the unit."""

    unit_id: str
    empty: bool = False


def scope(viewer: Viewer, permission: Permission = Permission.SEARCH) -> Scope:
    """The viewer's scope; empty (nothing at all) without the permission."""
    return Scope(viewer.unit_id, empty=not viewer.may(permission))


@dataclass(frozen=True, slots=True)
class DisclosureFacts:
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


def readers(release: DisclosureFacts) -> tuple[str, ...]:
    """Unit ids, besides the owner's, that may read the record; `EVERY_UNIT` for the whole network.

    Indexed with the document, so that a list and a single read follow the same rule.
    """
    if release.state not in READABLE_STATES or release.protected or release.sharing is not Sharing.FULL:
        return ()
    return release.sharing_units


def may_read(viewer: Viewer, release: DisclosureFacts) -> bool:
    """Whether the viewer may open the record. The owner unit may always, while it exists."""
    if not viewer.may(Permission.READ_RECORD) or release.state is RecordState.TOMBSTONED:
        return False
    if release.owner_unit_id == viewer.unit_id:
        return True
    allowed = readers(release)
    return EVERY_UNIT in allowed or viewer.unit_id in allowed


def is_matchable(release: DisclosureFacts) -> bool:
    """Whether the record is matched against other units' watches at all."""
    return release.state in READABLE_STATES and release.sharing is not Sharing.NONE
