"""The invented people of the index tests: three units, their cases, and short ways to enter and to watch."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from casefile import outbox, records, watches
from casefile.people import units
from casefile.policy.handling import Rules
from casefile.policy.viewer import Viewer
from casefile.records import cases
from casefile.storage.store import Store
from casefile.storage.tables import Hit
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate
from casefile.vocabulary import (
    DateKind,
    IdentifierKind,
    InfoGrade,
    NameKind,
    Purpose,
    RecordKind,
    Sharing,
    SourceGrade,
    SubjectCategory,
)
from indexer.engine.client import Engine
from indexer.pipeline.relay import Relay

GROUND = "named by two witnesses"
STATED = Rules(
    purpose=Purpose.SUPPORT_INVESTIGATION,
    legal_basis="CPP art. 16",
    source_grade=SourceGrade.B,
    info_grade=InfoGrade.KNOWN_TO_SOURCE,
    subject_category=SubjectCategory.SUSPECT,
)
UNITS = {"DKR": ("SN", "Dakar"), "BJL": ("GM", "Banjul"), "NKC": ("MR", "Nouakchott")}


def person(
    name: str,
    born: str = "",
    *aliases: str,
    phone: str = "",
    passport: str = "",
    narrative: str = "",
    circa: bool = False,
    **more,
) -> Identity:
    """A person in one line."""
    return Identity(
        kind=RecordKind.PERSON,
        names=(Name(name), *(Name(alias, NameKind.ALIAS) for alias in aliases)),
        dates=(PartialDate(DateKind.BIRTH, born, circa=circa),) if born else (),
        identifiers=(
            *((Identifier(IdentifierKind.PHONE, phone),) if phone else ()),
            *((Identifier(IdentifierKind.PASSPORT, passport),) if passport else ()),
        ),
        narrative=narrative,
        **more,
    )


WANTED = person("Mamadou Diallo", "1984", circa=True, passport="A01234567")
SEEN = person("Mamadou Dialo", "1985", passport="A01234567")
"""They share a paper as well, so that these tests ask only about the way, not about names."""


def report(text: str, title: str = "Compte rendu") -> Identity:
    return Identity(kind=RecordKind.REPORT, names=(Name(title),), narrative=text)


def wanted(identity: Identity) -> watches.WatchDraft:
    return watches.WatchDraft(identity, "Mandat du juge d'instruction", rules=STATED)


@dataclass
class Cast:
    """Three units that enter and watch, and a relay that has to be asked to work."""

    store: Store
    engine: Engine
    relay: Relay
    viewers: dict[str, Viewer] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)

    def enter(self, unit: str, identity: Identity, *, sharing: Sharing = Sharing.POINTER, **rules) -> str:
        draft = records.RecordDraft(
            identity, self.cases[unit], replace(STATED, sharing=sharing, **rules), suspicion_note=GROUND
        )
        with self.store.writing() as session:
            return records.enter(session, self.viewers[unit], draft)

    def enter_many(self, unit: str, identities: Sequence[Identity]) -> list[str]:
        drafts = [records.RecordDraft(one, self.cases[unit], STATED, suspicion_note=GROUND) for one in identities]
        with self.store.writing() as session:
            return [one.record_id for one in records.enter_many(session, self.viewers[unit], drafts)]

    def amend(
        self, unit: str, record_id: str, identity: Identity, *, sharing: Sharing = Sharing.POINTER, **rules
    ) -> int:
        draft = records.RecordDraft(
            identity, self.cases[unit], replace(STATED, sharing=sharing, **rules), suspicion_note=GROUND
        )
        with self.store.writing() as session:
            return records.amend(session, self.viewers[unit], record_id, draft)

    def watch(self, unit: str, identity: Identity) -> str:
        with self.store.writing() as session:
            return watches.watch(session, self.viewers[unit], wanted(identity))

    def amend_watch(self, unit: str, watch_id: str, identity: Identity) -> int:
        with self.store.writing() as session:
            return watches.amend_watch(session, self.viewers[unit], watch_id, wanted(identity))

    def drain(self, seconds: float = 60.0) -> None:
        """Work until nothing is owed any more that will be done by itself."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not self.relay.drain().claimed:
                with self.store.reading() as session:
                    if outbox.read_backlog(session).total == 0:
                        return
                time.sleep(0.05)  # given back for a moment: a busy engine
        raise AssertionError("the outbox does not become empty")

    def hits(self) -> set[tuple[str, str]]:
        """Record and watch of each hit that stands."""
        with self.store.reading() as session:
            return {(h.record_id, h.watch_id) for h in session.query(Hit) if h.state != "withdrawn"}


def assemble(store: Store, engine: Engine, settings) -> Cast:
    cast = Cast(store, engine, Relay(store, engine, settings))
    with store.writing() as session:
        for code, (country, name) in UNITS.items():
            units.add_unit(session, units.SYSTEM, code, country=country, name=name)
            cast.viewers[code] = viewer = units.system_viewer(session, code)
            cast.cases[code] = cases.open_case(session, viewer, cases.CaseDraft(f"{code}-1"))
    return cast
