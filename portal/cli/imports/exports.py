"""`griot export`: what leaves for other programs: FollowTheMoney lines, a network, a STIX bundle, a field sheet, paper.

Each command has a table of whose it may be: the own records, or what others let the unit read. What leaves is decided,
and written into the trail, in one transaction, and read in the next.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

import click
from sqlalchemy.orm import Session

from casefile.errors import BadInput, NotThere
from casefile.policy.viewer import Viewer
from portal.cli.context import Installation
from portal.translations import LANGUAGES

T = TypeVar("T")
Command = Callable[..., None]


@click.group("export")
def export() -> None:
    """Take data out to a file that other programs read."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed. `form`: as the trail names the format."""

    unit: str
    case: str
    login: str
    reason: str
    form: str
    joint: str = ""
    contact: str = ""

    @property
    def whose(self) -> str:
        """The own records, or by which option something else. Raises BadInput where more than one was given."""
        given = [f"--{name}" for name in ("case", "joint", "contact") if getattr(self, name)]
        if len(given) > 1:
            raise BadInput(f"Either {' or '.join(given)}.")
        return "joint" if self.joint else "contact" if self.contact else "own"


@dataclass(frozen=True, slots=True)
class Granted(Generic[T]):
    """What may be taken out: `read` gives it, in a transaction of its own."""

    read: Callable[[Session], T]
    left_out: Mapping[str, int] = field(default_factory=dict)


USED_BY: Final = {"sheet": "sheet", "i2": "network --format i2"}
"""By what a template makes, the command that takes it."""
Grant = Callable[[Session, Viewer, Asked], Granted[Any]]


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
        viewer = _viewer(session, unit, login)
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
    layout = _template(ctx, asked, name or I2, template, I2) if form == I2 else None
    network, left_out = _taken(ctx, asked, {"own": _own_network, "joint": _joint_network})
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
    shared, left_out = _taken(ctx, asked, {"own": _own_records, "joint": _joint_records, "contact": _received})
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

    layout = _template(ctx, Asked(form="", **typed), form or "interpol", template, SHEET)
    shared, left_out = _taken(ctx, Asked(form=layout.name, **typed), {"own": _own_records})
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
        viewer = _viewer(session, asked.unit, asked.login)
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


# ---- whose it is


def _own_records(session: Session, viewer: Viewer, asked: Asked) -> Granted[Any]:
    from casefile.exchange.ftm.export import take_ftm
    from casefile.exchange.outgoing.own import shared_of

    taking = take_ftm(session, viewer, unit=asked.unit, case=asked.case, reason=asked.reason, written_as=asked.form)
    return Granted(lambda later: shared_of(later, viewer, taking, asked.case), taking.left_out)


def _own_network(session: Session, viewer: Viewer, asked: Asked) -> Granted[Any]:
    from casefile.exchange.ftm.export import take_ftm
    from casefile.exchange.networks.graph import network_of

    taking = take_ftm(session, viewer, unit=asked.unit, case=asked.case, reason=asked.reason, written_as=asked.form)
    return Granted(lambda later: network_of(later, viewer, taking), taking.left_out)


def _joint_records(session: Session, viewer: Viewer, asked: Asked) -> Granted[Any]:
    from casefile import joint
    from casefile.joint.read import joint_by_reference

    _refuse_foreign(viewer, asked)
    taken = joint.take_joint(session, viewer, joint_by_reference(session, viewer, asked.joint), asked.reason)
    return Granted(lambda _later: taken)


def _joint_network(session: Session, viewer: Viewer, asked: Asked) -> Granted[Any]:
    from casefile import joint
    from casefile.joint.read import joint_by_reference

    _refuse_foreign(viewer, asked)
    joint_id = joint_by_reference(session, viewer, asked.joint)
    taken = joint.take_joint_network(session, viewer, joint_id, asked.reason, written_as=asked.form)
    return Granted(lambda _later: taken.network)


def _received(session: Session, viewer: Viewer, asked: Asked) -> Granted[Any]:
    from casefile import joint
    from casefile.contact.view import contact_by_reference

    _refuse_foreign(viewer, asked)
    if not asked.login:
        raise BadInput("Say who reads it: --as LOGIN.")
    pointer_id = contact_by_reference(session, viewer, asked.contact)
    taken = joint.take_received(session, viewer, pointer_id, asked.reason)
    return Granted(lambda _later: taken)


def _taken(ctx: click.Context, asked: Asked, whose: Mapping[str, Grant]) -> tuple[Any, Mapping[str, int]]:
    """What was asked for, and how many records were left out of it, by state."""
    installation: Installation = ctx.obj
    grant = whose[asked.whose]
    with installation.store.writing() as session:
        viewer = _viewer(session, asked.unit, asked.login)
        granted = grant(session, viewer, asked)
    with installation.store.reading() as session:
        return granted.read(session), granted.left_out


def _viewer(session: Session, unit: str, login: str) -> Viewer:
    """The officer who was named, with that one's rights, else the unit itself."""
    from casefile.people import viewers
    from casefile.people.units import system_viewer

    return viewers.viewer_by_login(session, login) if login else system_viewer(session, unit)


def _refuse_foreign(viewer: Viewer, asked: Asked) -> None:
    """Another unit's code is not there; of the own records `take_ftm` says so itself."""
    from casefile.errors import MISSING

    if viewer.unit_code != asked.unit:
        raise NotThere(MISSING)


def _template(ctx: click.Context, asked: Asked, name: str, path: Path | None, form: str) -> Any:
    """The file, if one was given, else the template of this name; checked before anything is taken out."""
    from casefile.exchange.outgoing.installed import template_named
    from casefile.exchange.outgoing.template import read_template

    installation: Installation = ctx.obj
    if path is not None:
        found = read_template(path)
    else:
        with installation.store.reading() as session:
            found = template_named(session, _viewer(session, asked.unit, asked.login), name)
    if found.form != form:
        raise BadInput(f"The template {found.name} is for griot export {USED_BY[found.form]}.")
    return found


def _say_left_out(left_out: Mapping[str, int]) -> None:
    for state, count in left_out.items():
        click.echo(f"left out: {count} {state}", err=True)
