"""The home's key: made at the first start, kept in a file of its own outside the database, changed by a signed note.

The file is readable by its owner only and may be closed with a passphrase, which comes from a file as well (a mounted
secret, or what `age -d` writes). Old public keys stay, and each says by its signature which one follows it.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from casefile.errors import BadInput, SetupError
from casefile.proof.notes import PLAIN, Note, VerifyKey, moment_text
from casefile.storage import tables

KEY, KEYS, ROTATIONS = "key.pem", "keys.txt", "rotations.txt"
TITLE = "griot key rotation"


@dataclass(frozen=True, slots=True)
class Signer:
    """The private key, with the name it signs under: the log's origin."""

    name: str
    key: Ed25519PrivateKey

    @property
    def public(self) -> VerifyKey:
        return VerifyKey.of(self.name, PLAIN, self.key)


def signer(folder: Path, passphrase: bytes | None) -> Signer:
    """The home's key; made now where there is none. Raises SetupError where the file cannot be opened."""
    path = folder / KEY
    if not path.exists() and not known(folder):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = Signer(f"griot/{secrets.token_hex(8)}", _new())
        _store(path, made.key, passphrase)
        append(folder / KEYS, f"{made.public}\n")
        return made
    public = known(folder)
    if not public or not path.exists():
        raise SetupError(
            "%(folder)s does not hold both the key and its public half. Put back what is missing, or name a new key "
            "with: griot audit rotate --lost",
            folder=folder,
        )
    found = Signer(public[-1].name, _read(path, passphrase))
    if found.public != public[-1]:
        raise SetupError("%(path)s is not the key whose public half stands last in %(keys)s.", path=path, keys=KEYS)
    return found


def own(path: Path) -> Ed25519PrivateKey:
    """A key in a file of its own, as a unit keeps one; made now where there is none."""
    if not path.exists():
        _store(path, _new(), None)
    return _read(path, None)


def known(folder: Path) -> list[VerifyKey]:
    """The public keys of this home, the oldest first."""
    path = folder / KEYS
    if not path.exists():
        return []
    try:
        return [VerifyKey.parse(line) for line in path.read_text("utf-8").splitlines() if line]
    except BadInput as error:
        raise SetupError("%(path)s was altered: it holds a line that is no public key.", path=path) from error


def rotate(folder: Path, passphrase: bytes | None, *, lost: bool = False) -> Signer:
    """Make a new key that the old one vouches for; with `lost` there is no old one left, and nothing vouches."""
    old = None if lost else signer(folder, passphrase)
    public = known(folder)
    if not public:
        return signer(folder, passphrase)
    new = Signer(public[-1].name, _new())
    text = f"{TITLE}\n{public[-1]}\n{new.public}\n{moment_text(tables.now())}\n"
    note = Note(text)
    if old is not None:
        note = note.signed(old.name, old.key)
    _store(folder / f"{KEY}.new", new.key, passphrase)
    append(folder / ROTATIONS, f"{note.signed(new.name, new.key)}\n\n")
    append(folder / KEYS, f"{new.public}\n")
    (folder / f"{KEY}.new").replace(folder / KEY)
    return new


def not_vouched(folder: Path) -> list[VerifyKey]:
    """Keys that follow another one without its signature: lost, or slipped in."""
    public = known(folder)
    vouched = set()
    path = folder / ROTATIONS
    for part in path.read_text("utf-8").split("\n\n\n") if path.exists() else []:
        try:
            note = Note.parse(part)
            title, old, new, *_ = note.text.splitlines()
            before, after = VerifyKey.parse(old), VerifyKey.parse(new)
        except (BadInput, ValueError):
            continue
        if title == TITLE and before.verifies(note) and after.verifies(note):
            vouched.add((before, after))
    return [after for before, after in zip(public, public[1:], strict=False) if (before, after) not in vouched]


def _new() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


def _store(path: Path, key: Ed25519PrivateKey, passphrase: bytes | None) -> None:
    closed = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    data = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, closed)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())


def _read(path: Path, passphrase: bytes | None) -> Ed25519PrivateKey:
    try:
        data = path.read_bytes()
        closed = b"ENCRYPTED" in data
        key = load_pem_private_key(data, passphrase if closed else None)
    except (OSError, ValueError, TypeError) as error:
        raise SetupError(
            "The key of the checkpoints (%(path)s) cannot be opened. Give its passphrase by "
            "GRIOT_KEY_PASSPHRASE_FILE; without the key nothing new is signed.",
            path=path,
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise SetupError("%(path)s holds another kind of key. Griot signs with Ed25519.", path=path)
    return key


def append(path: Path, text: str) -> None:
    """Add to a file, and have it on the disk."""
    with path.open("a", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
