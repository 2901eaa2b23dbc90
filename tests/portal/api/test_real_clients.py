"""The clients that there are, unmodified, against the portal behind a socket: where one is not installed, skipped.

They are no dependency of Griot's: `GRIOT_CLIENTS` may name an interpreter that has them (yente-client, nomenklatura).
"""

import json
import os
import subprocess
import sys

import pytest

from tests.network import make
from tests.network.portal import on_a_port

PYTHON = os.environ.get("GRIOT_CLIENTS", sys.executable)

YENTE_CLIENT = """
import json, sys
from yente_client import Client, Person
from yente_client.exceptions import AuthenticationError, NotFoundError
base, token = sys.argv[1:]
with Client(base_url=base, api_key=token) as client:
    found = client.match(Person(name="Modou Jallow", birthDate="1984-03-12", passportNumber="A01234567"))
    top = found.top
    said = {
        "health": client.healthz().status, "datasets": [one.name for one in client.datasets().datasets],
        "best": client.algorithms().best, "top": top.caption, "match": top.match, "score": top.score,
        "why": sorted(top.contributing_explanations), "fetched": client.fetch(top.id).properties["passportNumber"],
        "searched": [one.caption for one in client.search("Mamadou Dialo").results],
    }
    try:
        client.fetch("f" * 32)
    except NotFoundError as error:
        said["missing"] = error.status_code
with Client(base_url=base, api_key="griot_wrong") as client:
    try:
        client.datasets()
    except AuthenticationError as error:
        said["refused"] = error.status_code
print(json.dumps(said))
"""

ENRICHER = """
import json, sys
from nomenklatura.cache import Cache
from nomenklatura.db import Session, get_engine
from nomenklatura.enrich.yente import YenteEnricher
from followthemoney import model, Dataset
from followthemoney.statement import StatementEntity
base, token = sys.argv[1:]
dataset = Dataset.make({"name": "probe", "title": "Probe"})
cache = Cache(Session(get_engine("sqlite:///:memory:")), dataset, create=True)
enricher = YenteEnricher(dataset, cache, {"api": base + "/", "api_key": token, "dataset": "default"})
asked = StatementEntity.from_data(dataset, {
    "id": "probe", "schema": "Person",
    "properties": {"name": ["Modou Jallow"], "birthDate": ["1984-03-12"], "passportNumber": ["A01234567"]},
})
found = list(enricher.match(asked))
expanded = [one for match in found for one in enricher.expand(asked, match)]
papers = [one.get("passportNumber") for one in expanded]
print(json.dumps({"found": [one.caption for one in found], "expanded": papers}))
"""


def run(api, script, module):
    has = subprocess.run([PYTHON, "-c", f"import {module}"], capture_output=True, check=False, timeout=120)
    if has.returncode:
        pytest.skip(f"{module} is not installed")
    made = api.token("SN-DKR", "match", "search")
    with on_a_port(api.app) as port:
        words = [PYTHON, "-c", script, f"http://127.0.0.1:{port}", made.token]
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def held(api):
    api.enter("dakar", make.person("Mamadou Dialo", "1984-03-12", passport="A01234567"))
    api.drain()


def test_the_client_of_yente(api, held):
    said = run(api, YENTE_CLIENT, "yente_client")
    assert said["top"] == "Mamadou Dialo" and said["match"] and said["score"] > 0.7
    assert {"name", "birth", "passport"} <= set(said["why"]) and said["fetched"] == ["A01234567"]
    assert said["health"] == "ok" and "sn-dkr" in said["datasets"] and said["best"] == "griot"
    assert said["searched"] == ["Mamadou Dialo"]
    assert (said["missing"], said["refused"]) == (404, 401)


def test_the_enricher_of_nomenklatura(api, held):
    said = run(api, ENRICHER, "nomenklatura")
    assert said == {"found": ["Mamadou Dialo"], "expanded": [["A01234567"]]}
