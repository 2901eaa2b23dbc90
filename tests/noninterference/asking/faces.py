"""By which functions an officer may ask: found, not listed, so that one written tomorrow is asked tomorrow."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import casefile
import indexer.search

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
