"""What every command works with: the installation it speaks to, one way of printing, and one of being ended."""

import json
import os
import signal
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from casefile.errors import SetupError
from casefile.settings import DEFAULT_HOME, Settings
from casefile.vocabulary import Json

if TYPE_CHECKING:  # half a second of modules, read when a command opens one of them
    from sqlalchemy.orm import Session

    from casefile.policy.viewer import Viewer
    from casefile.storage.store import Store
    from indexer.engine.client import Engine

_NONE_THERE = "There is no installation in %(home)s. Start one with: scripts/run --home %(home)s"


class Installation:
    """One installation. Nothing is opened before it is asked for."""

    def __init__(self, home: str | None = None, as_json: bool = False) -> None:
        self.home_given = bool(home)
        """Named on the command line, not by the environment or by being the usual one."""
        self.home = Path(home or os.environ.get("GRIOT_HOME") or DEFAULT_HOME).resolve()
        self.as_json = as_json

    @cached_property
    def settings(self) -> Settings:
        """Raises SetupError where nothing was ever installed: a mistyped --home must not make an empty folder."""
        if not self.home.is_dir() and not os.environ.get("DATABASE_URL"):
            raise SetupError(_NONE_THERE, home=self.home)
        return Settings.from_env(self.home)

    @cached_property
    def store(self) -> "Store":
        from sqlalchemy.exc import DBAPIError

        from casefile.installation import fits
        from casefile.storage.store import Store
        from portal.cli.trail import write_line

        settings = self.settings
        if settings.embedded_database and not Path(settings.database_url.removeprefix("sqlite:///")).exists():
            raise SetupError(_NONE_THERE, home=self.home)
        store = Store(settings.database_url, secret=settings.secret_keys)
        try:
            fits(settings, store)
        except DBAPIError:
            pass  # does not answer: each command says so in its own words
        except SetupError:
            store.close()
            raise
        write_line(store)
        return store

    @cached_property
    def own_settings(self) -> Settings:
        """The settings with the id of the installation, as the database has it; where that cannot be asked, as the
        home has it. Raises SetupError where the two are of two installations."""
        from sqlalchemy.exc import DBAPIError

        from casefile.installation import identified

        try:
            return identified(self.settings, self.store)
        except DBAPIError:
            return self.settings

    def stamped(self, content: bytes) -> bytes:
        """A file before it is written: of a training space it bears the stamp, as the portal's files do."""
        from casefile.stamp.leaving import stamped

        return stamped(content, "") if self.settings.training else content

    def stamped_table(self, content: bytes) -> bytes:
        """The same of a CSV."""
        from casefile.stamp.leaving import stamped_table

        return stamped_table(content, "") if self.settings.training else content

    @cached_property
    def engine(self) -> "Engine":
        from indexer.engine.client import Engine

        return Engine(self.own_settings)

    def close(self) -> None:
        """Close what was opened."""
        for name in ("store", "engine"):
            if opened := self.__dict__.pop(name, None):
                opened.close()


def new_csv(path: Path) -> TextIO:
    """A file for rows, its folder made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("w", encoding="utf-8", newline="")


FORMER_FIELDS = {
    "owed": "pending",
    "to_look": "to_match",
    "parked": "dead_lettered",
    "parked_rows": "dead_letters",
    "mended": "repaired",
    "mend": "remedy",
}
"""Former name of a field in the answers of `status`, `wait`, `reconcile` and `doctor`: its name today. Both are given
for one release (CHANGELOG.md); then this table goes."""


def with_former(data: Mapping[str, Json]) -> dict[str, Json]:
    """The answer, with each field that had another name under that one too."""
    return {**data, **{former: data[name] for former, name in FORMER_FIELDS.items() if name in data}}


def emit(ctx: click.Context, text: str, data: Mapping[str, Json]) -> None:
    """Say the result: `text` to people, or with --json `data` as one line."""
    if ctx.find_root().obj.as_json:
        click.echo(json.dumps(data, ensure_ascii=False, default=str))
    elif text:
        click.echo(text)


def emit_error(ctx: click.Context, message: str) -> None:
    """Say what was refused: to standard error, and with --json also as the last line of the output."""
    click.echo(message, err=True)
    installation = ctx.find_root().obj
    if installation is not None and installation.as_json:
        click.echo(json.dumps({"error": message}, ensure_ascii=False))


def common_options(command: click.Command) -> click.Command:
    """Let --home and --json stand after the command as well as before it, in a group's commands too."""
    taken = {name for parameter in command.params for name in parameter.opts}
    if "--home" not in taken:
        command.params.append(
            click.Option(["--home"], expose_value=False, callback=_take_home, help="The installation's folder.")
        )
    if "--json" not in taken:
        command.params.append(
            click.Option(
                ["--json"],
                is_flag=True,
                expose_value=False,
                callback=_take_json,
                help="Print one JSON object as the last line.",
            )
        )
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            common_options(inner)
    return command


def _take_home(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value:
        root = ctx.find_root()
        root.obj.home, root.obj.home_given = Path(value).resolve(), True
        root.obj.__dict__.pop("settings", None)


def _take_json(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        ctx.find_root().obj.as_json = True


def reason_for(
    session: "Session", viewer: "Viewer", settings: Settings, stated: str, otherwise: str
) -> tuple[str, str]:
    """Reason and case of a look by command: as stated; else of the errand that stands at the portal, said aloud; else
    `otherwise`."""
    from casefile import errands
    from casefile.policy.permissions import Permission

    if stated or not viewer.may(Permission.SEARCH):
        return stated or otherwise, ""
    standing = errands.of_officer(session, viewer, settings)
    if standing is None:
        return otherwise, ""
    click.echo(f"Reason, from the errand at the portal: {standing.reason} {standing.case_ref}".rstrip(), err=True)
    return standing.reason, standing.case_ref


def end_on_signal() -> None:
    """Of a command that stays: SIGTERM ends it, tidily and with 0. A container's first process is ended by no signal
    that it does not take itself."""
    signal.signal(signal.SIGTERM, _end)


def _end(_number: int, _frame: object) -> None:
    raise SystemExit(0)
