"""A case on a line of time and on a map: its own records alone, each drawing with the table that says the same."""

import re

import pytest
from sqlalchemy import func, select

from casefile.audit import Action
from casefile.storage.tables import Audit
from casefile.subjects.identity import Fact, Identity, Name, PartialDate, Place
from casefile.vocabulary import DateKind, FactKind, PlaceKind, RecordKind
from tests.network.portal import NOBODYS_ID, same_every_time, text_of

MOST_BYTES = 200_000
DEPARTURE, LANDING = PlaceKind.DEPARTURE, PlaceKind.LANDING


def event(title, *places, dates=(), **facts):
    return Identity(
        RecordKind.EVENT, names=(Name(title),), dates=tuple(PartialDate(DateKind.EVENT, *one) for one in dates),
        places=tuple(Place(kind, text) for kind, text in places),
        facts=tuple(Fact(FactKind(kind), value) for kind, value in facts.items()),
    )  # fmt: skip


@pytest.fixture
def world(unindexed):
    net = unindexed
    net.crossing = net.enter(
        "dakar",
        event("Boat <b>seen</b>", (DEPARTURE, "plage de Mbour"), (LANDING, "El Hierro"), dates=[("2026-09-12",)]),
    )
    net.second = net.enter("dakar", event("Second", (DEPARTURE, "Mbour"), (LANDING, "El Hierro"), dates=[("2026-08",)]))
    net.third = net.enter("dakar", event("Third", (PlaceKind.SEEN, "Village Inconnu"), dates=[("2025",)]))
    net.paths = [f"/cases/{net.cases['dakar']}/{name}" for name in ("timeline", "map")]
    return net


def parts(page):
    drawn, _, table = page[page.index("<svg role") :].partition("</svg>")
    return drawn, text_of(f"<main>{table}")


def test_the_line_of_time_and_its_table_say_the_same_each_as_exactly_as_it_is_known(world):
    client = world.as_("dakar", "en")
    assert all(path in client.get(f"/cases/{world.cases['dakar']}").text for path in world.paths)
    page = client.get(world.paths[0]).text
    drawn, table = parts(page)
    assert "Boat &lt;b&gt;seen" in drawn and "style=" not in page and "6 dates" in text_of(page)
    assert drawn.count('class="stretch"') == 2 and drawn.count("<circle") == 4, "a year, a month; a day, three entries"
    order = ["1 2025", "2 August 2026", "3 12 September 2026"]
    assert [table.index(one) for one in order] == sorted(table.index(one) for one in order)
    said = text_of(f"<main>{drawn}")
    assert all(one in said for one in order) and table.count("Record entered") == said.count("Record entered") == 3


def test_the_map_and_its_table_say_the_same_and_what_is_not_on_it_is_said(world):
    page = world.as_("dakar", "en").get(world.paths[1]).text
    drawn, table = parts(page)
    assert re.findall(r"<title>(\d+ · [^<]+)</title>", drawn) == ["1 · El Hierro · approximate", "2 · Mbour"]
    assert "<title>Mbour → El Hierro · 2</title>" in drawn and "2 Mbour 1 El Hierro 2" in table
    assert "1 place is not on the map" in text_of(page)
    assert re.search(r"not on the map Village Inconnu Seen .*Third", table)
    assert "as written: plage de Mbour" in table
    for anchor in re.findall(r'href="[^"]*#([a-z0-9]+)"', page[page.index("<main") :]):
        assert f'id="{anchor}"' in page


def test_what_others_hold_changes_neither_and_their_cases_are_not_there(world):
    client = world.as_("dakar", "en")
    before = [same_every_time(client.get(path).text) for path in world.paths]
    world.enter("banjul", event("Boat", (DEPARTURE, "Kayar"), (LANDING, "Tenerife"), dates=[("2026-09-12",)]))
    assert [same_every_time(client.get(path).text) for path in world.paths] == before
    for name in ("timeline", "map"):
        ids = world.cases["banjul"], NOBODYS_ID
        answers = [client.get(f"/cases/{id}/{name}") for id in ids]
        assert {answer.status_code for answer in answers} == {404}
        assert len({same_every_time(one.text).replace(id, "") for one, id in zip(answers, ids, strict=True)}) == 1


def test_a_look_is_a_line_of_the_case(world):
    client = world.as_("dakar", "en")
    for path in world.paths:
        with world.store.reading() as session:
            before = session.scalar(select(func.max(Audit.seq)))
        client.get(path)
        with world.store.reading() as session:
            (line,) = session.scalars(select(Audit).where(Audit.seq > before)).all()
            assert (line.action, line.subject_id) == (Action.CONSULTATION.value, world.cases["dakar"])


def test_an_empty_case_and_one_too_large_say_so(world, monkeypatch):
    empty = [
        world.as_("banjul", "en").get(f"/cases/{world.cases['banjul']}/{name}").text for name in ("timeline", "map")
    ]
    assert "No dates yet" in empty[0] and "No places yet" in empty[1] and "<svg role" not in "".join(empty)
    monkeypatch.setattr("portal.pages.drawn.course.MOST_AT_PORTAL", 2)
    for path in world.paths:
        page = world.as_("dakar", "en").get(path)
        assert page.status_code == 200 and "more than 2 records" in page.text and "Third" not in page.text


def test_a_large_case_stays_small_and_its_tables_hold_everything(world):
    """160 events between eighty towns over the whole region, long names in Arabic."""
    towns = "Dakar Mbour Saint-Louis Nouakchott Nouadhibou Dakhla Agadir Tanger Oran Alger Tunis Sfax Tripoli".split()
    name = "محمد الأمين " * 7
    world.enter_many("dakar", [
        event(f"{name}{at}", (DEPARTURE, towns[at % 13]), (LANDING, ["El Hierro", "Lampedusa", "Almería"][at % 3]),
              dates=[(f"2026-{at % 9 + 1:02}-{at % 28 + 1:02}",)])
        for at in range(160)
    ])  # fmt: skip
    client = world.as_("dakar", "ar")
    for path, rows in zip(world.paths, (326, 325), strict=True):
        pages = [client.get(path, query_string={"page": page}).text for page in (1, 7)]
        assert max(len(page.encode()) for page in pages) < MOST_BYTES
        assert len(re.findall(r'<td data-label="[^"]+"><a href="/records', pages[1])) == rows - 300
