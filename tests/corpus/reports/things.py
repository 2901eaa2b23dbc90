"""Invented reports on things: forms of numbers without a name, and boats that are described before they are named.

A line as `make.py` makes it, with `numbers` ([kind, as written]) that are no person's and `vessels` (their names).
"""

import random
from collections.abc import Callable, Iterator

from stdnum import imo, luhn

from tests.corpus.reports import phrases as p
from tests.corpus.reports import thing_phrases as t
from tests.corpus.reports.make import HALVES, LANGS, Writer

Pairs = list[tuple[str, str, str]]
"""Label, kind and number as written."""
Made = tuple[str, list[dict[str, object]], list[list[str]], list[str]]
"""Text, persons, numbers of nobody, boats."""
PAPERS, VEHICLE, VESSEL, DEVICE = (
    "phone passport national_id",
    "plate vin phone",
    "mmsi imo phone",
    "imei phone account",
)
SHEETS = (PAPERS, VEHICLE, VESSEL, DEVICE)
VARIANTS = range(2)


class Things(Writer):
    """Makes numbers of things, and writes them under their labels."""

    def number(self, kind: str) -> str:
        rng, country = self.rng, p.COUNTRY[self.lang]
        if kind in ("phone", "passport"):
            return str(getattr(self.person(), kind))
        return {
            "national_id": lambda: _paper(rng, country),
            "plate": lambda: _plate(rng, country),
            "vin": lambda: (
                "".join(rng.choice("ABCDEFGHJKLMNPRSTUVWXYZ0123456789") for _ in range(11)) + _digits(rng, 6)
            ),
            "imei": lambda: _imei(rng, grouped=bool(self.at)),
            "imo": lambda: _imo(rng),
            "mmsi": lambda: (
                {"SN": "663", "GM": "629", "ES": "224", "GW": "630", "MR": "654"}[country] + _digits(rng, 6)
            ),
            "account": lambda: _account(rng, country),
        }[kind]()

    def labelled(self, kinds: str) -> Pairs:
        return [(self.rng.choice(t.LABEL[self.lang][k][self.at]), k, self.number(k)) for k in kinds.split()]

    def sheet(self) -> str:
        return self.rng.choice(SHEETS)


def _form(w: Things, between: str, mark: str, *, lead: str = "", upper: bool = False, name: bool = False) -> Made:
    rows = w.labelled(w.sheet())
    lines = [f"{lead}{label.upper() if upper else label}{mark}{number}" for label, _, number in rows]
    if name:
        unknown = w.rng.choice(t.UNKNOWN[w.lang][w.at])
        lines.insert(0, f"{lead}{w.rng.choice(t.LABEL[w.lang]['name'][w.at])}{mark}{unknown}")
    return between.join(lines), [], [[kind, number] for _, kind, number in rows], []


def _inside(w: Things) -> Made:
    text, persons, numbers, boats = _form(w, "\n", " : ")
    return f"{w.boiler(1)}\n\n{text}\n\n{w.boiler(1)}", persons, numbers, boats


def _table(w: Things) -> Made:
    kinds = w.sheet()
    rows = [w.labelled(kinds) for _ in range(3)]
    cut = " | " if w.at else "\t"
    lines = [cut.join(label for label, _, _ in rows[0]), *(cut.join(n for _, _, n in row) for row in rows)]
    return "\n".join(lines), [], [[kind, number] for row in rows for _, kind, number in row], []


def _two_languages(w: Things) -> Made:
    other = "en" if w.lang != "en" else "fr"
    rows = w.labelled(w.sheet())
    lines = [f"{label} / {w.rng.choice(t.LABEL[other][kind][w.at])} : {number}" for label, kind, number in rows]
    return "\n".join(lines), [], [[kind, number] for _, kind, number in rows], []


def _boat(w: Things, how: str, *, lower: bool = False) -> Made:
    boat, one = w.rng.choice(t.BOATS[w.lang][w.at]), w.person()
    text = w.rng.choice(t.DESCRIBED[w.lang][how][w.at])
    persons = [one.expect()] if "{n}" in text else []
    boats = [boat] if "{v}" in text else []
    text = text.format(v=boat, n=one.name)
    return (text.lower() if lower else text), persons, [], boats


LAYOUTS: dict[str, Callable[[Things], Made]] = {
    "numbers, a line each": lambda w: _form(w, "\n", " : "),
    "numbers, upper case labels": lambda w: _form(w, "\n", ": ", upper=True),
    "numbers, bullets": lambda w: _form(w, "\n", ": ", lead="- "),
    "numbers, dotted leaders": lambda w: _form(w, "\n", " ........ "),
    "numbers, by tab": lambda w: _form(w, "\n", "\t"),
    "numbers, no mark": lambda w: _form(w, "\n", " "),
    "numbers, on the next line": lambda w: _form(w, "\n", "\n"),
    "numbers, semicolons": lambda w: _form(w, "; ", ": "),
    "numbers, commas": lambda w: _form(w, ", ", " : "),
    "numbers, nothing between": lambda w: _form(w, " ", ": "),
    "numbers, name unknown": lambda w: _form(w, "\n", " : ", name=True),
    "numbers, name unknown, one line": lambda w: _form(w, "; ", ": ", name=True),
    "numbers, two languages": _two_languages,
    "numbers, within prose": _inside,
    "numbers, a table": _table,
    "boat, described": lambda w: _boat(w, "plain"),
    "boat, over commas": lambda w: _boat(w, "commas"),
    "boat, with its number": lambda w: _boat(w, "numbered"),
    "boat, in quotation marks": lambda w: _boat(w, "quoted"),
    "boat, all lower case": lambda w: _boat(w, "plain", lower=True),
    "boat, and a person named": lambda w: _boat(w, "person"),
}
_NOT_SAID = "boat, with its number"
"""Its number is a plate's or a hull's, as one reads it: of numbers nothing is said there."""


def made() -> Iterator[dict[str, object]]:
    """In the order of the layouts; the same every time."""
    for layout, make in LAYOUTS.items():
        for half in HALVES:
            for lang in LANGS:
                for variant in VARIANTS:
                    text, persons, numbers, vessels = make(Things(lang, half, f"{layout}/{half}/{lang}/{variant}"))
                    yield {
                        "id": f"{layout}, {lang}, {half}, {variant}", "lang": lang, "layout": layout, "half": half,
                        "country": p.COUNTRY[lang], "text": text, "persons": persons,
                        "numbers": None if layout == _NOT_SAID else numbers, "vessels": vessels,
                    }  # fmt: skip


def _digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def _paper(rng: random.Random, country: str) -> str:
    if country == "SN":
        return f"{rng.choice('12')} {rng.randint(100, 999)} {rng.randint(1960, 2004)} {_digits(rng, 5)}"
    if country == "ES":
        number = rng.randint(10_000_000, 89_999_999)
        return f"{number}{'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23]}"
    return f"{rng.randint(1, 9)}{_digits(rng, 9 if country == 'MR' else 7)}"


def _plate(rng: random.Random, country: str) -> str:
    letters = "".join(rng.choice("BCDFGHJKLMN") for _ in range(3))
    number = rng.randint(1000, 9999)
    return {
        "SN": f"{rng.choice(('DK', 'TH', 'ZG'))}-{number}-{letters[:2]}", "GM": f"BJL {number} {letters[0]}",
        "ES": f"{number} {letters}", "GW": f"{number // 100}-{number % 90 + 10}-{letters[:2]}",
        "MR": f"{number} {letters[:2]} {rng.randint(10, 14)}",
    }[country]  # fmt: skip


def _imei(rng: random.Random, *, grouped: bool) -> str:
    body = "35" + _digits(rng, 12)
    number = body + luhn.calc_check_digit(body)
    return f"{number[:2]}-{number[2:8]}-{number[8:14]}-{number[14]}" if grouped else number


def _imo(rng: random.Random) -> str:
    body = "9" + _digits(rng, 5)
    return body + imo.calc_check_digit(body)


def _account(rng: random.Random, country: str) -> str:
    number = f"{country}{_digits(rng, 22)}"
    return " ".join(number[i : i + 4] for i in range(0, len(number), 4))
