"""What the law lets unit B know of unit A's, told from the script alone: the other reading of governance.md, section 3.

Not the product's law: a second one, generous where the design leaves room. What it calls *released* stays in both
worlds and is not looked at; everything else must leave no trace.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from casefile.vocabulary import RecordKind
from tests.noninterference.handles import Action
from tests.noninterference.world import LOGINS, STANDING, A, B

Done = dict[int, str]
"""How each action ended in the first world, by its number."""

PRIVATE = frozenset({"search", "mark_read", "ask_help", "plan", "replan", "watch_place", "record_event"})
"""What a unit does by itself and for itself: nothing of it is another's affair."""

_AT_ONCE = frozenset({"core", "full"})
_BY_POINTER = frozenset({"pointer", "core", "full"})
CODES = {login: code for code, login in LOGINS.items()}
_DERIVED = ("child", "ageless", "told")


@dataclass
class _Subject:
    """A record or a watch as its unit has declared it by now."""

    owner: str
    letter: str
    said: dict[str, Any]
    person: bool = True
    active: bool = True
    victim_in: set[int] = field(default_factory=set)
    """By the actions that stated it."""
    was_protected: bool = False
    lowered: bool = False
    """The protection desk has lowered something: from then on what its unit says counts."""

    @property
    def protected(self) -> bool:
        said = self.said
        if self.lowered:
            return False
        derived = self.victim_in or (self.person and any(said.get(sign) for sign in _DERIVED))
        return bool(said.get("protection") or said.get("category") == "victim" or derived)

    def names(self, login: str) -> bool:
        return "units" not in self.said or CODES[login] in self.said["units"]

    def readable(self) -> bool:
        known = self.said["sharing"] in _AT_ONCE and self.names(B) and not self.protected
        return self.letter == "r" and self.active and known

    def shows_itself(self, login: str) -> bool:
        said = self.said
        return said["sharing"] in _BY_POINTER and self.names(login) and said.get("notify") != "silent"


def unreleased(script: Iterable[Action], done: Done) -> set[str]:
    """Handles of A's records and watches of which B was never let know."""
    known = {
        f"s{at}": _Subject(who, "r", {"sharing": said.value}, one.kind is RecordKind.PERSON)
        for at, (who, one, said) in enumerate(STANDING)
    }
    released: set[str] = set()
    confirmed: set[tuple[str, str]] = set()
    agreed: set[tuple[str, str]] = set()
    script = list(script)
    for action in script:
        if done.get(action["n"]) == "done":
            _put(action, known)
            _note(action, known, confirmed, agreed)
        for one in known.values():
            one.was_protected |= one.protected
        released |= {h for h, one in known.items() if one.owner == A and one.readable()}
        for pair in confirmed:
            released |= _pointed_at(pair, known, agreed=pair in agreed)
    secret = {handle for handle, one in known.items() if one.owner == A} - released
    return _not_entangled(secret, script, known)


def _put(action: Action, known: dict[str, _Subject]) -> None:
    """A question at a post: held by nobody; its unit learns of a hit as of one of what it shows by a pointer."""
    if action["do"] == "ask":
        for letter in "rw":
            known[f"{letter}{action['n']}"] = _Subject(action["who"], letter, {"sharing": "pointer"}, person=False)


def _note(
    action: Action, known: dict[str, _Subject], confirmed: set[tuple[str, str]], agreed: set[tuple[str, str]]
) -> None:
    do = action["do"]
    if do in ("enter", "watch"):
        letter = "r" if do == "enter" else "w"
        known[f"{letter}{action['n']}"] = _Subject(action["who"], letter, action["said"], _is_person(action))
    elif do in ("import", "import_watches"):
        for handle in _brought(action):
            known.setdefault(handle, _Subject(action["who"], handle[0], action["said"]))
    elif do in ("amend", "amend_watch"):
        known[action["of"]].said = action["said"]
    elif do == "state":
        known[action["of"]].active = action["move"] == "lift_restriction"
    elif do == "link" and action["role"] == "victim":
        start, end = known[action["from"]], known[action["to"]]
        if start.person or end.person:  # who plays the part; the wrong way round, the person it is
            (start if start.person else end).victim_in.add(action["n"])
    elif do == "unlink":
        for one in known.values():
            one.victim_in.discard(int(action["of"][1:]))
    elif do == "decide" and action["judgement"] == "same":
        confirmed.add(tuple(action["pair"]))
    elif do == "lower":
        known[action["of"]].lowered = True
    elif do in ("answer", "settle") and action["agree"]:
        agreed.add(tuple(action["pair"]))


def _is_person(action: Action) -> bool:
    return bool(action["spec"]["kind"] == "person")


def _pointed_at(pair: tuple[str, str], known: dict[str, _Subject], *, agreed: bool) -> set[str]:
    """A's side of a confirmed hit, if B learns of it by a pointer: both units or none, the record's owner first."""
    record, watch = known[pair[0]], known[pair[1]]
    if record.protected or watch.protected or {record.owner, watch.owner} != {A, B}:
        return set()
    if not (record.shows_itself(watch.owner) and watch.shows_itself(record.owner)):
        return set()
    asks_first = "owner_first" in (record.said.get("notify"), watch.said.get("notify"))
    if asks_first and record.owner == A and not agreed:
        return set()
    return {pair[0] if record.owner == A else pair[1]}


def _not_entangled(secret: set[str], script: list[Action], known: dict[str, _Subject]) -> set[str]:
    """Without those whose link changes what the law says of a released record: a victim's part protects.

    And a file is brought in whole: one entity of it that is known keeps the others. So is a question at a post, which
    stands as a record and as a watch.
    """
    while True:
        freed = set()
        for action in script:
            if action["do"] == "link" and action["who"] == A:
                ends = [action["from"], action["to"]]
                protects = action["role"] == "victim" or any(end in known and known[end].was_protected for end in ends)
                freed |= set(ends) & secret if protects and set(ends) - secret else set()
            if action["do"] == "ask":
                asked = {f"r{action['n']}", f"w{action['n']}"}
                freed |= asked & secret if asked - secret and action["who"] == A else set()
            if action["do"] in ("import", "import_watches"):
                brought = _brought(action)
                freed |= brought & secret if brought - secret else set()
        if not freed:
            return secret
        secret = secret - freed


def _brought(action: Action) -> set[str]:
    letter = "r" if action["do"] == "import" else "w"
    return {f"{letter}{action.get('again', action['n'])}.{at}" for at in range(len(action["specs"]))}


def without(script: Iterable[Action], secret: set[str]) -> list[Action]:
    """The script of the second world."""
    left_out = set(secret)
    kept = []
    for action in script:
        number, do = action["n"], action["do"]
        made = {f"r{number}", f"w{number}"} | (_brought(action) if "specs" in action else set())
        about = {action.get("of"), action.get("from"), action.get("to"), *action.get("pair", ())}
        if made & left_out or about & left_out or (action["who"] == A and do in PRIVATE):
            left_out.add(f"l{number}")  # a link that was never made is not withdrawn either
        else:
            kept.append(action)
    return kept
