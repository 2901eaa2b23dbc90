"""Makes `questions.csv`: `python -m tests.indexer.search.truth.make_questions`, again when the demonstration changes.

Questions as investigators type them, by kind, over the demonstration. What makes a kind is the language, never the
program: other spellings come of the name classes of tests/corpus/names, slips and cut numbers of counted chance, months
of the five languages. The records that must come stand in the data: they have the name, the number, the day, the words.
"""

import csv
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from casefile.demo.cases import DemoRecord
from casefile.demo.generate import generate
from casefile.names import analyze
from casefile.vocabulary import IdentifierKind, RecordKind

HERE = Path(__file__).parent
CORPUS = HERE.parents[2] / "corpus" / "names"
LOGINS = {"SN-DKR": "dakar", "GM-BJL": "banjul", "MR-NKC": "nouakchott"}
COUNTRY = {"SN-DKR": "SN", "GM-BJL": "GM", "MR-NKC": "MR"}
MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split(),
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split(),
}
DAY = {"fr": "{d} {m} {y}", "en": "{m} {d}, {y}", "es": "{d} de {m} de {y}", "pt": "{d} de {m} de {y}"} | {
    "ar": "{d} {m} {y}"
}
RANGE = (
    "{p} du {a} au {b} {fr} {y}",
    "{p} {a}-{b} {en} {y}",
    "{p} from {a} to {b} {en} {y}",
    "{p} del {a} al {b} de {es} de {y}",
)
SMALL = frozenset(
    "le la les de du des un une et au aux en il elle the a of on in at to and an with by was is as".split()
)
RESPELT = (
    ("ou", "u"), ("dj", "j"), ("di", "j"), ("ss", "s"), ("ll", "l"), ("é", "e"), ("è", "e"), ("ch", "sh"), ("y", "i"),
    ("ph", "f"), ("th", "t"),
)  # fmt: skip
CODES = frozenset({
    IdentifierKind.PLATE, IdentifierKind.PASSPORT, IdentifierKind.NATIONAL_ID, IdentifierKind.HULL,
    IdentifierKind.REGISTRATION, IdentifierKind.ACCOUNT,
})  # fmt: skip
Asked = Iterator[tuple[str, DemoRecord, list[str]]]


def plain(value: str) -> str:
    return re.sub(r"\W", "", value).upper()


class World:
    """The demonstration, with what a maker of questions has to look up in it."""

    def __init__(self) -> None:
        self.draw = random.Random(16)
        self.records = list(generate().records)
        self.persons = [r for r in self.records if r.identity.kind is RecordKind.PERSON]
        self.numbers = [(r, i) for r in self.records for i in r.identity.identifiers]
        self.codes = [(r, i) for r, i in self.numbers if i.kind in CODES and len(plain(i.value)) > 5]
        self.phones = [(r, i) for r, i in self.numbers if i.kind is IdentifierKind.PHONE]
        self.borne: dict[str, Counter[str]] = defaultdict(Counter)
        self.words: dict[str, Counter[str]] = defaultdict(Counter)
        for record in self.records:
            self.borne[record.unit].update({self.folded(name.text) for name in record.identity.names})
            self.words[record.unit].update({word.casefold() for word in re.findall(r"\w+", self.text(record))})
        alone = [r for r in self.persons if self.borne[r.unit][self.folded(self.name(r))] == 1]
        two = [r for r in alone if len(self.name(r).split()) == 2 and not self.name(r).split()[0].isupper()]
        self.latin = [r for r in two if not self.arabic(self.name(r))]
        self.in_arabic = [r for r in two if self.arabic(self.name(r))]
        self.boats = [
            r for r in self.records if r.identity.kind is RecordKind.VESSEL and r.identity.names
            and self.borne[r.unit][self.folded(self.name(r))] == 1 and len(self.name(r).split()) == 2
        ]  # fmt: skip
        self.events = [r for r in self.records if r.identity.kind is RecordKind.EVENT and r.identity.places]
        self.reports = [r for r in self.records if r.identity.kind is RecordKind.REPORT]
        self.forms = spellings()

    @staticmethod
    def name(record: DemoRecord) -> str:
        return record.identity.names[0].text

    @staticmethod
    def text(record: DemoRecord) -> str:
        return " ".join([*(name.text for name in record.identity.names), record.identity.narrative])

    @staticmethod
    def folded(name: str) -> str:
        return " ".join(sorted(analyze(name).latin)) or name

    @staticmethod
    def arabic(name: str) -> bool:
        return "\u0600" <= name[0] <= "\u06ff"

    def some(self, pool: list, number: int) -> list:
        return self.draw.sample(pool, min(number, len(pool)))

    def otherwise(self, word: str, script: str) -> list[str]:
        """Other spellings of a word in a script."""
        return sorted({f for f in self.forms[word.casefold(), script] if f.casefold() != word.casefold()})

    def respelt(self, name: str, script: str) -> str:
        """The whole name in other spellings; empty where a part has none."""
        ways = [self.otherwise(word, script) for word in name.split()]
        return " ".join(self.draw.choice(way) for way in ways) if all(ways) else ""

    def having(self, unit: str, *texts: str) -> list[str]:
        """The unit's records whose names or text have all of these words."""
        return [
            r.ref for r in self.records
            if r.unit == unit and all(re.search(rf"\b{re.escape(t)}\b", self.text(r), re.IGNORECASE) for t in texts)
        ]  # fmt: skip

    def holders(self, unit: str, value: str) -> list[str]:
        """The unit's records with this number, in a field or in the text."""
        end, digits = plain(value)[-8:], re.sub(r"\D", "", value)[-8:]
        in_field = [r.ref for r, i in self.numbers if r.unit == unit and plain(i.value).endswith(end)]
        return in_field + [
            r.ref for r in self.records if r.unit == unit and digits in re.sub(r"[\s-]", "", r.identity.narrative)
        ]

    def at(self, record: DemoRecord, first: str, last: str) -> list[str]:
        """The unit's events and reports of the same place within these days."""
        place = self.place(record)
        return [
            r.ref for r in self.records
            if r.unit == record.unit and r.identity.dates and first <= r.identity.dates[0].value <= last
            and (any(place in p.text for p in r.identity.places) or place in r.identity.narrative)
        ]  # fmt: skip

    @staticmethod
    def place(record: DemoRecord) -> str:
        return record.identity.places[0].text.split(",")[0]


def spellings() -> dict[tuple[str, str], set[str]]:
    """The forms of each name of the corpus by script, by each of its forms."""
    classes: dict[str, set[tuple[str, str]]] = defaultdict(set)
    with (CORPUS / "classes.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            classes[row["class_id"]].add((row["form"], row["script"]))
    for line in (CORPUS / "more_classes.txt").read_text("utf-8").splitlines():
        if line and line[0] != "#":
            name, _, _, rest = line.split("|", 3)
            for language, some in (part.split("=") for part in rest.split("|")):
                classes[name] |= {(form, "Arab" if language == "ar" else "Latn") for form in some.split(",")}
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for forms in classes.values():
        for form, _ in forms:
            for other, script in forms:
                found[form.casefold(), script].add(other)
    return found


def exact(world: World) -> Asked:
    for r in world.some(world.latin, 20) + world.some(world.in_arabic, 5):
        yield world.name(r), r, [r.ref]


def order_and_case(world: World) -> Asked:
    for r in world.some(world.latin, 12):
        yield " ".join(reversed(world.name(r).split())).lower(), r, [r.ref]


def other_script(world: World) -> Asked:
    for pool, script, number in ((world.latin, "Arab", 25), (world.in_arabic, "Latn", 10)):
        for r in world.some([r for r in pool if world.respelt(world.name(r), script)], number):
            yield world.respelt(world.name(r), script), r, [r.ref]


def other_spelling(world: World) -> Asked:
    for r in world.some([r for r in world.latin if world.respelt(world.name(r), "Latn")], 30):
        yield world.respelt(world.name(r), "Latn"), r, [r.ref]


def by_ear(world: World) -> Asked:
    for r in world.some(world.latin, 40)[:40]:
        name = world.name(r)
        for written, heard in RESPELT:
            name = re.sub(written, heard, name, count=1, flags=re.IGNORECASE) if world.draw.random() < 0.6 else name
        if name != world.name(r):
            yield name.title(), r, [r.ref]


def slips(world: World) -> Asked:
    for r in world.some(world.latin, 30):
        words = world.name(r).split()
        at = max(range(2), key=lambda place: len(words[place]))
        if len(words[at]) > 4:
            words[at] = slipped(world.draw, words[at])
            yield " ".join(words), r, [r.ref]


def slipped(draw: random.Random, word: str) -> str:
    """A letter left out, another, two turned, or one twice; never the first."""
    place = draw.randrange(2, len(word) - 1)
    return draw.choice((
        word[:place] + word[place + 1 :],
        word[:place] + draw.choice([c for c in "aeioulnrtsm" if c != word[place]]) + word[place + 1 :],
        word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :],
        word[:place] + word[place] + word[place:],
    ))  # fmt: skip


def part_of_a_name(world: World) -> Asked:
    rare = [
        (r, w) for r in world.persons for w in world.name(r).split()
        if world.words[r.unit][w.casefold()] <= 3 and len(w) > 3
    ]  # fmt: skip
    for r, word in world.some(rare, 20):
        wanted = set(analyze(word).latin)
        bearers = [
            one.ref for one in world.persons
            if one.unit == r.unit and any(wanted & set(analyze(n.text).latin) for n in one.identity.names)
        ]  # fmt: skip
        yield word, r, bearers


def initials(world: World) -> Asked:
    for r in world.some(world.latin, 12):
        given, family = world.name(r).split()
        bearers = [
            one.ref for one in world.persons
            if one.unit == r.unit and any(is_initialled(n.text, given[0], family) for n in one.identity.names)
        ]  # fmt: skip
        yield f"{given[0]}. {family}", r, bearers


def is_initialled(name: str, initial: str, family: str) -> bool:
    words = name.casefold().split()
    return family.casefold() in words and any(
        word[0] == initial.casefold() and word != family.casefold() for word in words
    )


def titles(world: World) -> Asked:
    for r, title in zip(world.some(world.latin, 10), ("M.", "Mme", "Monsieur", "Mr", "Capt.") * 2, strict=False):
        yield f"{title} {world.name(r)}", r, [r.ref]


def whole_numbers(world: World) -> Asked:
    for r, i in world.some(world.phones, 20):
        digits = re.sub(r"\D", "", i.value)
        local = digits[3:]
        ways = [i.value, f"+{digits}", f"00{digits}"]
        if i.country == COUNTRY[r.unit] and len(digits) > 9:
            ways += [local, " ".join(re.findall("..?", local))]
        yield world.draw.choice(ways), r, world.holders(r.unit, i.value)
    for r, i in world.some(world.codes, 20):
        asked = world.draw.choice([i.value.lower(), plain(i.value), i.value.replace("-", " ")])
        yield asked, r, world.holders(r.unit, i.value)


def parts_of_numbers(world: World) -> Asked:
    for r, i in world.some(world.codes, 25):
        groups = re.sub(r"\W", " ", i.value).split()
        asked = " ".join(groups[:2]) if len(groups) > 1 else plain(i.value)[-6:]
        holders = [one.ref for one, j in world.numbers if one.unit == r.unit and plain(asked) in plain(j.value)]
        if sum(c.isdigit() for c in asked) > 2 and len(plain(asked)) > 4 and len(holders) < 8:
            yield asked, r, holders
    for r, i in world.some(world.phones, 10):
        yield re.sub(r"\D", "", i.value)[-7:], r, world.holders(r.unit, i.value)


def one_sign_off(world: World) -> Asked:
    for r, i in world.some(world.codes, 25) + world.some(world.phones, 10):
        signs = list(i.value)
        places = [at for at, sign in enumerate(signs) if sign.isdigit()][3:]
        if places and len(plain(i.value)) > 6:
            at = world.draw.choice(places)
            signs[at] = world.draw.choice([c for c in "0123456789" if c != signs[at]])
            yield "".join(signs), r, world.holders(r.unit, i.value)


def own_cases(world: World) -> Asked:
    for _, case in world.some(sorted({(r.unit, r.case) for r in world.records}), 10):
        some = [r for r in world.records if r.case == case]
        yield world.draw.choice([case, case.lower(), case.replace("-", " ")]), some[0], [r.ref for r in some]


def boats(world: World) -> Asked:
    for r in world.some(world.boats, 12):
        yield world.draw.choice(["", "pirogue "]) + world.name(r), r, world.having(r.unit, world.name(r))


def boats_by_ear(world: World) -> Asked:
    for r in world.some([r for r in world.boats if world.respelt(world.name(r), "Latn")], 12):
        yield world.respelt(world.name(r), "Latn"), r, [r.ref]


def places_and_days(world: World) -> Asked:
    for number, r in enumerate(world.some(world.events, 36)):
        year, month, day = r.identity.dates[0].value.split("-")
        language = list(MONTHS)[number % 5]
        said = DAY[language].format(d=int(day), m=MONTHS[language][int(month) - 1], y=year)
        asked = said if number % 6 else f"{day}/{month}/{year}"
        yield f"{world.place(r)} {asked}", r, world.at(r, r.identity.dates[0].value, r.identity.dates[0].value)


def places_and_ranges(world: World) -> Asked:
    for number, r in enumerate(world.some(world.events, 12)):
        year, month, day = r.identity.dates[0].value.split("-")
        first, last = max(1, int(day) - 2), max(int(day), min(28, int(day) + 2))
        words = {language: months[int(month) - 1] for language, months in MONTHS.items()}
        asked = RANGE[number % 4].format(p=world.place(r), a=first, b=last, y=year, **words)
        yield asked, r, world.at(r, f"{year}-{month}-{first:02d}", f"{year}-{month}-{last:02d}")


def words_of_reports(world: World) -> Asked:
    for r in world.some(world.reports, 40):
        words = telling(world, r)
        yield " ".join(words), r, world.having(r.unit, *words)


def one_word_too_many(world: World) -> Asked:
    extra = {"SN-DKR": "samedi", "GM-BJL": "saturday", "MR-NKC": "samedi"}
    for r in world.some(world.reports, 15):
        words = telling(world, r)
        yield " ".join([*words, extra[r.unit]]), r, world.having(r.unit, *words)


def telling(world: World, record: DemoRecord) -> list[str]:
    """The three rarest words of a report, in their order."""
    words = [w for w in re.findall(r"[^\W\d_]+", record.identity.narrative) if w.casefold() not in SMALL and len(w) > 3]
    rare = sorted(dict.fromkeys(words), key=lambda word: world.words[record.unit][word.casefold()])[:3]
    return [word for word in dict.fromkeys(words) if word in rare]


def names_and_years(world: World) -> Asked:
    for r in world.some([r for r in world.latin if r.identity.birth()], 15):
        yield f"{world.name(r)} {r.identity.birth()[0].value[:4]}", r, [r.ref]


def names_and_places(world: World) -> Asked:
    for r in world.some([r for r in world.latin if r.identity.places], 12):
        yield f"{world.name(r)} {world.place(r)}", r, [r.ref]


def names_and_numbers(world: World) -> Asked:
    for r, i in world.some([(r, i) for r, i in world.phones if r in world.latin], 8):
        yield f"{world.name(r)} {i.value}", r, [r.ref]


def quoted(world: World) -> Asked:
    for r in world.some(world.boats, 6):
        yield f'"{world.name(r)}"', r, world.having(r.unit, world.name(r))


def beginnings(world: World) -> Asked:
    for r in world.some([r for r in world.boats if len(world.name(r).split()[0]) > 5], 6):
        start = world.name(r).split()[0][:5]
        bearers = [one for one in world.records if re.search(rf"\b{start}", world.text(one))]
        yield f"{start}*", r, [one.ref for one in bearers if one.unit == r.unit]


def organisations(world: World) -> Asked:
    some = [r for r in world.records if r.identity.kind is RecordKind.ORGANISATION and r.identity.names]
    for r in world.some(some, 8):
        yield world.name(r), r, [one.ref for one in some if one.unit == r.unit and world.name(one) == world.name(r)]


KINDS: tuple[Callable[[World], Asked], ...] = (
    exact, order_and_case, other_script, other_spelling, by_ear, slips, part_of_a_name, initials, titles, whole_numbers,
    parts_of_numbers, one_sign_off, own_cases, boats, boats_by_ear, places_and_days, places_and_ranges,
    words_of_reports, one_word_too_many, names_and_years, names_and_places, names_and_numbers, quoted, beginnings,
    organisations,
)  # fmt: skip


def main() -> None:
    world, rows = World(), {}
    for kind in KINDS:
        for question, record, wanted in kind(world):
            key = (question, LOGINS[record.unit])
            rows.setdefault(key, (kind.__name__.replace("_", " "), " ".join(dict.fromkeys(wanted))))
    with (HERE / "questions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("question", "login", "kind", "expected"))
        writer.writerows((question, login, *rest) for (question, login), rest in rows.items())
    print(len(rows), "questions")


if __name__ == "__main__":
    main()
