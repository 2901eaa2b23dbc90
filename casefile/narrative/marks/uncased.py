"""Where a writer has no capitals, and in Arabic: which words of a run are the name to show.

The reader looks for every window of a run, for one too many costs a key and one too few a hit. Whoever ticks a mark
makes a record of it, so a mark holds the name alone: *الشاهدة فاتو سار* is Fatou Sarr. Names that many bear tell where
one begins, and what stands behind them where it ends. Pure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from casefile.narrative.bodies import is_title
from casefile.narrative.tokens import Word
from casefile.narrative.words.also_names import behind_a_letter, is_joined
from casefile.narrative.words.known_names import is_family, is_known_name, plain
from casefile.narrative.words.stopwords import CONNECTORS, LEADERS, OF_DESCENT, ROLE_WORDS, is_arabic

MOST_UNKNOWN = 3
"""Own words of a run in which no word is known: so many are one name, of more the first two."""

_TITLES = """
    اسمي الكامل الناجي المتهم المتهمة الشاهدة المطلوب المطلوبة الموقوف الموقوفة المشتكي الضحية المعني الناجية المخبر
    المبلغ العريف الرقيب النقيب الملازم المقدم الرائد العقيد العميد الجنرال اللواء المساعد الضابط المفوض العمدة
    الوالي الحاكم الدكتور الدكتورة الطبيب الطبيبة الممرض الممرضة المهندس الأستاذ الأستاذة المحامي المحامية القاضي
    الإمام المترجم المترجمة المنسق المنسقة الوسيط السائق الصياد البحار الربان القبطان التاجر الحارس الأم الأب الأخ
    الأخت العم الخال الشاب الشابة الفتاة القاصر الطفل الطفلة المرحوم المرحومة السنغالي السنغالية الموريتاني
    الموريتانية المالي المالية الغيني الغينية الغامبي الغامبية الإيفواري النيجري النيجرية النيجيري النيجيرية التشادي
    التشادية الكاميروني الكاميرونية الإسباني الإسبانية الفرنسي الفرنسية الليبية المغربية الجزائرية التونسية
    السودانية المصرية
    """.split()
"""Who somebody is, in Arabic before the name. Behind a name they may be its family's: محمد الناجي."""
_CALLED = frozenset(map(plain, _TITLES))
_LINKS = CONNECTORS | frozenset("أيت آيت ايت دي دو دوس فان فون ديل".split())
_PARTS = frozenset("الدين الله الرحمن الرحيم الحق الدايم الدائم السلام الإسلام النبي الزهراء العابدين".split())
"""What goes on with the given name before it: نور الدين."""


class _Is(Enum):
    KNOWN = "a name that many bear"
    FAMILY = "one that ends a name"
    LINK = "ould, ben, abdoul"
    OTHER = "any word"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that are one name; of the first one `skipped` letters are written to it: وعائشاتو."""

    first: int
    last: int
    skipped: int = 0


def names_of_run(words: Sequence[Word], first: int, last: int) -> list[Stretch]:
    """The names of a run of words, half-open, in order."""
    found: list[Stretch] = []
    for start, end, skipped in _pieces(words, first, last):
        found += _Piece(words, start, end, skipped).names()
    return found


def _pieces(words: Sequence[Word], first: int, last: int) -> Iterator[tuple[int, int, int]]:
    """The run, parted at titles and where *and*, *to* or *by* is written to a name; and that letter's length."""
    start, skipped = first, 0
    for place in range(first, last):
        folded = words[place].folded
        letters = _letters_before(folded, alone=last - start <= 2)
        title = _is_title(folded) or _is_title(behind_a_letter(folded))
        if title:
            before = words[place - 1].folded
            behind_a_name = place > start and (_is(before) is not _Is.OTHER or before in _PARTS)
            title = not behind_a_name and (place + 1 == last or words[place + 1].folded not in OF_DESCENT)
        if not letters and not title:
            continue
        if place > start:
            yield start, place, skipped
        start, skipped = (place + 1, 0) if title else (place, letters)
    if last > start:
        yield start, last, skipped


def _letters_before(folded: str, *, alone: bool) -> int:
    """How many letters are written to this name; 0 where none are, or where it is none. `alone`: of two words."""
    if not is_arabic(folded) or is_known_name(folded):
        return 0
    once = behind_a_letter(folded)
    for rest in (once, behind_a_letter(once) if folded[0] == "و" else ""):  # in وبسعيد two of them
        if rest and (is_known_name(rest) or rest in LEADERS):
            return len(folded) - len(rest)
    return int(is_joined(folded) and not alone)


def _is_title(folded: str) -> bool:
    return plain(folded) in _CALLED or folded in ROLE_WORDS or is_title(folded)


def _is(folded: str) -> _Is:
    if folded in _LINKS:
        return _Is.LINK
    if is_family(folded):
        return _Is.FAMILY
    if is_known_name(folded):
        return _Is.KNOWN
    return _Is.OTHER


class _Piece:
    """A part of a run that begins behind a title, and holds no joined name but at its beginning."""

    def __init__(self, words: Sequence[Word], first: int, last: int, skipped: int) -> None:
        self.words, self.first, self.last, self.skipped = words, first, last, skipped
        self.kinds = [_is(w.folded) for w in words[first:last]]
        if skipped:
            self.kinds[0] = _is(words[first].folded[skipped:])

    def names(self) -> list[Stretch]:
        found: list[Stretch] = []
        at = 0
        while (start := self._start(at)) is not None:
            end = self._end(start)
            if self._own(start, end) == 1:
                start = self._with_given_names(start) if at == 0 else start
            if self._own(start, end) > 1 or self._has_link(start, end):
                found.append(self._stretch(start, end))
            at = max(end, start + 1)
        if found or self.skipped or _Is.KNOWN in self.kinds or _Is.FAMILY in self.kinds:
            return found
        return self._of_unknown()

    def _with_given_names(self, start: int) -> int:
        """Where a name begins of which only the last word is known: before it the piece has one word, or two."""
        most = 2 if self.kinds[start] is _Is.FAMILY else 1
        if not 0 < start <= most:
            return start
        whole = start == 1 and len(self.kinds) == 2 and self.kinds[0] is _Is.OTHER
        if whole and not self._word(0).startswith(("ال", "بال", "لل")):  # لانسانا كوندي
            return 0
        return 0 if all(map(self._may_begin_a_name, range(start))) else start

    def _stretch(self, start: int, end: int) -> Stretch:
        return Stretch(self.first + start, self.first + end, 0 if start else self.skipped)

    def _start(self, at: int) -> int | None:
        """The first word from here on that a name begins with."""
        for place in range(at, len(self.kinds)):
            kind, following = self.kinds[place], self.kinds[place + 1 : place + 2]
            if kind is _Is.KNOWN or (kind is _Is.FAMILY and self._may_come_first(place)):
                return place
            if kind is _Is.LINK and (place == 0 or self._word(place) in LEADERS) and following:
                return place
            goes_on = following and self._word(place + 1) in OF_DESCENT | _PARTS
            if goes_on and not self._word(place).startswith("بم"):  # *at the hospital Ibn Rushd*
                return place
        return None

    def _may_come_first(self, place: int) -> bool:
        """A family's name before the given one, or at the end; not *to me* (لي), not *the Egyptian* So-and-so."""
        word, following = self._word(place), self.kinds[place + 1 : place + 2]
        if not is_arabic(word) or not following or place == len(self.kinds) - 1:
            return True
        return following[0] is not _Is.OTHER and len(word) > 2 and not word.startswith("ال")

    def _end(self, start: int) -> int:
        """Behind the last word of the name that begins here."""
        place, room = start + 1, True
        if self.kinds[start] is _Is.FAMILY:
            room = self.kinds[start + 1 : start + 2] != [_Is.KNOWN]
        while place < len(self.kinds):
            kind, behind_link = self.kinds[place], self.kinds[place - 1] is _Is.LINK
            if self._word(place) in _PARTS:
                pass
            elif kind is _Is.OTHER and not behind_link:
                if not (room and self._may_end_a_name(place)) and not self._is_nisba(place):
                    break
                room = False
            elif kind is _Is.FAMILY:
                room = False
            place += 1
        while place > start + 1 and self.kinds[place - 1] is _Is.LINK:
            place -= 1
        return place

    def _may_begin_a_name(self, place: int) -> bool:
        """A given name that is in no list."""
        if self.kinds[place] is not _Is.OTHER or (place == 0 and self.skipped):
            return False
        word = self._word(place)
        if not is_arabic(word) or word.startswith(("بو", "بن", "بل")):
            return True
        return not word.startswith(("ال", "ب", "ل", "ي", "ت", "و"))

    def _may_end_a_name(self, place: int) -> bool:
        """A family's name that is in no list: no verb's form, no *the one who*, nothing with *by* written to it."""
        word = self._word(place)
        if not is_arabic(word):
            return True
        verb = len(word) > 3 and word[0] in "يت" and (word[-1] not in "اويى" or word.endswith("ها"))
        return not verb and not word.startswith(("الم", "الق", "الت", "بال", "بب", "بت", "بم", "بع", "لل", "لت", "است"))

    def _is_nisba(self, place: int) -> bool:
        """*Al-…i*: of a people, a town, a father: الشابي الهمامي."""
        word = self._word(place)
        return word.startswith("ال") and word.endswith("ي") and len(word) > 4

    def _of_unknown(self) -> list[Stretch]:
        """Where nothing tells: the reader's first window, as a reader would begin."""
        own = [place for place, kind in enumerate(self.kinds) if kind is not _Is.LINK]
        if len(own) < 2:
            return []
        end = len(self.kinds) if len(own) <= MOST_UNKNOWN else own[1] + 1
        while end > 2 and not self._may_end_a_name(end - 1):
            end -= 1
        return [self._stretch(0, end)]

    def _word(self, place: int) -> str:
        folded = self.words[self.first + place].folded
        return folded if place else folded[self.skipped :]

    def _own(self, start: int, end: int) -> int:
        return sum(kind is not _Is.LINK for kind in self.kinds[start:end])

    def _has_link(self, start: int, end: int) -> bool:
        return end - start > 1 and _Is.LINK in self.kinds[start:end]
