"""Certificates for the servers of docker-compose.yml: an authority of this installation alone, and what it signs.

    python -m scripts.certificates FOLDER [--names "search1 search2 …"]

Each server gets a certificate for its name in the compose network, Griot and the health check one as clients of the
search engine. What is there and good for another month stays. The authority's key is written nowhere: it signs once
and is forgotten, so that a later run makes everything again.
"""

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from scripts.readers import GRIOT, OPENSEARCH, POSTGRES, RABBITMQ, give

DAYS = 397
LEFT_DAYS = 30
"""A start in the last month of the certificates makes new ones."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who gets a certificate. `owner`: who reads the key (`readers`).

    A client's key stands in one file with its certificate, as OPENSEARCH_CLIENT takes it.
    """

    name: str
    owner: int | str
    client: bool = False

    @property
    def file(self) -> str:
        """With the certificate in it."""
        return f"{self.name}.pem" if self.client else f"{self.name}.crt"

    @property
    def files(self) -> tuple[str, ...]:
        return (self.file,) if self.client else (self.file, f"{self.name}.key")


HOLDERS = (
    Holder("postgres", POSTGRES), Holder("rabbitmq", RABBITMQ), Holder("opensearch", OPENSEARCH),
    Holder("griot", GRIOT, client=True), Holder("health", OPENSEARCH, client=True),
)  # fmt: skip


def write(folder: Path, now: datetime | None = None, names: Sequence[str] = ()) -> bool:
    """Make what is missing or nearly over; False when all is good as it is, and only given to its readers again, who
    may have other numbers in newer images. `names`: by which servers are asked besides their own, where they stand on
    several machines."""
    moment = now or datetime.now(UTC)
    if _good(folder, moment, names):
        for holder in HOLDERS:
            for file in holder.files:
                give(folder / file, holder.owner)
        return False
    folder.mkdir(parents=True, exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Griot, this installation")])
    wanted = _builder(name, name, key, moment).add_extension(x509.BasicConstraints(True, 0), True)
    authority = wanted.add_extension(_usage(signs=True), True).sign(key, hashes.SHA256())
    for holder in HOLDERS:
        _issue(folder, holder, authority, key, moment, names)
    _place(folder / "ca.crt", authority.public_bytes(serialization.Encoding.PEM), 0o644, None)
    return True


def _good(folder: Path, moment: datetime, names: Sequence[str]) -> bool:
    files = [folder / "ca.crt", *(folder / holder.file for holder in HOLDERS)]
    if not all((folder / name).exists() for name in ("ca.crt", *(file for holder in HOLDERS for file in holder.files))):
        return False
    found = [x509.load_pem_x509_certificate(file.read_bytes()) for file in files]
    for file, certificate in zip(files, found, strict=True):
        if file.suffix == ".crt" and file.name != "ca.crt":
            said = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
            if not {*names} <= {*said.get_values_for_type(x509.DNSName)}:
                return False
    ends = [certificate.not_valid_after_utc for certificate in found]
    return min(ends) > moment + timedelta(days=LEFT_DAYS)


def _issue(
    folder: Path,
    holder: Holder,
    authority: x509.Certificate,
    signing: ec.EllipticCurvePrivateKey,
    moment: datetime,
    others: Sequence[str],
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, holder.name)])
    # A node of the engine speaks to its fellows as server and as client with the same certificate.
    uses = [ExtendedKeyUsageOID.CLIENT_AUTH] + ([] if holder.client else [ExtendedKeyUsageOID.SERVER_AUTH])
    called = [holder.name, "localhost", *([] if holder.client else others)]
    names = [*map(x509.DNSName, called), x509.IPAddress(ip_address("127.0.0.1"))]
    made = (
        _builder(subject, authority.subject, key, moment)
        .add_extension(x509.BasicConstraints(False, None), True)
        .add_extension(_usage(signs=False), True)
        .add_extension(x509.ExtendedKeyUsage(uses), False)
        .add_extension(x509.SubjectAlternativeName(names), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), False)
        .sign(signing, hashes.SHA256())
    )
    public = made.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    if holder.client:
        _place(folder / holder.file, public + private, 0o600, holder.owner)
    else:
        _place(folder / holder.file, public, 0o644, holder.owner)
        _place(folder / f"{holder.name}.key", private, 0o600, holder.owner)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, moment: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - timedelta(hours=1))
        .not_valid_after(moment + timedelta(days=DAYS))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=signs, crl_sign=signs, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _place(path: Path, text: bytes, mode: int, owner: int | str | None) -> None:
    """Write a file that nobody can read before it is its owner's."""
    part = path.with_suffix(path.suffix + ".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        handle.write(text)
    if owner is not None:
        give(part, owner)
    part.chmod(mode)
    part.replace(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--names", default="", help="further names of the servers, with spaces between")
    given = parser.parse_args()
    made = write(given.folder, names=given.names.split())
    print("Certificates written." if made else "The certificates are good for another month at least.")


if __name__ == "__main__":
    main()
