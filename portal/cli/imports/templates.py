"""`griot template`: the tables by which records leave under the headings of another system's form."""

from pathlib import Path

import click

from casefile.people.units import SYSTEM
from portal.cli.context import Installation, emit
from portal.cli.imports.records import FILE


@click.group("template")
def template() -> None:
    """Columns of other systems' forms, as an office wrote them down."""


@template.command("add")
@FILE
@click.option("--name", required=True, help="What it is called in the list of file formats.")
@click.option("--unit", default="", help="Code of the unit that has it; without it, every unit.")
@click.pass_context
def template_add(ctx: click.Context, /, file: Path, name: str, unit: str) -> None:
    """Offer a template (CSV, XLSX, ODS) on the page *Take out as a file*. One of the same name is replaced."""
    from casefile.exchange.incoming import unreadable
    from casefile.exchange.outgoing.installed import install

    installation: Installation = ctx.obj
    try:
        content = file.read_bytes()
    except OSError as error:
        raise unreadable(file, error) from error
    with installation.store.writing() as session:
        made = install(session, SYSTEM, name, content, unit=unit)
    columns = sum(map(len, made.tables.values()))
    emit(ctx, f"Template {name}: {columns} columns.", {"name": name, "form": made.form, "columns": columns})


@template.command("list")
@click.pass_context
def template_list(ctx: click.Context) -> None:
    """Those that were installed, and whose they are."""
    from casefile.exchange.outgoing.installed import installed

    installation: Installation = ctx.obj
    with installation.store.reading() as session:
        found = installed(session, SYSTEM)
    rows = [{"name": one.template.name, "form": one.template.form, "unit": one.unit_code} for one in found]
    lines = [f"{row['name']}  {row['form']}  {row['unit'] or 'every unit'}" for row in rows]
    emit(ctx, "\n".join(lines), {"templates": [dict(row) for row in rows]})


@template.command("remove")
@click.argument("name")
@click.pass_context
def template_remove(ctx: click.Context, name: str) -> None:
    """Offer it no longer."""
    from casefile.exchange.outgoing.installed import remove

    installation: Installation = ctx.obj
    with installation.store.writing() as session:
        remove(session, SYSTEM, name)
    emit(ctx, f"Template {name} is removed.", {"name": name})


@template.command("fields")
def template_fields() -> None:
    """What a line may name under *field*: of records, of a network's entities, of its links."""
    from casefile.exchange.outgoing.fields import OF_ENTITIES, OF_LINKS, OF_RECORDS

    for of, names in (("records", OF_RECORDS), ("entities", OF_ENTITIES), ("links", OF_LINKS)):
        click.echo(f"{of}: {' '.join(sorted(names))}")
