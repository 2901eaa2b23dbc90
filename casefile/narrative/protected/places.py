"""Every place where a text speaks of its protected persons: by the same name in any spelling, by a part of it."""

from collections.abc import Iterable, Iterator, Sequence

from casefile.names import analyze, compare
from casefile.narrative.protected.scene import Scene, Segment
from casefile.narrative.protected.words import fold
from casefile.narrative.words.stopwords import CONNECTORS

Span = tuple[int, int]
MAX_COMPARED = 20_000  # pairs of names of one text; beyond, only names of the same words are one person's


class Places:
    """Where the text speaks of protected persons."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.words: set[int] = set()
        self.sentences: set[int] = set()
        self.forms: list[Span] = []
        self.names: dict[str, None] = {}

    def protect(self, segment: Segment) -> None:
        self.names[segment.name] = None
        self.mark(segment.first, segment.last)

    def mark(self, first: int, last: int) -> None:
        self.words.update(range(first, last))
        self.sentences.update(self.scene.sentence_of[first:last])

    def touched(self, first: int, last: int) -> bool:
        return any(i in self.words for i in range(first, last))


def mark_again(scene: Scene, places: Places) -> None:
    """Every other place where a protected person is named, in whole or in part."""
    for segment in same_as(scene, list(places.names), spare_suspects=True):
        places.mark(segment.first, segment.last)
    folded = [scene.plain(i) for i in range(len(scene.words))]
    for first, last in _sequences(folded, places.names):
        places.mark(first, last)
    free = {folded[i] for s in scene.segments for i in range(s.first, s.last) if not places.touched(s.first, s.last)}
    telling = {folded[i] for i in places.words if len(folded[i]) > 2 and not scene.tags[i]} - free - CONNECTORS
    for place, word in enumerate(folded):
        if word in telling and (scene.words[place].upper or not scene.cased):
            places.mark(place, place + 1)


def _sequences(folded: Sequence[str], names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where exactly these words stand one after the other, whatever stands between them."""
    wanted: dict[str, set[tuple[str, ...]]] = {}
    for name in names:
        words = tuple(fold(w) for w in name.split())
        if words:
            wanted.setdefault(words[0], set()).add(words)
    for place, word in enumerate(folded):
        for words in list(wanted.get(word, ()))[:64]:
            if tuple(folded[place : place + len(words)]) == words:
                yield place, place + len(words)


def same_as(scene: Scene, names: Sequence[str], *, spare_suspects: bool = False) -> Iterator[Segment]:
    """Named places that may be one of these persons, by name, in any spelling and script."""
    wanted = {name: words_of_name(name) for name in names if name.strip()}
    by_sound: dict[str, list[str]] = {}
    for name in wanted:
        for sound in analyze(name).sounds:
            by_sound.setdefault(sound, []).append(name)
    known: dict[str, tuple[bool, bool]] = {}
    budget = [MAX_COMPARED]
    for segment in _all_segments(scene):
        if segment.name not in known:
            known[segment.name] = _judge(segment.name, wanted, by_sound, budget)
        exact, alike = known[segment.name]
        if exact or (alike and not (spare_suspects and segment.suspect)):
            yield segment


def _all_segments(scene: Scene) -> Iterator[Segment]:
    """Those laid out, and every other stretch that the reader would give as a name."""
    laid = {(s.first, s.last): s for s in scene.segments if not s.single}
    yield from laid.values()
    for first, last in scene.stretches:
        if (first, last) not in laid:
            inner = scene.after(first)
            suspect = inner is not None and inner.first < last and inner.suspect
            yield Segment(first, last, " ".join(w.text for w in scene.words[first:last]), suspect)


def _judge(
    name: str, wanted: dict[str, frozenset[str]], by_sound: dict[str, list[str]], budget: list[int]
) -> tuple[bool, bool]:
    """(one of them by its words, one of them by likeness)."""
    words = words_of_name(name)
    near = dict.fromkeys(n for sound in analyze(name).sounds for n in by_sound.get(sound, ())[:200])
    if any(len(words) > 1 and len(wanted[n]) > 1 and (words <= wanted[n] or wanted[n] <= words) for n in near):
        return True, True
    if any(wanted[n] == words for n in near):
        return True, True
    for other in near:
        if budget[0] <= 0:
            return False, False
        budget[0] -= 1
        if len(words) > 1 and len(wanted[other]) > 1 and compare(other, name).same:
            return False, True
    return False, False


def words_of_name(name: str) -> frozenset[str]:
    return frozenset(fold(w) for w in name.replace("-", " ").split()) - CONNECTORS
