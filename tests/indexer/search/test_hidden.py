"""What another unit hides leaves no trace in an answer: not in its order, its total, its counts, its pieces of text.

The experiment: a unit enters two reports of equal length that differ in one word, and asks for both words. If a record
that it may not read had any part in the answer, a hidden report with one of the words would change it.
"""

from dataclasses import replace

import pytest
from sqlalchemy import update

from casefile import outbox
from casefile.storage import tables
from casefile.storage.tables import Outbox, Record
from casefile.subjects.identity import Place
from casefile.vocabulary import PlaceKind, Protection, RecordKind, Sharing, SubjectCategory, Topic
from indexer.search import queries
from indexer.search.reading.form import MODES
from tests.indexer.search.asking import ids, search_as
from tests.network.make import person, report

PROBED, OTHER, NONSENSE = "Xaxatou", "Zoubeirou", "Quinquina"
ASKED = f"{PROBED} {OTHER} {NONSENSE} 12"
NUMBER = "+221 77 999 88 77"
HIDDEN = {
    "narrative": report(f"Le passeur {PROBED} attendait près de la plage."),
    "place": replace(report("Une cour."), places=(Place(PlaceKind.ADDRESS, f"Rue {PROBED} 12", "SN"),)),
    "phone in a text": report(f"Le passeur est joignable au {NUMBER}, dit {PROBED}."),
    "name": person(f"{PROBED} Diop", "1985", nationalities=("SN",)),
}
RULES = {
    "pointer": {"sharing": Sharing.POINTER},
    "nobody": {"sharing": Sharing.NONE},
    "full, to others": {"sharing": Sharing.FULL, "sharing_units": ("elsewhere",)},
    "core, to others": {"sharing": Sharing.CORE, "sharing_units": ("elsewhere",)},
    "a minor": {"sharing": Sharing.FULL, "protection": (Protection.MINOR,)},
    "a victim": {"sharing": Sharing.CORE, "subject_category": SubjectCategory.VICTIM},
}


def enter_the_probe(net):
    """The report with the probed word is the newer one: first as long as both answer alike."""
    other = net.enter("banjul", report(f"{OTHER} was seen at {NONSENSE} 12"))
    probe = net.enter("banjul", report(f"{PROBED} was seen at {NONSENSE} 12"))
    net.enter("banjul", person("Lamin Ceesay", "1985", phone=NUMBER, nationalities=("GM",)))
    net.drain()
    return [probe, other]


def answers(net):
    """All that Banjul is told, to the byte."""
    forms = [
        *({"text": ASKED, "mode": mode} for mode in MODES),
        *({"text": text, "mode": "sound"} for text in (PROBED, f"{PROBED} Diop", f"Rue {PROBED}", "passeur", NUMBER)),
        {"identifier": NUMBER},
        {"countries": ("SN",)},
        {"kinds": (RecordKind.REPORT,)},
        {"year_from": 1985, "year_to": 1985},
        {"text": PROBED, "countries": ("SN",)},
        {"text": PROBED, "year_from": 1985},
        {"text": PROBED, "case_refs": ("DKR-1",)},
    ]
    return [repr(search_as(net, "banjul", **form)) for form in forms]


@pytest.mark.parametrize("rules", RULES)
def test_a_hidden_record_changes_nothing(net, rules):
    expected = enter_the_probe(net)
    assert ids(search_as(net, "banjul", ASKED)) == expected
    before = answers(net)
    for where, hidden in HIDDEN.items():
        net.enter("dakar", hidden, **RULES[rules])
        assert answers(net) == before, f"{where}: entered"
        net.drain()
        assert answers(net) == before, f"{where}: indexed"
    assert search_as(net, "dakar", PROBED, mode="sound").total == len(HIDDEN)


def test_the_experiment_sees_a_leak(net, monkeypatch):
    """Without the filter of what may be read, the answer tells of reports that nobody showed."""
    monkeypatch.setattr(queries, "readable", lambda scope: {"match_all": {}})
    enter_the_probe(net)
    before = answers(net)
    for _ in range(3):
        net.enter("dakar", HIDDEN["narrative"], sharing=Sharing.NONE)
    net.drain()
    assert answers(net) != before


@pytest.mark.parametrize("sharing", [Sharing.FULL, Sharing.CORE])
def test_what_was_taken_back_is_gone_at_once(net, sharing):
    """The index still holds the old copy, and dead-lettered work leaves it there; the answer is as if it were not."""
    expected = enter_the_probe(net)
    before = answers(net)
    record = net.enter("dakar", person(f"{PROBED} Diop", "1985", narrative=f"{PROBED} 12"), sharing=sharing)
    net.drain()
    assert record in ids(search_as(net, "banjul", f"{PROBED} Diop")) and answers(net) != before
    net.amend("dakar", record, person(f"{PROBED} Diop", "1985"), sharing=Sharing.POINTER)
    assert answers(net) == before
    give_up_indexing(net)
    assert answers(net) == before
    assert ids(search_as(net, "banjul", ASKED)) == expected


def give_up_indexing(net):
    with net.store.writing() as session:
        session.execute(update(Outbox).values(dead_lettered_at=tables.now()))


def test_an_old_text_is_neither_found_nor_counted_nor_shown(net):
    """Also when the record stays open to the reader: what its owner corrected is not found by what it said before."""
    record = net.enter("dakar", report(f"Le passeur {PROBED} attendait."), sharing=Sharing.FULL)
    net.drain()
    assert ids(search_as(net, "banjul", PROBED)) == [record]
    net.amend("dakar", record, report("Le passeur attendait."), sharing=Sharing.FULL)
    for asked in (PROBED, "passeur"):
        page = search_as(net, "banjul", asked)
        assert (page.total, page.rows, any(page.facets.values())) == (0, (), False)
    assert ids(search_as(net, "dakar", PROBED)) == [record]  # the own unit is not kept from its own
    net.drain()
    assert ids(search_as(net, "banjul", "passeur")) == [record] and not ids(search_as(net, "banjul", PROBED))


def test_who_became_protected_is_gone_at_once(net):
    record = net.enter("dakar", person(f"{PROBED} Diop", "1985"), sharing=Sharing.FULL)
    net.drain()
    assert ids(search_as(net, "banjul", f"{PROBED} Diop")) == [record]
    with net.store.writing() as session:  # worked out later, of something else: no new version
        session.execute(update(Record).where(Record.id == record).values(protection=["victim"]))
        outbox.enqueue(session, Topic.RECORD, record, 1)
    page = search_as(net, "banjul", f"{PROBED} Diop")
    assert (page.total, page.rows, any(page.facets.values())) == (0, (), False)
