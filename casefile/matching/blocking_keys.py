"""Compound keys: the words by which a record and a watch find each other in the index, before any judgement.

Both sides make keys of what they hold, and meet if and only if one key is common. A key joins what must agree: two
parts of a name *and* the years of birth that may still be one. Measured (docs/sources/measurements.md): 5 keys a watch
3 ms and 4,250 records a second, 21 keys 22 ms and 579, 61 keys 12 ms and 497. So the watch makes few and selective
keys, the record as many as it needs.

Years. A bucket is five years. A watch that knows the year asks for its bucket (the buckets two years around it when
*about*), and for `*`, the records that know none; a watch that does not know asks `?`. A record that knows the year
answers in the buckets from two years before to two after (four when *about*) and to `?`; one that does not answers to
`*` and `?`. So years up to two apart always meet, each pair of names costs a watch two keys, and a watch for a man of
1984 is never run for a man of 1950 of the same common name.

Names. Persons meet by the sounds of two parts of a name, in any order. A part has a first sound and some further ones
(Diallo: JL, and DL for whoever reads the i). The record answers for all of them, the watch asks for those pairs in
which one is a first sound: on the shared labelled pairs 0.97 of the same persons meet as with all pairs on both
sides, with three pairs for a name of two parts instead of five. A watch with a single name part asks `1:`, which
records answer for every part of their structured names but not for names in reports: one first name in running text
is everybody. Organisations, vessels, vehicles and places meet by two parts, or by the one that is left when the words
of the trade are put away. Each kind of name has its letter, so a person never meets a company by name; identifiers
have none of it and meet across kinds: the watched man's number is on a phone record.
"""

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations

from casefile.errors import BadInput
from casefile.names import analyze
from casefile.narrative import Mentions, read_narrative
from casefile.subjects.identifiers import confusable, group, normal
from casefile.subjects.identity import Identifier, Identity, PartialDate
from casefile.vocabulary import RecordKind

MAX_WATCH_KEYS = 1_000
BUCKET_YEARS = 5
TOLERANCE = 2  # years: how far stated ages are rounded; *about* on either side adds as many again
MAX_PARTS, MAX_PAIRS = 8, 120  # of one name; nobody is known by more
WIDEST = 8  # buckets; a birth "between 1940 and 1985" selects nobody, so it counts as unknown
MAX_KEY_LENGTH = 48  # characters; longer keys, and those that are not plain ASCII, are hashed

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

GENERIC: frozenset[str] = frozenset(
    "maritime maritimes peche pêche pesca fishing sarl suarl sa sas sasu eurl gie gmbh ltd limited llc inc co "
    "company corporation corp plc sl lda societe  société sociedad sociedade entreprise enterprise enterprises "
    "empresa ets etablissements établissements  groupe group grupo holding association asociacion associação ong "
    "ngo fondation foundation fundacion  federation union cooperative transport transports transit trading "
    "commerce commercial general generale  générale international internationale import export services service "
    "agence agency bureau office the la le  les l de du des d of and et y e el al for pour para en شركة مؤسسة "
    "جمعية منظمة pirogue bateau navire boat  vessel mv ms fv cayuco patera barco piroga chalutier".split()
)
"""Words of the trade in names of companies and boats: shared by all, so they tell nobody apart."""


def record_keys(identity: Identity, home_country: str | None) -> frozenset[str]:
    """Every key the record answers to, those of its report's text included."""
    years = _answers(identity.birth())
    keys: set[str] = set()
    letter = NAMED_AS.get(identity.kind)
    for name in identity.names:
        if letter == PERSON:
            keys.update(_joined(PERSON, answered_pairs(name.text), years))
            keys.update(_joined("1", analyze(name.text).sounds, years))
        elif letter:
            keys.update(f"{letter}:{part}" for part in thing_parts(name.text, generous=True))
    keys.update(identifier_keys(identity.identifiers, home_country))
    keys.update(_mention_keys(read_text(identity, home_country), home_country))
    return _all_short(keys)


def watch_keys(identity: Identity, home_country: str | None) -> frozenset[str]:
    """The few keys the watch asks for. Raises BadInput when they are more than an index query should hold."""
    years = _asks(identity.birth())
    keys: set[str] = set()
    letter = NAMED_AS.get(identity.kind)
    for name in identity.names:
        if letter == PERSON:
            pairs = asked_pairs(name.text)
            keys.update(_joined(PERSON, pairs, years))
            if not pairs:
                keys.update(_joined("1", analyze(name.text).sounds[:2], years))
        elif letter:
            keys.update(f"{letter}:{part}" for part in thing_parts(name.text, generous=False))
    keys.update(identifier_keys(identity.identifiers, home_country))
    if len(keys) > MAX_WATCH_KEYS:
        raise BadInput(
            "This subject has %(keys)d search keys, more than the %(limit)d a watch may have. "
            "Split its aliases over several watches.",
            field="names", keys=len(keys), limit=MAX_WATCH_KEYS,
        )  # fmt: skip
    return _all_short(keys)


def read_text(identity: Identity, home_country: str | None) -> Mentions:
    """What the identity's free text names; the title of an event or a report is part of its text."""
    text = identity.narrative
    if identity.kind not in NAMED_AS and identity.names:
        text = "\n".join([*(name.text for name in identity.names), text])
    return read_narrative(text, home_country)


def identifier_keys(identifiers: Iterable[Identifier], home_country: str | None) -> frozenset[str]:
    """One key for each identifier that tells anybody apart; letters read as digits (O, 0) make one key."""
    return frozenset(
        f"i:{group(one.kind)}:{confusable(form)}"
        for one in identifiers
        if (form := normal(one, home_country)) is not None
    )


@lru_cache(maxsize=65536)
def answered_pairs(name: str) -> tuple[str, ...]:
    """Pairs of sounds of two parts of a person's name that a record answers to: all of them."""
    found: dict[str, None] = {}
    for left, right in combinations(_sounding(name), 2):
        for a in left:
            for b in right:
                found[_pair(a, b)] = None
    return tuple(found)[:MAX_PAIRS]


@lru_cache(maxsize=65536)
def asked_pairs(name: str) -> tuple[str, ...]:
    """The fewer pairs a watch asks for: one of the two is a part's first sound, the other among its likeliest."""
    found: dict[str, None] = {}
    for left, right in combinations([_likeliest(sounds) for sounds in _sounding(name)], 2):
        found.update((_pair(left[0], b), None) for b in right)
        found.update((_pair(a, right[0]), None) for a in left)
    return tuple(found)[:MAX_PAIRS]


def _sounding(name: str) -> list[tuple[str, ...]]:
    return [token.sounds for token in analyze(name).tokens if token.role == "name" and token.sounds][:MAX_PARTS]


def _likeliest(sounds: tuple[str, ...]) -> tuple[str, ...]:
    """Two sounds; three where one is a single consonant with any vowel (Ba, Sy, Ali), which joins little."""
    return sounds[: 3 if any(sound.endswith("*") for sound in sounds[:2]) else 2]


def _pair(a: str, b: str) -> str:
    return f"{a}|{b}" if a <= b else f"{b}|{a}"


@lru_cache(maxsize=16384)
def thing_parts(name: str, *, generous: bool) -> tuple[str, ...]:
    """The parts by which a company, vessel, vehicle or place is found: pairs of telling words, or the only one.

    The watch asks for pairs of its first three telling words, the record answers for those of its first six.
    """
    sounds = [heard[: 2 if generous else 1] for _, heard in telling_words(name)]
    found: dict[str, None] = {}
    if len(sounds) == 1 or generous:
        for options in sounds if generous else sounds[:1]:
            found.update((f"1|{one}", None) for one in options)
    for left, right in combinations(sounds[: 6 if generous else 3], 2):
        for a in left:
            for b in right:
                found["|".join(sorted((a, b)))] = None
    return tuple(found)


@lru_cache(maxsize=16384)
def telling_words(name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The words of a thing's name that tell it apart, without a plural s, each with its keys.

    When there are only words of the trade, they are all there is.
    """
    words = [token.text for token in analyze(name).tokens]
    kept = [word for word in words if word not in GENERIC] or words
    singular = [word.removesuffix("s") if len(word) > 4 else word for word in kept]
    return tuple((word, _word_sounds(word)) for word in singular)


def _word_sounds(word: str) -> tuple[str, ...]:
    """A word's sound keys, marked when it begins with a vowel: words of trade and place collide by consonants alone."""
    analysed = analyze(word)
    vowel = "+" if analysed.latin and analysed.latin[0][:1] in "aeiou" else ""
    return tuple(f"{vowel}{sound}" for sound in analysed.sounds) or (word,)


def _mention_keys(mentions: Mentions, home_country: str | None) -> Iterator[str]:
    for mention in mentions.persons:
        years = _answers((mention.birth,) if mention.birth else ())
        yield from _joined(PERSON, answered_pairs(mention.name), years)
    for vessel in mentions.vessels:
        yield from (f"{VESSEL}:{part}" for part in thing_parts(vessel, generous=True))
    yield from identifier_keys(mentions.identifiers, home_country)


def _joined(letter: str, parts: Iterable[str], years: Iterable[str]) -> Iterator[str]:
    years = tuple(years)
    return (f"{letter}:{part}|{year}" for part in parts for year in years)


def _asks(births: Iterable[PartialDate]) -> tuple[str, ...]:
    """The years a watch asks for."""
    buckets: set[int] = set()
    for birth in births:
        first, last = birth.years()
        reach = TOLERANCE if birth.circa else 0
        buckets.update(_buckets(first - reach, last + reach))
    if not buckets or len(buckets) > WIDEST:
        return ("?",)
    return (*(str(b) for b in sorted(buckets)), "*")


def _answers(births: Iterable[PartialDate]) -> tuple[str, ...]:
    """The years a record answers to."""
    buckets: set[int] = set()
    for birth in births:
        first, last = birth.years()
        reach = 2 * TOLERANCE if birth.circa else TOLERANCE
        buckets.update(_buckets(first - reach, last + reach))
    if not buckets or len(buckets) > WIDEST:
        return ("*", "?")
    return (*(str(b) for b in sorted(buckets)), "?")


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
