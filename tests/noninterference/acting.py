"""Every action of the product as data: `{"n": 3, "at": 15, "who": "dakar", "do": "enter", ...}` and what performs it.

A subject is named by its handle, the number of the action that made it ("r3", "w7", "l9", "r12.1"); an id is spelt out
only where somebody guesses one.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select

from casefile import hits, records, watches
from casefile.errors import CasefileError
from casefile.exchange.import_runs import Terms, import_ftm, import_watches
from casefile.hits import answers, pointers
from casefile.hits.desk import open_hit
from casefile.policy.states import RecordMove
from casefile.protection import lowering
from casefile.records import cases, links, search_log
from casefile.records.cases import CaseDraft
from casefile.storage import tables
from casefile.storage.tables import Hit, Pointer, Record, RecordLink, Watch
from casefile.subjects.identity import Identity
from casefile.vocabulary import Judgement, LinkRole, Protection, RecordKind, SubjectCategory
from indexer.search.find import SearchForm, find
from indexer.worker import celery_app, tasks
from tests.network import make
from tests.noninterference import subjects
from tests.noninterference.world import LOGINS, World

Action = dict[str, Any]
WHY = "asked by the duty officer"


class Missing(Exception):
    """What the action is about was never made: it does not happen."""


def perform(world: World, action: Action) -> tuple[str, str]:
    """Do it. Returns how it ended (*done*, *refused*, *left out*) and the answer, as the officer gets it."""
    world.begin(action["n"], action["at"])
    try:
        return "done", repr(ACTIONS[action["do"]](world, action))
    except CasefileError as error:
        return "refused", repr((type(error).__name__, str(error), getattr(error, "field", None)))
    except Missing:
        return "left out", ""


def _id(world: World, handle: str) -> str:
    if handle not in world.ids:
        raise Missing(handle)
    return world.ids[handle]


def _viewer(world: World, action: Action) -> Any:
    return world.viewers[action["who"]]


def _case(world: World, action: Action) -> str:
    held = world.cases[action["who"]]
    return held[action.get("case", 0) % len(held)]


def _record_draft(world: World, action: Action) -> records.RecordDraft:
    rules = subjects.rules(action["said"], world.units)
    return make.record(subjects.identity(action["spec"], action["said"]), _case(world, action), rules)


def _watch_draft(world: World, action: Action) -> watches.WatchDraft:
    return make.watch(
        subjects.identity(action["spec"], action["said"]), rules=subjects.rules(action["said"], world.units)
    )


# ---- records


def enter(world: World, action: Action) -> str:
    with world.store.writing() as session:
        made = records.enter(session, _viewer(world, action), _record_draft(world, action))
    world.ids[f"r{action['n']}"] = made
    return made


def amend(world: World, action: Action) -> int:
    with world.store.writing() as session:
        return records.amend(
            session, _viewer(world, action), _id(world, action["of"]), _record_draft(world, action), change_note=WHY
        )


def state(world: World, action: Action) -> int:
    with world.store.writing() as session:
        move = RecordMove(action["move"])
        return records.change_state(session, _viewer(world, action), _id(world, action["of"]), move, WHY)


def link(world: World, action: Action) -> None:
    start, end = _id(world, action["from"]), _id(world, action["to"])
    with world.store.writing() as session:
        links.link(session, _viewer(world, action), start, end, LinkRole(action["role"]))
        wanted = select(RecordLink.id).where(RecordLink.from_record_id == start, RecordLink.to_record_id == end)
        world.ids[f"l{action['n']}"] = session.scalars(wanted.order_by(RecordLink.created_at.desc())).first() or ""


def unlink(world: World, action: Action) -> None:
    with world.store.writing() as session:
        links.withdraw_link(session, _viewer(world, action), _id(world, action["of"]), WHY)


def open_case(world: World, action: Action) -> str:
    with world.store.writing() as session:
        made = cases.open_case(session, _viewer(world, action), CaseDraft(action["reference"]))
    world.cases[action["who"]].append(made)
    return made


def close_case(world: World, action: Action) -> None:
    with world.store.writing() as session:
        cases.close_case(session, _viewer(world, action), _case(world, action), WHY)


def reopen_case(world: World, action: Action) -> None:
    with world.store.writing() as session:
        cases.reopen_case(session, _viewer(world, action), _case(world, action), WHY)


# ---- watches


def watch(world: World, action: Action) -> str:
    with world.store.writing() as session:
        made = watches.watch(session, _viewer(world, action), _watch_draft(world, action))
    world.ids[f"w{action['n']}"] = made
    return made


def amend_watch(world: World, action: Action) -> int:
    with world.store.writing() as session:
        return watches.amend_watch(
            session, _viewer(world, action), _id(world, action["of"]), _watch_draft(world, action)
        )


def step_watch(world: World, action: Action) -> int:
    subject, step = _id(world, action["of"]), action["step"]
    with world.store.writing() as session:
        if step == "renew":
            until = tables.now() + timedelta(days=action["days"])
            return watches.renew(session, _viewer(world, action), subject, until, WHY)
        steps = {"suspend": watches.suspend, "resume": watches.resume, "end": watches.end}
        return steps[step](session, _viewer(world, action), subject, WHY)


# ---- imports


def imported(world: World, action: Action) -> Any:
    """Entities of a file, under the ids of the action that brought them first."""
    first = action.get("again", action["n"])
    refs = [f"ftm-{action['who']}-{first}-{at}" for at in range(len(action["specs"]))]
    path = world.folder / "import.ftm.json"
    entities = [
        _entity(ref, subjects.identity(spec, action["said"])) for ref, spec in zip(refs, action["specs"], strict=True)
    ]
    path.write_text("".join(json.dumps(entity) + "\n" for entity in entities), "utf-8")
    rules = replace(subjects.rules(action["said"], world.units), subject_category=None)
    terms = Terms(category=SubjectCategory(action["said"].get("category", "suspect")), rules=rules)
    unit = next(code for code, login in LOGINS.items() if login == action["who"])
    if action["do"] == "import":
        report, table, letter = import_ftm(world.store, path, unit, terms=terms), Record, "r"
    else:
        report, table, letter = import_watches(world.store, path, unit, make.GROUND, terms=terms), Watch, "w"
    with world.store.reading() as session:
        known = dict(session.execute(select(table.origin_ref, table.id).where(table.origin_ref.in_(refs))).all())
    for at, ref in enumerate(refs):
        if ref in known:
            world.ids[f"{letter}{first}.{at}"] = known[ref]
    return report


def _entity(ref: str, one: Identity) -> dict[str, Any]:
    properties = {
        "name": [name.text for name in one.names],
        "birthDate": [date.value for date in one.dates],
        "phone": [i.value for i in one.identifiers if i.kind.value == "phone"],
        "passportNumber": [i.value for i in one.identifiers if i.kind.value == "passport"],
        "notes": [one.narrative],
    }
    return {"id": ref, "schema": "Person", "properties": {k: v for k, v in properties.items() if v and v != [""]}}


# ---- looking


def search_form(told: dict[str, Any]) -> SearchForm:
    return SearchForm(**{**told, "kind": RecordKind(told["kind"]) if told.get("kind") else None})


def search(world: World, action: Action) -> Any:
    """As the page and the command do it: kept with its reason, answered, the answer noted."""
    viewer, form = _viewer(world, action), search_form(action["form"])
    with world.store.writing() as session:
        kept = search_log.save_search(session, viewer, asdict(form), WHY)
        complete = search_log.all_searchable(session, viewer)
    page = find(world.engine, world.store, viewer, form)
    with world.store.writing() as session:
        shown = [row.record_id for row in page.rows]
        search_log.note_result(session, viewer, kept, page.total, shown)
        return complete, page, records.lines(session, viewer, shown)


def open_record(world: World, action: Action) -> Any:
    with world.store.writing() as session:
        return records.read(session, _viewer(world, action), action["id"], reason=WHY)


def mark_read(world: World, action: Action) -> None:
    with world.store.writing() as session:
        pointers.mark_read(session, _viewer(world, action), action["id"])


def ask_lower(world: World, action: Action) -> None:
    with world.store.writing() as session:
        subject = _id(world, action["of"])
        lowering.ask(session, _viewer(world, action), _kind(action), subject, Protection(action["protection"]), WHY)


def lower(world: World, action: Action) -> None:
    with world.store.writing() as session:
        subject = _id(world, action["of"])
        lowering.lower(session, _viewer(world, action), _kind(action), subject, Protection(action["protection"]), WHY)


def _kind(action: Action) -> lowering.SubjectKind:
    return "watch" if action["of"].startswith("w") else "record"


# ---- the desks, the pipeline, the clock


def take(world: World, action: Action) -> None:
    with world.store.writing() as session:
        hits.take(session, _viewer(world, action), _hit(session, world, action))


def reveal(world: World, action: Action) -> None:
    """A hit opened at its desk, both sides on one page."""
    with world.store.writing() as session:
        open_hit(session, _viewer(world, action), _hit(session, world, action), WHY)


def decide(world: World, action: Action) -> Any:
    with world.store.writing() as session:
        hit = _hit(session, world, action)
        return hits.decide(session, _viewer(world, action), hit, Judgement(action["judgement"]), WHY)


def _hit(session: Any, world: World, action: Action) -> str:
    record, subject = (_id(world, handle) for handle in action["pair"])
    wanted = select(Hit.id).where(Hit.record_id == record, Hit.watch_id == subject)
    found = session.scalars(wanted.order_by(Hit.detected_at.desc(), Hit.facts_hash)).first()
    if found is None:
        raise Missing(action["pair"])
    return str(found)


def answer(world: World, action: Action) -> Any:
    """The owner who is asked first agrees or refuses."""
    viewer = _viewer(world, action)
    with world.store.writing() as session:
        mine = (Pointer.hit_id == _hit(session, world, action), Pointer.unit_id == viewer.unit_id)
        pointer = session.scalars(select(Pointer.id).where(*mine)).first()
        return answers.answer(session, viewer, pointer or "", action["agree"], WHY)


def settle(world: World, action: Action) -> Any:
    """The coordinator decides for an owner who did not answer."""
    with world.store.writing() as session:
        hit = _hit(session, world, action)
        return answers.settle(session, _viewer(world, action), hit, action["agree"], WHY)


def drain(world: World, _action: Action) -> None:
    for _ in range(20):
        if not world.relay.drain().claimed:
            return
    raise AssertionError("the outbox does not become empty")


def deliver(world: World, _action: Action) -> None:
    """Notices alone: the rest waits, as when the engine is slow."""
    world.relay.deliver()


def upkeep(world: World, _action: Action) -> None:
    """What the schedule does when its time has come: all its chores but those that are actions of their own."""
    chores: dict[str, Callable[[], None]] = {}
    app = SimpleNamespace(task=lambda name: lambda chore: chores.__setitem__(name, chore))
    tasks.register(app, tasks.Worker(world.settings, world.store, world.engine))  # type: ignore[arg-type]
    for name, chore in chores.items():
        if name not in (celery_app.DRAIN, celery_app.SWEEP):
            chore()
    world.relay._common = None


ACTIONS: dict[str, Callable[[World, Action], Any]] = {
    "enter": enter,
    "amend": amend,
    "state": state,
    "link": link,
    "unlink": unlink,
    "open_case": open_case,
    "close_case": close_case,
    "reopen_case": reopen_case,
    "watch": watch,
    "amend_watch": amend_watch,
    "step_watch": step_watch,
    "import": imported,
    "import_watches": imported,
    "search": search,
    "open": open_record,
    "mark_read": mark_read,
    "take": take,
    "reveal": reveal,
    "decide": decide,
    "ask_lower": ask_lower,
    "lower": lower,
    "answer": answer,
    "settle": settle,
    "drain": drain,
    "deliver": deliver,
    "upkeep": upkeep,
    "look": lambda _world, _action: None,
}
