"""Specimens of what units do together: joint cases, cases handed over, dossiers, agreements; and the office."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from sqlalchemy import insert, select, update

from casefile import joint, records
from casefile.coordination import agreements
from casefile.evidence import seal
from casefile.joint import handover
from casefile.people import officers, units, viewers
from casefile.planned import meetings
from casefile.planned import own as planned
from casefile.policy.network.operations import sees_meeting
from casefile.policy.sharing import Access
from casefile.policy.viewer import Viewer
from casefile.records import cases
from casefile.storage import tables
from casefile.storage.tables import (
    Dossier,
    Hit,
    JointCase,
    JointRecord,
    OperationMeeting,
    Pointer,
)  # fmt: skip
from casefile.training import register
from casefile.vocabulary import (
    DossierState,
    HitState,
    JointState,
    MeetingKind,
    RecordKind,
    Role,
    Service,
    SubjectCategory,
    TrainingCourse,
    UnitKind,
)
from tests.law.matrix import FIELD, Law, Thing
from tests.law.specimens import (
    Exists,
    Specimen,
    World,
    always,
    of_unit,
    pairs,
    unit_of,
)
from tests.network import make
from tests.network.people import FURTHER_UNITS, NetworkUnit

# ---- what units do together ------------------------------------------------------------------------------------


def _elsewhere(net: World, login: str, unit: NetworkUnit, *roles: Role, service: Service | None = None) -> Viewer:
    """An officer of a unit that has nothing to do with the others."""
    with net.store.writing() as session:
        unit_id = units.add_unit(session, units.SYSTEM, unit.code, country=unit.country, name=unit.name)
        units.set_service(session, units.SYSTEM, unit_id, service)
        officers.add_officer(session, units.SYSTEM, login, unit=unit.code, roles=roles)
        return viewers.viewer_by_login(session, login)


def together(net: World) -> Iterator[Specimen]:
    """Joint cases of Banjul and Abidjan: proposed, open, ended. A record of Banjul stands in the open one."""
    abidjan = _elsewhere(net, "abidjan", FURTHER_UNITS[2], Role.INVESTIGATOR)
    record_id, banjul = net.enter("banjul"), unit_of(net, "banjul")
    for state in (JointState.PROPOSED, JointState.OPEN, JointState.ENDED):
        with net.store.writing() as session:
            proposal = joint.Proposal(
                "A boat", "find the boat", (banjul,), tables.now() + timedelta(days=30)
            )  # fmt: skip
            joint_id = joint.propose(session, abidjan, proposal)
            if state is not JointState.PROPOSED:
                joint.accept(session, net.viewers["enters"], joint_id, "the same boat as ours")
                joint.put_in(session, net.viewers["enters"], joint_id, record_id, Access.CORE)
            if state is JointState.ENDED:
                past = tables.now() - timedelta(hours=1)
                session.execute(update(JointCase).where(JointCase.id == joint_id).values(ends_at=past))
        values = {"joint_id": joint_id, "officer_id": net.viewers["enters"].officer_id}
        yield Specimen(Thing.JOINT, state.value, values, {Law.IN_JOINT: of_unit(banjul)}, sample=True)
        if state is JointState.OPEN:
            law = {Law.MEMBERS: _is(net.viewers["enters"]), Law.OWNERS: _in_force(net, joint_id, banjul)}
            values = {"joint_id": joint_id, "record_id": record_id}
            yield Specimen(Thing.PUT_IN, "the core", values, law, sample=True)


def _is(member: Viewer) -> Exists:
    return lambda viewer: viewer.officer_id == member.officer_id


def _in_force(net: World, joint_id: str, unit_id: str) -> Exists:
    """Of the unit, and not taken out yet: the first of its officers who takes it out is the last."""
    standing = select(JointRecord.id).where(JointRecord.joint_id == joint_id, JointRecord.taken_at.is_(None))

    def there(viewer: Viewer) -> bool:
        with net.store.reading() as session:
            return viewer.unit_id == unit_id and session.scalar(standing) is not None

    return there


def handed(net: World) -> Iterator[Specimen]:
    """A case of Banjul at the public prosecutor's."""
    court = NetworkUnit("GM-LAW", "GM", "Public prosecutor, Banjul")
    prosecutor = net.viewers["prosecutor"] = _elsewhere(
        net, "prosecutor", court, Role.MAGISTRATE, service=Service.JUDICIARY
    )
    with net.store.writing() as session:
        case_id = cases.open_case(session, net.viewers["enters"], cases.CaseDraft("BJL-9"))
        units.set_service(session, units.SYSTEM, unit_of(net, "banjul"), Service.POLICE)
        records.enter(session, net.viewers["enters"], make.record(make.SOMEBODY, case_id))
        handed = handover.hand_over(session, net.viewers["enters"], case_id, prosecutor.officer_id, "all is known")
    between = {unit_of(net, "banjul"): Role.INVESTIGATOR, prosecutor.unit_id: Role.MAGISTRATE}
    law = {Law.BETWEEN: lambda viewer: between.get(viewer.unit_id) in viewer.roles}
    yield Specimen(Thing.HANDOVER, "waits", {"receipt_id": handed}, law, sample=True)


def dossiers(net: World) -> Iterator[Specimen]:
    """Of a contact of Banjul, at the public prosecutor's: to be read, asked after, taken back; of one that fell since.

    Their file is what a ZIP is: pages unpack it."""
    content = seal.zipped({"dossier.html": b"<title>a dossier</title>"})
    prosecutor = net.viewers["prosecutor"]
    between = {unit_of(net, "banjul"): FIELD, prosecutor.unit_id: {Role.MAGISTRATE}}
    law = {Law.BETWEEN: lambda viewer: bool(between.get(viewer.unit_id, set()) & viewer.roles)}
    for state, hit_id in zip((*DossierState, DossierState.READ), pairs(net, len(DossierState) + 1), strict=True):
        net.decide(hit_id)
        with net.store.writing() as session:
            session.execute(update(Pointer).where(Pointer.hit_id == hit_id).values(sent_at=tables.now()))
            mine = (Pointer.hit_id == hit_id, Pointer.unit_id == unit_of(net, "banjul"))
            pointer_id = session.scalars(select(Pointer.id).where(*mine)).one()
            row = {
                "id": tables.new_id(), "reference": f"D-{hit_id[:8]}", "hit_id": hit_id, "pointer_id": pointer_id,
                "from_unit_id": unit_of(net, "banjul"), "to_unit_id": prosecutor.unit_id,
                "to_officer_id": prosecutor.officer_id, "state": state.value, "reason": "asked for by the court",
                "made_by": net.banjul.officer_id, "manifest_hash": "f" * 64,
                "content_hash": seal.sha256(content), "content": content,
            }  # fmt: skip
            session.execute(insert(Dossier).values(**row))
        yield Specimen(Thing.DOSSIER, state.value, {"dossier_id": row["id"]}, law, sample=True)
    with net.store.writing() as session:
        session.execute(update(Hit).where(Hit.id == hit_id).values(state=HitState.WITHDRAWN.value))


def agreed(net: World) -> Iterator[Specimen]:
    """Proposed by the coordinator: for the office and for administrators it is there, for nobody else a page of it."""
    pair = (unit_of(net, "banjul"), unit_of(net, "nouakchott"))
    with net.store.writing() as session:
        draft = agreements.AgreementDraft(
            pair, RecordKind.VEHICLE, "Accord de Banjul", tables.now() + timedelta(days=30), "as both ministers wrote"
        )
        agreement_id = agreements.propose_agreement(session, net.coordinator, draft)
    yield Specimen(Thing.AGREEMENT, "proposed", {"agreement_id": agreement_id}, {Law.NETWORK: always}, sample=True)


def trained(net: World) -> Iterator[Specimen]:
    """Noted of an officer of Banjul by the coordination office; withdrawn, it stays to be read by the same."""

    def kept(viewer):
        return viewer.unit_kind is UnitKind.COORDINATION or viewer.unit_id == unit_of(net, "banjul")

    for state in ("noted", "withdrawn"):
        with net.store.writing() as session:
            draft = register.TrainingDraft(
                net.banjul.officer_id, TrainingCourse.SEARCH, tables.now().date(), "Awa Sarr, Dakar"
            )
            training_id = register.note_training(session, net.coordinator, draft)
            if state == "withdrawn":
                register.withdraw_training(session, net.coordinator, training_id, "it was another officer")
        yield Specimen(Thing.TRAINING, state, {"training_id": training_id}, {Law.REGISTER: kept}, sample=True)


def operations(net: World) -> Iterator[Specimen]:
    """Banjul and Nouakchott plan at one beach on one night: each has its own, the coordination office the meeting."""
    day = tables.now().date() + timedelta(days=20)
    made = {}
    for login in ("banjul", "nouakchott"):
        case_id = net.cases[login]
        with net.store.writing() as session:
            draft = planned.OperationDraft(
                case_id, "Nouadhibou", 10, day, day, "a boat", "a departure", net.viewers[login].officer_id, "asked for"
            )
            made[login] = planned.plan_operation(session, net.viewers[login], draft)
    with net.store.writing() as session:
        assert meetings.look(session, made["banjul"]) == 1
        meeting_id = session.scalars(select(OperationMeeting.id)).one()
    law = {Law.OWNERS: of_unit(unit_of(net, "banjul"))}
    yield Specimen(Thing.OPERATION, "planned", {"operation_id": made["banjul"]}, law, sample=True)
    yield Specimen(Thing.MEETING, "open", {"meeting_id": meeting_id}, {Law.DESK: _sees(protected=False)}, sample=True)
    net.watch("dakar", make.departure("Nouadhibou", day), subject_category=SubjectCategory.VICTIM)
    with net.store.writing() as session:
        assert meetings.look(session, made["banjul"]) == 2
        with_watch = select(OperationMeeting.id).where(OperationMeeting.kind == MeetingKind.WATCH.value)
        meeting_id = session.scalars(with_watch).one()
    yield Specimen(
        Thing.MEETING, "with a victim's watch", {"meeting_id": meeting_id}, {Law.DESK: _sees(protected=True)}
    )
    record_id = net.enter("dakar", make.departure("Nouadhibou", day), subject_category=SubjectCategory.NONE)
    with net.store.writing() as session:
        assert meetings.look(session, record_id) == 0, "its keys are saved first"
        assert meetings.look(session, record_id) == 2, "with the operations of both"
        with_record = select(OperationMeeting.id).where(OperationMeeting.kind == MeetingKind.RECORD.value)
        meeting_id = session.scalars(with_record.limit(1)).one()
    law = {Law.DESK: _sees(protected=False)}
    yield Specimen(Thing.MEETING, "with a record of an event", {"meeting_id": meeting_id}, law)


def _sees(*, protected: bool) -> Callable[[Viewer], bool]:
    return lambda viewer: sees_meeting(viewer, protected=protected)
