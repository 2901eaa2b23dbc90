"""What is entered and what may be known of it: kinds, parts of an identity, states, purposes, grades, sharing."""

from enum import StrEnum


class RecordKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    VEHICLE = "vehicle"
    VESSEL = "vessel"
    PHONE = "phone"
    ACCOUNT = "account"
    TRAVEL_DOCUMENT = "travel_document"
    PLACE = "place"
    EVENT = "event"
    REPORT = "report"


TITLED = frozenset({RecordKind.EVENT, RecordKind.REPORT})
"""Kinds whose names are titles somebody wrote, hence text."""


class NameKind(StrEnum):
    MAIN = "main"
    ALIAS = "alias"
    WEAK_ALIAS = "weak_alias"  # "low quality" on the UN list, `weakAlias` in FollowTheMoney
    ORIGINAL_SCRIPT = "original_script"
    BIRTH = "birth"
    FORMER = "former"


class IdentifierKind(StrEnum):
    PHONE = "phone"
    PASSPORT = "passport"
    NATIONAL_ID = "national_id"
    DOCUMENT = "document"  # a paper whose type is not known
    PLATE = "plate"
    VIN = "vin"
    IMEI = "imei"
    IMO = "imo"
    MMSI = "mmsi"
    HULL = "hull"
    ACCOUNT = "account"
    EMAIL = "email"
    HANDLE = "handle"
    REGISTRATION = "registration"
    LIST_REFERENCE = "list_reference"


class DateKind(StrEnum):
    BIRTH = "birth"
    DEATH = "death"
    EVENT = "event"
    ISSUED = "issued"
    EXPIRES = "expires"
    FOUNDED = "founded"
    LISTED = "listed"


class PlaceKind(StrEnum):
    BIRTH = "birth"
    ADDRESS = "address"
    DEPARTURE = "departure"
    LANDING = "landing"
    INTERCEPTION = "interception"
    SEEN = "seen"


class FactKind(StrEnum):
    """What else is known of a thing, one answer each. Which kind of record has which: `casefile.subjects.facts`."""

    MAKE = "make"
    MODEL = "model"
    COLOUR = "colour"
    LENGTH = "length"  # metres
    ENGINE = "engine"
    HORSEPOWER = "horsepower"
    CAPACITY = "capacity"  # persons
    OWNER = "owner"
    MEANS = "means"
    PEOPLE = "people"
    NATIONALITIES = "nationalities"
    PRICE = "price"
    CURRENCY = "currency"
    DEPARTED_AT = "departed_at"
    ARRIVED_AT = "arrived_at"
    RADIUS = "radius"  # kilometres around the places of a watch on an event
    SERIES = "series"
    ISSUER = "issuer"
    FORGERY = "forgery"
    PROVIDER = "provider"


class Sex(StrEnum):
    MALE = "m"
    FEMALE = "f"


class RecordState(StrEnum):
    ACTIVE = "active"
    REVIEW_DUE = "review_due"
    EXTENDED = "extended"
    EXPIRED = "expired"
    RESTRICTED = "restricted"  # disputed: out of matching, seen by the owner only
    HOLD = "hold"
    WITHDRAWN = "withdrawn"
    TOMBSTONED = "tombstoned"


class RecordFault(StrEnum):
    """What may be wrong with a record, for its unit to set right; the gravest first."""

    IMPOSSIBLE = "impossible"
    UNREAD_NUMBER = "unread_number"
    TWICE = "twice"
    NO_YEAR = "no_year"


class CaseState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Purpose(StrEnum):
    """RPD Art. 10, with the change of 2023 (docs/sources/law.md)."""

    LOCATE_WANTED = "locate_wanted"
    IDENTIFY = "identify"
    SUPPORT_INVESTIGATION = "support_investigation"
    WARN = "warn"
    IDENTIFY_VICTIM = "identify_victim"
    FORENSIC = "forensic"
    SECURITY_CHECK = "security_check"
    THREAT_ANALYSIS = "threat_analysis"
    BORDER_CONTROL = "border_control"


class SubjectCategory(StrEnum):
    """LED Art. 6 (docs/sources/law.md): facts about a victim are not facts about a suspect."""

    SUSPECT = "suspect"
    CONVICTED = "convicted"
    VICTIM = "victim"
    WITNESS = "witness"
    MISSING = "missing"
    NONE = "none"  # a thing, a place, an event


class LinkRole(StrEnum):
    """The part a record plays in another one."""

    SUSPECT = "suspect"
    VICTIM = "victim"
    WITNESS = "witness"
    ORGANISER = "organiser"
    OWNER = "owner"
    USER = "user"
    DRIVER = "driver"
    MEMBER = "member"
    DIRECTOR = "director"
    RELATIVE = "relative"
    ASSOCIATE = "associate"
    HOLDER = "holder"
    MENTIONED = "mentioned"
    PLACE_OF = "place_of"
    OTHER = "other"


class SourceGrade(StrEnum):
    """Europol Regulation Art. 29 (docs/sources/law.md): how far the source is to be trusted."""

    A = "A"
    B = "B"
    C = "C"
    X = "X"


class InfoGrade(StrEnum):
    """Europol Regulation Art. 29 (docs/sources/law.md): how far this piece of information is to be trusted."""

    NOT_IN_DOUBT = "1"
    KNOWN_TO_SOURCE = "2"
    CORROBORATED = "3"
    NOT_CORROBORATED = "4"


class Handling(StrEnum):
    H0 = "H0"  # police use only
    H1 = "H1"  # not in court without permission
    H2 = "H2"  # not passed on without permission
    H3 = "H3"  # other: see the handling text


class Sharing(StrEnum):
    """The most that another unit may come to know of a record or watch, from least to most."""

    NONE = "none"
    COORDINATOR = "coordinator"
    POINTER = "pointer"
    CORE = "core"
    FULL = "full"


class Notify(StrEnum):
    MUTUAL = "mutual"
    SILENT = "silent"
    OWNER_FIRST = "owner_first"


class Protection(StrEnum):
    VICTIM = "victim"
    MINOR = "minor"
    SOURCE_AT_RISK = "source_at_risk"
