"""What is measured of a running installation, and from where on each of it is a warning or worse: one table.

The status page, `/readyz`, `griot status --check`, the alarms and `/metrics` all judge by it. A signal that could not
be measured is not judged: what made it impossible (the database, the engine) has a signal of its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from casefile.errors import N_
from casefile.policy.retention import EXPIRED_KEPT, LEAP


class Level(IntEnum):
    """How bad; the numbers are the exit codes of `griot status --check`, as Nagios plugins have them."""

    FINE = 0
    WARNING = 1
    CRITICAL = 2


class Unit(StrEnum):
    """What a signal's value counts."""

    SECONDS = "seconds"
    NUMBER = "number"
    MEGABYTES = "megabytes"
    STATE = "state"
    """0 fine, 1 and 2 as the levels."""


class Signal(StrEnum):
    DATABASE = "database"
    ENGINE = "engine"
    INDEX = "index"
    PENDING = "pending"
    BULK = "bulk"
    WORKER = "worker"
    CLOCK = "clock"
    DATE = "date"
    COPY = "copy"
    SWEEP = "sweep"
    DEAD_LETTERS = "dead_letters"
    CHECKPOINT = "checkpoint"
    TRAIL = "trail"
    BACKUP = "backup"
    ARCHIVE = "archive"
    DISK = "disk"
    SIGN_INS = "sign_ins"
    WEBHOOKS = "webhooks"


@dataclass(frozen=True, slots=True)
class Rule:
    """One signal: from which value on it is a warning, from which critical, and what whoever runs Griot then reads.

    `low`: bad when the value falls to it. `ready`: without it `/readyz` answers 503. `critical` None: never more than
    a warning.
    """

    title: str
    measured: str
    unit: Unit
    warn: float
    critical: float | None
    says: str
    remedy: str
    ready: bool = False
    low: bool = False

    def level(self, value: float) -> Level:
        """How bad the value is."""
        if self.critical is not None and self._reached(value, self.critical):
            return Level.CRITICAL
        return Level.WARNING if self._reached(value, self.warn) else Level.FINE

    def _reached(self, value: float, limit: float) -> bool:
        return value <= limit if self.low else value >= limit


_MINUTE, _HOUR = 60.0, 3600.0
BEAT_S = 15.0
"""How often worker and clock say that they run. A page of the database each time."""

RULES: Mapping[Signal, Rule] = {
    Signal.DATABASE: Rule(
        N_("Database"),
        N_("asked for one row, answered within 2.5 s"),
        Unit.STATE, 1, 2,
        N_("The database does not answer: nothing can be read or saved."),
        N_("Start the database server, or look at the disk and at DATABASE_URL; griot doctor says more."),
        ready=True,
    ),
    Signal.ENGINE: Rule(
        N_("Search engine"),
        N_("asked for its version, answered within 2.5 s"),
        Unit.STATE, 1, 2,
        N_("The search engine does not answer: entering goes on, nothing is searched or compared."),
        N_("Start it (scripts/run), or look at OPENSEARCH_URL; what was entered meanwhile is compared afterwards."),
        ready=True,
    ),
    Signal.INDEX: Rule(
        N_("Index"),
        N_("there, this installation's own, made by this version; 1: being brought up to date"),
        Unit.STATE, 1, 2,
        N_("The index is missing, is not this installation's or lacks something: too little is found."),
        N_("The worker repairs or builds it again by itself within minutes; without one run griot rebuild."),
        ready=True,
    ),
    Signal.PENDING: Rule(
        N_("Oldest entry not yet compared"),
        N_("age of the oldest entry of a person that still waits to be searched, compared or sent"),
        Unit.SECONDS, 2 * _MINUTE, 15 * _MINUTE,  # worked on within seconds; between two tries lies half a minute
        N_("Entries wait longer than they should: hits come late."),
        N_("Look at worker and search engine on this page; griot status says what waits, griot doctor why."),
        ready=True,
    ),
    Signal.BULK: Rule(
        N_("Oldest imported entry not yet compared"),
        N_("age of the oldest entry of an import or another bulk; people's own entries go first"),
        Unit.SECONDS, 2 * _HOUR, 12 * _HOUR,  # 100,000 entities take some 10 minutes
        N_("What was imported waits for hours: hits on it come late."),
        N_("Look at worker and search engine on this page; a second worker shares the work."),
    ),
    Signal.WORKER: Rule(
        N_("Worker"),
        N_("time since a worker last said that it runs"),
        Unit.SECONDS, 4 * BEAT_S, 12 * BEAT_S,
        N_("No worker runs: nothing that is entered is compared, no pointer is sent."),
        N_("Start it: scripts/run, or the service worker; its log says why it ended."),
        ready=True,
    ),
    Signal.CLOCK: Rule(
        N_("Clock of the tasks"),
        N_("time since the clock of the tasks last ticked"),
        Unit.SECONDS, 4 * BEAT_S, 12 * BEAT_S,
        N_("The clock of the tasks stands still: nothing expires, no sweep, no checkpoint, no alarm."),
        N_("Start it: scripts/run, or the service beat, exactly one of them; its log says why it ended."),
        ready=True,
    ),
    Signal.DATE: Rule(
        N_("Date"),
        N_("how far the clock is ahead of all that this database has seen"),
        Unit.SECONDS, LEAP.total_seconds(), EXPIRED_KEPT.total_seconds(),
        N_("The clock leapt, or Griot was off for more than a week: nothing expires and nothing is destroyed."),
        N_("Put the clock right. If the date is right, say so with griot retention run --clock-is-right."),
    ),
    Signal.COPY: Rule(
        N_("Comparison of index and database"),
        N_("time since both were last added up and agreed, or were repaired"),
        Unit.SECONDS, 5 * _MINUTE, 30 * _MINUTE,  # done three times a minute, at the latest every half minute
        N_("Index and database have not been compared for some time: a loss would go unnoticed."),
        N_("Look at worker, clock and search engine on this page; the worker's log says what stopped it."),
    ),
    Signal.SWEEP: Rule(
        N_("Sweep"),
        N_("time since the hourly sweep last ended"),
        Unit.SECONDS, 3 * _HOUR, 7 * _HOUR,
        N_("The hourly sweep, which finds what slipped through, has not run."),
        N_("Look at worker and clock on this page; griot reconcile --repair does the same at once."),
    ),
    Signal.DEAD_LETTERS: Rule(
        N_("Dead-lettered entries"),
        N_("entries that failed again and again and were set aside"),
        Unit.NUMBER, 1, 100,
        N_("Entries were set aside: they are not compared until somebody tries them again."),
        N_("Read the reasons under Dead-lettered on this page, or by griot status; remove the cause, then try again."),
    ),
    Signal.CHECKPOINT: Rule(
        N_("Checkpoint of the trail"),
        N_("time since the trail was last signed"),
        Unit.SECONDS, _HOUR, 24 * _HOUR,  # signed every ten minutes
        N_("The trail has not been signed for some time: changes since then could not be proved."),
        N_("Run griot audit checkpoint: it signs, or says what is in the way."),
    ),
    Signal.TRAIL: Rule(
        N_("Alterations of the trail"),
        N_("alarms that the trail was changed from outside, which nobody has marked as seen"),
        Unit.NUMBER, 1, 1,
        N_("Somebody changed the trail or what it proves, from outside."),
        N_("Keep the database and the folder proof as they are; griot audit verify says what was changed."),
    ),
    Signal.BACKUP: Rule(
        N_("Backup"),
        N_("time since the last backup that was proved whole; how often one is expected, GRIOT_BACKUP_WITHIN_H says"),
        Unit.SECONDS, 26 * _HOUR, 7 * 24 * _HOUR,
        N_("There is no recent backup."),
        N_("Run griot backup FOLDER to another disk or machine, every day by a timer."),
    ),
    Signal.ARCHIVE: Rule(
        N_("Archive of every moment"),
        N_("time since the archive was due to take what the database had written; only where one was begun"),
        Unit.SECONDS, 15 * _MINUTE, 2 * _HOUR,  # due every five minutes, unless --every says otherwise
        N_("The archive is not kept any more: what was written since could not be brought back to a moment."),
        N_("See that griot archive FOLDER runs; griot archive FOLDER --end, if none is wanted any more."),
    ),
    Signal.DISK: Rule(
        N_("Free space"),
        N_("of the disk that holds the home"),
        Unit.MEGABYTES, 1000, 500,  # where the engine first moves its shards away, and then takes nothing new
        N_("The disk is nearly full: below 250 MB the search engine takes nothing new."),
        N_("Free some space: old backups and logs first, or a larger disk."),
        low=True,
    ),
    Signal.SIGN_INS: Rule(
        N_("Wrong sign-ins"),
        N_("wrong passwords and codes counted in the last hour"),
        Unit.NUMBER, 50, None,
        N_("Many wrong passwords: somebody may be guessing."),
        N_("The trail says from which networks; who guesses is made to wait longer and longer."),
    ),
    Signal.WEBHOOKS: Rule(
        N_("Webhooks"),
        N_("webhooks whose receiver has taken nothing since a call was given up"),
        Unit.NUMBER, 1, None,
        N_("A receiver takes no calls: a unit’s system is not told that there is something to read."),
        N_("griot webhook list says which, and what it met; once it is mended, griot webhook test NAME."),
    ),
}  # fmt: skip
"""Every signal; the order is the order they are shown in."""


def rules(backup_within_h: int) -> Mapping[Signal, Rule]:
    """The table for one installation. `backup_within_h` 0: backups are made otherwise and not judged."""
    if not backup_within_h:
        return {signal: rule for signal, rule in RULES.items() if signal is not Signal.BACKUP}
    warn = backup_within_h * _HOUR
    return {**RULES, Signal.BACKUP: replace(RULES[Signal.BACKUP], warn=warn, critical=7 * warn)}


@dataclass(frozen=True, slots=True)
class Judged:
    """One signal as it stands."""

    signal: Signal
    value: float
    level: Level
    rule: Rule


def judge(values: Mapping[Signal, float], by: Mapping[Signal, Rule]) -> list[Judged]:
    """What was measured, judged, in the table's order."""
    return [
        Judged(signal, values[signal], rule.level(values[signal]), rule)
        for signal, rule in by.items()
        if signal in values
    ]


def worst(judged: Iterable[Judged]) -> Level:
    """The level of the whole; nothing measured is critical, for it says nothing."""
    return max((one.level for one in judged), default=Level.CRITICAL)


# ---- when somebody is notified ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """How a signal stands for the alarms: its level, since when, since when it is not fine, what was announced."""

    level: Level = Level.FINE
    since: datetime | None = None
    bad_since: datetime | None = None
    announced: Level = Level.FINE


def stand(before: Standing, level: Level, moment: datetime, hold: timedelta) -> Standing:
    """The standing after one more look.

    A level is announced once it has stood for `hold`, for the worse and for the better alike: what goes up and down
    faster is never announced, and never taken back. What changes between warning and critical is a warning.
    """
    since = before.since if before.since and level is before.level else moment
    bad_since = None if level is Level.FINE else before.bad_since or moment
    announced = before.announced
    if _held(since, moment, hold):
        announced = level
    elif bad_since and announced is Level.FINE and _held(bad_since, moment, hold):
        announced = Level.WARNING
    return Standing(level, since, bad_since, announced)


def _held(since: datetime, moment: datetime, hold: timedelta) -> bool:
    """A clock that was put back must not keep an alarm waiting."""
    return moment - since >= hold or moment < since
