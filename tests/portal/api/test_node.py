"""Matching on the real engine: what is found in memory is found there, and a subject of many names is no trouble."""

from casefile.people.machines import api_tokens
from casefile.people.units import SYSTEM
from casefile.vocabulary import TokenScope
from portal.web.context import EXTENSION
from tests.network import make


def test_a_subject_is_found_on_the_node(stage):
    stage.app.extensions[EXTENSION].search = stage.engine
    known = stage.enter("dakar", make.person("Mamadou Dialo", "1984-03-12", passport="A01234567"))
    hidden = stage.enter("banjul", make.person("Mamadou Dialo", "1984-03-12", passport="A01234567"))
    stage.drain()
    with stage.store.writing() as session:
        made = api_tokens.add_token(session, SYSTEM, "kiosk", unit="SN-DKR", scopes=list(TokenScope))
    client, headers = stage.app.test_client(), {"Authorization": f"Bearer {made.token}"}
    names = ["Modou Jallow", *(f"Alias{'abcdefghijklmnopqrst'[n]} Jallow Bah Sow" for n in range(20))]
    queries = {
        "few": {"schema": "Person", "properties": {"name": ["Modou Jallow"], "birthDate": ["1984-03-12"]}},
        "many": {"schema": "LegalEntity", "properties": {"name": names, "passportNumber": ["A01234567"]}},
    }
    answer = client.post("/match/default", json={"queries": queries}, headers=headers)
    assert answer.status_code == 200, answer.text
    found = {key: [one["id"] for one in said["results"]] for key, said in answer.json["responses"].items()}
    assert found == {"few": [known], "many": [known]} and hidden not in answer.text
    searched = client.get("/search/default?q=Modou+Jallow", headers=headers).json
    assert [one["id"] for one in searched["results"]] == [known] and searched["complete"] is True
