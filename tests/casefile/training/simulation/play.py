"""The simulation played by the actions that the officers' pages call. The oracle of matching finds what a relay would.

`steps()` is the perfect play: one step for each line of the truth, in the order of the minutes. A test leaves one out,
or puts another in its place.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import select, update

from casefile import hits, records, watches
from casefile.contact import acts
from casefile.demo import network
from casefile.hits import expected, pointers
from casefile.joint import handover
from casefile.names import frequency
from casefile.people import officers, units, viewers
from casefile.policy.handling import Rules
from casefile.policy.simulation import clock
from casefile.policy.simulation.clock import ClockMove, Step
from casefile.records import cases
from casefile.storage import tables
from casefile.storage.tables import Hit, InstallationRow, Outbox
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate
from casefile.training.simulation import people
from casefile.training.simulation.held import gather
from casefile.training.simulation.marking import mark
from casefile.training.simulation.script import script
from casefile.vocabulary import (
    DateKind,
    IdentifierKind,
    InfoGrade,
    Judgement,
    Purpose,
    RecordKind,
    SourceGrade,
    SubjectCategory,
    Topic,
)
from tests.reuse.standing import standing

PASSWORD = "quatre mots faciles ici"
PHONE = "+221 77 640 12 31"
WHY = "as the exercise says"


@dataclass
class Game:
    """One simulation in a training database. `minute` is what the clock shows to the step that is played."""

    store: object
    viewers: dict = field(default_factory=dict)
    cases: dict = field(default_factory=dict)
    made: dict = field(default_factory=dict)
    at: datetime = field(default_factory=lambda: tables.now().replace(second=0, microsecond=0))
    minute: int = 0
    known: set = field(default_factory=set)

    def set_up(self):
        self.viewers, self.cases = (dict(one) for one in standing(self.store, "simulation", self._made))
        return self

    def _made(self):
        with self.store.writing() as session:
            session.execute(update(InstallationRow).values(training=True))
            for unit in network.UNITS:
                id = units.add_unit(
                    session, units.SYSTEM, unit.code, country=unit.country, name=unit.name, kind=unit.kind,
                    desk=unit.desk, locale=unit.locale,
                )  # fmt: skip
                if unit.service is not None:
                    units.set_service(session, units.SYSTEM, id, unit.service)
            for one in network.OFFICERS:
                officers.add_officer(
                    session, units.SYSTEM, one.login, unit=one.unit, roles=one.roles, display_name=one.display_name
                )
            people.load_people(session, lambda _login: PASSWORD)
            for login in (*(part.login for part in script().parts), "administrator", "dakar2", "banjul"):
                self.viewers[login] = viewers.viewer_by_login(session, login)
            people.open_cases(session, script())
        with self.store.reading() as session:
            for part in script().parts:
                if part.case:
                    found = cases.by_reference(session, self.viewers[part.login].unit_id, part.case)
                    self.cases[part.login] = found
        return self.viewers, self.cases

    # ---- what officers do

    def record(self, line, who, identity, category=None, text="", again=False, **rules):
        category = SubjectCategory(category) if category else None
        victim = category is SubjectCategory.VICTIM
        stated = Rules(
            purpose=Purpose.IDENTIFY_VICTIM if victim else Purpose.SUPPORT_INVESTIGATION,
            legal_basis="exercise", subject_category=category, source_grade=SourceGrade.B,
            info_grade=InfoGrade.CORROBORATED, **rules,
        )  # fmt: skip
        draft = records.RecordDraft(
            replace(identity, narrative=text), self.cases[who], stated,
            suspicion_note="named by one who arrived" if category is SubjectCategory.SUSPECT else "",
        )  # fmt: skip
        with self.store.writing() as session:
            if not again:
                self.made[line] = records.enter(session, self.viewers[who], draft)
            elif line in self.made:
                records.amend(session, self.viewers[who], self.made[line], draft)
        self.compare()

    def watch(self, line, who, identity):
        person = identity.kind is RecordKind.PERSON
        rules = Rules(
            purpose=Purpose.LOCATE_WANTED, legal_basis="exercise", source_grade=SourceGrade.B,
            info_grade=InfoGrade.CORROBORATED, subject_category=SubjectCategory.SUSPECT if person else None,
        )  # fmt: skip
        draft = watches.WatchDraft(identity, "asked by the prosecutor", "Exercise", rules=rules, wide=True)
        with self.store.writing() as session:
            self.made[line] = watches.watch(session, self.viewers[who], draft)
        self.compare()

    def compare(self):
        """What the relay does: every hit that matching finds."""
        with self.store.writing() as session:
            for one in expected.expected_hits(session, frequency.default()):
                if one.key in self.known:
                    continue
                self.known.add(one.key)
                found = hits.FoundHit(
                    one.record_id, one.record_version, one.watch_id, one.watch_version, one.decision.facts_hash,
                    one.decision.bits, one.decision.grade, one.decision.evidence_json(), "test-1",
                )  # fmt: skip
                hits.raise_hits(session, [found])

    def hit(self, record, watch):
        with self.store.reading() as session:
            wanted = (Hit.record_id == self.made.get(record), Hit.watch_id == self.made.get(watch))
            return session.scalars(select(Hit.id).where(*wanted)).first()

    def judge(self, record, watch, judgement, who="coordinator"):
        hit = self.hit(record, watch)
        if hit is None:
            return
        with self.store.writing() as session:
            hits.decide(
                session, self.viewers[who], hit, Judgement(judgement), WHY, protection_reason="her own word", also=()
            )
        with self.store.writing() as session:
            rows = session.execute(select(Outbox.id, Outbox.subject_id).where(Outbox.topic == Topic.NOTICE.value)).all()
            pointers.deliver(session, [row.subject_id for row in rows])
            session.connection().execute(Outbox.__table__.delete().where(Outbox.id.in_([row.id for row in rows])))

    def pointer(self, who):
        with self.store.reading() as session:
            hit = self.hit("organiser_record", "tip_watch")
            found = session.execute(
                select(tables.Pointer.id).where(
                    tables.Pointer.hit_id == hit, tables.Pointer.unit_id == self.viewers[who].unit_id
                )
            ).first()
            return found and found.id

    def answer(self, who, text=""):
        if (pointer := self.pointer(who)) is None:
            return
        with self.store.writing() as session:
            if text:
                acts.say(session, self.viewers[who], pointer, text)
            else:
                acts.acknowledge(session, self.viewers[who], pointer)

    def hand_over(self):
        if "tip_record" not in self.made:
            return
        with self.store.writing() as session:
            viewer = self.viewers["dakar"]
            (to,) = handover.magistrates(session, viewer)
            self.made["handed"] = handover.hand_over(
                session, viewer, self.cases["dakar"], to.officer_id, WHY, "the source agrees"
            )

    def receive(self):
        if "handed" in self.made:
            with self.store.writing() as session:
                handover.decide(session, self.viewers["magistrate"], self.made["handed"], True)

    # ---- the marking

    def due(self, minute):
        steps = (Step(ClockMove.START, self.at, 0),)
        return clock.reached(steps, minute * 60, self.at + timedelta(hours=3))

    def marked(self):
        with self.store.reading() as session:
            held = gather(session, self.at, [part.unit for part in script().parts])
        return {one.line.id: one for one in mark(script(), held, self.due)}


def person(name, born, *, phone="", passport="", circa=False):
    numbers = [(IdentifierKind.PHONE, phone), (IdentifierKind.PASSPORT, passport)]
    return Identity(
        kind=RecordKind.PERSON, names=(Name(name),), dates=(PartialDate(DateKind.BIRTH, born, circa=circa),),
        identifiers=tuple(Identifier(kind, value) for kind, value in numbers if value),
    )  # fmt: skip


BOAT = Identity(
    kind=RecordKind.VESSEL, names=(Name("Yakaar Ndar"),), identifiers=(Identifier(IdentifierKind.HULL, "SL 4417 P"),)
)
PAID = "Baye Laye l’a payé en deux fois, à Kayar."
GIRL = person("Aïssatou Baldé", "2011-03-02")
ORGANISER = person("Modu Ndoy", "1984", phone=PHONE)
TIP = person("Modou Ndoye", "1984", phone="77 640 12 31")
BROTHER = person("Mamadou Ndoye", "1979-05-14", phone=PHONE, passport="A04471902")

Play = Callable[[Game], None]


def steps() -> Mapping[str, tuple[int, Play]]:
    """By line of the truth: at which minute it is played, and how."""
    return {
        "tip_record": (2, lambda g: g.record("tip_record", "dakar", TIP, "suspect")),
        "tip_watch": (6, lambda g: g.watch("tip_watch", "dakar", TIP)),
        "boat_watch": (10, lambda g: g.watch("boat_watch", "nouakchott", BOAT)),
        "boat_record": (14, lambda g: g.record("boat_record", "laspalmas", BOAT)),
        "organiser_record": (21, lambda g: g.record("organiser_record", "laspalmas", ORGANISER, "suspect", PAID)),
        "organiser_judged": (28, lambda g: g.judge("organiser_record", "tip_watch", "same")),
        "boat_judged": (30, lambda g: g.judge("boat_record", "boat_watch", "same")),
        "girl_record": (38, lambda g: g.record("girl_record", "laspalmas", GIRL, "victim")),
        "girl_watch": (44, lambda g: g.watch("girl_watch", "nouakchott", person("Aissatou Balde", "2011"))),
        "girl_judged": (50, lambda g: g.judge("girl_record", "girl_watch", "same", "protection")),
        "brother_record": (62, lambda g: g.record("brother_record", "nouakchott", BROTHER, "witness")),
        "brother_judged": (70, lambda g: g.judge("brother_record", "tip_watch", "not_same")),
        "dakar_answers": (76, lambda g: g.answer("dakar")),
        "laspalmas_answers": (78, lambda g: g.answer("laspalmas")),
        "birth_corrected": (
            86,
            lambda g: g.record(
                "tip_record", "dakar", person("Modou Ndoye", "1986-11-03", phone=PHONE), "suspect", again=True
            ),
        ),
        "captain_watch": (
            90,
            lambda g: g.watch("captain_watch", "nouakchott", person("Cheikh Sarr", "1990", circa=True)),
        ),
        "passenger_record": (
            95,
            lambda g: g.record("passenger_record", "laspalmas", person("Cheikh Sarr", "1991"), "witness"),
        ),
        "captain_judged": (100, lambda g: g.judge("passenger_record", "captain_watch", "unresolved")),
        "case_handed": (106, lambda g: g.hand_over()),
        "case_received": (112, lambda g: g.receive()),
    }


def play(game: Game, monkeypatch, plan: Mapping[str, tuple[int, Play]]) -> None:
    """Each step at its minute."""
    for minute, act in sorted(plan.values(), key=lambda one: one[0]):
        game.minute = minute
        monkeypatch.setattr(tables, "now", lambda: game.at + timedelta(minutes=game.minute))
        act(game)
