"""The seal of a dossier: a manifest of hashes, a signature over it, the export's line of the trail with its proof, and
one signed list over these; then a ZIP that is the same, byte for byte, for the same content.

    verify.py LISEZMOI.txt dossier.html dossier.pdf data/*.json    each named in
    manifest.json                                                  SHA-256 of every file above
    seal/manifest.sig          Ed25519 over manifest.json, base64
    seal/key.txt               whose key, and the key: name+id+base64 (C2SP)
    seal/trail-line.json       the line the export left in the trail: it holds the manifest's hash
    seal/proof.json            that the line stands in the tree of …
    seal/checkpoint.txt        … this size and root, signed
    seal/witness.json          an earlier one that a unit countersigned, and that this one goes on from it
    seal/receipt.json          instead of these four: the line's hash alone (`bears_proof` in the policy)
    seal/timestamp.tsr         RFC 3161 token over manifest.json, where a service is set
    seal/seal.txt              SHA-256 of manifest.json and of the files of this folder, signed

Why the second list: each file of the seal is covered by a hash that is itself signed, so whoever checks can name the
one that was changed, and not only say that something does not fit. Pure.
"""

import base64
import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import orjson

MANIFEST, SIGNATURE, KEY, LINE = "manifest.json", "seal/manifest.sig", "seal/key.txt", "seal/trail-line.json"
PROOF, CHECKPOINT, TOKEN, SEAL = "seal/proof.json", "seal/checkpoint.txt", "seal/timestamp.tsr", "seal/seal.txt"
WITNESS, RECEIPT = "seal/witness.json", "seal/receipt.json"
HEADING = b"griot dossier seal 1\n"
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest a ZIP can say: when it was made stands in the manifest, under the signature."""
MODE = 0o100644 << 16
UNIX = 3

Sign = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Witness:
    """The newest checkpoint a unit countersigned, the unit's key, and the proof that the tree goes on from it."""

    checkpoint: str
    key: str
    """`name+key id+base64`, as C2SP writes one."""
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Proved:
    """A line of the trail with the proof that it stands in the signed tree."""

    line: bytes
    """The canonical JSON that the line's hash is over."""
    index: int
    """Its place among the leaves, from 0."""
    path: tuple[bytes, ...]
    checkpoint: bytes
    witness: Witness | None = None


def canonical(content: object) -> bytes:
    """JSON in one way only: sorted keys, two blanks, a line's end at the end."""
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def manifest_of(files: Mapping[str, bytes], about: Mapping[str, object]) -> bytes:
    """The manifest: what the dossier is, and the SHA-256 of each file."""
    hashes = {name: sha256(data) for name, data in files.items()}
    return canonical({**about, "hash": "SHA-256", "files": hashes})


def sealed(
    files: Mapping[str, bytes], manifest: bytes, logged: Proved | str, sign: Sign, key: str, *, token: bytes = b""
) -> dict[str, bytes]:
    """All files of the dossier, with the seal's own.

    `logged`: the export's line of the trail with its proof, or its hash alone. `key`: the public half of what signs.
    """
    seal = {
        MANIFEST: manifest,
        SIGNATURE: base64.b64encode(sign(manifest)) + b"\n",
        KEY: key.encode() + b"\n",
        **({TOKEN: token} if token else {}),
        **(_of_proof(logged) if isinstance(logged, Proved) else _of_receipt(logged, manifest)),
    }
    listed = HEADING + b"".join(f"{sha256(data)}  {name}\n".encode() for name, data in sorted(seal.items()))
    return {**files, **seal, SEAL: listed + b"signature " + base64.b64encode(sign(listed)) + b"\n"}


def _of_proof(proved: Proved) -> dict[str, bytes]:
    return {
        LINE: proved.line,
        PROOF: canonical({"index": proved.index, "path": [one.hex() for one in proved.path]}),
        CHECKPOINT: proved.checkpoint,
        **({WITNESS: _of_witness(proved.witness)} if proved.witness else {}),
    }


def _of_receipt(line_hash: str, manifest: bytes) -> dict[str, bytes]:
    return {RECEIPT: canonical({"manifest": sha256(manifest), "trail_line": line_hash})}


def _of_witness(witness: Witness) -> bytes:
    path = [one.hex() for one in witness.path]
    return canonical({"checkpoint": witness.checkpoint, "key": witness.key, "path": path})


def zipped(files: Mapping[str, bytes], first: Sequence[str] = ("verify.py", "LISEZMOI.txt")) -> bytes:
    """The ZIP: the verifier at its top, the rest by name; no moment and no machine in it."""
    order = [name for name in first if name in files] + sorted(files.keys() - set(first))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in order:
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, MODE, UNIX
            archive.writestr(entry, files[name], compresslevel=9)
    return out.getvalue()
