"""Watches: what a unit asks of every record still to come, and of those already there."""

from casefile.watches.drafts import DEFAULT_DURATION, DEFAULT_LIST, MAX_DURATION, WatchDraft
from casefile.watches.lifecycle import end, expire_due, mark_broken, renew, resume, suspend
from casefile.watches.read import (
    WatchlistLine,
    WatchView,
    read_watch,
    source_view,
    watches_of,
    watchlists_of,
)
from casefile.watches.register import Watched, amend_watch, ensure_watchlist, watch, watch_many

__all__ = [
    "DEFAULT_LIST",
    "DEFAULT_DURATION",
    "MAX_DURATION",
    "WatchDraft",
    "WatchView",
    "Watched",
    "WatchlistLine",
    "amend_watch",
    "end",
    "ensure_watchlist",
    "expire_due",
    "mark_broken",
    "read_watch",
    "renew",
    "resume",
    "source_view",
    "suspend",
    "watch",
    "watch_many",
    "watches_of",
    "watchlists_of",
]
