"""Which numbers of a text belong to its protected persons."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from casefile.narrative.people import Mention
from casefile.narrative.protected.ages import MAJORITY, youngest
from casefile.narrative.protected.places import Places, Span, words_of_name
from casefile.narrative.protected.scene import Scene, Segment
from casefile.subjects.identifiers import ascii_digits
from casefile.subjects.identity import Identifier, PartialDate

HOLDER_GAP = 9  # words between a name and its number: "X, titulaire du passeport sénégalais n° …"
MAX_PLACES = 50  # of one number in one text
_HOLDS = frozenset(
    """tel telephone telephonique portable numero n no num joignable titulaire passeport cni nin carte identite d
        plaque
    immatricule immatriculee vehicule phone mobile number passport holder card id reachable whatsapp contact imei
        email mail
    telefono movil pasaporte titular dni matricula telefone telemovel passaporte bilhete identidade documento
        identidad
    de du la le au sous of the with del da do com con ne nee born nacido nascido el en em a in at on to alias dit
    هاتف هاتفه رقم رقمه جواز سفر سفره حامل بطاقه تعريف senegalais senegalese gambien gambian nationalite""".split()
)
_CONTINUES = frozenset(
    """elle il son sa ses she he her his ella el su sus ela ele seu sua seus suas tel telephone portable numero
        joignable
    titulaire passeport cni carte domiciliee domicilie phone passport number contact telefono pasaporte telefone
        passaporte
    cette celle-ci celui-ci interessee interesse victime victim victima vitima mineure mineur minor numero hers
    هي هو هاتفها هاتفه رقم رقمها جواز جوازها عنوانها تقيم تسكن وتقيم""".split()
)
_MALE = frozenset("il he ele celui-ci هو".split())


@dataclass(frozen=True, slots=True)
class Where:
    """Where a text speaks of protected persons: words, sentences, forms; words of cues about somebody unnamed."""

    scene: Scene
    words: frozenset[int]
    sentences: frozenset[int]
    forms: Sequence[tuple[int, int]]
    cue_words: frozenset[int]


def identifier_places(where: Where, identifiers: Iterable[Identifier]) -> tuple[set[str], set[int]]:
    """Values that belong to a protected person, and the sentences where they or more about that person stand."""
    scene = where.scene
    continued = _continued(where)
    starts = [w.start for w in scene.words]
    squeezed, offsets = _squeezed(scene.text)
    values: set[str] = set()
    sentences = set(continued)
    for one in identifiers:
        places = list(_places(one.value, squeezed, offsets))
        verdicts = [_belongs(where, continued, starts, place) for place in places]
        if any(verdicts) and not any(v is False for v in verdicts):
            values.add(one.value)
            at = [max(0, bisect_right(starts, p) - 1) for p in places]
            sentences.update(scene.sentence_of[i] for i in at)
    return values, sentences


def _squeezed(text: str) -> tuple[str, list[int]]:
    """Letters and digits only, and where each stood."""
    plain = ascii_digits(text)
    offsets = [i for i, c in enumerate(plain) if c.isalnum()]
    return "".join(plain[i] for i in offsets), offsets


def _places(value: str, squeezed: str, offsets: Sequence[int]) -> Iterator[int]:
    wanted = "".join(c for c in value if c.isalnum())
    at = squeezed.find(wanted) if wanted else -1
    for _ in range(MAX_PLACES):
        if at < 0:
            return
        yield offsets[at]
        at = squeezed.find(wanted, at + 1)


def _continued(where: Where) -> frozenset[int]:
    """Sentences without a name that go on about a protected person: *Son téléphone est le …*."""
    scene, found = where.scene, set()
    previous_only, previous = False, False
    for number, words in enumerate(scene.words_by_sentence):
        named = scene.by_sentence.get(number, [])
        if number in where.sentences:
            free = [s for s in named if s.first not in where.words and not s.single]
            previous, previous_only = True, not free
        elif named and any(not s.single for s in named) or any(scene.has(i, "suspect") for i in words[:200]):
            previous = previous_only = False
        elif previous and _goes_on(scene, words, previous_only):
            found.add(number)
        else:
            previous = previous_only = False
    return frozenset(found)


def _goes_on(scene: Scene, words: range, alone: bool) -> bool:
    first = scene.plain(words.start)
    if not alone and first in _MALE:
        return False
    return first in _CONTINUES or scene.words[words.start].number


def _belongs(where: Where, continued: frozenset[int], starts: Sequence[int], place: int) -> bool | None:
    """Of one place: a protected person's, of others only (False), or of nobody (None)."""
    if any(start <= place < end for start, end in where.forms[:500]):
        return True
    scene = where.scene
    at = max(0, bisect_right(starts, place) - 1)
    sentence = scene.sentence_of[at]
    if sentence in continued:
        return True
    named = scene.by_sentence.get(sentence, [])
    if sentence not in where.sentences:
        return False if named else None
    free = [s for s in named if s.first not in where.words and not s.single]
    if not free:
        return True
    return not _held_by_other(where, named, at)


def _held_by_other(where: Where, named: Sequence[Segment], at: int) -> bool:
    """In a sentence of both: whether the number is said to be the unprotected person's."""
    scene = where.scene
    places = [s.first for s in named]
    before = named[bisect_left(places, at) - 1] if bisect_left(places, at) else None
    following = named[bisect_left(places, at)] if bisect_left(places, at) < len(named) else None
    cue = max(
        (i for i in range(max(0, at - 60), at) if i in where.cue_words and scene.same_sentence(i, at)), default=-1
    )
    if before is None:
        return following is not None and following.first not in where.words and cue < 0
    if before.first in where.words or cue > before.first:
        return False
    protected_before = any(s.first in where.words for s in named[: bisect_left(places, at)])
    if not protected_before and cue < 0:
        return True
    gap = range(before.last, at)
    words = [scene.plain(i) for i in gap]
    return len(gap) <= HOLDER_GAP and scene.comma(before.last) and all(w in _HOLDS or w[:1].isdigit() for w in words)


@dataclass(frozen=True, slots=True)
class Stated:
    """What the reader of names gives besides plain stretches: values and places of protected persons, and minors."""

    values: frozenset[str]
    spans: tuple[Span, ...]
    minors: tuple[Mention, ...]


def stated_of(mentions: Sequence[Mention], places: Places, names: Iterable[str], on: date) -> Stated:
    """Names of forms and passport lines, names put together and nicknames, as far as they are a protected person's.

    Each is when one of its words is, when its bearer is, when it is one of the protected `names`, or when the birth in
    the form or the passport makes a minor of it.
    """
    plain = {" ".join(w.text for w in places.scene.words[a:b]) for a, b in places.scene.stretches}
    known = [words_of_name(name) for name in names]
    made = [m for m in mentions if m.written != "prose" or m.alias or m.name not in plain]
    minors = tuple(m for m in made if m.written != "prose" and _makes_minor(m.birth, on))
    starts = [places.scene.words[i].start for i in sorted(places.words)]
    bearers = {b for m in minors for b in m.bearers}
    bearers |= {b for m in mentions if words_of_name(m.name) in known for b in m.bearers}
    bearers |= {b for m in made if _in_places(m, places, starts) for b in m.bearers}
    mine = [m for m in made if bearers & m.bearers]
    values = {m.name for m in mine} | {i.value for m in mine if m.written != "prose" for i in m.identifiers}
    spans = [span for m in mine for span in m.spans]
    return Stated(frozenset(values), tuple(spans), minors)


def _in_places(mention: Mention, places: Places, starts: Sequence[int]) -> bool:
    for first, last in mention.spans:
        at = bisect_left(starts, first)
        if at < len(starts) and starts[at] < last:
            return True
        if any(a < last and first < b for a, b in places.forms[:500]):
            return True
    return False


def _makes_minor(birth: PartialDate | None, on: date) -> bool:
    """*About* is left to the cues of an age."""
    return birth is not None and not birth.circa and 0 <= youngest(birth, on) < MAJORITY
