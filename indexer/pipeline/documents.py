"""A case record as the index holds it. Pure: of the same prepared value as its keys and its decisions."""

from collections.abc import Iterable, Sequence

from casefile.hits.parties import CurrentRecord, RecordParty
from casefile.matching import Prepared
from casefile.matching.blocking_keys import name_keys
from casefile.matching.prepared import PreparedName
from casefile.names import NameKeys
from casefile.names.finding.one_off import one_off_terms
from casefile.narrative.dates import dates_in, days_of
from casefile.policy.sharing import core_readers, readers
from casefile.subjects.core import core_of
from casefile.subjects.identifiers import index_terms
from casefile.subjects.identifiers.pieces import pieces
from casefile.subjects.identity import Identity, PartialDate
from casefile.vocabulary import TITLED, DateKind
from indexer.engine import fields
from indexer.engine.wire import Object
from indexer.pipeline.boilerplate import without_boilerplate
from indexer.pipeline.seal import seal

SEARCHED_DATES = frozenset({DateKind.BIRTH, DateKind.EVENT, DateKind.FOUNDED})
"""What the year filter looks at; when a paper was issued or a name was listed says nothing about the subject."""

NAME_FIELDS = (
    fields.NAME_WRITTEN, fields.NAME_LATIN, fields.NAME_SOUND, fields.NAME_KEYS, fields.NAME_WHOLE, fields.NAME_SLIPS,
)  # fmt: skip
CORE_NAME_FIELDS = (
    fields.CORE_WRITTEN, fields.CORE_LATIN, fields.CORE_SOUND, fields.CORE_KEYS, fields.CORE_WHOLE, fields.CORE_SLIPS,
)  # fmt: skip
"""What `_name_keys` gives, in its order."""

CIRCA_YEARS = 2
"""*About 1984* is found by a search for 1982 to 1986."""

MOST_DECADES = 3
"""Of one date: what may have been in any of more says nothing that a list could be narrowed by."""


def record_document(party: RecordParty) -> Object:
    """The document of a record."""
    current, identity = party.current, party.identity
    keys = _name_keys(party.prepared)
    text = "\n".join([identity.narrative, *(fact.value for fact in identity.facts)]).strip()
    narrative, numbers = without_boilerplate(text), identifiers(party.prepared)
    people, vessels = (_of_its_own(met, text, narrative) for met in (party.prepared.persons, party.prepared.vessels))
    searched = [date for date in identity.dates if date.kind in SEARCHED_DATES]
    return {
        fields.RECORD_ID: current.id,
        fields.UNIT: current.unit_id,
        fields.READERS: list(readers(current.release)),
        fields.IS_MATCHABLE: current.is_matchable,
        fields.KIND: identity.kind.value,
        fields.CASE_ID: current.case_id,
        fields.COUNTRIES: countries(identity),
        fields.OFFENCES: [kind.value for kind in current.offences.kinds],
        fields.EXPLOITATION: [form.value for form in current.offences.forms],
        fields.YEARS: [_years(date) for date in searched],
        fields.DECADES: decades(searched),
        fields.TOPICS: list(current.topics),
        fields.OWN_TOPICS: list(current.own_topics),
        fields.VERSION: current.version,
        fields.SEAL: seal(current.id, current.version),
        fields.ENTERED_AT: _moment(current),
        fields.NAMES: [name.text for name in identity.names],
        fields.NARRATIVE: narrative,
        fields.TITLES: [name.text for name in identity.names] if identity.kind in TITLED else [],
        fields.MENTIONS: list(dict.fromkeys(name.text for name in (*people, *vessels))),
        fields.MENTION_SOUND: sorted({s for name in people for s in name.keys.sounds})
        + sorted({s for name in vessels for s in name.keys.sounds}),
        fields.DAYS: days(identity, narrative),
        fields.PLACES: [place.text for place in identity.places],
        **dict(zip(NAME_FIELDS, keys, strict=True)),
        fields.IDENTIFIERS: numbers,
        fields.NUMBER_PIECES: sorted({piece for form in numbers for piece in pieces(form)}),
        fields.KEYS: sorted(party.keys),
        **_core(party, keys),
    }


def _of_its_own(met: Sequence[PreparedName], text: str, narrative: str) -> Sequence[PreparedName]:
    """The names met in a text but for those that stand in its boilerplate alone (*Council Special Notice*); one that
    was put together of a form's fields stands nowhere as it is."""
    if narrative == text:
        return met
    return [name for name in met if name.text in narrative or name.text not in text]


def _core(party: RecordParty, keys: list[list[str]]) -> Object:
    """What readers of the core find it by, when it has any; else its place in the order of results."""
    units = core_readers(party.current.release)
    if not units:
        return {fields.SORTED_AT: _moment(party.current)}
    core = core_of(party.identity)
    return {
        fields.CORE_READERS: list(units),
        fields.CORE_COUNTRIES: countries(core),
        fields.CORE_YEARS: [_years(date) for date in core.dates],
        fields.CORE_DECADES: decades(core.dates),
        **dict(zip(CORE_NAME_FIELDS, keys, strict=True)),
    }


def _name_keys(prepared: Prepared) -> list[list[str]]:
    """The words of its own names: as written, in Latin, by sound; their keys; each name as a whole; and what a slip
    makes of their words. Names met in its text are not among them."""
    names = [name.keys for name in prepared.names]
    return [
        sorted({word for name in names for word in name.written}),
        sorted({word for name in names for word in name.latin}),
        sorted({sound for name in names for sound in name.sounds}),
        sorted(name_keys(prepared)),
        sorted({whole for name in names for whole in whole_terms(name)}),
        sorted({term for name in names for word in name.latin for term in one_off_terms(word)}),
    ]


def whole_terms(name: NameKeys) -> tuple[str, str]:
    """A name as one term, as written and in Latin letters, whatever the order of its words."""
    return f"w {' '.join(sorted(name.written))}", f"l {' '.join(sorted(name.latin))}"


def days(identity: Identity, narrative: str) -> list[dict[str, int]]:
    """The days that it is about, `yyyymmdd`: of its dates, and those that its text names."""
    stated = [days_of(date.value, date.until) for date in identity.dates if date.kind in SEARCHED_DATES]
    titles = (name.text for name in identity.names) if identity.kind in TITLED else ()
    named = [(one.first, one.last) for text in (*titles, narrative) for one in dates_in(text)]
    return [{"gte": min(pair), "lte": max(pair)} for pair in dict.fromkeys([*stated, *named])]


def _moment(current: CurrentRecord) -> str:
    return current.entered_at.isoformat(timespec="milliseconds")


def identifiers(prepared: Prepared) -> list[str]:
    """Every identifier, those met in the text included, in the one form in which two spellings of it are equal; and
    what readers confuse it with, so that a search finds what a watch does."""
    return sorted({term for many in prepared.identifiers.values() for one in many for term in index_terms(one.form)})


def countries(identity: Identity) -> list[str]:
    """Every country the record speaks of."""
    named = {place.country for place in identity.places} | {i.country for i in identity.identifiers}
    return sorted({country for country in named if country} | set(identity.nationalities))


def decades(dates: Iterable[PartialDate]) -> list[str]:
    """The first years of the decades that these dates are in."""
    found: set[int] = set()
    for first, last in (date.years() for date in dates):
        touched = range(first // 10 * 10, max(first, last) + 1, 10)
        if len(touched) <= MOST_DECADES:
            found.update(touched)
    return [str(decade) for decade in sorted(found)]


def _years(date: PartialDate) -> dict[str, int]:
    first, last = date.years()
    slack = CIRCA_YEARS if date.circa else 0
    return {"gte": first - slack, "lte": max(first, last) + slack}
