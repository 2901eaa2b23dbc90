"""The invented people and units of the casefile's tests, and short ways to make them act."""

from dataclasses import dataclass, field, replace
from itertools import count

from casefile import hits, records, watches
from casefile.people import officers, units, viewers
from casefile.policy.handling import Rules
from casefile.policy.viewer import Viewer
from casefile.records import cases
from casefile.storage.store import Store
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate
from casefile.vocabulary import (
    DateKind,
    IdentifierKind,
    InfoGrade,
    Purpose,
    RecordKind,
    Role,
    SourceGrade,
    SubjectCategory,
)

RULES = Rules(
    purpose=Purpose.SUPPORT_INVESTIGATION,
    legal_basis="Code de procédure pénale, art. 32",
    subject_category=SubjectCategory.SUSPECT,
    source_grade=SourceGrade.B,
    info_grade=InfoGrade.CORROBORATED,
)
_numbers = count(1)


def person(name="Mamadou Dialo", year="1985", phone=None):
    return Identity(
        RecordKind.PERSON,
        names=(Name(name),),
        dates=(PartialDate(DateKind.BIRTH, year),) if year else (),
        identifiers=(Identifier(IdentifierKind.PHONE, phone),) if phone else (),
    )


@dataclass
class Network:
    """Dakar and Banjul with an investigator and a watch officer in one, a coordinator and a protection officer."""

    store: Store
    viewers: dict[str, Viewer] = field(default_factory=dict)
    case: dict[str, str] = field(default_factory=dict)

    def __getattr__(self, name):
        try:
            return self.viewers[name]
        except KeyError:
            raise AttributeError(name) from None

    def enter(self, who, identity=None, rules=RULES, **draft):
        viewer = self.viewers[who]
        with self.store.writing() as session:
            return records.enter(
                session, viewer, records.RecordDraft(identity or person(), self.case[who], rules, **draft)
            )

    def watch(self, who, identity=None, rules=RULES, **draft):
        with self.store.writing() as session:
            return watches.watch(
                session,
                self.viewers[who],
                watches.WatchDraft(
                    identity or person("Modou Jallow", "1984"), **{"ground": "smuggling enquiry", **draft}, rules=rules
                ),
            )

    def hit(self, record_id, watch_id, facts="f" * 64, version=1, watch_version=1):
        found = hits.FoundHit(
            record_id,
            version,
            watch_id,
            watch_version,
            facts,
            14.5,
            "hit",
            [{"what": "name", "rule": "names_agree", "wanted": "Modou Jallow", "found": "Mamadou Dialo", "bits": 9.5}],
            "test-1",
        )
        with self.store.writing() as session:
            return hits.raise_hits(session, [found])


def network(store) -> Network:
    made = Network(store)
    both = frozenset({Role.INVESTIGATOR, Role.WATCH_OFFICER})
    with store.writing() as session:
        for code, country, name in (
            ("SN-DK", "SN", "Dakar"),
            ("GM-BJ", "GM", "Banjul"),
            ("MR-NK", "MR", "Nouakchott"),
            ("CO", "SN", "Coordination"),
        ):
            units.add_unit(session, units.SYSTEM, code, country=country, name=name, desk=f"Desk of {name}")
        for login, unit, roles in (
            ("dakar", "SN-DK", both),
            ("banjul", "GM-BJ", both),
            ("nouakchott", "MR-NK", both),
            ("coordinator", "CO", {Role.COORDINATOR}),
            ("second", "CO", {Role.COORDINATOR}),
            ("protection", "CO", {Role.PROTECTION}),
            ("auditor", "CO", {Role.AUDITOR}),
        ):
            officers.add_officer(session, units.SYSTEM, login, unit=unit, roles=roles)
            made.viewers[login] = viewers.viewer_by_login(session, login)
        for login in ("dakar", "banjul", "nouakchott"):
            made.case[login] = cases.open_case(session, made.viewers[login], cases.CaseDraft(f"C-{login}"))
    return made


def shared(**changes):
    return replace(RULES, **changes)
