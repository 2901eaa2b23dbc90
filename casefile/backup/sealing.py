"""Backups are sealed with age: to public keys, so that the machine that takes one need not be able to read it.

age (X25519, ChaCha20-Poly1305, in pieces of 64 KB, each authenticated) is a public format with programs for every
system: what is sealed here is opened by `age --decrypt --identity KEY`, without Griot. A key file is age's own.
"""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import pyrage

from casefile.backup import files
from casefile.errors import SetupError

SUFFIX = ".age"
_SECRET = re.compile(r"^AGE-SECRET-KEY-1[0-9A-Z]+$", re.MULTILINE)


def make_key(path: Path) -> str:
    """Make a key file that its owner alone can read, unless there is one; returns its public key."""
    if not path.exists():
        identity = pyrage.x25519.Identity.generate()
        text = f"# Griot's backups. public key: {identity.to_public()}\n{identity}\n"
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        files.make(part, text.encode("ascii"))
        try:
            os.link(part, path)  # whole, or not at all; whoever was first has made the one key
        except FileExistsError:
            pass
        finally:
            part.unlink()
    return str(_identities(path)[0].to_public())


def seal(plain: Path, sealed: Path, recipients: Sequence[str]) -> None:
    """Encrypt a file to these public keys, into one that its owner alone can read."""
    files.make(sealed)
    pyrage.encrypt_file(str(plain), str(sealed), [_recipient(text) for text in recipients])


def seal_stream(reading: BinaryIO, sealed: Path, recipients: Sequence[str]) -> None:
    """Encrypt what is read, which is never plain on a disk, into a file that its owner alone can read."""
    files.make(sealed)
    with sealed.open("wb") as writing:
        pyrage.encrypt_io(reading, writing, [_recipient(text) for text in recipients])


def public_keys(path: Path) -> list[str]:
    """The public keys that a key file opens for."""
    return [str(one.to_public()) for one in _identities(path)]


def unseal(sealed: Path, plain: Path, keys: Sequence[Path]) -> None:
    """Decrypt with the first of these key files that fits. Raises SetupError when none does."""
    identities = [one for path in keys if path.exists() for one in _identities(path)]
    if not identities:
        raise SetupError(
            "This backup is sealed, and no key was found. Say --key FILE, or set GRIOT_BACKUP_KEY: the key file that "
            "was kept from the installation it was taken of."
        )
    plain.unlink(missing_ok=True)
    files.make(plain)
    try:
        pyrage.decrypt_file(str(sealed), str(plain), identities)
    except Exception as error:  # the library's own, which derives from Exception alone
        plain.unlink(missing_ok=True)
        raise SetupError(
            "%(path)s cannot be opened with the keys at hand. It was sealed to another key, or it is damaged.",
            path=sealed,
        ) from error


def _recipient(text: str) -> "pyrage.x25519.Recipient":
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except Exception as error:
        raise SetupError("%(key)s is no public key of age; one begins with age1.", key=text.strip()) from error


def _identities(path: Path) -> list["pyrage.x25519.Identity"]:
    try:
        found = [pyrage.x25519.Identity.from_str(line) for line in _SECRET.findall(path.read_text("utf-8"))]
    except Exception as error:
        raise SetupError("%(path)s is no key file of age.", path=path) from error
    if not found:
        raise SetupError("%(path)s is no key file of age.", path=path)
    return found
