"""Whether a cue and a name touch: what may stand between them, and what leads to somebody else."""

from dataclasses import dataclass

from casefile.narrative.protected.scene import MAX_GAP, Scene, Segment
from casefile.narrative.protected.sign import Sign, elided, is_adverb
from casefile.narrative.protected.voice import is_passive

MAX_LISTED = 30_000  # names of all enumerations of one text
_NAME_OF = frozenset(
    "nom nombre nome name personne persona person identite identity statement audition declaration "
    "interview deposition depoimento declaracion temoignage case".split()
)
_IDENTIFIED = frozenset("identified named called identifie identifiee".split())
_OBLIQUE = frozenset("contre avec chez against with contra con com de of for pour para sur مع ضد to officers".split())
ELSEWHERE = frozenset(
    "a vers to chez en in at dans from avec par by por para pour for with con com em sur على الى".split()
)
_PASSED = tuple(
    "fill copula definite indefinite named years months age of exploit to victim minor victims minors own pronoun "
    "patient weak_patient aux speech under person".split()
)


@dataclass(slots=True)
class Touch:
    """The neighbourhood of cues and names in one text."""

    scene: Scene
    inside: set[int]
    """Places of words that belong to a cue."""
    listed: int = MAX_LISTED

    def passes(self, place: int) -> bool:
        scene = self.scene
        if scene.has(place, "suspect") or (
            scene.has(place, "relative") and not scene.has(place, "fill", "minor", "copula")
        ):
            return False
        if scene.has(place, "and"):
            return 0 < place < len(scene.words) - 1 and scene.words[place - 1].number and scene.words[place + 1].number
        if scene.has(place, "possessive") and not scene.has(place, "fill", "copula"):
            return scene.has(place + 1, "named")
        if scene.has(place, "agent") and not scene.has(place, "fill"):
            return scene.plain(place + 2) == "name"
        if scene.plain(place) in ("con", "com", "with", "avec"):
            return scene.words[min(place + 1, len(scene.words) - 1)].number
        known = place in self.inside or scene.has(place, *_PASSED) or is_adverb(scene.words[place].folded)
        return known or scene.words[place].number or self._is_place(place) or self._shortens(place)

    def _shortens(self, place: int) -> bool:
        """*Diary Ndour (DN)*."""
        words, between = self.scene.words, self.scene.between
        closed = place + 1 < len(words) and ")" in between[place + 1]
        return words[place].shout and len(words[place].text) <= 3 and "(" in between[place] and closed

    def _is_place(self, place: int) -> bool:
        """A place's name after *à*, *de*, *in*; a word of a longer one."""
        scene = self.scene
        if not scene.words[place].upper and scene.cased:
            return False
        return any(scene.has(i, "to") or scene.words[i].folded in ("à", "in", "en", "em", "at", "a", "de", "في", "from")
                   for i in range(max(0, place - (2 if scene.cased else 1)), place))  # fmt: skip

    def clear(self, first: int, last: int, *, lines: bool = False) -> bool:
        """Whether all words between may stand between a name and what is said of it."""
        scene = self.scene
        if last - first > MAX_GAP:
            return False
        for at in range(first, last):
            parent = (segment := scene.before(at + 1)) is not None and segment.parent and segment.first <= at
            descent = scene.has(at, "parent_of", "and") and self._leads_to_parent(at)
            if not (self.passes(at) or parent or descent):
                return False
        ends = [at for at in range(first, last + 1) if scene.opens(at) and at < len(scene.words)]
        return not ends or (lines and all(self._only_a_line(at) for at in ends))

    def _leads_to_parent(self, at: int) -> bool:
        following = self.scene.after(at + 1)
        return following is not None and following.parent and following.first - at <= 4

    def _only_a_line(self, at: int) -> bool:
        between = self.scene.between[at]
        return "\n" in between and not set(between.strip()) - set(":-–*•\t\r\n ") and between.count("\n") < 2

    def comma_within(self, first: int, last: int) -> bool:
        return any(self.scene.comma(at) and ":" not in self.scene.between[at] for at in range(first, last))

    def touches_next(self, sign: Sign, following: Segment) -> bool:  # noqa: PLR0911  (a way out for each kind of phrase)
        scene = self.scene
        if not self.clear(sign.last, following.first, lines=True):
            return self._announced(sign, following)
        if following.single and following.first - sign.last > 3:
            return False
        last = following.first - 1
        if last >= sign.last and scene.has(last, "of") and scene.plain(last - 1) not in _NAME_OF:
            return False
        if self._leads_elsewhere(sign, following):
            return False
        if not self.comma_within(sign.last, following.first + 1):
            return True
        if following.suspect or self._acts_before(sign):
            return False
        named = any(scene.has(i, "named", "copula") for i in range(sign.last, following.first))
        return named or scene.opens(sign.start) or self._closed(following)

    def _announced(self, sign: Sign, following: Segment) -> bool:
        """*La victime a été localisée ce matin : X*."""
        scene = self.scene
        gap = range(sign.last, following.first)
        other = any(scene.has(i, "suspect", "verb", "agent", "relative") or scene.opens(i) for i in gap)
        return ":" in scene.between[following.first] and len(gap) <= 8 and not other and not following.suspect

    def _leads_elsewhere(self, sign: Sign, following: Segment) -> bool:  # noqa: PLR0911  (a way out for each kind of phrase)
        """*La victime a reconnu X*, *le frère de la victime est X*, *des mineurs vers X*."""
        scene = self.scene
        gap = range(sign.last, following.first)
        if any(scene.has(i, "possessive") and scene.has(i + 1, "named") for i in gap):
            return False
        if any(scene.has(i, "verb") for i in gap):
            return True
        if any(scene.has(i, "speech") for i in gap) and not any(scene.has(i, "named") for i in gap):
            return True
        words = [scene.plain(i) for i in gap]
        for at, word in zip(gap, words, strict=True):
            has = scene.has(at, "aux") or scene.words[at].folded in ("a", "ha")
            if has and not scene.has(at + 1, "copula") and word != "ayant":
                return not (scene.has(at + 1, "indefinite") or scene.has(at + 1, "age"))
            if word in _IDENTIFIED and not scene.comma(at + 1) and at + 1 < following.first:
                continue
            if word in _IDENTIFIED and at + 1 == following.first and word in ("identified", "named", "called"):
                return not any(scene.has(i, "copula") for i in gap) and word == "identified"
        lead = next(
            (w for i, w in zip(reversed(gap), reversed(words), strict=True) if not scene.has(i, "definite")), ""
        )
        if lead in ELSEWHERE:
            return True
        owned = not sign.one_of and scene.has(sign.start - 1, "of") and scene.plain(sign.start - 2) not in _NAME_OF
        return owned and any(scene.has(i, "copula") for i in gap)

    def _acts_before(self, sign: Sign) -> bool:
        """*Après avoir violé la victime, X a fui*: who acts is named after the comma."""
        scene = self.scene
        words = scene.words_by_sentence[scene.sentence_of[sign.first]]
        near = range(max(words.start, sign.start - 8), max(words.start, sign.start))
        return any(scene.has(i, "patient", "weak_patient", "aux") for i in near) and scene.has(words.start, "opener")

    def _closed(self, segment: Segment) -> bool:
        scene = self.scene
        return scene.comma(segment.last) or scene.has(segment.last, "and") or segment.last in self.inside

    def touches_previous(self, sign: Sign, previous: Segment) -> bool:  # noqa: PLR0911  (a way out for each kind of phrase)
        scene = self.scene
        begins = max(previous.last, sign.start) if sign.determiner == "possessive" else sign.first
        if not self.clear(previous.last, begins) or (
            sign.determiner == "possessive"
            and not (scene.comma(sign.start) and scene.comma(sign.last) and not previous.suspect)
        ):
            return False
        if previous.single and sign.first - previous.last > 5:
            return False
        gap = range(previous.last, sign.first)
        if any(scene.has(i, "patient", "weak_patient") and not is_passive(scene, i) for i in gap):
            return False
        if any(scene.has(i, "indefinite") and (elided(scene, i, "d") or scene.has(i - 1, "of")) for i in gap):
            return False
        copula = any(scene.has(i, "copula") for i in gap) or self._comes_as(sign)
        if sign.form == "patient" and scene.comma(previous.last) and self.oblique(previous):
            return False
        if previous.agent and (copula or sign.form == "patient"):
            return False
        comma = self.comma_within(previous.last, sign.first + 1)
        article = bool(sign.determiner) or next(
            (scene.has(i, "indefinite") for i in gap if not scene.has(i, "aux")), False
        )
        if sign.form in ("noun", "age") and article and not comma and not copula:
            return False
        if sign.form == "noun" and sign.determiner == "definite" and comma and not copula:
            return self._ends_phrase(sign)
        if sign.form == "noun" and sign.determiner == "indefinite" and previous.suspect and not copula:
            return False
        if sign.form == "noun" and scene.has(sign.first - 1, "of"):
            return scene.plain(sign.first - 2) in ("qualite", "calidad", "qualidade", "statut", "edad", "idade")
        return not (previous.suspect and self.feminine(sign) and self.pronoun_before(sign))

    def _comes_as(self, sign: Sign) -> bool:
        return self.scene.plain(max(0, sign.start - 1)) in ("comme", "as", "como", "tant", "etant")

    def _ends_phrase(self, sign: Sign) -> bool:
        """*X, la victime, …* but not *selon X, la victime était …*."""
        scene = self.scene
        if scene.plain(sign.start - 1) in ("dont", "whose", "cuya", "cuja"):
            return scene.plain(sign.first) == "minorite"
        at = sign.last
        while (
            at < len(scene.words)
            and not scene.comma(at)
            and scene.has(at, "fill", "exploit", "victim", "minor", "definite")
        ):
            at += 1
        return scene.comma(at)

    def joins(self, first: int, last: int) -> bool:
        """An enumeration: commas, *and*, ages; nothing else between two names."""
        scene = self.scene
        if last - first > MAX_GAP:
            return False
        for at in range(first, last):
            if not (self.passes(at) or scene.has(at, "and", "possessive", "relative") or scene.plain(at) == "que"):
                return False
        if any(scene.opens(at) and not self._only_a_line(at) for at in range(first, last + 1)):
            return False
        return (
            last == first
            or any(scene.comma(at) or scene.has(at, "and") for at in range(first, last + 1))
            or (scene.opens(last))
        )

    def joined_after(self, first: Segment) -> list[Segment]:
        scene, found = self.scene, [first]
        place = scene.place_of(first) + 1
        for segment in scene.segments[place : place + self.listed]:
            self.listed -= 1
            if segment.suspect or not self.joins(found[-1].last, segment.first):
                break
            found.append(segment)
        return [s for s in found if not s.parent]

    def joined_before(self, last: Segment) -> list[Segment]:
        scene, found = self.scene, [last]
        place = scene.place_of(last) - 1
        for at in range(place, max(-1, place - self.listed), -1):
            self.listed -= 1
            segment = scene.segments[at]
            if segment.suspect or not self.joins(segment.last, found[-1].first):
                break
            found.append(segment)
        return found[::-1]

    def oblique(self, segment: Segment) -> bool:
        """*contre X*, *with X*: not whom the sentence is about."""
        return self.scene.plain(segment.first - 1) in _OBLIQUE if segment.first else False

    def pronoun_before(self, sign: Sign) -> bool:
        scene = self.scene
        return any(scene.has(i, "pronoun") for i in range(max(0, sign.start - 4), sign.start))

    def feminine(self, sign: Sign) -> bool:
        scene = self.scene
        return any(
            scene.has(i, "feminine") and not scene.has(i, "victim") for i in range(max(0, sign.start - 4), sign.last)
        )
