"""All that a unit's officer can see, as one value: what every function that takes a viewer answers, or refuses.

The functions are found, not listed: one that is written tomorrow is asked tomorrow. What needs an id is asked about
the officer's own, about what others hold, and about one that never was. Nothing a look does is kept.
"""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from random import Random
from types import SimpleNamespace
from typing import Any

from click.testing import CliRunner
from sqlalchemy import select

import casefile
import indexer.search
from casefile import due, lists, marked, outbox, records, watches
from casefile.auditing import Wanted
from casefile.contact.reach import Reach
from casefile.coordination.agreements import AgreementDraft
from casefile.coordination.desk import Age
from casefile.coordination.reciprocity import Month
from casefile.drafts import Typed
from casefile.due.digest import Reader, compose
from casefile.due.words import WORDS
from casefile.errors import CasefileError
from casefile.evidence import Wish
from casefile.evidence.export import gathered_for_unit
from casefile.exchange.ftm.export import Taking, look_at_case
from casefile.exchange.networks.graph import network_of
from casefile.exchange.workbooks.columns import Column
from casefile.exchange.workbooks.plan import Plan, SheetPlan
from casefile.exhibits import ExhibitDraft
from casefile.hits.held.hold import Said
from casefile.joint.propose import Proposal
from casefile.lists import ACTS, Asked, Given
from casefile.people import units
from casefile.planned.own import OperationDraft
from casefile.policy.oversight.undo import MAX_WITHIN
from casefile.policy.sharing import Access
from casefile.policy.states import RecordMove
from casefile.protection import Guardian, InterviewDraft, ReferralDraft, Target, VictimReferralDraft
from casefile.records import cases
from casefile.records.cases import CaseDraft
from casefile.records.links import LinkDraft, SourceLink
from casefile.records.sources import put_back
from casefile.searches.answers import Answer
from casefile.searches.sorting import Sort, in_order
from casefile.storage import tables
from casefile.storage.tables import Hit, Pointer, Record, Watch
from casefile.storage.versioned import Head
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
    TwoPersonAct,
)
from casefile.watches import moves
from indexer.search.batch.many import tell_many
from indexer.search.find import SearchForm, find, rows_of
from indexer.search.matched.match import match
from tests.network import make
from tests.noninterference.acting import search_form
from tests.noninterference.handles import WHY, Action
from tests.noninterference.world import B, World

ADDRESS = re.compile(r" at 0x[0-9a-f]+|DetachedInstanceError.*")
PROBES, PAGE = 2, 5
LISTS, DIGESTS, TURNED, COMMANDS, MATCHED = 0.12, 0.2, 0.3, 0.1, 0.2
"""Of the functions that take an id or a draft so many are tried at each look; how often each list is, the mail, the
pages of an answer in each order, the command line, and a whole subject matched. Every look takes another part, and
there are thousands: in 2,000 sequences each list is asked some 1,000 times."""

NOT_ASKED = {
    "audit.trail.write": "the trail itself, which no page gives a viewer",
    "audit.trail.write_many": "the trail itself, which no page gives a viewer",
    "audit.proof.countersigned.countersign": "keeps what the unit signed of what it was offered",
    "audit.proof.countersigned.offered": "a checkpoint a day: its root differs with every row, its size is padded",
    "audit.proof.countersigned.receive": "the same by command",
    "audit.refusals.next_state": "the table of moves within an action, and what was refused into the trail",
    "audit.refusals.refuse": "writes what was refused into the trail",
    "budgets.alarms.refuse": "writes an alarm, which its own officer never sees",
    "budgets.same_reason.check_read_reason": "a check within opening",
    "budgets.same_reason.check_search_reason": "a check within searching",
    "budgets.series.check_watches": "a check within watching",
    "budgets.spend.spend": "the budget's own book",
    "quality.faults.faulty": "a condition and no answer: asked by the list of records",
    "contact.stand.check": "the law within an act in a contact",
    "contact.stand.refuse": "the law within an act in a contact",
    "contact.stand.stand": "what every act in a contact begins with; pages show the view",
    "contact.stand.step": "the rest of an act in a contact",
    "contact.stand.write_line": "the rest of an act in a contact",
    "joint.ending.may_close": "a check within a joint case",
    "joint.seats.move": "the rest of an act in a joint case",
    "joint.seats.refuse": "the law within an act in a joint case",
    "joint.seats.require_acting": "the law within an act in a joint case",
    "joint.seats.seat_after": "the law within an act in a joint case",
    "joint.members.save_member": "the rest of naming a member, after its checks",
    "records.read.read_put_in": "the rest of opening what was put in a joint case, after its law",
    "records.read.lines_put_in": "the rest of listing what was put in a joint case, after its law",
    "records.read.views_put_in": "the rest of taking a joint case out, after its law",
    "lists.pattern.whole": "the same for a file",
    "lists.pattern.listed": "what each list is made by; the lists themselves are asked",
    "hits.review.refuse": "writes what was refused into the trail",
    "exhibits.rows.of_unit": "what every act on an exhibit looks up",
    "exchange.sources.at_portal.bring": "an administrator's file of a published list, which reads nobody's records",
    "exchange.sources.listings.finish_source": "the rest of an import, after its checks",
    "exchange.sources.listings.follow_referents": "the rest of an import, after its checks",
    "exchange.sources.listings.keep_source": "the rest of an import, after its checks",
    "exchange.writing.check_drafts": "the rest of an import: what it checks is what check_many is asked",
    "exchange.writing.enter_all": "the rest of an import, after its checks",
    "exchange.writing.link_all": "the rest of an import, after its checks",
    "hits.review.save_review": "the rest of a decision, after its checks",
    "people.officers.reseal_factors": "turns the home's key; for the command line",
    "people.own.account": "the officer's own sign-ins, and no other officer's",
    "people.own.end_sign_ins": "ends the officer's own sign-ins",
    "people.own.forget_device": "ends the officer's own known device",
    "people.links.make_link": "the rest of an administrator's action",
    "search.asking.read_forms": "what the engine is sent, with the copies it must leave out; it answers nobody",
    "records.cases.correctable": "a check within correcting",
    "records.lifecycle.extend_listed": "the rest of an import, after its checks",
    "records.lifecycle.next_state": "the rest of an action, after its checks",
    "batches.asking.note_asked": "the worker's part of a list, after its checks",
    "budgets.same_reason.check_list_reason": "a check within ordering a list",
    "exchange.runs.end_quietly": "the rest of taking a table back, after its checks",
    "records.lifecycle.step": "the rest of an action, after its checks",
    "records.links.store_links": "the rest of entering, after its checks",
    "records.sources.listed.listed_view": "takes what reading has answered, and adds the lists it stands on",
    "records.sources.listed.relist": "the rest of an import, after its checks",
    "records.sources.listed.withdraw_delisted": "the rest of an import, after its checks",
    "records.search_log.stale_copies": "ids that a search leaves out, which it never shows",
    "records.sources.word.source_view": "takes what reading has answered, and adds the source's word",
    "protection.contact_rows.move_contact": "the rest of an act on a protection contact, after its checks",
    "protection.contact_rows.refuse_move": "writes what was refused into the trail",
    "protection.contacts.own_sides": "takes a contact that was read, and says which of its sides are the viewer's",
    "watches.lifecycle.end_for_unit": "the rest of closing a unit",
    "watches.moves.make": "the rest of each step of a watch, after its checks",
    "watches.moves.next_state": "the rest of each step of a watch, after its checks",
    "watches.moves.refuse": "writes what was refused into the trail",
    "watches.read.source_view": "takes what reading has answered, and adds the source's word",
    "sightings.keep.keep": "the rest of asking at a post, which is acted; it answers nobody",
    "watches.register.write_new": "the rest of registering, after its checks",
    "watches.standing.amended": "a part of amending, after its checks",
    "watches.standing.renewed": "a part of renewing, after its checks",
}
"""Public functions that take a viewer and answer nobody, each with the reason."""


@dataclass(frozen=True)
class Face:
    """A function by which an officer may ask: its name, and what it wants to be given besides session and viewer."""

    name: str
    call: Callable[..., Any]
    wants: tuple[str, ...]


@lru_cache(maxsize=1)
def _modules() -> tuple[Any, ...]:
    found = []
    for package in (casefile, indexer.search):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not info.name.startswith(("casefile.storage", "casefile.policy", "casefile.demo")):
                found.append(importlib.import_module(info.name))
    return tuple(found)


@lru_cache(maxsize=1)
def faces() -> tuple[Face, ...]:
    """Every public function of the house that takes a session and a viewer. Who plants one clears the memory."""
    found = []
    for module, name in [(one, name) for one in _modules() for name in vars(one)]:
        function = vars(module).get(name)
        path = f"{module.__name__}.{name}"
        if not inspect.isfunction(function) or name.startswith("_") or path.partition(".")[2] in NOT_ASKED:
            continue
        if function.__module__ != module.__name__ and not getattr(function, "planted", False):
            continue
        taken = inspect.signature(function).parameters
        if {"session", "viewer"} <= set(taken):
            wants = [one for one, how in taken.items() if how.default is how.empty and one not in ("session", "viewer")]
            found.append((path, module, name, tuple(wants)))
    return tuple(
        Face(path, lambda *a, _m=module, _n=name, **k: getattr(_m, _n)(*a, **k), wants)
        for path, module, name, wants in found
    )


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
        "note_interview": InterviewDraft(date(2026, 1, 2), ["papers_taken"]),
        "refer_victim": VictimReferralDraft("Shelter", ConsentBy.PERSON, date(2026, 1, 2), ("names",)),
        "refer": ReferralDraft(ReferralTo.NGO, date(2026, 1, 2)),
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
        "part": lambda: next(iter(JointPart)),
        "proposal": lambda: Proposal("Probe", "to act together", (id,), _in_days(90), id),
        "service": lambda: "Shelter" if last == "set_focal_point" else next(iter(Service)),
        "login": lambda: id,
        "act": lambda: _bulk_act(id) if ".lists." in face.name else TwoPersonAct.UNMASK,
        "taking": lambda: Taking("0" * 32, _in_days(0), {id: id}, {}, "0" * 64),
        "written_as": lambda: "ftm",
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


def answered(ask: Callable[[], Any]) -> str:
    """The answer or the refusal, in full."""
    try:
        answer = ask()
        return ADDRESS.sub("", repr(list(answer) if isinstance(answer, Iterator) else answer))
    except CasefileError as error:
        return f"{type(error).__name__}: {error} {getattr(error, 'field', '')}"
    except Exception as error:  # on a page it is the same apology whatever went wrong
        return f"broken: {type(error).__name__}"


def look(world: World, action: Action) -> dict[str, str]:
    """{what was asked: what was answered}. Of all that may be asked a sample, another each time."""
    world.begin(action["n"], action["at"])
    viewer, seen = world.viewers[B], dict[str, str]()
    draw = Random(f"{world.seed}:{action['n']}")
    asked = faces()
    with world.tried() as session:
        for face in asked:
            if not face.wants and draw.random() < LISTS:
                seen[face.name] = answered(lambda face=face: face.call(session=session, viewer=viewer))
        seen["units"] = repr(units.units(session))
        seen["others"] = repr(records.lines(session, viewer, action["ids"]))
        own, watched = _own_ids(session, viewer, Record), _own_ids(session, viewer, Watch)
        seen["pending of its own"] = repr(sorted(outbox.pending_subjects(session, sorted(own + watched)).items()))
        kind, read, ids = draw.choice(
            (
                ("record", records.read, own),
                ("watch", watches.read_watch, watched),
                ("case", cases.case_of, world.cases[B]),
                ("network", _network, world.cases[B]),
            )
        )
        for id in draw.sample(ids, min(1, len(ids))):
            seen[f"own {kind}"] = answered(lambda id=id: read(session, viewer, id))
        for id in draw.sample(own + watched, min(2, len(own + watched))):
            seen[f"due about {id}"] = answered(lambda id=id: due.about(session, viewer, id))
        if draw.random() < DIGESTS:
            reader = Reader(viewer, draw.choice(sorted(WORDS)), "Africa/Dakar", "https://griot.example")
            seen["digest"] = answered(lambda: compose(session, reader, tables.now()))
        text = draw.choice(action["forms"])["text"] if action["forms"] else ""
        for name, listed, plan in draw.sample(LISTED, 1):
            asked_for = _narrowed(draw, plan, text)
            seen[f"list {name}"] = answered(lambda listed=listed, of=asked_for: listed(session, viewer, of))
        pointer = draw.choice([*_own_pointers(session, viewer), ""])
        seen["own dossier"] = answered(lambda: gathered_for_unit(session, viewer, pointer, Wish(WHY)))
    for form in action["forms"]:
        if form.get("text") and draw.random() < MATCHED:
            subject = make.person(form["text"], "1984")
            asked_of = SearchForm(text=form["text"])
            seen[f"line {form}"] = answered(lambda form=asked_of: tell_many(world.engine, world.store, viewer, [form]))
            seen[f"match {form}"] = answered(
                lambda subject=subject: match(world.engine, world.store, viewer, [subject], "GM")
            )
        seen[f"search {form}"] = answered(lambda form=form: find(world.engine, world.store, viewer, search_form(form)))
        if draw.random() < TURNED:
            seen[f"page of {form}"] = answered(lambda form=form: _turned(world, viewer, search_form(form)))
    if draw.random() < COMMANDS:
        text, mode = action["forms"][0]["text"] or "Diallo", action["forms"][0]["mode"]
        seen["command"] = command(world, [text, "--as", B, "--mode", mode], as_json=draw.random() < 0.5)
    probed = [face for face in asked if face.wants]
    for _ in range(PROBES):
        face, id = draw.choice(probed), draw.choice([*action["ids"], *own, *watched])
        with world.tried() as session:
            seen[f"{face.name}({id})"] = answered(
                lambda face=face, id=id: face.call(session=session, viewer=viewer, **given(world, face, id))
            )
    return {**seen, **files_of(world)}


LISTED = (
    ("cases", lists.listed_cases, lists.cases.PLAN), ("records", lists.listed_records, lists.records.PLAN),
    ("watches", lists.listed_watches, lists.watches.PLAN), ("pointers", lists.listed_pointers, lists.pointers.PLAN),
)  # fmt: skip
WANTS = ("", "noisy", "broken", "ending", "new", "answer")
OFFENCES, FORMS = ("", "trafficking", "drugs", "without"), ("", "organs", "sexual")


def _narrowed(draw: Random, plan: Any, text: str) -> Asked:
    """Some way to ask for a list: found by a word that others may hold too, in any order, narrowed or not."""
    chosen = {"wants": draw.choice(WANTS), "offence": draw.choice(OFFENCES), "form": draw.choice(FORMS)}
    return Asked(draw.choice([text, ""]), draw.choice(list(plan.sorts)), chosen, size=100)


def _turned(world: World, viewer: Any, form: Any) -> Any:
    """The last page of the answer's own order, as the portal turns to it, and the other orders of it."""
    order = find(world.engine, world.store, viewer, form).order
    with world.store.reading() as session:
        orders = [in_order(session, viewer, order, sort) for sort in Sort]
    return orders, rows_of(world.engine, world.store, viewer, form, order[-PAGE:])


def _network(session: Any, viewer: Any, case_id: str) -> Any:
    """A case as its page draws it."""
    return network_of(session, viewer, look_at_case(session, viewer, case_id))


def _own_ids(session: Any, viewer: Any, head: Any) -> list[str]:
    return list(session.scalars(select(head.id).where(head.owner_unit_id == viewer.unit_id).order_by(head.id)))


def _own_pointers(session: Any, viewer: Any) -> list[str]:
    mine = (Pointer.unit_id == viewer.unit_id, Pointer.sent_at.is_not(None))
    return list(session.scalars(select(Pointer.id).where(*mine).order_by(Pointer.id)))


def files_of(world: World) -> dict[str, str]:
    """What lies in the installation's folder, where exports and caches would lie.

    But for the folder of the proof: its key is drawn, and its checkpoints hold the size of the whole log, which is why
    units are offered one a day only, with padding in it (`casefile.audit.proof.checkpoints.offer`).
    """
    home = world.folder / "home"
    return {
        f"file {path.relative_to(home)}": path.read_text("utf-8", "replace")
        for path in sorted(home.rglob("*"))
        if path.is_file() and path.relative_to(home).parts[0] != "proof"
    }


def command(world: World, arguments: list[str], *, as_json: bool) -> str:
    """What the command line prints, for people or for programs."""
    from portal.cli.search import search

    installation = SimpleNamespace(store=world.store, engine=world.engine, settings=world.settings, as_json=as_json)
    with world.kept_as_it_is():
        return CliRunner().invoke(search, arguments, obj=installation).output
