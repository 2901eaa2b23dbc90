"""A joint case on a line of time and on a map: what its units put in, as far as each member reads it there."""

import re

import pytest

from casefile import joint
from casefile.people import officers, units, viewers
from casefile.policy.sharing import Access
from casefile.vocabulary import PlaceKind, Role
from tests.casefile.joint.conftest import Together
from tests.network.portal import NOBODYS_ID, same_every_time, text_of
from tests.portal.pages.drawn.test_course import event, parts

DEPARTURE, LANDING = PlaceKind.DEPARTURE, PlaceKind.LANDING


@pytest.fixture
def world(unindexed):
    net = unindexed
    at = Together(net)
    at.propose("dakar", "banjul")
    at.do(joint.accept, "banjul", "the same boat as ours")
    net.crossing = net.enter(
        "dakar", event("Crossing", (DEPARTURE, "Mbour"), (LANDING, "El Hierro"), dates=[("2026-09-12",)])
    )
    net.second = net.enter("banjul", event("Second", (DEPARTURE, "Banjul"), dates=[("2026-08",)]))
    net.kept = net.enter("dakar", event("Kept", (DEPARTURE, "Kayar"), (PlaceKind.SEEN, "Village"), dates=[("2024",)]))
    at.do(joint.put_in, "dakar", net.crossing, Access.FULL)
    at.do(joint.put_in, "banjul", net.second, Access.FULL)
    net.at, net.paths = at, [f"/joint/{at.id}/{name}" for name in ("timeline", "map")]
    return net


def test_both_pages_say_what_a_member_reads_with_its_unit_and_lead_to_it_there(world):
    client = world.as_("banjul", "en")
    whole = client.get(f"/joint/{world.at.id}").text
    line, map = (client.get(path).text for path in world.paths)
    assert all(f'href="{path}"' in whole for path in world.paths)
    drawn, table = parts(line)
    dakar, banjul = "Brigade de Dakar", "Banjul Serious Crime Unit"
    assert re.search(f"1 August 2026 .*Second Event {banjul} 2 12 September 2026 .*Crossing Event {dakar}", table)
    assert "2 dates" in text_of(line) and "Record entered" not in text_of(line) and drawn.count("<circle") == 1
    drawn, table = parts(map)
    assert "<title>Mbour → El Hierro · 1</title>" in drawn and "Banjul" in table and dakar in table
    for page in (line, map):
        assert f"/joint/{world.at.id}/records/{world.crossing}" in page and "Kept" not in page and "Kayar" not in page
        assert f"/records/{world.crossing}" not in page.replace(f"/joint/{world.at.id}/records/", "")


def test_in_arabic_the_line_of_time_changes_sides_and_the_map_does_not(world):
    def drawings(language):
        return [parts(world.as_("dakar", language).get(path).text)[0] for path in world.paths]

    (line, map), (arabic_line, arabic_map) = drawings("en"), drawings("ar")
    assert re.findall(r'cx="(\d+)"', line) != re.findall(r'cx="(\d+)"', arabic_line)
    assert re.findall(r'c[xy]="(\d+)"', map) == re.findall(r'c[xy]="(\d+)"', arabic_map)


def test_what_was_not_put_in_and_who_is_no_member_change_nothing(world):
    client, outside = world.as_("banjul", "en"), world.as_("nouakchott", "en")
    before = [same_every_time(client.get(path).text) for path in world.paths]
    world.enter("dakar", event("More", (DEPARTURE, "Kayar"), (LANDING, "Tenerife"), dates=[("2026-09-12",)]))
    assert [same_every_time(client.get(path).text) for path in world.paths] == before
    world.at.do(joint.put_in, "dakar", world.crossing, Access.CORE)
    for path in world.paths:
        page = text_of(client.get(path).text)
        assert "core of 1 record only" in page and "Crossing" not in page and "Mbour" not in page
    with world.store.writing() as session:
        officers.add_officer(session, units.SYSTEM, "colleague", unit="GM-BJL", roles=(Role.INVESTIGATOR,))
        world.viewers["colleague"] = viewers.viewer_by_login(session, "colleague")
    for name, path in zip(("timeline", "map"), world.paths, strict=True):
        page = world.as_("colleague", "en").get(path).text
        assert "For members" in text_of(page) and "Banjul" not in text_of(page[page.index("<main") :])
        ids = world.at.id, NOBODYS_ID
        answers = [outside.get(f"/joint/{id}/{name}") for id in ids]
        assert {answer.status_code for answer in answers} == {404}
        assert len({same_every_time(one.text).replace(id, "") for one, id in zip(answers, ids, strict=True)}) == 1
