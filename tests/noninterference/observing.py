"""All that a unit's officer can see, as one value: what every function that takes a viewer answers, or refuses.

The functions are found, not listed: one that is written tomorrow is asked tomorrow. What needs an id is asked about
the officer's own, about what others hold, and about one that never was. Nothing a look does is kept.
"""

import re
from collections.abc import Callable, Iterator
from random import Random
from types import SimpleNamespace
from typing import Any

from click.testing import CliRunner
from sqlalchemy import select

from casefile import due, lists, outbox, records, watches
from casefile.due.digest import Reader, compose
from casefile.due.words import WORDS
from casefile.errors import CasefileError
from casefile.evidence import Wish
from casefile.evidence.export import gathered_for_unit
from casefile.exchange.ftm.export import look_at_case
from casefile.exchange.networks.graph import held_of, network_of
from casefile.exchange.networks.released import network_with_released
from casefile.lists import Asked
from casefile.people import units
from casefile.records import cases
from casefile.searches.sorting import Sort, in_order
from casefile.storage import tables
from casefile.storage.tables import Pointer, Record, Watch
from indexer.search.batch.many import search_many
from indexer.search.find import SearchForm, find, rows_of
from indexer.search.matched.match import match
from indexer.search.matched.released import released_with
from tests.network import make
from tests.noninterference.acting import search_form
from tests.noninterference.asking.faces import faces
from tests.noninterference.asking.given import PAGE, given
from tests.noninterference.handles import WHY, Action
from tests.noninterference.world import B, World

ADDRESS = re.compile(r" at 0x[0-9a-f]+|DetachedInstanceError.*")
PROBES = 2
LISTS, DIGESTS, TURNED, COMMANDS, MATCHED, BESIDE = 0.12, 0.2, 0.3, 0.1, 0.2, 0.1
"""Of the functions that take an id or a draft so many are tried at each look; how often each list is, the mail, the
pages of an answer in each order, the command line, and a whole subject matched. Every look takes another part, and
there are thousands: in 2,000 sequences each list is asked some 1,000 times."""


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
            seen[f"line {form}"] = answered(
                lambda form=asked_of: search_many(world.engine, world.store, viewer, [form])
            )
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
    if draw.random() < BESIDE:
        seen["network with released"] = answered(lambda: _with_released(world, viewer, draw.choice(world.cases[B])))
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


def _with_released(world: World, viewer: Any, case_id: str) -> Any:
    """The same with what others released, as the page asks for it."""
    with world.store.reading() as session:
        held = held_of(session, viewer, look_at_case(session, viewer, case_id))
    forms = sorted({form for _, numbers in held.nodes for _, _, form in numbers})
    found = released_with(world.engine, world.store, viewer, forms)
    with world.tried() as session:
        return found.whole, network_with_released(session, viewer, held, found.ids, ("case", case_id))


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
