"""An invented region for `griot bench desk`: records, watches and the coincidences planted among them, as files.

The files are what a world brought from outside has: `records.jsonl` and `watches.jsonl` (FollowTheMoney entities),
`truth.csv` (`watch,record`: their ids), and here `units.csv` (`side,id,unit,country`), since two sides of one unit
never meet. The rates below are orders of magnitude of published lists and of what units of the region write down; the
same seed makes the same world. Nobody here exists.
"""

import csv
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from indexer.bench.desk_names import Spelled, Tradition, traditions

RECORDS, WATCHES, TRUTH, UNITS = "records.jsonl", "watches.jsonl", "truth.csv", "units.csv"

CLERKS = {"SN": "fr", "GM": "en", "MR": "fr", "GN": "fr", "ML": "fr", "CI": "fr", "GW": "pt", "ES": "pt"}
"""Countries of the units, and how their clerks spell."""
UNITS_EACH = 2
NATIONS = ("SN", "GM", "MR", "GN", "ML", "CI", "GW", "MA", "DZ", "TN", "NG", "GH")
TOWNS = ("Saint-Louis", "Dakar", "Nouadhibou", "Mbour", "Banjul", "Conakry", "Bamako", "Kayes", "Tambacounda",
         "Ziguinchor", "Bissau", "Abidjan", "Tanger", "Zuwara", "Las Palmas", "Labé")  # fmt: skip

TAIL = 0.25
"""Of ten family names two or three belong to the long tail, as beyond the first three hundred of Senegal."""
SECOND_GIVEN = 0.22
NAMESAKES = 0.2
"""Strangers who bear the whole name of somebody else: children are named after an elder or a saint, names and all."""
DATE_KNOWN = {"record": 0.75, "watch": 0.85}
"""Published lists know a date for four in five; reports for fewer; who watches has asked."""
EXACT = 0.6
"""Of known dates those with a day; the others are years, one in five of these *about*."""
FIRST_OF_JANUARY = 0.08
"""Of dates with a day those by which an office means that only the year is known."""
PHONE, PASSPORT, NATIONALITY, SEX, BIRTH_PLACE = 0.35, 0.12, 0.7, 0.7, 0.12
HUBS, HUB_CARRIES = 20, (30, 110)
"""Telephones of call shops and hotels, and how many records carry each. Half of them somebody watches too."""
REPORTS = 0.12
"""Records that are reports: half of them name somebody nobody watches."""
NOTHING_BUT_NAME = 0.05
"""Planted pairs that have nothing in common but the name: no rule finds them without finding strangers."""

SPELLED_OTHERWISE, REORDERED, CUT, SLIP, ARABIC = 0.75, 0.25, 0.25, 0.07, 0.06
DATE_ERRORS = {"none": 0.6, "rounded": 0.22, "year": 0.08, "day": 0.04, "exchanged": 0.03, "far": 0.03}
"""What a second clerk does to a date: nothing, the year alone, a year up or down, another day, day and month, years."""
SAME_PHONE, SAME_PASSPORT = 0.45, 0.5
"""Of numbers that one side holds, those that the other holds as well."""
ALSO_A_PHONE, ALSO_A_REPORT = 0.08, 0.08
"""Planted records whose unit has a record of the telephone, or a report that names the person, linked to it."""

Json = dict[str, object]


@dataclass(frozen=True)
class Person:
    """Somebody of the region as he is, before any clerk writes him down."""

    given: tuple[Spelled, ...]
    fathers: tuple[Spelled, ...]
    family: Spelled
    man: bool
    born: tuple[int, int, int]
    country: str
    town: str
    phone: str
    passport: str


@dataclass(frozen=True)
class Entry:
    """One entity as written."""

    id: str
    unit: str
    country: str
    entity: Json


@dataclass
class World:
    """All that goes into the files."""

    records: list[Entry] = field(default_factory=list)
    watches: list[Entry] = field(default_factory=list)
    truth: list[tuple[str, str]] = field(default_factory=list)

    def write(self, folder: Path) -> None:
        """The four files, in a folder made if missing."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, entries in ((RECORDS, self.records), (WATCHES, self.watches)):
            with (folder / name).open("w", encoding="utf-8") as file:
                file.writelines(json.dumps(one.entity, ensure_ascii=False) + "\n" for one in entries)
        _write_rows(folder / TRUTH, ("watch", "record"), self.truth)
        sides = (("record", self.records), ("watch", self.watches))
        rows = [(side, one.id, one.unit, one.country) for side, entries in sides for one in entries]
        _write_rows(folder / UNITS, ("side", "id", "unit", "country"), rows)


def make(*, records: int = 20_000, watches: int = 10_000, planted: int = 500, seed: int = 1) -> World:
    """The region. Things linked to a planted record come on top of `records`."""
    return _Region(seed).world(records, watches, planted)


class _Region:
    """A seeded stream of people and of what clerks make of them."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.traditions = traditions()
        self.tail = [_tail_name(self.draw) for _ in range(1500)]
        self.units = [(f"{country}-{n}", country) for country in CLERKS for n in range(1, UNITS_EACH + 1)]
        self.number = 0
        self.seen: list[Person] = []

    def world(self, records: int, watches: int, planted: int) -> World:
        made = World()
        for _ in range(planted):
            self._plant(made)
        hubs = self._hubs(records - planted)
        for at in range(records - planted):
            person, (unit, country) = self.person(), self.draw.choice(self.units)
            if at in hubs:
                person = replace(person, phone=hubs[at])
            if self.draw.random() < REPORTS and at not in hubs:
                made.records.append(self._report(person, unit, country))
            else:
                made.records.append(self._entry("record", person, unit, country, hub=at in hubs))
        called = sorted(set(hubs.values()))[::2]
        for at in range(watches - planted):
            person = self.person()
            if at < len(called):
                person = replace(person, phone=called[at])
            made.watches.append(self._entry("watch", person, *self.draw.choice(self.units), hub=at < len(called)))
        self.draw.shuffle(made.records)
        self.draw.shuffle(made.watches)
        return made

    def person(self) -> Person:
        """One more, who may be another's namesake."""
        one, draw = self._person_born(), self.draw
        if self.seen and draw.random() < NAMESAKES:
            elder = draw.choice(self.seen)
            one = replace(one, given=elder.given, fathers=elder.fathers, family=elder.family, man=elder.man)
        self.seen.append(one)
        return one

    def _person_born(self) -> Person:
        tradition = self.draw.choices(self.traditions, [t.people for t in self.traditions])[0]
        man = self.draw.random() < 0.82
        given = [self._one(tradition.men if man else tradition.women)]
        if self.draw.random() < SECOND_GIVEN:
            given.append(self._one(tradition.men if man else tradition.women))
        country = self.draw.choice(NATIONS)
        return Person(
            tuple(given),
            tuple(self._one(tradition.men) for _ in range(2)) if tradition.chained else (),
            self._family(tradition),
            man,
            (self.draw.randint(1955, 2004), self.draw.randint(1, 12), self.draw.randint(1, 28)),
            country,
            self.draw.choice(TOWNS),
            f"+2217{self.draw.choice('0678')}{self.draw.randint(1_000_000, 9_999_999)}",
            f"{self.draw.choice('ABCDEFGHJK')}{self.draw.randint(10_000_000, 99_999_999)}",
        )

    # ---- what clerks write ---------------------------------------------------------------------------------------

    def _entry(self, side: str, person: Person, unit: str, country: str, *, hub: bool = False) -> Entry:
        """Somebody nobody else knows."""
        properties: Json = {"name": [self._written(person, CLERKS[country])]}
        if self.draw.random() < DATE_KNOWN[side]:
            properties["birthDate"] = [self._dated(person.born)]
        if hub or self.draw.random() < PHONE:
            properties["phone"] = [person.phone]
        if self.draw.random() < PASSPORT:
            properties["passportNumber"] = [person.passport]
        return self._person(side, person, unit, country, properties)

    def _person(self, side: str, person: Person, unit: str, country: str, properties: Json) -> Entry:
        if self.draw.random() < NATIONALITY:
            properties["nationality"] = [person.country.lower()]
        if self.draw.random() < SEX:
            properties["gender"] = ["male" if person.man else "female"]
        if self.draw.random() < BIRTH_PLACE:
            properties["birthPlace"] = [person.town]
        return self._said(side, unit, country, "Person", properties)

    def _said(self, side: str, unit: str, country: str, schema: str, properties: Json) -> Entry:
        self.number += 1
        id = f"{side[0]}{self.number:06d}"
        return Entry(id, unit, country, {"id": id, "schema": schema, "properties": properties})

    def _report(
        self, person: Person, unit: str, country: str, *, phone: bool = False, of: Entry | None = None
    ) -> Entry:
        """A text that names the person among others."""
        name, draw = self._written(person, CLERKS[country]), self.draw
        year = f", né en {person.born[0]}" if draw.random() < 0.5 else ""
        number = f", joignable au {person.phone}" if phone or draw.random() < 0.25 else ""
        other = self._written(self.person(), CLERKS[country])
        text = draw.choice((
            f"Selon un témoin, le passeur {name}{year}{number}, attendait près de la plage avec deux pirogues.",
            f"Le convoyeur {other} a remis l'argent à {name}{year}{number} devant la gare routière.",
            f"{name}{year}{number} a acheté la pirogue. Son aide {other} a pris la fuite.",
        ))  # fmt: skip
        properties: Json = {"description": [text]}
        if of is not None:
            properties["entity"] = [of.id]
        return self._said("record", unit, country, "Note", properties)

    def _written(self, person: Person, clerk: str) -> str:
        """The name in full."""
        draw = self.draw
        parts = [*person.given, *person.fathers[: draw.randint(0, 2)], person.family]
        words = [draw.choice(part.forms(clerk)) for part in parts]
        if person.fathers and draw.random() < 0.35:
            words.insert(len(person.given), "Ould" if person.man else "Mint")
        if draw.random() < 0.12:
            words = [words[-1].upper(), *words[:-1]]
        return " ".join(words)

    def _dated(self, born: tuple[int, int, int]) -> str:
        year, month, day = born
        if self.draw.random() >= EXACT:
            return f"about {year}" if self.draw.random() < 0.2 else str(year)
        return f"{year}-01-01" if self.draw.random() < FIRST_OF_JANUARY else f"{year}-{month:02d}-{day:02d}"

    # ---- coincidences --------------------------------------------------------------------------------------------

    def _plant(self, made: World) -> None:
        person, draw = self.person(), self.draw
        (watching, near), (recording, far) = draw.sample(self.units, 2)
        alone = draw.random() < NOTHING_BUT_NAME
        first: Json = {"name": [self._written(person, CLERKS[near])]}
        second: Json = {"name": [self._otherwise(person, far)]}
        first_date, second_date = (not alone and draw.random() < p for p in (DATE_KNOWN["watch"], 0.8))
        number = not alone and (not (first_date and second_date) or draw.random() < 0.3)
        if first_date:
            first["birthDate"] = [self._dated(person.born)]
        if second_date:
            second["birthDate"] = [self._dated_otherwise(person.born)]
        if number:
            self._numbered(person, first, second)
        watch = self._person("watch", person, watching, near, first)
        if not alone and draw.random() < 0.06:
            record = self._report(person, recording, far, phone=True)
            first.setdefault("phone", [person.phone])
        else:
            record = self._person("record", person, recording, far, second)
        made.watches.append(watch)
        made.records.append(record)
        made.truth.append((watch.id, record.id))
        self._plant_more(made, person, record, second)

    def _plant_more(self, made: World, person: Person, record: Entry, written: Json) -> None:
        """What the same unit holds besides: it makes further hits of the same coincidence."""
        if "phone" in written and self.draw.random() < ALSO_A_PHONE / SAME_PHONE:
            made.records.append(self._said("record", record.unit, record.country, "LegalEntity",
                                           {"phone": [person.phone]}))  # fmt: skip
        if record.entity["schema"] == "Person" and self.draw.random() < ALSO_A_REPORT:
            made.records.append(self._report(person, record.unit, record.country, of=record))

    def _numbered(self, person: Person, first: Json, second: Json) -> None:
        """A telephone or a passport on one side or both; one of them on both at least."""
        phone, passport = self.draw.random() < SAME_PHONE * 1.5, self.draw.random() < SAME_PASSPORT
        if phone or not passport:
            first["phone"], second["phone"] = [person.phone], [person.phone]
        if passport:
            first["passportNumber"], second["passportNumber"] = [person.passport], [person.passport]

    def _otherwise(self, person: Person, country: str) -> str:
        """As another country's clerk heard it: spelling, order, a part cut off, a slip, another script."""
        draw = self.draw
        clerk = CLERKS[country] if draw.random() < SPELLED_OTHERWISE else "fr"
        if draw.random() < ARABIC and all("ar" in p.by_clerk for p in (*person.given, *person.fathers, person.family)):
            clerk = "ar"
        parts = [*person.given, *person.fathers, person.family]
        if len(parts) > 2 and draw.random() < CUT * 2:
            del parts[draw.randrange(1, len(parts))]
        words = [draw.choice(part.forms(clerk)) for part in parts]
        if clerk != "ar" and draw.random() < SLIP:
            at = draw.randrange(len(words))
            words[at] = _slip(draw, words[at])
        if draw.random() < REORDERED:
            words = [*words[-1:], *words[:-1]]
        return " ".join(words)

    def _dated_otherwise(self, born: tuple[int, int, int]) -> str:
        year, month, day = born
        kind = self.draw.choices(list(DATE_ERRORS), list(DATE_ERRORS.values()))[0]
        if kind == "none":
            return self._dated(born)
        if kind == "rounded":
            return str(year)
        if kind == "exchanged":
            return f"{year}-{min(day, 12):02d}-{month:02d}"
        if kind == "day":
            return f"{year}-{month:02d}-{self.draw.randint(1, 28):02d}"
        moved = year + (self.draw.choice((-1, 1)) if kind == "year" else self.draw.choice((-4, -3, -2, 2, 3, 4)))
        return f"{moved}-{month:02d}-{day:02d}" if self.draw.random() < 0.4 else str(moved)

    # ---- the rest ------------------------------------------------------------------------------------------------

    def _hubs(self, strangers: int) -> dict[int, str]:
        """Which strangers carry a hub's number, by their place."""
        found: dict[int, str] = {}
        for _ in range(HUBS):
            number = f"+22133{self.draw.randint(8_000_000, 8_999_999)}"
            many = min(self.draw.randint(*HUB_CARRIES), max(1, strangers // 50))
            found.update(dict.fromkeys(self.draw.sample(range(strangers), min(many, strangers)), number))
        return found

    def _one(self, names: Sequence[Spelled]) -> Spelled:
        return self.draw.choices(names, [name.share for name in names])[0]

    def _family(self, tradition: Tradition) -> Spelled:
        return self.draw.choice(self.tail) if self.draw.random() < TAIL else self._one(tradition.families)


_STARTS = "Ba Bo Dan Da Dou Dja Fo Ga Gna Ka Kou La Ma Mba Nia Nio Ou Sa Sou Ta Tou Wa Ya Za Ndi Kon Tan Mou Bi".split()
_MIDDLES = ("", "", "ma", "li", "na", "ra", "ba", "ko", "sso", "di", "gui", "lla", "mbé", "wa", "nta")
_ENDS = "ré ya ga na bo lé si ko té dou mba ni ssa gné ra no fa ko lo ndé".split()


def _tail_name(draw: random.Random) -> Spelled:
    """A family name of the long tail, and how an English-speaking clerk writes its sounds."""
    name = draw.choice(_STARTS) + draw.choice(_MIDDLES) + draw.choice(_ENDS)
    english = name.replace("ou", "u").replace("Ou", "U").replace("é", "eh").replace("Dj", "J").replace("gui", "gi")
    forms: dict[str, tuple[str, ...]] = {"fr": (name,), "en": (english,)}
    return Spelled(1, forms)


def _slip(draw: random.Random, word: str) -> str:
    """One letter lost, doubled or exchanged with its neighbour; never the first."""
    if len(word) < 4:
        return word
    at = draw.randrange(1, len(word) - 1)
    kind = draw.randrange(3)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    return word[:at] + (word[at] * 2 if kind == 1 else word[at + 1] + word[at]) + word[at + (1 if kind == 1 else 2) :]


def _write_rows(path: Path, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table of a world."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)
