"""What units hold together: joint cases, and cases handed from the police to the judiciary."""

from casefile.joint.contents import open_record, put_in, take_out, write_minute
from casefile.joint.drawn import JointCourse, JointNetwork, joint_course, look_at_joint, take_joint_network
from casefile.joint.ending import close, end_due, leave
from casefile.joint.leaving import take_joint, take_received
from casefile.joint.members import Colleague, colleagues, name_member, remove_member
from casefile.joint.propose import Proposal, accept, decline, propose
from casefile.joint.read import JointLine, JointView, joint_cases_of, open_joint, own_put_in

__all__ = [
    "Colleague",
    "JointCourse",
    "JointLine",
    "JointNetwork",
    "JointView",
    "Proposal",
    "accept",
    "close",
    "colleagues",
    "decline",
    "end_due",
    "joint_cases_of",
    "joint_course",
    "leave",
    "look_at_joint",
    "name_member",
    "open_joint",
    "open_record",
    "own_put_in",
    "propose",
    "put_in",
    "remove_member",
    "take_joint",
    "take_joint_network",
    "take_out",
    "take_received",
    "write_minute",
]
