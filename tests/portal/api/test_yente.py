"""Matching and searching as yente answers: what is found, how it is graded, and what a token's unit may not see."""

import json

import pytest
from sqlalchemy import func, select

from casefile.storage.tables import NameRow, Record, Unit
from casefile.vocabulary import Sharing
from tests.network import make
from tests.network.make import stated


def test_a_subject_is_found_under_another_spelling_and_graded(api):
    api.enter("dakar", make.person("Mamadou Dialo", "1984-03-12", passport="A01234567"))
    api.enter("dakar", make.person("Fatou Ndiaye", "1990"))
    api.drain()
    machine = api.machine("SN-DKR", "match")
    best, *others = machine.matches("Modou Jallow", birthDate=["1984-03-12"], passportNumber=["A01234567"])
    assert (best["caption"], best["schema"], best["match"], others) == ("Mamadou Dialo", "Person", True, [])
    assert best["score"] >= 0.7 and best["datasets"] == ["sn-dkr"]
    assert best["properties"]["birthDate"] == ["1984-03-12"] and best["properties"]["passportNumber"] == ["A01234567"]
    assert best["explanations"]["passport"]["candidate"] == "A01234567" and best["features"]["passport"] > 10
    weak, *_ = machine.matches("Modou Jallow")
    assert 0 < weak["score"] < 0.5 and not weak["match"]


def test_a_batch_keeps_its_keys_and_their_order(api):
    api.enter("dakar", make.person("Aliou Sarr", "1979"))
    api.drain()
    queries = {
        key: {"schema": "Person", "properties": {"name": name}}
        for key, name in (("z", "Aliou Sarr"), ("a", ["Nobody Atall"]), ("ü/1", "SARR Aliou"))
    }
    sent = {"data": json.dumps({"queries": queries}), "content_type": "application/json"}
    answer = api.machine("SN-DKR", "match").post("/match/default?limit=1", **sent)
    responses = answer.json["responses"]
    assert list(responses) == ["z", "a", "ü/1"] and answer.json["limit"] == 1
    assert [one["total"]["value"] for one in responses.values()] == [1, 0, 1]
    assert responses["z"]["query"]["properties"] == {"name": "Aliou Sarr"} and responses["z"]["complete"] is True


def test_the_engine_away_is_an_error_and_never_an_empty_list(unindexed):
    from casefile.people.machines import api_tokens
    from casefile.people.units import SYSTEM
    from casefile.vocabulary import TokenScope

    with unindexed.store.writing() as session:
        made = api_tokens.add_token(session, SYSTEM, "probe", unit="SN-DKR", scopes=list(TokenScope))
    client, headers = unindexed.app.test_client(), {"Authorization": f"Bearer {made.token}"}
    query = {"queries": {"q": {"schema": "Person", "properties": {"name": ["Modou Jallow"]}}}}
    batch = {"queries": '{"q0": {"query": "Modou Jallow"}}'}
    for answer in (
        client.post("/match/default", json=query, headers=headers),
        client.get("/search/default?q=Jallow", headers=headers),
        client.post("/reconcile/default", data=batch, headers=headers),
    ):
        assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
        assert "nothing found" in answer.json["detail"] and answer.headers["Retry-After"]


def test_what_is_on_its_way_into_the_index_is_no_empty_list_either(api):
    api.enter("dakar", make.person("Aliou Sarr", "1979"))
    machine = api.machine("SN-DKR", "match", "search")
    assert machine.match("Aliou Sarr").status_code == machine.get("/search/default?q=Sarr").status_code == 503
    api.drain()
    assert machine.matches("Aliou Sarr")


SECRET = make.person("Ousmane Kane", "1981-05-06", passport="B7654321", phone="+221771234567")


@pytest.mark.parametrize("sharing", [Sharing.NONE, Sharing.COORDINATOR, Sharing.POINTER])
def test_what_the_unit_may_not_see_changes_no_byte(api, sharing):
    """The same questions before and after another unit holds the very person; ids are drawn for both alike."""
    api.enter("banjul", make.person("Ousmane Kane", "1983"))
    api.drain()
    machine = api.machine("GM-BJL", "match", "search", "reconcile")
    before = asked(machine, "f" * 32)
    hidden = api.enter("dakar", SECRET, stated(sharing=sharing))
    api.drain()
    assert asked(machine, hidden) == before
    assert before.count('"results":[{') == 3, "its own record is found all the while"


def asked(machine, record_id):
    """All answers about the person and about the id, as one text; of the id nothing but the answer."""
    full = {"birthDate": ["1981-05-06"], "passportNumber": ["B7654321"], "phone": ["+221771234567"]}
    batch = '{"q0": {"query": "Ousmane Kane", "properties": [{"pid": "passportNumber", "v": "B7654321"}]}}'
    wanted = f'{{"ids": ["{record_id}"], "properties": [{{"id": "birthDate"}}]}}'
    answers = [
        machine.match("Ousmane Kane"),
        machine.match("Ousmane Kane", **full),
        machine.match(**full),
        machine.get("/search/default?q=Ousmane+Kane"),
        machine.get("/search/default?q=B7654321"),
        machine.get(f"/entities/{record_id}"),
        machine.get("/catalog"),
        machine.post("/reconcile/default", data={"queries": batch}),
        machine.post("/reconcile/default", data={"extend": wanted}),
        machine.get("/reconcile/default/suggest/entity?prefix=Ousmane"),
        machine.get(f"/reconcile/default/preview?id={record_id}"),
    ]
    return "\n".join(f"{one.status_code} {one.content_type} {one.text}" for one in answers).replace(record_id, "ID")


def test_of_another_units_record_a_list_gives_no_more_than_the_search_page(api):
    open_to_all = api.enter("dakar", SECRET, stated(sharing=Sharing.FULL))
    core = api.enter(
        "nouakchott", make.person("Ousmane Kane", "1981-05-06", passport="C1"), stated(sharing=Sharing.CORE)
    )
    api.drain()
    machine = api.machine("GM-BJL", "match")
    found = {one["id"]: one["properties"] for one in machine.matches("Ousmane Kane", birthDate=["1981"])}
    assert found.keys() == {open_to_all, core}
    assert found[open_to_all] == {"name": ["Ousmane Kane"], "birthDate": ["1981-05-06"]}
    assert found[core] == {"name": ["Ousmane Kane"], "birthDate": ["1981"]}
    opened = machine.get(f"/entities/{open_to_all}").json
    assert opened["properties"]["passportNumber"] == ["B7654321"]
    assert machine.get(f"/entities/{core}").json["properties"] == {"name": ["Ousmane Kane"], "birthDate": ["1981"]}


def test_a_questions_budget_is_an_officers(api, monkeypatch):
    from casefile.policy import budgets
    from casefile.vocabulary import Act

    monkeypatch.setitem(budgets.LIMITS, Act.SEARCH, budgets.Limit(2, 3))
    machine, other = api.machine("SN-DKR", "match"), api.machine("SN-DKR", "match")
    assert machine.match("Aliou Sarr").status_code == machine.match("Fatou Ndiaye").status_code == 200
    refused = machine.match("Omar Fall")
    assert (refused.status_code, refused.content_type) == (429, "application/problem+json")
    assert other.match("Omar Fall").status_code == 200 and other.match("Awa Diop").status_code == 429, "of the unit"


def test_one_reason_serves_a_machine_all_day(api):
    machine = api.machine("SN-DKR", "match")
    names = "Awa Binta Coumba Dieynaba Fatou Gnilane Khady Lala Maimouna Ndeye".split()
    families = "Ndiaye Sow Traore Kouyate Cissokho".split()
    for family in families:
        query = {n: {"schema": "Person", "properties": {"name": f"{n} {family}"}} for n in names}
        assert machine.post("/match/default", {"queries": query}).status_code == 200


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("/match/default", {}, "#/queries"),
        ("/match/default", {"queries": {"q": {"schema": "Nothing", "properties": {}}}}, "#/queries/q/schema"),
        ("/match/default", {"queries": {"q": {"properties": {"name": 1}}}}, "#/queries/q/schema"),
        ("/match/default?limit=x", {"queries": {}}, None),
        ("/match/default?topics=sanction", {"queries": {}}, None),
    ],
)
def test_what_does_not_fit_is_named(api, path, body, pointer):
    answer = api.machine("SN-DKR", "match").post(path, body)
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert answer.json["errors"] and (pointer is None or answer.json["errors"][0]["pointer"] == pointer)


def test_datasets_are_the_units_and_lists(api):
    api.enter("dakar", make.person("Aliou Sarr", "1979"))
    api.drain()
    machine = api.machine("SN-DKR", "match", "search")
    names = {one["name"] for one in machine.get("/catalog").json["datasets"]}
    assert {"default", "sn-dkr", "gm-bjl"} <= names
    assert machine.matches("Aliou Sarr", path="/match/sn-dkr") and not machine.matches(
        "Aliou Sarr", path="/match/gm-bjl"
    )
    assert machine.match("Aliou Sarr", path="/match/no-such").status_code == 404
    found = machine.get("/search/default?q=Sarr&schema=Person").json
    assert found["total"]["value"] == 1 and found["results"][0]["caption"] == "Aliou Sarr"
    assert found["facets"]["datasets"]["values"][0] == {"name": "sn-dkr", "label": "Brigade de Dakar", "count": 1}


def test_a_published_list_is_matched_by_every_unit_and_shown_whole(api):
    from pathlib import Path

    from tests.network.lists import import_un

    sample = Path(__file__).parents[2] / "corpus" / "un_sample.xml"
    assert import_un(api.store, sample).created > 0
    api.drain()
    with api.store.reading() as session:
        listed = session.execute(
            select(Record.id, NameRow.text)
            .join(Unit, Unit.id == Record.owner_unit_id)
            .join(NameRow, NameRow.identity_id == Record.id + ":1")
            .where(Unit.kind == "source", Record.kind == "person", NameRow.position == 0)
        ).all()
    for unit in ("SN-DKR", "GM-BJL"):
        machine = api.machine(unit, "match")
        for record_id, name in listed[:3]:
            best = machine.matches(name)[0]
            assert (best["id"], best["target"]) == (record_id, True)
            assert best["properties"] == machine.get(f"/entities/{record_id}").json["properties"]


def test_weights_counted_over_the_whole_network_would_be_seen(api, monkeypatch):
    """What the test above proves nothing without: a table of all units' names changes a byte."""
    from casefile.names.frequency import TermFrequencies
    from indexer.search.matched import match

    def counted():
        with api.store.reading() as session:
            return TermFrequencies(total=50 * session.scalar(select(func.count()).select_from(Record)))

    monkeypatch.setattr(match, "_common", counted)
    api.enter("banjul", make.person("Ousmane Kane", "1983"))
    api.drain()
    machine = api.machine("GM-BJL", "match", "search", "reconcile")
    before = asked(machine, "f" * 32)
    hidden = api.enter("dakar", SECRET, stated(sharing=Sharing.NONE))
    api.drain()
    assert asked(machine, hidden) != before
