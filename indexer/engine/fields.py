"""The names of the index fields, as constants. A test holds them to the files in `mappings/`.

What each field is for stands in `mappings/README.md`.
"""

# ---- case records ---------------------------------------------------------------------------------------------

RECORD_ID = "record_id"
UNIT = "unit"
READERS = "readers"
IS_MATCHABLE = "is_matchable"
KIND = "kind"
CASE_ID = "case_id"
COUNTRIES = "countries"
OFFENCES = "offences"
EXPLOITATION = "exploitation"
YEARS = "years"
DECADES = "decades"
TOPICS = "topics"
OWN_TOPICS = "own_topics"
VERSION = "version"
SEAL = "seal"
ENTERED_AT = "entered_at"
SORTED_AT = "sorted_at"
NAMES = "names"
NARRATIVE = "narrative"
PLACES = "places"
NAME_WRITTEN = "name_written"
NAME_LATIN = "name_latin"
NAME_SOUND = "name_sound"
NAME_KEYS = "name_keys"
NAME_WHOLE = "name_whole"
NAME_SLIPS = "name_slips"
TITLES = "titles"
MENTIONS = "mentions"
MENTION_SOUND = "mention_sound"
DAYS = "days"
IDENTIFIERS = "identifiers"
NUMBER_PIECES = "number_pieces"
KEYS = "keys"

CORE_READERS = "core_readers"
CORE_COUNTRIES = "core_countries"
CORE_YEARS = "core_years"
CORE_DECADES = "core_decades"
CORE_WRITTEN = "core_written"
CORE_LATIN = "core_latin"
CORE_SOUND = "core_sound"
CORE_KEYS = "core_keys"
CORE_WHOLE = "core_whole"
CORE_SLIPS = "core_slips"

SOUND = "sound"
"""The sub-field of a text field that holds its words as they sound."""

STEM = "stem"
"""The sub-field of a text field that holds its words without their endings."""

PLACES_SOUND = f"{PLACES}.{SOUND}"
NARRATIVE_STEM = f"{NARRATIVE}.{STEM}"
TITLES_STEM = f"{TITLES}.{STEM}"

RECORD_FIELDS = frozenset(
    {
        RECORD_ID,
        UNIT,
        READERS,
        IS_MATCHABLE,
        KIND,
        CASE_ID,
        COUNTRIES,
        OFFENCES,
        EXPLOITATION,
        YEARS,
        DECADES,
        TOPICS,
        OWN_TOPICS,
        VERSION,
        SEAL,
        ENTERED_AT,
        SORTED_AT,
        NAMES,
        NARRATIVE,
        PLACES,
        NAME_WRITTEN,
        NAME_LATIN,
        NAME_SOUND,
        NAME_KEYS,
        NAME_WHOLE,
        NAME_SLIPS,
        TITLES,
        MENTIONS,
        MENTION_SOUND,
        DAYS,
        IDENTIFIERS,
        NUMBER_PIECES,
        KEYS,
        CORE_READERS,
        CORE_COUNTRIES,
        CORE_YEARS,
        CORE_DECADES,
        CORE_WRITTEN,
        CORE_LATIN,
        CORE_SOUND,
        CORE_KEYS,
        CORE_WHOLE,
        CORE_SLIPS,
    }
)

# ---- watchlists -----------------------------------------------------------------------------------------------

WATCH_ID = "watch_id"
QUERY = "query"
EXTRACTION = f"{QUERY}.extraction_result"
"""How far the engine could read a stored query's terms; anything but *complete* is run against every record."""

WATCH_FIELDS = frozenset({WATCH_ID, UNIT, KIND, VERSION, SEAL, QUERY, KEYS})
