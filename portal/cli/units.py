"""`griot unit`: which units take part. The same twice is no error."""

from collections.abc import Mapping
from dataclasses import replace

import click
from sqlalchemy.orm import Session

from casefile import sealing
from casefile.contact.reach import Reach, reach_of, set_reach
from casefile.people import units
from casefile.people.units import SYSTEM, add_unit, unit_by_code
from casefile.vocabulary import SET_UP, Service, UnitKind
from casefile.watches import closing
from portal.cli.context import Installation, emit

LOCALES = {"GM": "en", "ES": "es", "GW": "pt", "CV": "pt", "PT": "pt"}  # the other countries of the network read French
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
@click.option("--kind", type=click.Choice([k.value for k in SET_UP]), default=UnitKind.INVESTIGATION.value)
@click.option("--service", type=click.Choice([s.value for s in Service]), help="Of which service it is.")
@click.option("--desk", default="", help="How other units reach it: what a pointer tells them.")
@click.option("--locale", default="", help="Language of its notices, such as fr or en.")
@click.option("--timezone", default="", help="Such as Africa/Dakar.")
@click.option(
    "--approve-watches/--no-approve-watches",
    default=None,
    help="Whether a second officer approves each watch; left as it is when not said, off for a new unit.",
)
@click.option("--telephone", help="Of its desk, for the unit it is in contact with.")
@click.option("--hours", help="When the desk answers, by its time zone: 'Mo-Fr 08:00-18:00'; '' for always.")
@click.option("--holiday", "holidays", multiple=True, help="A day the desk is closed, 2026-12-25. Again for more.")
@click.option("--language", "languages", multiple=True, help="Spoken at the desk, such as fr. Again for more.")
@click.option("--ack-hours", type=int, help="Within how many hours it acknowledges a contact (48).")
@click.option("--decide-hours", type=int, help="Within how many hours it decides (72).")
@click.pass_context
def unit_add(
    ctx: click.Context,
    /,
    code: str,
    country: str,
    name: str,
    kind: str,
    service: str | None,
    desk: str,
    locale: str,
    timezone: str,
    approve_watches: bool | None,
    **reach: str | int | tuple[str, ...] | None,
) -> None:
    """Set a unit up. A changed name, desk or way to reach it is taken over."""
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
        if approve_watches is not None:
            units.ask_for_approval(session, SYSTEM, unit_id, approves=approve_watches)
        if service:
            units.set_service(session, SYSTEM, unit_id, Service(service))
        known = unit_by_code(session, code.strip())
        _take_over_reach(session, unit_id, reach)
    emit(
        ctx,
        f"Unit {known.code} ({known.name}, {known.country}).",
        {
            "unit": known.code,
            "id": unit_id,
            "country": known.country,
            "name": known.name,
            "approves_watches": known.approves_watches,
        },
    )


def _take_over_reach(session: Session, unit_id: str, given: Mapping[str, object]) -> None:
    """What was given; what was not stays as it is."""
    changes = {name: value for name, value in given.items() if value is not None and value != ()}
    if changes:
        known: Reach = replace(reach_of(session, unit_id), **changes)  # type: ignore[arg-type]
        set_reach(session, SYSTEM, unit_id, known)


@unit.command("list")
@click.pass_context
def unit_list(ctx: click.Context) -> None:
    """All units, by code."""
    installation: Installation = ctx.obj
    with installation.store.reading() as session:
        found = units.units(session)
    lines = [f"{one.code:14} {one.country} {one.name}{'' if one.open else ' (closed)'}" for one in found]
    emit(
        ctx,
        "\n".join(lines),
        {"units": [{"unit": u.code, "name": u.name, "country": u.country, "open": u.open} for u in found]},
    )


@unit.command("history")
@click.argument("code")
@click.option("--days", type=int, help="For how many days from now on; without it, say for how many.")
@click.pass_context
def unit_history(ctx: click.Context, code: str, days: int | None) -> None:
    """How long a unit keeps what its officers searched for. What is sealed to the auditors stays longer."""
    installation: Installation = ctx.obj
    with installation.store.writing() as session:
        unit_id = unit_by_code(session, code).id
        if days is not None:
            units.keep_searches(session, SYSTEM, unit_id, days)
        kept = sealing.keep_days(session, unit_id)
    emit(ctx, f"Unit {code} keeps its searches for {kept} days.", {"unit": code, "days": kept})


@unit.command("close")
@click.argument("code")
@click.option("--reason", required=True, help="Why; kept in the trail.")
@click.pass_context
def unit_close(ctx: click.Context, code: str, reason: str) -> None:
    """End a unit's part in the network: its watches end, its hits are withdrawn, its officers can no longer sign in."""
    installation: Installation = ctx.obj
    with installation.store.writing() as session:
        ended = closing.close_unit(session, SYSTEM, unit_by_code(session, code).id, reason)
    emit(
        ctx,
        f"Unit {code} is closed: {ended.watches} watches ended, {ended.hits} hits withdrawn.",
        {"unit": code, "open": False, "watches_ended": ended.watches, "hits_withdrawn": ended.hits},
    )
