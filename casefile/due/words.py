"""The digest's words in the languages of the portal: few, official, and without a number in them.

A table and not a catalogue of translations: the worker sends the mail, and knows no page.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from casefile.policy.permissions import Permission as P
from casefile.vocabulary import Due as D

FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Group:
    """What the digest counts together, and who reads the line: always the same lines for one officer."""

    name: str
    asks: frozenset[P]
    kinds: frozenset[D]


GROUPS: tuple[Group, ...] = (
    Group("contacts", frozenset({P.CONTACT}), frozenset({
        D.OWNER_ANSWER, D.ACKNOWLEDGE, D.DECIDE, D.OUTCOME, D.TAKEN_BACK, D.RECALLED_VALUES, D.SECOND_RELEASE,
        D.MAGISTRATE_ASKS,
    })),
    Group("watches", frozenset({P.WATCH_SUBJECT, P.APPROVE_WATCH}), frozenset({
        D.WATCH_ENDS, D.WATCH_BROKEN, D.WATCH_RETURNED, D.WATCH_APPROVE,
    })),
    Group("records", frozenset({P.ENTER_RECORD, P.PLAN_OPERATION}), frozenset({
        D.RECORD_REVIEW, D.RECORD_DISPUTED, D.HOLD_SECOND, D.EXHIBIT_OFFERED, D.JOINT_ANSWER, D.IMPORT_RUNNING,
        D.RECORD_FAULTY, D.DRAFT, D.OPERATION_CALL,
    })),
    Group("received", frozenset({P.RECEIVE_CASE}), frozenset({D.CASE_RECEIVED, D.DOSSIER_RECEIVED})),
    Group("hits", frozenset({P.REVIEW_HIT, P.REVIEW_PROTECTED_HIT}), frozenset({
        D.QUEUE_LONGER, D.QUEUE_WEEK, D.QUEUE_THREE_DAYS, D.QUEUE_DAY, D.PROTECTED_HIT, D.CONTRADICTION,
    })),
    Group("units", frozenset({P.REVIEW_HIT, P.REVIEW_PROTECTED_HIT}), frozenset({
        D.UNIT_LATE, D.HELP_ASKED, D.RECALL_UNNOTED, D.AGREEMENT_ENDS, D.OPERATIONS_MEET,
        D.NETWORK_GROWN,
    })),
    Group("protection", frozenset({P.REVIEW_PROTECTED_HIT}), frozenset({
        D.PROTECTED_CONTACT, D.PROTECTED_SECOND, D.PROTECTED_LOWER, D.PROTECTION_REVIEW,
    })),
    Group("requests", frozenset({P.ADMINISTER, P.READ_AUDIT}), frozenset({
        D.ADMIN_SECOND, D.AGREEMENT_CONFIRM, D.OPENING_SECOND, D.OPENING_READY, D.SAMPLE,
    })),
    Group("running", frozenset({P.READ_BACKLOG, P.READ_ALARMS}), frozenset({D.DEAD_LETTERS, D.ALARM})),
)  # fmt: skip
"""Every kind stands in one of them; a test holds it."""

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "subject": "Griot: what is due",
        "as_of": "As of {moment}, your unit’s time",
        "due": "Due",
        "pressing": "Pressing",
        "contacts": "Contacts",
        "watches": "Watches",
        "records": "Records and cases",
        "received": "Cases and dossiers received",
        "hits": "Hits to judge",
        "units": "Units late, or asking",
        "protection": "Protection desk",
        "requests": "Requests and checks",
        "running": "Running and alarms",
        "references": "References",
        "open": "Open your desk",
        "why": "This mail leaves at the hours you chose, also when nothing is due, and always has the same length. "
        "Change it on the page “My account”.",
    },
    "fr": {
        "subject": "Griot : ce qui vous attend",
        "as_of": "Au {moment}, heure de votre unité",
        "due": "À traiter",
        "pressing": "Pressant",
        "contacts": "Contacts",
        "watches": "Veilles",
        "records": "Fiches et dossiers",
        "received": "Dossiers reçus",
        "hits": "Concordances à juger",
        "units": "Unités en retard ou en demande",
        "protection": "Bureau de protection",
        "requests": "Demandes et contrôles",
        "running": "Fonctionnement et alertes",
        "references": "Références",
        "open": "Ouvrir votre bureau",
        "why": "Ce message part aux heures que vous avez choisies, même si rien ne vous attend, et il a toujours la "
        "même longueur. Pour le modifier : page « Mon compte ».",
    },
    "ar": {
        "subject": "غريو: ما ينتظركم",
        "as_of": "إلى غاية {moment} بتوقيت وحدتكم",
        "due": "للمعالجة",
        "pressing": "عاجل",
        "contacts": "الاتصالات",
        "watches": "المراقبات",
        "records": "البطاقات والملفات",
        "received": "الملفات الواردة",
        "hits": "التطابقات للبتّ فيها",
        "units": "وحدات متأخرة أو تطلب المساعدة",
        "protection": "مكتب الحماية",
        "requests": "الطلبات والمراجعات",
        "running": "سير العمل والإنذارات",
        "references": "المراجع",
        "open": "افتحوا مكتبكم",
        "why": "تُرسل هذه الرسالة في الساعات التي اخترتموها، ولو لم يكن هناك ما ينتظركم، وطولها ثابت دائماً. "
        "لتغييرها: صفحة «حسابي».",
    },
}


def words_of(language: str) -> Mapping[str, str]:
    """The words of a language; of one that has none English ones."""
    return WORDS.get(language, WORDS[FALLBACK])
