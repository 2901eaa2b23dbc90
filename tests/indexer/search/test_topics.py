"""What a list names somebody for narrows a search: a published list for every reader, a unit's own for it alone."""

from dataclasses import replace

import pytest

from casefile.exchange.sources.adapters import ADAPTERS, Wish
from casefile.exchange.sources.lists import import_list
from casefile.lists import Asked, listed_records, topics_of
from casefile.records.sources import listed
from casefile.storage import tables
from casefile.storage.tables import Listing, Source
from casefile.vocabulary import Sharing
from indexer.search.find import SearchForm, find
from tests.casefile.exchange.sources import made
from tests.indexer.search.asking import ids, search_as
from tests.network.make import person


def opensanctions(net, path, *entities, **wish):
    import_list(net.store, made.ftm(path / "list", *entities), ADAPTERS["opensanctions"], wish=Wish(**wish))
    net.drain()


def own_list(net, record_id, *topics):
    """The record stands on a list of Dakar's own."""
    with net.store.writing() as session:
        source = Source(unit_id=net.dakar.unit_id, name=f"Ours {record_id}", kind="list")
        session.add(source)
        session.flush()
        session.add(Listing(source_id=source.id, record_id=record_id, topics=list(topics), from_at=tables.now()))
        listed.find_by_topics(session, net.dakar, [record_id])
    net.drain()


ONE = made.entity("os-1", "Bouba Ficta", topics=["crime.traffick", "wanted"])
TWO = made.entity("os-2", "Bouba Somna", topics=["role.pep"])


def by_topic(net, unit, text, *topics):
    page = search_as(net, unit, text, topics=topics)
    return page.total, dict(page.facets["topics"])


def test_topics_of_published_lists_are_counted_and_narrow_for_everybody(net, tmp_path):
    opensanctions(net, tmp_path, ONE, TWO)
    counts = {"crime": 1, "crime.traffick": 1, "wanted": 1, "role.pep": 1}
    for unit in ("dakar", "banjul"):
        assert by_topic(net, unit, "Bouba") == (2, counts)
        assert by_topic(net, unit, "Bouba", "crime") == (1, counts), "the others as if it were not chosen"
        assert by_topic(net, unit, "Bouba", "crime", "role.pep")[0] == 2
        assert by_topic(net, unit, "Bouba", "sanction")[0] == 0
    opensanctions(net, tmp_path, made.entity("os-1", "Bouba Ficta", topics=["sanction"]), TWO, older=True)
    assert by_topic(net, "dakar", "Bouba", "crime")[0] == 0 and by_topic(net, "dakar", "Bouba", "sanction")[0] == 1
    opensanctions(net, tmp_path, made.entity("os-1", "Bouba Ficta", topics=["wanted"]), TWO, older=True)
    assert by_topic(net, "dakar", "Bouba", "wanted")[0] == 1, "the entry is as before but for its topics"


@pytest.mark.parametrize("sharing", [Sharing.FULL, Sharing.CORE, Sharing.POINTER])
def test_what_a_units_own_list_says_answers_the_unit_alone(net, sharing):
    shown = net.enter("dakar", person("Awa Ndiaye", "1990", nationalities=("SN",)), sharing=sharing)
    net.drain()
    crime = SearchForm(topics=("crime",))
    forms = [crime, replace(crime, text="Awa Ndiaye"), SearchForm(text="Awa Ndiaye")]
    before = [whole(net, "banjul", form) for form in forms]
    own_list(net, shown, "crime")
    assert [whole(net, "banjul", form) for form in forms] == before
    assert by_topic(net, "dakar", "Awa", "crime") == (1, {"crime": 1})
    assert ids(search_as(net, "dakar", topics=("crime",))) == [shown], "the topic alone lists the unit's own records"
    with net.store.reading() as session:
        assert topics_of(session, net.dakar) == ["crime"] and topics_of(session, net.banjul) == []
        found = [listed_records(session, net.dakar, Asked(chosen={"topic": one})) for one in ("crime", "wanted")]
    assert [[line.id for line in page.rows] for page in found] == [[shown], []]


def whole(net, unit, form):
    """All that a page of the answer would say."""
    page = find(net.engine, net.store, net.viewers[unit], form)
    return page.total, page.rows, page.facets, page.ways, page.order, page.near


def test_of_a_core_no_topic_is_told(net, tmp_path):
    shown = net.enter("dakar", person("Awa Ndiaye", "1990", nationalities=("SN",)), sharing=Sharing.CORE)
    with net.store.writing() as session:
        source = Source(unit_id=net.dakar.unit_id, name="SLTD", kind="sltd")
        session.add(source)
        session.flush()
        session.add(Listing(source_id=source.id, record_id=shown, topics=["document.lost"], from_at=tables.now()))
    net.drain()
    assert by_topic(net, "banjul", "Awa Ndiaye") == (1, {})
    assert by_topic(net, "banjul", "Awa Ndiaye", "document.lost") == (0, {})
    assert by_topic(net, "dakar", "Awa Ndiaye", "document.lost") == (1, {"document.lost": 1})
