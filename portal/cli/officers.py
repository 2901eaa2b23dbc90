"""`griot officer`: who may sign in, and with which duties. All that the administration's pages do, at once.

Here no second administrator is asked for: whoever types this may read the database file as well. Each act stands in
the trail with the user of the system, and on the home page of the officer's unit as done from the command line.
"""

from collections.abc import Callable, Iterable

import click
from sqlalchemy.orm import Session

from casefile.people import invitations, officers
from casefile.people.units import SYSTEM
from casefile.policy.logins import clean_login
from casefile.policy.viewer import Viewer
from casefile.vocabulary import Role
from portal.cli.context import Installation, emit

ROLES = click.Choice([r.value for r in Role])
REASON = click.option("--reason", required=True, help="Why; kept in the trail.")


@click.group("officer")
def officer() -> None:
    """The officers of the units."""


@officer.command("add")
@click.argument("login")
@click.option("--unit", "unit_code", required=True, help="Code of the officer's unit.")
@click.option("--role", "roles", multiple=True, required=True, type=ROLES, help="Several roles: repeat the option.")
@click.option("--name", default="", help="How the officer is called on screen.")
@click.pass_context
def officer_add(ctx: click.Context, login: str, unit_code: str, roles: tuple[str, ...], name: str) -> None:
    """Add an officer and print a one-time link for choosing the password."""
    installation: Installation = ctx.obj
    login = clean_login(login)
    with installation.store.writing() as session:
        token = officers.add_officer(session, SYSTEM, login, unit=unit_code, roles=_roles(roles), display_name=name)
    link = first_password_link(installation, token) if token else None
    text = (
        f"Officer {login}. {_to_be_used(login, token, link)}"
        if token and link
        else f"Officer {login} is there already and has a password."
    )
    emit(ctx, text, {"login": login, "unit": unit_code, "link": link, "code": token})


@officer.command("list")
@click.pass_context
def officer_list(ctx: click.Context) -> None:
    """All officers with their duties, by unit."""
    installation: Installation = ctx.obj
    with installation.store.reading() as session:
        found = officers.officers_of(session, SYSTEM)
    emit(ctx, "\n".join(_line(one) for one in found), {"officers": [
        {
            "login": one.login, "unit": one.unit_code, "name": one.display_name, "roles": sorted(one.roles),
            "active": one.active, "has_password": one.has_password, "duties_collide": one.duties_collide,
        }
        for one in found
    ]})  # fmt: skip


@officer.command("duties")
@click.argument("login")
@click.option("--role", "roles", multiple=True, type=ROLES, help="Several roles: repeat the option; none: no duty.")
@click.pass_context
def officer_duties(ctx: click.Context, login: str, roles: tuple[str, ...]) -> None:
    """Give an officer exactly these duties; it counts from the next page on."""
    installation: Installation = ctx.obj
    with installation.store.writing() as session:
        officers.set_roles(session, SYSTEM, login, _roles(roles))
    emit(ctx, f"Officer {login}: {', '.join(roles) or 'no duty'}.", {"login": login, "roles": sorted(roles)})


@officer.command("link")
@click.argument("login")
@click.pass_context
def officer_link(ctx: click.Context, login: str) -> None:
    """Print a new one-time link for an officer who forgot the password."""
    _emit_code(ctx, login, invitations.new_link)


@officer.command("lost-factor")
@click.argument("login")
@click.pass_context
def officer_lost_factor(ctx: click.Context, login: str) -> None:
    """Take away the second factor of an officer who lost it, and print a one-time code to set up another."""
    _emit_code(ctx, login, invitations.renew_factor)


@officer.command("reseal")
@click.pass_context
def officer_reseal(ctx: click.Context) -> None:
    """Seal all second factors and keys of searches under the present key.

    Afterwards the former one (GRIOT_SECRET_KEY_BEFORE) can go.
    """
    installation: Installation = ctx.obj
    with installation.store.writing() as session:
        sealed = officers.reseal_factors(session, SYSTEM)
    emit(ctx, f"{sealed} second factors sealed under the present key.", {"resealed": sealed})


@officer.command("move")
@click.argument("login")
@click.option("--unit", "unit_code", required=True, help="Code of the new unit.")
@click.option("--role", "roles", multiple=True, type=ROLES, help="Duties in the new unit; repeat the option.")
@REASON
@click.pass_context
def officer_move(ctx: click.Context, login: str, unit_code: str, roles: tuple[str, ...], reason: str) -> None:
    """Move an officer to another unit, with these duties and nothing of the old unit."""
    installation: Installation = ctx.obj
    with installation.store.writing() as session:
        officers.move_officer(session, SYSTEM, login, unit_code, _roles(roles), reason)
    emit(
        ctx,
        f"Officer {login} is of {unit_code} now: {', '.join(roles) or 'no duty'}.",
        {"login": login, "unit": unit_code, "roles": sorted(roles)},
    )


@officer.command("deactivate")
@click.argument("login")
@REASON
@click.pass_context
def officer_deactivate(ctx: click.Context, login: str, reason: str) -> None:
    """Shut an officer out at once, for good: sign-ins and links end."""
    installation: Installation = ctx.obj
    with installation.store.writing() as session:
        officers.deactivate(session, SYSTEM, login, reason)
    emit(ctx, f"Officer {login} is deactivated.", {"login": login, "active": False})


def _roles(words: Iterable[str]) -> list[Role]:
    return [Role(word) for word in words]


def _line(one: officers.OfficerView) -> str:
    state = "" if one.active else " (deactivated)"
    warning = " DUTIES THAT MAY NOT MEET" if one.active and one.duties_collide else ""
    return f"{one.unit_code:14} {one.login:20} {', '.join(sorted(one.roles)) or 'no duty'}{state}{warning}"


def _emit_code(ctx: click.Context, login: str, act: Callable[[Session, Viewer, str], str]) -> None:
    """Do what ends in a one-time code for the officer, and print it."""
    installation: Installation = ctx.obj
    with installation.store.writing() as session:
        token = act(session, SYSTEM, login)
    link = first_password_link(installation, token)
    emit(ctx, _to_be_used(login, token, link), {"login": login, "link": link, "code": token})


def _to_be_used(login: str, token: str, link: str) -> str:
    return f"To be opened once, within three days, by {login} alone:\n  {link}\nOr typed at the sign-in page: {token}"


def first_password_link(installation: Installation, token: str) -> str:
    """The link's whole address where the portal's is known, else its path."""
    return f"{installation.settings.address}/first-password/{token}"
