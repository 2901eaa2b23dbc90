"""What in a text says *victim* or *minor*: words, ages, dates of birth, what was done to somebody."""

from collections.abc import Iterator
from datetime import date

from casefile.names.frequency import default, spelt
from casefile.names.normalize import bare
from casefile.narrative.protected.ages import read_age, read_birth
from casefile.narrative.protected.past import is_past_child
from casefile.narrative.protected.scene import Scene
from casefile.narrative.protected.sign import Determiner, Sign, elided
from casefile.narrative.protected.voice import is_forced, is_passive
from casefile.narrative.protected.words import fold, tags_of
from casefile.narrative.words.known_names import KNOWN_SHARE
from casefile.narrative.words.stopwords import is_arabic
from casefile.vocabulary import Protection

_NOUN_TAGS = ("victim", "victims", "minor", "minors")
_PORTUGUESE = (
    "vítima",
    "vitima",
    "criança",
    "crianca",
    "menin",
    "menor",
    "adolescente",
    "rapari",
    "queixos",
    "ofendid",
)
_ONE = frozenset("من une l'une un one una uno uma um parmi among amongst entre partie احدي احد بين".split())
_UPON = frozenset(
    "sur sobre on against contra contre commis commise commises perpétré perpétrée cometida cometido".split()
)
_ARTICLES_OF = {"petite": ("la", "le"), "petit": ("la", "le"), "jeune": ("la",)}


def signs(scene: Scene, on: date) -> Iterator[Sign]:
    """In the order of the text. What is no cue in its place (a term of prison, child labour) is left out."""
    place = 0
    while place < len(scene.words):
        sign = read_age(scene, place) or read_birth(scene, place, on) or _noun(scene, place) or _patient(scene, place)
        if sign is not None:
            yield sign
        place = sign.last if sign is not None else place + 1


def _noun(scene: Scene, place: int) -> Sign | None:
    word = scene.words[place].folded
    if word.endswith(("'s", "’s")) and scene.has(place + 1, "named"):  # the victim's name is X
        kinds = tags_of(fold(word[:-2])) & {"victim", "minor"}
        protection = Protection.VICTIM if "victim" in kinds else Protection.MINOR
        return Sign(place, place + 2, protection, "noun", False, "definite", place) if kinds else None
    if not scene.has(place, *_NOUN_TAGS) or _is_other_thing(scene, place):
        return _small(scene, place)
    plural = scene.has(place, "victims", "minors") and not scene.has(place, "victim", "minor")
    protection = Protection.VICTIM if scene.has(place, "victim", "victims") else Protection.MINOR
    start, determiner = phrase_start(scene, place)
    one_of = plural and _one_of(scene, start)
    last = place + 2 if scene.words[place].folded.endswith("مجني") else place + 1
    last = min(last, len(scene.words))
    return Sign(place, last, protection, "noun", plural, "" if one_of else determiner, start, one_of)


def _is_other_thing(scene: Scene, place: int) -> bool:
    """Minor injuries, child labour, a younger brother; a crime against minors in general."""
    word = scene.plain(place)
    if scene.has(place + 1, "bad_after_sign") and scene.between[place + 1].isspace() and not scene.opens(place + 1):
        return True
    if word in ("civile", "civil"):
        return scene.plain(place - 1) not in ("partie", "parte")
    if scene.has(place, "victim", "victims"):
        return word in ("rescapee", "rescapees", "survivant", "survivants") and not _exploits(scene, place)
    before = scene.has(place - 1, "bad_before_minor") and not scene.comma(place)
    if before or (scene.has(place, "minor") and is_past_child(scene, place)):
        return True
    if word in ("menor", "minor", "mineur") and scene.plain(place - 1) in ("por", "al", "plus"):
        return True
    return is_crime_against(scene, place)


def is_crime_against(scene: Scene, place: int) -> bool:
    """*viol sur mineur*, *traite d'enfant*: a crime's name, nobody's description; with an article it is somebody."""
    at = place - 1
    if (named := scene.after(place + 1)) is not None and named.first == place + 1 and not scene.comma(named.first):
        return False
    if not (scene.has(at, "of") or scene.words[at].folded in ("sur", "on", "against", "contre", "sobre")):
        at += 1
        if not elided(scene, place, "d"):
            return False
    return any(scene.has(i, "crime", "suspect") and scene.same_sentence(i, place) for i in (at - 1, at - 2) if i >= 0)


def _small(scene: Scene, place: int) -> Sign | None:
    """*la petite* X, *jeune fille*, *la jeune* X."""
    word = scene.plain(place)
    if word in ("fille", "garcon") and scene.has(place - 1, "fill") and scene.plain(place - 1) == "jeune":
        start, determiner = phrase_start(scene, place)
        return Sign(place - 1, place + 1, Protection.MINOR, "noun", False, determiner, start)
    if scene.plain(place - 1) not in _ARTICLES_OF.get(word, ()):
        return None
    named = scene.after(place + 1)
    if named is None or named.first != place + 1 or scene.comma(place + 1):
        return None
    return Sign(place, place + 1, Protection.MINOR, "noun", False, "definite", place - 1)


def phrase_start(scene: Scene, place: int) -> tuple[int, Determiner]:  # noqa: PLR0911  (a way out for each kind of phrase)
    """Where the noun's phrase begins and with which article: *une présumée victime*, *l'enfant*, الضحية."""
    if elided(scene, place, "l"):
        return place, "definite"
    word = scene.words[place].folded
    if is_arabic(word):
        bare = word.lstrip("وفبك")
        return place, "definite" if bare.startswith(("ال", "لل")) else ""
    at = place - 1
    while at >= max(0, place - 4) and scene.same_sentence(at, place) and not scene.comma(at + 1):
        if scene.plain(at) == "son" and scene.has(place, "victims", "minors"):
            return place, ""  # Spanish: they are
        if scene.has(at, "possessive"):
            return at, "definite" if scene.plain(place) == "minorite" else "possessive"
        if scene.has(at, "definite") and scene.words[at].folded not in ("a", "as"):
            return at, "definite"
        if scene.words[at].folded in ("a", "as", "o", "os") and scene.words[place].folded.startswith(_PORTUGUESE):
            return at, "definite"
        if scene.has(at, "indefinite") and not scene.has(at, "aux") or scene.words[at].folded == "a":
            return (at, "indefinite") if scene.plain(at) != "ha" else (place, "")
        if not scene.has(at, "fill", "victim", "minor", "person") or scene.has(at, "of"):
            break
        at -= 1
    return place, ""


def _one_of(scene: Scene, start: int) -> bool:
    """*une des victimes*, *parmi les victimes*, *among the victims*, إحدى الضحايا."""
    before = {scene.plain(i) for i in range(max(0, start - 3), start + 1)}
    many = {"deux", "two", "dos", "duas", "plusieurs", "several"}
    return bool(_ONE & before) and not many & before


def _exploits(scene: Scene, place: int) -> bool:
    words = scene.words_by_sentence[scene.sentence_of[place]]
    near = range(max(words.start, place - 40), min(words.stop, place + 40))
    return any(
        (scene.has(i, "exploit") and _is_exploit(scene, i)) or (i != place and scene.has(i, "patient")) for i in near
    )


def _is_exploit(scene: Scene, place: int) -> bool:
    """*de force*, *travail forcé*; not *by force*, *task force*."""
    return scene.words[place].folded != "force" or scene.plain(place - 1) == "de" or is_forced(scene, place)


def _patient(scene: Scene, place: int) -> Sign | None:
    if scene.has(place, "complaint") and _exploits(scene, place) and _lodged(scene, place):
        return Sign(place, place + 1, Protection.VICTIM, "patient", False, "", place)
    strong, weak = scene.has(place, "patient"), scene.has(place, "weak_patient")
    if scene.has(place, "crime") and (not strong or scene.has(place + 1, "of")):
        return _crime_upon(scene, place)
    if scene.plain(place).startswith("livr") and _gives_itself(scene, place):
        return None
    if not strong and not (weak and is_forced(scene, place) and _exploits(scene, place)):
        return None
    passive = is_passive(scene, place)
    return Sign(place, place + 1, Protection.VICTIM, "patient" if passive else "act", False, "", place)


def _gives_itself(scene: Scene, place: int) -> bool:
    """*se livre au trafic*; not *se livre à la prostitution*."""
    itself = any(scene.plain(i) in ("se", "s") or elided(scene, i, "s") for i in range(max(0, place - 2), place))
    return itself and not any(scene.plain(i).startswith("prostitu") for i in range(place, place + 5))


def _well_known(name: str) -> bool:
    return len(name) >= 4 and default().share(spelt(bare(name.casefold()))) >= KNOWN_SHARE


def _lodged(scene: Scene, place: int) -> bool:
    """*X a porté plainte pour viol*; not *la plainte de …*, *visé par une plainte*."""
    near = [scene.plain(i) for i in range(max(0, place - 3), place)]
    return (
        any(
            w.startswith(("depos", "port", "fil", "lodg", "present", "apresent", "interp", "pus", "put", "form"))
            for w in near
        )
        or (scene.plain(place) in ("denuncio", "denonce", "denoncer"))
        or "قدمت" in near
        or "رفعت" in near
    )


def _crime_upon(scene: Scene, place: int) -> Sign | None:
    """*viol de* X, *agression commise sur* X, اغتصاب X: a crime named with whom it was done to."""
    about = scene.plain(place) == "trata" and scene.plain(place - 1) == "se"
    if about or any(scene.has(i, "network") for i in range(max(0, place - 3), place)):
        return None
    named = scene.after(place + 1)
    if named is None or named.first - place > 7 or not scene.same_sentence(place, named.first):
        return None
    arabic = is_arabic(scene.words[place].folded)
    gap = range(place + 1, named.first)
    upon = arabic or any(
        scene.has(i, "of") or scene.words[i].folded in ("sur", "sobre", "on", "against", "contra", "contre")
        for i in gap
    )
    known = all(
        scene.has(i, "fill", "of", "definite", "named", "exploit", "person", "victim", "minor")
        or scene.words[i].folded in _UPON
        for i in gap
    )
    deeds = arabic and all(scene.plain(i).startswith("و") for i in (place + 1, place + 2))  # خطف وعذب واغتصب
    town = scene.plain(place) in ("assault", "agression") and named.single and not _well_known(named.name)
    if deeds or town:
        return None
    doing = scene.plain(place).endswith("ing") and named.first == place + 1
    if not (upon or doing) or not known or any(scene.comma(i) for i in range(place + 1, named.first + 1)):
        return None
    return Sign(place, place + 1, Protection.VICTIM, "crime", False, "", place)
