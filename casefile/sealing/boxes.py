"""Sealed boxes and locked ones: bytes in, bytes out.

A sealed box is made with a public key by somebody who cannot open it again, as libsodium's `crypto_box_seal`: a new
X25519 key pair for each box, whose secret half is thrown away. The cipher is ChaCha20-Poly1305 (RFC 8439), the key
HKDF-SHA256 (RFC 5869) over the shared secret and both public keys. Not libsodium's own format, which uses XSalsa20.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from casefile.errors import N_, CasefileError

KEY_BYTES, NONCE_BYTES, SALT_BYTES = 32, 12, 16
_ONCE = bytes(NONCE_BYTES)  # a key that seals one box needs no other nonce
SCRYPT_COST, SCRYPT_BLOCK, SCRYPT_LANES = 2**16, 8, 1
"""64 MiB and about 0.2 s: a passphrase is typed a few times a month. OWASP's least is 2**17 at 128 MiB or this."""


class Unreadable(CasefileError):
    """What is locked does not open: another key, or it was altered."""

    status = 409


UNREADABLE = N_("This cannot be opened: it was sealed with another key, or it was altered.")


def new_key() -> bytes:
    return os.urandom(KEY_BYTES)


def new_pair() -> tuple[bytes, bytes]:
    """(public, private), 32 bytes each."""
    private = X25519PrivateKey.generate()
    return private.public_key().public_bytes_raw(), private.private_bytes_raw()


def derived(secret: bytes, use: str) -> bytes:
    """A key of its own for one use, from a secret that has enough randomness."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=use.encode()).derive(secret)


def stretched(passphrase: str, salt: bytes) -> bytes:
    """A key from what a person can remember."""
    made = Scrypt(salt, KEY_BYTES, SCRYPT_COST, SCRYPT_BLOCK, SCRYPT_LANES)
    return made.derive(passphrase.encode())


def seal(public: bytes, content: bytes) -> bytes:
    """Only who holds the private half opens it."""
    once = X25519PrivateKey.generate()
    mine = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    return mine + ChaCha20Poly1305(_box_key(shared, mine, public)).encrypt(_ONCE, content, None)


def unseal(private: bytes, box: bytes) -> bytes:
    """Raises Unreadable."""
    mine, body = box[:KEY_BYTES], box[KEY_BYTES:]
    held = X25519PrivateKey.from_private_bytes(private)
    try:
        shared = held.exchange(X25519PublicKey.from_public_bytes(mine))
        key = _box_key(shared, mine, held.public_key().public_bytes_raw())
        return ChaCha20Poly1305(key).decrypt(_ONCE, body, None)
    except (InvalidTag, ValueError) as error:
        raise Unreadable(UNREADABLE) from error


def _box_key(shared: bytes, mine: bytes, public: bytes) -> bytes:
    return derived(shared + mine + public, "griot sealed box")


def lock(key: bytes, content: bytes, what: str) -> bytes:
    """Lock with a key that is used again. `what` says what it is: a box put in another one's place does not open."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, content, what.encode())


def unlock(key: bytes, box: bytes, what: str) -> bytes:
    """Raises Unreadable."""
    try:
        return ChaCha20Poly1305(key).decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], what.encode())
    except (InvalidTag, ValueError) as error:
        raise Unreadable(UNREADABLE) from error
