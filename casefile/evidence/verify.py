"""Checks this dossier of evidence, offline, with nothing but Python 3.9 or later:

    python3 -I verify.py [FOLDER] [--key=KEY]

In the unpacked folder no argument is needed. Exit 0: every file is as it was sealed. Exit 1: each file that was
changed, is missing or was added is named. The seal proves who sealed it only if the key, printed at the end, is the
one the coordination office publishes (`griot audit keys`): compare it, or give it with --key. Whoever does not trust
this copy of the verifier runs one from another dossier on this folder.
"""

from __future__ import annotations

import base64
import hashlib
import json
import pathlib
import sys

NAME, MANIFEST = "verify.py", "manifest.json"
HERE = pathlib.Path(__file__).resolve().parent


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read(path: pathlib.Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def is_listed(path: pathlib.Path, folder: pathlib.Path) -> bool:
    """Whether the file's bytes are those that the folder's manifest names; True where no manifest is whole.

    The manifest is known by its hash in the seal, not by its name: in a changed file the name may be the change.
    """
    sealed = read(folder / "seal" / "seal.txt")
    whole = [one for one in map(read, folder.glob("*.json")) if sha256(one).encode() in sealed]
    return not whole or any(sha256(path.read_bytes()).encode() in one for one in whole)


if __name__ == "__main__" and len(sys.argv) == 1 and not is_listed(pathlib.Path(__file__), HERE):
    # Before anything else is done with them: the verifier's own bytes.
    raise SystemExit(f"{NAME}: changed. Run one from another dossier on this folder: verify.py FOLDER")


# ---- Ed25519 (RFC 8032), checking only -------------------------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
KEY_BYTES, SIGNATURE_BYTES = 32, 64

Point = tuple[int, int, int, int]


def add(a: Point, b: Point) -> Point:
    """The sum of two points in extended coordinates (X, Y, Z, T)."""
    one, two = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    three, four = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = two - one, four - three, four + three, two + one
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number: int, point: Point) -> Point:
    found: Point = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = add(found, point)
        point, number = add(point, point), number >> 1
    return found


def point_of(data: bytes) -> Point | None:
    """A compressed point; None where the bytes are none."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(KEY_BYTES, "little"))


def is_signed(key: bytes, data: bytes, signature: bytes) -> bool:
    """Whether the signature over the data is the key's."""
    if len(key) != KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    public, at = point_of(key), point_of(signature[:KEY_BYTES])
    number = int.from_bytes(signature[KEY_BYTES:], "little")
    if public is None or at is None or BASE is None or number >= ORDER:
        return False
    digest = hashlib.sha512(signature[:KEY_BYTES] + key + data).digest()
    left = times(number, BASE)
    right = add(at, times(int.from_bytes(digest, "little") % ORDER, public))
    return not any((left[i] * right[2] - right[i] * left[2]) % P for i in (0, 1))


# ---- the Merkle tree of the trail (RFC 6962) -------------------------------------------------------------------


def root_of(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes | None:
    """The root to which the path leads from a leaf; None where the path does not fit the tree (RFC 9162, 2.1.3.2)."""
    found = hashlib.sha256(b"\0" + leaf).digest()
    node, last = index, size - 1
    if not 0 <= node <= last:
        return None
    for other in path:
        if last == 0:
            return None
        if node & 1 or node == last:
            found = hashlib.sha256(b"\1" + other + found).digest()
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            found = hashlib.sha256(b"\1" + found + other).digest()
        node, last = node >> 1, last >> 1
    return found if last == 0 else None


def goes_on(old: int, old_root: bytes, size: int, root: bytes, path: list[bytes]) -> bool:
    """Whether the path shows that the tree of `old` leaves is the beginning of the other (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= size:
        return False
    if old == size:
        return old_root == root and not path
    proof = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not proof:
        return False
    node, last = old - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    first = second = proof[0]
    for other in proof[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            first = hashlib.sha256(b"\1" + other + first).digest()
            second = hashlib.sha256(b"\1" + other + second).digest()
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            second = hashlib.sha256(b"\1" + second + other).digest()
        node, last = node >> 1, last >> 1
    return last == 0 and first == old_root and second == root


# ---- the dossier -----------------------------------------------------------------------------------------------

SEAL, SIGNATURE, KEY, LINE = "seal/seal.txt", "seal/manifest.sig", "seal/key.txt", "seal/trail-line.json"
PROOF, CHECKPOINT, TOKEN = "seal/proof.json", "seal/checkpoint.txt", "seal/timestamp.tsr"
WITNESS, RECEIPT = "seal/witness.json", "seal/receipt.json"
NEEDED, OPTIONAL = {MANIFEST, SIGNATURE, KEY}, {TOKEN, WITNESS}
LOGGED = ({LINE, PROOF, CHECKPOINT}, {RECEIPT})
"""How the seal says that the export stands in the trail: with its proof, or by the hash of its line alone."""
HEADING, LAST = b"griot dossier seal 1\n", b"signature "
CHANGED, MISSING, ADDED = "changed", "missing", "added"
ID_BYTES, MOMENT_BYTES = 4, 8


def decoded(text: bytes) -> bytes:
    """Base64 in the one way of writing it; empty where it is written in another, or is none."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return b""
    return data if base64.b64encode(data) == text else b""


def hashes(path: list[str]) -> list[bytes]:
    return [bytes.fromhex(one) for one in path]


class Note:
    """A checkpoint (C2SP tlog-checkpoint): what is signed, [(who, key id and signature)], size and root of the tree."""

    def __init__(self, data: bytes) -> None:
        text, _, notes = data.partition(b"\n\n")
        self.text = text + b"\n"
        words = [line.split(b" ") for line in notes.split(b"\n")]
        self.signatures = [
            (w[1].decode("utf-8", "replace"), decoded(w[2])) for w in words if len(w) > len(("dash", "who"))
        ]
        _, size, root, *_ = [*text.split(b"\n"), b"", b""]
        self.size, self.root = int(size) if size.isdigit() else 0, decoded(root)

    def seen_at(self, moment: bytes) -> bytes:
        """What a witness signs: the text with the moment (C2SP tlog-cosignature)."""
        return b"cosignature/v1\ntime %d\n" % int.from_bytes(moment, "big") + self.text


class Dossier:
    """A folder, read once. `bad` is what was found: {file: what is wrong with it}."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.bad: dict[str, str] = {}
        self.files: dict[str, bytes] = {}
        self.strange: list[str] = []
        self.sealed: set[str] = set()
        self.witness = ""
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                self.strange.append(name)
            elif path.is_file():
                self.files[name] = path.read_bytes()

    def get(self, name: str) -> bytes:
        return self.files.get(name, b"")

    def say(self, name: str, what: str) -> None:
        self.bad.setdefault(name, what)

    def sound(self, *names: str) -> bool:
        """Whether nothing is known to be wrong with these: else what follows from them says nothing."""
        return not set(names) & set(self.bad)

    @property
    def key(self) -> bytes:
        """The public key in its file, `name+id+base64` (C2SP), of the kind that signs texts (1)."""
        *_, text = self.get(KEY).split(b"+", 2)
        data = decoded(text[:-1]) if text.endswith(b"\n") else b""
        return data[1:] if data[:1] == b"\1" else b""

    def check(self) -> dict[str, str]:
        self.check_seal()
        self.check_files()
        self.check_signature()
        self.check_proof()
        self.check_witness()
        return self.bad

    def check_seal(self) -> None:
        """The signed list over the seal's own files. Where its signature fails, which of list and key was changed."""
        listed, signature = self.seal()
        self.sealed = set(listed)
        if SEAL not in self.files:
            self.say(SEAL, MISSING)
        elif is_signed(self.key, self.get(SEAL).rpartition(LAST)[0], signature):
            self.hold_against(listed)
        elif KEY not in self.files:
            self.say(KEY, MISSING)
        else:
            key_as_listed = listed.get(KEY) == sha256(self.get(KEY))
            self.say(SEAL if key_as_listed or self.manifest_is_signed() else KEY, CHANGED)

    def seal(self) -> tuple[dict[str, str], bytes]:
        """({file: hash}, signature) of the list; an empty signature where it is not written as it must be."""
        body, _, last = self.get(SEAL).rpartition(LAST)
        rows = body[len(HEADING) :].split(b"\n")[:-1] if body.startswith(HEADING) else []
        pairs = [row.decode("utf-8", "replace").partition("  ") for row in rows]
        listed = {name: digest for digest, _, name in pairs}
        whole = last.endswith(b"\n") and set(listed) >= NEEDED and set(listed) - NEEDED - OPTIONAL in LOGGED
        return listed, decoded(last[:-1]) if whole else b""

    def hold_against(self, hashes: dict[str, str]) -> None:
        for name, digest in hashes.items():
            if name not in self.files:
                self.say(name, MISSING)
            elif sha256(self.files[name]) != digest:
                self.say(name, CHANGED)

    def check_files(self) -> None:
        """Every other file against the manifest: as it was, there, and none besides."""
        if not self.sound(MANIFEST):
            return
        try:
            wanted = dict(json.loads(self.get(MANIFEST))["files"])
        except (ValueError, KeyError, TypeError):
            self.say(MANIFEST, CHANGED)
            return
        self.hold_against(wanted)
        sealed = {SEAL, *NEEDED, *(self.sealed if self.sound(SEAL) else {*OPTIONAL, *LOGGED[0], *LOGGED[1]})}
        for name in [*self.strange, *self.files]:
            if name in self.strange or name not in sealed | set(wanted):
                self.say(name, ADDED)

    def manifest_is_signed(self) -> bool:
        return is_signed(self.key, self.get(MANIFEST), decoded(self.get(SIGNATURE).rstrip(b"\n")))

    def check_signature(self) -> None:
        if self.sound(SIGNATURE, MANIFEST, KEY, SEAL) and not self.manifest_is_signed():
            self.say(SIGNATURE, "does not sign the manifest")
        of_it = hashlib.sha256(self.get(MANIFEST)).digest() in self.get(TOKEN)
        if TOKEN in self.files and self.sound(TOKEN, MANIFEST) and not of_it:
            self.say(TOKEN, "is of another manifest")

    def checkpoint_is_signed(self) -> bool:
        note = Note(self.get(CHECKPOINT))
        return is_signed(self.key, note.text, note.signatures[0][1][ID_BYTES:] if note.signatures else b"")

    def check_proof(self) -> None:
        """The export's own line of the trail holds the manifest's hash, and stands in the tree that was signed."""
        if not self.sound(LINE, PROOF, CHECKPOINT, RECEIPT, KEY, MANIFEST, SEAL):
            return
        if RECEIPT in self.sealed:
            if sha256(self.get(MANIFEST)).encode() not in self.get(RECEIPT):
                self.say(RECEIPT, "is of another manifest")
            return
        line = self.get(LINE)
        if sha256(self.get(MANIFEST)).encode() not in line:
            self.say(LINE, "is of another manifest")
        if not self.checkpoint_is_signed():
            self.say(CHECKPOINT, "is not signed with this key")
        tree = Note(self.get(CHECKPOINT))
        try:
            proof = json.loads(self.get(PROOF))
            leaf = json.dumps(["audit", json.loads(line)["seq"], sha256(line)], separators=(",", ":")).encode()
            found = root_of(leaf, int(proof["index"]), tree.size, hashes(proof["path"]))
        except (ValueError, KeyError, TypeError):
            found = None
        if found is None or found != tree.root:
            self.say(PROOF, "does not lead to the checkpoint")

    def check_witness(self) -> None:
        """A unit countersigned an earlier tree, and the one of this dossier goes on from it."""
        if WITNESS not in self.files or not self.sound(WITNESS, CHECKPOINT, SEAL):
            return
        tree = Note(self.get(CHECKPOINT))
        try:
            held = json.loads(self.get(WITNESS))
            earlier, (name, _, public) = Note(held["checkpoint"].encode()), held["key"].split("+", 2)
            blobs = [blob[ID_BYTES:] for who, blob in earlier.signatures if who == name]
            seen = any(
                is_signed(decoded(public.encode())[1:], earlier.seen_at(blob[:MOMENT_BYTES]), blob[MOMENT_BYTES:])
                for blob in blobs
            )
            shown = seen and goes_on(earlier.size, earlier.root, tree.size, tree.root, hashes(held["path"]))
        except (ValueError, KeyError, TypeError, AttributeError):
            shown = False
        if shown:
            self.witness = f"{name}, who had seen {earlier.size} rows"
        else:
            self.say(WITNESS, "does not lead to the checkpoint")


def main(arguments: list[str]) -> int:
    folders = [one for one in arguments if not one.startswith("--")]
    keys = [one.partition("=")[2].strip() for one in arguments if one.startswith("--key=")]
    dossier = Dossier(pathlib.Path(folders[0]).resolve() if folders else HERE)
    if MANIFEST not in dossier.files:
        print(f"{MANIFEST}: {MISSING}. This is no dossier, or it is not whole.")
        return 1
    bad, key = dossier.check(), dossier.get(KEY).decode("utf-8", "replace").strip()
    if keys and key not in keys:
        bad.setdefault(KEY, "is not the key that was given")
    for name in sorted(bad):
        print(f"{name}: {bad[name]}")
    if bad:
        print(f"NOT AS SEALED ({len(bad)} of {len(dossier.files)} files). Do not rely on it.")
        return 1
    print(f"AS SEALED: {len(dossier.files)} files.")
    if RECEIPT in dossier.sealed:
        print(f"The auditor shows where it stands in the trail, by the line's hash in {RECEIPT}.")
    else:
        print(f"Countersigned by {dossier.witness}." if dossier.witness else "No unit had countersigned the trail yet.")
    print(f"Key: {key}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
