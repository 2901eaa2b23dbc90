"""A contact whose dossiers are made, with a key of the test's own and a tree over the trail as it stands."""

import base64
import hashlib
import io
import zipfile
from dataclasses import dataclass, field

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from casefile import evidence
from casefile.audit import row_hash
from casefile.evidence.seal import Proved
from casefile.people import officers, units, viewers
from casefile.proof.notes import PLAIN, VerifyKey
from casefile.storage.tables import Audit
from casefile.vocabulary import Role, Service
from tests.network.contact import Contact

WHY = "the public prosecutor asked for it"


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def root_and_path(leaves, index):
    """Root of the tree over these hashes, and the path of one (RFC 6962, by its recursive definition)."""
    if len(leaves) == 1:
        return leaves[0], []
    half = 1 << (len(leaves) - 1).bit_length() - 1
    left, right = leaves[:half], leaves[half:]
    if index < half:
        (a, path), (b, _) = root_and_path(left, index), root_and_path(right, 0)
        return node(a, b), [*path, b]
    (a, _), (b, path) = root_and_path(left, 0), root_and_path(right, index - half)
    return node(a, b), [*path, a]


@dataclass
class TrailSealer:
    """Every line of the trail is a leaf; the checkpoint is made when it is asked for."""

    name: str = "griot.test"
    private: Ed25519PrivateKey = field(default_factory=lambda: Ed25519PrivateKey.from_private_bytes(b"k" * 32))

    @property
    def key(self):
        return str(VerifyKey.of(self.name, PLAIN, self.private))

    def sign(self, data):
        return self.private.sign(data)

    def prove(self, store, seq):
        with store.reading() as session:
            rows = [row._asdict() for row in session.execute(select(*Audit.__table__.columns).order_by(Audit.seq))]
        lines = {row["seq"]: line_of(row) for row in rows}
        leaves = [leaf_of(row["seq"], lines[row["seq"]]) for row in rows]
        root, path = root_and_path(leaves, seq - 1)
        text = f"{self.name}\n{len(leaves)}\n{base64.b64encode(root).decode()}\n".encode()
        mark = base64.b64encode(b"\0\0\0\0" + self.sign(text))
        return Proved(lines[seq], seq - 1, tuple(path), text + b"\n\xe2\x80\x94 griot.test " + mark + b"\n")


def line_of(row):
    """The bytes that the line's hash is over."""
    payload = {key: value for key, value in row.items() if key != "hash"}
    line = orjson.dumps({**payload, "at": row["at"].isoformat()}, option=orjson.OPT_SORT_KEYS)
    assert hashlib.sha256(line).hexdigest() == row["hash"] == row_hash(row, row["at"])
    return line


def leaf_of(seq, line):
    return hashlib.sha256(b"\0" + orjson.dumps(["audit", seq, hashlib.sha256(line).hexdigest()])).digest()


def readable(dossier):
    return {"dossier.html": f"<title>{dossier.order.reference}</title>".encode()}


MAKING = evidence.Making(readable, TrailSealer())


def unzipped(content, folder):
    folder.mkdir()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture
def contact(net) -> Contact:
    return Contact(net).sent()


@pytest.fixture
def court(contact):
    """The same with two magistrates at the public prosecutor's of Dakar, and one elsewhere."""
    net = contact.net
    with net.store.writing() as session:
        for code, country in (("SN-PARQ", "SN"), ("GM-PARQ", "GM")):
            unit_id = units.add_unit(session, units.SYSTEM, code, country=country, name=f"Parquet {code}")
            units.set_service(session, units.SYSTEM, unit_id, Service.JUDICIARY)
        units.set_service(session, units.SYSTEM, net.dakar.unit_id, Service.POLICE)
        for login, code in (("prosecutor", "SN-PARQ"), ("judge", "SN-PARQ"), ("elsewhere", "GM-PARQ")):
            officers.add_officer(session, units.SYSTEM, login, unit=code, roles=(Role.MAGISTRATE,))
            net.viewers[login] = viewers.viewer_by_login(session, login)
    return contact


@pytest.fixture
def making():
    return MAKING
