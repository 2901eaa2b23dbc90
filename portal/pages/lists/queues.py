"""The lists of a reviewers' desk in words: found by unit, narrowed, sorted, several taken in hand at once."""

from flask_babel import gettext as _
from flask_babel import ngettext

from casefile import lists
from casefile import vocabulary as v
from casefile.coordination.desk import Age
from casefile.hits import QueueLine
from casefile.lists import queue as queue_plan
from casefile.policy.states import HIT, HitMove, allows
from portal.pages.lists.pattern import ActWords, Choice, ListPage
from portal.pages.lists.tables import KIND, NEWEST, OLDEST
from portal.show.evidence import kind_word
from portal.show.filters import word
from portal.web.i18n import lazy_gettext

AGES = {
    Age.DAY: (lazy_gettext("less than a day"), ""),
    Age.THREE_DAYS: (lazy_gettext("one to three days"), "calm"),
    Age.WEEK: (lazy_gettext("three to seven days"), "warn"),
    Age.LONGER: (lazy_gettext("more than a week"), "bad"),
}
"""How long a hit has waited, in words, and the colour that repeats it."""


def _queue(name: str, desk: v.Desk) -> ListPage[QueueLine]:
    return ListPage(
        name=name,
        endpoint="review.queue",
        listed=lambda session, viewer, asked: lists.listed_hits(session, viewer, desk, asked),
        rows=lambda session, viewer, ids: queue_plan.line_of_hits(session, viewer, desk, ids),
        called=lambda hit: f"{kind_word(hit.kind)} · {hit.watch_unit} · {hit.record_unit}",
        found_by=lazy_gettext("Unit, or who has it in hand"),
        sorts={"best": lazy_gettext("Strongest first"), "oldest": OLDEST, "newest": NEWEST},
        choices={
            "desk": Choice(""),
            "list": Choice(""),
            "kind": Choice(KIND, lambda: [(kind.value, word(kind)) for kind in v.RecordKind]),
            "age": Choice(lazy_gettext("Waits"), lambda: [(age.value, words) for age, (words, _tone) in AGES.items()]),
            "mine": Choice(lazy_gettext("In hand"), lambda: [(queue_plan.ME, _("mine"))]),
        },
        acts={
            "take": ActWords(
                lazy_gettext("Take"),
                lazy_gettext(
                    "The other reviewers see that you have them in hand. Everybody at this desk can still judge them."
                ),
                lambda num: ngettext("You have taken %(num)d line.", "You have taken %(num)d lines.", num),
                lambda hit: allows(HIT, hit.state, HitMove.JUDGE_SAME),
            ),
        },
        arrives=True,
    )  # fmt: skip


QUEUES: dict[v.Desk, ListPage[QueueLine]] = {
    v.Desk.COORDINATION: _queue("review", v.Desk.COORDINATION),
    v.Desk.PROTECTION: _queue("review_protected", v.Desk.PROTECTION),
}
