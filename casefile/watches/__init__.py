"""Watches: what a unit asks of every record still to come, and of those already there."""

from casefile.watches.approval import WaitingWatch, approve, how_many_wait, refuse, waiting
from casefile.watches.check import Check, check
from casefile.watches.drafts import DEFAULT_DURATION, DEFAULT_LIST, MAX_DURATION, WatchDraft
from casefile.watches.estimate import Readable, readable, same_subject
from casefile.watches.lifecycle import (
    end,
    expire_due,
    expire_outliving,
    mark_broken,
    outlives_its_date,
    renew,
    resume,
    suspend,
    suspend_of_closed_cases,
)
from casefile.watches.noise import noisy
from casefile.watches.notices import NoticeLine, notices_of, remind_due
from casefile.watches.read import (
    WatchlistLine,
    WatchView,
    how_many_end,
    read_watch,
    source_view,
    watches_of,
    watchlists_of,
)
from casefile.watches.register import Watched, amend_watch, ensure_watchlist, watch, watch_many
from casefile.watches.selectivity import Selectivity, selectivity

__all__ = [
    "DEFAULT_LIST",
    "DEFAULT_DURATION",
    "MAX_DURATION",
    "Check",
    "NoticeLine",
    "Readable",
    "Selectivity",
    "WaitingWatch",
    "WatchDraft",
    "WatchView",
    "Watched",
    "WatchlistLine",
    "amend_watch",
    "approve",
    "check",
    "end",
    "ensure_watchlist",
    "expire_due",
    "expire_outliving",
    "mark_broken",
    "how_many_end",
    "how_many_wait",
    "noisy",
    "notices_of",
    "outlives_its_date",
    "read_watch",
    "readable",
    "refuse",
    "remind_due",
    "renew",
    "resume",
    "source_view",
    "same_subject",
    "selectivity",
    "suspend",
    "suspend_of_closed_cases",
    "waiting",
    "watch",
    "watch_many",
    "watches_of",
    "watchlists_of",
]
