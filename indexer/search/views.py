"""Which fields of a document answer a reader: all, or of a record shared to the core those of the core alone."""

from dataclasses import dataclass

from indexer.engine import fields


@dataclass(frozen=True, slots=True)
class View:
    """The fields by which a question is answered. `texts`, `stems`, `sounding` and what follows are empty where no
    text and no number may answer. `mark` begins the names of its clauses."""

    mark: str
    written: str
    latin: str
    sound: str
    keys: str
    whole: str
    slips: str
    countries: str
    years: str
    decades: str
    texts: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    sounding: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    mention_sound: str | None = None
    days: str | None = None
    identifiers: str | None = None
    pieces: str | None = None
    offences: str | None = None
    exploitation: str | None = None


WHOLE = View(
    "w",
    fields.NAME_WRITTEN,
    fields.NAME_LATIN,
    fields.NAME_SOUND,
    fields.NAME_KEYS,
    fields.NAME_WHOLE,
    fields.NAME_SLIPS,
    fields.COUNTRIES,
    fields.YEARS,
    fields.DECADES,
    texts=(fields.TITLES, fields.PLACES, fields.NARRATIVE),
    stems=(fields.TITLES_STEM, fields.NARRATIVE_STEM),
    sounding=(fields.PLACES_SOUND,),
    beginnings=(fields.NAMES, fields.PLACES, fields.NARRATIVE),
    mention_sound=fields.MENTION_SOUND,
    days=fields.DAYS,
    identifiers=fields.IDENTIFIERS,
    pieces=fields.NUMBER_PIECES,
    offences=fields.OFFENCES,
    exploitation=fields.EXPLOITATION,
)
CORE = View(
    "c",
    fields.CORE_WRITTEN,
    fields.CORE_LATIN,
    fields.CORE_SOUND,
    fields.CORE_KEYS,
    fields.CORE_WHOLE,
    fields.CORE_SLIPS,
    fields.CORE_COUNTRIES,
    fields.CORE_YEARS,
    fields.CORE_DECADES,
    beginnings=(fields.CORE_LATIN,),
)
