"""One network with a specimen of everything an address can name, in every state, and for whom the law says it exists.

Banjul holds the records, Nouakchott the watches that met them; Dakar is a unit that is named in some lists and has
nothing to do with any of it. States and rules are forced into the columns: whatever brought a thing there, the pages
must answer as the law does.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from casefile import protection
from casefile.batches import keeping as batches
from casefile.batches.reading import read_lines
from casefile.budgets import alarms
from casefile.exchange.workbooks import keeping
from casefile.people import approvals, officers, units, viewers
from casefile.people.machines import api_tokens, webhooks
from casefile.people.wishes import Wish
from casefile.policy import watching
from casefile.policy.disclosure import HitFacts, may_open_hit
from casefile.policy.sharing import EVERY_UNIT, Access, DisclosureFacts, access
from casefile.policy.viewer import Viewer
from casefile.records import cases, links, search_log
from casefile.searches import questions
from casefile.storage import tables
from casefile.storage.tables import (
    Approval,
    AuditSample,
    Exhibit,
    Hit,
    Pointer,
    ProtectionContact,
    ProtectionRequest,
    ProtectionReview,
    Record,
    RecordLink,
    RecordVersion,
    SealOpening,
    TableImport,
    Watch,
    Watchlist,
)  # fmt: skip
from casefile.vocabulary import (
    AlarmKind,
    ConsentBy,
    Desk,
    ExhibitState,
    HitState,
    LinkRole,
    PeopleChange,
    Protection,
    RecordState,
    ReferralTo,
    Role,
    Sharing,
    TokenScope,
    TwoPersonAct,
    UnitKind,
    WatchState,
)
from tests.law.between import agreed, dossiers, handed, operations, together, trained
from tests.law.matrix import Law, Thing
from tests.law.specimens import (
    EXTRA,
    Exists,
    Specimen,
    World,
    always,
    nobody,
    of_unit,
    pairs,
    unit_of,
)
from tests.network import files, make
from tests.network.people import BANJUL, FURTHER_UNITS


def stock(net: World) -> World:
    """Everything, made once."""
    with net.store.writing() as session:
        for login, roles in EXTRA.items():
            officers.add_officer(session, units.SYSTEM, login, unit=BANJUL.code, roles=roles)
            net.viewers[login] = viewers.viewer_by_login(session, login)
    for make_some in (_records, _links, _watches, _cases, _tables, _exhibits, _searches, _checks,
                      _kept_questions, _hits,
                      _pointers,
                      _subjects, _contacts, _administration, together, handed, dossiers, agreed, operations, trained,
                      _overseen):  # fmt: skip
        net.specimens += make_some(net)
    return net


# ---- records, links, watches -----------------------------------------------------------------------------------


def _record_facts(net: World) -> Iterator[DisclosureFacts]:
    """Every state of a record that all may read; every sharing, list of units and protection of an active one."""
    owner = unit_of(net, "banjul")
    for state in RecordState:
        yield DisclosureFacts(owner, state, Sharing.FULL)
    for sharing in Sharing:
        for named in ((EVERY_UNIT,), (unit_of(net, "dakar"),), (unit_of(net, "nouakchott"),)):
            for whom, names in (((), False), ((Protection.MINOR,), False), ((), True)):
                yield DisclosureFacts(owner, RecordState.ACTIVE, sharing, named, whom, names_protected=names)


def force_record(session: Any, record_id: str, facts: DisclosureFacts) -> None:
    """Make the record's columns say what the facts say."""
    head = {
        "state": facts.state.value,
        "protection": [p.value for p in facts.protection],
        "names_protected": facts.names_protected,
    }
    version = {
        "state": facts.state.value,
        "sharing": facts.sharing.value,
        "sharing_units": list(facts.sharing_units),
        "subject_category": facts.subject_category.value,
        "notify": facts.notify.value,
    }
    session.execute(update(Record).where(Record.id == record_id).values(**head))
    session.execute(update(RecordVersion).where(RecordVersion.record_id == record_id).values(**version))


def _records(net: World) -> Iterator[Specimen]:
    all_facts = list(_record_facts(net))
    made = net.enter_many("banjul", [make.person("Mamadou Dialo", "1985")] * len(all_facts))
    with net.store.writing() as session:
        for record_id, facts in zip(made, all_facts, strict=True):
            force_record(session, record_id, facts)
    for number, (record_id, facts) in enumerate(zip(made, all_facts, strict=True)):
        law = {
            Law.READERS: lambda viewer, facts=facts: access(viewer, facts) is not None,
            Law.OWNERS: lambda viewer, facts=facts: access(viewer, facts) is Access.OWN,
        }
        label = (
            f"{facts.state} {facts.sharing} {len(facts.sharing_units[0])} {facts.protection} {facts.names_protected}"
        )
        yield Specimen(Thing.RECORD, label, {"record_id": record_id, "number": 1}, law, number < len(RecordState))


def _links(net: World) -> Iterator[Specimen]:
    """Of Banjul, and a foreign link at the address of an own record."""
    at = {}
    for who in ("banjul", "dakar"):
        start, end = net.enter_many(who, [make.SOMEBODY, make.report("Vu au quai.")])
        with net.store.writing() as session:
            links.link(session, net.viewers[who], start, end, LinkRole.MENTIONED)
            link_id = session.scalars(select(RecordLink.id).where(RecordLink.from_record_id == start)).one()
        at[who] = (start, link_id)
    (theirs, foreign), (own, _) = at["banjul"], at["dakar"]
    yield Specimen(Thing.LINK, "of Banjul", {"link_id": foreign, "record_id": theirs},
                   {Law.OWNERS: of_unit(unit_of(net, "banjul"))}, sample=True)  # fmt: skip
    yield Specimen(Thing.LINK, "foreign at an own record", {"link_id": foreign, "record_id": own},
                   {Law.OWNERS: nobody}, sample=True, own_place="record_id")  # fmt: skip


def _watches(net: World) -> Iterator[Specimen]:
    own = of_unit(unit_of(net, "banjul"))
    for state in WatchState:
        watch_id = net.watch("banjul", make.person(f"Modou {state.value.title()} Jallow", "1984"))
        with net.store.writing() as session:
            session.execute(update(Watch).where(Watch.id == watch_id).values(state=state.value))
        gone = state is WatchState.TOMBSTONED
        laws = {Law.OWNERS: nobody if gone else own, Law.SEATED: _seated(state, unit_of(net, "banjul"))}
        yield Specimen(Thing.WATCH, state.value, {"watch_id": watch_id}, laws, sample=True)
    with net.store.reading() as session:
        listed = session.scalars(select(Watchlist.id).where(Watchlist.unit_id == unit_of(net, "banjul"))).one()
    yield Specimen(Thing.WATCHLIST, "of Banjul", {"list": listed}, {Law.OWNERS: own})


def _seated(state: WatchState, owner: str) -> Exists:
    at = watching.seat(state, wide=False, unit_asks=False, protected=False)
    gone = state is WatchState.TOMBSTONED
    return lambda viewer: (
        (viewer.unit_id == owner and not gone) or (at is not None and watching.sees(viewer, at, owner))
    )


def _cases(net: World) -> Iterator[Specimen]:
    own = of_unit(unit_of(net, "banjul"))
    yield Specimen(Thing.CASE, "open", {"case_id": net.cases["banjul"]}, {Law.OWNERS: own}, sample=True)
    with net.store.writing() as session:
        closed = cases.open_case(session, net.banjul, cases.CaseDraft("BJL-0", "Closed long ago"))
        cases.close_case(session, net.banjul, closed, "all are sentenced")
    yield Specimen(Thing.CASE, "closed", {"case_id": closed}, {Law.OWNERS: own}, sample=True)


def _tables(net: World) -> Iterator[Specimen]:
    """Of Banjul: one that was looked at, and one that is on its way in."""
    own = of_unit(unit_of(net, "banjul"))
    for state in ("looked at", "on its way"):
        with net.store.writing() as session:
            table = keeping.receive(session, net.banjul, "list.csv", b"Name\nModou Jallow\n")
            if state == "on its way":
                session.get_one(TableImport, table).ordered_at = tables.now()
        yield Specimen(Thing.TABLE, state, {"import_id": table}, {Law.OWNERS: own}, sample=state == "looked at")


def _exhibits(net: World) -> Iterator[Specimen]:
    """Of Banjul: in each state, and one that its officer has half-way in."""
    own, mine = of_unit(unit_of(net, "banjul")), net.banjul.officer_id
    for state in ExhibitState:
        exhibit_id = net.exhibit("banjul", files.photo(), "boat.jpg", whole=state is not ExhibitState.RECEIVING)
        with net.store.writing() as session:
            session.execute(update(Exhibit).where(Exhibit.id == exhibit_id).values(state=state.value))
        if state is ExhibitState.RECEIVING:
            law = {Law.ONESELF: lambda viewer: viewer.officer_id == mine}
            yield Specimen(Thing.UPLOAD, "half-way in", {"exhibit_id": exhibit_id}, law, sample=True)
        else:
            law = {Law.OWNERS: nobody if state is ExhibitState.DESTROYED else own}
            yield Specimen(Thing.EXHIBIT, state.value, {"exhibit_id": exhibit_id}, law, sample=True)


def _searches(net: World) -> Iterator[Specimen]:
    with net.store.writing() as session:
        kept = search_log.save_search(session, net.banjul, {"text": "Dialo", "mode": "tolerant"}, "named by a witness")
    mine = net.banjul.officer_id
    yield Specimen(Thing.SEARCH, "by banjul", {"search_id": kept},
                   {Law.ONESELF: lambda viewer: viewer.officer_id == mine}, sample=True)  # fmt: skip


def _checks(net: World) -> Iterator[Specimen]:
    """Of Banjul: a list that is being checked, which is the unit's; one that was only given, which is its officer's."""
    mine, own = net.banjul.officer_id, of_unit(unit_of(net, "banjul"))
    with net.store.writing() as session:
        given = batches.receive(session, net.banjul, read_lines(["Modou Jallow"]))
        ordered = batches.receive(session, net.banjul, read_lines(["Modou Jallow", "+220 312 34 56"]))
        batches.order(session, net.banjul, ordered, "named by a witness")
    yield Specimen(Thing.CHECK, "being checked", {"check_id": ordered}, {Law.OWNERS: own}, sample=True)
    yield Specimen(Thing.CHECK_GIVEN, "given", {"check_id": given},
                   {Law.ONESELF: lambda viewer: viewer.officer_id == mine}, sample=True)  # fmt: skip


def _kept_questions(net: World) -> Iterator[Specimen]:
    """A search kept for the whole unit: its colleagues ask it again, its officer alone removes it."""
    mine, unit = net.banjul.officer_id, net.banjul.unit_id
    with net.store.writing() as session:
        kept = questions.keep_question(session, net.banjul, {"text": "Dialo"}, "The boat", shared=True)
    law = {Law.OWNERS: lambda viewer: viewer.unit_id == unit, Law.ONESELF: lambda viewer: viewer.officer_id == mine}
    yield Specimen(Thing.KEPT, "of Banjul", {"question_id": kept}, law, sample=True)


def _overseen(net: World) -> Iterator[Specimen]:
    """A sealed search, an auditor's request to open it, a line that was drawn to be checked."""
    everybody = {Law.NETWORK: always}
    searched = next(one.id for one in net.specimens if one.of is Thing.SEARCH)
    opening, sample = tables.new_id(), tables.new_id()
    row = {"lookup_id": searched, "state": "asked", "asked_by": tables.new_id(), "asked_at": tables.now()}
    drawn = {"month": "2026-01", "seq": 1, "seed": "5eed", "drawn_by": tables.new_id(), "drawn_at": tables.now()}
    with net.store.writing() as session:
        session.execute(insert(SealOpening).values(**row, id=opening, reason="a complaint", answer=""))
        session.execute(insert(AuditSample).values(**drawn, id=sample, finding="", remark=""))
    yield Specimen(Thing.SEALED, "of Banjul", {"search_id": searched}, everybody, sample=True)
    yield Specimen(Thing.OPENING, "asked", {"opening_id": opening}, everybody, sample=True)
    yield Specimen(Thing.SAMPLE, "not checked", {"sample_id": sample}, everybody, sample=True)


# ---- hits and pointers -----------------------------------------------------------------------------------------


def _hits(net: World) -> Iterator[Specimen]:
    """Every state at its desk; and each way in which the desk of then and the rules of today differ."""
    rows: list[tuple[HitState, Desk, bool]] = []
    for state in HitState:
        rows += [(state, Desk.COORDINATION, False), (state, Desk.PROTECTION, True)]
    rows += [(HitState.QUEUED, Desk.COORDINATION, True), (HitState.QUEUED, Desk.PROTECTION, False)]
    for (state, desk, protected), hit_id in zip(rows, pairs(net, len(rows)), strict=True):
        whom = (Protection.MINOR,) if protected else ()
        with net.store.writing() as session:
            session.execute(update(Hit).where(Hit.id == hit_id).values(state=state.value, desk=desk.value))
            record_id = session.scalars(select(Hit.record_id).where(Hit.id == hit_id)).one()
            head = update(Record).where(Record.id == record_id)
            session.execute(head.values(protection=[p.value for p in whom]))
        side = DisclosureFacts(unit_of(net, "banjul"), RecordState.ACTIVE, Sharing.POINTER, protection=whom)
        facts = HitFacts(side, DisclosureFacts(unit_of(net, "nouakchott"), RecordState.ACTIVE, Sharing.POINTER))
        label = f"{state} at {desk}, {'protected' if protected else 'not protected'}"
        yield Specimen(Thing.HIT, label, {"hit_id": hit_id}, {Law.DESK: _at(desk, facts)}, sample=True)


def _at(desk: Desk, facts: HitFacts) -> Exists:
    return lambda viewer: may_open_hit(viewer, desk, facts)


def _pointers(net: World) -> Iterator[Specimen]:
    """Delivered, recalled, and not yet delivered."""
    for label, hit_id in zip(("delivered", "recalled", "not delivered"), pairs(net, 3), strict=True):
        net.decide(hit_id)
        if label != "not delivered":
            net.deliver()
        with net.store.writing() as session:
            if label == "recalled":
                session.execute(update(Pointer).where(Pointer.hit_id == hit_id).values(withdrawn_at=tables.now()))
            asked = session.scalars(
                select(Pointer.id).where(Pointer.hit_id == hit_id, Pointer.unit_id == unit_of(net, "banjul"))
            )
            pointer_id = asked.one()
        law = nobody if label == "not delivered" else of_unit(unit_of(net, "banjul"))
        yield Specimen(Thing.POINTER, label, {"pointer_id": pointer_id}, {Law.RECEIVERS: law}, sample=True)
        if label == "delivered":
            with net.store.writing() as session:
                session.execute(update(Pointer).where(Pointer.id == pointer_id).values(asks=True))


def _subjects(net: World) -> Iterator[Specimen]:
    """Protected records and watches: before the desk by a request, and not before it; one that was erased."""
    child = make.person("Fatou Dialo", "2019-05-01")
    own = of_unit(unit_of(net, "banjul"))
    for kind, subject_id in (("record", net.enter("banjul", child)), ("watch", net.watch("banjul", child))):
        with net.store.writing() as session:
            protection.ask(session, net.banjul, kind, subject_id, Protection.MINOR, "the date was a slip")
        yield Specimen(Thing.SUBJECT, f"{kind}, asked", {"subject_id": subject_id, "kind": kind},
                       {Law.OWNERS: own, Law.BEFORE_DESK: always}, sample=True)  # fmt: skip
    heard = net.enter("banjul", make.person("Awa Ndiaye", "1990"))
    with net.store.writing() as session:
        draft = protection.InterviewDraft(date(2026, 1, 2), ["papers_taken"])
        protection.note_interview(session, net.banjul, heard, draft)
        raised = session.scalars(select(ProtectionReview.id).where(ProtectionReview.record_id == heard)).one()
    yield Specimen(Thing.PROTECTION_REVIEW, "waiting", {"subject_id": heard, "review_id": raised},
                   {Law.BEFORE_DESK: always}, sample=True)  # fmt: skip
    with net.store.writing() as session:
        referral = protection.VictimReferralDraft("Shelter", ConsentBy.PERSON, date(2026, 1, 2), ("age",))
        referred = protection.refer_victim(session, net.banjul, heard, referral)
    yield Specimen(Thing.VICTIM_REFERRAL, "with consent", {"record_id": heard, "referral_id": referred},
                   {Law.OWNERS: own}, sample=True)  # fmt: skip
    for kind, subject_id in (("record", net.enter("banjul", child)), ("watch", net.watch("banjul", child))):
        yield Specimen(Thing.SUBJECT, f"{kind}, not asked", {"subject_id": subject_id, "kind": kind},
                       {Law.OWNERS: own, Law.BEFORE_DESK: nobody}, sample=True)  # fmt: skip
    erased = net.enter("banjul", child)
    with net.store.writing() as session:
        protection.ask(session, net.banjul, "record", erased, Protection.MINOR, "the date was a slip")
        session.execute(update(Record).where(Record.id == erased).values(state=RecordState.TOMBSTONED.value))
    yield Specimen(Thing.SUBJECT, "record, erased", {"subject_id": erased, "kind": "record"},
                   {Law.OWNERS: nobody, Law.BEFORE_DESK: nobody}, sample=True)  # fmt: skip


def _contacts(net: World) -> Iterator[Specimen]:
    """Contacts that the coordination office keeps, as neither unit has a protection officer: at work, and withdrawn;
    and a request that waits for a second one."""
    keeps = {Law.KEEPERS: lambda viewer: viewer.unit_kind is UnitKind.COORDINATION}
    for label, hit_id in zip(("at work", "withdrawn"), pairs(net, 2), strict=True):
        with net.store.writing() as session:
            record_id = session.scalars(select(Hit.record_id).where(Hit.id == hit_id)).one()
            session.execute(update(Record).where(Record.id == record_id).values(protection=["minor"]))
            session.execute(update(Hit).where(Hit.id == hit_id).values(desk=Desk.PROTECTION.value))
        net.decide(hit_id, who="protection")
        with net.store.writing() as session:
            contact_id = session.scalars(select(ProtectionContact.id).where(ProtectionContact.hit_id == hit_id)).one()
            if label == "withdrawn":
                session.execute(update(Hit).where(Hit.id == hit_id).values(state=HitState.WITHDRAWN.value))
            draft = protection.ReferralDraft(
                ReferralTo.NGO, date(2026, 1, 2), "", ConsentBy.GUARDIAN, date(2026, 1, 2), ("age",)
            )
            known = (
                "f" * 32
                if label == "withdrawn"
                else protection.refer(session, net.protection, contact_id, "record", draft)
            )
        places = {"contact_id": contact_id, "side": "record", "what": "safe_contact", "referral_id": known}
        yield Specimen(Thing.CONTACT, label, places, keeps, sample=label == "at work")
    asked = tables.new_id()
    row = {"id": asked, "act": TwoPersonAct.UNMASK.value, "subject_kind": "hit", "subject_id": hit_id,
           "reason": "asked", "asked_by": net.coordinator.officer_id,
           "expires_at": tables.now() + timedelta(hours=1)}  # fmt: skip
    with net.store.writing() as session:
        session.execute(insert(ProtectionRequest).values(**row))
    waits = select(ProtectionRequest.id).where(ProtectionRequest.id == asked, ProtectionRequest.decided_at.is_(None))

    def still(viewer: Viewer) -> bool:
        with net.store.reading() as session:
            return viewer.unit_kind is UnitKind.COORDINATION and session.scalar(waits) is not None

    yield Specimen(Thing.TWO_PERSONS, "waiting", {"request_id": asked}, {Law.KEEPERS: still}, sample=True)


def _administration(net: World) -> Iterator[Specimen]:
    everybody = {Law.NETWORK: always}
    with net.store.writing() as session:
        alarm = alarms.raise_alarm(
            session, AlarmKind.SERIES, unit_of(net, "banjul"), net.banjul.officer_id, {"many": 20}
        )
        unit = units.add_unit(session, units.SYSTEM, FURTHER_UNITS[0].code, country="GN", name="Conakry")
        officer = viewers.viewer_by_login(session, "watches").officer_id
        wish = Wish(PeopleChange.DUTIES, "leaving", roles=frozenset({Role.AUDITOR}))
        request = approvals.ask(session, net.viewers["asking"], wish, "asked for by the head of the unit").request_id
        over = session.execute(select(Approval).where(Approval.id == request)).scalar_one()
        columns = {c.name: getattr(over, c.name) for c in Approval.__table__.columns}
        past = {**columns, "id": tables.new_id(), "expires_at": tables.now() - timedelta(hours=1)}
        session.execute(insert(Approval).values(**past))
    yield Specimen(Thing.ALARM, "a series", {"alarm_id": alarm}, everybody, sample=True)
    yield Specimen(Thing.UNIT, "open", {"unit_id": unit}, everybody, sample=True)
    with net.store.writing() as session:
        token = api_tokens.add_token(session, units.SYSTEM, "kiosk", unit=BANJUL.code, scopes=[TokenScope.MATCH])
        office = units.unit_by_code(session, net.viewers["administrator"].unit_code)
        hook = webhooks.add_webhook(session, units.SYSTEM, "desk", unit=office.code, url="https://hook.invalid/griot")
    yield Specimen(
        Thing.WEBHOOK, "of the office", {"webhook_id": hook.view.id}, {Law.OWNERS: of_unit(office.id)}, sample=True
    )
    yield Specimen(Thing.TOKEN, "of Banjul", {"token_id": token.view.id}, everybody, sample=True)
    yield Specimen(Thing.OFFICER, "of Banjul", {"officer_id": officer}, everybody, sample=True)
    waits = select(Approval.id).where(Approval.id == request, Approval.decided_at.is_(None))

    def still(_viewer: Viewer) -> bool:
        with net.store.reading() as session:
            return session.scalar(waits) is not None

    yield Specimen(Thing.REQUEST, "waiting", {"request_id": request}, {Law.NETWORK: still}, sample=True)
    yield Specimen(Thing.REQUEST, "too late", {"request_id": past["id"]}, {Law.NETWORK: nobody}, sample=True)
