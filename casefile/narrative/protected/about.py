"""What a person's own record says of that person: victim, minor; not what it says of others."""

from collections.abc import Iterator, Sequence
from datetime import date

from casefile.limits import READ as MAX_LENGTH
from casefile.names import compare
from casefile.narrative.protected.binding import reading_of
from casefile.narrative.protected.scene import Scene, Segment
from casefile.narrative.protected.sign import Sign, cue_text, elided, is_adverb
from casefile.narrative.protected.voice import subject_of
from casefile.narrative.protected.words import fold
from casefile.vocabulary import Protection

_PASSED = ("fill", "named", "years", "months", "age", "speech", "own", "aux", "under", "victim", "minor", "definite",
           "patient", "weak_patient", "exploit", "to")  # fmt: skip
_STEPS = 16  # words looked back over from a cue to where its statement begins
_SUBJECTS = frozenset("il elle he she ella el ela ele on هي هو وهي وهو celle-ci celui-ci".split())


def read_about(
    text: str, names: Sequence[str], on: date, *, suspected: bool = False
) -> tuple[tuple[Protection, str], ...]:
    """(protection, cue) of the person whose record this text stands in, each once, in order.

    `names` are the record's names; `on` is the day ages count from. A sentence without a subject, or whose subject is
    a pronoun, speaks of the record's person; so does what stands next to one of the names. Of a suspect (`suspected`)
    only what is plainly said counts: a minor, a victim; not what was done, which in such a record is mostly to others.
    """
    read = reading_of(text[:MAX_LENGTH], on)
    scene, found, bound = read.scene, read.signs, read.bound
    named = {id(s): segment for segment, many in bound.cues.items() for s in many}
    left = {id(s) for s in bound.unnamed}
    own = _Own(names)
    said: dict[tuple[Protection, str], None] = {}
    foreign: set[int] = set()
    inside = {i for s in found for i in range(s.first, s.last)}
    acted: dict[int, int] = {}
    for sign in found:
        segment, sentence = named.get(id(sign)), scene.sentence_of[sign.first]
        if segment is None and sign.form in ("act", "crime"):
            acted[sentence] = sign.last  # *a violé …*: what follows in the clause speaks of whom it was done to
            continue
        suffered = sentence in acted and not any(scene.comma(i) for i in range(acted[sentence], sign.first + 1))
        states = not suffered and _states(scene, sign, inside, foreign)
        if segment is None:
            about = id(sign) in left and states
        else:
            about = own.is_named(segment.name) or (states and (segment.single or not _touches(scene, sign, segment)))
        if about and not (suspected and not _plainly(sign)):
            said[sign.protection, cue_text(scene, sign)] = None
        elif not about:
            foreign.add(sentence)
    return tuple(said)


def _plainly(sign: Sign) -> bool:
    """Whether it says what the person is, by a noun, an age or a birth; not *was tortured*. History is no sign."""
    return sign.form in ("noun", "age", "birth")


class _Own:
    """The record's names; whether another is one of them, whole or in part."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = [n for n in names if n.strip()]
        self.words = {fold(w) for n in self.names for w in n.split()}
        self.known: dict[str, bool] = {}

    def is_named(self, name: str) -> bool:
        if name not in self.known:
            words = {fold(w) for w in name.split()}
            self.known[name] = words <= self.words or any(compare(n, name).same for n in self.names[:50])
        return self.known[name]


def _touches(scene: Scene, sign: Sign, segment: Segment) -> bool:
    """Another person is the likelier subject. Without capitals, what follows the cue is rarely a name."""
    return scene.same_sentence(sign.first, segment.first) and (scene.cased or segment.first < sign.first)


def _states(scene: Scene, sign: Sign, inside: set[int], foreign: set[int]) -> bool:  # noqa: PLR0911, PLR0912  (a way out for each kind of phrase)
    """Whether nothing but a copula, a pronoun or small words lead from the beginning of a statement to the cue."""
    if sign.plural and not sign.one_of or sign.determiner == "possessive" or sign.form in ("act", "crime"):
        return False
    sentence = scene.sentence_of[sign.first]
    if sentence in foreign:
        return False
    if sign.form == "patient" and (subject := subject_of(scene, sign.first)) and subject.several_up_to is None:
        return False
    if sign.form == "noun" and sign.determiner and scene.opens(sign.start) and _acts(scene, sign, inside):
        return False
    if scene.plain(sign.first) == "minorite" and scene.opens(sign.start):
        return True
    linked = sign.one_of
    for at in _back(scene, sign):
        if not sign.determiner and not linked and scene.comma(at + 1) and at + 1 >= sign.start - 2:
            return not _of_others(scene, at, inside)
        word = scene.plain(at)
        if word in _SUBJECTS and (linked or sign.form != "noun" or scene.has(at + 1, "copula", "aux")):
            return True
        if scene.has(at, "relative") and scene.has(at - 1, "indefinite", "possessive") and at not in inside:
            return False
        if scene.has(at, "and") and not sign.determiner and scene.opens(at - 1):
            return True
        if scene.has(at, "copula"):
            linked = True
        elif scene.has(at, "relative", "person") and at not in inside and not scene.has(at, "own", "fill"):
            return False
        elif (
            scene.has(at, "indefinite", "possessive") and not linked and not scene.opens(at) and not _counts(scene, at)
        ):
            return _linked_before(scene, at)
        elif scene.has(at, "of") and elided(scene, at + 1, "d") and sign.form == "noun":
            return False
        elif not (_known(scene, at) or at in inside):
            return _begins_after(scene, at, sign, linked)
    return True


def _of_others(scene: Scene, last: int, inside: set[int]) -> bool:
    """Whether the words before the comma end in other people: *avec son fils, 12 ans*."""
    near = [i for i in range(max(0, last - 5), last + 1) if scene.same_sentence(i, last) and i not in inside]
    near = [i for i in near if not scene.opens(i)]  # *Passagère clandestine, 17 ans* describes its own person
    return any(scene.has(i, "person", "relative", "minor", "minors", "victims", "victim") for i in near)


def _acts(scene: Scene, sign: Sign, inside: set[int]) -> bool:
    """*La victime l'a reconnu*: somebody else, who does something; not *La victime est hébergée* or a mere heading."""
    at = sign.last
    while at < len(scene.words) and not scene.comma(at):
        if scene.has(at, "copula") or (scene.has(at, "aux") and scene.has(at + 1, "copula")):
            return False
        if scene.has(at, "aux", "verb") and not scene.words[min(at + 1, len(scene.words) - 1)].number:
            return True
        if not (
            scene.has(at, "fill", "exploit", "of", "definite", "to", "age")
            or scene.words[at].number
            or at in inside
            or scene.has(at - 1, "to")
        ):
            return True
        at += 1
    return False


def _back(scene: Scene, sign: Sign) -> Iterator[int]:
    for at in range(sign.first - 1, max(-1, sign.first - 1 - _STEPS), -1):
        if not scene.same_sentence(at, sign.first):
            return
        yield at


def _known(scene: Scene, at: int) -> bool:
    if scene.has(at, "suspect"):
        return False
    return scene.has(at, *_PASSED) or scene.words[at].number or is_adverb(scene.words[at].folded)


def _counts(scene: Scene, at: int) -> bool:
    """*a 15 ans*: the French verb, not the English article."""
    return scene.has(at, "aux") and (
        scene.words[at + 1].number or scene.has(at + 1, "fill", "copula", "age", "patient", "weak_patient")
    )


def _linked_before(scene: Scene, at: int) -> bool:
    """*est une victime*, *identified as a victim*, *il s'agit d'une mineure*."""
    before = scene.plain(at - 1)
    if before == "de" and scene.plain(at - 2) in ("trata", "trata-se"):
        return True
    return (
        scene.has(at - 1, "copula")
        or scene.comma(at)
        or before in ("as", "comme", "como", "agit")
        or (is_adverb(before) and scene.has(at - 2, "copula"))
    )


def _begins_after(scene: Scene, at: int, sign: Sign, linked: bool) -> bool:
    """A word no table knows stands before the cue: after a comma the cue is a statement of its own."""
    if linked or sign.form in ("patient",):
        return scene.comma(at + 1) or not (scene.words[at].upper and not scene.opens(at))
    return any(scene.comma(i) for i in range(at + 1, sign.first + 1)) or scene.has(at, "subordinate")
