"""What the law lets unit B know of unit A's, told from the script alone: the other reading of governance.md, section 3.

Not the product's law: a second one, generous where the design leaves room. What it calls *released* stays in both
worlds and is not looked at; everything else must leave no trace.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.noninterference.acting import Action
from tests.noninterference.subjects import B_CODE
from tests.noninterference.world import A, B, STANDING

Done = dict[int, str]
"""How each action ended in the first world, by its number."""

PRIVATE = frozenset({"search", "mark_read"})
"""What a unit does by itself and for itself: nothing of it is another's affair."""

_AT_ONCE = frozenset({"core", "full"})
_BY_POINTER = frozenset({"pointer", "core", "full"})
ANSWER_MINUTES = 72 * 60
"""After so long without an answer the coordinator may release what waits for its owner."""


@dataclass
class _Subject:
    """A record or a watch as its unit has declared it by now."""

    owner: str
    letter: str
    said: dict[str, Any]
    spec: dict[str, Any]
    active: bool = True
    links: dict[int, str] = field(default_factory=dict)
    """Its parts in others, by the number of the action that stated them."""

    @property
    def protected(self) -> bool:
        derived = self.spec.get("child") or "victim" in self.links.values()
        return bool(self.said.get("protection") or self.said.get("category") == "victim" or derived)

    @property
    def names_b(self) -> bool:
        return "units" not in self.said or B_CODE in self.said["units"]

    def readable(self) -> bool:
        known = self.said["sharing"] in _AT_ONCE and self.names_b and not self.protected
        return self.letter == "r" and self.active and known

    def may_point(self) -> bool:
        return self.said["sharing"] in _BY_POINTER and self.names_b and self.said.get("notify") != "silent"


def unreleased(script: Iterable[Action], done: Done) -> set[str]:
    """Handles of A's records and watches of which B was never let know."""
    known = {f"s{at}": _Subject(who, "r", {"sharing": said.value}, {}) for at, (who, _, said) in enumerate(STANDING)}
    released: set[str] = set()
    confirmed: dict[tuple[str, str], int] = {}
    agreed: set[tuple[str, str]] = set()
    script = list(script)
    for action in script:
        if done.get(action["n"]) == "done":
            _note(action, known, confirmed, agreed)
        released |= {h for h, one in known.items() if one.owner == A and one.readable()}
        for pair, since in confirmed.items():
            released |= _pointed_at(pair, known, late=pair in agreed or action["at"] - since >= ANSWER_MINUTES)
    secret = {handle for handle, one in known.items() if one.owner == A} - released
    return _not_entangled(secret, script, known)


def _note(
    action: Action,
    known: dict[str, _Subject],
    confirmed: dict[tuple[str, str], int],
    agreed: set[tuple[str, str]],
) -> None:
    do = action["do"]
    if do in ("enter", "watch"):
        letter = "r" if do == "enter" else "w"
        known[f"{letter}{action['n']}"] = _Subject(action["who"], letter, action["said"], action["spec"])
    elif do in ("import", "import_watches"):
        letter = "r" if do == "import" else "w"
        for at, spec in enumerate(action["specs"]):
            handle = f"{letter}{action.get('again', action['n'])}.{at}"
            known.setdefault(handle, _Subject(action["who"], letter, action["said"], spec))
    elif do in ("amend", "amend_watch"):
        known[action["of"]].said, known[action["of"]].spec = action["said"], action["spec"]
    elif do == "state":
        known[action["of"]].active = action["move"] == "lift_restriction"
    elif do == "link":
        known[action["from"]].links[action["n"]] = action["role"]
    elif do == "unlink":
        for one in known.values():
            one.links.pop(int(action["of"][1:]), None)
    elif do == "decide" and action["judgement"] == "same":
        confirmed[tuple(action["pair"])] = action["at"]
    elif do == "agree":
        agreed.add(tuple(action["pair"]))


def _pointed_at(pair: tuple[str, str], known: dict[str, _Subject], *, late: bool) -> set[str]:
    """A's side of a confirmed hit, if B learns of it by a pointer."""
    record, watch = known[pair[0]], known[pair[1]]
    if record.protected or watch.protected or {record.owner, watch.owner} != {A, B}:
        return set()
    handle = pair[0] if record.owner == A else pair[1]
    waits = record.owner == A and record.said.get("notify") == "owner_first" and not late
    return {handle} if known[handle].may_point() and not waits else set()


def _not_entangled(secret: set[str], script: list[Action], known: dict[str, _Subject]) -> set[str]:
    """Without those whose link changes what the law says of a released record: a victim's part protects.

    And a file is brought in whole: one entity of it that is known keeps the others.
    """
    while True:
        freed = set()
        for action in script:
            if action["do"] == "link" and action["who"] == A:
                ends = [action["from"], action["to"]]
                protects = action["role"] == "victim" or any(end in known and known[end].protected for end in ends)
                freed |= set(ends) & secret if protects and set(ends) - secret else set()
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
