"""Who may know what. Pure; the one place where it is decided.

A rule is written once here and rendered three ways: `access` for one record, `Scope` for lists (SQL in
`casefile/records/scope.py`, the engine's filter in `indexer/search/queries.py`). A test holds the three together.
Source: docs/sources/governance.md, "Who sees what".
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from casefile.policy.permissions import Permission
from casefile.policy.protection import is_protected
from casefile.policy.states import READABLE
from casefile.policy.viewer import Viewer
from casefile.vocabulary import JointPart, Notify, Protection, RecordState, Sharing, SubjectCategory

EVERY_UNIT = "*"
"""In a list of units: the whole network."""


class Access(StrEnum):
    """How much of a record a reader has before them."""

    OWN = "own"
    """Everything, with its case, its grounds and its history."""
    FULL = "full"
    """Its content, without case, grounds and history."""
    CORE = "core"
    """Names, year of birth, nationality, category; nothing else (`casefile.subjects.core`)."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which records a viewer's lists may hold: the own unit's, and those released to it, in full or the core."""

    unit_id: str
    empty: bool = False


def scope(viewer: Viewer, permission: Permission = Permission.SEARCH) -> Scope:
    """The viewer's scope; empty (nothing at all) without the permission."""
    return Scope(viewer.unit_id, empty=not viewer.may(permission))


@dataclass(frozen=True, slots=True)
class DisclosureFacts:
    """What decides who may know of a record or watch, as it stands now; `protection` is the derived one."""

    owner_unit_id: str
    state: RecordState
    sharing: Sharing
    sharing_units: tuple[str, ...] = (EVERY_UNIT,)
    protection: tuple[Protection, ...] = ()
    subject_category: SubjectCategory = SubjectCategory.NONE
    notify: Notify = Notify.MUTUAL
    names_protected: bool = False
    """Its text names a protected person besides its subject: nobody else reads it, others it names may be matched."""
    owner_open: bool = True
    """Whether the unit that holds it still takes part in the network."""

    @property
    def protected(self) -> bool:
        """Touches a victim, a minor or a source at risk."""
        return is_protected(self.subject_category, self.protection)


def readers(facts: DisclosureFacts) -> tuple[str, ...]:
    """Unit ids, besides the owner's, that may read the whole record; `EVERY_UNIT` for the whole network.

    Indexed with the document, so that a list and a single read follow the same rule.
    """
    return _released(facts, Sharing.FULL)


def core_readers(facts: DisclosureFacts) -> tuple[str, ...]:
    """The same for those that may read its core and nothing else."""
    return _released(facts, Sharing.CORE)


def _released(facts: DisclosureFacts, to: Sharing) -> tuple[str, ...]:
    if facts.state not in READABLE or facts.protected or facts.names_protected or facts.sharing is not to:
        return ()
    return facts.sharing_units


def access(viewer: Viewer, facts: DisclosureFacts) -> Access | None:
    """How much of the record the viewer may read; None: for them it is not there.

    The owner unit may always read it, while it exists.
    """
    if not viewer.may(Permission.READ_RECORD) or facts.state is RecordState.TOMBSTONED:
        return None
    if facts.owner_unit_id == viewer.unit_id:
        return Access.OWN
    if _among(viewer, readers(facts)):
        return Access.FULL
    return Access.CORE if _among(viewer, core_readers(facts)) else None


@dataclass(frozen=True, slots=True)
class PutIn:
    """How a record stands in a joint case, as far as one reader's seat there reaches."""

    extent: Access
    """What its unit chose: *full* or *core*."""
    in_force: bool
    """The case is open, its last day ahead, both units sit in it, and the record has not been taken out."""
    part: JointPart | None
    """What the reader is in the case; None: not a member, whatever the unit."""


def access_in_joint(viewer: Viewer, facts: DisclosureFacts, put: PutIn) -> Access | None:
    """How much of a record the viewer may read on the page of a joint case into which its unit put it.

    It widens `access` for that page alone: lists and searches follow `access`, so that being a member of a case never
    changes what a search finds. Protected is protected here too; a mentor reads cores whatever the unit chose.
    """
    own = access(viewer, facts)
    if own is Access.OWN:
        return own
    hidden = facts.protected or facts.names_protected or facts.state not in READABLE or not facts.owner_open
    if hidden or put.part is None or not put.in_force or not viewer.may(Permission.READ_JOINT):
        return None
    return Access.CORE if put.part is JointPart.MENTOR else put.extent


def link_shown(one: Access, other: Access) -> bool:
    """Whether a link between two records is shown to who reads so much of each: a core has no links, from either
    side."""
    return Access.CORE not in (one, other)


def may_read(viewer: Viewer, facts: DisclosureFacts) -> bool:
    """Whether the viewer may open the record at all."""
    return access(viewer, facts) is not None


def _among(viewer: Viewer, units: Collection[str]) -> bool:
    return EVERY_UNIT in units or viewer.unit_id in units


def is_matchable(facts: DisclosureFacts) -> bool:
    """Whether the record is matched against other units' watches at all."""
    return facts.owner_open and facts.state in READABLE and facts.sharing is not Sharing.NONE


def may_meet(recorded_by: str, watched_by: str, *, both_asked: bool) -> bool:
    """Whether two units stand behind a record and a watch, by id: nothing meets its own unit, and no question at a post
    another question. Behind a question stands the unit that asked."""
    return recorded_by != watched_by and not both_asked


def may_speak_for(linked: DisclosureFacts, record: DisclosureFacts) -> bool:
    """Whether what a linked record holds may weigh in a match of this one, and be shown to the desk that judges it.

    Links are its own unit's. What takes no part in matching, touches a protected person, or was released to others or
    under another rule than the record, stays out: the match would tell of it.
    """
    return (
        linked.owner_unit_id == record.owner_unit_id
        and is_matchable(linked)
        and not (linked.protected or linked.names_protected)
        and (linked.sharing, linked.sharing_units, linked.notify)
        == (record.sharing, record.sharing_units, record.notify)
    )
