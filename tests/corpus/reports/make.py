"""Invented reports in five languages and many layouts, with what a reader must read in them.

    python -m tests.corpus.reports.make > FILE.jsonl

A line: `id`, `lang`, `layout`, `half` (tune or check), `country` of the unit that wrote it, `text`, and `persons`: for
each `name` (words in any order), `birth` (ISO, ~ for *about*, null when none may be read), `sex`, `nationality`,
`numbers` ([kind, as written]) and `nicknames`. Nobody in it exists; same seed, same file. What is written by hand is
in hand.txt.
"""

import json
import random
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import phonenumbers

from tests.corpus.reports import phrases as p

SEED = 20261126
LANGS = ("fr", "en", "es", "pt", "ar")
HALVES = ("tune", "check")
CODES = {"fr": "SEN", "en": "GMB", "es": "ESP", "pt": "GNB", "ar": "MRT"}


@dataclass
class Person:
    given: str
    family: str
    sex: str
    birth: tuple[int, int, int]
    phone: str
    passport: str
    nick: str
    place: str
    nationality: tuple[str, str]

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"

    def iso(self) -> str:
        return "{:04}-{:02}-{:02}".format(*self.birth)

    def expect(self, **more: object) -> dict[str, object]:
        """What must be read of this person; `more` is what this layout says besides the name."""
        known: dict[str, object] = {
            "name": self.name, "birth": None, "sex": None, "nationality": None, "numbers": [], "nicknames": [],
        }  # fmt: skip
        return {**known, **more}


class Writer:
    """One language and half: picks words of its half, makes persons."""

    def __init__(self, lang: str, half: str, seed: str) -> None:
        self.lang, self.at = lang, HALVES.index(half)
        self.rng = random.Random(f"{SEED}/{seed}")

    def pick(self, table: dict[str, p.Halves]) -> str:
        return self.rng.choice(table[self.lang][self.at])

    def label(self, kind: str) -> str:
        return self.pick({self.lang: p.LABEL[self.lang][kind]})

    def person(self, lang: str | None = None) -> Person:
        lang = lang or self.lang
        given = self.rng.choice(p.GIVEN[lang][self.at])
        rng = self.rng
        return Person(
            given,
            rng.choice(p.FAMILY[lang][self.at]),
            "f" if given in p.WOMEN else "m",
            (rng.randint(1958, 2003), rng.randint(1, 12), rng.randint(1, 28)),
            _phone(rng, p.COUNTRY[lang]),
            rng.choice("ABCEHK") + "".join(rng.choice("0123456789") for _ in range(8)),
            rng.choice(p.NICK[lang][self.at]),
            rng.choice(p.PLACE[lang][self.at]),
            rng.choice(p.NATIONALITY[lang][self.at]),
        )

    def people(self, count: int) -> list[Person]:
        found: dict[str, Person] = {}
        while len(found) < count:
            one = self.person()
            found.setdefault(one.family, one)
        return list(found.values())

    def day(self, ymd: tuple[int, int, int]) -> str:
        year, month, day = ymd
        styles = ["{d:02}/{m:02}/{y}", "{d:02}.{m:02}.{y}", "{d} {w} {y}"]
        if self.at:
            styles = ["{d}/{m}/{y}", "{y}-{m:02}-{d:02}", "{d} {o} {y}"]
        months = p.MONTHS[self.lang] if not self.at else p.MONTHS_OTHER[self.lang]
        joined = {"es": " de ", "pt": " de "}.get(self.lang, " ")
        text = self.rng.choice(styles).format(d=day, m=month, y=year, w=months[month - 1], o=months[month - 1])
        text = text.replace(" ", joined) if months[month - 1] in text and not self.at else text
        return _arabic_digits(text) if self.lang == "ar" and self.rng.random() < 0.4 else text

    def born(self, one: Person, day: str | None = None) -> str:
        forms = p.BORN[self.lang]
        chosen = self.rng.choice((forms.get(one.sex) or forms["m"])[self.at])
        return chosen.format(d=day or self.day(one.birth), p=one.place)

    def boiler(self, count: int) -> str:
        return " ".join(self.rng.choice(p.BOILER[self.lang][self.at]) for _ in range(count))

    def sex(self, one: Person) -> str:
        return self.rng.choice(p.SEX[self.lang][one.sex][self.at % len(p.SEX[self.lang][one.sex])])

    def fields(self, one: Person, kinds: str) -> list[tuple[str, str]]:
        values = {
            "surname": one.family.upper() if self.rng.random() < 0.5 else one.family, "given": one.given,
            "name": f"{one.family.upper()} {one.given}" if self.rng.random() < 0.5 else one.name,
            "birth": self.day(one.birth), "birthplace": one.place, "nationality": one.nationality[0],
            "phone": one.phone, "passport": one.passport, "sex": self.sex(one), "nick": one.nick,
            "job": self.rng.choice(p.PLACE[self.lang][self.at]),
        }  # fmt: skip
        return [(self.label(kind), values[kind]) for kind in kinds.split()]


Made = tuple[str, list[dict[str, object]]]
Layout = Callable[[Writer], Made]
FULL = "surname given birth birthplace nationality phone passport"


def _expected(one: Person, kinds: str) -> dict[str, object]:
    numbers = [["phone", one.phone]] if "phone" in kinds else []
    numbers += [["passport", one.passport]] if "passport" in kinds else []
    return one.expect(
        birth=one.iso() if "birth " in kinds + " " else None, sex=one.sex if "sex" in kinds else None,
        nationality=one.nationality[1] if "nationality" in kinds else None, numbers=numbers,
        nicknames=[one.nick] if "nick" in kinds else [],
    )  # fmt: skip


def _form(w: Writer, kinds: str, between: str, after_label: str, *, lead: str = "", upper: bool = False) -> Made:
    one = w.person()
    rows = [(label.upper() if upper else label, value) for label, value in w.fields(one, kinds)]
    text = between.join(f"{lead}{label}{after_label}{value}" for label, value in rows)
    return text, [_expected(one, kinds)]


def _table(w: Writer) -> Made:
    people = w.people(3)
    kinds = "surname given birth nationality phone"
    cut = " | " if w.at else "\t"
    head = cut.join(label for label, _ in w.fields(people[0], kinds))
    rows = [cut.join(value for _, value in w.fields(one, kinds)) for one in people]
    return "\n".join([w.pick(p.LIST_LEAD), head, *rows]), [_expected(one, kinds) for one in people]


def _next_line(w: Writer) -> Made:
    one = w.person()
    kinds = "surname given birth nationality"
    return "\n".join(f"{label}\n{value}" for label, value in w.fields(one, kinds)), [_expected(one, kinds)]


def _bilingual(w: Writer) -> Made:
    one, kinds = w.person(), "surname given birth nationality"
    other = "en" if w.lang != "en" else "fr"
    rows = [
        f"{label} / {w.rng.choice(p.LABEL[other][kind][w.at])} : {value}"
        for kind, (label, value) in zip(kinds.split(), w.fields(one, kinds), strict=True)
    ]
    return "\n".join(rows), [_expected(one, kinds)]


def _forms(w: Writer) -> Made:
    people, kinds = w.people(3), "surname given birth phone"
    sheets = []
    for at, one in enumerate(people, 1):
        lines = [f"{label} : {value}" for label, value in w.fields(one, kinds)]
        lines[0] = f"{at}. {lines[0]}" if w.at else f"{at}) {lines[0]}"
        sheets.append("\n".join(lines))
    return "\n".join(sheets), [_expected(one, kinds) for one in people]


def _list(w: Writer) -> Made:
    people, wanted = w.people(4), []
    rows = []
    for at, one in enumerate(people, 1):
        mark = f"{at}) " if w.at else f"{at}- "
        rows.append(f"{mark}{one.family.upper()} {one.given}, {w.born(one)}, {w.label('phone')} {one.phone}")
        wanted.append(one.expect(birth=one.iso(), numbers=[["phone", one.phone]]))
    return "\n".join([w.pick(p.LIST_LEAD), *rows]), wanted


def _prose(w: Writer) -> Made:
    one = w.person()
    text = w.pick(p.PROSE)
    numbers = [["phone", one.phone]] if "{t}" in text else [["passport", one.passport]]
    text = text.format(n=one.name, b=w.born(one), t=one.phone, x=one.passport)
    return f"{w.boiler(1)} {text} {w.boiler(1)}", [one.expect(birth=one.iso(), numbers=numbers)]


def _several(w: Writer) -> Made:
    texts, wanted = [], []
    for one in w.people(3):
        form = w.pick(p.PROSE)
        numbers = [["phone", one.phone]] if "{t}" in form else [["passport", one.passport]]
        texts.append(form.format(n=one.name, b=w.born(one), t=one.phone, x=one.passport))
        wanted.append(one.expect(birth=one.iso(), numbers=numbers))
    return " ".join(texts), wanted


def _lower(w: Writer) -> Made:
    if w.lang == "ar":
        return _prose(w)
    one = w.person()
    born = w.born(one).strip("()")
    text = w.pick(p.LOWER).format(n=one.name.lower(), b=born.replace(one.place, one.place.lower()), p=one.place)
    return text, [one.expect(birth=one.iso())]


def _all_lower(w: Writer) -> Made:
    text, wanted = _prose(w)
    return text.lower(), wanted


def _all_upper(w: Writer) -> Made:
    one = w.person()
    text = w.pick(p.PROSE).format(n=one.name, b=w.born(one), t=one.phone, x=one.passport)
    return text.upper(), [one.expect(birth=one.iso())]


def _quoted(w: Writer) -> Made:
    one = w.person()
    called = w.rng.choice(p.QUOTED[w.at]).format(g=one.given, f=one.family, k=one.nick)
    text = f"{w.boiler(1)} {called}, {w.born(one)}{p.AFTER_NAME[w.lang]}"
    return text, [one.expect(birth=one.iso(), nicknames=[one.nick])]


def _dit(w: Writer) -> Made:
    one = w.person()
    form = w.pick(p.DIT)
    called = form.format(g=one.given, f=one.family, F=one.family.upper(), k=one.nick)
    return f"{called}, {w.born(one)}{p.AFTER_NAME[w.lang]}", [one.expect(birth=one.iso(), nicknames=[one.nick])]


def _aged(w: Writer, dated: bool) -> Made:
    one = w.person()
    age = w.rng.randint(21, 60)
    day = (2026, w.rng.randint(1, 11), w.rng.randint(1, 28))
    words = w.pick(p.AGED).format(a=age)
    text = w.pick(p.PROSE).format(n=one.name, b=words, t=one.phone, x=one.passport)
    head = w.pick(p.REPORT_DATE).format(d=w.day(day)) + "\n" if dated else ""
    numbers = [["phone", one.phone]] if one.phone in text else [["passport", one.passport]]
    return head + text, [one.expect(birth=f"~{2026 - age}" if dated else None, numbers=numbers)]


def _worded(w: Writer) -> Made:
    one = w.person()
    words, iso = w.rng.choice(p.WORDS_OF_DATE[w.lang][w.at])
    markers = {"fr": "né{e} {d}", "en": "born {d}", "es": "nacid{o} {d}", "pt": "nascid{o} {d}", "ar": "المولود{t} {d}"}
    woman = one.sex == "f"
    born = markers[w.lang].format(
        e="e" if woman else "", o="a" if woman else "o", t="ة" if woman else "", d=words
    )  # fmt: skip
    return f"{one.name}, {born}{p.AFTER_NAME[w.lang]}", [one.expect(birth=iso)]


def _short_year(w: Writer) -> Made:
    one = w.person()
    year, month, day = one.birth
    one.birth = (min(year, 1999), month, day)
    year = one.birth[0]
    cut = "-" if w.at else "/"
    born = w.born(one, cut.join((f"{day:02}", f"{month:02}", f"{year % 100:02}")))
    return f"{one.name}, {born}{p.AFTER_NAME[w.lang]}", [one.expect(birth=one.iso())]


def _two_names_two_dates(w: Writer) -> Made:
    one, other = w.people(2)
    text = f"{one.name} ({w.day(one.birth)}){p.AND[w.lang]}{other.name} ({w.day(other.birth)}){p.AFTER_NAME[w.lang]}"
    return text, [one.expect(birth=one.iso()), other.expect(birth=other.iso())]


def _long(w: Writer) -> Made:
    one = w.person()
    text = w.pick(p.PROSE).format(n=one.name, b=w.born(one), t=one.phone, x=one.passport)
    return "\n\n".join([w.boiler(4) for _ in range(8)] + [text]), [one.expect(birth=one.iso())]


def _boilerplate(w: Writer) -> Made:
    return w.boiler(12), []


def _mixed(w: Writer) -> Made:
    one, kinds = w.person(), "name birth sex nationality phone"
    lines = "\n".join(f"{label} : {value}" for label, value in w.fields(one, kinds))
    return f"{w.boiler(2)}\n\n{lines}\n\n{w.boiler(2)}", [_expected(one, kinds)]


# ---- passports ---------------------------------------------------------------------------------------------------


def _digit(text: str) -> str:
    values = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    weights = (7, 3, 1)
    return str(sum(weights[i % 3] * (values.find(c) if c != "<" else 0) for i, c in enumerate(text)) % 10)


def _letters(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFD", text.upper()) if not unicodedata.combining(c))
    return "".join(c if c.isalpha() else "<" for c in plain)


def mrz_lines(
    size: str, surname: str, given: str, number: str, code: str, birth: tuple[int, int, int], sex: str
) -> list[str]:
    """The machine-readable lines of an invented document, with sound check digits (ICAO Doc 9303)."""
    born = f"{birth[0] % 100:02}{birth[1]:02}{birth[2]:02}"
    middle = born + _digit(born) + sex + "300615" + _digit("300615")
    number += _digit(number)
    names = f"{_letters(surname)}<<{_letters(given)}"
    if size == "TD1":
        first = f"ID{code}{number}".ljust(30, "<")
        second = f"{middle}{code}".ljust(29, "<")
        total = first[5:30] + second[0:7] + second[8:15] + second[18:29]
        return [first, second + _digit(total), names.ljust(30, "<")[:30]]
    wide, kind, rest = {"TD2": (36, "I<", 35), "TD3": (44, "P<", 42), "MRVA": (44, "V<", 0)}[size]
    first = f"{kind}{code}{names}".ljust(wide, "<")[:wide]
    second = f"{number}{code}{middle}".ljust(rest or wide, "<")
    if size == "TD3":
        second += "0"
    if size != "MRVA":
        total = second[0:10] + second[13:20] + second[21:]
        second += _digit(total)
    return [first, second]


def _mrz(w: Writer, size: str, joined: str) -> Made:
    lang = "fr" if w.lang == "ar" else w.lang
    one = w.person(lang)
    lines = mrz_lines(size, one.family, one.given, one.passport, CODES[w.lang], one.birth, one.sex.upper())
    if joined == "spaces":
        lines = [" ".join(line[i : i + 11] for i in range(0, len(line), 11)) for line in lines]
    elif joined == "broken":
        lines = [line[i : i + 28] for line in lines for i in range(0, len(line), 28)]
    kind = "passport" if size == "TD3" else "document"
    wanted = one.expect(
        birth=one.iso(), sex=one.sex, nationality=p.COUNTRY[w.lang], numbers=[[kind, one.passport]]
    )  # fmt: skip
    wanted["name"] = f"{_letters(one.given)} {_letters(one.family)}".replace("<", " ")
    wanted["mrz"] = True
    return f"{w.boiler(1)}\n{w.pick(p.MRZ_LEAD)}\n" + "\n".join(lines) + f"\n{w.boiler(1)}", [wanted]


LAYOUTS: dict[str, Layout] = {
    "form, a line each": lambda w: _form(w, FULL, "\n", " : "),
    "form, upper case labels": lambda w: _form(w, FULL, "\n", ": ", upper=True),
    "form, bullets": lambda w: _form(w, FULL + " sex", "\n", ": ", lead="- "),
    "form, dotted leaders": lambda w: _form(w, FULL, "\n", " ........ "),
    "form, nickname": lambda w: _form(w, "surname given nick birth", "\n", ": "),
    "form, whole name": lambda w: _form(w, "name birth sex nationality phone", "\n", ": "),
    "form, job and address": lambda w: _form(w, "name birth job phone", "\n", " : "),
    "one line, semicolons": lambda w: _form(w, FULL, "; ", ": "),
    "one line, commas": lambda w: _form(w, FULL, ", ", ": "),
    "one line, bars": lambda w: _form(w, FULL, " | ", ": "),
    "one line, dashes": lambda w: _form(w, FULL, " – ", ": "),
    "one line, nothing between": lambda w: _form(w, "surname given birth phone", " ", ": "),
    "table, two columns by tab": lambda w: _form(w, FULL, "\n", "\t"),
    "table, two columns by blanks": lambda w: _form(w, FULL, "\n", "      "),
    "table, two columns by bars": lambda w: _form(w, FULL, "\n", " | "),
    "table, a row each": _table,
    "form, value on the next line": _next_line,
    "form, two languages": _bilingual,
    "forms, numbered": _forms,
    "list, numbered": _list,
    "prose": _prose,
    "prose, several": _several,
    "prose, lower-case name beside a capital": _lower,
    "prose, all lower case": _all_lower,
    "prose, all capitals": _all_upper,
    "nickname in quotes": _quoted,
    "nickname after a word": _dit,
    "age, report dated": lambda w: _aged(w, dated=True),
    "age, no date": lambda w: _aged(w, dated=False),
    "date in words": _worded,
    "year of two digits": _short_year,
    "date in brackets": _two_names_two_dates,
    "passport lines": lambda w: _mrz(w, "TD3", ""),
    "passport lines with blanks": lambda w: _mrz(w, "TD3", "spaces"),
    "passport lines broken": lambda w: _mrz(w, "TD3", "broken"),
    "identity card lines": lambda w: _mrz(w, w.rng.choice(["TD1", "TD2", "MRVA"]), ""),
    "long text, name at its end": _long,
    "prose then form": _mixed,
    "no names": _boilerplate,
}


def made() -> Iterator[dict[str, object]]:
    for layout, make in LAYOUTS.items():
        for half in HALVES:
            for lang in LANGS:
                text, persons = make(Writer(lang, half, f"{layout}/{half}/{lang}/0"))
                yield {
                    "id": f"{layout}, {lang}, {half}", "lang": lang, "layout": layout, "half": half,
                    "country": p.COUNTRY[lang], "text": text, "persons": persons,
                }  # fmt: skip


def _phone(rng: random.Random, country: str) -> str:
    sample = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE)
    assert sample is not None
    while True:
        digits = str(sample.national_number)
        keep = 2 if len(digits) > 7 else 1
        number = digits[:keep] + "".join(rng.choice("0123456789") for _ in digits[keep:])
        parsed = phonenumbers.parse(f"+{sample.country_code}{number}")
        if phonenumbers.is_valid_number(parsed):
            break
    form = rng.choice([phonenumbers.PhoneNumberFormat.INTERNATIONAL, phonenumbers.PhoneNumberFormat.NATIONAL])
    return phonenumbers.format_number(parsed, form)


def _arabic_digits(text: str) -> str:
    return text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))


if __name__ == "__main__":
    for line in made():
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
