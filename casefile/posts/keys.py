"""The key of a post: what opens the extracts made for it, hides their numbers, and shows who made them.

The post holds it in one line of text; this installation holds it locked. It is one random seed, from which the keys of
an extract are derived (HKDF-SHA256, RFC 5869), and a key pair (ECDSA over P-256 with SHA-256) whose private half stays
here: who finds a post's key can read its extracts, and cannot make one. P-256 and not Ed25519, for a browser of 2023
checks it.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from casefile.errors import BadInput

FORM = "griot-post-1"
SEED_BYTES, SCALAR_BYTES, POINT_BYTES = 32, 32, 65
CURVE, HASH = ec.SECP256R1(), ec.ECDSA(SHA256())
BODY, NUMBERS = "griot extract: body", "griot extract: numbers"
"""What the two keys of an extract are derived for."""


@dataclass(frozen=True, slots=True)
class PostKey:
    """What the post holds: its id, the seed, and the public half of the key that signs its extracts."""

    post_id: str
    seed: bytes
    public: bytes

    def __str__(self) -> str:
        return f"{FORM} {self.post_id} {text_of(self.seed)} {text_of(self.public)}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises BadInput where it is no key of a post."""
        words = text.split()
        if len(words) != len((FORM, "id", "seed", "public")) or words[0] != FORM:
            raise _no_key()
        seed, public = bytes_of(words[2]), bytes_of(words[3])
        if len(seed) != SEED_BYTES or len(public) != POINT_BYTES:
            raise _no_key()
        return cls(words[1], seed, public)

    def derived(self, use: str, of: str) -> bytes:
        """A key for one use in one extract, whose id is `of`."""
        return HKDF(SHA256(), SEED_BYTES, salt=of.encode(), info=use.encode()).derive(self.seed)

    def verifies(self, content: bytes, signature: bytes) -> bool:
        """Whether this installation signed it for the post."""
        if len(signature) != 2 * SCALAR_BYTES:
            return False
        half = SCALAR_BYTES
        pair = encode_dss_signature(int.from_bytes(signature[:half]), int.from_bytes(signature[half:]))
        try:
            ec.EllipticCurvePublicKey.from_encoded_point(CURVE, self.public).verify(pair, content, HASH)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """Both halves, as this installation holds them: the post's key, and the number that signs."""

    post: PostKey
    private: bytes

    @classmethod
    def new(cls, post_id: str, seed: bytes) -> Self:
        return cls.of(post_id, seed + ec.generate_private_key(CURVE).private_numbers().private_value.to_bytes(32))

    @classmethod
    def of(cls, post_id: str, held: bytes) -> Self:
        """From what `held` gave."""
        seed, private = held[:SEED_BYTES], held[SEED_BYTES:]
        public = _private(private).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return cls(PostKey(post_id, seed, public), private)

    @property
    def held(self) -> bytes:
        """As it is locked into the database."""
        return self.post.seed + self.private

    def signature(self, content: bytes) -> bytes:
        """Both numbers of it one after the other, as a browser wants them (IEEE P1363)."""
        pair = decode_dss_signature(_private(self.private).sign(content, HASH))
        return b"".join(number.to_bytes(SCALAR_BYTES) for number in pair)


def slow_hash(number: str, key: bytes, rounds: int, length: int) -> bytes:
    """What a number is found by. Slow, so that who has a lost device cannot try all numbers of a country in a day."""
    return hashlib.pbkdf2_hmac("sha256", number.encode(), key, rounds, length)


def text_of(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def bytes_of(text: str) -> bytes:
    """Empty where it is no base64."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""


def _private(scalar: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(scalar), CURVE)


def _no_key() -> BadInput:
    return BadInput("This is no key of a post. It is the line that griot post add printed.", field="post_key")
