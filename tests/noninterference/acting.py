"""Every action of the product as data: `{"n": 3, "at": 15, "who": "dakar", "do": "enter", ...}` and what performs it.

A subject is named by its handle, the number of the action that made it ("r3", "w7", "l9", "r12.1"); an id is spelt out
only where somebody guesses one.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from casefile import records, sightings, watches
from casefile.errors import CasefileError
from casefile.exchange.import_runs import Terms, import_ftm, import_watches
from casefile.hits import pointers
from casefile.planned.own import OperationDraft, end, plan_operation, postpone
from casefile.policy.cases.offences import NO_OFFENCES, Offences
from casefile.policy.states import RecordMove
from casefile.records import cases, links, search_log
from casefile.records.cases import CaseDraft
from casefile.storage import tables
from casefile.storage.tables import Record, RecordLink, Sighting, Watch
from casefile.subjects.identity import Identity
from casefile.vocabulary import Exploitation, LinkRole, OffenceKind, RecordKind, SubjectCategory
from indexer.search import front_line
from indexer.search.find import SearchForm, find
from indexer.search.reading.form import NARROWED_BY
from tests.network import make
from tests.noninterference import desks, subjects
from tests.noninterference.handles import WHY, Action, Missing, id_of, viewer_of
from tests.noninterference.world import LOGINS, START, World


def perform(world: World, action: Action) -> tuple[str, str]:
    """Do it. Returns how it ended (*done*, *refused*, *left out*) and the answer, as the officer gets it."""
    world.begin(action["n"], action["at"])
    try:
        return "done", repr(ACTIONS[action["do"]](world, action))
    except CasefileError as error:
        return "refused", repr((type(error).__name__, str(error), getattr(error, "field", None)))
    except Missing:
        return "left out", ""


def _case(world: World, action: Action) -> str:
    held = world.cases[action["who"]]
    return held[action.get("case", 0) % len(held)]


def _record_draft(world: World, action: Action) -> records.RecordDraft:
    rules = subjects.rules(action["said"], world.units)
    return make.record(
        subjects.identity(action["spec"], action["said"]), _case(world, action), rules, offences=_about(action["spec"])
    )


def _about(spec: subjects.Spec) -> Offences:
    """Of some records: what a reader may not read is not counted by what it is about."""
    said = len(spec["words"]) % 2 and spec["kind"] == "person"
    return Offences((OffenceKind.TRAFFICKING,), (Exploitation.ORGANS,)) if said else NO_OFFENCES


def _watch_draft(world: World, action: Action) -> watches.WatchDraft:
    one, rules = subjects.identity(action["spec"], action["said"]), subjects.rules(action["said"], world.units)
    return make.watch(one, rules=rules, wide=action["wide"])


# ---- records


def enter(world: World, action: Action) -> str:
    with world.store.writing() as session:
        made = records.enter(session, viewer_of(world, action), _record_draft(world, action))
    world.ids[f"r{action['n']}"] = made
    return made


def amend(world: World, action: Action) -> int:
    with world.store.writing() as session:
        return records.amend(
            session, viewer_of(world, action), id_of(world, action["of"]), _record_draft(world, action), change_note=WHY
        )


def state(world: World, action: Action) -> int:
    with world.store.writing() as session:
        move = RecordMove(action["move"])
        return records.change_state(session, viewer_of(world, action), id_of(world, action["of"]), move, WHY)


def link(world: World, action: Action) -> None:
    start, end = id_of(world, action["from"]), id_of(world, action["to"])
    with world.store.writing() as session:
        links.link(session, viewer_of(world, action), start, end, LinkRole(action["role"]))
        wanted = select(RecordLink.id).where(RecordLink.from_record_id == start, RecordLink.to_record_id == end)
        world.ids[f"l{action['n']}"] = session.scalars(wanted.order_by(RecordLink.created_at.desc())).first() or ""


def unlink(world: World, action: Action) -> None:
    with world.store.writing() as session:
        links.withdraw_link(session, viewer_of(world, action), id_of(world, action["of"]), WHY)


def open_case(world: World, action: Action) -> str:
    """About trafficking whoever opens it: what another unit's cases are about shows in no list, no count, no file."""
    about = CaseDraft(action["reference"], offences=(OffenceKind.TRAFFICKING,), exploitation=(Exploitation.ORGANS,))
    with world.store.writing() as session:
        made = cases.open_case(session, viewer_of(world, action), about)
    world.cases[action["who"]].append(made)
    return made


def close_case(world: World, action: Action) -> None:
    with world.store.writing() as session:
        cases.close_case(session, viewer_of(world, action), _case(world, action), WHY)


def reopen_case(world: World, action: Action) -> None:
    with world.store.writing() as session:
        cases.reopen_case(session, viewer_of(world, action), _case(world, action), WHY)


# ---- watches


def watch(world: World, action: Action) -> str:
    with world.store.writing() as session:
        made = watches.watch(session, viewer_of(world, action), _watch_draft(world, action))
    world.ids[f"w{action['n']}"] = made
    return made


def amend_watch(world: World, action: Action) -> int:
    with world.store.writing() as session:
        return watches.amend_watch(
            session, viewer_of(world, action), id_of(world, action["of"]), _watch_draft(world, action)
        )


def step_watch(world: World, action: Action) -> int:
    subject, step = id_of(world, action["of"]), action["step"]
    with world.store.writing() as session:
        if step == "renew":
            until = tables.now() + timedelta(days=action["days"])
            return watches.renew(session, viewer_of(world, action), subject, until, WHY)
        steps = {"suspend": watches.suspend, "resume": watches.resume, "end": watches.end}
        return steps[step](session, viewer_of(world, action), subject, WHY)


# ---- operations, and watches on a place and its days


def plan(world: World, action: Action) -> str:
    viewer, (first, last) = viewer_of(world, action), _days(action)
    draft = OperationDraft(
        _case(world, action), action["place"], 10, first, last, "two cars", "a boat", viewer.officer_id, WHY
    )
    with world.store.writing() as session:
        made = plan_operation(session, viewer, draft)
    world.ids[f"o{action['n']}"] = made
    return made


def replan(world: World, action: Action) -> None:
    """To other days, or it is called off."""
    viewer, id = viewer_of(world, action), id_of(world, action["of"])
    with world.store.writing() as session:
        if "days" in action:
            postpone(session, viewer, id, *_days(action), WHY)
        else:
            end(session, viewer, id, WHY)


def watch_place(world: World, action: Action) -> object:
    """Of days and a place as `plan` has them; or it is ended."""
    viewer = viewer_of(world, action)
    with world.store.writing() as session:
        if "of" in action:
            return watches.end(session, viewer, id_of(world, action["of"]), WHY)
        seen = make.departure(action["place"], *_days(action))
        made = watches.watch(session, viewer, make.watch(seen, expires_at=tables.now() + timedelta(days=60)))
    world.ids[f"w{action['n']}"] = made
    return made


def record_event(world: World, action: Action) -> object:
    """Of the first day and a place as `plan` has them; or it is withdrawn."""
    viewer = viewer_of(world, action)
    with world.store.writing() as session:
        if "of" in action:
            return records.withdraw(session, viewer, id_of(world, action["of"]), WHY)
        seen = make.departure(action["place"], _days(action)[0])
        made = records.enter(session, viewer, make.record(seen, _case(world, action)))
    world.ids[f"r{action['n']}"] = made
    return made


def _days(action: Action) -> tuple[date, date]:
    first, last = action["days"]
    return START.date() + timedelta(days=first), START.date() + timedelta(days=last)


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


def search_form(form: dict[str, Any]) -> SearchForm:
    several = {name: tuple(form[name]) for name in NARROWED_BY.values() if name in form}
    return SearchForm(**{**form, **several, "kinds": tuple(map(RecordKind, form.get("kinds", ())))})


def search(world: World, action: Action) -> Any:
    """As the page and the command do it: kept with its reason, answered, the answer noted."""
    viewer, form = viewer_of(world, action), search_form(action["form"])
    with world.store.writing() as session:
        kept = search_log.save_search(session, viewer, asdict(form), WHY)
        complete = search_log.all_searchable(session, viewer)
    page = find(world.engine, world.store, viewer, form)
    with world.store.writing() as session:
        shown = [row.record_id for row in page.rows]
        search_log.note_result(session, viewer, kept, page.total, shown)
        return complete, page, records.lines(session, viewer, shown)


def ask(world: World, action: Action) -> Any:
    """A question at the post, as the page puts it; what stands for it has the action's handles, which nobody of the
    unit can use until it is told of a hit."""
    viewer, text = viewer_of(world, action), action["text"]
    name = front_line.guess(text) is front_line.Asked.NAME
    form = front_line.form_of(text, front_line.guess(text), None)
    assert form is not None
    with world.store.writing() as session:
        kept = search_log.save_search(session, viewer, front_line.as_kept(form), WHY)
        sightings.keep(session, viewer, [sightings.Question(text, name)])
    with world.store.reading() as session:
        mine = select(Sighting.record_id, Sighting.watch_id).where(Sighting.unit_id == viewer.unit_id)
        for record, watch in session.execute(mine.order_by(Sighting.first_at)):
            if record not in world.ids.values():
                world.ids |= {f"r{action['n']}": record, f"w{action['n']}": watch}
    return front_line.look(world.engine, world.store, viewer, form, kept)


def open_record(world: World, action: Action) -> Any:
    with world.store.writing() as session:
        return records.read(session, viewer_of(world, action), action["id"], reason=WHY)


def mark_read(world: World, action: Action) -> None:
    with world.store.writing() as session:
        pointers.mark_read(session, viewer_of(world, action), action["id"])


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
    "plan": plan,
    "replan": replan,
    "watch_place": watch_place,
    "record_event": record_event,
    "import": imported,
    "import_watches": imported,
    "search": search,
    "ask": ask,
    "open": open_record,
    "mark_read": mark_read,
    "take": desks.take,
    "reveal": desks.reveal,
    "decide": desks.decide,
    "ask_lower": desks.ask_lower,
    "lower": desks.lower,
    "approve": desks.approve,
    "refuse": desks.refuse,
    "answer": desks.answer,
    "contact": desks.contact,
    "ask_help": desks.ask_help,
    "settle": desks.settle,
    "drain": desks.drain,
    "deliver": desks.deliver,
    "upkeep": desks.upkeep,
    "look": lambda _world, _action: None,
}
