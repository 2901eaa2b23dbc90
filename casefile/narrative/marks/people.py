"""The persons of a text, each once: its name, nicknames, birth and numbers, and what the word next to the name says."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from casefile.names.normalize import bare
from casefile.narrative.aliases import ALIAS_WORDS
from casefile.narrative.bodies import is_title
from casefile.narrative.marks.items import Item, Span, What
from casefile.narrative.marks.uncased import names_of_run
from casefile.narrative.people import Mention
from casefile.narrative.persons import MAX_NAME_LENGTH, clusters_of
from casefile.narrative.tokens import Word
from casefile.narrative.words.also_names import is_joined
from casefile.narrative.words.common_words import COMMON
from casefile.narrative.words.known_names import is_known_name, plain
from casefile.narrative.words.stopwords import BIRTH_WORDS, CONNECTORS, ROLE_WORDS
from casefile.subjects.identity import Identity, Name, PartialDate
from casefile.vocabulary import NameKind, RecordKind, SubjectCategory

MAX_NICKNAMES = 4
WORDS_NEXT_TO = 4
"""Words before a name in which its role is looked for: *désignent le passeur présumé Mamadou*."""
_ROLES = {
    SubjectCategory.SUSPECT: """passeur passeuse convoyeur organisateur organisatrice complice suspect suspecte
        mis-en-cause prevenu trafiquant recruteur smuggler trafficker organiser organizer broker recruiter accomplice
        sospechoso sospechosa organizador organizadora traficante complice patron-de-patera suspeito suspeita passador
        passadora cumplice arguido recrutador reclutador المهرب المهربة المتهم المتهمة المشتبه المنظم الوسيط""",
    SubjectCategory.WITNESS: "temoin temoins witness testigo testemunha الشاهد الشاهدة شاهد",
    SubjectCategory.VICTIM: "victime victim victima vitima الضحية ضحية",
    SubjectCategory.MISSING: "disparu disparue missing desaparecido desaparecida المفقود المفقودة",
}
_OF = frozenset("de d du of del".split())
_PATRONYMIC = frozenset("ولد ولدي بن ابن بنت منت ابو ابا ام عبد ould mint ben bint ibn abu abou abdoul".split())
"""Words that stand in names alone, and next to which a name needs no other proof."""
_ROLE_OF = {bare(word): role for role, words in _ROLES.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class Named:
    """A name chosen to be marked, with the mentions that are of its bearer."""

    main: Mention
    others: tuple[Mention, ...]


def chosen(persons: Sequence[Mention], words: Sequence[Word], *, cased: bool) -> list[Named]:
    """Of all that may be a name, one for each person: the reader is generous, and reads a run in windows."""
    begins = {w.start for place, w in enumerate(words) if w.stop or place == 0}
    found: list[Named] = []
    for group in _groups([one for one in persons if not one.across]):
        names = [m for m in group if not m.alias] or group[:1]
        if not cased and names[0].written == "prose":
            names = _in_runs(names, words) or (names if len(names) < len(group) else [])
        names.sort(key=lambda m: (_is_headed(m, begins), *_worth(m, cased=cased)))
        taken: list[Mention] = []
        for one in names:
            if not any(_overlap(one.spans, other.spans) for other in taken):
                taken.append(one)
        if not taken:
            continue
        if taken[0].written != "prose":
            found.append(Named(taken[0], tuple(m for m in group if m is not taken[0] and (m.alias or m in taken))))
            continue
        aliases = tuple(m for m in group if m.alias)
        found += [Named(one, aliases if place == 0 else ()) for place, one in enumerate(taken)]
    return found


def _in_runs(names: Sequence[Mention], words: Sequence[Word]) -> list[Mention]:
    """The names to show of all that was read in the runs of one person."""
    found: dict[tuple[str, PartialDate | None], Mention] = {}
    for start, end in clusters_of(span for one in names for span in one.spans):
        for one in names_of_run(words, _word_at(words, start), _word_at(words, end - 1) + 1):
            name = " ".join(w.text for w in words[one.first : one.last])[one.skipped :]
            span = (words[one.first].start + one.skipped, words[one.last - 1].end)
            like = max(names, key=lambda m: _fits(m, name, span))
            same = found.get((name, like.birth))
            spans = (*same.spans, span) if same else (span,)
            found[name, like.birth] = replace(like, name=name, spans=spans)
    return list(found.values())


def _fits(one: Mention, name: str, span: Span) -> tuple[bool, bool, int, int]:
    """How near this reading is to a name that stands here: what is said of a person is said behind the name."""
    here = [(a, b) for a, b in one.spans if a < span[1] and span[0] < b]
    return (
        bool(here) and one.name == name,
        any(b == span[1] for _, b in here),
        sum(b - a for a, b in here),
        -len(one.name),
    )


def item_of(named: Named, spans: tuple[Span, ...], words: Sequence[Word], sentence: str) -> Item:
    """The person as an item; what is said of any of the names is said of the person."""
    mentions = (named.main, *named.others)
    births = list(dict.fromkeys(m.birth for m in mentions if m.birth))
    identity = Identity(
        RecordKind.PERSON,
        names=(Name(named.main.name), *_further(named)),
        identifiers=tuple(dict.fromkeys(i for m in mentions for i in m.identifiers)),
        dates=tuple(births[:1]),
        sex=next((m.sex for m in mentions if m.sex), None),
        nationalities=tuple(dict.fromkeys(m.nationality for m in mentions if m.nationality))[:1],
    )
    ahead = next((m.ahead for m in mentions if m.ahead), "") if not births else ""
    return Item(What.PERSON, identity, spans, category=_role(words, spans), said=sentence, ahead=ahead)


def without_title(named: Named) -> tuple[Named, int]:
    """*Brigadier Moussa Faye* is Moussa Faye; and how many characters of the text that leaves out at its beginning."""
    first, _, rest = named.main.name.partition(" ")
    if named.main.written != "prose" or " " not in rest or not is_title(bare(first.casefold())):
        return named, 0
    return replace(named, main=replace(named.main, name=rest)), len(first) + 1


def is_vouched(named: Named, words: Sequence[Word], spans: Sequence[Span]) -> bool:
    """Where capitals mark no names: whether anything but its place in the text says that it is one.

    A name that many bear, a patronymic, a nickname, the word that announces a person, a birth right behind it. A number
    near by is given to whatever stands before it, and says nothing.
    """
    one = named.main
    if named.others or one.written != "prose":
        return True
    if any(plain(word) in _PATRONYMIC or is_known_name(word) for word in one.name.casefold().split()):
        return True
    at = _word_at(words, spans[0][0])
    after = _word_at(words, spans[0][1])
    announced = at > 0 and words[at - 1].folded in ROLE_WORDS and not words[at].stop
    born = after < len(words) and words[after].folded in BIRTH_WORDS
    return born or announced


def _word_at(words: Sequence[Word], place: int) -> int:
    """The first word that ends behind this character."""
    return bisect_right(words, place, key=lambda word: word.end)


def _further(named: Named) -> Iterator[Name]:
    """Nicknames; not the family's name put behind one, which the comparison makes itself."""
    own = set(named.main.name.casefold().split())
    seen: set[str] = set()
    for one in named.others:
        folded = one.name.casefold()
        if folded not in seen and not (one.alias and own & set(folded.split())) and len(seen) < MAX_NICKNAMES:
            seen.add(folded)
            yield Name(one.name, NameKind.ALIAS)


def _groups(persons: Sequence[Mention]) -> list[list[Mention]]:
    """Mentions that share a bearer are one person's."""
    leader: dict[int, int] = {}

    def root(bearer: int) -> int:
        leader.setdefault(bearer, bearer)
        while leader[bearer] != bearer:
            leader[bearer] = leader[leader[bearer]]
            bearer = leader[bearer]
        return bearer

    for one in persons:
        first, *rest = sorted(one.bearers) or [-1]
        for other in rest:
            leader[root(other)] = root(first)
    groups: dict[int, list[Mention]] = {}
    for one in persons:
        groups.setdefault(root(min(one.bearers, default=-1)), []).append(one)
    return list(groups.values())


def _is_headed(one: Mention, begins: Set[int]) -> bool:
    """*Audition de Mamadou Dialo*: a common word that has its capital from beginning the sentence; a name that the
    Arabic *and* begins, written apart or to it, or *known as* ends."""
    words = one.name.casefold().split()
    first, second, *_more = [*words, "", ""]
    if first == "و" or is_joined(first) or words[-1] in ALIAS_WORDS:
        return True
    return second in _OF and first in COMMON and any(start in begins for start, _ in one.spans)


def _worth(one: Mention, *, cased: bool) -> tuple[int, int, int]:
    """Smaller is better. Where capitals mark names the longest in capitals is the name, also where a small word before
    it was read with it (*au nom de Fatou Diop*); else the words that many people bear."""
    written = [w for w in one.name.split() if w.casefold() not in CONNECTORS]
    own = [w.casefold() for w in written]
    long = len(own) > MAX_NAME_LENGTH
    if cased or not one.name[:1].isascii():
        return int(long), int(any(w[:1].islower() for w in written)), -len(own)
    return int(long), -sum(map(is_known_name, own)), len(own)


def _overlap(some: Sequence[Span], others: Sequence[Span]) -> bool:
    return any(a < d and c < b for a, b in some for c, d in others)


def _role(words: Sequence[Word], spans: Sequence[Span]) -> SubjectCategory | None:
    """By the nearest word before the name that says one, in its clause."""
    for start, _ in spans:
        at = _word_at(words, start)
        for place in range(at - 1, max(-1, at - 1 - WORDS_NEXT_TO), -1):
            if words[place + 1].stop or words[place + 1].comma:  # *selon un témoin, X tenait la liste*
                break
            if (role := _ROLE_OF.get(bare(words[place].folded))) is not None:
                return role
    return None
