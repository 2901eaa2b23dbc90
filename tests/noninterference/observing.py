"""All that a unit's officer can see, as one JSON value: what every function that takes a viewer answers, and its refusals.

The functions are found, not listed: one that is written tomorrow is asked tomorrow. What needs an id is asked about
the officer's own, about what others hold, and about one that never was. Nothing a look does is kept.
"""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from types import SimpleNamespace
from typing import Any

from click.testing import CliRunner

import casefile
import indexer.search
from casefile import outbox, records, watches
from casefile.errors import CasefileError
from casefile.people import units
from casefile.policy.states import RecordMove
from casefile.records import cases
from casefile.records.cases import CaseDraft
from casefile.records.links import SourceLink
from casefile.vocabulary import Desk, Judgement, LinkRole, Role
from indexer.search.find import find
from tests.network import make
from tests.noninterference.acting import WHY, Action, search_form
from tests.noninterference.world import B, World

ADDRESS = re.compile(r" at 0x[0-9a-f]+|DetachedInstanceError.*")
PROBES = 6
"""Functions that take an id, asked at each look: a sample, another at each look."""

NOT_ASKED = {
    "write": "the trail itself, which no page gives a viewer",
    "write_many": "the trail itself, which no page gives a viewer",
    "require_any_desk": "the permission itself",
    "in_scope": "a condition, asked by the lists",
    "store_links": "the rest of entering, after its checks",
    "make_link": "the rest of an administrator's action",
}
"""Public functions that take a viewer and answer nobody, each with the reason."""


@dataclass(frozen=True)
class Face:
    """A function by which an officer may ask: its name, and what it wants to be given besides session and viewer."""

    name: str
    call: Callable[..., Any]
    wants: tuple[str, ...]

    @property
    def about_one(self) -> bool:
        return any(name.endswith(("_id", "_ids")) or name in ("ids", "login") for name in self.wants)


@lru_cache(maxsize=1)
def _modules() -> tuple[Any, ...]:
    found = []
    for package in (casefile, indexer.search):
        for told in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not told.name.startswith(("casefile.storage", "casefile.policy", "casefile.demo")):
                found.append(importlib.import_module(told.name))
    return tuple(found)


def faces() -> list[Face]:
    """Every public function of the house that takes a session and a viewer."""
    return list(_faces(tuple((module, name) for module in _modules() for name in vars(module))))


@lru_cache(maxsize=4)
def _faces(places: tuple[tuple[Any, str], ...]) -> tuple[Face, ...]:
    found = []
    for module, name in places:
        function = vars(module).get(name)
        if not inspect.isfunction(function) or name.startswith("_") or name in NOT_ASKED:
            continue
        if function.__module__ != module.__name__ and not getattr(function, "planted", False):
            continue
        taken = inspect.signature(function).parameters
        if {"session", "viewer"} <= set(taken):
            wants = [
                one for one, told in taken.items() if told.default is told.empty and one not in ("session", "viewer")
            ]
            found.append((f"{module.__name__}.{name}", module, name, tuple(wants)))
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
        "open_case": CaseDraft("PROBE-1"),
        "ensure_case": CaseDraft("PROBE-1"),
    }
    last = face.name.rpartition(".")[2]
    known: dict[str, Callable[[], Any]] = {
        "reason": lambda: WHY,
        "case_ref": lambda: "",
        "token": lambda: "a token",
        "move": lambda: RecordMove.RESTRICT,
        "role": lambda: LinkRole.MENTIONED,
        "desk": lambda: Desk.COORDINATION,
        "judgement": lambda: Judgement.SAME,
        "until": lambda: _in_days(100),
        "draft": lambda: drafts[last],
        "drafts": lambda: [make.watch() if last == "watch_many" else make.record(make.SOMEBODY, own_case)],
        "links": lambda: [SourceLink("a", "b", LinkRole.MENTIONED)],
        "form": lambda: {"text": "probe"},
        "found": lambda: 1,
        "shown": lambda: [id],
        "name": lambda: "Probe",
        "code": lambda: "XX-PRB",
        "country": lambda: "SN",
        "locale": lambda: "en",
        "roles": lambda: [Role.INVESTIGATOR],
        "unit": lambda: viewer.unit_code,
        "left": lambda: "Mamadou Diallo",
        "right": lambda: "Modou Jallow",
        "to_record_id": lambda: id,
        "login": lambda: id,
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


def _in_days(days: int) -> Any:
    from datetime import timedelta

    from casefile.storage import tables

    return tables.now() + timedelta(days=days)


def told(ask: Callable[[], Any]) -> str:
    """The answer or the refusal, in full."""
    try:
        answer = ask()
        return ADDRESS.sub("", repr(list(answer) if isinstance(answer, Iterator) else answer))
    except CasefileError as error:
        return f"{type(error).__name__}: {error} {getattr(error, 'field', '')}"


def look(world: World, action: Action) -> dict[str, str]:
    """{what was asked: what was answered}."""
    world.begin(action["n"], action["at"])
    viewer, seen = world.viewers[B], dict[str, str]()
    asked = faces()
    with world.tried() as session:
        for face in asked:
            if not face.about_one:
                seen[face.name] = _asked(world, session, face, "")
        own_records = records.records_of(session, viewer, limit=200)
        own_watches = watches.watches_of(session, viewer, limit=200)
        pending = outbox.pending_subjects(session, sorted(one.id for one in (*own_records, *own_watches)))
        seen["pending of its own"] = repr(sorted(pending.items()))
        seen["units"] = repr(units.units(session))
        for one in own_records:
            seen[f"own record {one.id}"] = told(lambda one=one: records.read(session, viewer, one.id))
        for case in cases.cases_of(session, viewer):
            seen[f"case {case.id}"] = repr(records.records_of(session, viewer, case_id=case.id))
        seen["others"] = repr(records.lines(session, viewer, action["ids"]))
    for form in action["forms"]:
        seen[f"search {form}"] = told(lambda form=form: find(world.engine, world.store, viewer, search_form(form)))
    seen["command"] = command(world, ["--as", B, "--mode", action["forms"][0]["mode"], action["forms"][0]["text"] or "x"])
    seen.update(_probed(world, action, [face for face in asked if face.about_one]))
    return seen


def _asked(world: World, session: Any, face: Face, id: str) -> str:
    """One function's answer, of which nothing is kept."""
    with session.begin_nested() as point:
        answer = told(lambda: face.call(session=session, viewer=world.viewers[B], **given(world, face, id)))
        point.rollback()
    return answer


def _probed(world: World, action: Action, about_one: list[Face]) -> dict[str, str]:
    draw, seen = Random(f"{world.seed}:{action['n']}"), {}
    with world.tried() as session:
        for _ in range(PROBES):
            face, id = draw.choice(about_one), draw.choice(action["ids"])
            seen[f"{face.name}({id})"] = _asked(world, session, face, id)
    return seen


def command(world: World, arguments: list[str]) -> str:
    """What the command line prints, for people and for programs."""
    from portal.cli.search import search

    printed = []
    for as_json in (False, True):
        installation = SimpleNamespace(store=world.store, engine=world.engine, settings=world.settings, as_json=as_json)
        with world.kept_as_it_is():
            printed.append(CliRunner().invoke(search, arguments, obj=installation).output)
    return "\n".join(printed)
