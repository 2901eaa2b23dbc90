"""Of whom a cue speaks: the name it touches, the subject of its sentence, the person spoken of before."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from casefile.narrative.protected.scene import MAX_GAP, Scene, Segment
from casefile.narrative.protected.sign import Sign, elided, is_adverb
from casefile.narrative.protected.signs import signs
from casefile.narrative.protected.touch import ELSEWHERE, Touch
from casefile.narrative.protected.voice import ruled

REACH = 8  # names looked back at for the subject of a sentence
SENTENCES_BACK = 3


@dataclass(slots=True)
class Bound:
    """What was found so far: for each named place its cues; sentences that speak of somebody protected unnamed."""

    cues: dict[Segment, list[Sign]] = field(default_factory=dict)
    unnamed: list[Sign] = field(default_factory=list)

    def add(self, sign: Sign, targets: Sequence[Segment]) -> None:
        for target in targets:
            self.cues.setdefault(target, []).append(sign)
        if not targets:
            self.unnamed.append(sign)


def bind(scene: Scene, found: Sequence[Sign]) -> Bound:
    """Each cue to the persons it speaks of; cues that are denied or speak of nobody in particular are left out."""
    bound = Bound()
    inside = {i for s in found for i in range(s.first, s.last)}
    binder = _Binder(scene, Touch(scene, inside), bound)
    for sign in found:
        targets = binder.targets(sign)
        if targets is not None:
            bound.add(sign, targets)
    binder.name_the_unnamed()
    return bound


@dataclass(frozen=True, slots=True)
class Reading:
    """One text laid out, its cues, and of whom they speak. Not changed by who asks for it."""

    scene: Scene
    signs: Sequence[Sign]
    bound: Bound


@lru_cache(maxsize=2)
def reading_of(text: str, on: date) -> Reading:
    """`on` is the day ages count from. Kept for who asks next, and no longer: 100 kB of text make 10 MB."""
    scene = Scene(text)
    found = tuple(signs(scene, on))
    return Reading(scene, found, bind(scene, found))


@dataclass(slots=True)
class _Binder:
    scene: Scene
    touch: Touch
    bound: Bound

    def targets(self, sign: Sign) -> list[Segment] | None:  # noqa: PLR0911  (a way out for each kind of phrase)
        """Whom it speaks of; an empty list is somebody unnamed, None is nobody in particular."""
        scene = self.scene
        following, previous = scene.after(sign.last), self._not_a_parent(scene.before(sign.first))
        if sign.plural:
            return self._listed(sign, following, previous)
        if sign.form == "birth" and (inner := scene.after(sign.first)) is not None and inner.last < sign.last:
            return [inner]  # date of birth of X: …
        if sign.form == "crime":
            return [following] if following is not None else None
        if sign.form == "act":
            return self._acted_upon(sign, following)
        if sign.form == "patient" and (subjects := ruled(scene, self.touch, sign)) is not False:
            return subjects
        touching = following is not None and self.touch.touches_next(sign, following)
        near = touching and following is not None and not self.touch.comma_within(sign.last, following.first + 1)
        if self._is_denied(sign):
            return [following] if near and following is not None and sign.determiner == "definite" else None
        behind = previous is not None and self.touch.touches_previous(sign, previous)
        leads = sign.leading or sign.form not in ("age", "birth", "patient")
        if near and following is not None and leads and not (behind and not sign.determiner):
            return [following]
        if behind and previous is not None:
            return self._with_conjoined(sign, previous)
        if touching and following is not None:
            return [following]
        return self._spoken_of(sign)

    def _acted_upon(self, sign: Sign, following: Segment | None) -> list[Segment] | None:  # noqa: PLR0911  (a way out for each kind of phrase)
        """*a violé* X; with nobody named after it, it describes no one."""
        scene = self.scene
        if scene.has(sign.first - 1, "pronoun") and (
            elided(scene, sign.first - 1, "u") or scene.plain(sign.first - 2) in ("que", "whom", "that")
        ):
            near = scene.before(sign.first)  # X, qu'il prostituait
            return [near] if near is not None and not near.suspect and sign.first - near.last <= 3 else None
        if scene.plain(sign.last) in ("her", "him", "them") or any(
            elided(scene, i, "l") for i in range(max(0, sign.first - 2), sign.first)
        ):
            return self._object(sign)
        if following is None or following.first - sign.last > 6 or following.agent or following.suspect:
            return None
        gap = range(sign.last, following.first)
        strange = [i for i in gap if not self.touch.passes(i) and not scene.has(i, "and", "possessive", "relative")]
        if scene.plain(following.first - 1) in ELSEWHERE - {"a", "sur", "على"}:
            return None
        if strange or any(scene.comma(i) for i in range(sign.last, following.first + 1)):
            return None
        if scene.has(following.first - 1, "of") and not scene.plain(sign.first).startswith("abus"):
            return None
        return [following]

    def _object(self, sign: Sign) -> list[Segment] | None:
        """*X a attiré Y et l'a violée*: of two named before it the one who does not act."""
        scene = self.scene
        nearest = scene.before(sign.first)
        last = scene.place_of(nearest) + 1 if nearest is not None else 0
        people = [s for s in scene.segments[max(0, last - REACH) : last] if scene.same_sentence(s.first, sign.first)]
        people = [s for s in people if not s.parent]
        if len(people) < 2:
            return None
        between = range(people[-1].last, sign.first)
        acting = all(scene.has(i, "aux", "copula") or is_adverb(scene.words[i].folded) for i in between)
        joined = self.touch.joins(people[-2].last, people[-1].first)
        if acting and people[-1] is nearest:
            return None if people[-2].suspect or joined else [people[-2]]
        other = people[0] if self.touch.oblique(people[-1]) else people[-1]
        joined = joined and other is people[-1]
        return None if other.suspect or joined else [other]

    def _not_a_parent(self, segment: Segment | None) -> Segment | None:
        """*Awa, fille de X et de Y, née le …* speaks of Awa."""
        at = self.scene.place_of(segment) if segment is not None else -1
        while at >= 0 and self.scene.segments[at].parent:
            at -= 1
        return self.scene.segments[at] if at >= 0 else segment

    def _with_conjoined(self, sign: Sign, previous: Segment) -> list[Segment]:
        """*X et Y, âgées de 14 et 15 ans*: a cue of one age after two ages speaks of both."""
        scene = self.scene
        before = range(max(previous.last, sign.first - 3), sign.first)
        several = any(scene.has(i, "and") for i in before) and any(scene.words[i].number for i in before)
        if sign.form == "age" and (several or self._plural_age(sign)):
            return self.touch.joined_before(previous)
        return [previous]

    def _plural_age(self, sign: Sign) -> bool:
        near = {self.scene.plain(i) for i in range(max(0, sign.first - 5), sign.last)}
        return bool(near & {"agees", "ages", "respectivement", "respectively", "toutes", "tous", "both"})

    def _is_denied(self, sign: Sign) -> bool:
        scene = self.scene
        if sign.form != "patient" and self._answered_no(sign):
            return True
        for at in range(sign.first - 1, max(-1, sign.first - 7), -1):
            if not scene.same_sentence(at, sign.first):
                return False
            if scene.has(at, "negation"):
                word = scene.plain(at)
                return not (word in ("plus", "non") and at < sign.first - 1) and word != "ni" or sign.form == "noun"
            if not self.touch.passes(at) and not scene.has(at, "possessive"):
                return False
            if scene.comma(at) or scene.has(at, "victim", "minor"):
                return False
        return False

    def _answered_no(self, sign: Sign) -> bool:
        """*Victime : non*."""
        scene = self.scene
        at = sign.last
        if at >= len(scene.words) or ":" not in scene.between[at]:
            return False
        return scene.plain(at) in ("non", "no", "nao", "لا", "neant", "none", "aucune", "aucun", "nil")

    def _listed(self, sign: Sign, following: Segment | None, previous: Segment | None) -> list[Segment] | None:  # noqa: PLR0911  (a way out for each kind of phrase)
        """*les victimes A, B et C*; *A et B, victimes de …*; of others in general nobody is meant."""
        if self._is_denied(sign):
            return None
        scene = self.scene
        if following is not None and self.touch.touches_next(sign, following):
            if sign.one_of and not self._among(sign):
                return [following]
            if not self.touch.comma_within(sign.last, following.first + 1) or self._opens_list(sign, following):
                return self.touch.joined_after(following)
        if previous is not None and sign.determiner != "possessive" and self.touch.clear(previous.last, sign.first):
            joined = self.touch.joined_before(previous)
            comma = self.touch.comma_within(previous.last, sign.first + 1)
            gap = range(previous.last, sign.first)
            copula = any(scene.has(i, "copula") for i in gap)
            if any(scene.plain(i) == "fait" and scene.plain(i + 1) != "partie" for i in gap):
                return None  # ont fait douze victimes
            if len(joined) > 1 and (comma or copula or not sign.determiner) and not scene.has(sign.first - 1, "of"):
                return joined
            if sign.one_of:
                return [previous]
        return [] if sign.one_of else None

    def _among(self, sign: Sign) -> bool:
        near = {self.scene.plain(i) for i in range(max(0, sign.first - 3), sign.first)}
        return bool(near & {"parmi", "among", "amongst", "entre", "بين"})

    def _opens_list(self, sign: Sign, following: Segment) -> bool:
        scene = self.scene
        named = any(scene.has(i, "named", "copula") for i in range(sign.last, following.first))
        return named or len(self.touch.joined_after(following)) > 1 or scene.comma(following.last)

    def _spoken_of(self, sign: Sign) -> list[Segment]:
        """The subject of the sentence, or of the one before when a pronoun or nothing stands for it."""
        scene = self.scene
        predicate = self._is_predicate(sign)
        if not predicate:
            return []
        sentence = scene.sentence_of[sign.first]
        nearest = scene.before(sign.first)
        last = scene.place_of(nearest) + 1 if nearest is not None else 0
        near = scene.segments[max(0, last - REACH) : last]
        candidates = [s for s in near if scene.sentence_of[s.first] == sentence]
        found = self._subject(candidates, sign)
        if found or candidates or not self._carried_on(sign):
            return found
        for back in range(sentence - 1, max(-1, sentence - 1 - SENTENCES_BACK), -1):
            if before := scene.by_sentence.get(back):
                return self._subject(before[-REACH:], sign, back=True)
        return []

    def _carried_on(self, sign: Sign) -> bool:
        """Whether the sentence has no subject of its own but a pronoun."""
        scene = self.scene
        start = scene.words_by_sentence[scene.sentence_of[sign.first]].start
        if any(scene.has(i, "pronoun") for i in range(start, min(start + 3, sign.first))):
            return True
        return (
            sign.first - start <= MAX_GAP
            and all(self.touch.passes(i) for i in range(start, sign.first))
            and not sign.determiner
        )

    def _subject(self, candidates: Sequence[Segment], sign: Sign, *, back: bool = False) -> list[Segment]:
        people = [s for s in candidates if not s.parent]
        known = [s for s in people if s in self.bound.cues]
        if (back or self.touch.pronoun_before(sign)) and known:
            return known[-1:]
        free = [s for s in people if not s.agent and not s.suspect]
        free = [s for s in free if not self.touch.oblique(s)] or free
        if free:
            return free[-1:]
        if self.touch.feminine(sign) and self.touch.pronoun_before(sign):
            return []
        return [s for s in people if not s.agent][-1:] if sign.form != "patient" else []

    def _is_predicate(self, sign: Sign) -> bool:  # noqa: PLR0911  (a way out for each kind of phrase)
        """*… a été reconnue victime*, *Elle a 15 ans*; not *il a violé une fille de 15 ans*."""
        scene = self.scene
        at = sign.start - 1 if sign.form == "noun" else sign.first - 1
        if sign.determiner == "possessive":
            return False
        if sign.form == "patient":
            return not scene.has(sign.first - 1, "person", "relative", "minor", "minors", "victims", "victim")
        while at >= max(0, sign.first - MAX_GAP) and scene.same_sentence(at, sign.first):
            if scene.has(at, "copula", "pronoun") or scene.plain(at) in ("comme", "as", "como", "tant", "car"):
                return True
            if scene.has(at, "person", "relative", "indefinite", "minor", "minors") and (
                sign.leading or not scene.has(at, "aux")
            ):
                return False
            if sign.form == "age" and scene.has(at, "aux", "age", "speech"):
                return True
            if not (
                scene.has(at, "fill", "of", "age", "aux", "negation", "under", "speech", "victim")
                or at in self.touch.inside
            ):
                return sign.form in ("age", "birth") and scene.comma(at + 1)
            at -= 1
        return not sign.determiner

    def name_the_unnamed(self) -> None:
        """*La victime a été entendue. Elle se nomme X.*, and *X a porté plainte. La victime a 15 ans.*"""
        scene = self.scene
        known = {s.protection for signs in self.bound.cues.values() for s in signs}
        for sign in list(self.bound.unnamed):
            following = scene.after(sign.last)
            after = scene.sentence_of[following.first] - scene.sentence_of[sign.first] if following is not None else 0
            if following is not None and after == 1 and self._introduces(following):
                self.bound.add(sign, [following])
            elif sign.determiner == "definite" and sign.protection not in known and scene.opens(sign.start):
                self._refer_back(sign)

    def _introduces(self, segment: Segment) -> bool:
        scene = self.scene
        opening = scene.words_by_sentence[scene.sentence_of[segment.first]].start
        gap = range(opening, segment.first)
        return (
            0 < len(gap) <= MAX_GAP
            and all(self.touch.passes(i) for i in gap)
            and any(scene.has(i, "named", "pronoun") for i in gap)
        )

    def _refer_back(self, sign: Sign) -> None:
        scene = self.scene
        sentence = scene.sentence_of[sign.first]
        if any(s.first > sign.first for s in scene.by_sentence.get(sentence, ())):
            return
        for back in range(sentence - 1, max(-1, sentence - 1 - SENTENCES_BACK), -1):
            free = [s for s in scene.by_sentence.get(back, ()) if not (s.suspect or s.parent or s.agent)]
            if free:
                self.bound.add(sign, free[-1:])
                return
