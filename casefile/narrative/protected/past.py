"""Ages that are history (*joined at the age of 16*) and years that are no age (*a 3 years 4 months sentence*)."""

from casefile.narrative.protected.scene import Scene
from casefile.narrative.protected.voice import is_passive

_NEAR = 40  # words on each side in which a sentence is searched for what was met or suffered
_MET = tuple(
    "interpel intercept arrest arret found trouv rescu secour recueil deten deti encontr hallad resgat rescat debarqu "
    "disembark controle apprehend locat localis seen اعتقل توقيف عثر وجد انقاذ".split()
)
"""Beginnings of words that say that police met the person then: the report is of that day, so is the age."""
_AT_AGE = frozenset("at from since by a des depuis com في منذ".split())
_WHEN = frozenset(
    "when quand lorsque lorsqu'il lorsqu'elle lorsqu’il lorsqu’elle cuando quando عندما لما since while".split()
)
_WAS = frozenset("was were etait avait era tenia tinha كان كانت".split())
_SINCE = frozenset("desde depuis des since etant".split())
_AS_A = (("as", "a"), ("since", "a"), ("since", "childhood"))
_DAYS = frozenset("days day jours jour dias dia ايام يوم يوما".split())
_TERMS = tuple(
    "condamn sentenc convict condena حكم purg served serving cumpli cumpri interdi peine pena mandat ecop".split()
)
_GIVEN = frozenset("given received got spent passe served serving worked travaille trabajo trabalhou servi".split())
_PARENTS = frozenset("father mother parent pere mere padre madre pai mae".split())
_TERM_REACH = 20  # words between *condamné* and *à 5 ans*


def is_past_age(scene: Scene, first: int, end: int) -> bool:
    """*at the age of 16*, *quand il avait 12 ans*, *aos 13 anos*: once, unless it is said how the person was met."""
    said = next((i for i in range(max(0, first - 2), end) if scene.plain(i) in ("age", "edad", "idade", "سن")), -1)
    if said >= 0:
        lead = said - 1 - scene.has(said - 1, "definite")
        then = scene.same_sentence(lead, first) and scene.plain(lead) in _AT_AGE and not scene.comma(said)
    else:
        one, two = scene.plain(first - 1), scene.plain(first - 2)
        then = (one == "aos" or (two, one) == ("a", "los")) and scene.same_sentence(first - 1, first)
    return (then or _when(scene, first, end)) and not _met(scene, first)


def is_past_child(scene: Scene, place: int) -> bool:
    """*when he was a child*, *desde niño*, *as a child*."""
    one, two = scene.plain(place - 1), scene.plain(place - 2)
    since = one in _SINCE and scene.words[place - 1].folded != "des"
    then = scene.same_sentence(place - 1, place) and (since or (two, one) in _AS_A)
    aged = scene.plain(place + 1) in ("at", "a") and any(
        scene.plain(i) in ("age", "edad") and scene.same_sentence(i, place) for i in (place + 2, place + 3)
    )
    return (then or aged or _when(scene, place, place + 1)) and not _met(scene, place)


def is_of_children(scene: Scene, first: int, end: int) -> bool:
    """*father of two, aged 11 and 14*: several ages after a parent are the children's."""
    several = scene.has(end, "and") and scene.same_sentence(end + 1, first) and scene.words[end + 1].number
    near = range(max(0, first - 6), first)
    return several and any(scene.plain(i) in _PARENTS and scene.same_sentence(i, first) for i in near)


def _when(scene: Scene, first: int, end: int) -> bool:
    """A clause of time: *when he was …* before it, or *he was … when he joined*."""
    was = False
    for at in range(first - 1, max(-1, first - 6), -1):
        if not scene.same_sentence(at, first) or scene.comma(at + 1):
            break
        was = was or scene.plain(at) in _WAS
        if scene.plain(at) in _WHEN:
            return was
        if not scene.has(at, "copula", "aux", "pronoun", "indefinite", "fill", "age"):
            break
    return was and scene.plain(end) in _WHEN and scene.same_sentence(end, first)


def _met(scene: Scene, place: int) -> bool:
    words = scene.words_by_sentence[scene.sentence_of[place]]
    for at in range(max(words.start, place - _NEAR), min(words.stop, place + _NEAR)):
        if scene.plain(at).startswith(_MET) or scene.has(at, "patient", "victim", "victims"):
            return True
        if scene.has(at, "weak_patient") and is_passive(scene, at):
            return True
    return False


def is_term(scene: Scene, first: int, end: int) -> bool:
    """*condamné le … à 5 ans*, *served 3 years 2 months*, *interdiction de séjour de 10 ans*."""
    lead = scene.plain(first - 1) if scene.same_sentence(first - 1, first) and not scene.comma(first) else ""
    if lead in _GIVEN or (lead in ("a", "to", "en") and _led_by_term(scene, first, _TERM_REACH)):
        return True
    if lead in ("of", "de") and _led_by_term(scene, first, 6):
        return True
    return _compound_end(scene, end) > end and not _states_age(scene, first)


def _led_by_term(scene: Scene, first: int, reach: int) -> bool:
    for at in range(first - 2, max(-1, first - 2 - reach), -1):
        if not scene.same_sentence(at, first) or scene.has(at, "minor", "person", "age"):
            return False
        if scene.plain(at).startswith(_TERMS):
            return True
    return False


def _states_age(scene: Scene, first: int) -> bool:
    """Years and months are somebody's age in an apposition, after *a*, *is*, *âgé de*."""
    return scene.comma(first) or scene.has(first - 1, "aux", "copula", "age") or scene.has(first - 2, "age", "minor")


def _compound_end(scene: Scene, end: int) -> int:
    """Where *3 years 4 months and 29 days* ends, from the end of its years on."""
    at = end
    while at < min(len(scene.words), end + 7) and not scene.comma(at):
        if scene.words[at].number and (scene.has(at + 1, "months") or scene.plain(at + 1) in _DAYS):
            at = end = at + 2
        elif scene.has(at, "and"):
            at += 1
        else:
            break
    return end


def follows_years(scene: Scene, place: int) -> bool:
    """Whether a number of months goes on after years: no age of its own."""
    at = place - 1 - scene.has(place - 1, "and")
    return scene.same_sentence(at, place) and scene.has(at, "years")


def after_compound(scene: Scene, end: int) -> int:
    """Past the months and days that follow years."""
    return _compound_end(scene, end)
