"""The network with the search engine and a relay that has to be asked to work."""

import time
from dataclasses import dataclass

from casefile import outbox
from casefile.settings import Settings
from casefile.storage.store import Store
from indexer.engine.client import Engine
from indexer.pipeline.relay import Relay
from tests.network.stored import Network, fill


@dataclass(kw_only=True)
class IndexedNetwork(Network):
    engine: Engine
    relay: Relay

    def drain(self) -> None:
        drain(self.relay, self.store)


def drain(relay: Relay, store: Store, seconds: float = 300.0) -> None:
    """Work until nothing is pending that will be done by itself."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not relay.drain().claimed:
            with store.reading() as session:
                if outbox.read_backlog(session).total == 0:
                    return
            time.sleep(0.05)  # released for a moment: a busy engine
    raise AssertionError("the outbox does not become empty")


def indexed(store: Store, engine: Engine, settings: Settings) -> IndexedNetwork:
    return fill(IndexedNetwork(store=store, engine=engine, relay=Relay(store, engine, settings)))
