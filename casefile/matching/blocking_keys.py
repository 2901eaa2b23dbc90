"""Compound keys: the words by which a record and a watch find each other in the index, before any judgement.

Both sides make keys of what they hold, and meet if and only if one key is common. A key joins what must agree: two
parts of a name *and* the years of birth that may still be one. Measured (docs/sources/measurements.md): 5 keys a watch
3 ms and 4,250 records a second, 21 keys 22 ms and 579, 61 keys 12 ms and 497. So the watch makes few and selective
keys, the record as many as it needs.

The record's are its *record keys*, the watch's its *query keys*. Both are made of the prepared identity
(`casefile.matching.prepared`), which holds every name analysed and every number in its compared form.

Years. A bucket is five years. A watch that knows the year asks for its bucket (the buckets two years around it when
*about*), and for `*`, the records that know none; a watch that does not know asks `?`. A record that knows the year
answers in the buckets from two years before to two after (four when *about*) and to `?`; one that does not answers to
`*` and `?`. So years up to two apart always meet, each pair of names costs a watch two keys, and a watch for a man of
1984 is never run for a man of 1950 of the same common name. A year copied wrongly leaves the birthday: where both know
the day, they meet by it as well, whatever the years (1977-02-24, 1987-02-24).

Names. Persons meet by the sounds of two parts of a name, in any order. A part has a first sound and some further ones
(Diallo: JL, and DL for whoever reads the i). The record answers for all of them, the watch asks for those pairs in
which one is a first sound: on the shared labelled pairs 0.97 of the same persons meet as with all pairs on both
sides, with three pairs for a name of two parts instead of five. A watch with a single name part asks `1:`, which
records answer for every part of their structured names but not for names in reports: one first name in running text
is everybody. Organisations, vessels, vehicles and places meet by a rare word or by two common ones
(`casefile.names.entities.keys`). Each kind of name has its letter, so a person never meets a company by name;
identifiers have none of it and meet across kinds: the watched man's number is on a phone record.

Events meet by cells of the map and stretches of days, and by the route (`casefile.matching.departures.keys`).
"""

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache

from casefile.errors import BadInput
from casefile.matching.birth_evidence import Birth
from casefile.matching.departures.keys import event_query_keys, event_record_keys
from casefile.matching.name_kinds import NAMED_AS, PERSON, VESSEL
from casefile.matching.prepared import Prepared, prepare
from casefile.names import analyze
from casefile.names.entities import read_entity
from casefile.names.entities.keys import query_words, record_words
from casefile.names.finding.pairs import record_pairs, search_pairs
from casefile.names.finding.reach import name_parts
from casefile.names.frequency import listed
from casefile.subjects.identity import Fact, Identifier, Identity, Name, PartialDate, Place
from casefile.vocabulary import DateKind, FactKind, IdentifierKind, PlaceKind, RecordKind

MAX_QUERY_KEYS = 1_000
MAX_NAME_KEYS = 18
"""Of one name of a watch, with years and birthdays: each is paid for with every record. The likeliest come first."""
BY_BIRTHDAY = 2
"""The likeliest pairs of sounds, by which it is asked for on its birthday too."""
MAX_SEARCHED = 100
"""Keys of one name that a search asks for, as a person's and as a thing's."""
THING = "e"
"""Before the parts of names of companies, vessels, vehicles and places in a search, which may be for any of them."""
BUCKET_YEARS = 5
TOLERANCE = 2  # years: how far stated ages are rounded; *about* on either side adds as many again
WIDEST = 8  # buckets; a birth "between 1940 and 1985" selects nobody, so it counts as unknown
MAX_KEY_LENGTH = 48  # characters; longer keys, and those that are not plain ASCII, are hashed


@lru_cache(maxsize=1)
def scheme() -> str:
    """A mark of how keys are made now: of those that records and watches of some samples have.

    The names of the built-in table, two by two, as a person's and as a company's, with years of birth, some numbers,
    some departures, two reports. An index carries it, so that one filled under other rules is recognised and filled
    again (docs/decisions/2026-11-22-keys-are-part-of-the-rule.md).
    """
    made = hashlib.sha256()
    names = [name for name, _ in listed()]
    for place, two in enumerate(zip(names, reversed(names), strict=True)):
        name, born = (Name(" ".join(two)),), (SAMPLE_BIRTHS[place % len(SAMPLE_BIRTHS)],)
        for kind in (RecordKind.PERSON, RecordKind.ORGANISATION):
            sample = prepare(Identity(kind, name, SAMPLE_NUMBERS, born, nationalities=("MA",)), "SN")
            keys = (record_keys(sample), query_keys(sample), name_keys(sample))
            made.update(" ".join(key for some in keys for key in sorted(some)).encode())
    for event in (*SAMPLE_EVENTS, *SAMPLE_REPORTS):
        sample = prepare(event, "SN")
        made.update(" ".join((*sorted(record_keys(sample)), *sorted(query_keys(sample)))).encode())
    return made.hexdigest()[:16]


SAMPLE_BIRTHS = (
    *(PartialDate(DateKind.BIRTH, str(year)) for year in range(1980, 1980 + BUCKET_YEARS)),
    PartialDate(DateKind.BIRTH, "1990-05-17", circa=True),
    PartialDate(DateKind.BIRTH, "1991-05-17"),
    PartialDate(DateKind.BIRTH, "1978", until="1981"),
)
SAMPLE_NUMBERS = (
    Identifier(IdentifierKind.PHONE, "77 512 34 56"),
    Identifier(IdentifierKind.PHONE, "07 87 98 80 58"),
    Identifier(IdentifierKind.PASSPORT, "AO 12345 I7", "SN"),
    Identifier(IdentifierKind.PASSPORT, "A017483263", "SN"),
    Identifier(IdentifierKind.NATIONAL_ID, "12345678 Z", "ES"),
    Identifier(IdentifierKind.PLATE, "DK-4521-BQ", "SN"),
    Identifier(IdentifierKind.HULL, "KY 0483 T"),
    Identifier(IdentifierKind.IMEI, "359168074318570"),
    Identifier(IdentifierKind.ACCOUNT, "+221775143862"),
    Identifier(IdentifierKind.EMAIL, "le.capitaine+port@gmail.com"),
    Identifier(IdentifierKind.HANDLE, "https://t.me/le_capitaine"),
    Identifier(IdentifierKind.HANDLE, "Snapchat: denise"),
)
SAMPLE_EVENTS = tuple(
    Identity(
        RecordKind.EVENT,
        dates=(PartialDate(DateKind.EVENT, first, last),),
        places=tuple(Place(kind, text) for kind, text in places),
        facts=(Fact(FactKind.MEANS, means), Fact(FactKind.PEOPLE, people)),
    )
    for first, last, places, means, people in (
        ("2026-09-02", None, ((PlaceKind.DEPARTURE, "Mbour"),), "pirogue", "80"),
        ("2026-09-02", "2026-09-09", ((PlaceKind.LANDING, "Gran Canaria"),), "", "60-70"),
        ("2026-09-12", None, ((PlaceKind.DEPARTURE, "Nouadhibou"), (PlaceKind.LANDING, "El Hierro")), "cayuco", "75"),
        ("2026-09-12", "2026-09-13", ((PlaceKind.SEEN, "Rosso"),), "camion", "12"),
    )
)
SAMPLE_REPORTS = (
    Identity(
        RecordKind.REPORT,
        narrative="Tél : 77 512 34 56\nPasseport : AO1234567\n\nUne pirogue bleue de 18 mètres, nommée "
        "« Mame Ndiaye », conduite par Modou Jallow, né le 12 mars 1984, est partie de Mbour. "
        "Compte Facebook « Le capitaine ».",
    ),
    Identity(
        RecordKind.REPORT,
        narrative="تم توقيف المدعو مالك سي وعائشاتو با على متن قارب خشبي أبيض طوله 14 مترا "
        "يقوده مولود ولد أحمد والسيد رشيد بن عودة",
    ),
)


def record_keys(record: Prepared) -> frozenset[str]:
    """Every key the record answers to, those of its report's text included."""
    years = _record_years(record.births)
    keys = {f"i:{key}" for key in record.identifiers}
    if record.letter == PERSON:
        for name in record.names:
            keys.update(_joined(PERSON, name.record_pairs, years))
            keys.update(_joined("1", name.keys.sounds, years))
            keys.update(_joined(PERSON, name.likeliest_pairs, _birthdays(record.births)))
    elif record.letter:
        for name in record.names:
            keys.update(f"{record.letter}:{part}" for part in record_words(name.entity))
    for mention in record.persons:
        born = (mention.birth,) if mention.birth else ()
        keys.update(_joined(PERSON, mention.record_pairs, _record_years(born)))
        keys.update(_joined(PERSON, mention.likeliest_pairs, _birthdays(born)))
    if record.event is not None:
        keys.update(event_record_keys(record.event))
    for vessel in record.vessels:
        keys.update(f"{VESSEL}:{part}" for part in record_words(vessel.entity))
    return _all_short(keys)


def query_keys(watch: Prepared) -> frozenset[str]:
    """The few keys the watch asks for. Raises BadInput when they are more than an index query should hold."""
    years = _query_years(watch.births)
    keys = {f"i:{key}" for key, many in watch.identifiers.items() if not all(one.in_text for one in many)}
    if watch.letter == PERSON:
        days = _birthdays(watch.births)
        pairs = max(BY_BIRTHDAY, (MAX_NAME_KEYS - BY_BIRTHDAY * len(days)) // len(years))
        for name in watch.names:
            keys.update(_joined(PERSON, name.query_pairs[:pairs], years))
            keys.update(_joined(PERSON, name.query_pairs[:BY_BIRTHDAY], days))
            if name.single:
                keys.update(_joined("1", name.keys.sounds[:2], years))
    elif watch.letter:
        for name in watch.names:
            keys.update(f"{watch.letter}:{part}" for part in query_words(name.entity))
    elif watch.event is not None:
        keys.update(event_query_keys(watch.event))
    if len(keys) > MAX_QUERY_KEYS:
        raise BadInput(
            "This subject has %(keys)d search keys, more than the %(limit)d a watch may have. "
            "Split its aliases over several watches.",
            field="names",
            keys=len(keys),
            limit=MAX_QUERY_KEYS,
        )
    return _all_short(keys)


def name_keys(record: Prepared) -> frozenset[str]:
    """What a search by sound finds a record's own names by: the same parts without years, of all things alike."""
    if record.letter == PERSON:
        pairs = {f"{PERSON}:{pair}" for name in record.names for pair in name.record_pairs}
        return _all_short(pairs | {f"1:{sound}" for name in record.names for sound in name.keys.sounds})
    if record.letter:
        return _all_short({f"{THING}:{part}" for name in record.names for part in record_words(name.entity)})
    return frozenset()


def searched_keys(text: str, kind: RecordKind | None) -> tuple[str, ...]:
    """What a search for a name asks of them, of records of one kind or of any; the likeliest first.

    More than a watch of this name, since it is paid for once: all that the watch could ask, and all that a record of
    this name would answer to.
    """
    letter, asked = NAMED_AS.get(kind) if kind else None, list[str]()
    if kind is None or letter == PERSON:
        name = analyze(text)
        sounds = [f"1:{sound}" for sound in name.sounds] if len(name_parts(name)) == 1 else []
        asked += [f"{PERSON}:{pair}" for pair in (*search_pairs(name), *record_pairs(name))][:MAX_SEARCHED] + sounds
    if kind is None or letter not in (None, PERSON):
        entity = read_entity(text)
        words = [part for part in record_words(entity) if part.startswith("1|")]
        asked += [f"{THING}:{part}" for part in (*query_words(entity), *words)][:MAX_SEARCHED]
    return tuple(dict.fromkeys(map(_short, asked)))


def _joined(letter: str, parts: Iterable[str], years: tuple[str, ...]) -> Iterator[str]:
    return (f"{letter}:{part}|{year}" for part in parts for year in years)


def _query_years(births: Iterable[Birth]) -> tuple[str, ...]:
    """The years a watch asks for."""
    buckets = _buckets_of(births, exact=0, circa=TOLERANCE)
    return (*buckets, "*") if buckets else ("?",)


def _birthdays(births: Iterable[Birth]) -> tuple[str, ...]:
    """Month and day of those that are exact to the day."""
    return tuple(sorted({f"{birth.day[1]}-{birth.day[2]}" for birth in births if birth.day and not birth.ranged}))


def _record_years(births: Iterable[Birth]) -> tuple[str, ...]:
    """The years a record answers to."""
    buckets = _buckets_of(births, exact=TOLERANCE, circa=2 * TOLERANCE)
    return (*buckets, "?") if buckets else ("*", "?")


def _buckets_of(births: Iterable[Birth], *, exact: int, circa: int) -> tuple[str, ...]:
    """The buckets of some dates, each widened by so many years; none when they select nobody."""
    buckets: set[int] = set()
    for birth in births:
        reach = circa if birth.circa else exact
        buckets.update(_buckets(birth.first - reach, birth.last + reach))
    return tuple(str(bucket) for bucket in sorted(buckets)) if len(buckets) <= WIDEST else ()


def _buckets(first: int, last: int) -> range:
    first, last = min(first, last), max(first, last)
    return range(first // BUCKET_YEARS, min(last // BUCKET_YEARS, first // BUCKET_YEARS + 2 * WIDEST) + 1)


def _all_short(keys: set[str]) -> frozenset[str]:
    if not keys or ("".join(keys).isascii() and max(map(len, keys)) <= MAX_KEY_LENGTH):
        return frozenset(keys)
    return frozenset(map(_short, keys))


def _short(key: str) -> str:
    if key.isascii() and len(key) <= MAX_KEY_LENGTH:
        return key
    digest = hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=12).hexdigest()
    return f"{key[:1]}:#{digest}"
