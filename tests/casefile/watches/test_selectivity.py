"""Whether a watch can find anything, how many strangers it would meet, and what would make it better."""

import pytest

from casefile.matching import decide, prepare
from casefile.matching.blocking_keys import query_keys, record_keys
from casefile.names.frequency import count_names, default
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate
from casefile.subjects.stop_values import is_no_name, is_no_number
from casefile.vocabulary import Band, DateKind, IdentifierKind, RecordKind, Remedy, Weakness
from casefile.watches.selectivity import band_of, can_fire, is_wide, selectivity, widest
from tests.network.make import person

P, ORG, V, T, C = (
    RecordKind.PERSON, RecordKind.ORGANISATION, RecordKind.VESSEL, RecordKind.PHONE, RecordKind.VEHICLE,
)  # fmt: skip
NONE, FEW, SOME, MORE = Band
SINGLE, COMMON, STOP, MANY = Weakness.SINGLE_NAME, Weakness.COMMON_NAME, Weakness.STOP_VALUE, Weakness.TOO_MANY


def thing(kind, *names, **numbers):
    ids = tuple(Identifier(IdentifierKind(k), v) for k, v in numbers.items())
    return Identity(kind, tuple(map(Name, names)), ids)


def between(name, first, last):
    return Identity(P, (Name(name),), dates=(PartialDate(DateKind.BIRTH, first, last),))


TABLE = [
    # a first name or a family name alone: nobody
    (person("Lamin"), None, {SINGLE}, NONE),
    (person("Lamine"), None, {SINGLE}, NONE),
    (person("Mohamed"), None, {SINGLE}, NONE),
    (person("محمد"), None, {SINGLE}, NONE),
    (person("Diallo"), None, {SINGLE}, NONE),
    (person("ديالو"), None, {SINGLE}, NONE),
    (person("Zwangobi"), None, {SINGLE}, NONE),
    (person("M. Diallo"), None, {SINGLE}, NONE),
    # two common names, in any script or spelling: nobody
    (person("Mamadou Diallo"), None, {COMMON}, NONE),
    (person("Modou Jallow"), None, {COMMON}, NONE),
    (person("مامادو ديالو"), None, {COMMON}, NONE),
    (person("Fatoumata Diallo"), None, {COMMON}, NONE),
    (person("Ousmane Ndiaye"), None, {COMMON}, NONE),
    (person("Abdoulaye Koné"), None, {COMMON}, NONE),
    (person("Mamadou Diallo", nationalities=("SN",)), None, {COMMON}, NONE),
    (between("Mamadou Diallo", "1970", "1990"), None, {COMMON}, SOME),
    # a common name with a year: yes, and many
    (person("Mamadou Diallo", "1984"), "possible", set(), SOME),
    (person("Modou Jallow", "1984"), "hit", set(), FEW),
    (person("مامادو ديالو", "1984"), "hit", set(), SOME),
    (person("Mohamed Diallo", "1980"), "possible", set(), SOME),
    (between("Mamadou Diallo", "1980", "1985"), "possible", {MANY}, MORE),
    (person("Lamin", "1984"), "hit", {MANY}, MORE),
    (person("محمد", "1980"), "possible", {MANY}, MORE),
    (person("M. Diallo", "1984"), "possible", {MANY}, MORE),
    (person("Mamadou Diallo", "1984-03-12"), "hit", set(), FEW),
    # less common, or three parts: the name suffices
    (person("Mamadou Lamine Diallo"), "possible", set(), FEW),
    (person("Karamo Sanyang"), "possible", set(), FEW),
    (person("Ngolo Zerbo"), "hit", set(), NONE),
    (person("Sidi Mohamed Ould Bouamatou"), "hit", set(), NONE),
    # a number is nobody else's
    (person("Lamin", phone="+221 77 123 45 67"), "hit", set(), NONE),
    (person("Mamadou Diallo", passport="A01234567"), "hit", set(), NONE),
    (thing(T, phone="+220 391 2245"), "hit", set(), NONE),
    (thing(T, phone="391 2245"), "hit", set(), NONE),  # no number of Senegal, but of The Gambia
    (thing(C, plate="DK 4417 AB"), "hit", set(), NONE),
    (thing(V, hull="DK 4417 P"), "possible", set(), NONE),
    # values that tell nobody apart
    (person("Inconnu"), None, {STOP}, NONE),
    (person("Unknown", "1984"), None, {STOP}, NONE),
    (person("Femme non identifiée"), None, {STOP}, NONE),
    (person("X"), None, {STOP}, NONE),
    (person("مجهول"), None, {STOP}, NONE),
    (person("غير معروف"), None, {STOP}, NONE),
    (person("Desconocido"), None, {STOP}, NONE),
    (thing(T, phone="77 000"), None, {STOP}, NONE),
    (thing(T, phone="17"), None, {STOP}, NONE),
    (thing(T, phone="+221 77 000 00 00"), None, {STOP}, NONE),
    (person("Mamadou Diallo", "1984", phone="117"), "possible", {STOP}, SOME),
    # boats and companies
    (thing(V, "Yaay Daara"), "possible", set(), FEW),
    (thing(V, "Yaay"), "possible", set(), FEW),
    (thing(V, "Pirogue"), None, {STOP}, NONE),
    (thing(ORG, "Transport"), None, {STOP}, NONE),
    (thing(ORG, "Teranga Fishing"), "possible", set(), NONE),
    (thing(ORG, "Sénégal Pêche SARL"), "possible", set(), FEW),
    (thing(ORG, "شركة النصر"), "possible", set(), FEW),
]  # fmt: skip


def named(row):
    one = row[0] if isinstance(row, tuple) else row
    return f"{one.kind.value}-{one.caption}-{[d.value for d in one.dates]}" if isinstance(one, Identity) else ""


@pytest.mark.parametrize(("identity", "grade", "weak", "band"), TABLE, ids=[named(row) for row in TABLE])
def test_what_a_watch_can_do(identity, grade, weak, band):
    found = selectivity(identity, "SN")
    assert (found.grade, set(found.weaknesses), found.band) == (grade, weak, band)
    assert can_fire(identity, "SN") is found.fires is (grade is not None)
    assert is_wide(identity, "SN") is found.wide
    assert bool(found.ways) is found.fires


@pytest.mark.parametrize("identity", [row[0] for row in TABLE], ids=[named(row) for row in TABLE])
def test_a_watch_that_cannot_fire_is_not_found_by_its_twin_and_the_rest_are(identity):
    """Against the matcher, with the stop values taken away by hand."""
    kept = Identity(
        identity.kind,
        tuple(n for n in identity.names if not is_no_name(n.text, identity.kind)),
        tuple(i for i in identity.identifiers if not is_no_number(i)),
        identity.dates,
        nationalities=identity.nationalities,
    )
    twin = prepare(kept, "SN")
    met = not record_keys(twin).isdisjoint(query_keys(twin))
    found = decide(twin, twin, common=default())
    assert can_fire(identity, "SN") is (met and found is not None and found.listed)


@pytest.mark.parametrize(
    ("identity", "remedies"),
    [
        (person("Lamin"), {Remedy.YEAR, Remedy.SECOND_NAME, Remedy.PHONE, Remedy.DOCUMENT}),
        (person("Mamadou Diallo"), {Remedy.YEAR, Remedy.SECOND_NAME, Remedy.PHONE, Remedy.DOCUMENT}),
        (person("Inconnu"), {Remedy.SECOND_NAME, Remedy.PHONE, Remedy.DOCUMENT}),
        (person("Lamin", "1984"), {Remedy.SECOND_NAME}),
        (between("Mamadou Diallo", "1980", "1985"), {Remedy.YEAR, Remedy.SECOND_NAME}),
        (thing(V, "Pirogue"), {Remedy.REGISTRATION}),
        (person("Ngolo Zerbo"), set()),
    ],
    ids=named,
)
def test_what_would_help_is_what_helps_by_the_matcher(identity, remedies):
    assert set(selectivity(identity, "SN").remedies) == remedies


@pytest.mark.parametrize(
    ("identity", "ways"),
    [
        (person("Ngolo Zerbo"), {("name",)}),
        (person("Modou Jallow", "1984"), {("name", "birth")}),
        (person("Modou Jallow", "1984", phone="+2203912245"), {("name", "birth"), ("phone",)}),
        (person("Lamin", phone="+2203912245", passport="A01234567"), {("phone",), ("passport",)}),
    ],
    ids=named,
)
def test_which_facts_suffice(identity, ways):
    assert set(selectivity(identity, "GM").ways) == ways


def test_a_rarer_name_or_a_year_never_brings_more_strangers():
    order = list(Band).index
    for name in ("Mamadou Diallo", "Ousmane Ndiaye", "Karamo Sanyang", "Lamin Sanneh"):
        wide = between(name, "1980", "1985")
        assert order(selectivity(person(name, "1984"), "SN").band) <= order(selectivity(wide, "SN").band)
        assert order(selectivity(person(f"{name} Zwangobi", "1984"), "SN").band) <= order(
            selectivity(person(name, "1984"), "SN").band
        )


def test_it_speaks_of_published_frequencies_whatever_was_counted():
    """The counts of the shared database are never asked: with them the answer would tell what is in it."""
    common = count_names([["Ngolo Zerbo"]] * 500_000, version=9)
    assert common.bits_of("=ngolo") < default().bits_of("=ngolo")
    assert selectivity(person("Ngolo Zerbo"), "SN").band is NONE


@pytest.mark.parametrize(
    ("expected", "band"), [(0, NONE), (0.49, NONE), (0.5, FEW), (5.4, FEW), (5.6, SOME), (20.4, SOME), (21, MORE)]
)
def test_the_bands(expected, band):
    assert band_of(expected) is band


def test_the_widest_band_counts():
    assert widest([]) is NONE and widest([FEW, MORE, NONE]) is MORE and widest([NONE, SOME]) is SOME


@pytest.mark.parametrize(
    "name", ["Maarouf Ba", "معروف با", "Xavier Mendes", "Na Diop", "Personne Diatta", "Jean Diouf", "Ly", "Bo"]
)
def test_a_real_name_is_no_placeholder(name):
    assert not is_no_name(name)


@pytest.mark.parametrize(("value", "stop"), [("+221 77 345 12 90", False), ("3912245", False), ("391224", True),
                                             ("1111111", True), ("12345678", True), ("87654321", True),
                                             ("٧٧٠٠٠٠٠٠٠", True), ("inconnu", True)])  # fmt: skip
def test_a_number_that_fills_a_field_is_no_number(value, stop):
    assert is_no_number(Identifier(IdentifierKind.PHONE, value)) is stop


@pytest.mark.parametrize(("value", "stop"), [("A01234567", False), ("N° inconnu", True), ("مجهول", True),
                                             ("مجهولة", True), ("N° 000000", True), ("n.a.", True)])  # fmt: skip
def test_a_placeholder_is_one_behind_its_sign_and_in_either_spelling(value, stop):
    assert is_no_number(Identifier(IdentifierKind.PASSPORT, value)) is stop
