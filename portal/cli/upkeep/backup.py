"""`griot backup` and `griot restore`: the database to a folder and back, proved whole."""

from dataclasses import asdict
from pathlib import Path

import click

from casefile import backup as backups
from casefile.errors import CasefileError
from casefile.settings import Settings
from portal.cli.context import Installation, emit


@click.command(short_help="Copy the database into a new folder while work goes on.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.pass_context
def backup(ctx: click.Context, folder: Path) -> None:
    """Copy the database into a new folder while work goes on.

    The index is not copied: it is built again from the database. Keep the folder as you keep the database itself.
    """
    installation: Installation = ctx.obj
    manifest = backups.backup(installation.store, folder)
    counts = manifest.counts
    emit(
        ctx,
        f"{counts['record']} records, {counts['watch']} watches, {counts['hit']} hits, "
        f"{manifest.bytes / 1e6:.1f} MB, audit trail up to {manifest.audit_seq}: {folder}",
        asdict(manifest),
    )


@click.command(short_help="Put a backup in this installation's place and rebuild the index.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--over", is_flag=True, help="Replace the database that stands there. Stop the services first.")
@click.pass_context
def restore(ctx: click.Context, folder: Path, over: bool) -> None:
    """Put a backup in this installation's place and rebuild the index.

    The copy is proved first (hash, integrity, audit trail, figures). All sign-ins are ended. When the search engine
    is not available, the worker rebuilds the index at its next start.
    """
    from casefile.audit.proof.checkpoints import Place, begin_again
    from casefile.storage import migrate
    from indexer.upkeep import rebuild as rebuilder

    installation: Installation = ctx.obj
    settings = Settings.from_env(installation.home)  # the folder may be new
    manifest = backups.restore(folder, settings.database_url, over=over)
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
