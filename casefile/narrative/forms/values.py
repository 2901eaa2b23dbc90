"""What the value of a field says: a name, a date, a sex, a nationality; its numbers are read in `numbers`."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casefile.names.normalize import bare
from casefile.narrative.aliases import ALIAS_WORDS
from casefile.narrative.dates import date_after
from casefile.narrative.forms.numbers import NUMBERS, find_numbers
from casefile.narrative.nations import nation_at
from casefile.narrative.tokens import Word
from casefile.narrative.words.stopwords import BIRTH_WORDS, CONNECTORS, STOPWORDS
from casefile.subjects.issuers import country_of
from casefile.vocabulary import Sex

Span = tuple[int, int]
MAX_NAME_WORDS = 8
MAX_SILENT = 6  # words of an address or a trade that name nobody; what goes on longer may tell a story
_HOUSES = frozenset("chez c/o care عند لدى casa".split())
"""An address may say at whose house."""
_NOBODY = frozenset(
    "inconnu inconnue unknown neant none nil na x xx xxx desconocido desconocida desconhecido "
    "desconhecida ignore ignoree "
    "nr nc unk sin sem مجهول مجهولة idem unidentified indetermine indeterminee indeterminado anonyme anonymous "
    "anonimo tbd tbc".split()
)
_NOT_YET = frozenset("non not no nao por a to be se sans غير لم لا".split())
_KNOWN = frozenset(
    """identifie identifiee communique communiquee connu connue renseigne precise declare fourni disponible identifier
    determiner preciser verifier confirmer etablir known identified available given stated established determined
    confirmed be identificado identificada identificar determinar confirmar apurar consta conocido conocida
    disponivel sabido desconoce ignora nom nombre معروف معروفة محدد محددة مذكور معلوم متوفر يحدد يذكر يعرف
    يوجد""".split()
)
"""*Non identifié*, *à déterminer*, *not known*, *por determinar*, *غير معروف*: in place of a name."""
_SEXES = {
    Sex.MALE: "m masculin homme male man h hombre varon masculino homem ذكر",
    Sex.FEMALE: "f feminin femme female woman mujer femenino feminino mulher w انثى أنثى",
}
_SEX_OF = {word: sex for sex, words in _SEXES.items() for word in words.split()}
_PARTS = re.compile(r"[,;/،؛|]|\b(?:et|ou|and|or|y|e|o|alias)\b|[«»“”„\"()]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NameValue:
    """The words of a name in a field, and its place."""

    name: str
    span: Span


def words_in(words: Sequence[Word], starts: Sequence[int], first: int, last: int) -> Sequence[Word]:
    """The words of a stretch of characters."""
    return words[bisect_left(starts, first) : bisect_left(starts, last)]


def name_in(inside: Sequence[Word], *, whole: bool) -> NameValue | None:
    """The name a value begins with. `whole` names may have a comma after the family name: *KAMARATE, Zoumana*."""
    kept: list[Word] = []
    commas = 0
    for word in inside[: MAX_NAME_WORDS + 4]:
        if kept and (word.comma or word.stop):
            joins = whole and word.comma and not word.stop and commas == 0 and len(kept) <= 3
            if not joins and not _bracketed(kept[-1], word):
                break
            commas += 1
        if word.number or _announces_birth(word) or word.folded in ALIAS_WORDS or _ends(word, bool(kept)):
            break
        kept.append(word)
    while kept and kept[-1].folded in CONNECTORS and len(kept) > 1:
        kept.pop()
    kept = kept[:MAX_NAME_WORDS]
    if not kept or is_nobody(kept) or _not_yet_known(inside):
        return None
    return NameValue(" ".join(w.text for w in kept), (kept[0].start, kept[-1].end))


def is_nobody(words: Sequence[Word]) -> bool:
    """Whether the field of a name says that nobody knows it."""
    plain = [bare(w.folded) for w in words]
    return any(word in _NOBODY for word in plain) or plain == ["n", "a"] or _not_yet_known(words)


def _not_yet_known(words: Sequence[Word]) -> bool:
    return len(words) > 1 and bare(words[0].folded) in _NOT_YET and bare(words[1].folded) in _KNOWN


def _announces_birth(word: Word) -> bool:
    """ولد is *was born*, and *son of* in a name."""
    return word.folded in BIRTH_WORDS and word.folded not in CONNECTORS


def _bracketed(last: Word, word: Word) -> bool:
    """A point after an initial, or a hyphen with blanks, ends no name."""
    return word.stop and not word.comma and word.start - last.end <= 1


def _ends(word: Word, inside: bool) -> bool:
    """A small word that cannot stand in a name; a name that is also a word (Mars, Ami) may begin one."""
    return inside and word.folded in STOPWORDS and word.folded not in CONNECTORS and not word.upper


def nicknames_in(text: str, first: int, last: int) -> Iterator[NameValue]:
    """Every nickname of a field: *Zou, Le Vieux*."""
    at = first
    for piece in [*_PARTS.finditer(text, first, last), None]:
        end = piece.start() if piece else last
        part = text[at:end].strip(" \t.:-\n")
        if 1 < len(part) <= 40 and not any(c.isdigit() for c in part) and bare(part.casefold()) not in _NOBODY:
            start = text.index(part, at)
            yield NameValue(" ".join(part.split()), (start, start + len(part)))
        at = piece.end() if piece else last


def sex_in(inside: Sequence[Word]) -> Sex | None:
    """The sex a value begins with."""
    return _SEX_OF.get(bare(inside[0].folded)) if inside else None


def nation_in(inside: Sequence[Word]) -> str | None:
    """The first country or nationality of a value, ISO 3166 alpha-2; also as its three letters."""
    folded = [w.folded for w in inside[:8]]
    for place in range(len(folded)):
        if (found := nation_at(folded, place)) is not None:
            return found[0]
    if inside and len(inside[0].text) == 3 and inside[0].shout:
        return country_of(inside[0].text)
    return None


def silent_end(kind: str, text: str, inside: Sequence[Word], first: int, last: int) -> int:
    """Up to where a value names nobody: behind its date, its number, its first words; `first` when it says nothing."""
    if kind in NUMBERS:
        return max((span[1] for _, span in find_numbers(kind, text, first, last)), default=first)
    if kind == "email":
        return last if "@" in text[first:last] else first
    if kind in ("birth", "age"):
        found = date_after(inside, 0)
        ends = [w.end for w in inside[: found[1] if found else 0]] or [w.end for w in inside[:4] if w.number]
        return ends[-1] if ends else first
    if kind in ("sex", "nationality"):
        return inside[0].end if inside else first
    if any(w.folded in _HOUSES for w in inside):
        return first
    ends = [w.end for at, w in enumerate(inside[:MAX_SILENT]) if not any(x.stop for x in inside[1 : at + 1])]
    return ends[-1] if ends else first
