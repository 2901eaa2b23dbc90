"""The same kinds of questions over the UN list, none of which any rule was fitted to: checked, never tuned.

Over the whole list where it lies next to the checkout (GRIOT_UN_LIST), else skipped: the invented sample has too few
rows for shares. `test_un_list.py` asks for every name as the list gives it; here they are changed as people do.
"""

import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from casefile.errors import BadInput
from casefile.exchange.un.xml import Node, read_entries
from casefile.people.units import unit_by_code
from casefile.policy.viewer import Viewer
from casefile.storage.tables import Record
from casefile.vocabulary import Role
from indexer.search import find
from indexer.upkeep import rebuild
from tests.network import people
from tests.network.lists import import_un

ROOT = Path(__file__).resolve().parents[4]
WHOLE = Path(os.environ.get("GRIOT_UN_LIST") or ROOT.parent / "shared" / "data" / "un" / "UN_consolidated.xml")
EACH = 14
"""Questions of each kind."""
FIRST, TEN = 0.90, 0.97
NOTHING = (
    "INTERPOL Special Notice", "web link click here", "Security Council resolution 2610", "Wolfgang Hagenbeck",
    "Ingrid Solbakken", "Sekouba Touramagan", "QQ-999-QQ", "Z99887766", "+221 70 000 11 22", "xylophone", "quetzal*",
    '"the crocodile was sold"', "Mbour 7 mai 2026", "Agadir 3-9 June 1999", "zèbre albinos", "Fass Boye",
)  # fmt: skip
Asked = tuple[str, str, str]
"""Kind, question, the entry's id."""


def full_name(node: Node) -> str:
    return " ".join(part for n in ("FIRST", "SECOND", "THIRD", "FOURTH") if (part := node.say(f"{n}_NAME")))


def slipped(draw: random.Random, word: str) -> str:
    at = draw.randrange(2, len(word) - 1)
    return draw.choice((word[:at] + word[at + 1 :], word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]))


def questions(path: Path) -> Iterator[Asked]:
    """Every kind over individuals drawn again for it; names that several entries bear are left out."""
    draw = random.Random(2026)
    nodes = list(read_entries(path))
    some = [n for n in nodes if n.tag == "INDIVIDUAL" and len(full_name(n).split()) > 1]
    often = Counter(word.casefold() for n in some for word in set(full_name(n).split()))
    for kind, make in KINDS.items():
        found = 0
        for node in draw.sample(some, len(some)):
            if found < EACH and (question := make(draw, node, often)):
                found += 1
                yield kind, question, node.say("DATAID")


def _document(node: Node) -> str:
    values = [one.say("NUMBER") for one in node.all("INDIVIDUAL_DOCUMENT")]
    fit = [v for v in values if re.fullmatch(r"[A-Z]{0,3} ?\d{6,12}", v)]
    return fit[0] if fit else ""


def _order(_draw: random.Random, node: Node, _often: Counter[str]) -> str:
    return " ".join(reversed(full_name(node).split())).lower()


def _ends(_draw: random.Random, node: Node, often: Counter[str]) -> str:
    words = full_name(node).split()
    rare = sum(often[word.casefold()] <= 2 for word in (words[0], words[-1]))
    return f"{words[0]} {words[-1]}" if len(words) > 2 and rare else ""


def _slip(draw: random.Random, node: Node, often: Counter[str]) -> str:
    words = full_name(node).split()
    at = max(range(len(words)), key=lambda place: len(words[place]))
    if len(words) > 3 or len(words[at]) < 6 or not any(often[w.casefold()] <= 2 for w in words):
        return ""
    return " ".join([*words[:at], slipped(draw, words[at]), *words[at + 1 :]])


def _year(_draw: random.Random, node: Node, _often: Counter[str]) -> str:
    born = [one.say("YEAR") or one.say("DATE")[:4] for one in node.all("INDIVIDUAL_DATE_OF_BIRTH")]
    return f"{full_name(node)} {born[0]}" if born and born[0] else ""


def _number(_draw: random.Random, node: Node, _often: Counter[str]) -> str:
    return " ".join(re.findall("..?.?", _document(node)))


def _part(_draw: random.Random, node: Node, _often: Counter[str]) -> str:
    return _document(node)[-6:]


def _off(draw: random.Random, node: Node, _often: Counter[str]) -> str:
    value = _document(node)
    at = draw.randrange(len(value) // 2, len(value)) if value else 0
    other = draw.choice([c for c in "0123456789" if c != value[at]]) if value else ""
    return value[:at] + other + value[at + 1 :] if value[at : at + 1].isdigit() else ""


def _reference(_draw: random.Random, node: Node, _often: Counter[str]) -> str:
    return node.say("REFERENCE_NUMBER").lower()


def _quoted(_draw: random.Random, node: Node, often: Counter[str]) -> str:
    name = full_name(node)
    return f'"{name}"' if any(often[w.casefold()] == 1 for w in name.split()) else ""


KINDS = {
    "order and case": _order, "first and last part": _ends, "a slip": _slip, "name and year": _year,
    "number in groups": _number, "part of a number": _part, "one sign off": _off, "list reference": _reference,
    "quoted": _quoted,
}  # fmt: skip


def share(ask, asked: list[Asked]) -> tuple[Counter[str], Counter[str], list[Asked]]:  # type: ignore[no-untyped-def]
    """How many of each kind come first and in the first ten, and which do not."""
    first, ten, missed = Counter[str](), Counter[str](), []
    for kind, question, source in asked:
        sources = ask(question)
        first[kind] += sources[:1] == [source]
        ten[kind] += source in sources
        if source not in sources:
            missed.append((kind, question, source))
    return first, ten, missed


@pytest.mark.slow
@pytest.mark.skipif(not WHOLE.exists(), reason="the UN list is not here; it is no part of the project")
def test_the_list_is_found_as_people_ask(sqlite_store, engine, settings):
    import_un(sqlite_store, WHOLE)
    with sqlite_store.writing() as session:
        people.add_units(session)
        unit = unit_by_code(session, people.DAKAR.code)
    rebuild.rebuild(sqlite_store, engine, settings)
    viewer = Viewer("officer", "dakar", unit.id, unit.code, frozenset({Role.INVESTIGATOR}))
    with sqlite_store.reading() as session:
        refs = {row.id: row.origin_ref for row in session.execute(select(Record.id, Record.origin_ref))}

    def ask(text: str) -> list[str]:
        try:
            page = find.find(engine, sqlite_store, viewer, find.SearchForm(text=text, size=10))
        except BadInput:
            return []
        return [refs[row.record_id] for row in page.rows]

    asked = list(questions(WHOLE))
    first, ten, missed = share(ask, asked)
    print({kind: (first[kind], ten[kind]) for kind in KINDS}, missed)
    assert [text for text in NOTHING if ask(text)] == []
    assert ten.total() >= TEN * len(asked) and first.total() >= FIRST * len(asked)
