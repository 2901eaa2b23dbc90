"""The clock of a joint simulation: which step may follow which, and what time it shows. Pure.

Steps are kept as they were taken. The clock runs from a start or a going on to a pause; a skip moves it to the next
inject. So every minute of the script has one moment of the day at which it was reached, whatever was paused or skipped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from casefile.errors import Conflict


class ClockMove(StrEnum):
    """What the instructor does."""

    START = "start"
    PAUSE = "pause"
    GO_ON = "go_on"
    SKIP = "skip"


class ClockAt(StrEnum):
    """How the clock stands."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Step:
    """A step, when it was taken, and the second of the script the clock shows from then on."""

    move: ClockMove
    at: datetime
    second: int


MOVES: Mapping[ClockAt, frozenset[ClockMove]] = {
    ClockAt.WAITING: frozenset({ClockMove.START}),
    ClockAt.RUNNING: frozenset({ClockMove.PAUSE, ClockMove.SKIP}),
    ClockAt.PAUSED: frozenset({ClockMove.GO_ON, ClockMove.SKIP}),
    ClockAt.OVER: frozenset(),
}


def stands(steps: Sequence[Step], moment: datetime, length: int) -> ClockAt:
    """How the clock of a script of so many seconds stands."""
    if not steps:
        return ClockAt.WAITING
    if second(steps, moment, length) >= length:
        return ClockAt.OVER
    return ClockAt.RUNNING if _runs(steps)[-1] else ClockAt.PAUSED


def second(steps: Sequence[Step], moment: datetime, length: int) -> int:
    """What the clock shows, in seconds from the start; never more than the script has."""
    if not steps:
        return 0
    last = steps[-1]
    passed = (moment - last.at) // timedelta(seconds=1) if _runs(steps)[-1] else 0
    return min(length, last.second + max(0, passed))


def reached(steps: Sequence[Step], wanted: int, moment: datetime) -> datetime | None:
    """The moment at which the clock came to that second, or passed over it; None while it has not."""
    runs = _runs(steps)
    for number, step in enumerate(steps):
        if step.second >= wanted:
            return step.at
        if not runs[number]:
            continue
        until = steps[number + 1].at if number + 1 < len(steps) else moment
        came = step.at + timedelta(seconds=wanted - step.second)
        if came <= until:
            return came
    return None


def after(
    steps: Sequence[Step], move: ClockMove, moment: datetime, length: int, minutes: Sequence[int]
) -> tuple[Step, ...]:
    """The steps with this one. `minutes` are those of the injects: a skip goes to the next, or to the end.

    Raises Conflict where the clock does not allow it.
    """
    if move not in MOVES[stands(steps, moment, length)]:
        raise Conflict("The clock of the simulation has moved in the meantime. Look at it again.")
    shown = second(steps, moment, length)
    if move is ClockMove.SKIP:
        shown = min((minute * 60 for minute in minutes if minute * 60 > shown), default=length)
    return (*steps, Step(move, moment, shown))


def _runs(steps: Sequence[Step]) -> list[bool]:
    """After each step, whether the clock runs: a skip leaves it as it was."""
    found: list[bool] = []
    for step in steps:
        found.append(found[-1] if step.move is ClockMove.SKIP else step.move is not ClockMove.PAUSE)
    return found
