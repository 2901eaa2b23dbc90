"""One crossing, written down from its two ends by two units: when it is a hit, when nothing; keys lose none."""

import random
from datetime import date, timedelta
from itertools import product

import pytest

from casefile.errors import BadInput
from casefile.matching import Decision, Prepared, Rule, decide, prepare
from casefile.matching.blocking_keys import query_keys, record_keys
from casefile.matching.departures.evidence import event_evidence
from casefile.matching.departures.keys import MOST_KEYS, check_watchable
from casefile.matching.departures.means import read_means
from casefile.matching.departures.reading import read_people
from casefile.names.entities.gazetteer import by_name
from casefile.subjects.identity import Fact, Identity, PartialDate, Place
from casefile.subjects.name_counts import default
from casefile.vocabulary import DateKind, FactKind, PlaceKind, RecordKind

D, L, AT_SEA, S = PlaceKind.DEPARTURE, PlaceKind.LANDING, PlaceKind.INTERCEPTION, PlaceKind.SEEN
_F = FactKind


def event(days: str, *places: tuple[PlaceKind, str], **facts: str) -> Prepared:
    """`days` as *2026-09-02*, *2026-09-02/2026-09-05*, *~2026-09-02*, or empty."""
    first, _, last = days.removeprefix("~").partition("/")
    dates = (PartialDate(DateKind.EVENT, first, last or None, circa=days.startswith("~")),) if first else ()
    told = tuple(Fact(FactKind(kind), value) for kind, value in facts.items())
    return prepare(
        Identity(RecordKind.EVENT, dates=dates, places=tuple(Place(*one) for one in places), facts=told), "SN"
    )


def judged(record: Prepared, watch: Prepared) -> Decision | None:
    """As a pair is judged: keys first."""
    if record_keys(record).isdisjoint(query_keys(watch)):
        return None
    return decide(record, watch, common=default())


MBOUR = event("2026-09-02", (D, "Mbour"), means="pirogue", people="80")
PAIRS = [
    (
        "same beach, same night, pirogue, about 80",
        event("2026-09-02", (D, "M'bour"), means="cayuco", people="85"),
        MBOUR,
        "hit",
    ),
    (
        "the night goes over into the next day",
        event("2026-09-03", (D, "Mbour"), means="cayuco", people="80"),
        MBOUR,
        "hit",
    ),
    ("the next beach", event("2026-09-02", (D, "Nianing"), people="78"), MBOUR, "hit"),
    (
        "same beach, same night, no more is known",
        event("2026-09-02", (D, "Mbour")),
        event("2026-09-02", (D, "Mbour")),
        "hit",
    ),
    (
        "the landing says where it left",
        event("2026-09-10", (L, "El Hierro"), (D, "Mbour"), means="cayuco", people="82"),
        MBOUR,
        "hit",
    ),
    (
        "the landing, and nobody knows whence",
        event("2026-09-10", (L, "El Hierro"), means="cayuco", people="82"),
        MBOUR,
        "hit",
    ),
    ("the watch is the landing", MBOUR, event("2026-09-10", (L, "La Restinga"), means="patera", people="75"), "hit"),
    (
        "one unit states both times",
        event("", (D, "Mbour"), (L, "El Hierro"), departed_at="02/09/2026 23:00", arrived_at="10/09/2026", people="80"),
        MBOUR,
        "hit",
    ),
    ("seen on the beach", event("2026-09-02", (S, "Mbour"), means="pirogue", people="80"), MBOUR, "hit"),
    (
        "intercepted off the island it was heading for",
        event("2026-09-09", (AT_SEA, "El Hierro"), means="cayuco", people="80"),
        event("2026-09-09", (L, "La Restinga"), people="80"),
        "hit",
    ),
    (
        "same beach, same night, another boat by its people",
        event("2026-09-02", (D, "Mbour"), means="zodiac", people="12"),
        MBOUR,
        "possible",
    ),
    ("the way alone, without people", event("2026-09-10", (L, "El Hierro"), means="cayuco"), MBOUR, None),
    (
        "a small boat, counted one off at either end",
        event("2026-09-10", (L, "El Hierro"), people="21"),
        event("2026-09-02", (D, "Mbour"), people="19"),
        "possible",
    ),
    ("as many people, too soon to have come so far", event("2026-09-04", (L, "El Hierro"), people="80"), MBOUR, None),
    ("as many people, too late", event("2026-10-10", (L, "El Hierro"), people="80"), MBOUR, None),
    (
        "the landing says it left another town",
        event("2026-09-10", (L, "El Hierro"), (D, "Saint-Louis"), people="80"),
        MBOUR,
        None,
    ),
    ("a week later on the same beach", event("2026-09-10", (D, "Mbour"), means="pirogue", people="80"), MBOUR, None),
    ("another coast that day", event("2026-09-02", (D, "Nouadhibou"), means="pirogue", people="80"), MBOUR, None),
    ("a place and a month on the record", event("2026-09", (D, "Mbour"), means="pirogue", people="80"), MBOUR, None),
    ("a place and a year on the record", event("2026", (D, "Mbour"), (L, "El Hierro"), people="80"), MBOUR, None),
    ("a place that no table knows", event("2026-09-02", (D, "Plage Inconnue"), people="80"), MBOUR, None),
    ("no day at all", event("", (D, "Mbour"), people="80"), MBOUR, None),
    (
        "a month and 100 km, and as many people",
        MBOUR,
        event("2026-08-20/2026-09-19", (D, "Dakar"), radius="100", people="80"),
        "possible",
    ),
]


@pytest.mark.parametrize(("why", "record", "watch", "grade"), PAIRS, ids=[pair[0] for pair in PAIRS])
def test_two_ends_of_one_crossing(why: str, record: Prepared, watch: Prepared, grade: str | None) -> None:
    found = judged(record, watch)
    assert (found.grade if found else None) == grade, why


def test_a_hit_says_in_words_what_agrees() -> None:
    found = judged(event("2026-09-02", (D, "Mbour"), means="cayuco", people="85"), MBOUR)
    assert found is not None
    assert {(e.rule, e.wanted, e.found) for e in found.evidence} == {
        (Rule.EVENT_PLACE_AGREES, "Mbour", "Mbour"),
        (Rule.EVENT_DAY_AGREES, "2026-09-02", "2026-09-02"),
        (Rule.EVENT_MEANS_AGREE, "pirogue", "cayuco"),
        (Rule.EVENT_PEOPLE_AGREE, "80", "85"),
    }


def test_the_same_place_and_day_ask_once_and_another_day_asks_anew() -> None:
    bare, told = judged(event("2026-09-02", (D, "Mbour")), MBOUR), judged(MBOUR, MBOUR)
    moved = judged(event("2026-09-03", (D, "Mbour")), MBOUR)
    assert bare and told and moved and bare.facts_hash == told.facts_hash != moved.facts_hash


SEEN_FROM_AFAR = [
    ("Algérie–Baléares", "Dellys", "2026-07-01", "Majorque", "2026-07-02"),
    ("Algérie–Almería", "Oran", "2026-07-01", "Almería", "2026-07-02"),
    ("Tunisie–Lampedusa", "Sfax", "2026-07-01", "Lampedusa", "2026-07-03"),
    ("Libye–Lampedusa", "Zouara", "2026-07-01", "Lampedusa", "2026-07-04"),
    ("Mauritanie–Canaries", "Nouadhibou", "2026-07-01", "Gran Canaria", "2026-07-05"),
    ("Gambie–Canaries", "Barra", "2026-07-01", "El Hierro", "2026-07-10"),
    ("Guinée-Bissau–Canaries", "Varela", "2026-07-01", "Tenerife", "2026-07-12"),
    ("Sahara–Canaries", "Dakhla", "2026-07-01", "Fuerteventura", "2026-07-03"),
    ("Détroit", "Ksar Sghir", "2026-07-01", "Tarifa", "2026-07-01"),
]


@pytest.mark.parametrize(("route", "left", "on", "landed", "then"), SEEN_FROM_AFAR, ids=[r[0] for r in SEEN_FROM_AFAR])
def test_departure_and_landing_meet_on_each_route(route: str, left: str, on: str, landed: str, then: str) -> None:
    departure = event(on, (D, left), people="45", means="barque")
    for landing in (event(then, (L, landed), people="45"), event(then, (L, landed), (D, left))):
        assert judged(landing, departure) and judged(departure, landing), route


def test_whatever_the_rule_lets_meet_shares_a_key() -> None:
    """On 2,500 pairs drawn near one another, both ways: keys lose none."""
    draw, names = random.Random(18), sorted({p.name for known in by_name().values() for p in known if p.kind != "town"})
    met = lost = 0
    for _ in range(2_500):
        near = draw.sample(names, 2) if draw.random() < 0.3 else [draw.choice(names)] * 2
        record, watch = (_drawn(draw, name, radius) for name, radius in zip(near, ("", "yes"), strict=True))
        if record.event and watch.event and event_evidence(record.event, watch.event):
            met += 1
            lost += record_keys(record).isdisjoint(query_keys(watch))
    assert met > 500 and not lost


def _drawn(draw: random.Random, name: str, radius: str) -> Prepared:
    first = date(2026, 9, 1) + timedelta(days=draw.randint(0, 9))
    last = first + timedelta(days=draw.choice((0, 0, 1, 5, 30 if radius else 8)))
    places = [(draw.choice((D, D, L, AT_SEA, S)), name)]
    if draw.random() < 0.4:
        places.append((draw.choice((L, D)), draw.choice(("El Hierro", "Mbour", "Lampedusa"))))
    facts = {"people": str(draw.randint(40, 60))} if draw.random() < 0.7 else {}
    facts |= {"means": draw.choice(("pirogue", "zodiac", "camion"))} if draw.random() < 0.5 else {}
    facts |= {"radius": str(draw.choice((1, 10, 50, 100)))} if radius and draw.random() < 0.7 else {}
    return event(f"{first}/{last}", *places, **facts)


@pytest.mark.parametrize("radius", ["1", "15", "100"])
@pytest.mark.parametrize("last", ["2026-09-01", "2026-09-08", "2026-10-01"])
def test_any_watch_takes_few_keys(radius: str, last: str) -> None:
    for places, means in product(
        [((D, "Mbour"),), ((D, "Mbour"), (L, "El Hierro"))], ["", "pirogue", "pirogue, camion"]
    ):
        asked = query_keys(event(f"2026-09-01/{last}", *places, radius=radius, means=means, people="80"))
        assert 0 < len(asked) <= MOST_KEYS


@pytest.mark.parametrize(("days", "radius", "field"), [
    ("2026-09-01/2026-10-02", "100", "dates"), ("2026-09-01", "101", "facts"), ("2026-09-01", "0", "facts"),
])  # fmt: skip
def test_a_watch_wider_than_that_is_refused_and_asks_nothing(days: str, radius: str, field: str) -> None:
    watch = event(days, (D, "Mbour"), radius=radius)
    assert watch.event is not None and not query_keys(watch)
    with pytest.raises(BadInput) as refused:
        check_watchable(watch.event)
    assert refused.value.field == field


@pytest.mark.parametrize(("text", "read"), [
    ("80", (80, 80)), ("environ 80 personnes", (80, 80)), ("80-90", (80, 90)), ("entre 80 et 90", (80, 90)),
    ("80, dont 12 femmes", (80, 80)), ("٨٠", (80, 80)), ("بين ٨٠ و ٩٠", (80, 90)), ("une centaine", None), ("0", None),
])  # fmt: skip
def test_numbers_of_people_are_read(text: str, read: tuple[int, int] | None) -> None:
    assert read_people(text) == read


@pytest.mark.parametrize(("one", "other", "same"), [
    ("pirogue", "cayuco", True), ("Pirogue en bois", "patera", True), ("زورق", "piroga", True),
    ("bateau pneumatique", "zodiac", True), ("قارب مطاطي", "rubber boat", True), ("neumática", "dinghy", True),
    ("semi-rigide", "zodiac", True), ("go-fast", "lancha rápida", True),
    ("camion", "lorry", True), ("الحافلة", "bus", True),
    ("pirogue", "zodiac", False), ("camion", "pirogue", False), ("à pied", "car", False), ("avion", "barco", False),
])  # fmt: skip
def test_words_for_one_means_are_one(one: str, other: str, same: bool) -> None:
    assert read_means(one) and read_means(other)
    assert bool(read_means(one) & read_means(other)) is same


def test_nothing_but_an_event_has_a_place_and_a_day_in_that_sense() -> None:
    assert event("2026-09-02", (D, "Mbour")).event
    assert prepare(Identity(RecordKind.REPORT, places=(Place(D, "Mbour"),)), "SN").event is None
