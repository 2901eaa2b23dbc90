"""The experiment: a script is lived through twice, with and without what B was never let know of.

B must see no difference: neither in an answer nor in what it cost.
"""

import difflib
import gc
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

from tests.noninterference.acting import perform
from tests.noninterference.drawing import Drawing
from tests.noninterference.handles import Action
from tests.noninterference.knowing import PRIVATE, Done, unreleased, without
from tests.noninterference.observing import look
from tests.noninterference.world import A, B, World, counted_chance

SHORTEST, LONGEST = 8, 15
Seen = dict[str, str]
Look = Callable[[World, Action], dict[str, str]]


@dataclass
class Lived:
    """One world's course: the script, how each action ended, and all that B saw."""

    script: list[Action] = field(default_factory=list)
    done: Done = field(default_factory=dict)
    seen: Seen = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """What B could tell the worlds apart by."""

    seed: int
    what: str
    with_secrets: str
    without_secrets: str
    script: tuple[Action, ...]
    secret: frozenset[str]

    def __str__(self) -> str:
        lines = difflib.unified_diff(_lines(self.without_secrets), _lines(self.with_secrets), "without", "with", n=0)
        acts = "\n".join(json.dumps(action, ensure_ascii=False) for action in self.script)
        return f"seed {self.seed}: {self.what}\n" + "\n".join(lines) + f"\nsecret: {sorted(self.secret)}\n{acts}"


def _lines(answer: str) -> list[str]:
    return answer.replace(", ", ",\n").splitlines()


def step(world: World, action: Action, lived: Lived, looking: Look) -> None:
    """One action, and what B sees of it: its own answers with what they cost, and at a look all there is."""
    statements, calls = world.statements, world.wire_calls()
    lived.done[action["n"]], answer = perform(world, action)
    if action["who"] == B:
        what = f"{action['n']:02d} {action['do']}"
        lived.seen[f"{what}: answer"] = f"{lived.done[action['n']]}: {answer}"
        cost = (world.statements - statements, world.wire_calls() - calls)
        if action["do"] in AT_ONCE:
            lived.seen[f"{what}: cost"] = repr(cost)
    if action["do"] == "look":
        lived.seen.update({f"{action['n']:02d} {what}": answer for what, answer in looking(world, action).items()})


AT_ONCE = frozenset(
    {
        "enter",
        "watch",
        "import",
        "import_watches",
        "search",
        "ask",
        "open",
        "plan",
        "replan",
        "watch_place",
        "record_event",
    }
)
"""Accepted or answered while the officer waits: the work it takes must not depend on what others hold (channel 6)."""


def live(world: World, seed: int, script: Iterable[Action], looking: Look = look) -> Lived:
    """Follow a script."""
    world.reset(seed)
    lived = Lived()
    for action in script:
        lived.script.append(action)
        step(world, action, lived, looking)
    return lived


def draw_and_live(world: World, seed: int, looking: Look = look, opening: Sequence[Action] = ()) -> Lived:
    """Draw a script while living it, after those actions that are given."""
    world.reset(seed)
    drawing, lived = Drawing(seed, world, opening), Lived()
    length = Random(seed).randint(SHORTEST, LONGEST)

    def lives(action: Action) -> None:
        lived.script.append(action)
        step(world, action, lived, looking)
        drawing.noted(action)

    for action in opening:
        lives(action)
    for _ in range(length - 3):
        lives(drawing.next())
    for action in drawing.closing():
        lives(action)
    return lived


def compare(seed: int, one: Lived, other: Lived, secret: set[str]) -> Difference | None:
    """The first thing by which B can tell the worlds apart."""
    for what in (*one.seen, *other.seen):
        first, second = one.seen.get(what, "(not seen)"), other.seen.get(what, "(not seen)")
        if first != second:
            return Difference(seed, what, first, second, tuple(one.script), frozenset(secret))
    return None


@dataclass
class Tried:
    """How many sequences were lived, how many had anything to hide, and the first difference."""

    sequences: int = 0
    with_secrets: int = 0
    difference: Difference | None = None


def experiment(
    world: World,
    seeds: Iterable[int],
    looking: Look = look,
    *,
    other: World | None = None,
    opening: Sequence[Action] = (),
    shrink: bool = True,
) -> Tried:
    """Try the seeds until a difference is found."""
    tried = Tried()
    with counted_chance(), _few_collections():
        for seed in seeds:
            lived = draw_and_live(world, seed, looking, opening)
            secret = unreleased(lived.script, lived.done)
            tried.sequences += 1
            if not secret and not _private(lived.script):
                continue
            tried.with_secrets += 1
            again = live(other or world, seed, without(lived.script, secret), looking)
            tried.difference = compare(seed, lived, again, secret)
            if tried.difference is not None:
                if shrink:
                    tried.difference = smallest(world, tried.difference, looking, other)
                return tried
    return tried


def _private(script: Iterable[Action]) -> bool:
    return any(action["who"] == A and action["do"] in PRIVATE for action in script)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Garbage is looked for a hundred times less often: a tenth of the time went there."""
    kept = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(70_000, *kept[1:])
    try:
        yield
    finally:
        gc.set_threshold(*kept)
        gc.unfreeze()


def smallest(world: World, found: Difference, looking: Look, other: World | None = None) -> Difference:
    """The same difference with as few actions as show one."""
    script: list[Action] = list(found.script)
    for action in list(script):
        shorter = [one for one in script if one is not action]
        lived = live(world, found.seed, shorter, looking)
        secret = unreleased(shorter, lived.done)
        again = live(other or world, found.seed, without(shorter, secret), looking)
        still = compare(found.seed, lived, again, secret)
        if (secret or _private(shorter)) and still is not None:
            script, found = shorter, still
    return found
