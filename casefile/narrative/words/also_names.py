"""Arabic words that are stopwords of reports and names as well, and names with a word written to them.

What stands about a word says which of the two it is: مالك الزورق is the owner of the boat and مالك سي a man; كان is
*was* and the family Kane. Always left out they would take a part from a name, or the whole of it. Pure.
"""

from collections.abc import Sequence

from casefile.narrative.tokens import Word
from casefile.narrative.words.stopwords import BIRTH_WORDS, CONNECTORS, OF_DESCENT, is_stopword

_SERVANTS = frozenset("عبد عبيد".split())
_GIVEN_NAMES = frozenset("أم ام مالك هلال صباح مولود نجاة".split())
"""Names where one goes on or a father's stands before: أم كلثوم, مولود ولد أحمد, ولد مولود."""
_FAMILIES = frozenset("الغربي الشرقي".split())
"""Behind a name; elsewhere the sides of a place."""
_VERBS = frozenset(("كان",))
"""Families at a name's end where nothing follows of which they are the verb."""


def is_name_here(words: Sequence[Word], place: int, *, inside: bool) -> bool:
    """Whether the stopword at this place is part of a name. `inside`: a name goes on up to it."""
    folded = words[place].folded
    before = words[place - 1].folded if inside else ""
    if before in _SERVANTS and folded.startswith("ال"):  # a servant of the King, of the One
        return True
    if folded in _FAMILIES:
        return inside
    if folded in _VERBS:
        return inside and before not in CONNECTORS and _ends(words, place + 1)
    return folded in _GIVEN_NAMES and (before in OF_DESCENT or _goes_on(words, place + 1))


def _goes_on(words: Sequence[Word], place: int) -> bool:
    """Whether what follows may be part of a name."""
    if place >= len(words) or words[place].stop or words[place].comma or words[place].number:
        return False
    return words[place].folded in CONNECTORS or not is_stopword(words[place].folded)


def _ends(words: Sequence[Word], place: int) -> bool:
    if place >= len(words):
        return True
    word = words[place]
    return word.stop or word.comma or word.number or word.folded in BIRTH_WORDS


_WRITTEN_TO = ("لل", "و", "ل", "ب", "ف")
"""*To the*, *and*, *to*, *by*, *so*."""
_SURELY_AND = ("وعبد ", "وال", "وأبو ", "وابو ", "وأم ", "وبن ")
BEGIN_SO = frozenset(
    """
    وليد وسام وداد وردة وائل وفاء والي ونيس وحيد وجدي وسيم بلال بوبكر بشير بدرة بلقاسم باسم بسام بشرى بلخير براهيم
    بابا بابكر بينتا بكاري باكاري بوريما بالدي بلدي لمين لمرابط لمجيد لحسن لحبيب لطفي لطيفة ليلى لبنى لويس لالة لخضر
    فاطمة فاطمتو فاطماتا فاتو فاتوماتا فؤاد فريد فريدة فيصل فتحي فوزي فوزية فارس فواز فرحات فاروق فاضل بركة برهان
    ورقلة ورقة وديع وديعة وجيه وجيهة وهيب وهيبة وسيمة وسيلة وحيدة وجدان وصال وصفي وفية وضاح وقاص وثيق واثق وافي وزير
    وهاب وسمان وتارا واتارا ودراغو ويدراوغو ويدراغو واغي وندي واندي ويلي وونغو
    """.split()
)
"""Names of four letters or more whose own first letter it is."""
_SHORTEST = 3
"""Letters of a name behind such a piece."""


def is_joined(word: str) -> bool:
    """Whether *and* is written to this word, as behind a name to the next one's: مالك سي وعائشاتو با."""
    return len(word) > _SHORTEST and word[0] == "و" and word not in BEGIN_SO and word not in CONNECTORS


def as_called(name: str) -> tuple[str, ...]:
    """The name without what Arabic writes to it: وعبد القادر, لأسامة. And as written, where a name may begin so."""
    if name.startswith(_SURELY_AND):
        return (name[1:],)
    first, _, more = name.partition(" ")
    rest = behind_a_letter(first)
    return (name, f"{rest} {more}".rstrip()) if rest else (name,)


def behind_a_letter(word: str) -> str:
    """The word without *and*, *to*, *by* or *so* written to it; none where nothing is, or where it may begin so."""
    piece = next((one for one in _WRITTEN_TO if word.startswith(one)), "")
    if not piece or len(word) - len(piece) < _SHORTEST or word in BEGIN_SO:
        return ""
    return ("ال" if piece == "لل" else "") + word[len(piece) :]
