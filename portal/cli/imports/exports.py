"""`griot export`: a unit's records, or one case, as FollowTheMoney lines, as a network, a STIX bundle or on paper."""

from pathlib import Path

import click
from sqlalchemy.orm import Session

from casefile.errors import BadInput, NotThere
from casefile.policy.viewer import Viewer
from portal.cli.context import Installation
from portal.translations import LANGUAGES

REASON = "griot export ftm"


@click.group("export")
def export() -> None:
    """Take data out to a file that other programs read."""


@export.command("ftm")
@click.option("--unit", required=True, help="Code of the unit whose records are taken out.")
@click.option("--case", default="", help="Reference of one of its cases; without it, all of them.")
@click.option("--as", "login", default="", help="Login of the officer in whose name, with that officer's rights.")
@click.option("--reason", default=REASON, help="Why; it stands in the trail.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of standard output.")
@click.pass_context
def export_ftm(ctx: click.Context, unit: str, case: str, login: str, reason: str, output: Path | None) -> None:
    """JSON lines: the records, then their links. What is disputed, expired or withdrawn stays, and is counted."""
    from casefile.exchange.ftm.export import ftm_lines, take_ftm
    from casefile.people import viewers
    from casefile.people.units import system_viewer

    installation: Installation = ctx.obj
    with installation.store.writing() as session:
        viewer = viewers.viewer_by_login(session, login) if login else system_viewer(session, unit)
        taking = take_ftm(session, viewer, unit=unit, case=case, reason=reason)
    with installation.store.reading() as session:
        lines = (installation.stamped(f"{line}\n".encode()).decode() for line in ftm_lines(session, viewer, taking))
        if output is None:
            for line in lines:
                click.echo(line, nl=False)
        else:
            with output.open("w", encoding="utf-8") as file:
                file.writelines(lines)
    for state, count in taking.left_out.items():
        click.echo(f"left out: {count} {state}", err=True)


@export.command("network")
@click.option("--unit", required=True, help="Code of the unit whose records are taken out.")
@click.option("--case", default="", help="Reference of one of its cases; without it, all of them.")
@click.option("--joint", "joint_ref", default="", help="Reference of a joint case, read as its member --as reads it.")
@click.option("--format", "form", type=click.Choice(["gexf", "graphml", "i2"]), default="gexf", show_default=True)
@click.option("--as", "login", default="", help="Login of the officer in whose name, with that officer's rights.")
@click.option("--reason", default="griot export network", help="Why; it stands in the trail.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write.")
@click.pass_context
def export_network(
    ctx: click.Context, unit: str, case: str, joint_ref: str, form: str, login: str, reason: str, output: Path
) -> None:
    """Records and the numbers they share as a network: GEXF, GraphML, or a pair of CSV files for i2 in a ZIP."""
    from casefile import joint
    from casefile.exchange.ftm.export import take_ftm
    from casefile.exchange.networks.graph import network_of
    from casefile.exchange.networks.writing import written
    from casefile.people import viewers
    from casefile.people.units import system_viewer
    from portal.show.cells import safe_cell

    installation: Installation = ctx.obj
    with installation.store.writing() as session:
        viewer = viewers.viewer_by_login(session, login) if login else system_viewer(session, unit)
        if joint_ref:
            joint_id = _joint(session, viewer, unit, case, joint_ref)
            taken = joint.take_joint_network(session, viewer, joint_id, reason, written_as=form).network
        else:
            taking = take_ftm(session, viewer, unit=unit, case=case, reason=reason, written_as=form)
    with installation.store.reading() as session:
        network = taken if joint_ref else network_of(session, viewer, taking)
    left_out = {} if joint_ref else taking.left_out
    output.write_bytes(installation.stamped(written(network, form, safe_cell)))
    click.echo(f"{len(network.nodes)} nodes, {len(network.edges)} edges: {output}")
    for state, count in left_out.items():
        click.echo(f"left out: {count} {state}", err=True)


@export.command("stix")
@click.option("--unit", required=True, help="Code of the unit whose records are taken out.")
@click.option("--case", default="", help="Reference of one of its cases; without it, all of them.")
@click.option("--joint", "joint_ref", default="", help="Reference of a joint case, read as its member --as reads it.")
@click.option("--as", "login", default="", help="Login of the officer in whose name, with that officer's rights.")
@click.option("--reason", default="griot export stix", help="Why; it stands in the trail.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write.")
@click.pass_context
def export_stix(
    ctx: click.Context, unit: str, case: str, joint_ref: str, login: str, reason: str, output: Path
) -> None:
    """Records and their links as a STIX 2.1 bundle, with handling codes as markings."""
    from casefile import joint
    from casefile.exchange.ftm.export import take_ftm
    from casefile.exchange.outgoing.own import shared_of
    from casefile.exchange.stix.bundle import as_stix
    from casefile.people import viewers
    from casefile.people.units import system_viewer

    installation: Installation = ctx.obj
    with installation.store.writing() as session:
        viewer = viewers.viewer_by_login(session, login) if login else system_viewer(session, unit)
        if joint_ref:
            taken = joint.take_joint(session, viewer, _joint(session, viewer, unit, case, joint_ref), reason)
        else:
            taking = take_ftm(session, viewer, unit=unit, case=case, reason=reason, written_as="stix")
    with installation.store.reading() as session:
        shared = taken if joint_ref else shared_of(session, viewer, taking, case)
    left_out = {} if joint_ref else taking.left_out
    output.write_bytes(installation.stamped(as_stix(shared)))
    click.echo(f"{len(shared.records)} records: {output}")
    for state, count in left_out.items():
        click.echo(f"left out: {count} {state}", err=True)


@export.command("sheet")
@click.option("--unit", required=True, help="Code of the unit whose records are taken out.")
@click.option("--case", default="", help="Reference of one of its cases; without it, all of them.")
@click.option("--form", type=click.Choice(["interpol"]), default="interpol", show_default=True)
@click.option("--as", "login", default="", help="Login of the officer in whose name, with that officer's rights.")
@click.option("--reason", default="griot export sheet", help="Why; it stands in the trail.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The CSV to write.")
@click.pass_context
def export_sheet(ctx: click.Context, unit: str, case: str, form: str, login: str, reason: str, output: Path) -> None:
    """The persons as a CSV table under the field names of another system's form, with handling codes behind."""
    import csv
    import io

    from casefile.exchange.ftm.export import take_ftm
    from casefile.exchange.outgoing.own import shared_of
    from casefile.exchange.outgoing.sheets import rows_of
    from casefile.people import viewers
    from casefile.people.units import system_viewer
    from portal.show.cells import safe_cell

    installation: Installation = ctx.obj
    with installation.store.writing() as session:
        viewer = viewers.viewer_by_login(session, login) if login else system_viewer(session, unit)
        taking = take_ftm(session, viewer, unit=unit, case=case, reason=reason, written_as=form)
    with installation.store.reading() as session:
        rows = list(rows_of(form, shared_of(session, viewer, taking, case)))
    written = io.StringIO(newline="")
    csv.writer(written).writerows([safe_cell(cell) for cell in row] for row in rows)
    output.write_bytes(installation.stamped_table(written.getvalue().encode("utf-8-sig")))
    click.echo(f"{len(rows) - 1} records: {output}")
    for state, count in taking.left_out.items():
        click.echo(f"left out: {count} {state}", err=True)


@export.command("pdf")
@click.option("--unit", required=True, help="Code of the unit whose case it is.")
@click.option("--case", required=True, help="Reference of the case.")
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="fr", show_default=True)
@click.option("--as", "login", default="", help="Login of the officer in whose name, with that officer's rights.")
@click.option("--reason", default="griot export pdf", help="Why; it stands in the trail and on the first page.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write.")
@click.pass_context
def export_pdf(ctx: click.Context, unit: str, case: str, language: str, login: str, reason: str, output: Path) -> None:
    """A case as a sheet for paper: who, when, why and handling, then each record with its links."""
    from casefile.exchange.ftm.export import take_ftm
    from casefile.exchange.outgoing.own import shared_of
    from casefile.people import viewers
    from casefile.people.units import system_viewer
    from portal import create_app
    from portal.show.document.case import MOST, Sheet, case_pdf
    from portal.show.document.pdf import NO_FONTS, can_be_made

    if not can_be_made():
        raise BadInput(NO_FONTS)
    installation: Installation = ctx.obj
    with installation.store.writing() as session:
        viewer = viewers.viewer_by_login(session, login) if login else system_viewer(session, unit)
        taking = take_ftm(session, viewer, unit=unit, case=case, reason=reason, written_as="pdf")
    with installation.store.reading() as session:
        shared = shared_of(session, viewer, taking, case)
    left = sum(taking.left_out.values())
    sheet = Sheet(login or viewer.login, shared.source.name, taking.at, reason, taking.digest, left)
    with create_app(installation.settings, installation.store).app_context():
        output.write_bytes(case_pdf(shared, sheet, language))
    click.echo(f"{min(len(shared.records), MOST)} of {len(shared.records)} records: {output}")
    for state, count in taking.left_out.items():
        click.echo(f"left out: {count} {state}", err=True)


def _joint(session: Session, viewer: Viewer, unit: str, case: str, reference: str) -> str:
    """The joint case that goes by this reference and in which the unit has a seat: its members are officers, so one of
    them takes it out (`--as`)."""
    from casefile.errors import MISSING
    from casefile.joint.read import joint_by_reference

    if case:
        raise BadInput("Either --case or --joint.")
    if unit != viewer.unit_code:
        raise NotThere(MISSING)
    return joint_by_reference(session, viewer, reference)
