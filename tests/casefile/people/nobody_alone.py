"""Who can do what alone: every role against every strong act, tried out on the network, as a table.

An administrator is tried with all that one can reach alone: the own account, and every account that one may make or
take over without a second person. `rendered` writes the table as docs/disclosure.md holds it. A new strong act is one
more row of ACTS.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from casefile import hits, protection, records
from casefile.errors import CasefileError, Conflict
from casefile.people import approvals, invitations, officers, passwords, units, viewers
from casefile.people.wishes import Wish
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.vocabulary import Judgement, PeopleChange, Protection, Role, Sharing, SubjectCategory
from tests.network import make
from tests.network.make import stated
from tests.network.people import BANJUL, COORDINATION, DAKAR, PASSWORD
from tests.network.stored import Network

WHY = "asked for by the head of the unit"


class Can(StrEnum):
    NO = "—"
    DUTY = "by duty"
    """The act is what this duty is for; two administrators gave it, and it stands alone."""
    TWO = "two"
    """May ask for it; a second administrator confirms."""
    ALONE = "ALONE"


@dataclass(frozen=True)
class World:
    """A network in which every role has an officer of its own, and what they would like to get at."""

    net: Network
    officers: dict[Role, Viewer]
    """All of Dakar but the protection officer, who lowers for other units and so is of the coordination office."""
    record: str
    """Banjul's, shared with nobody."""
    hit: str
    """Between Banjul's record and Nouakchott's watch: at the coordination desk."""
    protected_hit: str
    protected_record: str
    """Of a minor, Banjul's: before the protection desk, for its unit asked."""


Do = Callable[[Session, Viewer, World], object]


@dataclass(frozen=True)
class Act:
    """A strong act: how it is done, whose duty it is (nobody's: empty), and how it is asked for, where it can be."""

    name: str
    do: Do
    duty: frozenset[Role] = frozenset()
    wish: Callable[[Viewer, World], Wish] | None = None


def world_of(net: Network) -> World:
    hidden = stated(sharing=Sharing.NONE)
    record = net.enter("banjul", rules=hidden)
    pairs = {
        "hit": (net.enter("banjul"), net.watch("nouakchott")),
        "protected_hit": (net.enter("dakar", rules=stated(subject_category=SubjectCategory.VICTIM)),
                          net.watch("nouakchott")),
    }  # fmt: skip
    found = {}
    for name, pair in pairs.items():
        net.hit(*pair)
        found[name] = net.hits()[pair]
    held = {}
    with net.store.writing() as session:
        for role in Role:
            login = f"only.{role.value.replace('_', '-')}"
            unit = COORDINATION if role is Role.PROTECTION else DAKAR
            officers.add_officer(session, units.SYSTEM, login, unit=unit.code, roles=[role])
            held[role] = viewers.viewer_by_login(session, login)
        link = officers.add_officer(session, units.SYSTEM, "colleague", unit=DAKAR.code, roles=[Role.INVESTIGATOR])
        passwords.set_password(session, link or "", PASSWORD)
        officers.deactivate(session, units.SYSTEM, "administrator", "the only one is to be of Dakar")
    child = net.enter("banjul", make.person("Fatou Dialo", "2019-05-01"))
    with net.store.writing() as session:
        protection.ask(session, net.banjul, "record", child, Protection.MINOR, "the year of birth was a slip")
    return World(net, held, record, **found, protected_record=child)


# ---- the acts --------------------------------------------------------------------------------------------------


def _open(which: str) -> Do:
    return lambda s, viewer, world: hits.open_hit(s, viewer, getattr(world, which))


def _wished(wish: Callable[[Viewer, World], Wish]) -> Do:
    def do(session: Session, viewer: Viewer, world: World) -> object:
        if approvals.ask(session, viewer, wish(viewer, world), WHY).request_id:
            raise _Waits
        return None

    return do


def _to_everybody(session: Session, viewer: Viewer, _world: World) -> None:
    for one in officers.officers_of(session, viewer):
        if one.active and Role.ADMINISTRATOR in one.roles:
            officers.deactivate(session, viewer, one.login, WHY)


def _confirm_the_own(session: Session, viewer: Viewer, world: World) -> object:
    asked = approvals.ask(session, viewer, Wish(PeopleChange.RESET, "banjul"), WHY)
    return approvals.confirm(session, viewer, asked.request_id)


def _mine(viewer: Viewer, role: Role) -> Wish:
    if role in viewer.roles:
        raise Conflict("It is held already.")
    return Wish(PeopleChange.DUTIES, viewer.login, roles=frozenset({role}))


def _asked_for(name: str, wish: Callable[[Viewer, World], Wish]) -> Act:
    return Act(name, _wished(wish), wish=wish)


def _acts() -> Iterator[Act]:
    yield Act("open a hit at the coordination desk", _open("hit"), frozenset({Role.COORDINATOR}))
    yield Act("open a hit at the protection desk", _open("protected_hit"), frozenset({Role.PROTECTION}))
    yield Act(
        "decide a hit between units",
        lambda s, v, w: hits.decide(s, v, w.hit, Judgement.SAME, WHY),
        frozenset({Role.COORDINATOR}),
    )
    yield Act("read another unit's hidden record", lambda s, v, w: records.read(s, v, w.record, reason=WHY))
    yield Act(
        "lower a protection",
        lambda s, v, w: protection.lower(s, v, "record", w.protected_record, Protection.MINOR, WHY),
        frozenset({Role.PROTECTION}),
    )
    yield Act("read the trail", lambda _s, v, _w: require(v, Permission.READ_AUDIT), frozenset({Role.AUDITOR}))
    for role in sorted(Role):
        yield _asked_for(f"give oneself the duty of {_word(role)}", lambda v, _w, r=role: _mine(v, r))
    for role in (Role.COORDINATOR, Role.PROTECTION, Role.AUDITOR, Role.ADMINISTRATOR):
        yield _asked_for(
            f"give a colleague the duty of {_word(role)}",
            lambda _v, _w, r=role: Wish(PeopleChange.DUTIES, "colleague", roles=frozenset({r})),
        )
    yield _asked_for(
        "add an officer to another unit",
        lambda _v, w: Wish(PeopleChange.ADDED, "ghost", w.net.banjul.unit_id, frozenset({Role.INVESTIGATOR})),
    )
    yield _asked_for("reset a colleague's sign-in", lambda _v, _w: Wish(PeopleChange.RESET, "colleague"))
    yield _asked_for("reset a coordinator's sign-in", lambda _v, _w: Wish(PeopleChange.RESET, "only.coordinator"))
    yield _asked_for("reset the sign-in of another unit's officer", lambda _v, _w: Wish(PeopleChange.RESET, "banjul"))
    yield _asked_for(
        "move an officer into another unit",
        lambda _v, w: Wish(PeopleChange.MOVED, "analyst", w.net.banjul.unit_id, frozenset({Role.INVESTIGATOR})),
    )
    yield Act("put two duties that check each other into one hand", lambda s, v, w: officers.set_roles(
        s, v, "colleague", [Role.COORDINATOR, Role.INVESTIGATOR]))  # fmt: skip
    yield Act("confirm what one asked for oneself", _confirm_the_own)
    yield Act("remove the last administrator", _to_everybody)


def _word(role: Role) -> str:
    return role.value.replace("_", " ")


ACTS = tuple(_acts())


# ---- trying them -----------------------------------------------------------------------------------------------


class _Waits(Exception):
    """It was kept for a second administrator."""


class _Undo(Exception):
    """The trial is over; nothing of it is kept."""


@contextmanager
def trial(world: World) -> Iterator[Session]:
    """A writing session of which nothing is kept."""
    try:
        with world.net.store.writing() as session:
            yield session
            raise _Undo
    except _Undo:
        pass


def accounts(session: Session, viewer: Viewer, world: World) -> Iterator[Viewer]:
    """The own account, then all that this viewer can make or take over alone, in this session."""
    yield viewer
    for unit in (DAKAR.code, BANJUL.code, COORDINATION.code):
        for role in Role:
            login = f"ghost.{unit.lower()}.{role.value.replace('_', '-')}"
            with _nested(session) as made:
                officers.add_officer(session, viewer, login, unit=unit, roles=[role])
            if made:
                yield viewers.viewer_by_login(session, login)
    for login in ("dakar", "banjul", *(one.login for one in world.officers.values())):
        with _nested(session) as made:
            invitations.new_link(session, viewer, login)
        if made and login != viewer.login:
            yield viewers.viewer_by_login(session, login)


@contextmanager
def _nested(session: Session) -> Iterator[list[bool]]:
    """What is refused leaves nothing; holds True when it was not."""
    went: list[bool] = []
    step = session.begin_nested()
    try:
        yield went
        step.commit()
        went.append(True)
    except CasefileError:
        step.rollback()


def tried(world: World, role: Role, act: Act) -> Can:
    """What this role's officer gets by this act, with nobody's help."""
    best = Can.NO
    with trial(world) as session:
        for account in accounts(session, world.officers[role], world):
            outcome: Any = None
            step = session.begin_nested()
            try:
                act.do(session, account, world)
                own = account == world.officers[role] and role in act.duty
                outcome = Can.DUTY if own else Can.ALONE
            except _Waits:
                outcome = Can.TWO
            except CasefileError:
                outcome = Can.NO
            step.rollback()
            best = max(best, outcome, key=[Can.NO, Can.TWO, Can.DUTY, Can.ALONE].index)
    return best


def table(world: World) -> dict[str, dict[Role, Can]]:
    """Every act against every role."""
    return {act.name: {role: tried(world, role, act) for role in Role} for act in ACTS}


def rendered(found: dict[str, dict[Role, Can]]) -> str:
    """The table as Markdown: an act a row, a role a column."""
    head = ["Act", *(_word(role) for role in Role)]
    rows = [[name[0].upper() + name[1:], *(str(row[role]) for role in Role)] for name, row in found.items()]
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
