"""Keeps the archive: takes the server's log as it is written, seals each finished piece, and takes base copies.

The log comes over the connection for replication (`pg_receivewal`), so nothing has to be set up on the server but the
right to it, and TLS is the database's own. A slot of the installation's name keeps on the server what has not arrived.
What is unfinished lies in the home, for its owner alone; what is in the archive is sealed.
"""

import gzip
import logging
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import BinaryIO, cast

from sqlalchemy import text
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import DBAPIError

from casefile import fault_points
from casefile.backup import files, postgresql, sealing
from casefile.backup.moments import shelf
from casefile.backup.moments.shelf import Base
from casefile.errors import SetupError

log = logging.getLogger("griot.archive")

INCOMING = "wal-incoming"
"""In the home: the piece that is being received."""

EVERY_S = 300.0
"""A piece is finished at the latest after this time, if anything was written: so much a lost server may take along."""

RIGHTS = (
    "The database's user may not replicate, and the archive is taken that way. Let it (ALTER ROLE … REPLICATION), and "
    "let it in (pg_hba.conf: hostssl replication USER ADDRESS scram-sha-256). PostgreSQL says: %(why)s"
)


@dataclass
class Archive:
    """One installation's archive, and the program that receives."""

    url: URL
    folder: Path
    incoming: Path
    sealed_to: Sequence[str]
    installation: str
    every_s: float = EVERY_S
    _receiving: "subprocess.Popen[bytes] | None" = None
    _switched: float = field(default_factory=monotonic)

    @property
    def slot(self) -> str:
        """Whose it is stands in the name: two installations may share a server."""
        return f"griot_{self.installation[:16] or 'home'}"

    def open(self) -> bool:
        """Be ready to receive. True when what comes does not go on from what is there: a base copy is due."""
        for path in (self.folder, self.folder / shelf.WAL, self.incoming):
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
        with postgresql.connected(self.url, isolation_level="AUTOCOMMIT") as server:
            kept = server.execute(
                text("SELECT wal_status FROM pg_replication_slots WHERE slot_name = :name"), {"name": self.slot}
            ).first()
            if kept is not None and kept.wal_status != "lost":
                return False
            try:
                if kept is not None:
                    server.execute(text("SELECT pg_drop_replication_slot(:name)"), {"name": self.slot})
                made = text("SELECT pg_create_physical_replication_slot(:name, true)")
                server.execute(made, {"name": self.slot})
            except DBAPIError as error:
                raise SetupError(RIGHTS, why=str(error.orig).strip()) from error
        for path in self.incoming.iterdir():  # of before the gap
            path.unlink()
        return True

    def turn(self) -> list[str]:
        """Look after the receiving, and seal what is finished; the names of the pieces."""
        if self._receiving is None or self._receiving.poll() is not None:
            if self._receiving is not None:
                log.warning("archive.receiver_ended %s", self._receiving.returncode)
            self._receiving = self._receive()
        if monotonic() - self._switched >= self.every_s:
            self._switched = monotonic()
            self.switch()
        return self.seal()

    def switch(self) -> None:
        """Finish the piece that is being written, if anything is in it."""
        with postgresql.connected(self.url, isolation_level="AUTOCOMMIT") as server:
            server.execute(text("SELECT pg_switch_wal()"))

    def end(self) -> None:
        """The server need keep nothing for it any more. What is in the folder stays."""
        self.close()
        with postgresql.connected(self.url, isolation_level="AUTOCOMMIT") as server:
            server.execute(
                text("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = :name"),
                {"name": self.slot},
            )

    def close(self) -> None:
        if self._receiving is not None and self._receiving.poll() is None:
            self._receiving.terminate()
            try:
                self._receiving.wait(20)
            except subprocess.TimeoutExpired:
                self._receiving.kill()
                self._receiving.wait(20)
        self.seal()

    def _receive(self) -> "subprocess.Popen[bytes]":
        place, env = postgresql.way(self.url)
        receive = ["pg_receivewal", *place, "--directory", str(self.incoming), "--slot", self.slot, "--no-password"]
        if shutil.which(receive[0]) is None:
            raise SetupError("pg_receivewal is not installed; it comes with PostgreSQL's client.")
        # It ends with us, however we end: one left alone would hold the slot, and nobody would seal what it receives.
        ending = ["setpriv", "--pdeathsig", "TERM"]
        return subprocess.Popen([*ending, *receive], env=env, stdin=subprocess.DEVNULL)

    def seal(self) -> list[str]:
        """Move the finished pieces into the archive, sealed. Killed in between, it is done again."""
        done = []
        for path in sorted(self.incoming.iterdir()):
            if not (shelf.SEGMENT.fullmatch(path.name) or shelf.HISTORY.fullmatch(path.name)):
                continue
            packed, target = self.incoming / f"{path.name}.gz", self.folder / shelf.WAL / f"{path.name}{shelf.ENDING}"
            part = target.with_name(f"{target.name}.part")
            for left in (packed, part):
                left.unlink(missing_ok=True)
            files.make(packed)
            with path.open("rb") as plain, gzip.open(packed, "wb", compresslevel=5) as writing:
                shutil.copyfileobj(plain, writing)
            sealing.seal(packed, part, self.sealed_to)
            files.sync(part)
            part.replace(target)
            files.sync(target.parent)
            fault_points.point("archive.sealed")
            packed.unlink()
            path.unlink()
            done.append(path.name)
        return done

    def base(self) -> Base:
        """Take a whole copy of the server's files, sealed as it comes."""
        with postgresql.connected(self.url) as server:
            begun, first, major = _where(server)
        folder = shelf.new_folder(self.folder, begun)
        folder.mkdir(mode=0o700)
        sealed = folder / shelf.BASE
        place, env = postgresql.way(self.url)
        command = [
            "pg_basebackup", *place, "--pgdata=-", "--format=tar", "--wal-method=fetch", "--checkpoint=fast",
            "--compress=gzip:5", "--no-password", "--label=griot",
        ]  # fmt: skip
        try:
            with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as taking:
                sealing.seal_stream(cast(BinaryIO, taking.stdout), sealed, self.sealed_to)
                why = cast(BinaryIO, taking.stderr).read().decode("utf-8", "replace").strip()
        except FileNotFoundError as error:
            raise SetupError("pg_basebackup is not installed; it comes with PostgreSQL's client.") from error
        finally:
            if not sealed.exists():
                shutil.rmtree(folder)
        if taking.returncode:
            shutil.rmtree(folder)
            raise SetupError(RIGHTS, why=why[-400:])
        files.sync(sealed)
        with postgresql.connected(self.url) as server:
            ended, _, _ = _where(server)
        base = Base(
            begun.isoformat(), ended.isoformat(), first, major, self.url.database or "", self.url.username or "",
            sealed.stat().st_size, files.sha256(sealed), tuple(self.sealed_to), self.installation,
        )  # fmt: skip
        shelf.write(folder, base)
        return base

    def due(self, now: datetime, every: timedelta) -> bool:
        """Whether the newest base copy is as old as that."""
        newest = max((base.ended for base in shelf.bases(self.folder).values()), default=None)
        return newest is None or now - newest >= every


def _where(server: Connection) -> tuple[datetime, str, int]:
    """The server's moment, the piece of the log it writes, its version."""
    row = server.execute(
        text(
            "SELECT clock_timestamp() AS now, pg_walfile_name(pg_current_wal_lsn()) AS piece, "
            "current_setting('server_version_num')::int / 10000 AS major"
        )
    ).one()
    return row.now, str(row.piece), int(row.major)
