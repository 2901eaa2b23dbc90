"""Notifies whoever runs the installation that a signal went wrong or recovered; each once, by mail and by POST.

A mail is in its reader's language; a POST is for programs, and is in English.

A level is announced when it has stood for some minutes, for the worse and for the better alike. What could not be
delivered is tried again at the next looks, with longer and longer pauses. How signals stand is kept in the database;
while that is away it is kept here, so that its loss is an alarm as well.
"""

import logging
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from time import monotonic

from casefile.errors import N_
from casefile.health import readers, standings
from casefile.health.standings import Notified
from casefile.logs import Code
from casefile.policy.oversight.health import Judged, Level, Rule, Signal, Unit, rules, stand
from casefile.settings import Settings
from casefile.storage import tables
from casefile.storage.store import Store
from casefile.vocabulary import Json
from indexer.health import ways
from indexer.health.measure import Meter
from indexer.health.ways import NotSent
from indexer.health.words import ENGLISH, translated

PAUSE = timedelta(seconds=20)
"""Between two looks, however many workers are asked to look: the clock asks every half minute."""

FIRST_RETRY_S, LONGEST_RETRY_S = 30.0, 1800.0
WORDS = {Level.FINE: N_("recovered"), Level.WARNING: N_("warning"), Level.CRITICAL: N_("critical")}
UNITS = {Unit.SECONDS: N_("seconds"), Unit.MEGABYTES: N_("megabytes"), Unit.NUMBER: ""}
"""In words; a state has no figure."""

log = logging.getLogger("griot.alarms")


@dataclass
class _Way:
    """When a way that did not take an alarm is tried again."""

    not_before: float = 0.0
    pause_s: float = FIRST_RETRY_S

    def failed(self) -> None:
        self.not_before = monotonic() + self.pause_s
        self.pause_s = min(LONGEST_RETRY_S, 2 * self.pause_s)


@dataclass
class Alarms:
    """One process's watch over the signals."""

    settings: Settings
    store: Store
    meter: Meter
    _unkept: dict[Signal, Notified] = field(default_factory=dict)
    """How signals stand, as far as it could not be written to the database."""
    _last: dict[Signal, Notified] = field(default_factory=dict)
    """How they stood when the database was last asked."""
    _language: str = ""
    """The administrators', as the database last said."""
    _ways: dict[str, _Way] = field(default_factory=dict)

    def look(self) -> None:
        """Judge all signals, and send what is to be sent. Never raises."""
        judged = {one.signal: one for one in self.meter.measure().judged}
        try:
            with self.store.writing() as session:
                now = standings.take_turn(session, PAUSE)
                if now is None:
                    return
                kept = standings.read(session)
                self._language = readers.administrators_language(session)
                standing = self._stood({**kept, **self._unkept}, judged, now)
                standings.keep(session, {signal: one for signal, one in standing.items() if one != kept.get(signal)})
            self._unkept, self._last = {}, standing
        except Exception as error:
            log.warning("alarms.not_kept %s", error)
            standing = self._unkept = self._stood({**self._last, **self._unkept}, judged, tables.now())
        self._notify(standing, judged)

    def _stood(
        self, held: Mapping[Signal, Notified], judged: Mapping[Signal, Judged], now: datetime
    ) -> dict[Signal, Notified]:
        """Every signal after this look. One that could not be judged stands as it stood."""
        found, hold = dict(held), timedelta(minutes=self.settings.alarm_after_min)
        for signal, one in judged.items():
            before = held.get(signal, Notified())
            found[signal] = replace(before, standing=stand(before.standing, one.level, now, hold))
        return found

    def _notify(self, standing: Mapping[Signal, Notified], judged: Mapping[Signal, Judged]) -> None:
        by, language = rules(self.settings.backup_within_h), self.settings.alarm_language or self._language or ENGLISH
        notified: dict[Signal, Notified] = {}
        for way in ways.configured(self.settings):
            kept = self._ways.setdefault(way, _Way())
            for signal, one in standing.items():
                level = one.standing.announced
                if signal not in by or level is one.level_by(way) or monotonic() < kept.not_before:
                    continue
                alarm = Alarm(self.settings.address, signal, by[signal], level, judged.get(signal), language)
                try:
                    alarm.send(self.settings, way)
                except NotSent as error:
                    log.warning("alarms.not_sent way=%s %s", Code(way), error.__cause__ or error)
                    kept.failed()
                    break
                self._ways[way] = kept = _Way()
                notified[signal] = (notified.get(signal) or one).sent(way, level)
        if notified:
            self._note(notified)

    def _note(self, notified: dict[Signal, Notified]) -> None:
        """Keep what was sent. Where the database is away it is kept here, and sent once all the same."""
        for signal, one in notified.items():
            log.warning("alarms.sent signal=%s level=%s", signal, Code(WORDS[one.standing.announced]))
        try:
            with self.store.writing() as session:
                standings.keep(session, notified)
        except Exception as error:
            log.warning("alarms.not_kept %s", error)
            self._unkept |= notified
        self._last |= notified


@dataclass(frozen=True, slots=True)
class Alarm:
    """One notification, in the words of the table."""

    address: str
    signal: Signal
    rule: Rule
    level: Level
    judged: Judged | None
    language: str = ENGLISH

    def send(self, settings: Settings, way: str) -> None:
        """Raises NotSent."""
        if way == "mail":
            ways.mail(settings, f"Griot: {self._head()}", self.text())
        else:
            ways.post(settings, self.content())

    def text(self) -> str:
        """The mail: what is wrong, the figures, the way out, and where to look."""
        lines = [self._head()]
        if self.level:
            lines += ["", self._said(self.rule.says), self._said(self.rule.remedy)]
        if self.judged is not None and self.rule.unit in UNITS:
            lines += ["", self._measured(self.judged.value)]
        if self.address:
            lines += ["", f"{self.address}/status/"]
        return "\n".join(lines) + "\n"

    def _head(self) -> str:
        title, level = self._said(self.rule.title), self._said(WORDS[self.level])
        return self._said(N_("%(title)s: %(level)s"), title=title, level=level)

    def _measured(self, value: float) -> str:
        unit, rule = self._said(UNITS[self.rule.unit]), self.rule
        figure = self._said(N_("never")) if math.isinf(value) else f"{value:.0f} {unit}".rstrip()
        if rule.critical is None:
            return self._said(
                N_("Measured: %(figure)s; a warning from %(warn)s."), figure=figure, warn=f"{rule.warn:.0f}"
            )
        return self._said(
            N_("Measured: %(figure)s; a warning from %(warn)s, critical from %(critical)s."),
            figure=figure, warn=f"{rule.warn:.0f}", critical=f"{rule.critical:.0f}",
        )  # fmt: skip

    def _said(self, text: str, **values: object) -> str:
        return translated(self.language, text, **values)

    def content(self) -> dict[str, Json]:
        """The POST."""
        finite = self.judged is not None and self.judged.value != float("inf")
        return {
            "source": self.address or "griot", "signal": self.signal.value, "level": self.level.name.lower(),
            "recovered": self.level is Level.FINE, "title": self.rule.title,
            "says": self.rule.says if self.level else "", "remedy": self.rule.remedy if self.level else "",
            "value": self.judged.value if self.judged is not None and finite else None,
            "unit": self.rule.unit.value, "warn": self.rule.warn, "critical": self.rule.critical,
        }  # fmt: skip
