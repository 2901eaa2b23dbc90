"""Which facts each kind of record has, as a table. A fact is one answer in words; what identifies is an identifier.

Each is searched by its words. The owner of a thing is read as a person met in its text, and matched as one; the
provider of an account says what its number is (`casefile.matching.prepared`): with a service for mobile money, a
telephone. Which facts: ours, from what reports of boats, cars, departures, papers and payments state.
"""

from collections.abc import Mapping

from casefile.vocabulary import FactKind, RecordKind

_F = FactKind

FACTS: Mapping[RecordKind, tuple[FactKind, ...]] = {
    RecordKind.VEHICLE: (_F.MAKE, _F.MODEL, _F.COLOUR, _F.CAPACITY, _F.OWNER),
    RecordKind.VESSEL: (_F.LENGTH, _F.COLOUR, _F.CAPACITY, _F.ENGINE, _F.HORSEPOWER, _F.OWNER),
    RecordKind.EVENT: (
        _F.MEANS, _F.PEOPLE, _F.NATIONALITIES, _F.PRICE, _F.CURRENCY, _F.DEPARTED_AT, _F.ARRIVED_AT,
    ),
    RecordKind.TRAVEL_DOCUMENT: (_F.SERIES, _F.ISSUER, _F.FORGERY),
    RecordKind.ACCOUNT: (_F.PROVIDER, _F.OWNER),
}  # fmt: skip
"""In the order in which a form asks them."""

WATCHED: Mapping[RecordKind, tuple[FactKind, ...]] = {
    RecordKind.EVENT: (_F.MEANS, _F.PEOPLE, _F.DEPARTED_AT, _F.ARRIVED_AT, _F.RADIUS),
}
"""Those that a watch is asked for: what a departure is found by, and how far around."""
