"""Whatever is sent to whatever address: a page, a redirect or a refusal, and never a fault of ours."""

import os
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import EnvironBuilder

from casefile.policy.sharing import EVERY_UNIT
from casefile.storage import tables
from casefile.vocabulary import Sharing
from indexer.engine import indices
from indexer.pipeline.relay import Relay
from portal.web import gate
from portal.web.context import EXTENSION
from tests.network import people
from tests.network.make import person, report
from tests.network.memory_engine import MemoryEngine
from tests.network.portal import IndexedPortal, application
from tests.network.stored import fill
from tests.portal.fuzz.drawing import Draw, Drawn, routes

FAST, SLOW = 240, 6_000
SEEDS = (1, 2, 3)
LEARNERS = ("dakar", "coordinator", "administrator")
LOGINS = sorted(people.LOGINS)
PARTS = {
    "record_id": tables.Record, "watch_id": tables.Watch, "hit_id": tables.Hit, "case_id": tables.Case,
    "officer_id": tables.Officer, "unit_id": tables.Unit, "pointer_id": tables.Pointer, "search_id": tables.Lookup,
}  # fmt: skip


@pytest.fixture
def world(sqlite_store, portal_settings) -> IndexedPortal:
    """A network with something of most kinds, its engine in memory."""
    engine = MemoryEngine()
    indices.ensure(engine)
    settings = replace(portal_settings, demo=True)
    app = application(settings, sqlite_store)
    app.extensions[EXTENSION] = replace(app.extensions[EXTENSION], search=engine)
    relay = Relay(sqlite_store, engine, settings)
    net = fill(
        IndexedPortal(store=sqlite_store, settings=settings, app=app, engine=engine, relay=relay, language="en"),
        with_cases=True,
    )
    known = person("Mamadou Diallo", "1984", passport="A01234567")
    net.enter("dakar", known, sharing=Sharing.FULL, sharing_units=(EVERY_UNIT,))
    net.enter("dakar", report("Le passeur Mamadou Diallo a été vu à Kayar."))
    net.enter("nouakchott", person("Somebody Else", "1990"))
    for who in ("banjul", "nouakchott"):
        net.watch(who, known)
    net.drain()
    for pair in sorted(net.pairs())[:1]:
        net.decide(net.hit_of(pair[0]))
    net.deliver()
    return net


def ids_of(net: IndexedPortal) -> dict[str, list[str]]:
    with net.store.reading() as session:
        found = {name: sorted(session.scalars(select(table.id))) for name, table in PARTS.items()}
    return {**found, "login": LOGINS, "number": ["1", "2", "99999999999999999999", "9223372036854775808", "0", "²"]}


class Fuzzer:
    """Sends what is drawn, each officer by a client that stays signed in; keeps what went wrong."""

    def __init__(self, net: IndexedPortal, seed: int) -> None:
        self.net = net
        wanted = {rule.endpoint: gate.wanted_by(net.app, rule.endpoint) for rule in net.app.url_map.iter_rules()}
        holders = {
            endpoint: [who for who in LOGINS if any(net.viewers[who].may(one) for one in permissions)]
            for endpoint, permissions in wanted.items()
            if permissions
        }
        self.draw = Draw(seed, LOGINS, ids_of(net), holders)
        self.clients = {who: net.as_(who) for who in LOGINS} | {"": net.stranger()}
        self.rules = routes(net.app.url_map)
        self.statuses: Counter[int] = Counter()
        self.faults: list[str] = []
        net.app.config["WTF_CSRF_ENABLED"] = False  # that tokens are asked for has tests of its own

    def learn(self, logins: Sequence[str]) -> None:
        """The forms of every page that these officers are shown, as far as its address can be drawn."""
        chance = random.Random(self.draw.seed)
        for rule in self.rules:
            if "GET" in (rule.methods or ()):
                for who in {*logins} & {*self.draw.holders.get(rule.endpoint, logins)}:
                    path = self.draw._path(chance, rule)
                    self._send(Drawn(who, "GET", path))

    def run(self, number: int) -> None:
        for at in range(number):
            if at % 150 == 0:
                self.draw.ids = ids_of(self.net) | {"number": self.draw.ids["number"]}
            self._send(self.draw.request(at, self.rules), at=at)

    def _send(self, one: Drawn, *, at: int = -1) -> None:
        if one.who and at % 50 == 0:  # an act may have ended the officer's own sign-ins
            self.clients[one.who] = self.net.as_(one.who)
        data = one.body if one.body is not None else MultiDict(one.form) if one.form else None
        asked = EnvironBuilder(
            one.path, method=one.method, query_string=list(one.query) or None, data=data, content_type=one.kind,
            headers=list(one.headers),
        )  # fmt: skip
        answer = self.clients[one.who].open(asked)
        self.statuses[answer.status_code] += 1
        if answer.status_code >= 500 and one.path != "/readyz":  # 503 is its answer: no worker runs here
            self.faults.append(f"{at}: {answer.status_code} {one!r:.600}")
        if answer.status_code == 200 and answer.mimetype == "text/html" and not answer.content_encoding:
            self.draw.learn(one.who, one.path, answer.text)


def fuzz(
    net: IndexedPortal, seed: int, number: int, caplog: pytest.LogCaptureFixture, learners: Sequence[str] = LOGINS
) -> None:
    fuzzer = Fuzzer(net, seed)
    fuzzer.learn(learners)
    fuzzer.run(number)
    print(f"seed {seed}: {sum(fuzzer.statuses.values())} requests, {dict(sorted(fuzzer.statuses.items()))}")
    stacks = [record.exc_text or "" for record in caplog.records if record.exc_text or record.exc_info]
    assert not fuzzer.faults, "\n".join([*fuzzer.faults[:5], *stacks[:3]])
    assert fuzzer.statuses[200] > number // 8 and fuzzer.statuses[303] > number // 40, "it came past the refusals"


@pytest.mark.parametrize("seed", SEEDS)
def test_no_request_is_a_fault_of_ours(world, seed, caplog):
    fuzz(world, seed, FAST // len(SEEDS), caplog, learners=[LEARNERS[seed % len(LEARNERS)]])


@pytest.mark.slow
def test_no_request_of_thousands_is_a_fault_of_ours(world, caplog):
    fuzz(world, int(os.environ.get("GRIOT_FAULT_SEED") or random.randrange(10**6)), SLOW, caplog)


@pytest.mark.parametrize(
    ("who", "path", "form", "statuses"),
    [
        ("dakar", "/records/{record}/versions/99999999999999999999", None, {404}),
        ("dakar", "/records/{record}/versions/9223372036854775808", None, {404}),
        ("dakar", "/records/{record}/versions/" + "9" * 5000, None, {404}),
        ("dakar", "/watchlists/?page=" + "9" * 5000, None, {200}),
        ("administrator", "/status/retry", {"id": "9" * 40}, {303}),
        ("dakar", "/records/new?kind=person", {"names-" + "9" * 5000 + "-text": "a"}, {422}),
        ("dakar", "/records/new?kind=person", {"names-²-text": "a"}, {422}),
    ],
    ids=["version", "64 bits", "5000 digits", "page", "dead letter", "row of 5000 digits", "row of another script"],
)  # fmt: skip
def test_numbers_have_bounds(world, who, path, form, statuses):
    """Each of these once was a fault of ours (findings of 25 November 2026, A 13)."""
    client = world.as_(who)
    path = path.format(record=ids_of(world)["record_id"][0])
    answer = world.post(client, path, form) if form and "new" in path else None
    if form and answer is None:
        answer = world.post(client, path, form, page="/status/")
    assert (answer or client.get(path)).status_code in statuses
