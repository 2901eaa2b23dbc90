"""`griot evidence export`: a sealed dossier of a confirmed hit."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casefile.errors import BadInput
from portal.cli.context import Installation, emit, reason_for
from portal.translations import LANGUAGES

if TYPE_CHECKING:
    from casefile.evidence import Dossier, Making
    from casefile.vocabulary import Json

REASON = "Export on the command line"


@click.group("evidence")
def evidence() -> None:
    """Sealed dossiers of confirmed hits."""


@evidence.command("export")
@click.argument("hit")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The ZIP to write.")
@click.option("--as", "login", default="", help="Login of the officer in whose name it is made: a desk’s or a unit’s.")
@click.option("--for", "unit", default="", help="Code of one of the two units: the dossier as that unit may know it.")
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="fr", help="Of what people read in it.")
@click.option(
    "--reason", default="", help="Why; kept in the trail and in the dossier. Without it the officer’s errand."
)
@click.option("--permission", default="", help="The source’s, for what bears H1: who gave it, when.")
@click.pass_context
def export(
    ctx: click.Context, hit: str, out: Path, login: str, unit: str, language: str, reason: str, permission: str
) -> None:
    """Write the sealed dossier of HIT (an id as `griot hits export` prints it) into a ZIP.

    Without --as and --for it shows what the coordination desk sees, and hits that protect nobody alone. What bears the
    handling code H1 is left out without --permission.
    """
    from casefile import evidence as dossiers
    from casefile.evidence.gather import pointer_of_hit
    from casefile.people import viewers
    from casefile.policy.disclosure import desks_of
    from casefile.policy.permissions import Permission
    from casefile.policy.viewer import require

    if login and unit:
        raise BadInput("Give --as or --for, not both.", field="--for")
    installation: Installation = ctx.obj
    store, making = installation.store, _making(installation, language)
    wish = dossiers.Wish(reason or REASON, permission)
    if not login:
        made = dossiers.export_for_home(store, hit, wish, making, unit_code=unit)
    else:
        with store.reading() as session:
            viewer = viewers.viewer_by_login(session, login)
            wish = dossiers.Wish(reason_for(session, viewer, installation.settings, reason, REASON)[0], permission)
            if not desks_of(viewer):
                require(viewer, Permission.CONTACT)
                pointer_id = pointer_of_hit(session, viewer.unit_id, hit)
        if desks_of(viewer):
            made = dossiers.export_for_desk(store, viewer, hit, wish, making)
        else:
            made = dossiers.export_for_unit(store, viewer, pointer_id, wish, making)
    _write(out, made.content)
    answer: dict[str, Json] = {
        "dossier": made.dossier.order.reference,
        "file": str(out),
        "bytes": len(made.content),
        "manifest": made.manifest_hash,
        "seen_as": made.dossier.view,
        "withheld": made.dossier.withheld,
        "time_stamp": made.stamped,
    }
    emit(ctx, _said(answer, asked=bool(making.timestamp_url)), answer)


def _write(out: Path, content: bytes) -> None:
    """Readable by its owner alone from its first byte on."""
    out.unlink(missing_ok=True)
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


def _making(installation: Installation, language: str) -> "Making":
    from casefile.evidence import Making
    from casefile.evidence.sealing import sealer_of
    from portal import create_app
    from portal.show.dossier import readable

    app = create_app(installation.settings, installation.store)

    def in_the_language(dossier: "Dossier") -> dict[str, bytes]:
        with app.app_context():
            return readable(dossier, language)

    settings = installation.settings
    return Making(in_the_language, sealer_of(settings, installation.store), settings.timestamp_url)


def _said(answer: "dict[str, Json]", *, asked: bool) -> str:
    lines = [f"{answer['dossier']}: {answer['file']} ({answer['bytes']} bytes), seen as {answer['seen_as']}."]
    if answer["withheld"]:
        lines.append(f"Left out for want of a permission (H1): {answer['withheld']} values. See --permission.")
    if asked and not answer["time_stamp"]:
        lines.append("The time-stamping service did not answer: the dossier bears no token. Export again when it does.")
    lines.append("Check it: unpack it, then python3 -I verify.py in the folder.")
    return "\n".join(lines)
