"""Every act that takes two persons: the same one is refused in the second seat, whatever way there is taken.

By the same sign-in, by another one of the same officer, by a change of unit and duties between the seats, and by the
command line, which is nobody. The product knows no delegation: nobody acts in another officer's name, so there is no
such way to try. After every refusal the right person still finds the seat free.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

import casefile
from casefile import joint, retention, watches
from casefile.contact import acts, release
from casefile.contact.view import contact_of
from casefile.coordination import agreements
from casefile.errors import Conflict, NotAllowed, NotThere
from casefile.joint import handover
from casefile.people import approvals, officers, passwords, sessions, units, viewers
from casefile.people.wishes import Wish
from casefile.policy.viewer import Viewer
from casefile.protection import Target, two_persons
from casefile.settings import Settings
from casefile.storage import tables
from casefile.storage.tables import Audit
from casefile.vocabulary import Decision, Handling, PeopleChange, RecordKind, Role, Service, TwoPersonAct
from tests.network.contact import Contact
from tests.network.make import SOMEBODY_WATCHED, person, watch
from tests.network.people import PASSWORD
from tests.network.protection import protected_hit
from tests.network.stored import Network, network

WHY = "asked for by the public prosecutor"
WIDE = watch(person("Lamin"), wide=True)
DUTY = {"banjul2": ("GM-BJL", Role.WATCH_OFFICER), "deputy": ("CO", Role.ADMINISTRATOR),
        "prosecutor": ("SN-PARQ", Role.MAGISTRATE), "new": ("SN-DKR", Role.ANALYST)}  # fmt: skip


def _days(many: int) -> Any:
    return tables.now() + timedelta(days=many)


@dataclass
class Home:
    net: Network
    contact: Contact

    def viewer(self, login: str) -> Viewer:
        with self.net.store.reading() as session:
            return viewers.viewer_by_login(session, login)

    def do(self, action: Callable[..., Any], who: Viewer, *args: Any, **more: Any) -> Any:
        with self.net.store.writing() as session:
            return action(session, who, *args, **more)


@pytest.fixture
def home(sqlite_store):
    net = network(sqlite_store)
    with net.store.writing() as session:
        unit_id = units.add_unit(session, units.SYSTEM, "SN-PARQ", country="SN", name="Parquet de Dakar")
        units.set_service(session, units.SYSTEM, unit_id, Service.JUDICIARY)
        units.set_service(session, units.SYSTEM, net.dakar.unit_id, Service.POLICE)
        passwords.set_password(session, net.links["analyst"], PASSWORD)
    contact = Contact(net)
    with net.store.writing() as session:
        for login, (unit, role) in DUTY.items():
            officers.add_officer(session, units.SYSTEM, login, unit=unit, roles=[role])
    return Home(net, contact)


# ---- the first seats: each returns what the second is to decide on ---------------------------------------------------


def a_watch(home: Home, who: Viewer) -> str:
    home.do(units.ask_for_approval, units.SYSTEM, who.unit_id, approves=True)
    return home.do(watches.watch, who, watch(SOMEBODY_WATCHED))


def a_wide_watch(home: Home, who: Viewer) -> str:
    return home.do(watches.watch, who, WIDE)


def a_wide_watch_approved_in_its_unit(home: Home, who: Viewer) -> str:
    home.do(units.ask_for_approval, units.SYSTEM, who.unit_id, approves=True)
    watch_id = home.do(watches.watch, home.viewer("banjul"), WIDE)
    home.do(watches.approve, who, watch_id)
    return watch_id


def a_release(home: Home, who: Viewer) -> tuple[str, str]:
    contact = home.contact.sent().open()
    pointer = contact.pointer("dakar")
    home.do(acts.decide, who, pointer, Decision.SHARE, WHY)
    keys = contact.keys("dakar", "345 12 90")
    home.do(release.ask, who, pointer, keys, handling=Handling.H1, reason=WHY)
    (waiting,) = home.do(contact_of, who, pointer).waiting
    return pointer, waiting.request_id


def a_hold(home: Home, who: Viewer) -> str:
    record_id = home.contact.record_id
    home.do(retention.ask_hold, who, record_id, authority="Tribunal de Dakar, 12", reason=WHY, until=_days(60))
    return record_id


def its_lifting(home: Home, who: Viewer) -> str:
    record_id = a_hold(home, who)
    home.do(retention.confirm, home.viewer("dakar2"), record_id)
    home.do(retention.ask_lifting, who, record_id, WHY)
    return record_id


def a_joint_case(home: Home, who: Viewer) -> str:
    return home.do(joint.propose, who, joint.Proposal("Pirogue", WHY, (home.net.banjul.unit_id,), _days(60)))


def a_handover(home: Home, who: Viewer) -> str:
    receiver = home.viewer("prosecutor").officer_id
    return home.do(handover.hand_over, who, home.net.cases["dakar"], receiver, WHY, "the source agreed today")


def an_unmasking(home: Home, who: Viewer) -> str:
    with home.net.store.writing() as session:
        officers.add_officer(session, units.SYSTEM, "ward", unit="CO", roles=[Role.PROTECTION])
    target = Target("hit", protected_hit(home.net))
    return home.do(two_persons.ask, who, TwoPersonAct.UNMASK, target, WHY)


def an_agreement(home: Home, who: Viewer) -> str:
    pair = (home.net.dakar.unit_id, home.net.banjul.unit_id)
    draft = agreements.AgreementDraft(pair, RecordKind.PERSON, "Accord de Karang", _days(60), WHY)
    return home.do(agreements.propose_agreement, who, draft)


def of_people(change: PeopleChange, login: str, unit: str = "", role: Role | None = None) -> Callable[..., str]:
    def ask(home: Home, who: Viewer) -> str:
        unit_id = home.viewer(unit).unit_id if unit else ""
        wish = Wish(change, login, unit_id, frozenset({role} if role else ()))
        return home.do(approvals.ask, who, wish, WHY).request_id

    return ask


@dataclass(frozen=True)
class Act:
    """`asks` and `proper` sit in the two seats; `moved` is where the first would have to be to take the second."""

    first: Callable[[Home, Viewer], Any]
    asks: str
    second: Callable[..., Any]
    proper: str
    moved: tuple[str, Role] | None = None


CO = ("CO", Role.COORDINATOR)
P = PeopleChange
ACTS = {
    "a watch of a unit that asks for two": Act(a_watch, "banjul", watches.approve, "banjul2"),
    "a wide watch": Act(a_wide_watch, "banjul", watches.approve, "coordinator", CO),
    "the last seat of a wide watch": Act(
        a_wide_watch_approved_in_its_unit, "banjul2", watches.approve, "coordinator", CO
    ),
    "a release beyond the core": Act(a_release, "dakar", release.confirm, "dakar2"),
    "a hold": Act(a_hold, "dakar", retention.confirm, "dakar2"),
    "the lifting of a hold": Act(its_lifting, "dakar", retention.confirm, "dakar2"),
    "a joint case": Act(
        a_joint_case, "dakar", lambda s, who, id: joint.accept(s, who, id, WHY), "banjul", ("GM-BJL", Role.INVESTIGATOR)
    ),
    "a case handed to the judiciary": Act(
        a_handover, "dakar", lambda s, who, id: handover.decide(s, who, id, True), "prosecutor",
        ("SN-PARQ", Role.MAGISTRATE),
    ),
    "an agreement by treaty": Act(
        an_agreement, "coordinator", agreements.confirm_agreement, "administrator", ("CO", Role.ADMINISTRATOR)
    ),
    "names of a protected hit unmasked": Act(an_unmasking, "protection", two_persons.confirm, "ward"),
    "an officer of another unit": Act(
        of_people(P.ADDED, "ghost", "banjul", Role.INVESTIGATOR), "administrator", approvals.confirm, "deputy"
    ),
    "a duty that reaches beyond one unit": Act(
        of_people(P.DUTIES, "new", role=Role.COORDINATOR), "administrator", approvals.confirm, "deputy"
    ),
    "a sign-in in use, reset": Act(of_people(P.RESET, "analyst"), "administrator", approvals.confirm, "deputy"),
    "an officer moved": Act(
        of_people(P.MOVED, "new", "banjul", Role.ANALYST), "administrator", approvals.confirm, "deputy"
    ),
}  # fmt: skip
MODULES = {
    "watches/approval.py", "contact/release.py", "retention/holds.py", "joint/propose.py", "joint/handover.py",
    "coordination/agreements.py", "people/approvals.py", "protection/two_persons.py",
}  # fmt: skip
"""Where the second seats of `ACTS` are asked for."""
ONLY_SHOWN = {"contact/view.py", "joint/read.py", "retention/views.py"}
"""Pages that do not offer the second seat to who sits in the first."""


def two_sign_ins(home: Home, login: str, settings: Settings) -> tuple[Viewer, Viewer]:
    """The same officer at two browsers."""
    with home.net.store.writing() as session:
        officer_id = home.viewer(login).officer_id
        tokens = [sessions.open_session(session, officer_id) for _ in range(2)]
        one, other = (sessions.touch_session(session, token, settings) for token in tokens)
    assert one and other and tokens[0] != tokens[1]
    return one, other


def second(home: Home, act: Act, who: Viewer, what: Any) -> Any:
    return home.do(act.second, who, *(what if isinstance(what, tuple) else (what,)))


@pytest.mark.parametrize("name", ACTS)
def test_the_same_person_never_sits_in_both_seats(home, name, tmp_path):
    act = ACTS[name]
    settings = Settings.from_env(tmp_path / "home", {"GRIOT_SECRET_KEY": "test-key-" + "0" * 40})
    asks, at_another_browser = two_sign_ins(home, act.asks, settings)
    what = act.first(home, asks)
    tried = [asks, at_another_browser, units.SYSTEM]
    if act.moved:
        unit, role = act.moved
        if asks.unit_code == unit:
            home.do(officers.set_roles, units.SYSTEM, act.asks, [role])
        else:
            home.do(officers.move_officer, units.SYSTEM, act.asks, unit, [role], WHY)
        tried.append(home.viewer(act.asks))
    for who in tried:
        with pytest.raises((NotAllowed, Conflict, NotThere)):
            second(home, act, who, what)
    second(home, act, home.viewer(act.proper), what)


CONCERNS = {"reset": of_people(P.RESET, "deputy"), "duties": of_people(P.DUTIES, "deputy", role=Role.AUDITOR)}


@pytest.mark.parametrize("wish", CONCERNS)
def test_nor_whom_an_act_of_administration_concerns(home, wish):
    with home.net.store.writing() as session:
        passwords.set_password(session, home.net.links["administrator"], PASSWORD)
        officers.add_officer(session, units.SYSTEM, "third", unit="CO", roles=[Role.ADMINISTRATOR])
    request = CONCERNS[wish](home, home.viewer("administrator"))
    with pytest.raises(NotAllowed):
        home.do(approvals.confirm, home.viewer("deputy"), request)
    with home.net.store.reading() as session:
        tried = select(Audit.officer_id, Audit.detail).where(Audit.action == "refused", Audit.subject_id == request)
        assert session.execute(tried).all() == [
            (home.viewer("deputy").officer_id, {"refused": "NotAllowed", "move": "confirm"})
        ]
    home.do(approvals.confirm, home.viewer("third"), request)


RULES = {
    "may_confirm", "may_second", "may_sit", "may_receive", "may_answer_proposal", "may_confirm_release",
    "may_confirm_agreement",
}  # fmt: skip


def test_no_act_of_two_persons_is_missing_in_the_table():
    """Whoever asks one of the rules of the second seat stands above, or only shows a page."""
    root = Path(casefile.__file__).parent
    asking = set()
    for path in root.rglob("*.py"):
        calls = [node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
        names = {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}
        if names & RULES and "policy" not in path.parts:
            asking.add(path.relative_to(root).as_posix())
    assert asking == MODULES | ONLY_SHOWN
