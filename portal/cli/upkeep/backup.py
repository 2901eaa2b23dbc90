"""`griot backup` and `griot restore`: the database to a folder and back, proved whole."""

from dataclasses import asdict
from pathlib import Path

import click

from casefile import backup as backups
from casefile.backup import sealing
from casefile.errors import CasefileError
from casefile.settings import Settings
from portal.cli.context import Installation, emit


@click.command(short_help="Copy the database, sealed, into a new folder while work goes on.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--to", "to", multiple=True, metavar="KEY", help="Seal to this public key of age (may be repeated).")
@click.pass_context
def backup(ctx: click.Context, folder: Path, to: tuple[str, ...]) -> None:
    """Copy the database into a new folder while work goes on, sealed with age.

    It is sealed to the keys of --to, else of GRIOT_BACKUP_TO, else to a key made at the first backup, which lies in the
    home (GRIOT_BACKUP_KEY). Keep a copy of that key elsewhere: without it no backup can be read. The index is not
    copied: it is built again from the database.
    """
    installation: Installation = ctx.obj
    settings = installation.settings
    recipients = list(to) or [key.strip() for key in settings.backup_to.split(",") if key.strip()]
    own = Path(settings.backup_key)
    fresh = not recipients and not own.exists()
    if not recipients:
        recipients = [sealing.make_key(own)]
    manifest = backups.backup(installation.store, folder, sealed_to=recipients, key=own if own.exists() else None)
    counts = manifest.counts
    lines = [
        f"{counts['record']} records, {counts['watch']} watches, {counts['hit']} hits, "
        f"{manifest.bytes / 1e6:.1f} MB, audit trail up to {manifest.audit_seq}: {folder}",
        f"Sealed to {', '.join(recipients)}.",
    ]
    if fresh:
        lines.append(f"Its key was made now: {own}. Keep a copy elsewhere: without it no backup can be read.")
    emit(ctx, "\n".join(lines), asdict(manifest))


@click.command(short_help="Put a backup in this installation's place and rebuild the index.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--key", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The key file that opens it.")
@click.option("--over", is_flag=True, help="Replace the database that stands there. Stop the services first.")
@click.pass_context
def restore(ctx: click.Context, folder: Path, key: Path | None, over: bool) -> None:
    """Put a backup in this installation's place and rebuild the index.

    The copy is opened with the key file (--key, else GRIOT_BACKUP_KEY, else the one of this home, else where it lay
    when the backup was taken), and proved first (hash, integrity, audit trail, figures). All sign-ins are ended. When
    the search engine is not available, the worker rebuilds the index at its next start.
    """
    from casefile.audit.proof.checkpoints import Place, begin_again
    from casefile.storage import migrate
    from indexer.upkeep import rebuild as rebuilder

    installation: Installation = ctx.obj
    settings = Settings.from_env(installation.home)  # the folder may be new
    keys = [key] if key else [Path(settings.backup_key)]
    manifest = backups.restore(folder, settings.database_url, over=over, keys=keys)
    migrate.migrate(installation.store)
    begin_again(installation.store, Place.of(settings))
    data = {**asdict(manifest), "index": "rebuilt"}
    index_state = "The index was rebuilt."
    try:
        rebuilder.rebuild(installation.store, installation.engine, installation.settings)
    except CasefileError as error:
        data["index"] = "to be rebuilt"
        index_state = f"The index was not rebuilt ({error}); the worker does it at its next start, or: griot rebuild."
    emit(
        ctx,
        f"Restored the state of {manifest.taken_at}: {manifest.counts['record']} records, "
        f"{manifest.counts['watch']} watches, {manifest.counts['hit']} hits. {index_state}",
        data,
    )
