"""`griot doctor`: says what is wrong and the remedy."""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from casefile.errors import CasefileError
from portal.cli.context import Installation, emit, with_former

MIN_MMAP = 262_144
"""Areas of memory OpenSearch may map; below it a cluster that is not on one machine's loopback refuses to start."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing checked. `remedy` is the way out, empty when all is well; `grave` when Griot cannot work like that."""

    what: str
    found: str
    remedy: str = ""
    grave: bool = True


@click.command(short_help="Say what is wrong, and the remedy.")
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """Look at everything Griot needs; exit 0 only when all of it is in order."""
    installation: Installation = ctx.find_root().obj
    findings = [_guarded(check, installation) for check in CHECKS]
    wrong = [finding for finding in findings if finding.remedy]
    lines = []
    for finding in findings:
        mark = "ok  " if not finding.remedy else "BAD " if finding.grave else "note"
        lines.append(f"{mark}  {finding.what}: {finding.found}")
        if finding.remedy:
            lines.append(f"      {finding.remedy}")
    lines.append("All is well." if not wrong else f"{len(wrong)} to attend to.")
    emit(
        ctx,
        "\n".join(lines),
        {
            "well": not any(finding.grave for finding in wrong),
            "findings": [
                with_former({"what": f.what, "found": f.found, "remedy": f.remedy, "grave": f.grave}) for f in findings
            ],
        },
    )
    ctx.exit(1 if any(finding.grave for finding in wrong) else 0)


def _guarded(check: Callable[[Installation], Finding], installation: Installation) -> Finding:
    """One check that fails must not hide the others."""
    what = (check.__doc__ or "").rstrip(".")
    try:
        return check(installation)
    except CasefileError as error:
        return Finding(what, "not in order", str(error))
    except Exception as error:
        return Finding(
            what,
            f"cannot be checked ({type(error).__name__}: {error})",
            "Start Griot with scripts/run, then ask again.",
        )


def _python(_: Installation) -> Finding:
    """Python."""
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", version, "" if sys.version_info >= (3, 11) else "Install Python 3.11 or later.")


def _libraries(_: Installation) -> Finding:
    """Python packages."""
    from importlib.metadata import PackageNotFoundError, distribution, requires, version

    from packaging.requirements import Requirement

    missing = []
    for line in requires("griot") or []:
        needed = Requirement(line)
        if needed.marker is None or needed.marker.evaluate({"extra": ""}):
            try:
                distribution(needed.name)
            except PackageNotFoundError:
                missing.append(needed.name)
    if missing:
        return Finding("Python packages", f"missing: {', '.join(missing)}", "Run scripts/run; it installs them.")
    return Finding("Python packages", f"griot {version('griot')}")


def _names(_: Installation) -> Finding:
    """Names in other scripts (ICU)."""
    import icu

    latin = icu.Transliterator.createInstance("Any-Latin").transliterate("محمد")
    return Finding(
        "Names in other scripts (ICU)",
        icu.ICU_VERSION,
        "" if latin.isascii() or latin else "Install libicu-dev and run scripts/run.",
    )


def _java(installation: Installation) -> Finding:
    """Java."""
    if os.environ.get("OPENSEARCH_URL"):
        return Finding("Java", "not needed: OPENSEARCH_URL names a cluster")
    from indexer.node.java import find_java

    java = find_java()
    return Finding("Java", f"{java.version} ({java.path})")


def _disk(installation: Installation) -> Finding:
    """Free space."""
    from portal.install.bring_up import MIN_FREE_MB

    there = next(folder for folder in [installation.home, *installation.home.parents] if folder.exists())
    free = shutil.disk_usage(there).free // 2**20
    return Finding(
        "Free space",
        f"{free} MB for {there}",
        ""
        if free >= MIN_FREE_MB
        else f"Free some space: {MIN_FREE_MB} MB are needed. Below 250 MB the "
        "search engine takes nothing new; what is entered waits in the database.",
    )


def _memory_maps(_: Installation) -> Finding:
    """Memory areas (vm.max_map_count)."""
    path = Path("/proc/sys/vm/max_map_count")
    if not path.exists():
        return Finding("Memory areas (vm.max_map_count)", "this system does not say")
    count = int(path.read_text("ascii"))
    return Finding(
        "Memory areas (vm.max_map_count)",
        str(count),
        "" if count >= MIN_MMAP else f"For a large index run as root: sysctl -w vm.max_map_count={MIN_MMAP}",
        grave=False,
    )


def _processes(installation: Installation) -> Finding:
    """Processes."""
    from portal.install.supervisor import SUPERVISOR, running

    found = running(installation.home)
    if SUPERVISOR in found:
        return Finding("Processes", ", ".join(sorted(found)))
    if found:
        return Finding(
            "Processes",
            f"left without a supervisor: {', '.join(sorted(found))}",
            f"scripts/run --stop --home {installation.home} ends them.",
        )
    return Finding(
        "Processes",
        "none of scripts/run",
        f"Start with scripts/run --home {installation.home}, unless the parts are started otherwise.",
        grave=False,
    )


def _database(installation: Installation) -> Finding:
    """Database."""
    from casefile.storage import migrate

    at, wanted = migrate.current(installation.store), migrate.head()
    kind = installation.store.engine.dialect.name
    return Finding(
        "Database",
        f"{kind}, revision {at}",
        "" if at == wanted else f"This version expects {wanted}. Make a backup, then: griot migrate",
    )


def _clocks(installation: Installation) -> Finding:
    """Clocks."""
    from portal.cli.upkeep.examining import clocks

    found = clocks.differences(installation)
    said = f"against this machine's: {clocks.in_words(found)}"
    if remedy := clocks.wrong(installation):
        return Finding("Clocks", said, remedy, grave=remedy == clocks.NEVER_SET)
    far = [what for what, off in found.items() if off is not None and abs(off) > clocks.MAY_DIFFER_S]
    by = "Griot goes by the database's and loses nothing by it. Set all by one time server."
    return Finding("Clocks", said, f"Not as the others: {', '.join(far)}. {by}" if far else "", grave=False)


def _broker(installation: Installation) -> Finding:
    """Broker."""
    from portal.cli.upkeep.examining import broker

    try:
        looked = broker.look(installation.own_settings)
    except Exception as error:  # each kind of broker has errors of its own
        remedy = "Start it, or look at BROKER_URL. Nothing is lost: the worker looks by itself, chores wait."
        return Finding("Broker", f"does not answer ({type(error).__name__})", remedy, grave=False)
    if looked.wrong:
        remedy = (
            f"Another program wrote under this installation's names: {', '.join(looked.wrong)}. It is left as it is, "
            "and no chore runs meanwhile. Remove it, or give Griot a database of its own there (BROKER_URL=redis://…/1)."
        )
        return Finding("Broker", looked.found, remedy)
    strange = f"{looked.strange} messages in the queue are none of Griot's; the worker leaves them out."
    return Finding("Broker", looked.found, strange if looked.strange else "", grave=False)


def _audit(installation: Installation) -> Finding:
    """Audit trail."""
    from casefile.audit.proof.checkpoints import Place
    from casefile.audit.proof.verify import verify

    report = verify(installation.store, Place.of(installation.settings))
    if not report.sound:
        return Finding(
            "Audit trail",
            f"{report.problems[0].what}: {report.problems[0].why}",
            "Someone changed it from outside. Keep the database and the folder proof as they are, and say: "
            "griot audit verify",
        )
    return Finding(
        "Audit trail", f"unbroken, {report.checkpoints} checkpoints, the newest of {report.newest or 'no day'}"
    )


def _engine(installation: Installation) -> Finding:
    """Search engine."""
    version = installation.engine.alive()
    if version is None:
        return Finding(
            "Search engine",
            "does not answer",
            "Start it with scripts/run, or check OPENSEARCH_URL. "
            "Entering and reviewing work without it; nothing is searched until it is back.",
        )
    if not version.startswith("3."):
        return Finding("Search engine", f"OpenSearch {version}", "Griot is made for OpenSearch 3.")
    return Finding("Search engine", f"OpenSearch {version}")


def _door(installation: Installation) -> Finding:
    """Who can reach the search engine."""
    from indexer.node import door

    what, url = "Who can reach the search engine", installation.settings.opensearch_url
    if os.environ.get("OPENSEARCH_URL"):
        return Finding(what, "a server of your own: its accounts and its network decide")
    path = door.path_in(url)
    if path is None:
        return Finding(
            what,
            "every user of this machine: all of the index can be read and changed",
            "This system lets Griot make no network of its own for the engine. Let no others use this machine, start "
            "Griot as root, or allow namespaces of users (sysctl user.max_user_namespaces, or "
            "kernel.unprivileged_userns_clone).",
            grave=False,
        )
    if path.exists() and path.stat().st_mode & 0o077:
        return Finding(what, f"others too: {path} is open to them", "Start again with scripts/run; it closes it.")
    return Finding(what, f"only Griot, by {path}")


def _indices(installation: Installation) -> Finding:
    """Indices."""
    from indexer.engine import indices
    from indexer.upkeep import ownership, rebuild

    if missing := indices.missing(installation.engine):
        return Finding("Indices", f"missing: {', '.join(kind.value for kind in missing)}", "Run: griot rebuild")
    if old := indices.outdated(installation.engine):
        return Finding(
            "Indices", f"of an earlier version: {', '.join(kind.value for kind in old)}", "Run: griot rebuild"
        )
    if rebuild.exchanged(installation.store, installation.engine) or ownership.doubt(installation.store):
        return Finding("Indices", "not those that were made from this database", "Run: griot rebuild")
    return Finding("Indices", f"there, of this version, this installation's own ({installation.engine.owner})")


def _copy(installation: Installation) -> Finding:
    """The engine's copy of the database."""
    from indexer.upkeep import copy_check

    what = "The engine's copy of the database"
    whole = copy_check.whole(installation.store, installation.engine)
    if whole is None:
        return Finding(what, "something is still on its way to it")
    if not whole:
        remedy = "The worker repairs it within a minute; without one run: griot reconcile --repair"
        return Finding(what, "it lacks something, or holds what it should not", remedy)
    return Finding(what, "whole")


def _backlog(installation: Installation) -> Finding:
    """Work that waits."""
    from casefile.outbox import read_backlog

    with installation.store.reading() as session:
        backlog = read_backlog(session)
    if backlog.dead_lettered:
        return Finding(
            "Work that waits", f"{backlog.dead_lettered} dead-lettered", "griot status says why each of them waits."
        )
    return Finding("Work that waits", f"{backlog.total} pending" if backlog.total else "none")


def _signals(installation: Installation) -> Finding:
    """Signals."""
    from indexer.health.measure import Meter

    measured = Meter(installation.settings, installation.store, lambda: installation.engine).measure().judged
    wrong = [one for one in measured if one.level]
    if not wrong:
        return Finding("Signals", f"{len(measured)} in order")
    found = ", ".join(f"{one.signal.value} {one.level.name.lower()}" for one in wrong)
    return Finding("Signals", found, " ".join(f"{one.rule.says} {one.rule.remedy}" for one in wrong), grave=False)


CHECKS: tuple[Callable[[Installation], Finding], ...] = (
    _python,
    _libraries,
    _names,
    _java,
    _disk,
    _memory_maps,
    _processes,
    _database,
    _clocks,
    _broker,
    _audit,
    _engine,
    _door,
    _indices,
    _copy,
    _backlog,
    _signals,
)
