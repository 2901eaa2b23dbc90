"""What each of them is given: of the own, of what others hold, of what never was."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

from casefile import marked
from casefile.auditing import Wanted
from casefile.contact.reach import Reach
from casefile.coordination.agreements import AgreementDraft
from casefile.coordination.desk import Age
from casefile.coordination.reciprocity import Month
from casefile.drafts import Typed
from casefile.evidence import Wish
from casefile.exchange.ftm.export import Taking
from casefile.exchange.networks.graph import Held, Node
from casefile.exchange.workbooks.columns import Column
from casefile.exchange.workbooks.plan import Plan, SheetPlan
from casefile.exhibits import ExhibitDraft
from casefile.hits.held.hold import Said
from casefile.joint.propose import Proposal
from casefile.lists import ACTS, Asked, Given
from casefile.planned.own import OperationDraft
from casefile.policy.oversight.undo import MAX_WITHIN
from casefile.policy.sharing import Access
from casefile.policy.simulation.clock import ClockMove
from casefile.policy.states import RecordMove
from casefile.protection import Guardian, InterviewDraft, ReferralDraft, Target, VictimReferralDraft
from casefile.records.cases import CaseDraft
from casefile.records.links import LinkDraft, SourceLink
from casefile.records.sources import put_back
from casefile.searches.answers import Answer
from casefile.searches.sorting import Sort
from casefile.storage import tables
from casefile.storage.tables import Hit
from casefile.storage.versioned import Head
from casefile.training.register import TrainingDraft
from casefile.training.simulation.script import script
from casefile.vocabulary import (
    ConsentBy,
    Decision,
    Desk,
    Exploitation,
    Finding,
    Handling,
    JointPart,
    Judgement,
    LineKind,
    LinkRole,
    OffenceKind,
    Outcome,
    Protection,
    ProtectionOutcome,
    RecordKind,
    ReferralTo,
    ReviewOutcome,
    Role,
    Service,
    TokenScope,
    TrainingCourse,
    TwoPersonAct,
)
from casefile.watches import moves
from indexer.search.find import SearchForm
from tests.network import make
from tests.noninterference.asking.faces import Face
from tests.noninterference.handles import WHY
from tests.noninterference.world import B, World

PAGE = 5
HELD = Held([(Node("probe", "Probe", {"kind": "phone"}), [("number:t:+221771234567", "phone", "+221771234567")])], [])


def given(world: World, face: Face, id: str) -> dict[str, Any]:
    """What the function is given. Raises KeyError for what is not known here: then say it here."""
    viewer = world.viewers[B]
    own_case = world.cases[B][0]
    drafts = {
        "enter": make.record(make.SOMEBODY, own_case),
        "amend": make.record(make.SOMEBODY, own_case),
        "watch": make.watch(),
        "amend_watch": make.watch(),
        "check": make.watch(),
        "enter_once": make.record(make.SOMEBODY, own_case),
        "amend_once": make.record(make.SOMEBODY, own_case),
        "open_case": CaseDraft("PROBE-1", offences=(OffenceKind.SMUGGLING,)),
        "amend_case": CaseDraft("PROBE-1", offences=(OffenceKind.TRAFFICKING,), exploitation=(Exploitation.ORGANS,)),
        "ensure_case": CaseDraft("PROBE-1"),
        "begin": ExhibitDraft("probe.txt", 1, case_id=id),
        "propose_agreement": AgreementDraft((viewer.unit_id, id), RecordKind.PERSON, "Treaty 1", _in_days(90), WHY),
        "plan_operation": OperationDraft(
            own_case,
            "Mbour",
            10,
            _in_days(9).date(),
            _in_days(9).date(),
            "a boat",
            "a departure",
            viewer.officer_id,
            WHY,
        ),
        "note_training": TrainingDraft(id, TrainingCourse.SEARCH, _in_days(-1).date(), "Probe"),
        "note_interview": InterviewDraft(date(2026, 1, 2), ["papers_taken"]),
        "refer_victim": VictimReferralDraft("Shelter", ConsentBy.PERSON, date(2026, 1, 2), ("names",)),
        "refer": ReferralDraft(ReferralTo.NGO, date(2026, 1, 2), "", ConsentBy.GUARDIAN, date(2026, 1, 2), ("age",)),
    }
    last = face.name.rpartition(".")[2]
    known: dict[str, Callable[[], Any]] = {
        "reason": lambda: WHY,
        "case_ref": lambda: "",
        "authority": lambda: "Tribunal 12/2026",
        "token": lambda: world.token,
        "move": lambda: RecordMove.RESTRICT,
        "role": lambda: LinkRole.MENTIONED,
        "desk": lambda: Desk.COORDINATION,
        "judgement": lambda: Judgement.SAME,
        "said": lambda: Said(Judgement.SAME, WHY),
        "within": lambda: MAX_WITHIN,
        "identity": lambda: make.SOMEBODY_WATCHED,
        "approves": lambda: True,
        "protection": lambda: Protection.MINOR,
        "kind": lambda: "record",
        "wish": lambda: Wish(WHY) if ".evidence." in face.name else None,
        "agree": lambda: True,
        "as_watches": lambda: Random(id).random() < 0.5,
        "former": lambda: [put_back.Former(Head(id, None, "person", 1, "active", "", None), 1, own_case)],
        "one": lambda: moves.Former(Head(id, None, "person", 1, "active", "", None), 1, held_of(own_case)),
        "tell": lambda: True,
        "until": lambda: _in_days(100),
        "first": lambda: _in_days(9).date(),
        "last": lambda: _in_days(9).date(),
        "draft": lambda: drafts[last],
        "refs": lambda: [id],
        "drafts": lambda: [make.watch() if last == "watch_many" else make.record(make.SOMEBODY, own_case)],
        "basis": lambda: "Art. 12",
        "reject": lambda: lambda _position, _error: None,
        "links": lambda: [
            (id, LinkDraft(LinkRole.MENTIONED, id)) if last == "link_all" else SourceLink("a", "b", LinkRole.MENTIONED)
        ],
        "version": lambda: 1,
        "items": dict,
        "sums": list,
        "takes": lambda: [marked.Wanted("0" * 12)],
        "moment": lambda: _in_days(0),
        "made": lambda: marked.Made(1, 1, _in_days(0), _in_days(0)),
        "why": lambda: WHY,
        "step": lambda: ClockMove.START,
        "form": lambda: {"text": "probe"},
        "forms": lambda: [SearchForm(text="probe")],
        "answered": lambda: True,
        "decision": lambda: Decision.MEET,
        "outcome": lambda: (
            ReviewOutcome.NOT_NEEDED
            if ".protection.reviews." in face.name
            else ProtectionOutcome.SAFE
            if ".protection." in face.name
            else Outcome.USEFUL
        ),
        "keys": lambda: ["name-0-0"],
        "handling": lambda: Handling.H1,
        "text": lambda: "probe",
        "reach": Reach,
        "found": lambda: 1,
        "shown": lambda: [id],
        "name": lambda: "watches" if last == "take_out" else "Probe",
        "code": lambda: "XX-PRB",
        "lines": lambda: 1 if last == "note_shown" else [(LineKind.NAME, "probe")],
        "kinds": lambda: {0: LineKind.PHONE},
        "page": lambda: [0],
        "seen": lambda: [0],
        "country": lambda: "SN",
        "locale": lambda: "en",
        "contact": lambda: "116",
        "roles": lambda: [Role.INVESTIGATOR],
        "unit": lambda: viewer.unit_code,
        "left": lambda: "Mamadou Diallo",
        "right": lambda: "Modou Jallow",
        "to_record_id": lambda: id,
        "age": lambda: Age.DAY,
        "month": lambda: Month(2026, 1),
        "extent": lambda: Access.CORE,
        "accept": lambda: True,
        "sheet": lambda: "instructor",
        "part": lambda: script().parts[0] if last == "plays" else next(iter(JointPart)),
        "proposal": lambda: Proposal("Probe", "to act together", (id,), _in_days(90), id),
        "service": lambda: "Shelter" if last == "set_focal_point" else next(iter(Service)),
        "login": lambda: id,
        "act": lambda: _bulk_act(id) if ".lists." in face.name else TwoPersonAct.UNMASK,
        "taking": lambda: Taking("0" * 32, _in_days(0), {id: id}, {}, "0" * 64),
        "written_as": lambda: "ftm",
        "held": lambda: HELD,
        "target": lambda: Target("hit", id),
        "side": lambda: "record",
        "safe_contact": lambda: "Probe",
        "guardian": Guardian,
        "note": lambda: WHY,
        "offset": lambda: 0,
        "content": lambda: b"x",
        "outside": lambda: "Laboratory",
        "small": lambda: True,
        "number": lambda: 0,
        "days": lambda: 90,
        "wanted": Wanted,
        "most": lambda: 1_000,
        "hit": lambda: Hit(id=id, record_id=id, watch_id=id, coincidence_id=id, desk=Desk.COORDINATION.value),
        "passphrase": lambda: "four white horses run",
        "confirm": lambda: True,
        "finding": lambda: Finding.IN_ORDER,
        "remark": lambda: WHY,
        "address": lambda: "somebody@example.org",
        "hours": lambda: [7],
        "typed": lambda: Typed("d" * 32, RecordKind.REPORT, [("narrative", "probe")]),
        "key": lambda: id,
        "expected_version": lambda: 1,
        "settings": lambda: world.settings,
        "choice": lambda: f"case-{id}",
        "answer": lambda: Answer(1, (id,), {}, whole=True, searched=True),
        "sort": lambda: Sort.NAME,
        "asked": lambda: Asked("Diallo"),
        "given": lambda: Given(WHY, _in_days(100)),
        "scopes": lambda: [TokenScope.SEARCH],
        "url": lambda: "https://hook.example.org/griot",
        "rounds": lambda: 1_000,
        "reference": lambda: "PROBE-1",
        "since": lambda: None,
        "limit": lambda: PAGE,
        "file_name": lambda: "probe.csv",
        "plan": lambda: Plan((SheetPlan(-1, (Column.NAME,), RecordKind.PERSON),)),
    }
    values = {}
    for name in face.wants:
        if name in known:
            values[name] = known[name]()
        elif name.endswith("_ids") or name == "ids":
            values[name] = [id]
        elif name.endswith("_id"):
            values[name] = id
        else:
            raise KeyError(f"{face.name}: {name}")
    return values


def _bulk_act(id: str) -> Any:
    """Any act that may be done with many, another for another id."""
    return Random(id).choice([act for of in ACTS.values() for act in of.values()])


def held_of(case_id: str) -> dict[str, Any]:
    """What the head of a watch said before a table wrote over it."""
    return {"state": "active", "case_id": case_id, "expires_at": _in_days(100).isoformat()}


def _in_days(days: int) -> Any:
    from datetime import timedelta

    return tables.now() + timedelta(days=days)
