"""The estimate counts what may be read and nothing else: with and without hidden records it is the same."""

import random

import pytest

from casefile import records, watches
from casefile.vocabulary import Band, Sharing
from casefile.watches.selectivity import widest
from tests.network.make import person, report, watch
from tests.network.people import FURTHER_UNITS, add_units

NAMES = ("Modou Jallow", "Mamadou Diallo", "Momodou Jalloh", "مامادو ديالو", "Awa Ndiaye", "Fatou Sarr", "Lamin Sanneh")


def band(net, identity, who="banjul"):
    with net.store.reading() as session:
        return watches.readable(session, net.viewers[who], identity)


def test_own_records_are_counted_in_bands(net):
    wanted = person("Modou Jallow", "1984")
    assert band(net, wanted).band is Band.NONE
    net.enter("banjul", person("Mamadou Diallo", "1985"))
    assert band(net, wanted).band is Band.FEW
    net.enter_many("banjul", [person("Mamadou Diallo", "1984") for _ in range(6)])
    assert band(net, wanted).band is Band.SOME
    net.enter_many("banjul", [person("Mamadou Diallo", "1984") for _ in range(15)])
    assert band(net, wanted).band is Band.MORE
    assert band(net, person("Modou Jallow", "1950")).band is Band.NONE


def test_a_name_in_an_own_report_counts(net):
    net.enter("banjul", report("Le passeur Modou Jallow, né en 1984, a été vu à Barra."))
    assert band(net, person("Modou Jallow", "1984")).band is Band.FEW


def test_what_is_released_in_full_counts_and_the_core_does_not(net):
    wanted = person("Modou Jallow", phone="+2203912245")
    net.enter("dakar", person("Modou Jallow", "1984", phone="+2203912245"), sharing=Sharing.CORE)
    assert band(net, wanted).band is Band.NONE, "the telephone is not in the core: to count it would tell it"
    net.enter("dakar", person("Modou Jallow", "1984", phone="+2203912245"), sharing=Sharing.FULL)
    assert band(net, wanted).band is Band.FEW


@pytest.mark.parametrize("seed", range(6))
def test_hidden_records_change_no_estimate(net, seed):
    """A world is made, asked, filled with what Banjul may not read, and asked again: bands, ways, all of it."""
    rng = random.Random(seed)

    def somebody():
        number = f"+2203{rng.randrange(10**6):06d}" if rng.random() < 0.4 else ""
        return person(rng.choice(NAMES), str(rng.choice((1983, 1984, 1985, 1960))), phone=number)

    known = [somebody() for _ in range(rng.randrange(12))]
    net.enter_many("banjul", known)
    for _ in range(rng.randrange(4)):
        net.enter("dakar", somebody(), sharing=Sharing.FULL)
    asked = [*known[:4], *(person(name, "1984") for name in NAMES), person("Mamadou Diallo")]
    before = [everything(net, one) for one in asked]
    with net.store.writing() as session:
        add_units(session, FURTHER_UNITS)
    for one in (*asked, *(somebody() for _ in range(15))):
        who = rng.choice(("dakar", "nouakchott"))
        hidden = rng.choice((Sharing.NONE, Sharing.COORDINATOR, Sharing.POINTER, Sharing.CORE))
        net.enter(who, one, sharing=hidden)
        if rng.random() < 0.5:
            net.watch(who, person(rng.choice(NAMES), "1984"))
    assert [everything(net, one) for one in asked] == before


def everything(net, identity):
    with net.store.reading() as session:
        found = watches.check(session, net.banjul, watch(identity))
    return found.selectivity, found.readable, found.same, found.seats, found.band


def test_withdrawn_records_are_not_counted(net):
    record_id = net.enter("banjul", person("Modou Jallow", "1984"))
    with net.store.writing() as session:
        records.withdraw(session, net.banjul, record_id, "entered by mistake")
    assert band(net, person("Modou Jallow", "1984")).band is Band.NONE


def test_the_wider_of_the_two_bands_is_shown(net):
    found = everything(net, person("Modou Jallow", "1984"))
    assert found[4] is widest((found[0].band, found[1].band)) is Band.FEW


def test_the_same_subject_is_found_in_any_spelling_and_only_in_the_own_unit(net):
    mine = net.watch("banjul", person("Momodou Jalloh", "1985"))
    net.watch("dakar", person("Modou Jallow", "1984"))
    net.watch("banjul", person("Modou Jallow", "1950"))
    ended = net.watch("banjul", person("Modou Jallow", "1984"))
    with net.store.writing() as session:
        watches.end(session, net.banjul, ended, "found and heard")
    with net.store.reading() as session:
        same = watches.same_subject(session, net.banjul, person("مامادو ديالو", "1984"))
        assert [one.id for one in same] == [mine]
        assert watches.same_subject(session, net.banjul, person("Modou Jallow", "1984"), but=mine) == []
