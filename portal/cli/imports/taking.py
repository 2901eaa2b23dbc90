"""Whose records an export takes: the own ones, those of a joint case, or what was released in a contact.

What leaves is decided, and written into the trail, in one transaction, and read in the next.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

import click
from sqlalchemy.orm import Session

from casefile.errors import BadInput, NotThere
from casefile.policy.viewer import Viewer
from portal.cli.context import Installation

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed. `form`: as the trail names the format."""

    unit: str
    case: str
    login: str
    reason: str
    form: str
    joint: str = ""
    contact: str = ""

    @property
    def whose(self) -> str:
        """The own records, or by which option something else. Raises BadInput where more than one was given."""
        given = [f"--{name}" for name in ("case", "joint", "contact") if getattr(self, name)]
        if len(given) > 1:
            raise BadInput(f"Either {' or '.join(given)}.")
        return "joint" if self.joint else "contact" if self.contact else "own"


@dataclass(frozen=True, slots=True)
class Granted(Generic[T]):
    """What may be taken out: `read` gives it, in a transaction of its own."""

    read: Callable[[Session], T]
    left_out: Mapping[str, int] = field(default_factory=dict)


USED_BY: Final = {"sheet": "sheet", "i2": "network --format i2"}
"""By what a template makes, the command that takes it."""
Grant = Callable[[Session, Viewer, Asked], Granted[Any]]


def own_records(session: Session, viewer: Viewer, asked: Asked) -> Granted[Any]:
    """The own records, of a case or all, each whole."""
    from casefile.exchange.ftm.export import take_ftm
    from casefile.exchange.outgoing.own import shared_of

    taking = take_ftm(session, viewer, unit=asked.unit, case=asked.case, reason=asked.reason, written_as=asked.form)
    return Granted(lambda later: shared_of(later, viewer, taking, asked.case), taking.left_out)


def own_network(session: Session, viewer: Viewer, asked: Asked) -> Granted[Any]:
    """The same as a network."""
    from casefile.exchange.ftm.export import take_ftm
    from casefile.exchange.networks.graph import network_of

    taking = take_ftm(session, viewer, unit=asked.unit, case=asked.case, reason=asked.reason, written_as=asked.form)
    return Granted(lambda later: network_of(later, viewer, taking), taking.left_out)


def joint_records(session: Session, viewer: Viewer, asked: Asked) -> Granted[Any]:
    """What the members put into a joint case, as the one who is named reads it there."""
    from casefile import joint
    from casefile.joint.read import joint_by_reference

    _refuse_foreign(viewer, asked)
    taken = joint.take_joint(session, viewer, joint_by_reference(session, viewer, asked.joint), asked.reason)
    return Granted(lambda _later: taken)


def joint_network(session: Session, viewer: Viewer, asked: Asked) -> Granted[Any]:
    """The same as a network."""
    from casefile import joint
    from casefile.joint.read import joint_by_reference

    _refuse_foreign(viewer, asked)
    joint_id = joint_by_reference(session, viewer, asked.joint)
    taken = joint.take_joint_network(session, viewer, joint_id, asked.reason, written_as=asked.form)
    return Granted(lambda _later: taken.network)


def received(session: Session, viewer: Viewer, asked: Asked) -> Granted[Any]:
    """What the other unit released in a contact, as the one who is named reads it."""
    from casefile import joint
    from casefile.contact.view import contact_by_reference

    _refuse_foreign(viewer, asked)
    if not asked.login:
        raise BadInput("Say who reads it: --as LOGIN.")
    pointer_id = contact_by_reference(session, viewer, asked.contact)
    taken = joint.take_received(session, viewer, pointer_id, asked.reason)
    return Granted(lambda _later: taken)


def taken_out(ctx: click.Context, asked: Asked, whose: Mapping[str, Grant]) -> tuple[Any, Mapping[str, int]]:
    """What was asked for, and how many records were left out of it, by state."""
    installation: Installation = ctx.obj
    grant = whose[asked.whose]
    with installation.store.writing() as session:
        viewer = viewer_of(session, asked.unit, asked.login)
        granted = grant(session, viewer, asked)
    with installation.store.reading() as session:
        return granted.read(session), granted.left_out


def viewer_of(session: Session, unit: str, login: str) -> Viewer:
    """The officer who was named, with that one's rights, else the unit itself."""
    from casefile.people import viewers
    from casefile.people.units import system_viewer

    return viewers.viewer_by_login(session, login) if login else system_viewer(session, unit)


def _refuse_foreign(viewer: Viewer, asked: Asked) -> None:
    """Another unit's code is not there; of the own records `take_ftm` says so itself."""
    from casefile.errors import MISSING

    if viewer.unit_code != asked.unit:
        raise NotThere(MISSING)


def template_of(ctx: click.Context, asked: Asked, name: str, path: Path | None, form: str) -> Any:
    """The file, if one was given, else the template of this name; checked before anything is taken out."""
    from casefile.exchange.outgoing.installed import template_named
    from casefile.exchange.outgoing.template import read_template

    installation: Installation = ctx.obj
    if path is not None:
        found = read_template(path)
    else:
        with installation.store.reading() as session:
            found = template_named(session, viewer_of(session, asked.unit, asked.login), name)
    if found.form != form:
        raise BadInput(f"The template {found.name} is for griot export {USED_BY[found.form]}.")
    return found
