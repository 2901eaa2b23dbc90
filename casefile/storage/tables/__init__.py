"""The tables: the truth, of which the index is a copy."""

from casefile.storage.tables.base import Id, Moment, Table, Word, insert_for, new_id, new_ids, now
from casefile.storage.tables.contact import ContactLine, ReleasedField
from casefile.storage.tables.coordination import Agreement, ReciprocityMonth
from casefile.storage.tables.exhibits import Exhibit, ExhibitLine, ExhibitPart
from casefile.storage.tables.hits import Hit, NameJudgement, Pointer, Review
from casefile.storage.tables.identities import DateRow, IdentifierRow, IdentityRow, NameRow, PlaceRow
from casefile.storage.tables.joint import Handover, JointCase, JointMember, JointMinute, JointRecord, JointSeat
from casefile.storage.tables.people import (
    AccessLink,
    Approval,
    Country,
    Officer,
    OfficerRole,
    PeopleChanged,
    PortalSession,
    StatedReason,
    Unit,
)
from casefile.storage.tables.protection import ProtectionContact, ProtectionReferral, ProtectionRequest, ProtectionSide
from casefile.storage.tables.records import (
    Case,
    FrequencyTable,
    ImportRun,
    Lookup,
    ProtectionSign,
    Record,
    RecordLink,
    RecordVersion,
    Ruled,
    SourceCopy,
)
from casefile.storage.tables.retention import Tombstone
from casefile.storage.tables.sealing import AuditorKey, AuditSample, SealOpening, UnitKey
from casefile.storage.tables.trail import ActRow, Alarm, Audit, Leaf, Outbox
from casefile.storage.tables.watches import Watch, Watchlist, WatchNotice, WatchVersion

__all__ = [
    "AccessLink",
    "ActRow",
    "Agreement",
    "Alarm",
    "Approval",
    "Audit",
    "AuditSample",
    "AuditorKey",
    "Case",
    "ContactLine",
    "Country",
    "DateRow",
    "Exhibit",
    "ExhibitLine",
    "ExhibitPart",
    "FrequencyTable",
    "Handover",
    "Hit",
    "Id",
    "IdentifierRow",
    "IdentityRow",
    "ImportRun",
    "JointCase",
    "JointMember",
    "JointMinute",
    "JointRecord",
    "JointSeat",
    "Leaf",
    "Lookup",
    "Moment",
    "NameJudgement",
    "NameRow",
    "Officer",
    "OfficerRole",
    "Outbox",
    "PeopleChanged",
    "PlaceRow",
    "Pointer",
    "PortalSession",
    "ProtectionContact",
    "ProtectionReferral",
    "ProtectionRequest",
    "ProtectionSide",
    "ProtectionSign",
    "ReciprocityMonth",
    "Record",
    "RecordLink",
    "RecordVersion",
    "ReleasedField",
    "Review",
    "Ruled",
    "SealOpening",
    "SourceCopy",
    "StatedReason",
    "Table",
    "Tombstone",
    "Unit",
    "UnitKey",
    "Watch",
    "WatchNotice",
    "WatchVersion",
    "Watchlist",
    "Word",
    "insert_for",
    "new_id",
    "new_ids",
    "now",
]
