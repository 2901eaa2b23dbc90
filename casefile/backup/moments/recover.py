"""Of an archive a backup of one moment: a PostgreSQL of its own, for minutes, on a socket that nobody else can enter.

The base copy is unsealed and held against its own manifest, the log is played to the moment, and what then stands there
is copied as any backup is: read back, its trail verified, sealed. The database in use is neither read nor touched.
"""

import gzip
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError

from casefile.backup import files, postgresql, sealing
from casefile.backup.copies import backup
from casefile.backup.manifest import Manifest
from casefile.backup.moments import shelf
from casefile.backup.moments.shelf import Base
from casefile.backup.restoring import opened
from casefile.errors import SetupError

PATIENCE_S = 6 * 3600.0
"""A day's log of a busy server is played in less than an hour."""
LOOK_S = 0.5
TOO_LATE = "recovery ended before configured recovery target was reached"

SETTINGS = """\
listen_addresses = ''
unix_socket_directories = '{folder}'
port = 5432
hot_standby = off
archive_mode = off
fsync = off
max_connections = 20
restore_command = 'cp "{folder}/wal/%f" "%p"'
recovery_target_timeline = 'latest'
recovery_target_action = 'promote'
{target}
"""
"""Its own, whatever the former server's were; not forced to the disk, for it is thrown away."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be recovered. `moment` None: all there is."""

    archive: Path
    moment: datetime | None
    keys: Sequence[Path]
    unfinished: Path | None = None
    """The folder of the piece that was being received, where this machine has it."""


def recover(wish: Wish, target: Path, work: Path, *, sealed_to: Sequence[str], key: Path | None) -> Manifest:
    """Write a backup of the moment into the new folder `target`. `work`: where so much room is as the server takes.

    Raises SetupError where the archive does not hold the moment, or cannot be read.
    """
    found, base = shelf.base_for(shelf.bases(wish.archive), wish.moment)
    programs = _programs(base.major)
    with tempfile.TemporaryDirectory(prefix=".griot-recover-", dir=work) as name:
        folder = Path(name)
        _unpacked(programs, found, base, wish, folder)
        account = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
        if account is not None:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)
        url = URL.create("postgresql+psycopg", base.user, database=base.database, query={"host": str(folder)})
        with _running(programs, folder, account, wish), opened(url.render_as_string(False)) as store:
            moment = wish.moment.isoformat() if wish.moment else ""
            return backup(store, target, sealed_to=sealed_to, key=key, taken_at=moment)


def _programs(major: int) -> Path:
    """The folder of a server's programs of this version."""
    folder = Path(f"/usr/lib/postgresql/{major}/bin")
    if not (folder / "postgres").exists():
        raise SetupError(
            "PostgreSQL %(major)s itself is not on this machine, and the copy can be read by no other version. On "
            "Debian: apt-get install postgresql-%(major)s",
            major=major,
        )
    return folder


def _unpacked(programs: Path, found: Path, base: Base, wish: Wish, folder: Path) -> None:
    """The server's files, its log and its settings, as they were."""
    sealed, data, wal = found / shelf.BASE, folder / "data", folder / shelf.WAL
    if not sealed.exists() or files.sha256(sealed) != base.sha256:
        raise SetupError("%(path)s is not the file that was written: it was cut short or altered.", path=sealed)
    packed = folder / "base.tar.gz"
    sealing.unseal(sealed, packed, wish.keys)
    for path in (data, wal):
        path.mkdir(mode=0o700)
    _done("tar", "--extract", "--gzip", "--file", str(packed), "--directory", str(data))
    packed.unlink()
    _done(str(programs / "pg_verifybackup"), "--no-parse-wal", "--exit-on-error", "--quiet", str(data))
    for name in shelf.pieces(wish.archive):
        if not shelf.spare_pieces([name], base.from_wal):
            _piece(wish.archive / shelf.WAL / f"{name}{shelf.ENDING}", wal / name, wish.keys)
    if wish.unfinished is not None and wish.unfinished.is_dir():
        for path in wish.unfinished.glob("*"):
            name = path.name.removesuffix(".partial")
            if shelf.SEGMENT.fullmatch(name) and not (wal / name).exists():
                shutil.copyfile(path, wal / name)
    target = f"recovery_target_time = '{wish.moment.isoformat()}'" if wish.moment else ""
    (folder / "postgresql.conf").write_text(SETTINGS.format(folder=folder, target=target), "utf-8")
    (folder / "pg_hba.conf").write_text("local all all trust\n", "utf-8")
    (folder / "pg_ident.conf").touch()
    (data / "postgresql.auto.conf").write_text("", "utf-8")
    (data / "standby.signal").unlink(missing_ok=True)
    (data / "recovery.signal").touch()


def _piece(sealed: Path, plain: Path, keys: Sequence[Path]) -> None:
    packed = plain.with_name(f"{plain.name}.gz")
    sealing.unseal(sealed, packed, keys)
    try:
        with gzip.open(packed) as reading, plain.open("wb") as writing:
            shutil.copyfileobj(reading, writing)
    except (OSError, EOFError) as error:
        raise SetupError("%(path)s is damaged.", path=sealed) from error
    packed.unlink()


@contextmanager
def _running(programs: Path, folder: Path, account: pwd.struct_passwd | None, wish: Wish) -> Iterator[None]:
    """The server, once it has played the log to the moment. Ended with what it did."""
    options = {name: f"{folder}/{file}" for name, file in _FILES.items()}
    command = [str(programs / "postgres"), "-D", f"{folder}/data", *(f"-c{name}={at}" for name, at in options.items())]
    said = folder / "log"
    with said.open("wb") as log:
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder, env={"PATH": os.environ["PATH"]},
            user=account.pw_uid if account else None, group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
        )  # fmt: skip
    try:
        _until_played(child, folder, lambda: said.read_text("utf-8", "replace"), wish)
        yield
    finally:
        if child.poll() is None:
            child.terminate()
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait(20)


_FILES = {"config_file": "postgresql.conf", "hba_file": "pg_hba.conf", "ident_file": "pg_ident.conf"}


def _until_played(child: "subprocess.Popen[bytes]", folder: Path, said: Callable[[], str], wish: Wish) -> None:
    until = time.monotonic() + PATIENCE_S
    url = URL.create("postgresql+psycopg", "nobody", database="postgres", query={"host": str(folder)})
    while time.monotonic() < until:
        if child.poll() is not None:
            raise _unplayed(said(), wish)
        try:
            with postgresql.connected(url):
                return
        except OperationalError as error:
            if 'role "nobody" does not exist' in str(error):  # it asks who is there: it takes connections
                return
        time.sleep(LOOK_S)
    raise SetupError("The log was not played within %(hours)s hours.", hours=int(PATIENCE_S // 3600))


def _unplayed(said: str, wish: Wish) -> SetupError:
    """What the server's last words mean."""
    lines = said.splitlines() or ["?"]
    if TOO_LATE in said:
        last = [line.rpartition("log time ")[2] for line in lines if "last completed transaction" in line]
        return SetupError(
            "The archive does not reach to %(moment)s: the last change it holds is of %(last)s. Say that moment, or "
            "none for all there is.",
            moment=wish.moment, last=last[-1] if last else "?",
        )  # fmt: skip
    words = [line for line in lines if "FATAL" in line or "PANIC" in line] or lines
    return SetupError("The archive cannot be played: %(why)s", why=words[-1].strip()[-300:])


def _done(*command: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise SetupError("%(program)s is not installed.", program=command[0]) from error
    if done.returncode:
        raise SetupError("The copy is damaged (%(why)s).", why=(done.stderr or done.stdout).strip()[-300:])
