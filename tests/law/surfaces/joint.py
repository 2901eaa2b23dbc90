"""The page of a joint case as a surface: every record put in, two units in it, a third as mentor."""

from datetime import timedelta

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from casefile import joint
from casefile.policy.sharing import Access, PutIn, access_in_joint
from casefile.policy.viewer import Viewer
from casefile.storage import tables
from casefile.storage.tables import JointMember, JointRecord
from casefile.vocabulary import JointPart
from tests.law.generated import OWNER, THIRD, WATCHER, Generated
from tests.law.surfaces.kinds import Seen, Surface

SEATS = {OWNER: JointPart.INVESTIGATOR, THIRD: JointPart.INVESTIGATOR, WATCHER: JointPart.MENTOR}


def put_in(world: Generated) -> dict[str, Access]:
    """By turns the core and all of it."""
    return {one.id: (Access.CORE, Access.FULL)[number % 2] for number, one in enumerate(world.records)}


def in_a_joint_case(world: Generated, viewer: Viewer) -> Seen:
    """The law: what a member reads on its page."""
    part, extents = SEATS.get(viewer.login), put_in(world)
    if part is None:
        return {}
    seen = {
        one.id: access_in_joint(viewer, one.facts, PutIn(extents[one.id], in_force=True, part=part))
        for one in world.records
    }
    return {id: much for id, much in seen.items() if much is not None}


def by_joint(world: Generated, session: Session, viewer: Viewer) -> Seen:
    owner = world.net.viewers[OWNER]
    others = [world.net.viewers[login] for login in (THIRD, WATCHER)]
    ends_at = tables.now() + timedelta(days=30)
    proposal = joint.Proposal("A boat", "find the boat", tuple(one.unit_id for one in others), ends_at)
    joint_id = joint.propose(session, owner, proposal)
    for one in others:
        joint.accept(session, one, joint_id, "the same boat as ours")
    mentor = JointMember.officer_id == world.net.viewers[WATCHER].officer_id
    session.execute(update(JointMember).where(mentor).values(part=JointPart.MENTOR.value))
    common = {"joint_id": joint_id, "unit_id": owner.unit_id, "put_by": owner.officer_id}
    rows = [{**common, "record_id": id, "extent": much.value} for id, much in put_in(world).items()]
    session.execute(insert(JointRecord), rows)
    if viewer.login not in SEATS:
        return {}
    return {line.id: line.access for line in joint.open_joint(session, viewer, joint_id).records}


JOINT_CASE = Surface("a joint case", by_joint, in_a_joint_case)
