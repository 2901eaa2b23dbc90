"""Names met in a text: runs of capitalised words where the writer used capitals, windows of neighbours where not."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from casefile.names.frequency import default, spelt
from casefile.names.normalize import bare
from casefile.narrative.tokens import Word
from casefile.narrative.words.also_names import is_joined, is_name_here
from casefile.narrative.words.common_words import is_common
from casefile.narrative.words.known_names import KNOWN_SHARE, is_known_name
from casefile.narrative.words.stopwords import (
    BIRTH_WORDS,
    CONNECTORS,
    LEADERS,
    OF_DESCENT,
    ROLE_WORDS,
    STOPWORDS,
    is_arabic,
    is_stopword,
)

MAX_STRETCHES = 120_000
"""Of one text: the longest report has some 40,000 words, and a word begins at most three stretches."""
MAX_NAME_LENGTH = 6  # words; a longer run of capitals is a heading and is read in windows
WHOLE_RUNS = (4, 5)  # own words of a run in a script without capitals that may be one name: سيدي محمد ولد أحمد البكاي
WIDEST = 3  # own words of a window
MAX_ANNOUNCED = 4  # own words of a lower-case name that a word announces

_NO_NAMES = STOPWORDS - CONNECTORS
_AFTER_NAMES = frozenset(
    "alias dit dite surnommé surnommée âgé âgée agé agée aged nicknamed apodado apodada vulgo".split()
)
"""What stands behind a name and hardly behind anything else; besides what announces a birth."""


def name_stretches(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Half-open stretches of words that may be a person's name; they may overlap. What `read_narrative` names."""
    return list(islice(_windows(words), MAX_STRETCHES))


def clusters_of(stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Overlapping stretches as one."""
    first = last = -1
    for start, end in sorted(stretches):
        if start >= last:
            if last > first:
                yield first, last
            first, last = start, end
        last = max(last, end)
    if last > first >= 0:
        yield first, last


def at_each_and(words: Sequence[Word], clusters: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The clusters, parted where Arabic writes *and* to the next person's name."""
    for first, last in clusters:
        start = first
        for place in range(first + 1, last):
            if _parts(words, start, place, last):
                yield start, place
                start = place
        yield start, last


def _parts(words: Sequence[Word], first: int, place: int, last: int) -> bool:
    """Whether another person begins here. Of two words alone the second may well be a family's, in no list."""
    if not is_joined(words[place].folded) or words[place - 1].folded in CONNECTORS:
        return False
    return last - first > 2 or is_known_name(words[place].folded[1:])


def is_cased(words: Sequence[Word]) -> bool:
    """Whether the writer used capitals to mark names: some, and not for everything."""
    letters = [w for w in words if len(w.text) > 1 and _has_case(w)]
    capitals = sum(w.upper for w in letters)
    inside = sum(w.upper and not w.stop for w in letters[1:])
    spoken = sum(not w.number for w in words)
    return inside > 0 and capitals < 0.7 * len(letters) and len(letters) >= 0.5 * spoken


def _windows(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Half-open stretches of words that may be a name."""
    cased = is_cased(words)
    for first, last in _runs(words, cased):
        if not cased:
            yield from _slide(words, first, last)
            if not _has_case(words[first]) and _own(words, first, last) in WHOLE_RUNS:
                yield first, last
            continue
        for start, end in _capital_runs(words, first, last):
            if end - start <= MAX_NAME_LENGTH:
                yield start, end
                if end - start > 3:
                    yield from _slide(words, start, end)
            else:
                yield from _slide(words, start, end)
        yield from _vouched(words, first, last)
        yield from _announced(words, first, last)


def _has_case(word: Word) -> bool:
    return word.text[:1].lower() != word.text[:1].upper()


def _own(words: Sequence[Word], first: int, last: int) -> int:
    """How many words of a run are more than connectors."""
    return sum(words[i].folded not in CONNECTORS for i in range(first, last))


def _begins(words: Sequence[Word], first: int, last: int) -> list[int]:
    """Where a window of a run may begin: at its first word, at each that is more than a connector, and at those that
    open a name (*Abdel*, *Abou*)."""
    return [i for i in range(first, last) if words[i].folded not in CONNECTORS or i == first or _opens(words[i])]


def _opens(word: Word) -> bool:
    return word.folded in LEADERS and word.folded not in OF_DESCENT


def _runs(words: Sequence[Word], cased: bool) -> Iterator[tuple[int, int]]:
    """Stretches without a stopword, a number or the end of a clause; connectors may stand inside."""
    start = 0
    while start < len(words):
        if not _may_begin(words, start, cased):
            start += 1
            continue
        end = _end_of_run(words, start + 1, cased)
        if _is_surname_first(words, end):
            end = _end_of_run(words, end + 1, cased)
        whole = end
        while end > start and words[end - 1].folded in CONNECTORS:
            end -= 1
        if end > start:
            yield start, end
        start = end if end > start else whole  # nothing but connectors is not read again from each of them


def _end_of_run(words: Sequence[Word], place: int, cased: bool) -> int:
    while place < len(words) and not words[place].stop and not words[place].comma and _may_follow(words, place, cased):
        place += 1
    return place


def _is_surname_first(words: Sequence[Word], place: int) -> bool:
    """SURNAME, Given: a comma after capitals joins."""
    if place >= len(words):
        return False
    given, surname = words[place], words[place - 1]
    joined = given.comma and not given.stop and surname.shout
    return joined and given.upper and not given.shout and given.folded not in STOPWORDS


def _is_no_name(word: Word, cased: bool) -> bool:
    """A stopword; or a common word, where capitals do not say that here it is a name."""
    return is_stopword(word.folded) or ((not cased or not word.upper) and is_common(word.folded))


def _may_begin(words: Sequence[Word], place: int, cased: bool) -> bool:
    word = words[place]
    if word.folded in LEADERS:  # um is also the article of half a continent
        return word.upper or len(word.text) > 2
    return not word.number and (not _is_no_name(word, cased) or is_name_here(words, place, inside=False))


def _may_follow(words: Sequence[Word], place: int, cased: bool) -> bool:
    word = words[place]
    if word.number:
        return False
    if word.folded in CONNECTORS:
        return place + 1 < len(words) and not words[place + 1].number and _names_on(words, place + 1)
    if not _is_no_name(word, cased) or is_name_here(words, place, inside=True):
        return True
    return words[place - 1].folded in OF_DESCENT and _may_be_fathers(word)


def _names_on(words: Sequence[Word], place: int) -> bool:
    if words[place].folded not in _NO_NAMES or is_name_here(words, place, inside=True):
        return True
    return words[place - 1].folded in OF_DESCENT and _may_be_fathers(words[place])


def _may_be_fathers(word: Word) -> bool:
    """Behind *son of* common words are names, and of the small ones those with an article: بن عودة, ولد السيد."""
    return is_arabic(word.folded) and (word.folded.startswith("ال") or word.folded not in STOPWORDS)


def _capital_runs(words: Sequence[Word], first: int, last: int) -> Iterator[tuple[int, int]]:
    start = first
    while start < last:
        if not words[start].upper:
            start += 1
            continue
        end = start + 1
        while end < last and (words[end].upper or words[end].folded in CONNECTORS):
            end += 1
        while words[end - 1].folded in CONNECTORS and end > start + 1:
            end -= 1
        if end - start >= 2:
            yield start, end
        start = end


def _slide(words: Sequence[Word], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Windows of two and of three own words; connectors do not count, and behind one at the beginning one is enough."""
    own = [i for i in range(first, last) if words[i].folded not in CONNECTORS]
    for start in _begins(words, first, last):
        at = bisect_left(own, start)
        least = 1 if words[start].folded in CONNECTORS else 2
        for end in own[at + least - 1 : at + WIDEST]:
            yield start, end + 1


def _vouched(words: Sequence[Word], first: int, last: int) -> Iterator[tuple[int, int]]:
    """In a text with capitals, lower-case neighbours count when one of them is a well-known name: mamadou dialo."""
    if all(words[i].upper for i in range(first, last)):
        return
    for start, end in _slide(words, first, last):
        if not all(words[i].upper for i in range(start, end)) and any(_well_known(words[i]) for i in range(start, end)):
            yield start, end


def _announced(words: Sequence[Word], first: int, last: int) -> Iterator[tuple[int, int]]:
    """In a text with capitals, lower-case words that somebody is called: *le passeur* zoumana kamarate *né en*."""
    if any(words[i].upper for i in range(first, last)) or last - first < 2:
        return
    own = _begins(words, first, last)
    if first and words[first - 1].folded in ROLE_WORDS and not words[first].comma:
        for wide in range(2, min(MAX_ANNOUNCED, len(own)) + 1):
            yield first, own[wide - 1] + 1
    if last < len(words) and (words[last].folded in BIRTH_WORDS or words[last].folded in _AFTER_NAMES):
        for wide in range(2, min(MAX_ANNOUNCED, len(own)) + 1):
            yield own[-wide], last


def _well_known(word: Word) -> bool:
    """Spelt like one of the commonest names; by sound alone half of all French words would be one."""
    return len(word.folded) >= 4 and default().share(spelt(bare(word.folded))) >= KNOWN_SHARE
