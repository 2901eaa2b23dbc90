"""`griot export`: what leaves for other programs: FollowTheMoney lines, a network, a STIX bundle, a field sheet, paper.

Each command has a table of whose it may be (`taking`): the own records, or what others let the unit read.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import click

from casefile.errors import BadInput
from portal.cli.context import Installation
from portal.cli.imports.taking import (
    Asked,
    joint_network,
    joint_records,
    own_network,
    own_records,
    received,
    taken_out,
    template_of,
    viewer_of,
)
from portal.translations import LANGUAGES

Command = Callable[..., None]


@click.group("export")
def export() -> None:
    """Take data out to a file that other programs read."""


def options(command: str, *, case: bool = True, output: str = "The file to write.") -> Callable[[Command], Command]:
    """Those that every export has."""
    every = [
        click.option("--unit", required=True, help="Code of the unit whose records are taken out."),
        click.option("--as", "login", default="", help="Login of the officer in whose name, with that one's rights."),
        click.option("--reason", default=f"griot export {command}", help="Why; it stands in the trail."),
        click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help=output),
    ]
    if case:
        every.append(click.option("--case", default="", help="Reference of one of its cases; else all of them."))

    def add(function: Command) -> Command:
        for one in reversed(every):
            function = one(function)
        return function

    return add


JOINT: Final = click.option(
    "--joint", default="", help="Reference of a joint case, read as its member --as reads it."
)  # fmt: skip
CONTACT: Final = click.option(
    "--contact", default="", help="Reference of a pointer: what its other unit released, read as --as reads it."
)  # fmt: skip
FORM: Final = click.option("--form", default="", help="Name of a template: Griot's own, or one that was installed.")
TEMPLATE: Final = click.option(
    "--template", type=click.Path(path_type=Path, dir_okay=False), help="The same as a file (CSV, XLSX, ODS)."
)  # fmt: skip


@export.command("ftm")
@click.option("--unit", required=True, help="Code of the unit whose records are taken out.")
@click.option("--case", default="", help="Reference of one of its cases; without it, all of them.")
@click.option("--as", "login", default="", help="Login of the officer in whose name, with that officer's rights.")
@click.option("--reason", default="griot export ftm", help="Why; it stands in the trail.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of standard output.")
@click.pass_context
def export_ftm(ctx: click.Context, unit: str, case: str, login: str, reason: str, output: Path | None) -> None:
    """JSON lines: the records, then their links. What is disputed, expired or withdrawn stays, and is counted."""
    from casefile.exchange.ftm.export import ftm_lines, take_ftm

    installation: Installation = ctx.obj
    with installation.store.writing() as session:
        viewer = viewer_of(session, unit, login)
        taking = take_ftm(session, viewer, unit=unit, case=case, reason=reason)
    with installation.store.reading() as session:
        lines = (installation.stamped(f"{line}\n".encode()).decode() for line in ftm_lines(session, viewer, taking))
        if output is None:
            for line in lines:
                click.echo(line, nl=False)
        else:
            with output.open("w", encoding="utf-8") as file:
                file.writelines(lines)
    _say_left_out(taking.left_out)


@export.command("network")
@options("network")
@JOINT
@click.option("--format", "form", type=click.Choice(["gexf", "graphml", "i2"]), default="gexf", show_default=True)
@click.option("--form", "name", default="", help="Of i2: name of an installed template; without one, our columns.")
@TEMPLATE
@click.pass_context
def export_network(
    ctx: click.Context, /, output: Path, form: str, name: str, template: Path | None, **typed: str
) -> None:
    """Records and the numbers they share as a network: GEXF, GraphML, or a pair of CSV files for i2 in a ZIP."""
    from casefile.exchange.networks.writing import written
    from casefile.exchange.outgoing.template import I2
    from portal.show.cells import safe_cell

    if form != I2 and (name or template):
        raise BadInput("A template is for --format i2.")
    asked = Asked(form=form, **typed)
    layout = template_of(ctx, asked, name or I2, template, I2) if form == I2 else None
    network, left_out = taken_out(ctx, asked, {"own": own_network, "joint": joint_network})
    output.write_bytes(ctx.obj.stamped(written(network, form, safe_cell, layout)))
    click.echo(f"{len(network.nodes)} nodes, {len(network.edges)} edges: {output}")
    _say_left_out(left_out)


@export.command("stix")
@options("stix")
@JOINT
@CONTACT
@click.pass_context
def export_stix(ctx: click.Context, /, output: Path, **typed: str) -> None:
    """Records and their links as a STIX 2.1 bundle, with handling codes as markings."""
    from casefile.exchange.stix.bundle import as_stix

    asked = Asked(form="stix", **typed)
    shared, left_out = taken_out(ctx, asked, {"own": own_records, "joint": joint_records, "contact": received})
    output.write_bytes(ctx.obj.stamped(as_stix(shared)))
    click.echo(f"{len(shared.records)} records: {output}")
    _say_left_out(left_out)


@export.command("sheet")
@options("sheet", output="The CSV to write.")
@FORM
@TEMPLATE
@click.pass_context
def export_sheet(ctx: click.Context, /, output: Path, form: str, template: Path | None, **typed: str) -> None:
    """Records as a CSV table under the headings of another system's form, with handling codes: by a template."""
    import csv
    import io

    from casefile.exchange.outgoing.sheets import rows_of
    from casefile.exchange.outgoing.template import SHEET
    from portal.show.cells import safe_cell

    layout = template_of(ctx, Asked(form="", **typed), form or "interpol", template, SHEET)
    shared, left_out = taken_out(ctx, Asked(form=layout.name, **typed), {"own": own_records})
    rows = list(rows_of(layout, shared))
    table = io.StringIO(newline="")
    csv.writer(table).writerows([safe_cell(cell) for cell in row] for row in rows)
    output.write_bytes(ctx.obj.stamped_table(table.getvalue().encode("utf-8-sig")))
    click.echo(f"{len(rows) - 1} records: {output}")
    _say_left_out(left_out)


@export.command("pdf")
@options("pdf", case=False)
@click.option("--case", required=True, help="Reference of the case.")
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="fr", show_default=True)
@click.pass_context
def export_pdf(ctx: click.Context, /, output: Path, language: str, **typed: str) -> None:
    """A case as a sheet for paper: who, when, why and handling, then each record with its links."""
    from casefile.exchange.ftm.export import take_ftm
    from casefile.exchange.outgoing.own import shared_of
    from portal import create_app
    from portal.show.document.case import MOST, Sheet, case_pdf
    from portal.show.document.pdf import NO_FONTS, can_be_made

    if not can_be_made():
        raise BadInput(NO_FONTS)
    asked = Asked(form="pdf", **typed)
    installation: Installation = ctx.obj
    with installation.store.writing() as session:
        viewer = viewer_of(session, asked.unit, asked.login)
        taking = take_ftm(
            session, viewer, unit=asked.unit, case=asked.case, reason=asked.reason, written_as=asked.form
        )  # fmt: skip
    with installation.store.reading() as session:
        shared = shared_of(session, viewer, taking, asked.case)
    left = sum(taking.left_out.values())
    sheet = Sheet(asked.login or viewer.login, shared.source.name, taking.at, asked.reason, taking.digest, left)
    with create_app(installation.settings, installation.store).app_context():
        output.write_bytes(case_pdf(shared, sheet, language))
    click.echo(f"{min(len(shared.records), MOST)} of {len(shared.records)} records: {output}")
    _say_left_out(taking.left_out)


def _say_left_out(left_out: Mapping[str, int]) -> None:
    for state, count in left_out.items():
        click.echo(f"left out: {count} {state}", err=True)
