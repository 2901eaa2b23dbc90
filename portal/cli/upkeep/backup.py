"""`griot backup` and `griot restore`: the database to a folder and back, proved whole."""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import click

from casefile import backup as backups
from casefile.backup import Manifest, sealing
from casefile.errors import CasefileError, SetupError
from casefile.installation import identified
from casefile.secrets.files import with_files
from casefile.settings import Settings
from portal.cli.context import Installation, emit
from portal.install import supervisor


@click.command(short_help="Copy the database, sealed, into a new folder while work goes on.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--to", "to", multiple=True, metavar="KEY", help="Seal to this public key of age (may be repeated).")
@click.pass_context
def backup(ctx: click.Context, folder: Path, to: tuple[str, ...]) -> None:
    """Copy the database into a new folder while work goes on, sealed with age.

    It is sealed to the keys of --to, else of GRIOT_BACKUP_TO, else to a key made at the first backup, which lies in the
    home (GRIOT_BACKUP_KEY). Keep a copy of that key elsewhere: without it no backup can be read. The proof of the trail
    comes along, its private key only when sealed. The index is not copied: it is built again from the database.
    """
    take(ctx, folder, to)


def take(ctx: click.Context, folder: Path, to: Sequence[str] = ()) -> Manifest:
    """Take a backup, sealed to these keys or those of the settings, and say what it holds."""
    from casefile.audit.proof import checkpoints
    from casefile.audit.proof.checkpoints import Place

    installation: Installation = ctx.find_root().obj
    settings = installation.settings
    own = Path(settings.backup_key)
    had_key = own.exists()
    recipients = recipients_of(settings, to)
    fresh = own.exists() and not had_key
    place = Place.of(settings)
    with suppress(SetupError):  # the database does not go on from its checkpoints: it is copied all the same
        checkpoints.write(installation.store, place)
    manifest = backups.backup(
        installation.store,
        folder,
        sealed_to=recipients,
        key=own if own.exists() else None,
        proof_folder=place.folder,
    )
    counts = manifest.counts
    lines = [
        f"{counts['record']} records, {counts['watch']} watches, {counts['hit']} hits, "
        f"{manifest.bytes / 1e6:.1f} MB, audit trail up to {manifest.audit_seq}: {folder}",
        f"Sealed to {', '.join(recipients)}.",
    ]
    if fresh:
        lines.append(f"Its key was made now: {own}. Keep a copy elsewhere: without it no backup can be read.")
    emit(ctx, "\n".join(lines), asdict(manifest))
    return manifest


def recipients_of(settings: Settings, to: Sequence[str]) -> list[str]:
    """Whom what is kept is sealed to: those named, else those of the settings, else the home's own key, made if new."""
    named = list(to) or [key.strip() for key in settings.backup_to.split(",") if key.strip()]
    return named or [sealing.make_key(Path(settings.backup_key))]


@click.command(short_help="Put a backup in this installation's place, or prove it in a drill.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--key", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The key file that opens it.")
@click.option("--over", is_flag=True, help="Replace the database that stands there. Stop the services first.")
@click.option(
    "--of", default="", metavar="ID", help="With --over: replace it by the backup of this other installation."
)
@click.option("--drill", is_flag=True, help="Prove it in a home of its own that reaches no server, and leave no trace.")
@click.option("--with-engine", is_flag=True, help="With --drill: build the index too, in an engine of the drill's own.")
@click.option("--database", default="", metavar="URL", help="With --drill: the PostgreSQL server it may use.")
@click.pass_context
def restore(
    ctx: click.Context,
    folder: Path,
    key: Path | None,
    over: bool,
    of: str,
    drill: bool,
    with_engine: bool,
    database: str,
) -> None:
    """Put a backup in this installation's place and rebuild the index.

    The copy is opened with the key file (--key, else GRIOT_BACKUP_KEY, else the one of this home, else where it lay
    when the backup was taken), and proved first (hash, integrity, audit trail, figures, migration); what stands there
    is replaced in one step once all of that holds. All sign-ins are ended. It is refused while Griot runs. The
    checkpoints that the backup carries come with it; those of what stood here are set aside. When the search engine is
    not available, the worker rebuilds the index at its next start.

    --drill does all of that in a home made for it, with index, broker and mail out of reach whatever is set, looks at
    every row, says what it proved and ends with 1 when anything was not.
    """
    if drill:
        keys = [key] if key else _drill_keys(ctx.obj)
        _drill(ctx, folder, keys, database or with_files(os.environ).get("DATABASE_URL", ""), with_engine)
        return
    settings = Settings.from_env(ctx.obj.home)
    keys = [key or Path(settings.backup_key)]
    supervisor.refuse_running(settings.home)
    with supervisor.lock(settings.home):
        _restore(ctx, folder, settings, keys, over, of)


def _drill_keys(installation: Installation) -> list[Path]:
    named = os.environ.get("GRIOT_BACKUP_KEY")
    return [Path(named) if named else installation.home / "backup-key"]


def _drill(ctx: click.Context, folder: Path, keys: list[Path], database: str, with_engine: bool) -> None:
    from portal.cli.upkeep.drill import drill

    done = drill(folder, keys=keys, database=database, with_engine=with_engine)
    counts = done.counts
    lines = [
        f"The backup of {done.taken_at} restores: {counts['record']} records, {counts['watch']} watches, "
        f"{counts['hit']} hits, as its manifest tells.",
        f"The trail holds over {done.lines} lines and {done.checkpoints} checkpoints, and what stands in the tables is "
        f"what {done.leaves} leaves say.",
        f"Brought to revision {done.revision}. Hits that today's rules expect: {done.hits_expected}, of which "
        f"{done.hits_missing} were never raised.",
    ]
    if done.records_indexed is not None:
        lines.append(f"The index was built from it: {done.records_indexed} records, {done.watches_indexed} watches.")
    lines += [f"NOT PROVED: {problem}" for problem in done.problems]
    lines.append(f"In {done.seconds:.1f} s, in a home of its own that is gone again; no server was reached.")
    emit(ctx, "\n".join(lines), done.as_json())
    ctx.exit(0 if done.proved else 1)


def _restore(ctx: click.Context, folder: Path, settings: Settings, keys: list[Path], over: bool, of: str) -> None:
    from casefile.audit.proof.checkpoints import Place, begin_again
    from casefile.audit.proof.verify import verify
    from indexer.upkeep import rebuild as rebuilder

    installation: Installation = ctx.obj
    manifest = backups.restore(folder, settings.database_url, over=over, keys=keys, id=settings.installation, of=of)
    identified(settings, installation.store)
    place = Place.of(settings)
    with backups.proof_of(folder, manifest, place.folder, keys) as carried:
        begin_again(installation.store, place, carried)
    report = verify(installation.store, place)
    data = {**asdict(manifest), "index": "rebuilt", "proof": "sound" if report.sound else "not sound"}
    proof = f"It verifies against {report.checkpoints} checkpoints."
    if not report.sound:
        proof = f"NOT SOUND: {report.problems[0].what}: {report.problems[0].why}. Say: griot audit verify"
    index_state = "The index was rebuilt."
    try:
        rebuilder.rebuild(installation.store, installation.engine, installation.own_settings)
    except CasefileError as error:
        data["index"] = "to be rebuilt"
        index_state = f"The index was not rebuilt ({error}); the worker does it at its next start, or: griot rebuild."
    emit(
        ctx,
        f"Restored the state of {manifest.taken_at}: {manifest.counts['record']} records, "
        f"{manifest.counts['watch']} watches, {manifest.counts['hit']} hits. {proof} {index_state}",
        data,
    )
