"""Copies of the system of record: taken while it is in use, sealed, put back somewhere else."""

from casefile.backup.copies import MANIFEST, Manifest, backup, read_manifest, restore

__all__ = ["MANIFEST", "Manifest", "backup", "read_manifest", "restore"]
