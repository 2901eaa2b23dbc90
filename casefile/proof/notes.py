"""Signed notes and checkpoints, as the C2SP texts signed-note, tlog-checkpoint and tlog-cosignature have them.

A note is lines of text, an empty line, and one line for each signature: `— name base64(key id, signature)`. Any program
that reads these forms can check ours, and ours theirs. Keys are Ed25519.
"""

import base64
import binascii
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from casefile.errors import BadInput

PLAIN, WITNESS = 1, 4
"""Kinds of keys: who signs the text alone, and who signs it with the moment (tlog-cosignature)."""
KEY_ID_BYTES, PUBLIC_BYTES, SIGNATURE_BYTES = 4, 32, 64
MOMENT = struct.Struct(">Q")
MOMENT_FORM = "%Y-%m-%dT%H:%M:%SZ"
DASH = "\N{EM DASH} "
MAX_NOTE = 20_000
MIN_LINES = 3


@dataclass(frozen=True, slots=True)
class VerifyKey:
    """The public half of a key, with its holder's name: `name+key id+base64`."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        """What a signature line calls it: the first bytes of a hash over name, kind and key."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:KEY_ID_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_text(bytes([self.kind]) + self.public)}"

    @staticmethod
    def parse(text: str) -> "VerifyKey":
        """Raises BadInput when it is none."""
        name, _, rest = text.strip().partition("+")
        key_id, _, key = rest.partition("+")
        given = _bytes(key)
        if not is_name(name) or len(given) != 1 + PUBLIC_BYTES or given[0] not in (PLAIN, WITNESS):
            raise _no_key()
        found = VerifyKey(name, given[0], given[1:])
        if found.id.hex() != key_id:
            raise _no_key()
        return found

    @staticmethod
    def of(name: str, kind: int, key: Ed25519PrivateKey) -> "VerifyKey":
        return VerifyKey(name, kind, key.public_key().public_bytes_raw())

    def verifies(self, note: "Note") -> bool:
        """Whether the note carries this key's signature, and it is right."""
        return any(self._right(note.text, one.signature) for one in note.signatures if one.is_by(self))

    def _right(self, text: str, signature: bytes) -> bool:
        signed = text.encode()
        if self.kind == WITNESS:
            if len(signature) != MOMENT.size + SIGNATURE_BYTES:
                return False
            signed = _with_moment(text, MOMENT.unpack(signature[: MOMENT.size])[0])
            signature = signature[MOMENT.size :]
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, signed)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line."""

    name: str
    key_id: bytes
    signature: bytes

    def is_by(self, key: VerifyKey) -> bool:
        return self.name == key.name and self.key_id == key.id

    def __str__(self) -> str:
        return f"{DASH}{self.name} {_text(self.key_id + self.signature)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text, whose last character is a line's end, with its signatures."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(map(str, self.signatures))}"

    def signed(self, name: str, key: Ed25519PrivateKey) -> "Note":
        """The note with one more signature over its text."""
        by = VerifyKey.of(name, PLAIN, key)
        return Note(self.text, (*self.signatures, Signature(name, by.id, key.sign(self.text.encode()))))

    def countersigned(self, name: str, key: Ed25519PrivateKey, moment: datetime) -> "Note":
        """The note with a witness's signature, which also says when."""
        by, at = VerifyKey.of(name, WITNESS, key), int(moment.timestamp())
        signature = MOMENT.pack(at) + key.sign(_with_moment(self.text, at))
        return Note(self.text, (*self.signatures, Signature(name, by.id, signature)))

    @staticmethod
    def parse(text: str) -> "Note":
        """Raises BadInput when it is none. A carriage return that an e-mail program put in is taken out."""
        text = text.replace("\r\n", "\n").lstrip("\n").rstrip() + "\n"
        body, gap, lines = text.rpartition("\n\n")
        if not gap or len(text) > MAX_NOTE:
            raise _no_note()
        return Note(body + "\n", tuple(_signature(line) for line in lines.splitlines()))


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How large the tree was and what its root, of which log; further lines as name and value."""

    origin: str
    size: int
    root: bytes
    more: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        further = "".join(f"{name} {value}\n" for name, value in self.more.items())
        return f"{self.origin}\n{self.size}\n{_text(self.root)}\n{further}"

    @property
    def at(self) -> str:
        """When it was made, as it says itself."""
        return self.more.get("at", "")

    @property
    def moment(self) -> datetime | None:
        """The same as a moment; None where it does not say one."""
        try:
            return datetime.strptime(self.at, MOMENT_FORM).replace(tzinfo=UTC)
        except ValueError:
            return None

    @staticmethod
    def parse(text: str) -> "Checkpoint":
        """Raises BadInput when it is none."""
        lines = text.splitlines()
        if len(lines) < MIN_LINES or not lines[1].isascii() or not lines[1].isdecimal():
            raise _no_note()
        root = _bytes(lines[2])
        if len(root) != sha256().digest_size:
            raise _no_note()
        pairs = (line.partition(" ") for line in lines[MIN_LINES:])
        return Checkpoint(lines[0], int(lines[1]), root, {name: value for name, _, value in pairs})


def is_name(name: str) -> bool:
    """Whether a key may be called so: something, without blanks and plus signs."""
    return bool(name) and len(name) <= MAX_KEY_NAME and "+" not in name and not any(c.isspace() for c in name)


MAX_KEY_NAME = 100


def moment_text(moment: datetime) -> str:
    """A moment as checkpoints write it."""
    return moment.astimezone(UTC).strftime(MOMENT_FORM)


def signers(note: Note, keys: Sequence[VerifyKey]) -> list[VerifyKey]:
    """Of these keys the ones that signed the note rightly."""
    return [key for key in keys if key.verifies(note)]


def _with_moment(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _signature(line: str) -> Signature:
    name, _, given = line.removeprefix(DASH).partition(" ")
    blob = _bytes(given)
    if not line.startswith(DASH) or not is_name(name) or len(blob) <= KEY_ID_BYTES:
        raise _no_note()
    return Signature(name, blob[:KEY_ID_BYTES], blob[KEY_ID_BYTES:])


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _no_key() -> BadInput:
    return BadInput("This is not a public key. Copy the whole line, from the name to its end.", field="key")


def _no_note() -> BadInput:
    return BadInput("This is not a signed checkpoint. Copy all of its lines, the last ones with the dash too.",
                    field="note")  # fmt: skip
