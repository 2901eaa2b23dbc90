"""An event is put on a watchlist by place, days, circle and number of people, and the desk reads why it met another."""

import re

import pytest

from casefile import hits
from casefile.subjects.identity import Fact, Identity, Name, PartialDate, Place
from casefile.vocabulary import DateKind, FactKind, PlaceKind, RecordKind
from portal.show.labels import WATCH_FACTS
from tests.network.portal import text_of
from tests.steady.days import ahead

DEPARTURE = Identity(
    RecordKind.EVENT,
    names=(Name("Departure in the night"),),
    dates=(PartialDate(DateKind.EVENT, "2026-09-02"),),
    places=(Place(PlaceKind.DEPARTURE, "Mbour"),),
    facts=(Fact(FactKind.MEANS, "pirogue"), Fact(FactKind.PEOPLE, "80"), Fact(FactKind.PRICE, "400000")),
    narrative="Left before dawn.",
)
LANDING = Identity(
    RecordKind.EVENT,
    dates=(PartialDate(DateKind.EVENT, "2026-09-10"),),
    places=(Place(PlaceKind.LANDING, "La Restinga"),),
    facts=(Fact(FactKind.MEANS, "cayuco"), Fact(FactKind.PEOPLE, "82")),
)


def form(**more):
    return {
        "kind": "event", "dates-0-kind": "event", "dates-0-text": "02/09/2026", "places-0-kind": "departure",
        "places-0-text": "Mbour", "fact_people": "80", "fact_means": "pirogue", "ground": "named by three passengers",
        "watchlist": "Departures", "expires": f"{ahead(150)}", "subject_category": "none", "purpose": "locate_wanted",
        "source_grade": "B", "info_grade": "2", "handling": "H2", "sharing": "pointer", "notify": "mutual", **more,
    }  # fmt: skip


def test_a_landing_meets_the_watched_departure_and_the_desk_reads_why(stage):
    client = stage.as_("banjul")
    checked = text_of(stage.post(client, "/watchlists/new?kind=event", form()).text)
    assert str(WATCH_FACTS["event"]) in checked and "Can it find anything? Yes" in checked
    saved = stage.post(client, "/watchlists/new?kind=event", form(check="save"))
    assert saved.status_code == 303
    assert "Mbour" in text_of(client.get(saved.location).text)
    stage.enter("dakar", LANDING)
    stage.drain()
    with stage.store.reading() as session:
        (hit,) = hits.queue(session, stage.viewers["coordinator"])
    page = text_of(stage.as_("coordinator").get(f"/review/{hit.hit_id}").text)
    for told in (
        "The way leads from the one place to the other", "The days fit the time the way takes", "La Restinga",
        "The number of people agrees", "The means of transport agree", "10 September 2026",
    ):  # fmt: skip
        assert told in page, told


def test_an_own_event_is_watched_without_typing_it_again_and_anothers_is_not_there(stage):
    own, other = stage.enter("banjul", DEPARTURE), stage.enter("dakar", DEPARTURE)
    client = stage.as_("banjul")
    link = re.search(r'href="(/watchlists/new[^"]*record[^"]*)"', client.get(f"/records/{own}").text)
    page = client.get(link[1].replace("&amp;", "&"))
    for held in ('value="Mbour"', 'value="2026-09-02"', 'value="80"', 'value="pirogue"', 'name="fact_radius"'):
        assert held in page.text, held
    assert "400000" not in page.text and "Left before dawn" not in page.text
    assert client.get(f"/watchlists/new?record={other}").status_code == 404


@pytest.mark.parametrize(
    ("more", "field"),
    [({"places-0-text": "Plage Inconnue"}, "places-0-text"), ({"dates-0-text": ""}, "places-0-text"),
     ({"dates-0-text": "2026"}, "dates-0-text"), ({"fact_radius": "300"}, "fact_radius")],
)  # fmt: skip
def test_what_is_no_departure_is_said_at_its_field(unindexed, more, field):
    answer = unindexed.post(unindexed.as_("banjul"), "/watchlists/new?kind=event", form(**more))
    assert answer.status_code == 422 and f'href="#{field}"' in answer.text, text_of(answer.text)[:600]


def test_what_the_form_does_not_ask_stays_when_it_is_amended(unindexed):
    watch_id, client = unindexed.watch("banjul", DEPARTURE), unindexed.as_("banjul")
    sent = form(
        **{"names-0-text": "Departure in the night", "names-0-kind": "main", "check": "save", "fact_radius": "40"}
    )
    assert unindexed.post(client, f"/watchlists/{watch_id}/amend", sent).status_code == 303
    page = text_of(client.get(f"/watchlists/{watch_id}").text)
    assert "400000" in page and "Within how many km 40" in page
