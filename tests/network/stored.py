"""The network in a database, and short ways to make its officers act. No search engine, no portal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select

from casefile import exhibits, hits, records, watches
from casefile.hits import pointers
from casefile.policy.exhibits import PART_BYTES
from casefile.policy.handling import Rules
from casefile.policy.viewer import Viewer
from casefile.records import cases
from casefile.storage import tables
from casefile.storage.store import Store
from casefile.storage.tables import Hit, Outbox
from casefile.subjects.identity import Identity
from casefile.vocabulary import HitState, Judgement, Topic
from tests.network import make, people
from tests.reuse.standing import standing

SECRET = "test-key-" + "0" * 40
"""The key of every installation of the tests, in its settings and its store alike."""

INSTALLATION = "7e57" * 8
"""The id of every installation of the tests."""


@dataclass
class Network:
    """`net.dakar` is that officer as the rules see one; `net.cases["dakar"]` the unit's open case."""

    store: Store
    viewers: dict[str, Viewer] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    """By login, what sets the first password."""

    def __getattr__(self, login: str) -> Viewer:
        if login in people.LOGINS:
            return self.viewers[login]
        raise AttributeError(login)

    # ---- entering

    def record(self, who: str, identity: Identity | None = None, rules: Rules = make.STATED, **changes: Any):
        """A draft in the case of that officer's unit."""
        return self.placed(make.record(identity or make.SOMEBODY, self.cases[who], rules, **changes))

    def placed(self, draft: Any) -> Any:
        """The draft of a record or watch with the coordinators' office for *elsewhere* in its list of units."""
        elsewhere = self.viewers["coordinator"].unit_id
        units = tuple(elsewhere if unit == "elsewhere" else unit for unit in draft.rules.sharing_units)
        return replace(draft, rules=replace(draft.rules, sharing_units=units))

    def enter(self, who: str, identity: Identity | None = None, rules: Rules = make.STATED, **changes: Any) -> str:
        with self.store.writing() as session:
            return records.enter(session, self.viewers[who], self.record(who, identity, rules, **changes))

    def enter_many(self, who: str, identities: Iterable[Identity]) -> list[str]:
        drafts = [self.record(who, one) for one in identities]
        with self.store.writing() as session:
            return [one.record_id for one in records.enter_many(session, self.viewers[who], drafts)]

    def amend(self, who: str, record_id: str, identity: Identity, rules: Rules = make.STATED, **changes: Any) -> int:
        with self.store.writing() as session:
            return records.amend(session, self.viewers[who], record_id, self.record(who, identity, rules, **changes))

    def opened(self, who: str, record_id: str, **more: Any) -> records.RecordView:
        """The record as that officer's page has it, a reason being stated."""
        with self.store.writing() as session:
            return records.read(session, self.viewers[who], record_id, reason="checking", **more)

    def watch(
        self,
        who: str,
        identity: Identity | None = None,
        ground: str = make.GROUND,
        rules: Rules = make.STATED,
        **changes: Any,
    ) -> str:
        draft = make.watch(identity or make.SOMEBODY_WATCHED, ground, rules, **changes)
        with self.store.writing() as session:
            return watches.watch(session, self.viewers[who], draft)

    def amend_watch(self, who: str, watch_id: str, identity: Identity, **changes: Any) -> int:
        with self.store.writing() as session:
            return watches.amend_watch(session, self.viewers[who], watch_id, make.watch(identity, **changes))

    def exhibit(
        self, who: str, content: bytes = b"Seen at the quay.", name: str = "note.txt", *, whole: bool = True, **to: str
    ) -> str:
        """A file brought in for `record` or `case` (by default the own case), or only its beginning announced."""
        place = {
            "record_id": to.get("record", ""),
            "case_id": to.get("case", "" if "record" in to else self.cases[who]),
        }
        with self.store.writing() as session:
            draft = exhibits.ExhibitDraft(name, len(content), "found on the boat", **place)
            exhibit_id = exhibits.begin(session, self.viewers[who], draft)
        if whole:
            self.send(who, exhibit_id, content)
        return exhibit_id

    def send(self, who: str, exhibit_id: str, content: bytes) -> None:
        """All parts of a file that was announced; then it is looked into and taken."""
        viewer = self.viewers[who]
        for offset in range(0, len(content), PART_BYTES):
            with self.store.writing() as session:
                exhibits.add_part(session, viewer, exhibit_id, offset, content[offset : offset + PART_BYTES])
        with self.store.reading() as session:
            found = exhibits.examine(session, viewer, exhibit_id)
        with self.store.writing() as session:
            exhibits.complete(session, viewer, exhibit_id, found)

    # ---- hits and pointers

    def hit(self, record_id: str, watch_id: str, *facts: str, **found: Any) -> int:
        """As if matching had found it; how many hits that made, or asked for again."""
        with self.store.writing() as session:
            return hits.raise_hits(session, [make.found_hit(record_id, watch_id, *facts, **found)])

    def hits(self) -> dict[tuple[str, str], str]:
        """{(record, watch): hit}, whatever its state."""
        return {(r, w): i for i, r, w, _ in self._hits()}

    def pairs(self) -> set[tuple[str, str]]:
        """Record and watch of each hit that stands."""
        return {(r, w) for _, r, w, state in self._hits() if state != HitState.WITHDRAWN.value}

    def states(self, record_id: str) -> list[HitState]:
        """The state of each hit of a record."""
        return [HitState(state) for _, record, _, state in self._hits() if record == record_id]

    def hit_of(self, record_id: str) -> str:
        """The first hit of a record, whatever its state."""
        return next(hit for hit, record, _, _ in self._hits() if record == record_id)

    def _hits(self) -> Sequence[Any]:
        with self.store.reading() as session:
            return session.execute(select(Hit.id, Hit.record_id, Hit.watch_id, Hit.state)).all()

    def decide(
        self, hit_id: str, judgement: Judgement | str = Judgement.SAME, who: str = "coordinator", **more: Any
    ) -> HitState:
        with self.store.writing() as session:
            more.setdefault("protection_reason", "seen together with the case officer")
            return hits.decide(session, self.viewers[who], hit_id, Judgement(judgement), "as agreed by phone", **more)

    def deliver(self) -> int:
        """What the relay does with pointers that are to be sent or recalled; how many that changed."""
        with self.store.writing() as session:
            rows = session.execute(select(Outbox.id, Outbox.subject_id).where(Outbox.topic == Topic.NOTICE.value)).all()
            done = pointers.deliver(session, [row.subject_id for row in rows])
            session.connection().execute(Outbox.__table__.delete().where(Outbox.id.in_([row.id for row in rows])))
            return done

    def pointers(self, who: str) -> list[Any]:
        with self.store.reading() as session:
            return pointers.pointers_of(session, self.viewers[who])


def fill(net: Any, *, with_cases: bool = True) -> Any:
    """Enters units, officers and cases into the network's empty database."""
    made = standing(net.store, f"network, {with_cases=}", lambda: _filled(net.store, with_cases))
    net.viewers, net.links, net.cases = (dict(one) for one in made)
    return net


def _filled(store: Store, with_cases: bool) -> tuple[dict[str, Viewer], dict[str, str], dict[str, str]]:
    opened = {}
    with store.writing() as session:
        people.add_units(session)
        viewers, links = people.add_officers(session)
        for case in people.CASES if with_cases else ():
            draft = cases.CaseDraft(case.reference, case.title)
            opened[case.login] = cases.open_case(session, viewers[case.login], draft)
    return viewers, links, opened


def network(store: Store) -> Network:
    return fill(Network(store))


def everything(store: Store, leaving_out: Iterable[str] = ()) -> str:
    """All that the database holds, table by table and by key, as one text: to look for what must be in none of them.

    By key, for PostgreSQL gives rows as they lie, and what is written again may lie in the room of a dead row.
    """
    kept = [table for table in tables.Table.metadata.sorted_tables if table.name not in set(leaving_out)]
    with store.reading() as session:
        return "\n".join(
            f"{table.name} {row}"
            for table in kept
            for row in session.execute(select(table).order_by(*table.primary_key.columns))
        )
