"""`griot webhook`: where a machine of a unit is told that there is a pointer to read. Its secret is printed once."""

import click

from casefile.errors import Conflict
from casefile.people.machines import webhooks
from casefile.people.machines.webhooks import Made, WebhookView
from casefile.people.units import SYSTEM
from casefile.vocabulary import Json
from portal.cli.context import Installation, emit


@click.group("webhook")
def webhook() -> None:
    """Where the units' machines are told of pointers."""


@webhook.command("add")
@click.argument("name")
@click.option("--unit", "unit_code", required=True, help="Code of the unit whose pointers it tells of.")
@click.option("--url", required=True, help="Address of the receiver, https://…")
@click.pass_context
def webhook_add(ctx: click.Context, name: str, unit_code: str, url: str) -> None:
    """Make a webhook and print its secret, once."""
    installation: Installation = ctx.obj
    listed = installation.settings.webhook_private
    with installation.store.writing() as session:
        made = webhooks.add_webhook(session, SYSTEM, name, unit=unit_code, url=url, listed=listed)
    _given(ctx, made, f"Webhook {made.view.name} of {unit_code}.")


@webhook.command("list")
@click.pass_context
def webhook_list(ctx: click.Context) -> None:
    """All webhooks, those in force first, with what waits and what was given up."""
    installation: Installation = ctx.obj
    with installation.store.reading() as session:
        found = webhooks.webhooks_of(session, SYSTEM)
    emit(ctx, "\n".join(_line(one) for one in found), {"webhooks": [_as_json(one) for one in found]})


@webhook.command("rotate")
@click.argument("name")
@click.pass_context
def webhook_rotate(ctx: click.Context, name: str) -> None:
    """Give it another secret; calls bear both signatures for a day."""
    installation: Installation = ctx.obj
    with installation.store.writing() as session:
        found = webhooks.webhook_named(session, SYSTEM, name)
        made = webhooks.rotate(session, SYSTEM, found.id)
    until = made.view.former_until
    _given(ctx, made, f"Webhook {made.view.name}: the former secret is used until {until:%Y-%m-%d %H:%M} UTC as well.")


@webhook.command("remove")
@click.argument("name")
@click.pass_context
def webhook_remove(ctx: click.Context, name: str) -> None:
    """End a webhook at once; calls that wait are not made."""
    installation: Installation = ctx.obj
    with installation.store.writing() as session:
        found = webhooks.webhook_named(session, SYSTEM, name)
        ended = webhooks.remove(session, SYSTEM, found.id)
    emit(ctx, f"Webhook {ended.name} is removed.", _as_json(ended))


@webhook.command("test")
@click.argument("name")
@click.pass_context
def webhook_test(ctx: click.Context, name: str) -> None:
    """Call it now with an event that tells nothing; ends with 1 unless the receiver takes it."""
    from indexer.worker import outward
    from indexer.worker.webhooks import send_test

    installation: Installation = ctx.obj
    status = send_test(installation.settings, installation.store, SYSTEM, name)
    if not outward.taken(status):
        raise Conflict(f"Webhook {name} did not take the test: {status}.")
    emit(ctx, f"Webhook {name} took the test: {status}.", {"name": name, "status": status})


def _given(ctx: click.Context, made: Made, text: str) -> None:
    emit(ctx, f"{text} The secret, shown once:\n{made.secret}", {**_as_json(made.view), "secret": made.secret})


def _line(one: WebhookView) -> str:
    state = "in force" if one.in_force else "removed"
    counts = f"{one.pending} wait, {one.dead} given up"
    return f"{one.name}\t{one.unit_code}\t{one.url}\t{state}\t{counts}\tlast: {one.last_status or 'none'}"


def _as_json(one: WebhookView) -> dict[str, Json]:
    return {
        "id": one.id,
        "name": one.name,
        "unit": one.unit_code,
        "url": one.url,
        "in_force": one.in_force,
        "pending": one.pending,
        "dead": one.dead,
        "last_sent_at": one.last_sent_at.isoformat() if one.last_sent_at else None,
        "last_status": one.last_status,
        "former_until": one.former_until.isoformat() if one.former_until else None,
    }
