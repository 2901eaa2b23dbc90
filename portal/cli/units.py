"""`griot unit add`, `griot officer add`: who takes part. The same twice is no error."""

import json

import click

from casefile.people.officers import add_officer
from casefile.people.units import SYSTEM, add_unit, unit_by_code
from casefile.vocabulary import Role, UnitKind
from portal.cli.context import Installation, emit

LOCALES = {"GM": "en"}  # the other countries of the network read French, or a language Griot does not speak yet
TIMEZONES = {"GM": "Africa/Banjul", "MR": "Africa/Nouakchott", "ML": "Africa/Bamako", "NE": "Africa/Niamey",
             "GN": "Africa/Conakry", "CI": "Africa/Abidjan", "ES": "Europe/Madrid", "FR": "Europe/Paris",
             "MA": "Africa/Casablanca", "DZ": "Africa/Algiers", "TN": "Africa/Tunis", "LY": "Africa/Tripoli",
             "GW": "Africa/Bissau", "CV": "Atlantic/Cape_Verde", "PT": "Europe/Lisbon"}  # fmt: skip


@click.group("unit")
def unit() -> None:
    """The units of the network."""


@unit.command("add")
@click.argument("code")
@click.option("--country", required=True, help="ISO 3166 code of two letters.")
@click.option("--name", required=True, help="How the unit is called on screen.")
@click.option("--kind", type=click.Choice([k.value for k in UnitKind]), default=UnitKind.INVESTIGATION.value)
@click.option("--desk", default="", help="How other units reach it: what a pointer tells them.")
@click.option("--locale", default="", help="Language of its notices, such as fr or en.")
@click.option("--timezone", default="", help="Such as Africa/Dakar.")
@click.pass_context
def unit_add(
    ctx: click.Context, code: str, country: str, name: str, kind: str, desk: str, locale: str, timezone: str
) -> None:
    """Set a unit up. A changed name or desk is taken over."""
    installation: Installation = ctx.obj
    where = country.strip().upper()
    with installation.store.writing() as session:
        unit_id = add_unit(
            session,
            SYSTEM,
            code,
            country=where,
            name=name,
            kind=UnitKind(kind),
            desk=desk or name,
            locale=locale or LOCALES.get(where, "fr"),
            timezone=timezone or TIMEZONES.get(where, "Africa/Dakar"),
        )
        known = unit_by_code(session, code.strip())
    emit(
        ctx,
        f"Unit {known.code} ({known.name}, {known.country}).",
        {"unit": known.code, "id": unit_id, "country": known.country, "name": known.name},
    )


@click.group("officer")
def officer() -> None:
    """The officers of the units."""


@officer.command("add")
@click.argument("login")
@click.option("--unit", "unit_code", required=True, help="Code of the officer's unit.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([r.value for r in Role]),
    help="Several roles: repeat the option.",
)
@click.option("--name", default="", help="How the officer is called on screen.")
@click.pass_context
def officer_add(ctx: click.Context, login: str, unit_code: str, roles: tuple[str, ...], name: str) -> None:
    """Add an officer and print a one-time link for choosing the password."""
    installation: Installation = ctx.obj
    with installation.store.writing() as session:
        token = add_officer(session, SYSTEM, login, unit=unit_code, roles=[Role(r) for r in roles], display_name=name)
    link = first_password_link(installation, token) if token else None
    text = (
        f"Officer {login}. To be opened once, within three days, by the officer alone:\n  {link}"
        if link
        else f"Officer {login} is there already and has a password."
    )
    emit(ctx, text, {"login": login, "unit": unit_code, "link": link})


def first_password_link(installation: Installation, token: str) -> str:
    """The link's whole address where the portal's is known, else its path."""
    path = f"/first-password/{token}"
    try:
        saved = json.loads((installation.home / "installation.json").read_text("utf-8"))
    except (OSError, ValueError):
        return path
    address = saved.get("portal_url") or (f"http://127.0.0.1:{saved['port']}" if saved.get("port") else "")
    return f"{address}{path}"
