"""Of whom a verb of violence speaks by its own clause: *prisoners who were tortured* are not who guards them."""

from dataclasses import dataclass
from typing import Literal

from casefile.narrative.protected.scene import Scene, Segment
from casefile.narrative.protected.sign import Sign, is_adverb
from casefile.narrative.protected.things import names_body
from casefile.narrative.protected.touch import ELSEWHERE, Touch
from casefile.narrative.protected.voice import list_start

_PLURAL = frozenset(
    "were are ont sont etaient furent avaient auraient seraient fueron eran han habian foram eram sao tinham haviam "
    "teriam كانوا".split()
)
_SINGULAR = frozenset("was is has a est etait fut avait fue era ha habia foi tinha havia".split())
_RELATIVE = frozenset("who whom that which qui que quienes quien quem التي الذي الذين".split())
_GENERAL = frozenset("people women men others civilians presos gente".split())
_NEAR = 8  # words between a body's name and what is said of it
_INSIDE = ELSEWHERE | {"au", "na", "no"}


@dataclass(frozen=True, slots=True)
class Subject:
    """Of whom a verb speaks by its number: nobody in particular, somebody unnamed, or the name before it."""

    general: bool = False
    unnamed: bool = False
    several_up_to: Segment | None = None


def subject_of(scene: Scene, place: int) -> Subject | None:
    """*prisoners who were tortured*, *des détenus ont été soumis*: the noun before the verb; None leaves it open."""
    first, lead = list_start(scene, place)
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


def ruled(scene: Scene, touch: Touch, sign: Sign) -> list[Segment] | None | Literal[False]:
    """Whom a suffered verb speaks of by its number, or nobody because a body is its subject; False leaves it open."""
    if (subject := subject_of(scene, sign.first)) is not None:
        if subject.several_up_to is not None:
            many = touch.joined_before(subject.several_up_to)
            return many if len(many) > 1 else None
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
