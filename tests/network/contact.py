"""A contact of two desks in the network: Dakar holds the record, Banjul the watch, each with a second officer."""

from collections.abc import Callable
from typing import Any

from casefile.contact import acts, release
from casefile.people import officers, units, viewers
from casefile.policy.handling import Rules
from casefile.policy.viewer import Viewer
from casefile.subjects.identity import Identity, Place
from casefile.vocabulary import Decision, Handling, PlaceKind, Role
from tests.network.make import STATED, person
from tests.network.stored import Network
from tests.reuse.standing import standing

WHY = "agreed with the public prosecutor"
HELD = person(
    "Mamadou Dialo", "1985-03-12", "Kanaryrecordalias Dialo", phone="+221 77 345 12 90",
    narrative="Kanaryrecordtext stands here. He was seen at the port of Mbour twice.",
    places=(Place(PlaceKind.SEEN, "Kanaryrecordplace"),), nationalities=("SN",),
)  # fmt: skip
WATCHED = person("Modou Jallow", "1985", "Kanarywatchalias Jallow", passport="KANARY7654321")
GROUND = "Kanarywatchground said by three"
SECONDS = {"dakar2": "SN-DKR", "banjul2": "GM-BJL"}


class Contact:
    """The two sides of one confirmed hit, both pointers delivered."""

    usual = False

    def __init__(self, net: Network, identity: Identity = HELD, rules: Rules = STATED) -> None:
        self.net, self.usual = net, (identity, rules) == (HELD, STATED)
        made = self._stands("found", lambda: self._found(identity, rules))
        self.record_id, self.watch_id, self.hit_id, seconds = made
        net.viewers |= seconds

    def _found(self, identity: Identity, rules: Rules) -> tuple[str, str, str, dict[str, Viewer]]:
        record_id = self.net.enter("dakar", identity, rules)
        watch_id = self.net.watch("banjul", WATCHED, GROUND)
        self.net.hit(record_id, watch_id)
        seconds = {}
        with self.net.store.writing() as session:
            for login, unit in SECONDS.items():
                officers.add_officer(
                    session, units.SYSTEM, login, unit=unit, roles=(Role.INVESTIGATOR,), display_name=login.title()
                )
                seconds[login] = viewers.viewer_by_login(session, login)
        return record_id, watch_id, self.net.hit_of(record_id), seconds

    def _stands(self, what: str, make: Callable[[], Any]) -> Any:
        return standing(self.net.store, f"contact, {what}", make) if self.usual else make()

    def sent(self) -> "Contact":
        self._stands("sent", self._send)
        return self

    def _send(self) -> None:
        self.net.decide(self.hit_id)
        assert self.net.deliver() == 2

    def pointer(self, who: str) -> str:
        return self.net.pointers(who.rstrip("2"))[0].id

    def do(self, action: Callable[..., Any], who: str, *args: Any, **more: Any) -> Any:
        """The action of that officer on the own side of the contact."""
        pointer_id = self.pointer(who)
        with self.net.store.writing() as session:
            return action(session, self.net.viewers[who], pointer_id, *args, **more)

    def look(self, action: Callable[..., Any], who: str) -> Any:
        pointer_id = self.pointer(who)
        with self.net.store.reading() as session:
            return action(session, self.net.viewers[who], pointer_id)

    def open(self) -> "Contact":
        self._stands("open", lambda: [self.do(acts.acknowledge, who) for who in ("dakar", "banjul")])
        return self

    def sharing(self, who: str = "dakar") -> "Contact":
        self.open().do(acts.decide, who, Decision.SHARE, WHY)
        return self

    def keys(self, who: str, *texts: str) -> list[str]:
        """How the form names the values with these texts."""
        offer = self.look(release.offered, who)
        return [next(one.field.key for one in offer.fields if text in one.field.text) for text in texts]

    def release(self, who: str, *texts: str) -> release.Asked:
        keys = self.keys(who, *texts)
        return self.do(release.ask, who, keys, handling=Handling.H1, reason=WHY)

    def given(self, who: str = "dakar", *texts: str) -> "Contact":
        """Both acknowledged, that side shares the name, or what is named."""
        self.sharing(who).release(who, *(texts or ("Mamadou Dialo",)))
        return self
