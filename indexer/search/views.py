"""Which fields of a document answer a reader: all, or of a record shared to the core those of the core alone."""

from dataclasses import dataclass

from indexer.engine import fields


@dataclass(frozen=True, slots=True)
class View:
    """The fields by which a question is answered. `texts` and `sounding` are empty where no text may answer."""

    written: str
    latin: str
    sound: str
    keys: str
    countries: str
    years: str
    texts: tuple[str, ...] = ()
    sounding: tuple[str, ...] = ()
    identifiers: str | None = None


WHOLE = View(
    fields.NAME_WRITTEN,
    fields.NAME_LATIN,
    fields.NAME_SOUND,
    fields.NAME_KEYS,
    fields.COUNTRIES,
    fields.YEARS,
    texts=(fields.NARRATIVE, fields.PLACES),
    sounding=(fields.NARRATIVE_SOUND, fields.PLACES_SOUND),
    identifiers=fields.IDENTIFIERS,
)
CORE = View(
    fields.CORE_WRITTEN,
    fields.CORE_LATIN,
    fields.CORE_SOUND,
    fields.CORE_KEYS,
    fields.CORE_COUNTRIES,
    fields.CORE_YEARS,
)
