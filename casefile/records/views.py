"""A record as its reader has it: as a line of a list, or opened. What a reader may not know of is not in it."""

from dataclasses import dataclass
from datetime import datetime

from casefile.policy.cases.offences import NO_OFFENCES, Offences
from casefile.policy.handling import Rules
from casefile.policy.sharing import Access
from casefile.policy.states import RECORD, RecordMove, allows
from casefile.subjects.identity import Identity
from casefile.vocabulary import LinkRole, RecordKind, RecordState


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record in a list, as far as its reader may know of it.

    The case is shown to its own unit only. To a reader of the core the identity is no more than that, and state,
    version and date of entry are left out: `state` is *active* whatever it is, `version` 0.
    """

    id: str
    unit_id: str
    unit_code: str
    unit_name: str
    country: str
    access: Access
    kind: RecordKind
    state: RecordState
    version: int
    identity: Identity
    entered_at: datetime | None
    case_id: str | None
    case_reference: str | None
    origin_ref: str | None
    offences: Offences = NO_OFFENCES
    """Of lines of the own list alone (`casefile.lists`); empty elsewhere, whatever the record says."""

    @property
    def caption(self) -> str:
        return self.identity.caption

    @property
    def own(self) -> bool:
        return self.access is Access.OWN

    @property
    def core(self) -> bool:
        """Whether there is more of it than its reader may see."""
        return self.access is Access.CORE

    @property
    def may_amend(self) -> bool:
        """Whether its unit may write a new version of it, in the state it is in."""
        return self.own and allows(RECORD, self.state, RecordMove.AMEND)

    @property
    def may_withdraw(self) -> bool:
        return self.own and allows(RECORD, self.state, RecordMove.WITHDRAW)

    @property
    def may_dispute(self) -> bool:
        return self.own and allows(RECORD, self.state, RecordMove.RESTRICT)

    @property
    def may_settle(self) -> bool:
        """Whether it is disputed and its unit may say that the dispute is over."""
        return self.own and allows(RECORD, self.state, RecordMove.LIFT_RESTRICTION)


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link as seen from the record read; `outward` when that record is the one that plays the part."""

    id: str
    record_id: str
    caption: str
    kind: RecordKind
    role: LinkRole
    note: str
    outward: bool
    identity: Identity
    """The other record's: a report has no name, and is called by how its text begins."""


@dataclass(frozen=True, slots=True)
class VersionLine:
    version: int
    entered_at: datetime
    entered_by: str | None
    state: RecordState
    change_note: str


@dataclass(frozen=True, slots=True)
class Unread:
    """What of a record's text is not compared, because it is more than any report has. Its words are searched all the
    same."""

    names: int = 0
    numbers: bool = False
    """Whether there may be more numbers than were read."""
    characters: int = 0


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record opened. Note and history are empty for a reader of another unit, and of the rules category and handling
    alone are left; a reader of the core sees no links either, nor whether it is a fact or an opinion.
    """

    line: RecordLine
    rules: Rules
    suspicion_note: str
    fact_or_opinion: str
    links: tuple[LinkView, ...]
    versions: tuple[VersionLine, ...]
    unread: Unread | None = None
    """What of its text is not compared; None when all is, and for a reader of another unit."""
    no_names: tuple[str, ...] = ()
    """Those of its names that stand for *not known*, by which nothing is found; for its own unit to know."""
    offences: Offences = NO_OFFENCES
    """What it is about; nothing for a reader of the core."""

    @property
    def id(self) -> str:
        return self.line.id

    @property
    def identity(self) -> Identity:
        return self.line.identity

    @property
    def own(self) -> bool:
        return self.line.own
