"""Copies of the system of record: taken while it is in use, sealed, put back somewhere else."""

from casefile.backup.copies import backup
from casefile.backup.manifest import MANIFEST, Manifest, manifest_in, read_manifest
from casefile.backup.restoring import proof_of, restore

__all__ = ["MANIFEST", "Manifest", "backup", "manifest_in", "proof_of", "read_manifest", "restore"]
