"""Ages and dates of birth that make somebody a minor; terms of prison, years of service and maiden names do not."""

from datetime import date

from casefile.narrative.dates import AHEAD, birth_after
from casefile.narrative.protected.past import after_compound, follows_years, is_of_children, is_past_age, is_term
from casefile.narrative.protected.scene import Scene
from casefile.narrative.protected.sign import Sign, is_adverb
from casefile.narrative.protected.words import ARABIC_TEN, NUMBERS
from casefile.narrative.words.stopwords import BIRTH_WORDS, CIRCA_WORDS, MONTHS
from casefile.subjects.identity import PartialDate
from casefile.vocabulary import Protection

MAJORITY = 18  # years; Palermo Protocol Art. 3 (d): a child is any person under eighteen
_SEXES = frozenset("then now currently alors female male f m h feminin masculin mujer hombre".split())
_DATE_WORDS = frozenset(
    "le en a à in on of the date at el em de da do du fecha data lieu am vers dia day year year's an année ano año "
    "في عام سنة بتاريخ يوم من ب around about".split()
)


def number_at(scene: Scene, place: int) -> tuple[int, int] | None:
    """The whole number written there, in digits or in words, and where it ends."""
    if not 0 <= place < len(scene.words):
        return None
    word = scene.words[place]
    if word.number:
        digits = word.text.strip("./-")
        return (int(digits), place + 1) if digits.isdigit() and len(digits) <= 2 else None
    value = NUMBERS.get(scene.plain(place).removeprefix("ال"))
    if value is None:
        return None
    if place + 1 < len(scene.words) and scene.plain(place + 1) in ARABIC_TEN and value < 10:
        return value + 10, place + 2
    return value, place + 1


def read_age(scene: Scene, place: int) -> Sign | None:
    if scene.has(place, "age") and (sign := _age_after_word(scene, place)) is not None:
        return sign
    if (found := number_at(scene, place)) is None:
        return None
    value, end = found
    months = scene.has(end, "months")
    if months and follows_years(scene, place):
        return None
    if scene.has(end, "years") or (months and value <= 36):
        if scene.has(end, "and") and not scene.comma(end + 1) and not scene.opens(end + 1):  # "14 y 15"
            return None
        return _judged_age(scene, place, place, end + 1, 1 if months else value)
    return _bracketed_age(scene, place, value, end) or _bare_age(scene, place, value, end)


def _age_after_word(scene: Scene, place: int) -> Sign | None:
    """*âge : 14*, *aged 16*, *البالغة من العمر 14 سنة*."""
    for at in range(place + 1, min(place + 5, len(scene.words))):
        if (found := number_at(scene, at)) is not None:
            end = found[1]
            months = scene.has(end, "months")
            end += scene.has(end, "years", "months")
            if scene.words[place].folded == "سن" and not end:
                return None
            return _judged_age(scene, place, at, end, 1 if months else found[0])
        if not (scene.has(at, "fill", "of", "age", "definite", "copula") or is_adverb(scene.words[at].folded)):
            return None
    return None


def _judged_age(scene: Scene, first: int, place: int, end: int, value: int) -> Sign | None:
    under = any(scene.has(i, "under") for i in range(max(0, place - 3), place))
    if value >= MAJORITY + under or _is_duration(scene, first, end) or is_past_age(scene, first, end):
        return None
    if is_term(scene, first, end) or is_of_children(scene, first, end):
        return None
    if scene.plain(end - 1) in ("years", "year") and scene.has(end, "fill") and end < len(scene.words):
        end += scene.words[end].folded == "old"
    leading = scene.words[end - 1].folded.endswith("-old") or scene.words[end - 1].folded == "old"
    start = first
    while start > 0 and scene.has(start - 1, "fill", "of", "under", "age") and not scene.comma(start):
        start -= 1
    return Sign(first, end, Protection.MINOR, "age", False, "", start, leading=leading)


def _is_duration(scene: Scene, first: int, end: int) -> bool:
    """*depuis 10 ans*, *condamné à 5 ans*, *10 years in prison*."""
    for at in range(first - 1, max(-1, first - 4), -1):
        if not scene.same_sentence(at, first):
            break
        if scene.has(at, "duration") or (scene.plain(at) == "y" and scene.has(at - 1, "pronoun")):
            return True
        if scene.comma(at + 1) or scene.has(at, "minor", "person"):
            break
    end = after_compound(scene, end)
    for at in range(end, min(len(scene.words), end + 3)):
        if not scene.same_sentence(at, end - 1) or scene.comma(at):
            return False
        if scene.has(at, "duration_after"):
            return True
        if not scene.has(at, "fill", "of", "definite", "and"):
            return False
    return False


def _bracketed_age(scene: Scene, place: int, value: int, end: int) -> Sign | None:
    """*Awa Sy (14)*, *Awa Sy, 14, was found*: a number alone, closed on both sides, right after a name."""
    named = scene.before(place)
    if named is None or not 0 < value < MAJORITY or not scene.words[place].number:
        return None
    if place - named.last > 2 or any(scene.plain(i) not in _SEXES for i in range(named.last, place)):
        return None
    end += scene.plain(end) in ("f", "m") and not scene.comma(end)  # (15F)
    closed = scene.between[end][:1] in (",", ")") if end < len(scene.words) else ")" in scene.text[-2:]
    opened = scene.between[named.last].strip() in (",", "(")
    return Sign(place, end, Protection.MINOR, "age", False, "", place) if opened and closed else None


def _bare_age(scene: Scene, place: int, value: int, end: int) -> Sign | None:
    """English leaves the unit out: *she is 17*, *under 18*."""
    if not scene.words[place].number or not scene.same_sentence(place - 1, place):
        return None
    lead = scene.plain(place - 1)
    closed = scene.comma(end) or scene.has(end, "and", "subordinate") or lead == "turned"
    under = lead in ("under", "below") and value <= MAJORITY
    named = scene.before(place - 1)
    stated = lead in ("is", "was", "turned") and (
        scene.plain(place - 2) in ("he", "she", "who") or (named is not None and named.last == place - 1)
    )
    if is_past_age(scene, place, end):
        return None
    stated = stated or (lead == "be" and scene.plain(place - 2) == "to")
    if not closed or not (under or (stated and 0 < value < MAJORITY)):
        return None
    return Sign(place - under, end, Protection.MINOR, "age", False, "", place - under)


def youngest(birth: PartialDate, on: date) -> int:
    """The youngest age in whole years the date allows on that day; *about* is taken a year younger."""
    pieces = [int(p) for p in (birth.until or birth.value).split("-")]
    year, month, day = (*pieces, 12, 31)[:3] if len(pieces) == 1 else (*pieces, 31)[:3]
    return on.year - year - ((on.month, on.day) < (month, day)) - birth.circa


def read_birth(scene: Scene, place: int, on: date) -> Sign | None:
    words = scene.words
    if words[place].folded in BIRTH_WORDS:
        end = _date_end(scene, place)
        if end is None or (birth := birth_after(words, place)) is None:
            return None
        first = place
        while first > 0 and scene.plain(first - 1) in ("date", "fecha", "data", "of", "de", "تاريخ"):
            first -= 1
    else:
        if not words[place].number or "(" not in scene.between[place]:
            return None
        named = scene.before(place)
        if named is None or named.last != place:
            return None
        text = words[place].text.strip("./-")
        if len(text) < 8 or (birth := birth_after([words[place - 1], words[place]], 0)) is None:
            return None
        first, end = place, place + 1
    if not 0 <= youngest(birth, on) < MAJORITY:
        return None
    return Sign(first, end, Protection.MINOR, "birth", False, "", first)


def _date_end(scene: Scene, marker: int) -> int | None:
    """Where the date ends; None when something else than a place stands between *née* and it (a maiden name)."""
    words = scene.words
    placed = False
    for at in range(marker + 1, min(marker + 1 + AHEAD, len(words))):
        if words[at].number:
            digits = words[at].text.strip("./-")
            if len(digits) > 2:
                return at + 1
            later = range(at + 1, min(at + 6, len(words)))
            return next((i + 1 for i in later if words[i].number and len(words[i].text.strip("./-")) == 4), at + 1)
        if not scene.same_sentence(at, marker) and "\n" not in scene.between[at]:
            return None
        word = words[at].folded
        placed = placed or scene.has(at, "to") or word in _DATE_WORDS
        known = (
            word in _DATE_WORDS or word in CIRCA_WORDS or word in MONTHS or word in BIRTH_WORDS or scene.has(at, "to")
        )
        if scene.has(at, "aux", "suspect") and not known:
            return None
        if not known and words[at].upper and not placed:
            return None
    return None
