"""A case record as the index holds it. Pure: of the same prepared value as its keys and its decisions."""

from casefile.hits.parties import RecordParty
from casefile.matching import Prepared
from casefile.policy.sharing import readers
from casefile.subjects.identity import Identity, PartialDate
from casefile.vocabulary import DateKind
from indexer.engine import fields
from indexer.engine.wire import Object

SEARCHED_DATES = frozenset({DateKind.BIRTH, DateKind.EVENT, DateKind.FOUNDED})
"""What the year filter looks at; when a paper was issued or a name was listed says nothing about the subject."""

CIRCA_YEARS = 2
"""*About 1984* is found by a search for 1982 to 1986."""


def record_document(party: RecordParty) -> Object:
    """The document of a record."""
    current, identity = party.current, party.identity
    names = [name.keys for name in party.prepared.names]
    return {
        fields.RECORD_ID: current.id,
        fields.UNIT: current.unit_id,
        fields.READERS: list(readers(current.release)),
        fields.IS_MATCHABLE: current.is_matchable,
        fields.KIND: identity.kind.value,
        fields.CASE_ID: current.case_id,
        fields.COUNTRIES: countries(identity),
        fields.YEARS: [_years(date) for date in identity.dates if date.kind in SEARCHED_DATES],
        fields.VERSION: current.version,
        fields.ENTERED_AT: current.entered_at.isoformat(timespec="milliseconds"),
        fields.NAMES: [name.text for name in identity.names],
        fields.NARRATIVE: identity.narrative,
        fields.PLACES: [place.text for place in identity.places],
        fields.NAME_WRITTEN: sorted({token for name in names for token in name.written}),
        fields.NAME_LATIN: sorted({token for name in names for token in name.latin}),
        fields.NAME_SOUND: sorted({sound for name in names for sound in name.sounds}),
        fields.IDENTIFIERS: identifiers(party.prepared),
        fields.KEYS: sorted(party.keys),
    }


def identifiers(prepared: Prepared) -> list[str]:
    """Every identifier, those met in the text included, in the one form in which two spellings of it are equal."""
    return sorted({one.form for many in prepared.identifiers.values() for one in many})


def countries(identity: Identity) -> list[str]:
    """Every country the record speaks of."""
    named = {place.country for place in identity.places} | {i.country for i in identity.identifiers}
    return sorted({country for country in named if country} | set(identity.nationalities))


def _years(date: PartialDate) -> dict[str, int]:
    first, last = date.years()
    slack = CIRCA_YEARS if date.circa else 0
    return {"gte": first - slack, "lte": max(first, last) + slack}
