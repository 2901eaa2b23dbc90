"""Checkpoints: how far the log goes and what its root is, signed, in a folder of the home outside the database.

Next to them lies one file with the hash of every leaf so far, 32 bytes each: by it a row that was changed, even with
all that follows computed again, is named; and it saves reading the database from its beginning each time.
"""

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Text, cast, select

from casefile.audit import trail
from casefile.audit.proof import keys
from casefile.audit.proof.log import Ends, Start, ends, walk
from casefile.errors import BadInput, SetupError
from casefile.proof.notes import Checkpoint, Note, moment_text
from casefile.proof.tree import HASH_BYTES, Frontier
from casefile.settings import Settings
from casefile.storage import leaves, tables
from casefile.storage.store import Store
from casefile.storage.tables import Audit

CHECKPOINTS, LEAVES, STATE, LOCK = "checkpoints", "leaves.bin", "state.json", "lock"
OFFERED, COUNTERSIGNED, VERIFIED = "offered", "countersigned", "verified.json"
SERIES = (CHECKPOINTS, LEAVES, STATE, OFFERED, COUNTERSIGNED, VERIFIED)
"""What belongs to one history of the database; the keys belong to the home."""
EACH_KEPT = timedelta(days=30)
"""For so long every checkpoint is kept; of earlier days the last one, for good."""
MOST_PADDING = 1000
"""Leaves a day that stand for nothing, at most: what one hit adds, four rows or so, is lost among them."""
ASIDE = "before-restore-"
KEY_LINE = "checkpoint_key"
WITHOUT_OLD = "rotated without the old key"
AFTER_RESTORE = "goes on after a restore"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the proof is kept, and where a second copy goes."""

    folder: Path
    second: Path | None = None
    passphrase: bytes | None = field(default=None, repr=False)

    @staticmethod
    def of(settings: Settings) -> "Place":
        """Raises SetupError when the file of the passphrase cannot be read."""
        secret = None
        if settings.key_passphrase_file:
            try:
                secret = Path(settings.key_passphrase_file).read_bytes().strip()
            except OSError as error:
                raise SetupError("%(path)s cannot be read.", path=settings.key_passphrase_file) from error
        second = Path(settings.checkpoint_copy) if settings.checkpoint_copy else None
        return Place(settings.proof_folder, second, secret)

    def notes(self) -> list[Path]:
        """The files of the checkpoints, the oldest first."""
        return sorted((self.folder / CHECKPOINTS).glob("*.txt"))


@dataclass(slots=True)
class _State:
    """How far the file of leaves goes."""

    lines: int = 0
    leaves: int = 0
    hash: str = trail.GENESIS
    tree: Frontier = field(default_factory=Frontier)

    @staticmethod
    def read(folder: Path) -> "_State":
        path = folder / STATE
        if not path.exists():
            return _State()
        try:
            kept = json.loads(path.read_text("ascii"))
            tree = Frontier(kept["lines"] + kept["leaves"], [bytes.fromhex(one) for one in kept["full"]])
            return _State(kept["lines"], kept["leaves"], kept["hash"], tree)
        except (ValueError, KeyError, TypeError) as error:
            raise SetupError("%(path)s was altered. Say: griot audit verify", path=path) from error

    def write(self, folder: Path) -> None:
        kept = {
            "lines": self.lines,
            "leaves": self.leaves,
            "hash": self.hash,
            "full": [h.hex() for h in self.tree.full],
        }
        _write(folder / STATE, json.dumps(kept).encode())


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One process at a time: web, worker and command may all write."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / LOCK).open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def write(store: Store, place: Place) -> Path | None:
    """Sign how far the log goes now; returns the checkpoint's file, None where nothing was added since the last.

    Raises SetupError when the database does not go on from the last checkpoint: nothing is signed over that.
    """
    with alone(place.folder):
        signer = _signer(store, place)
        state = _State.read(place.folder)
        until = ends(store)
        _refuse_other(store, place, state, until)
        newest = place.notes()[-1:]
        if until.size == state.tree.size and newest:
            return None
        _append(store, place.folder, state, until)
        checkpoint = Checkpoint(signer.name, state.tree.size, state.tree.root(), {"at": moment_text(tables.now())})
        note = Note(checkpoint.text()).signed(signer.name, signer.key)
        path = place.folder / CHECKPOINTS / file_name(checkpoint)
        path.parent.mkdir(exist_ok=True, mode=0o700)
        _write(path, str(note).encode())
        state.write(place.folder)
        _thin(place)
        _copy(place)
        return path


def offer(store: Store, place: Place) -> None:
    """The checkpoint of a day, which units are offered. Its size tells nobody what happened: some leaves are padding.

    Who could compare the size with what the own unit enters would see each hit raised on it. So units get one
    checkpoint a day, with a number of leaves in it that only chance knows.
    """
    write(store, place)  # refused where the database does not go on from the last one: then nothing is added either
    with store.writing() as session:
        leaves.pad(session, secrets.randbelow(MOST_PADDING))
    write(store, place)
    newest = place.notes()[-1]
    folder = place.folder / OFFERED
    folder.mkdir(exist_ok=True, mode=0o700)
    _write(folder / newest.name, newest.read_bytes())


def offered(place: Place) -> tuple[Note, Checkpoint] | None:
    """The newest checkpoint that units are offered; None before the first."""
    return newest_in(place.folder / OFFERED)


def begin_again(store: Store, place: Place, carried: Path | None = None) -> Path | None:
    """After a restore: the backup's own series of checkpoints (`carried`: its folder), or a new one; and the former one
    set aside, whole. Returns where; None without.

    The key stays. A home without one takes the backup's, or a new one is made; the trail of the restored database
    names it.
    """
    aside = None
    with alone(place.folder):
        if there := [place.folder / name for name in SERIES if (place.folder / name).exists()]:
            aside = place.folder / f"{ASIDE}{moment_text(tables.now()).replace(':', '')}"
            aside.mkdir(mode=0o700)
            for path in there:
                path.replace(aside / path.name)
        if carried is not None:
            _take_over(place, carried)
        named, public = keys_named(store), [str(key) for key in keys.known(place.folder)]
        if former := [key for key in named if key not in public]:
            _write(place.folder / keys.KEYS, "".join(f"{key}\n" for key in (*former, *public)).encode())
        if keys.known(place.folder) and not (place.folder / keys.KEY).exists():
            keys.rotate(place.folder, place.passphrase, lost=True)
        for key in map(str, keys.known(place.folder)):
            if key not in named:
                _say_key(store, key, AFTER_RESTORE)
    write(store, place)
    return aside


def _take_over(place: Place, carried: Path) -> None:
    """What a backup carries, put in the home's place: the series; the keys where the home has none; who vouches."""
    first = not keys.known(place.folder)
    for name in (*SERIES, *((keys.KEYS, keys.KEY) if first else ())):
        if (carried / name).exists():
            shutil.move(carried / name, place.folder / name)
    notes = [folder / keys.ROTATIONS for folder in (carried, place.folder) if (folder / keys.ROTATIONS).exists()]
    if notes:
        vouched = dict.fromkeys(part for path in notes for part in path.read_text("utf-8").split("\n\n\n") if part)
        _write(place.folder / keys.ROTATIONS, "".join(f"{part}\n\n\n" for part in vouched).encode())


def keys_named(store: Store) -> dict[str, str]:
    """The keys that stand in the trail, and how each came."""
    found: dict[str, str] = {}
    wanted = select(cast(Audit.detail, Text)).where(Audit.subject_kind == KEY_LINE).order_by(Audit.seq)
    with store.reading() as session:
        for text in session.scalars(wanted):
            try:
                detail = json.loads(text)
                found[str(detail["key"])] = str(detail["how"])
            except (ValueError, TypeError, KeyError):
                continue  # altered: the log names the line
    return found


def rows_signed(place: Place) -> Ends:
    """How many audit lines and leaves the file of leaves counts, as the home notes it."""
    state = _State.read(place.folder)
    return Ends(state.lines, state.leaves)


def latest(place: Place) -> Note | None:
    """The newest checkpoint, signed."""
    found = place.notes()
    return Note.parse(found[-1].read_text("utf-8")) if found else None


def rotate(store: Store, place: Place, *, lost: bool = False) -> str:
    """A new key; the change stands in the trail. Returns its public half."""
    with alone(place.folder):
        public = str(keys.rotate(place.folder, place.passphrase, lost=lost).public)
        _say_key(store, public, WITHOUT_OLD if lost else "rotated")
    write(store, place)
    return public


def _signer(store: Store, place: Place) -> keys.Signer:
    new = not keys.known(place.folder)
    signer = keys.signer(place.folder, place.passphrase)
    if new:
        _say_key(store, str(signer.public), "made")
    return signer


def _say_key(store: Store, public: str, how: str) -> None:
    """The trail names every key: one that signs without standing there was slipped in."""
    with store.writing() as session:
        detail = {"key": public, "how": how}
        trail.write(session, None, trail.Action.ADMINISTRATION, KEY_LINE, public.split("+")[1], detail=detail)


def _refuse_other(store: Store, place: Place, state: _State, until: Ends) -> None:
    """The last line that was signed must still be the one in the database, and none may be missing."""
    sound = until.lines >= state.lines and until.leaves >= state.leaves
    if not sound or (state.lines and _hash_of(store, state.lines) != state.hash):
        raise SetupError(
            "The database does not go on from the last checkpoint in %(folder)s: it was rolled back or replaced. "
            "Nothing was signed. Say: griot audit verify",
            folder=place.folder,
        )


def _append(store: Store, folder: Path, state: _State, until: Ends) -> None:
    """Write the hashes of what was added since, and count them in."""
    with (folder / LEAVES).open("r+b" if (folder / LEAVES).exists() else "w+b") as handle:
        handle.truncate(state.tree.size * HASH_BYTES)  # what a power cut left unfinished
        handle.seek(0, os.SEEK_END)
        if handle.tell() != state.tree.size * HASH_BYTES:
            raise SetupError("%(path)s was cut short. Say: griot audit verify", path=folder / LEAVES)
        for place in walk(store, until, Start(state.lines, state.leaves, state.hash)):
            if place.why:
                raise SetupError(
                    "%(what)s: %(why)s. Nothing was signed. Say: griot audit verify", what=place.what, why=place.why
                )
            handle.write(place.hash)
            state.tree.append(place.hash)
        handle.flush()
        os.fsync(handle.fileno())
    state.lines, state.leaves = until.lines, until.leaves
    if until.lines:
        state.hash = str(_hash_of(store, until.lines))


def _hash_of(store: Store, line: int) -> str | None:
    with store.reading() as session:
        return session.connection().execute(select(Audit.hash).where(Audit.seq == line)).scalar()


def _thin(place: Place) -> None:
    """Of days long past the last checkpoint is kept."""
    until = moment_text(tables.now() - EACH_KEPT)[:10]
    days: dict[str, Path] = {}
    for path in place.notes():
        day = path.stem.partition("-")[2][:10]
        if day < until and day in days:
            days[day].unlink()
        days[day] = path


def _copy(place: Place) -> None:
    """To the second place: all that is public. Trouble there must not end what goes on here."""
    if place.second is None:
        return
    to = place.second / CHECKPOINTS
    try:
        to.mkdir(parents=True, exist_ok=True)
        for path in place.notes():
            if not (to / path.name).exists():
                _write(to / path.name, path.read_bytes())
        for name in (keys.KEYS, keys.ROTATIONS):
            if (place.folder / name).exists():
                shutil.copyfile(place.folder / name, place.second / name)
    except OSError as error:
        raise SetupError(
            "The checkpoint is signed, but the second place (%(folder)s) cannot be written to: %(error)s.",
            folder=place.second,
            error=error.strerror,
        ) from error


def file_name(checkpoint: Checkpoint) -> str:
    """What its file is called: files in the order of their names are in the order of sizes."""
    return f"{checkpoint.size:012d}-{checkpoint.at.replace(':', '')}.txt"


def newest_in(folder: Path) -> tuple[Note, Checkpoint] | None:
    """The last checkpoint of a folder; None where there is none, or its file is none any more."""
    found = sorted(folder.glob("0*.txt"))
    return read_note(found[-1]) if found else None


def read_note(path: Path) -> tuple[Note, Checkpoint] | None:
    """A checkpoint's file; None when it is none any more."""
    try:
        note = Note.parse(path.read_text("utf-8"))
        return note, Checkpoint.parse(note.text)
    except (OSError, UnicodeDecodeError, BadInput):
        return None


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, and on the disk."""
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())
    part.replace(path)
