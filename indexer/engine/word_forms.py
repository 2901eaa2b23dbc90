"""Word forms as replacements, for the engine and whoever must hear the same: *pirogues* is *pirogue*.

Light on purpose: what is taken off is an ending that French, English, Spanish, Portuguese or Arabic put on one word.
Two words made one by it cost a search one result too many, two forms of one word kept apart cost it the record. A rule
is a pattern, what stands for it, and why; patterns that Java and Python read alike.
"""

from typing import Final

from casefile.names.data.folding import Rule

ARABIC_MARKS: Final[Rule] = (
    "[\u064b-\u065f\u0670\u0640]",
    "",
    "vowel signs and the stretched line are written or left out at will: المُهَرِّب is المهرب",
)
ELISION: Final[Rule] = (
    "^(?:[cdjlmst]|qu|jusqu|lorsqu|puisqu|n(?!'[dg]))'(?=.{2})",
    "",
    "l'étoile, d'Oumar: French writes its small words to the next one. N'Diaye and N'Gom are names",
)
GLUED: Final = r"(\d{2,})"
"""A number within a word (nº4471, DK4521BQ) is a word besides."""

ARABIC_FORMS: Final[tuple[Rule, ...]] = (
    ("[أإآٱ]", "ا", "one alif, with its sign or without"),
    ("ى$", "ي", "final yā', with dots or without"),
    ("^[وف]?(?:[بك]?ال|لل)(?=[ء-ي]{3})", "", "the article, and what is written to it: والمهرب, بالقارب"),
    ("(?<=[ء-ي]{3})(?:ات|ون|ين|ان|ها|هم|ة|ه)$", "", "plural, dual, owner, feminine"),
)
LATIN_FORMS: Final[tuple[Rule, ...]] = (
    ("[^a-z0-9]", "", "apostrophes and points inside a word: n'diaye"),
    ("^(.{2,})eaux$", r"\1eau", "bateaux, bateau"),
    ("^(.{3,})aux$", r"\1al", "chevaux, cheval"),
    ("^(.{3,})oes$", r"\1ao", "embarcações, embarcação"),
    ("^(.{3,}[^s])[sx]$", r"\1", "plural"),
    ("^(.{4,}?)(?:ation|acione?|acao)$", r"\1", "interpellation, interpeller; interceptación, interceptado"),
    (
        "^(.{4,}?)(?:aient|erent|irent|ant|ent|ee|ie|er|ez|ing|ed|ado|ada|ido|ida|ando|iendo|endo|ar|ir|it|e|a|o|i)$",
        r"\1",
        "verte, vert; arrêtée, arrêter; saisie, saisir; detenido, detener; departed, depart",
    ),
)
