"""The quality of a unit's own records: what is missing, impossible, written twice or read by nobody."""

from casefile.quality.faults import CONDITIONS, counts, faulty, how_many_new

__all__ = ["CONDITIONS", "counts", "faulty", "how_many_new"]
