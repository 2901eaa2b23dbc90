"""Officers who ask, under small limits; alarms as coordinator and auditor have them."""

from dataclasses import dataclass, field

import pytest

from casefile import acting, records
from casefile.batches import keeping
from casefile.batches.reading import read_lines
from casefile.budgets import alarms, command_line
from casefile.exchange.ftm.export import take_ftm
from casefile.policy import budgets
from casefile.policy.budgets import Limit
from casefile.records import search_log
from casefile.storage.tables import new_id
from casefile.vocabulary import Act, Sharing
from tests.network.make import person
from tests.network.stored import Network

WHY = "asked by the duty officer"


@dataclass
class Asking:
    """Short ways to do what is counted, each in a transaction of its own."""

    net: Network
    said: int = field(default=0)

    def search(self, who, text="", reason="", **form):
        self.said += 1
        with self.net.store.writing() as session:
            search_log.save_search(
                session, self.net.viewers[who], {"text": text, **form}, reason or f"{WHY} {self.said}"
            )

    def check(self, who, *names):
        self.said += 1
        with self.net.store.writing() as session:
            viewer = self.net.viewers[who]
            check_id = keeping.receive(session, viewer, read_lines(names))
            keeping.order(session, viewer, check_id, f"{WHY} {self.said}")

    def read(self, who, record_id):
        with self.net.store.writing() as session:
            records.read(session, self.net.viewers[who], record_id, reason=WHY)

    def watch(self, who, name="Modou Jallow", born="1984", **more):
        return self.net.watch(who, person(name, born, **more))

    def export(self, who):
        with self.net.store.writing() as session:
            viewer = self.net.viewers[who]
            take_ftm(session, viewer, unit=viewer.unit_code, reason=WHY)

    def alarms(self, who="coordinator"):
        with self.net.store.reading() as session:
            return alarms.listing(session, self.net.viewers[who])


@pytest.fixture
def asking(net):
    return Asking(net)


@pytest.fixture
def small(monkeypatch):
    """small(officer, unit): the same limits for every act."""

    def set_limits(officer, unit):
        monkeypatch.setattr(budgets, "LIMITS", dict.fromkeys(Act, Limit(officer, unit)))

    return set_limits


@pytest.fixture
def command(monkeypatch):
    """command(): what happens inside is one run of a command of the home."""

    def run():
        monkeypatch.setattr(command_line, "_PROCESS", new_id())
        return acting.acting(lambda: "griot search", "awa")

    return run


@pytest.fixture
def foreign(net):
    """A record that every unit may read."""
    return net.enter("dakar", sharing=Sharing.FULL)
