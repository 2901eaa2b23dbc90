"""`griot token`: what machines of a unit show instead of a sign-in. The token is printed once, when it is made."""

import click

from casefile.people.machines import api_tokens
from casefile.people.machines.api_tokens import DAYS, MOST_DAYS, TokenView
from casefile.people.units import SYSTEM
from casefile.vocabulary import Json, TokenScope
from portal.cli.context import Installation, emit


class Scopes(click.ParamType[tuple[TokenScope, ...]]):
    """Words of `TokenScope` with commas between."""

    name = "scopes"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[TokenScope, ...]:
        words = [word.strip() for word in str(value).split(",") if word.strip()]
        known = {scope.value for scope in TokenScope}
        if unknown := [word for word in words if word not in known]:
            self.fail(f"{unknown[0]} is none of: {', '.join(sorted(known))}.", param, ctx)
        return tuple(TokenScope(word) for word in words)


@click.group("token")
def token() -> None:
    """Tokens of the units' machines."""


@token.command("add")
@click.argument("name")
@click.option("--unit", "unit_code", required=True, help="Code of the unit in whose name it asks.")
@click.option(
    "--scopes", required=True, type=Scopes(), help="match,search,reconcile,records,watches,pointers,operations."
)
@click.option("--days", default=DAYS, show_default=True, help=f"For how long it is good, {MOST_DAYS} at most.")
@click.option("--reason", default="", help="What it is for: stated in the trail with each of its questions.")
@click.pass_context
def token_add(
    ctx: click.Context, name: str, unit_code: str, scopes: tuple[TokenScope, ...], days: int, reason: str
) -> None:
    """Make a token and print it, once."""
    installation: Installation = ctx.obj
    with installation.store.writing() as session:
        made = api_tokens.add_token(session, SYSTEM, name, unit=unit_code, scopes=scopes, days=days, reason=reason)
    address = f"{installation.settings.address}/reconcile/default/at/{made.address}" if made.address else ""
    text = f"Token {made.view.name} of {unit_code}, until {made.view.expires_at:%Y-%m-%d}. Shown once:\n{made.token}"
    if address:
        text += f"\nFor tools that can send no header, as secret as the token:\n{address}"
    emit(ctx, text, {**_as_json(made.view), "token": made.token, "reconcile": address or None})


@token.command("list")
@click.pass_context
def token_list(ctx: click.Context) -> None:
    """All tokens, those in force first."""
    installation: Installation = ctx.obj
    with installation.store.reading() as session:
        found = api_tokens.tokens_of(session, SYSTEM)
    emit(ctx, "\n".join(_line(one) for one in found), {"tokens": [_as_json(one) for one in found]})


@token.command("revoke")
@click.argument("name")
@click.pass_context
def token_revoke(ctx: click.Context, name: str) -> None:
    """End a token at once."""
    installation: Installation = ctx.obj
    with installation.store.writing() as session:
        found = api_tokens.token_named(session, SYSTEM, name)
        ended = api_tokens.revoke(session, SYSTEM, found.id)
    emit(ctx, f"Token {ended.name} is revoked.", _as_json(ended))


def _line(one: TokenView) -> str:
    state = "in force" if one.in_force else "revoked" if one.revoked_at else "expired"
    return f"{one.name}\t{one.unit_code}\t{','.join(one.scopes)}\t{state}\tuntil {one.expires_at:%Y-%m-%d}"


def _as_json(one: TokenView) -> dict[str, Json]:
    return {
        "id": one.id,
        "name": one.name,
        "unit": one.unit_code,
        "scopes": [scope.value for scope in one.scopes],
        "reason": one.reason,
        "expires_at": one.expires_at.isoformat(),
        "revoked_at": one.revoked_at.isoformat() if one.revoked_at else None,
        "last_used_at": one.last_used_at.isoformat() if one.last_used_at else None,
        "in_force": one.in_force,
    }
