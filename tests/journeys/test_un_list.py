"""Everybody on the UN list is found by every name the list itself gives, among the first ten results.

Over the whole list where GRIOT_UN_LIST points or a copy is found next to the checkout, else over an invented
sample of the same form. The measured share is printed (`-s`) and stands in the test's properties.
"""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from casefile.errors import BadInput
from casefile.exchange.un.xml import Node, read_entries
from casefile.people.units import unit_by_code
from casefile.policy.viewer import Viewer
from casefile.storage.tables import Record
from casefile.vocabulary import Role
from indexer.pipeline.relay import Relay
from indexer.search import find
from tests.network import people
from tests.network.indexed import drain
from tests.network.lists import import_un

ROOT = Path(__file__).resolve().parents[2]
WHOLE = Path(os.environ.get("GRIOT_UN_LIST") or ROOT.parent / "shared" / "data" / "un" / "UN_consolidated.xml")
SAMPLE = ROOT / "tests" / "corpus" / "un_sample.xml"
LEAST = 0.99


def names_given(node: Node) -> list[tuple[str, str]]:
    """The main name, the good aliases and the original script of an individual, exactly as the file writes them."""
    parts = [node.say(f"{part}_NAME") for part in ("FIRST", "SECOND", "THIRD", "FOURTH")]
    given = [
        ("main name", " ".join(part for part in parts if part)),
        ("original script", node.say("NAME_ORIGINAL_SCRIPT")),
    ]
    given += [
        ("good alias", alias.say("ALIAS_NAME"))
        for alias in node.all("INDIVIDUAL_ALIAS")
        if alias.say("QUALITY") == "Good"
    ]
    return [(what, text) for what, text in dict.fromkeys(given) if text]


@pytest.fixture
def listed(sqlite_store, engine, settings):
    """The list imported and indexed, with an investigator of Dakar who looks: (path, viewer, source id by record)."""
    path = WHOLE if WHOLE.exists() else SAMPLE
    import_un(sqlite_store, path)
    with sqlite_store.writing() as session:
        people.add_units(session)
        unit = unit_by_code(session, people.DAKAR.code)
    drain(Relay(sqlite_store, engine, settings), sqlite_store, 240)
    with sqlite_store.reading() as session:
        sources = {row.id: row.origin_ref for row in session.execute(select(Record.id, Record.origin_ref))}
    return path, Viewer("officer", "dakar", unit.id, unit.code, frozenset({Role.INVESTIGATOR})), sources


def test_every_name_of_an_individual_finds_its_entry_among_the_first_ten(listed, sqlite_store, engine, record_property):
    path, viewer, sources = listed
    asked = [
        (what, text, node.say("DATAID"))
        for node in read_entries(path)
        if node.tag == "INDIVIDUAL"
        for what, text in names_given(node)
    ]

    def answer(question: tuple[str, str, str]) -> str:
        """Empty when the entry is among the first ten, else what came instead."""
        try:
            page = find.find(engine, sqlite_store, viewer, find.SearchForm(text=question[1], size=10))
        except BadInput as error:
            return str(error)
        return "" if question[2] in {sources[row.record_id] for row in page.rows} else f"{page.total} others"

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(answer, asked))
    missed = [(what, text, said) for (what, text, _), said in zip(asked, answers, strict=True) if said]
    share = 1 - len(missed) / len(asked)
    of = Counter(what for what, _, _ in asked)
    told = {what: f"{count - sum(m[0] == what for m in missed)}/{count}" for what, count in of.items()}
    which = "the whole list" if path == WHOLE else "an INVENTED SAMPLE (the list is not there)"
    print(f"\n{which}: {share:.2%} found, {told}")
    record_property("un_list_found", f"{share:.4f} of {len(asked)} on {path.name}")
    assert share >= LEAST, missed[:20]
