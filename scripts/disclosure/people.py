"""Duties, acts that take two, and budgets."""

import importlib
import tempfile
from pathlib import Path

from casefile.policy import budgets, reasons
from casefile.policy.duties import APART, REQUEST_LIFE, SECOND
from casefile.policy.permissions import ROLE_PERMISSIONS, Permission
from casefile.storage import migrate
from casefile.storage.store import Store
from casefile.vocabulary import Act, Role
from scripts.disclosure.words import PERMISSIONS, days, first_large, hours, table, word


def duties() -> str:
    rows = [
        [word(role), first_large("; ".join(PERMISSIONS[p] for p in Permission if p in ROLE_PERMISSIONS[role])) or "—"]
        for role in Role
    ]
    return table(("Duty", "May"), rows)


def apart() -> str:
    """Each duty, those it may not meet, and why not."""
    rows = []
    for why in dict.fromkeys(APART.values()):
        pairs = [pair for pair, said in APART.items() if said == why]
        (common, *_), rest = sorted(frozenset.intersection(*pairs)), sorted(frozenset.union(*pairs))
        rows.append([word(common), ", ".join(word(role) for role in rest if role is not common), why])
    return table(("Who is", "is not at the same time", "because"), rows)


def second() -> str:
    lines = "\n".join(f"- {why}" for why in dict.fromkeys(why for _rule, why in SECOND))
    return f"{lines}\n\nA request waits {hours(REQUEST_LIFE)} for the second administrator; then it is void."


def alone() -> str:
    """Every role against every strong act, tried out on a network of the tests."""
    tried = importlib.import_module("tests.casefile.people.nobody_alone")
    stored = importlib.import_module("tests.network.stored")
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'tried.db'}")
        migrate.migrate(store)
        found = tried.table(tried.world_of(stored.network(store)))
        store.close()
    return str(tried.rendered(found))


def limits() -> str:
    rows = [[word(act), str(budgets.LIMITS[act].officer), str(budgets.LIMITS[act].unit)] for act in Act]
    return table((f"In {hours(budgets.WINDOW)}", "One officer", "One unit"), rows)


def series() -> str:
    return (
        f"The {budgets.STOPPED_AT}th question of one unit that is nearly the same as the others, within "
        f"{days(budgets.SERIES_WINDOW)}, is not put: names of {budgets.SHORT} letters or more count as the same up to "
        f"{budgets.edits_apart(budgets.SHORT)} letters apart, shorter ones {budgets.edits_apart(budgets.SHORTEST)}. A "
        f"reason has {reasons.MIN_LENGTH} characters or more and says something; the same reason is taken "
        f"{reasons.SAME_AT_MOST} times a day. Who sees the alarms: {_who(Permission.READ_ALARMS)}."
    )


def _who(permission: Permission) -> str:
    return " and ".join(word(role).lower() for role in Role if permission in ROLE_PERMISSIONS[role])
