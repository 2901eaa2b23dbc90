"""How long what is held may be held, and when its owner is asked."""

from datetime import timedelta

RETENTION = timedelta(days=5 * 365)  # docs/sources/law.md: RPD Art. 50, 5 years
ASKED_AHEAD = timedelta(days=182)  # the owner is asked six months before
POLICY = "default-5y"
MAX_RETENTION = timedelta(days=10 * 366)
