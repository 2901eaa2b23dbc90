"""Which kind of name a record's names are."""

from casefile.vocabulary import RecordKind

PERSON, ORGANISATION, VESSEL, PLACE, VEHICLE = "n", "o", "s", "g", "c"
NAMED_AS: dict[RecordKind, str] = {
    RecordKind.PERSON: PERSON,
    RecordKind.ORGANISATION: ORGANISATION,
    RecordKind.VESSEL: VESSEL,
    RecordKind.PLACE: PLACE,
    RecordKind.VEHICLE: VEHICLE,
    # The name on a phone, an account or a paper is its holder's.
    RecordKind.PHONE: PERSON,
    RecordKind.ACCOUNT: PERSON,
    RecordKind.TRAVEL_DOCUMENT: PERSON,
}
"""What kind of name a record's names are. Events and reports are missing: their names are titles, read as text."""
