"""Reconciliation as OpenRefine asks: each answer held against the shapes of the protocol 0.2."""

import json
import re
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, TypeAdapter

from casefile.vocabulary import Sharing
from tests.network import make
from tests.network.make import stated


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Type(Strict):
    id: str
    name: str | None = None


class Feature(Strict):
    id: str
    value: StrictBool | StrictFloat | StrictInt


class Candidate(Strict):
    id: str
    name: str
    score: StrictFloat | StrictInt = Field(ge=0, le=100)
    description: str | None = None
    match: StrictBool
    type: list[Type]
    features: list[Feature]


class Result(Strict):
    result: list[Candidate]


class Service(Strict):
    service_url: str = Field(pattern="^https?://")
    service_path: str = Field(pattern="^/")


class Preview(Strict):
    url: str = Field(pattern=r"\{\{id\}\}")
    width: StrictInt
    height: StrictInt


class View(Strict):
    url: str = Field(pattern=r"\{\{id\}\}")


class Extend(Strict):
    propose_properties: Service
    property_settings: list[Any]


class Suggest(Strict):
    entity: Service
    property: Service
    type: Service


class Manifest(Strict):
    versions: list[str]
    name: str
    identifierSpace: str
    schemaSpace: str
    defaultTypes: list[Type]
    view: View
    preview: Preview
    suggest: Suggest
    extend: Extend
    batchSize: StrictInt


class Meta(Strict):
    id: str
    name: str


class Cell(Strict):
    str: str


class Extension(Strict):
    meta: list[Meta]
    rows: dict[str, dict[str, list[Cell]]]


class Suggested(Strict):
    class One(Strict):
        id: str
        name: str
        description: str | None = None

    result: list[One]


BATCH: TypeAdapter[dict[str, Result]] = TypeAdapter(dict[str, Result])


@pytest.fixture
def held(api):
    known = api.enter("dakar", make.person("Mamadou Dialo", "1984-03-12", passport="A01234567"))
    api.enter("dakar", make.person("Fatou Ndiaye", "1990"))
    api.drain()
    return known


@pytest.fixture(params=["by the header", "by the address"])
def tool(request, api, held):
    """How a tool asks below the root: `tool(path, data)`."""
    machine = api.machine("SN-DKR", "reconcile")
    by_header = request.param == "by the header"
    root = "/reconcile/default" + ("" if by_header else f"/at/{machine.address}")
    client, headers = api.app.test_client(), machine.headers if by_header else {}

    def ask(path="", data=None):
        answer = (
            client.post(root + path, data=data, headers=headers) if data else client.get(root + path, headers=headers)
        )
        assert answer.status_code == 200, answer.text
        return answer

    ask.root = root
    return ask


def test_the_manifest_names_addresses_that_answer(api, tool):
    manifest = Manifest.model_validate(tool().json)
    assert manifest.versions == ["0.2"]
    for service in (manifest.suggest.entity, manifest.suggest.type, manifest.suggest.property):
        assert service.service_url == "http://localhost" and service.service_path.startswith(tool.root)
        Suggested.model_validate(tool(service.service_path.removeprefix(tool.root) + "?prefix=Ma").json)
    assert manifest.preview.url.startswith("http://localhost" + tool.root)


def test_a_batch_of_queries(tool, held):
    batch = {
        "q0": {"query": "Modou Jallow", "type": "Person", "properties": [{"pid": "birthDate", "v": "1984-03-12"}]},
        "q1": {
            "query": "Modou Jallow", "type": {"id": "Person"},
            "properties": [{"pid": "passportNumber", "v": ["A01234567"]}],
        },
        "q2": {"query": "Nobody Atall", "limit": 3},
        "q3": {"query": "Fatou Ndiaye", "type": ["NoSuchType"], "type_strict": "should"},
    }  # fmt: skip
    found = BATCH.validate_python(tool(data={"queries": json.dumps(batch)}).json)
    assert list(found) == list(batch)
    assert found["q0"].result[0].id == found["q1"].result[0].id == held
    assert found["q1"].result[0].match and found["q1"].result[0].score >= 70
    assert not found["q2"].result and found["q3"].result[0].name == "Fatou Ndiaye"


def test_data_extension(tool, held):
    wanted = {"ids": [held, "f" * 32], "properties": [{"id": "birthDate"}, {"id": "passportNumber"}, {"id": "nothing"}]}
    found = Extension.model_validate(tool(data={"extend": json.dumps(wanted)}).json)
    assert found.rows[held]["birthDate"][0].str == "1984-03-12"
    assert found.rows[held]["passportNumber"][0].str == "A01234567"
    assert found.rows["f" * 32] == {"birthDate": [], "passportNumber": [], "nothing": []} and len(found.meta) == 3
    proposed = tool("/properties?type=Person&limit=3").json
    assert len(proposed["properties"]) == 3 and proposed["type"] == "Person"


def test_suggestions_and_preview(tool, held):
    found = Suggested.model_validate(tool("/suggest/entity?prefix=Mamadou").json).result
    assert [one.id for one in found] == [held]
    assert [one.id for one in Suggested.model_validate(tool("/suggest/type?prefix=per").json).result][0] == "Person"
    assert "birthDate" in {
        one.id for one in Suggested.model_validate(tool("/suggest/property?prefix=birth").json).result
    }
    page = tool(f"/preview?id={held}")
    assert "Mamadou Dialo" in page.text and page.mimetype == "text/html"
    assert "A01234567" not in page.text and "X-Frame-Options" not in page.headers
    assert "sandbox" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "sent", ["", "[]", "{}", '{"q0": 1}', '{"q0": {"query": "x", "limit": 0}}', "{" * 5000, "\ud800"]
)
def test_what_is_no_batch_is_named(api, sent):
    machine = api.machine("SN-DKR", "reconcile")
    answer = machine.post("/reconcile/default", data={"queries": sent.encode("utf-8", "surrogatepass")})
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")


def test_the_word_in_the_address_opens_nothing_else_and_ends_with_its_token(api):
    made = api.token("SN-DKR", "reconcile", "match")
    client = api.app.test_client()
    root = f"/reconcile/default/at/{made.address}"
    assert client.get(root).status_code == 200
    assert client.get("/catalog", headers={"Authorization": f"Bearer {made.address}"}).status_code == 401
    assert client.get(f"/reconcile/default/at/{made.token}").status_code == 401
    from casefile.people.machines import api_tokens
    from casefile.people.units import SYSTEM

    with api.store.writing() as session:
        api_tokens.revoke(session, SYSTEM, made.view.id)
    never = f"/reconcile/default/at/{'x' * 43}"
    assert client.get(root).text == client.get(never).text and client.get(root).status_code == 401


def test_a_page_of_the_tool_may_read_what_the_word_opens_and_nothing_else(api):
    machine = api.machine("SN-DKR", "reconcile")
    client = api.app.test_client()
    at, plain = f"/reconcile/default/at/{machine.address}", "/reconcile/default"
    assert client.get(at).headers["Access-Control-Allow-Origin"] == "*"
    assert client.options(at).status_code == 200
    assert "Access-Control-Allow-Origin" not in client.get(plain, headers=machine.headers).headers
    assert "Access-Control-Allow-Credentials" not in client.get(at).headers


def test_the_word_is_in_no_log(api, held, caplog):
    machine = api.machine("SN-DKR", "reconcile")
    caplog.set_level("DEBUG")
    client = api.app.test_client()
    client.get(f"/reconcile/default/at/{machine.address}/suggest/entity?prefix=Mamadou")
    client.get(f"/reconcile/default/at/{machine.address}/nothing")
    said = " ".join(
        f"{one.getMessage()} {vars(one)}" for one in caplog.records if not one.name.startswith("sqlalchemy")
    )
    assert "/reconcile/default/at/<key>" in said and machine.address not in said
    from tests.network.stored import everything

    assert machine.address not in everything(api.store)


def test_a_record_shared_to_its_core_is_previewed_so(api):
    core = api.enter("banjul", make.person("Ousmane Kane", "1981-05-06"), stated(sharing=Sharing.CORE))
    api.drain()
    page = api.machine("SN-DKR", "reconcile").get(f"/reconcile/default/preview?id={core}").text
    assert re.findall(r"19\d\d[-\d]*", page) == ["1981"]
