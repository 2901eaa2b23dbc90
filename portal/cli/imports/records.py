"""`griot import ftm`, `griot import end`: records in. A faulty file leaves nothing; an interrupted import is continued.

A re-import follows its source by id; what an officer corrected stands.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from typing import Any, TypeVar

import click

from casefile.errors import BadInput
from casefile.exchange.incoming import FileRefused, ImportReport, ListRefused
from casefile.vocabulary import Purpose, Sharing, SubjectCategory
from portal.cli.context import Installation, emit
from portal.cli.progress import progress_bar

Command = TypeVar("Command", bound=Any)
OPTIONS = {
    "unit": "--unit", "case": "--case", "ground": "--ground", "watchlist": "--watchlist", "expires_at": "--expires",
    "suspicion_note": "--note", "legal_basis": "--basis", "subject_category": "--category", "purpose": "--purpose",
    "reason": "--reason", "list": "--list", "notice": "--notice", "file": "FILE",
    "mapping": "--mapping",
}  # fmt: skip
"""The field that an option fills."""

FILE = click.argument("file", type=click.Path(path_type=Path))

CONTINUE = click.option(
    "--continue", "continues", is_flag=True, help="Only go on with an interrupted import of this file."
)
"""Without it the command does the same, and begins where there is nothing to go on with."""


WISH_OPTIONS = (
    click.option(
        "--as-of", type=click.DateTime(("%Y-%m-%d",)), help="The date of the list, where the file carries none."
    ),
    click.option("--older", is_flag=True, help="Also if a newer one is in: the list goes back to this one."),
    click.option("--shrink", is_flag=True, help="Also if it lacks half of the list."),
    click.option("--delta", is_flag=True, help="It says only what has changed: what it lacks stays."),
)


def WISHES(command: Command) -> Command:
    """The options of a file of a list."""
    for option in reversed(WISH_OPTIONS):
        command = option(command)
    return command


@click.group("import")
def import_() -> None:
    """Bring records in from a file."""


@import_.command("ftm")
@FILE
@click.option("--unit", required=True, help="Code of the unit whose records they become.")
@click.option("--case", default="", help="Reference of the unit's case they go to; opened if there is none.")
@click.option(
    "--category",
    type=click.Choice([c.value for c in SubjectCategory]),
    default="suspect",
    help="What the persons and organisations in the file are.",
)
@click.option("--purpose", type=click.Choice([p.value for p in Purpose]), default="support_investigation")
@click.option("--basis", default="", help="Legal basis on which they are held.")
@click.option("--note", default="", help="Ground of suspicion, kept with each person.")
@click.option(
    "--sharing",
    type=click.Choice([s.value for s in Sharing]),
    default="pointer",
    help="The most another unit may come to know.",
)
@click.option("--list", "name", default="", help="The file is the unit's list of this name: what it lacks leaves it.")
@click.option("--licence", default="", help="With --list: on what terms it may be used.")
@click.option("--cadence", default="", help="With --list: how often it comes.")
@click.option("--coverage", default="", help="With --list: whom it covers.")
@WISHES
@CONTINUE
@click.pass_context
def import_ftm_file(
    ctx: click.Context,
    /,
    file: Path,
    unit: str,
    case: str,
    category: str,
    purpose: str,
    basis: str,
    note: str,
    sharing: str,
    name: str,
    licence: str,
    cadence: str,
    coverage: str,
    continues: bool,
    **wishes: Any,
) -> None:
    """FollowTheMoney entities, as JSON lines; with --list as a list of the unit's own that forgets."""
    from dataclasses import replace

    from casefile.exchange.import_runs import FTM_CASE, FTM_RULES, Terms, check_ftm_options, import_ftm
    from casefile.exchange.runs import check_unfinished
    from casefile.exchange.sources.adapters import Wish, own_list
    from casefile.exchange.sources.lists import import_list

    installation: Installation = ctx.obj
    rules = replace(
        FTM_RULES, purpose=Purpose(purpose), sharing=Sharing(sharing), legal_basis=basis or FTM_RULES.legal_basis
    )
    terms = Terms(SubjectCategory(category), note or Terms().note, rules)
    said = {"licence": licence, "cadence": cadence, "coverage": coverage}
    with refused_options():
        check_ftm_options(installation.store, unit, case, terms)
        if not name and (any(wishes.values()) or any(said.values())):
            raise BadInput("Name the list this file is of: --list NAME.", field="list")
    if continues:
        check_unfinished(installation.store, unit, "list" if name else "ftm", file)
    if wishes["as_of"] is not None:
        wishes["as_of"] = wishes["as_of"].replace(tzinfo=UTC)
    with reported(ctx), progress_bar() as progress:
        if not name:
            report = import_ftm(installation.store, file, unit, case, terms, progress)
        else:
            of = own_list(name, unit, rules, note=terms.note, case=case or FTM_CASE, category=terms.category, said=said)
            report = import_list(installation.store, file, of, unit=unit, wish=Wish(**wishes), progress=progress)
    show_report(ctx, report, "records")


@import_.command("table")
@FILE
@click.option("--unit", required=True, help="Code of the unit whose records they become.")
@click.option("--mapping", default="", help="A mapping that the unit saved: what the columns are, and what is stated.")
@click.pass_context
def import_table_file(ctx: click.Context, /, file: Path, unit: str, mapping: str) -> None:
    """A table (CSV, XLSX, ODS), by a mapping that the unit saved when it brought one in at the portal."""
    from casefile.exchange.workbooks.at_command import bring_table

    installation: Installation = ctx.obj
    with refused_options():
        view = bring_table(installation.store, file, unit, mapping)
    counts = view.outcomes
    said = ", ".join(f"{many:,} {outcome}" for outcome, many in sorted(counts.items()))
    emit(ctx, f"{view.done:,} rows: {said}.", {"import": view.id, "rows": view.done, **counts})
    if counts.get("rejected"):
        ctx.exit(1)


@import_.command("undo")
@click.argument("table")
@click.option("--unit", required=True, help="Code of the unit whose table it was.")
@click.option("--reason", required=True, help="Why it is taken back; it stands in the trail.")
@click.pass_context
def undo_table_file(ctx: click.Context, table: str, unit: str, reason: str) -> None:
    """Take a whole table back, by the id that `import table --json` gave."""
    from casefile.exchange.workbooks.at_command import undo_table

    installation: Installation = ctx.obj
    with refused_options():
        view = undo_table(installation.store, table, unit, reason)
    counts = view.outcomes
    said = ", ".join(f"{many:,} {outcome}" for outcome, many in sorted(counts.items()))
    emit(ctx, f"{view.done:,} rows: {said}.", {"import": view.id, "rows": view.done, **counts})
    if view.undone_at is None:
        ctx.exit(1)


@import_.command("end")
@click.argument("run")
@click.option("--reason", required=True, help="Why the rest is not to come; it stands in the trail.")
@click.pass_context
def end_run(ctx: click.Context, run: str, reason: str) -> None:
    """End an interrupted import that is not to be continued: what came in stays in."""
    from casefile.exchange.runs import end_unfinished
    from casefile.people.units import SYSTEM

    installation: Installation = ctx.obj
    with refused_options(), installation.store.writing() as session:
        done = end_unfinished(session, SYSTEM, run, reason)
    emit(ctx, f"Ended: {done:,} entries of it stay in, the rest is not to come.", {"run": run, "done": done})


@contextmanager
def refused_options() -> Iterator[None]:
    """Say a refused option once and by its name, as click says its own: usage error, exit code 2."""
    try:
        yield
    except BadInput as error:
        raise click.BadParameter(str(error), param_hint=OPTIONS.get(error.field)) from error


@contextmanager
def reported(ctx: click.Context) -> Iterator[None]:
    """Say why a file is refused, and end with exit code 1."""
    try:
        yield
    except (FileRefused, ListRefused) as refused:
        show_rejected(ctx, refused)


def show_report(ctx: click.Context, report: ImportReport, what: str) -> None:
    """Say what was done; exit 1 when something was left out that should have come in."""
    lines = [
        f"{report.read} read: {report.created} {what} created, {report.updated} updated, "
        f"{report.unchanged} unchanged, {report.rejected} left out."
    ]
    if report.withdrawn or report.relisted:
        lines.append(
            f"  {report.withdrawn} withdrawn, no longer on the list; {report.relisted} on it again"
            + (f": {', '.join(report.withdrawn_ids)}" if report.withdrawn_ids else "")
            + (", …" if report.withdrawn > len(report.withdrawn_ids) else "")
        )
    if report.wide:
        lines.append(f"  {report.wide} wide: a common name or a value that many hold; they find nothing, or too much")
    if report.kept:
        named = ", ".join(report.kept_ids) + (", …" if report.kept > len(report.kept_ids) else "")
        lines.append(f"  {report.kept} kept as an officer wrote them, against the file: {named}")
    lines += [f"  left out: {problem}" for problem in report.problems]
    lines += [f"  {fault}" for fault in report.faults]
    lines += [f"  not held: {name} ({count})" for name, count in sorted(report.not_held.items())]
    emit(ctx, "\n".join(lines), report.as_json())
    if report.rejected:
        ctx.exit(1)


def show_rejected(ctx: click.Context, refused: FileRefused | ListRefused) -> None:
    """Say why nothing was imported, and with --json the same as a report."""
    click.echo(str(refused), err=True)
    emit(ctx, "", {**refused.report.as_json(), "error": str(refused)})
    ctx.exit(1)
