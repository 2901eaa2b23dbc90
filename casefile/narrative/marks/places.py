"""Places in a text: what follows *plage de*, *port of*, and what the table of known places has after *à*, *from*."""

from collections.abc import Iterator, Sequence

from casefile.names.entities.gazetteer import by_name, places_in
from casefile.names.entities.reading import split_words
from casefile.names.normalize import bare
from casefile.narrative.bodies import names_body
from casefile.narrative.marks.items import Span
from casefile.narrative.tokens import Word
from casefile.narrative.words.stopwords import PLACE_LINKS, is_stopword

MAX_WORDS = 3
_NOUNS = frozenset(
    """plage village ville quartier port quai commune localite departement region ile embarcadere debarcadere gare
    marche beach town city harbour harbor wharf district island jetty landing-site market playa pueblo ciudad puerto
    barrio isla muelle praia aldeia cidade porto bairro ilha cais شاطئ قرية مدينة ميناء حي منطقة جزيرة مرسى""".split()
)
"""What a place is, before its name."""
_THROUGH = frozenset(
    "par por pela pelo via through عبر a ao de d du del da do of off left reached quitté rejoint".split()
)
"""Before a known place they say the way or where it was; before anything else far too much."""
_SMALL = frozenset("de du des d la le les of the da do das dos del el los las".split())


def place_spans(text: str, words: Sequence[Word], *, cased: bool) -> Iterator[Span]:
    """Where places are named, in order; they may overlap what was read otherwise."""
    place = 0
    while place < len(words):
        end = _after_noun(words, place, cased=cased) or _known_after_link(text, words, place, cased=cased)
        if end is None:
            place += 1
            continue
        yield words[end[0]].start, words[end[1] - 1].end
        place = end[1]


def leads_to_place(words: Sequence[Word], first: int) -> bool:
    """Whether the word before says that a place follows: *plage de*, *à*, *near*, *شاطئ*."""
    if first == 0 or words[first].stop or words[first].comma:
        return False
    before = words[first - 1].folded
    if bare(before) in _NOUNS:
        return True
    if before in _SMALL and first > 1 and bare(words[first - 2].folded) in _NOUNS:
        return True
    return before in PLACE_LINKS - {"of", "from", "من", "ب"}


def _after_noun(words: Sequence[Word], place: int, *, cased: bool) -> tuple[int, int] | None:
    if bare(words[place].folded) not in _NOUNS:
        return None
    first = place + 1
    while first < len(words) and first <= place + 2 and words[first].folded in _SMALL and not words[first].stop:
        first += 1
    if first >= len(words) or words[first].stop or words[first].comma:
        return None
    if cased:
        return _capitals(words, first)
    return _known(words, first)


def _capitals(words: Sequence[Word], first: int) -> tuple[int, int] | None:
    end = first
    while end < min(first + MAX_WORDS, len(words)) and words[end].upper and not words[end].number:
        if end > first and (words[end].stop or words[end].comma):
            break
        end += 1
    return (first, end) if end > first and not names_body(bare(words[first].folded)) else None


def _known_after_link(text: str, words: Sequence[Word], place: int, *, cased: bool) -> tuple[int, int] | None:
    """A place of the table behind a preposition; in capitals also by its sound."""
    first = place + 1
    if words[place].folded not in PLACE_LINKS | _THROUGH or first >= len(words) or words[first].stop:
        return None
    if cased and not words[first].upper:
        return None
    return _known(words, first, sound=cased)


def _known(words: Sequence[Word], first: int, *, sound: bool = False) -> tuple[int, int] | None:
    for end in range(min(first + MAX_WORDS, len(words)), first, -1):
        if any(w.stop or w.comma or w.number for w in words[first + 1 : end]) or is_stopword(words[first].folded):
            continue
        phrase = " ".join(w.text for w in words[first:end])
        if " ".join(split_words(phrase)) in by_name() or (sound and end == first + 1 and places_in(phrase)):
            return first, end
    return None
