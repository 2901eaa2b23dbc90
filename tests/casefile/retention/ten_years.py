"""A small network lived through day by day: what is entered, asked, held and searched over ten years, by a plan drawn
once. What must be true of each day is worked out here from the plan alone, never by asking the code."""

import random
import string
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from casefile import hits, records, retention, watches
from casefile.hits import name_judgements
from casefile.people import links, officers, sessions, units, viewers
from casefile.policy.states import RecordMove
from casefile.records import cases, search_log, stated_reasons
from casefile.records.links import link
from casefile.vocabulary import Judgement, LinkRole, RecordState, Role, Sharing, SubjectCategory
from tests.network import make
from tests.network.stored import network

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
DAYS = 10 * 365 + 3
DAY = timedelta(days=1)
YEAR5, AHEAD, EXPIRED, WITHDRAWN, AFTER_HOLD = (timedelta(days=n) for n in (5 * 365, 182, 30, 90, 30))
"""The law as governance.md has it, said again: a constant that moves in the code must move here as well."""


class Clock:
    def __init__(self):
        self.moment = START

    def __call__(self):
        return self.moment


def words(number, seed=12):
    """Words that stand nowhere else and are like nothing else."""
    draw = random.Random(seed)
    found = set()
    while len(found) < number:
        found.add("".join(draw.choice("zxqkvjw" if at % 3 else string.ascii_lowercase) for at in range(11)))
    return sorted(found)


@dataclass
class Life:
    """A record of the plan: the word planted all over it, and the dates it must keep as things stand."""

    word: str
    day: int
    fate: str
    keep: timedelta
    id: str = ""
    date: datetime = START
    review: datetime = START
    held_until: datetime | None = None
    withdrawn: datetime | None = None
    expired: datetime | None = None
    restricted: bool = False
    extended: int = 0

    def gone_at(self):
        """When nothing of it may be left; None while that is not decided."""
        if self.withdrawn:
            return min(self.withdrawn + WITHDRAWN, max(self.withdrawn, self.date) + EXPIRED)
        return self.expired + EXPIRED if self.expired else None

    def state_at(self, moment):
        """What it must be once the day's schedule has run; the plan's own steps are already in the fields."""
        gone = self.gone_at()
        stated = (
            (gone is not None and moment >= gone, RecordState.TOMBSTONED),
            (self.withdrawn, RecordState.WITHDRAWN),
            (self.expired, RecordState.EXPIRED),
            (self.held_until, RecordState.HOLD),
            (self.restricted, RecordState.RESTRICTED),
            (moment >= self.review, RecordState.REVIEW_DUE),
            (self.extended, RecordState.EXTENDED),
            (True, RecordState.ACTIVE),
        )
        return next(state for so, state in stated if so)

    def pass_day(self, moment):
        """What time alone does to it today."""
        if self.held_until and moment >= self.held_until:
            self.held_until, self.review = None, moment
            self.date = max(self.date, moment + AFTER_HOLD)
        if not self.held_until and not self.withdrawn and not self.expired and moment >= self.date:
            self.expired = moment


@dataclass
class WatchLife:
    word: str
    day: int
    runs: int
    ended_after: int | None
    id: str = ""
    until: datetime = START

    def gone_at(self):
        return self.until + timedelta(days=365)


EXTENSIONS = {"extended": 1, "twice": 2}
FATES = ("silent", "extended", "twice", "withdrawn", "held", "lifted", "restricted", "unconfirmed", "amended", "early")


class TenYears:
    """The network, its plan, and the day that is lived."""

    def __init__(self, store, clock):
        self.clock, self.net = clock, network(store)
        self.store = store
        draw = random.Random(2026)
        planted = words(60)
        self.lives = [
            Life(planted[n], 1 + n * 66, FATES[n % len(FATES)], timedelta(days=draw.choice((240, 400, 700, 1300))))
            for n in range(30)
        ]
        for life in self.lives[:6]:
            life.keep = YEAR5
        self.watches = [
            WatchLife(planted[30 + n], 3 + n * 250, draw.choice((40, 180, 360)), 20 if n % 3 == 0 else None)
            for n in range(10)
        ]
        self.searched = {planted[40 + n]: 11 + n * 170 for n in range(15)}
        self.second = self._second_officer()
        self.cases = {}

    def _second_officer(self):
        with self.store.writing() as session:
            officers.add_officer(
                session, units.SYSTEM, "dakar-two", unit="SN-DKR", roles=(Role.INVESTIGATOR,), display_name="Binta Ly"
            )
            return viewers.viewer_by_login(session, "dakar-two")

    # ---- one day ------------------------------------------------------------------------------------------------

    def live(self, day):
        moment = self.clock.moment = START + day * DAY
        for life in self.lives:
            if life.day == day:
                self._enter(life)
            elif life.id:
                self._follow(life, moment, (moment - START).days - life.day)
        for watch in self.watches:
            if watch.day == day:
                self._watch(watch)
            elif watch.id and watch.ended_after == day - watch.day:
                self._write(watches.end, self.net.banjul, watch.id, "the judge lifted the order")
        for word, at in self.searched.items():
            if at == day:
                form = {"text": word, "mode": "tolerant"}
                self._write(search_log.save_search, self.net.banjul, form, f"asked by judge number {day}")
        if day % 40 == 0:
            self._sign_in(day)
        with self.store.writing() as session:
            watches.expire_due(session, moment)
        done = retention.run(self.store, moment)
        for life in self.lives:
            if life.id:
                life.pass_day(moment)
        return done

    def _write(self, action, *given, **more):
        with self.store.writing() as session:
            return action(session, *given, **more)

    def _enter(self, life):
        moment, word = self.clock.moment, life.word
        number = f"{int.from_bytes(word.encode(), 'big') % 10**7:07d}"
        victim = life.day % 132 == 1
        identity = make.person(
            f"{word} Diallo", "1985", f"{word} le Grand", phone=f"+221 77 {number}", passport=f"A{number}9",
            narrative=f"La victime {word} Sow, 15 ans, a témoigné." if victim else f"Vu à Kayar avec {word}.",
        )  # fmt: skip
        rules = {"retain_until": moment + life.keep} if life.keep != YEAR5 else {}
        draft = make.record(
            identity, self._case(), suspicion_note=f"named by {word}", legal_basis=f"order {word}",
            handling_text=f"ask {word} first", sharing=Sharing.FULL,
            origin_ref=None if life.fate == "withdrawn" else f"list:{word}",
            subject_category=SubjectCategory.VICTIM if victim else SubjectCategory.SUSPECT, **rules,
        )  # fmt: skip
        life.id = self._write(records.enter, self.net.dakar, draft)
        life.date = moment + life.keep
        life.review = max(moment, life.date - AHEAD)
        others = [one.id for one in self.lives if one.id and one.gone_at() is None and one is not life]
        if others:
            role = LinkRole.ASSOCIATE
            self._write(link, self.net.dakar, life.id, others[-1], role, note=f"{word} knows them")

    def _case(self):
        year = self.clock.moment.year
        if year not in self.cases:
            draft = cases.CaseDraft(f"DKR-{year}", "Pirogues")
            self.cases[year] = self._write(cases.open_case, self.net.dakar, draft)
        return self.cases[year]

    def _follow(self, life, moment, age):
        """The plan's steps of this record today. Each is done once, on the first day on which it can be."""
        over = life.withdrawn or life.expired
        due = moment >= life.review + 3 * DAY and not over and not life.held_until
        match life.fate:
            case "extended" | "twice" if due and life.extended < EXTENSIONS[life.fate]:
                self._extend(life, life.date + 300 * DAY)
            case "withdrawn" if age == 50:
                self._write(records.withdraw, self.net.dakar, life.id, "entered by mistake")
                life.withdrawn = moment
            case "restricted" if age == 20:
                move = records.change_state
                self._write(move, self.net.dakar, life.id, RecordMove.RESTRICT, "the person disputes it")
                life.restricted = True
            case "held" | "lifted" if age == 60:
                self._hold(life, moment + 300 * DAY)
            case "lifted" if age == 90:
                self._write(retention.ask_lifting, self.second, life.id, "the court closed the matter")
                self._write(retention.confirm, self.net.dakar, life.id)
                life.held_until, life.review = None, moment
                life.date = max(life.date, moment + AFTER_HOLD)
            case "unconfirmed" if age == 30:
                order = {
                    "authority": f"court of {life.word}",
                    "reason": "asked by the court",
                    "until": moment + 9 * DAY,
                }
                self._write(retention.ask_hold, self.net.dakar, life.id, **order)
            case "amended" if age == 15:
                self._amend(life)
            case "early" if age == 5:
                self._read_and_hit(life)

    def _extend(self, life, until):
        self._write(retention.extend, self.net.dakar, life.id, until, "the trial is still pending")
        life.date, life.review = until, max(self.clock.moment, until - AHEAD)
        life.extended += 1

    def _hold(self, life, until):
        self._ask_hold(life, until)
        self._write(retention.confirm, self.second, life.id)
        life.held_until = until

    def _ask_hold(self, life, until):
        order = {"authority": f"court of {life.word}", "reason": "the trial is pending", "until": until}
        self._write(retention.ask_hold, self.net.dakar, life.id, **order)

    def _amend(self, life):
        """An officer's word, and then the source's other one: the source's copy is kept whole."""
        view = self.net.opened("dakar", life.id)
        for name, who in ((f"{life.word} Camara", "officer"), (f"{life.word} Touré", "source")):
            draft = make.record(
                make.person(name, "1986"), view.line.case_id, retain_until=life.date, review_at=life.review,
                legal_basis=f"order {life.word}", origin_ref=f"list:{life.word}",
            )  # fmt: skip
            with self.store.writing() as session:
                if who == "officer":
                    records.amend(session, self.net.dakar, life.id, draft)
                else:
                    records.enter_many(session, units.system_viewer(session, "SN-DKR"), [draft])

    def _read_and_hit(self, life):
        """Another unit states why it opens it; a watch matches it; the coordinator judges."""
        standing = [one for one in self.watches if one.id and one.until > self.clock.moment and not one.ended_after]
        if not standing:
            return
        with self.store.writing() as session:
            found = make.found_hit(life.id, standing[-1].id)
            evidence = [{**found.evidence[0], "wanted": standing[-1].word, "found": life.word}]
            assert hits.raise_hits(session, [replace(found, evidence=evidence)]) == 1
        self.net.decide(self.net.hit_of(life.id), Judgement.SAME)
        pair = (life.word, standing[-1].word, Judgement.SAME, self.net.hit_of(life.id))
        self._write(name_judgements.judge, self.net.coordinator, *pair)

    def _watch(self, watch):
        until = self.clock.moment + watch.runs * DAY
        identity = make.person(f"{watch.word} Ceesay", "1979", narrative=f"Seen with {watch.word}.")
        watch.id = self.net.watch("banjul", identity, f"order about {watch.word}", expires_at=until)
        watch.until = until

    def _sign_in(self, day):
        with self.store.writing() as session:
            token = sessions.open_session(session, self.net.banjul.officer_id)
            links.make_link(session, self.net.administrator, self.net.nouakchott.officer_id)
            ids = [one.id for one in self.lives if one.id]
            for record_id in list(records.lines(session, self.net.banjul, ids))[-2:]:
                word = next(one.word for one in self.lives if one.id == record_id)
                stated_reasons.keep(session, self.net.banjul, token, record_id, f"asked about {word} on {day}")
