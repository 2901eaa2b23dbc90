"""Whether a verb of violence is suffered or done, also in lists: *has killed and sold*, *fue raptada y vendida*."""

import re

from casefile.narrative.protected.scene import Scene
from casefile.narrative.protected.sign import is_adverb

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
_WHERE = frozenset("in at near inside aboard during while for to".split())
"""After a bare English participle they say that no object follows: *abducted in Kaolack*, *sold to X*."""
_LIST = 14  # words of a list of participles looked back over to its auxiliary


def is_passive(scene: Scene, place: int) -> bool:
    """Whether the verb there is suffered: *a été violée*, *séquestrée par*; not *a tué, violé et vendu*."""
    word = scene.plain(place)
    first, lead = list_start(scene, place)
    if lead == "copula":
        return True
    if lead == "aux":
        return word in _SUFFERED or "\u0600" <= word[0] <= "\u06ff"
    if word == "subjected":
        return scene.plain(place + 1) == "to"
    if word in _SUFFERS or word.endswith(_FEMININE):
        return True
    clause = next((i for i in range(place + 1, place + 7) if scene.comma(i)), place + 7)
    if scene.comma(place) and first == place and any(scene.has(i, "agent") for i in range(place + 1, clause)):
        return True
    after = place + 1 + (place + 1 < len(scene.words) and is_adverb(scene.words[place + 1].folded))
    return scene.has(after, "agent") or _stands_alone(scene, place, first)


def list_start(scene: Scene, place: int) -> tuple[int, str]:
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
        return scene.comma(place + 1) or (word in _BORNE and scene.plain(last + 1) in _WHERE)
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
