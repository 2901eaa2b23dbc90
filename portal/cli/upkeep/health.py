"""What `griot status --check` says: every signal judged, in one line and with the exit codes of Nagios plugins."""

import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from casefile.errors import CasefileError
from casefile.policy.oversight.health import Judged, Level, Signal, Unit, worst
from casefile.settings import Settings
from casefile.vocabulary import Json
from indexer.health.measure import Meter
from indexer.node import door
from portal.cli.context import Installation, emit

if TYPE_CHECKING:
    from casefile.storage.store import Store
    from indexer.engine.client import Engine

NOTHING = "nothing could be measured"
UNKNOWN = 3
"""The exit code of a plugin that could not look."""


def check(ctx: click.Context, installation: Installation, only: str = "") -> NoReturn:
    """Judge all signals (or `only` some, with commas between), say so and end with the level as exit code.

    The database is opened without a line in the trail: a monitor asks every minute, reads no case data, and must be
    able to ask when nothing can be written.
    """
    from casefile.storage.store import Store

    wanted = {word.strip() for word in only.split(",") if word.strip()}
    if unknown := sorted(wanted - {signal.value for signal in Signal}):
        raise click.BadParameter(
            f"{', '.join(unknown)} is no signal; docs/reliability.md has them.", param_hint="--only"
        )
    try:
        settings = installation.settings
        store = Store(settings.database_url, secret=settings.secret_keys)
    except CasefileError as error:
        emit(ctx, f"GRIOT UNKNOWN: {error}", {"level": "unknown", "error": str(error)})
        ctx.exit(UNKNOWN)
    try:
        measured = Meter(settings, store, lambda: _engine(settings, store)).measure().judged
    finally:
        store.close()
    judged = tuple(one for one in measured if not wanted or one.signal.value in wanted)
    level = worst(judged)
    data: dict[str, Json] = {"level": level.name.lower(), "signals": [as_json(one) for one in judged]}
    emit(ctx, "\n".join(_lines(level, judged)), data)
    ctx.exit(int(level))


def _engine(settings: Settings, store: "Store") -> "Engine":
    """The engine as this installation's, by the id in its database; where that is away, as the home has it."""
    from casefile.installation import id_of
    from indexer.engine.client import Engine

    try:
        with store.reading() as session:
            settings = replace(settings, installation=id_of(session))
    except Exception:  # whatever it is: the signal of the database says it
        return Engine(settings)
    return Engine(settings)


def as_json(one: Judged) -> dict[str, Json]:
    """One signal as a machine reads it; a value that never was is none."""
    return {
        "signal": one.signal.value,
        "level": one.level.name.lower(),
        "value": None if math.isinf(one.value) else round(one.value, 1),
        "unit": one.rule.unit.value,
        "warn": one.rule.warn,
        "critical": one.rule.critical,
        "says": one.rule.says if one.level else "",
        "remedy": one.rule.remedy if one.level else "",
    }


def _lines(level: Level, judged: tuple[Judged, ...]) -> list[str]:
    """The line that a monitor shows, with figures behind the bar; then each signal that is not fine and its way out."""
    wrong = [one for one in judged if one.level]
    what = ", ".join(f"{one.signal.value} {one.level.name.lower()}" for one in wrong) or (
        f"{len(judged)} signals" if judged else NOTHING
    )
    figures = " ".join(_figure(one) for one in judged if not math.isinf(one.value) and one.rule.unit is not Unit.STATE)
    said = {Level.FINE: "OK"}.get(level, level.name)
    ways_out = [f"{one.rule.title}: {one.rule.says} {one.rule.remedy}" for one in wrong]
    return [f"GRIOT {said}: {what} | {figures}", *ways_out]


def _figure(one: Judged) -> str:
    mark = {Unit.SECONDS: "s", Unit.MEGABYTES: "MB"}.get(one.rule.unit, "")
    below = ":" if one.rule.low else ""
    critical = "" if one.rule.critical is None else f"{one.rule.critical:.10g}{below}"
    return f"{one.signal.value}={one.value:.0f}{mark};{one.rule.warn:.10g}{below};{critical}"


def reach(settings: Settings) -> dict[str, Json]:
    """Where the engine is, and how to get there by hand; an address of one's own without its password."""
    from portal.install.bring_up import without_password

    url = settings.opensearch_url
    path = door.path_in(url)
    if path is None:
        return {"engine_url": without_password(url), "engine_socket": None}
    return {"engine_url": url, "engine_socket": str(path), "engine_ask": _ask(path)}


def _ask(path: Path) -> list[str]:
    """A command that asks the node behind the door, for whoever may open it: a path of its API comes after it."""
    import sys

    return [sys.executable, "-I", str(Path(door.__file__)), "--ask", str(path)]
