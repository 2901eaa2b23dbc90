"""`griot import un`, `interpol`, `opensanctions`, `sltd`: a list that others publish. Who left it is withdrawn."""

from datetime import UTC
from pathlib import Path
from typing import Any

import click

from portal.cli.context import Installation, emit
from portal.cli.imports.records import CONTINUE, FILE, WISHES, import_, refused_options, reported, show_report
from portal.cli.progress import progress_bar

NOTICES = ("red", "yellow")
UNIT = click.option("--unit", required=True, help="Code of the unit whose records they become.")


@import_.command("un")
@FILE
@WISHES
@CONTINUE
@click.pass_context
def import_un_list(ctx: click.Context, /, file: Path, continues: bool, **wishes: Any) -> None:
    """The consolidated list of the UN Security Council, as XML."""
    _bring(ctx, "un", file, continues, wishes)


@import_.command("interpol")
@FILE
@click.option("--notice", type=click.Choice(NOTICES), help="Which notices; as the file says, otherwise.")
@WISHES
@CONTINUE
@click.pass_context
def import_notices(ctx: click.Context, /, file: Path, notice: str | None, continues: bool, **wishes: Any) -> None:
    """INTERPOL's public red or yellow notices, in their JSON form."""
    from casefile.exchange.sources.interpol import colour_of

    with refused_options():
        colour = notice or colour_of(file)
    _bring(ctx, f"interpol-{colour}", file, continues, wishes)


@import_.command("opensanctions")
@FILE
@WISHES
@CONTINUE
@click.pass_context
def import_opensanctions(ctx: click.Context, /, file: Path, continues: bool, **wishes: Any) -> None:
    """A data set of OpenSanctions: entities or deltas as JSON lines, statements as CSV."""
    _bring(ctx, "opensanctions", file, continues, wishes)


@import_.command("sltd")
@FILE
@UNIT
@WISHES
@CONTINUE
@click.pass_context
def import_documents(ctx: click.Context, /, file: Path, unit: str, continues: bool, **wishes: Any) -> None:
    """Stolen and lost travel documents that the unit's own country has issued, as CSV or JSON."""
    _bring(ctx, "sltd", file, continues, wishes, unit)


@import_.command("sources")
@click.pass_context
def list_sources(ctx: click.Context) -> None:
    """The lists that come in here: who publishes each, of which date it is, how many stand on it."""
    from casefile.exchange.sources import listings
    from casefile.people.units import SYSTEM

    installation: Installation = ctx.obj
    with installation.store.reading() as session:
        found = listings.sources(session, SYSTEM)
    lines = []
    for one in found:
        day, licence = one.as_of.date().isoformat() if one.as_of else "no date", one.licence or "no licence said"
        counts = f"{one.listed:,} listed, {one.left:,} no longer; of {day}"
        lines.append(f"{one.unit}  {one.name}: {counts} ({one.publisher}, {licence})")
    emit(ctx, "\n".join(lines) or "No list has come in yet.", {"sources": [one.as_json() for one in found]})


def _bring(ctx: click.Context, kind: str, file: Path, continues: bool, wishes: dict[str, Any], unit: str = "") -> None:
    from casefile.exchange.runs import check_unfinished
    from casefile.exchange.sources.adapters import ADAPTERS, Wish
    from casefile.exchange.sources.lists import import_list

    installation: Installation = ctx.obj
    adapter = ADAPTERS[kind]
    if continues:
        check_unfinished(installation.store, adapter.home.code if adapter.home else unit, kind, file)
    if wishes["as_of"] is not None:
        wishes["as_of"] = wishes["as_of"].replace(tzinfo=UTC)
    with reported(ctx), progress_bar() as progress:
        report = import_list(installation.store, file, adapter, unit=unit, wish=Wish(**wishes), progress=progress)
    show_report(ctx, report, "records")
