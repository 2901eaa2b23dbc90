"""`pair`: Dakar has proposed a joint case to Banjul, which accepted."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from casefile import joint
from casefile.people import officers, units, viewers
from casefile.policy.viewer import Viewer
from casefile.storage import tables
from casefile.storage.tables import Audit
from casefile.vocabulary import Role
from tests.network.stored import Network


@dataclass
class Together:
    """`at.do(joint.put_in, "dakar", record_id, Access.CORE)`: that action on the joint case, in its own session."""

    net: Network
    id: str = ""

    def propose(self, who="dakar", *others, days=30, **more):
        ids = tuple(self.net.viewers[one].unit_id for one in others)
        proposal = joint.Proposal(
            "Pirogue de Mbour", "find who pays for it", ids, tables.now() + timedelta(days=days), **more
        )
        with self.net.store.writing() as session:
            self.id = joint.propose(session, self.net.viewers[who], proposal)
        return self.id

    def do(self, action, who, *args):
        with self.net.store.writing() as session:
            return action(session, self.net.viewers[who], self.id, *args)

    def view(self, who):
        return self.do(joint.open_joint, who)

    def refused(self):
        """What stands in the trail of attempts: error, step, and the state in which it was tried."""
        with self.net.store.reading() as session:
            wanted = select(Audit.detail).where(Audit.action == "refused", Audit.subject_id == self.id)
            lines = session.scalars(wanted.order_by(Audit.seq))
            return [(line["refused"], line["move"], line["state"]) for line in lines]

    def listed(self, who):
        with self.net.store.reading() as session:
            return joint.joint_cases_of(session, self.net.viewers[who])

    def officer(self, login, unit, *roles) -> Viewer:
        """A further officer of a unit of the network."""
        with self.net.store.writing() as session:
            officers.add_officer(session, units.SYSTEM, login, unit=unit, roles=roles or (Role.INVESTIGATOR,))
            self.net.viewers[login] = viewers.viewer_by_login(session, login)
        return self.net.viewers[login]


@pytest.fixture
def at(net) -> Together:
    return Together(net)


@pytest.fixture
def pair(at) -> Together:
    at.propose("dakar", "banjul")
    at.do(joint.accept, "banjul", "the same boat as ours")
    return at
