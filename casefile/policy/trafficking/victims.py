"""Who is entered as a victim of trafficking, whatever form says it. Pure."""

from collections.abc import Iterable

from casefile.policy.cases.offences import Offences
from casefile.policy.protection import PROTECTED_CATEGORIES
from casefile.vocabulary import OffenceKind, RecordKind, SubjectCategory


def is_about_trafficking(offences: Offences) -> bool:
    return OffenceKind.TRAFFICKING in offences.kinds


def is_trafficked(
    kind: RecordKind, category: SubjectCategory, about: Offences, victim_in: Iterable[Offences] = ()
) -> bool:
    """Whether a record is of a victim of trafficking: by its category with *trafficking* ticked on it, or by the part
    of a victim that it plays in another record (what `victim_in` are about), ticked on either."""
    if kind is not RecordKind.PERSON:
        return False
    others = list(victim_in)
    victim = category in PROTECTED_CATEGORIES or bool(others)
    return victim and any(is_about_trafficking(one) for one in (about, *others))
