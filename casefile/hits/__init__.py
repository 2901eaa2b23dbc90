"""A hit from both sides to the decision: raised once, withdrawn when its facts fall, reviewed, sent as pointers."""

from casefile.hits.desk import Companion, Place, QueueLine, place, queue, waiting
from casefile.hits.held.again import ask_again
from casefile.hits.held.assigned import assign, take
from casefile.hits.held.hold import hold, undo
from casefile.hits.held.in_effect import carry_out_due, overdue
from casefile.hits.items.ranked import Filter
from casefile.hits.raise_hits import Facts, FoundHit, raise_hits
from casefile.hits.read import export, facts_of
from casefile.hits.reroute import follow_protected, follow_rules
from casefile.hits.review import decide
from casefile.hits.shown.opened import HitView, ReviewLine, Side, open_hit
from casefile.hits.weighing.again import order_under_new_rules, order_weighing, weigh_again
from casefile.hits.withdraw import withdraw_all, withdraw_of_unit, withdraw_open, withdraw_stale, withdraw_stale_pairs

__all__ = [
    "Companion",
    "Facts",
    "Filter",
    "FoundHit",
    "HitView",
    "Place",
    "QueueLine",
    "ReviewLine",
    "Side",
    "ask_again",
    "assign",
    "carry_out_due",
    "decide",
    "export",
    "facts_of",
    "follow_protected",
    "follow_rules",
    "hold",
    "open_hit",
    "order_under_new_rules",
    "order_weighing",
    "overdue",
    "place",
    "queue",
    "raise_hits",
    "take",
    "undo",
    "waiting",
    "weigh_again",
    "withdraw_all",
    "withdraw_of_unit",
    "withdraw_open",
    "withdraw_stale",
    "withdraw_stale_pairs",
]
