"""The trail as people read it: auditors, the unit whose record was read, the officer whose lines they are."""

from casefile.auditing.consulted import Reading, readings
from casefile.auditing.grants import Grant, grants
from casefile.auditing.history import OwnLine, own_lines
from casefile.auditing.listing import AuditLine, Wanted, export, lines
from casefile.auditing.samples import Sample, check_sample, draw_samples, months, samples
from casefile.auditing.seals import OpeningLine, ask_opening, decide_opening, open_search, openings, set_passphrase

__all__ = [
    "AuditLine",
    "Grant",
    "OpeningLine",
    "OwnLine",
    "Reading",
    "Sample",
    "Wanted",
    "ask_opening",
    "check_sample",
    "decide_opening",
    "draw_samples",
    "export",
    "grants",
    "lines",
    "months",
    "open_search",
    "openings",
    "own_lines",
    "readings",
    "samples",
    "set_passphrase",
]
