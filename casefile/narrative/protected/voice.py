"""Verbs of violence: suffered or done, also in lists (*has killed and sold*), and of whom their own clause speaks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from casefile.narrative.bodies import names_body
from casefile.narrative.protected.scene import Scene, Segment
from casefile.narrative.protected.sign import Sign, is_adverb
from casefile.narrative.words.stopwords import is_arabic

_SUFFERS = frozenset(
    "subi subit subir soumise suffered sufrio sufrido sofreu sofrido subjected تعرضت تعرض اغتصبت استغلت اختطفت خطفت "
    "احتجزت بيعت اجبرت ارغمت اكرهت نقلت عذبت اغتصابها استغلالها اختطافها احتجازها تجنيدها انقاذها".split()
)
_SUFFERED = frozenset("subi subit subir suffered sufrido sofrido".split())
"""After *have* too they say what was borne; *a soumise*, *has subjected* say what was done."""
_FEMININE = ("ee", "ees", "ada", "adas", "ida", "ue", "ues", "ainte", "aintes")
_STRONG_EN = frozenset("sold bought held kept taken beaten shot stolen hurt hidden made given sent led left".split())
_PARTICIPLE = re.compile(
    r"[a-z]{3,}ed|[^\W\d_]{2,}(?:ée?s?|[ai]d[oa]s?)|(?:vend|batt|ten|déten|pend)ue?s?|(?:sou|re)?mise?s?|prise?s?"
    r"|(?:rédu|détru|condu)ite?s?|m(?:ue|o)rt[oa]s?"
)
_OR = frozenset("or ou o nor".split())
_BORNE = frozenset("raped abducted kidnapped tortured enslaved assaulted molested".split())
_WHERE = frozenset("in at near inside aboard during while for to as".split())
"""After a bare English participle they say that no object follows: *abducted in Kaolack*, *sold to X*."""
_LIST = 14  # words of a list of participles looked back over to its auxiliary
_PLURAL = frozenset(
    "were are ont sont etaient furent avaient auraient seraient fueron eran han habian foram eram sao tinham haviam "
    "teriam كانوا".split()
)
_SINGULAR = frozenset("was is has a est etait fut avait fue era ha habia foi tinha havia".split())
_RELATIVE = frozenset("who whom that which qui que quienes quien quem التي الذي الذين".split())
_GENERAL = frozenset("people women men others civilians presos gente".split())
_NEAR = 8  # words between a body's name and what is said of it
_INSIDE = frozenset("a au chez en in at dans from par by por em na no sur".split())


def is_passive(scene: Scene, place: int) -> bool:
    """Whether the verb there is suffered: *a été violée*, *séquestrée par*; not *a tué, violé et vendu*."""
    word = scene.plain(place)
    first, lead = _list_start(scene, place)
    if lead == "copula":
        return True
    if lead == "aux":
        return word in _SUFFERED or is_arabic(word)
    if word == "subjected":
        return scene.plain(place + 1) == "to"
    if word in _SUFFERS or word.endswith(_FEMININE):
        return True
    clause = next((i for i in range(place + 1, place + 7) if scene.comma(i)), place + 7)
    if scene.comma(place) and first == place and any(scene.has(i, "agent") for i in range(place + 1, clause)):
        return True
    after = place + 1 + (place + 1 < len(scene.words) and is_adverb(scene.words[place + 1].folded))
    return scene.has(after, "agent") or _stands_alone(scene, place, first)


def _list_start(scene: Scene, place: int) -> tuple[int, str]:
    """Where its list of participles begins, and whether *be* (copula) or *have* (aux) leads to it."""
    at = place - 1
    first = place
    while at >= max(0, place - _LIST) and scene.same_sentence(at, place):
        listed = scene.comma(at + 1)
        if listed and not (scene.between[at + 1].strip() == "," and _in_list(scene, at, first)):
            break
        word = scene.words[at].folded
        if scene.has(at, "copula") or scene.plain(at) in ("se", "s") or word in ("fait", "faite", "تم"):
            return first, "copula"
        if scene.has(at, "aux"):
            return first, "aux"
        if _in_list(scene, at, first):
            first = at
        elif not (scene.has(at, "negation", "and") or scene.plain(at) in _OR or is_adverb(word)):
            break
        at -= 1
    return first, ""


def _in_list(scene: Scene, place: int, next_one: int) -> bool:
    """A participle of the same list: of the same number and gender, a comma or *and* before the next."""
    if scene.has(place, "patient", "weak_patient") and not scene.comma(place + 1):
        return True
    if is_adverb(scene.words[place].folded) or not (
        scene.has(place, "patient", "weak_patient") or _like_participle(scene, place)
    ):
        return False
    parted = scene.comma(place + 1) or any(
        scene.has(i, "and") or scene.plain(i) in _OR for i in range(place + 1, next_one)
    )
    return parted and _ending(scene.plain(place)) == _ending(scene.plain(next_one))


def _like_participle(scene: Scene, place: int) -> bool:
    word = scene.words[place]
    return not word.upper and (scene.plain(place) in _STRONG_EN or _PARTICIPLE.fullmatch(word.folded) is not None)


def _ending(word: str) -> str:
    """Number and gender as the ending shows them; English shows none."""
    if word.endswith("ed") or word in _STRONG_EN:
        return ""
    return ("f" if re.search(r"(?:ee|ue|ise|uite|a)s?$", word) else "m") + ("s" if word.endswith("s") else "")


def _stands_alone(scene: Scene, place: int, first: int) -> bool:
    """*Awa Sy, abducted and sold, …*; not *X Company sold, supplied or purchased …*: no object follows."""
    word = scene.plain(place)
    if place == 0 or not (word.endswith("ed") or word in _STRONG_EN):
        return False
    last, chosen = _list_end(scene, place)
    several = first < place or last > place
    if not several:
        apart = word in _BORNE or (scene.comma(place) and scene.has(place, "patient"))
        return scene.comma(place + 1) or (apart and scene.plain(last + 1) in _WHERE)
    if chosen or not scene.comma(last + 1):
        return scene.has(last + 1, "agent") or (not chosen and scene.plain(last + 1) in _WHERE)
    return scene.comma(first) or scene.opens(last + 1) or last + 1 >= len(scene.words)


def _list_end(scene: Scene, place: int) -> tuple[int, bool]:
    """Where the list of English participles ends, and whether *or* joins it: then it is a law's list of deeds."""
    last, chosen = place, False
    for at in range(place + 1, min(len(scene.words), place + _LIST)):
        if not scene.same_sentence(at, place):
            break
        if scene.plain(at) in _OR or scene.has(at, "and"):
            chosen = chosen or scene.plain(at) in _OR
        elif (scene.comma(at) or at - 1 > last) and _like_participle(scene, at):
            last = at
        else:
            break
    return last, chosen


def is_forced(scene: Scene, place: int) -> bool:
    """Whether *force* without an accent is a verb: *a été force de se prostituer*; not *by force*, *Air Force*."""
    word = scene.words[place]
    if word.folded != "force":
        return True
    if scene.has(place - 1, "definite", "of", "to", "agent", "indefinite", "possessive"):
        return False
    if word.upper and not (scene.opens(place) or word.shout):
        return False
    if scene.has(place - 1, "copula", "aux"):
        return True
    named = scene.before(place)
    subject = scene.has(place - 1, "pronoun") or scene.comma(place) or (named is not None and named.last == place)
    return subject and any(
        scene.plain(i) in ("a", "de")
        and (scene.plain(i + 1) == "se" or scene.plain(i + 1).endswith(("er", "ir", "re")))
        for i in range(place + 1, min(place + 7, len(scene.words)))
    )


@dataclass(frozen=True, slots=True)
class Subject:
    """Of whom a verb speaks by its number: nobody in particular, somebody unnamed, or the name before it."""

    general: bool = False
    unnamed: bool = False
    several_up_to: Segment | None = None


class _Neighbours(Protocol):
    """What `touch` knows of names."""

    def clear(self, first: int, last: int) -> bool: ...
    def joined_before(self, last: Segment) -> Sequence[Segment]: ...


def subject_of(scene: Scene, place: int) -> Subject | None:
    """*prisoners who were tortured*, *des détenus ont été soumis*: the noun before the verb; None leaves it open."""
    first, lead = _list_start(scene, place)
    if lead != "copula":
        return None
    verbs: set[str] = set()
    at = first - 1
    while at >= max(0, first - 6) and scene.same_sentence(at, place) and not scene.comma(at + 1):
        if not (scene.has(at, "copula", "aux", "negation") or is_adverb(scene.words[at].folded)):
            break
        verbs.add(scene.plain(at))
        at -= 1
    related = scene.plain(at) in _RELATIVE
    head = at - related
    if not (scene.same_sentence(at, place) and scene.same_sentence(head, place)):
        return None
    named = scene.before(head + 1)
    if head + 1 in scene.things or (named is not None and named.last == head + 1):
        return _of_names(scene, None if head + 1 in scene.things else named) if verbs & _PLURAL else None
    if scene.comma(head + 1) or (scene.words[head].upper and scene.cased) or _apposed(scene, head):
        return None
    return _of_noun(scene, head, verbs, related)


def _of_names(scene: Scene, named: Segment | None) -> Subject | None:
    """A plural verb after one name (*detainees of the ZSB who were …*) is not said of it."""
    if named is None:
        return Subject(general=True)
    alone = scene.has(named.first - 1, "and") and scene.before(named.first - 1) is None
    return None if alone else Subject(several_up_to=named)


def _apposed(scene: Scene, head: int) -> bool:
    """*Awa Sy, a girl who was sold*: the noun says who the named one is."""
    at = head
    while at > max(0, head - 4) and not scene.comma(at):
        at -= 1
    named = scene.before(at)
    return scene.comma(at) and not scene.opens(at) and named is not None and named.last == at


def _of_noun(scene: Scene, head: int, verbs: set[str], related: bool) -> Subject | None:
    """The common noun before the verb; after an enumeration (*Awa et deux passagères ont été …*) it is left open."""
    described = scene.has(head, "person", "minors", "victims", "minor", "relative") and not scene.has(head, "own")
    if scene.tags[head] and not described:
        return None
    if not related and any(scene.has(i, "and") for i in range(head - 4, head)):
        return None
    many = scene.plain(head).endswith(("s", "x")) or scene.plain(head) in _GENERAL or scene.has(head, "minors")
    if many and not verbs & _SINGULAR and (related or verbs & _PLURAL):
        return Subject(general=related and not described, unnamed=True)
    single = related and (described or scene.has(head - 1, "indefinite"))
    return Subject(unnamed=True) if single and not verbs & _PLURAL else None


def ruled(scene: Scene, touch: _Neighbours, sign: Sign) -> list[Segment] | None | Literal[False]:
    """Whom a suffered verb speaks of by its number, or nobody because a body is its subject; False leaves it open."""
    if (subject := subject_of(scene, sign.first)) is not None:
        if subject.several_up_to is not None:
            many = touch.joined_before(subject.several_up_to)
            return list(many) if len(many) > 1 else None
        return None if subject.general else []
    for at in range(sign.first, max(-1, sign.first - _NEAR), -1):
        if (thing := scene.things.get(at)) is not None:
            return None if touch.clear(at, sign.first) and _is_subject(scene, thing) else False
    return False


def _is_subject(scene: Scene, thing: Segment) -> bool:
    """*The Ministry of Defence was …*; not *au Centre Fass*, *of the ZSB*."""
    at = thing.first - 1
    while scene.has(at, "definite") and scene.plain(at) != "a":
        at -= 1
    if not scene.same_sentence(at, thing.first) or scene.comma(thing.first) and at == thing.first - 1:
        return True
    owned = scene.has(at, "of") and scene.same_sentence(at - 1, at) and names_body(scene.plain(at - 1))
    return owned or not (scene.has(at, "of", "to") or scene.plain(at) in _INSIDE)
