"""The API over a network with the search engine in memory. `api.machine("SN-DKR", "match")` asks by a token."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from casefile.people.machines import api_tokens
from casefile.people.units import SYSTEM
from casefile.vocabulary import TokenScope
from indexer.engine import indices
from indexer.pipeline.relay import Relay
from portal.web.context import EXTENSION
from tests.network.memory_engine import MemoryEngine
from tests.network.portal import IndexedPortal, application
from tests.network.stored import fill


@dataclass
class Machine:
    """A program with a token: it sends JSON, and no cookie."""

    client: Any
    token: str
    address: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self):
        self.headers = {"Authorization": f"Bearer {self.token}", **self.headers}

    def get(self, path, **more):
        return self.client.get(path, headers=self.headers, **more)

    def post(self, path, body=None, **more):
        return self.client.post(path, json=body, headers=self.headers, **more)

    def send(self, method, path, body=None):
        return self.client.open(path, method=method, json=body, headers=self.headers)

    def match(self, *names, schema="Person", path="/match/default", **properties):
        query = {"schema": schema, "properties": {"name": list(names), **properties}}
        return self.post(path, {"queries": {"q": query}})

    def matches(self, *names, **more):
        answer = self.match(*names, **more)
        assert answer.status_code == 200, answer.text
        return answer.json["responses"]["q"]["results"]


@dataclass(kw_only=True)
class Api(IndexedPortal):
    made: int = 0

    def token(self, unit, *scopes, **more):
        self.made += 1
        with self.store.writing() as session:
            return api_tokens.add_token(
                session, SYSTEM, f"probe-{self.made}", unit=unit, scopes=[TokenScope(s) for s in scopes], **more
            )

    def machine(self, unit, *scopes, **more) -> Machine:
        made = self.token(unit, *scopes, **more)
        return Machine(self.app.test_client(), made.token, made.address)


@pytest.fixture
def api(sqlite_store, portal_settings) -> Api:
    engine = MemoryEngine()
    indices.ensure(engine)
    app = application(portal_settings, sqlite_store)
    app.extensions[EXTENSION].search = engine
    relay = Relay(sqlite_store, engine, portal_settings)
    net = Api(store=sqlite_store, settings=portal_settings, app=app, engine=engine, relay=relay, language="en")
    return fill(net)
