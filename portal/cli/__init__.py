"""`griot`, the command line: one group; each command's file is read only when it is called.

Whatever a command writes to the trail is marked with its name and the user of the system who typed it: here, once, so
that no command can forget it and none can act in an officer's name unseen (`griot search --as`).
"""

import importlib
import os
import pwd

import click

from casefile.acting import acting
from casefile.errors import CasefileError
from portal.cli.context import Installation, common_options, emit_error

COMMANDS = {
    "up": "up:up",
    "doctor": "upkeep.doctor:doctor",
    "migrate": "upkeep.migrate:migrate",
    "upgrade": "upkeep.upgrade:upgrade",
    "unit": "units:unit",
    "officer": "officers:officer",
    "token": "machines.tokens:token",
    "webhook": "machines.webhooks:webhook",
    "import": "imports.lists:import_",
    "watch": "watches:watch",
    "wait": "watches:wait",
    "hits": "hits:hits",
    "export": "imports.exports:export",
    "template": "imports.templates:template",
    "evidence": "evidence.export:evidence",
    "search": "search:search",
    "document": "documents:document",
    "post": "machines.posts:post",
    "check": "readers.lists:check",
    "names": "names:names",
    "matching": "upkeep.matching:matching",
    "identifiers": "readers.identifiers:identifiers",
    "status": "upkeep.status:status",
    "reconcile": "upkeep.reconcile:reconcile",
    "rebuild": "upkeep.rebuild:rebuild",
    "retention": "retention:retention",
    "exhibit": "evidence.exhibits:exhibit",
    "audit": "upkeep.audit:audit",
    "backup": "upkeep.backup:backup",
    "backups": "upkeep.backups:backups",
    "archive": "upkeep.archive:archive",
    "recover": "upkeep.archive:recover",
    "restore": "upkeep.backup:restore",
    "bench": "bench.command:bench",
    "demo": "demo:demo",
    "training": "upkeep.training:training",
}
"""Command: file in this folder and the click command in it. A broken file breaks only its own commands."""


class Commands(click.Group):
    """Reads a command's file on demand, and turns what Griot refuses into one sentence and exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        file, attribute = COMMANDS[cmd_name].split(":")
        try:
            command = getattr(importlib.import_module(f"portal.cli.{file}"), attribute)
        except Exception as error:
            return _broken(cmd_name, error)
        return common_options(command)

    def invoke(self, ctx: click.Context) -> object:
        try:
            with acting(_command, _system_user()):
                return super().invoke(ctx)
        except CasefileError as error:
            emit_error(ctx, str(error))
        except Exception as error:
            if (sentence := _known(error, ctx.obj)) is None:
                raise
            emit_error(ctx, sentence)
        ctx.exit(1)


def _command() -> str:
    """The command that runs, as typed without its options: *officer add*."""
    context, names = click.get_current_context(), list[str]()
    while context.parent is not None:
        names.insert(0, context.info_name or "")
        context = context.parent
    return " ".join(names)


def _system_user() -> str:
    """Who typed it, by the account the process runs under. What the environment says anybody can set."""
    number = os.geteuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _broken(name: str, error: Exception) -> click.Command:
    """Stands in for a command whose file cannot be read, so that all others still work."""

    @click.command(
        name,
        short_help=f"(cannot be loaded: {type(error).__name__})",
        context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    )
    def broken() -> None:
        raise click.ClickException(f"The command cannot be loaded ({error}). Install Griot again with scripts/run.")

    return broken


def _known(error: Exception, installation: Installation) -> str | None:
    """Failures of the surroundings that deserve a sentence, not a stack trace."""
    from sqlalchemy.exc import OperationalError, ProgrammingError

    if isinstance(error, OperationalError | ProgrammingError) and (sentence := _of_another_version(installation)):
        return sentence
    if isinstance(error, OperationalError):
        cause = str(error.orig).strip().splitlines()[0]
        return f"The database cannot be used ({cause}). griot doctor says what is wrong."
    if isinstance(error, FileNotFoundError | PermissionError | IsADirectoryError):
        return f"{error.filename}: {error.strerror}. Check the path and whose it is."
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}{f' ({error.filename})' if error.filename else ''}. griot doctor says what is wrong."
    return None


def _of_another_version(installation: Installation) -> str | None:
    """A column that is not there: the database's tables are of another version than the code."""
    from sqlalchemy.exc import SQLAlchemyError

    from casefile.storage import migrate

    try:
        migrate.must_fit(installation.store)
    except CasefileError as error:
        return str(error)
    except SQLAlchemyError:
        return None
    return None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--home", help="The installation's folder (else GRIOT_HOME, else var/ of the checkout).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object as the last line.")
@click.pass_context
def main(ctx: click.Context, home: str | None, as_json: bool) -> None:
    """Griot: who else works on the same subject, without reading each other's files."""
    ctx.obj = Installation(home, as_json)
    ctx.call_on_close(ctx.obj.close)
