"""`griot up`: bring the installation up, keep it running, or end it. `scripts/run` calls it."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from casefile.errors import CasefileError, SetupError
from portal.cli.context import Installation, emit
from portal.install import supervisor

if TYPE_CHECKING:  # reads half of Griot; --stop and --status need none of it
    from portal.install.bring_up import Wish

_READY = b"ready\n"
_DETACHED_FD = "GRIOT_UP_READY_FD"
_NO_SPACE = 28


def _memory(_ctx: click.Context, _parameter: click.Parameter, value: str) -> str:
    if not re.fullmatch(r"[1-9]\d{0,6}[mMgG]", value):
        raise click.BadParameter("a whole number with m or g behind it, such as 512m or 2g.")
    return value


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="The portal's port; 0 picks a free one.")
@click.option("--no-demo", is_flag=True, help="Start empty. Decided at the first start of a home.")
@click.option(
    "--training", is_flag=True, help="A training space: a home of its own (…-training), invented people, no way out."
)
@click.option("--heap", default="1g", show_default=True, callback=_memory, help="Memory of the local search engine.")
@click.option("--detach", is_flag=True, help="Return when it is ready and leave it running.")
@click.option("--stop", "do_stop", is_flag=True, help="End what runs.")
@click.option("--status", "do_status", is_flag=True, help="Say what runs; exit 1 when not all of it does.")
@click.pass_context
def up(
    ctx: click.Context, port: int | None, no_demo: bool, training: bool, heap: str, detach: bool, do_stop: bool,
    do_status: bool,
) -> None:  # fmt: skip
    """Start Griot: search engine, database, demonstration, worker and web server."""
    installation: Installation = ctx.find_root().obj
    home = installation.home
    if training:
        home = installation.home = home if installation.home_given else training_home(home)
        stay_inside()
    if do_stop:
        _stop(ctx, home)
    elif do_status:
        _status(ctx, home)
    elif supervisor.SUPERVISOR in supervisor.running(home):
        _already(ctx, home, port)
    elif detach:
        _detach(ctx, home)
    else:
        from portal.install.bring_up import Wish  # reads half of Griot; --stop and --status need none of it

        _run(ctx, Wish(home, port, not no_demo, heap, training))


def training_home(home: Path) -> Path:
    """Where the training space of the installation in `home` lies when no other folder is named."""
    return home.with_name(f"{home.name}-training")


def stay_inside() -> None:
    """From here on, and for all that is started, the environment names nothing of a real installation."""
    from casefile.settings import without_ways_out

    for name in os.environ.keys() - without_ways_out(os.environ).keys():
        del os.environ[name]
    os.environ["GRIOT_TRAINING"] = "1"


def _run(ctx: click.Context, wish: "Wish") -> None:
    """Bring up, say so, and watch until asked to end."""
    from casefile.settings import Settings
    from portal.install.bring_up import bring_up, keep_apart, prepare_home
    from portal.install.misspelt import misspelt

    keep_apart(wish.home, training=wish.training)
    prepare_home(wish.home)
    Settings.from_env(wish.home)  # before anything is started for them
    for line in misspelt(os.environ):
        click.echo(line)
    keeper = supervisor.Supervisor(wish.home)
    if wish.training:
        from portal.install.training import look

        keeper.on_look = look

    def end(_number: int, _frame: FrameType | None) -> None:
        if keeper.ending:
            return  # asked twice: it is ending already
        keeper.ending = True
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
    try:
        with supervisor.lock(wish.home):
            if left := supervisor.clear_leftovers(wish.home):
                click.echo(f"An earlier start was ended by force; ended what it left: {', '.join(left)}.")
            try:
                url = bring_up(wish, keeper)
                _leave_line(wish.home)
                _say_ready(ctx, wish.home, url)
                _let_go(wish.home)
                keeper.watch()
            finally:
                keeper.ending = True
                keeper.stop()
                _sign(wish.home)
    except KeyboardInterrupt:
        if not os.environ.get(_DETACHED_FD):
            click.echo("Griot is stopped.")
    except OSError as error:
        if error.errno != _NO_SPACE:
            raise
        raise SetupError(
            "The disk of %(home)s is full. Free some space (600 MB) and start again: it goes on where it was.",
            home=wish.home,
        ) from error


def _sign(home: Path) -> None:
    """Once nothing writes any more: so a copy of the home carries its last checkpoint."""
    from sqlalchemy.exc import SQLAlchemyError

    from casefile.audit.proof import checkpoints
    from casefile.settings import Settings
    from casefile.storage import migrate
    from casefile.storage.store import Store

    settings = Settings.from_env(home)
    store = Store(settings.database_url)
    try:
        if migrate.current(store) == migrate.head():
            checkpoints.write(store, checkpoints.Place.of(settings))
    except (CasefileError, SQLAlchemyError) as error:
        click.echo(f"The last checkpoint was not signed: {error}", err=True)
    finally:
        store.close()


def _detach(ctx: click.Context, home: Path) -> None:
    """Run the same command in a session of its own, and return when it says that it is ready.

    It writes to this terminal until then, to a log afterwards.
    """
    reading, writing = os.pipe()
    args = [*(arg for arg in sys.argv[1:] if arg != "--detach"), "--home", str(home)]
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "portal.cli", *args],
        stdin=subprocess.DEVNULL,
        env=os.environ | {_DETACHED_FD: str(writing), "GRIOT_HOME": str(home)},
        pass_fds=[writing],
        start_new_session=True,
    )
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as answer:
            ready = answer.read() == _READY
    except KeyboardInterrupt:
        child.terminate()
        child.wait()
        raise
    if not ready:
        ctx.exit(child.wait() or 1)


def _leave_line(home: Path) -> None:
    """That the installation was started stands in its trail. Before this the database may not have been there."""
    installation = Installation(str(home))
    try:
        _ = installation.store
    finally:
        installation.close()


def _let_go(home: Path) -> None:
    """When started by --detach: let the terminal go and tell the one who waits."""
    if not (given := os.environ.pop(_DETACHED_FD, None)):
        return
    sys.stdout.flush()
    sys.stderr.flush()
    log = os.open(home / "logs" / "supervisor.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)
    os.write(int(given), _READY)
    os.close(int(given))


def _say_ready(ctx: click.Context, home: Path, url: str) -> None:
    from portal.install.demo import demo_logins

    logins = demo_logins(home)
    lines = [f"Griot is ready at {url}"]
    if logins:
        lines.append("Demonstration, all people invented. Sign in as:")
        lines += [f"  {login:<14} {password}  {what}" for login, (password, what) in logins.items()]
    emit(ctx, "\n".join(lines), {"url": url, "home": str(home), "demo": bool(logins)})


def _url(home: Path) -> str:
    from portal.install.bring_up import read_saved

    return f"http://127.0.0.1:{read_saved(home).get('port', '?')}"


def _already(ctx: click.Context, home: Path, port: int | None) -> None:
    url = _url(home)
    if port and url != f"http://127.0.0.1:{port}":
        raise SetupError("Griot already runs at %(url)s. To move it, end it first with --stop.", url=url)
    _say_ready(ctx, home, url)


def _stop(ctx: click.Context, home: Path) -> None:
    ended = supervisor.stop(home)
    emit(ctx, "Griot is stopped." if ended else f"Nothing of {home} was running.", {"stopped": ended})


def _status(ctx: click.Context, home: Path) -> None:
    found = supervisor.running(home)
    expected = [supervisor.SUPERVISOR, "worker", "web"] + ([] if os.environ.get("OPENSEARCH_URL") else ["node"])
    parts = {name: (found[name].pid if name in found else None) for name in expected}
    lines = [f"{name:<11} {'runs, process ' + str(pid) if pid else 'does not run'}" for name, pid in parts.items()]
    lines.append(f"Griot runs at {_url(home)}" if all(parts.values()) else f"Start it with: scripts/run --home {home}")
    emit(ctx, "\n".join(lines), {"running": all(parts.values()), "parts": parts, "url": _url(home)})
    ctx.exit(0 if all(parts.values()) else 1)
