"""How common a name is, which decides what its agreement weighs, in bits; and what else was counted with it.

Pure; `casefile.subjects.name_counts` counts.

Two people share *Ndiaye* because half a million do; two people share a rare name because they are one. Until an
installation holds enough records of its own, a built-in table speaks: shares per thousand persons, rounded, of
the region as a whole. They are estimates from published counts of family names in Senegal, Guinea, Mali, The
Gambia and Côte d'Ivoire and of given names in civil registers, good to a factor of two, which is one bit.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from math import log2

from casefile.names import analyze
from casefile.names.traditions import UNCOUNTED, tradition_of

UNKNOWN_SHARE = 1 / 3000
"""Share given to a name nobody has counted: 11.6 bits. Lower would make every unlisted name proof by itself."""
UNKNOWN_SHORT = {1: 1 / 25, 2: 1 / 180, 3: 1 / 1200}
"""The same for sound keys of so many letters: there are not more such keys, so no name with one is rarer."""
UNKNOWN_LINKED = 1 / 400
"""The same for a class of the lexicon: a name with known variants is in use."""
SURE_OF_PRIOR = 3.0
"""How sure the built-in shares are, as the shape of a gamma distribution: good to a factor of two. One of 1 in 16
speaks as loud as 48 records, one of 1 in 500 as 1,500: of a rare name a small count says little."""
SURE_OF_UNKNOWN = 0.7
"""The same for a name that the built-in table does not know: it may be one village's or a whole country's."""
TOGETHER = 0.7
"""Bits by which each further part of a name that agrees is worth less than by itself, because given and family names go
together by people and language: 0.6 to 0.8 measured on 721 names of a published list."""
ASSUMED = 1 / 24
"""Coincidences expected for each watch before any was judged: 420 for 10,000 watches in a world of planted ones."""
MOST_TOGETHER = 2.0
MEASURED_ON = 20_000  # persons of whom pairs of parts are counted: enough for a hundredth of a bit

# Per thousand persons of either sex together, hence half of what a given name has among men.
FAMILY = """
Diallo 62, Ba 34, Traoré 40, Camara 33, Barry 28, Sow 27, Ndiaye 26, Touré 26, Coulibaly 24, Keita 24, Diop 22,
Cissé 20, Fall 17, Koné 17, Diarra 17, Balde 14, Sylla 13, Condé 12, Sy 10, Gueye 12, Faye 10, Sarr 10, Diouf 10,
Kane 9, Niang 9, Dembélé 10, Sidibé 10, Maïga 8, Konaté 8, Doumbia 8, Fofana 10, Diabaté 7, Ouattara 9, Sissoko 7,
Sangaré 7, Bamba 6, Mbaye 6, Seck 7, Thiam 6, Dieng 6, Diagne 5, Ndour 5, Sène 5, Sall 6, Mané 7, Diatta 4, Sané 5,
Badji 4, Sagna 3, Coly 4, Diédhiou 4, Kanté 5, Bojang 3, Darboe 3, Jatta 4, Sanyang 4, Drammeh 4, Barrow 3, Saidy 3,
Manneh 4, Sanneh 3, Fatty 3, Gaye 5, Lo 4, Ly 4, Dia 5, Wade 3, Samb 3, Mbengue 2, Mbodj 2, Mbow 2, Ndoye 2, Ngom 4,
Senghor 2, Tall 3, Wague 2, Gassama 2, Kouyaté 4, Kourouma 4, Bangoura 6, Soumah 5, Conté 4, Kaba 4, Dramé 5,
Kamara 4, Yattara 2, Samaké 3, Kouassi 6, Kouadio 6, Kouamé 6, Yao 5, Konan 5, Da Silva 2, Mendes 2, Gomes 3, Dabo 3,
Diakité 6, Doucouré 3, Tounkara 3, Cissokho 3, Danso 2
"""
GIVEN = """
Mamadou 60, Mohamed 55, Moussa 30, Ibrahima 30, Amadou 28, Fatou 25, Aminata 18, Abdoulaye 25, Ousmane 20, Oumar 18,
Aissatou 18, Mariama 18, Fatoumata 22, Alioune 10, Cheikh 18, Boubacar 14, Modou 10, Ahmed 16, Ali 12, Aliou 12,
Seydou 8, Souleymane 14, Youssouf 10, Lamine 14, Moustapha 10, Pape 8, Idrissa 9, Ismaila 9, Adama 14, Awa 14,
Khady 10, Ndeye 10, Mame 8, Sidi 10, Samba 8, Demba 7, Bakary 8, Omar 8, Abdou 10, Abdallah 10, Abdel Aziz 5,
Abdoul Rahmane 5, Hassan 8, Ousseynou 5, Alassane 7, Malick 6, Babacar 8, Daouda 7, Issa 8, Saliou 6, Thierno 7,
Alpha 7, Sekou 8, Salif 4, Yaya 5, Kadiatou 8, Hawa 7, Maimouna 8, Oumou 8, Rokhaya 5, Coumba 6, Astou 4, Binta 7,
Djeneba 4, Safiatou 3, Ramatoulaye 4, Aicha 7, Fatima 8, Khadija 5, Mariam 9, Ebrima 4, Momodou 6, Isatou 4,
Bubacarr 3, Yankuba 2, Karamo 2, Mahmoud 6, Yahya 4, Salem 3, Sid Ahmed 3, Mahamadou 5, Issoufou 3, Harouna 4,
Hamidou 5, Hamza 3, Bilal 3, Khalid 3, Karim 4, Rachid 3, Said 5, Mustafa 5, El Hadji 8, Assane 5, Gora 1, Matar 2,
Serigne 4, Tidiane 5, Mansour 4, Mor 3, Penda 3, Ndeye 5, Diarra 3, Nafissatou 3,
Hussein 6, Saleh 4, Salim 3, Nasser 3, Jamal 3, Abdoul Karim 4, Abdoul Rahim 2, Abdoul Ghani 2, Abdoul Latif 2,
Abdoul Hakim 2, Walid 2, Tarek 2, Mahdi 2, Khalil 3, Abbas 3, Akbar 2, Noor 3, Hafiz 2, Haji 5, Yahia 2, Jaafar 2
"""


def _built_in() -> Mapping[str, float]:
    return built_in()


@dataclass(frozen=True, slots=True, eq=False)
class TermFrequencies:
    """How many persons carry a sound key or a spelling, as bits. Frozen; `version` 0 is the built-in table."""

    version: int = 0
    total: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    prior: Mapping[str, float] = field(default_factory=_built_in)
    size: int = 0
    """Records of any kind that a watch is compared with; 0: not counted, then the persons are taken."""
    expected: float = 0.0
    """Coincidences for each watch, as decisions have shown; 0: none was judged."""
    together: float = TOGETHER
    """Bits each further agreeing part is worth less."""
    peoples: Mapping[str, int] = field(default_factory=dict)
    """Persons whose names come from elsewhere (`casefile.names.traditions`)."""
    carriers: Mapping[str, int] = field(default_factory=dict)
    """Numbers and codes that several records carry, by `carrier_key`, with how many do."""
    fitted: Mapping[str, float] = field(default_factory=dict)
    """Bits added to a rule's reasoned weight, as decisions have taught (`griot matching fit`)."""
    model: str = ""
    """The version of the rules under which everything that stands was weighed; empty: none was kept with it."""
    _bits: dict[str, float] = field(default_factory=dict, init=False)

    def bits_of(self, key: str) -> float:
        """What it is worth that two people share this sound key: minus the logarithm of its share."""
        if (known := self._bits.get(key)) is None:
            known = self._bits[key] = -log2(self.share(key))
        return known

    def share(self, key: str) -> float:
        """The estimated share of persons with this key, never zero."""
        known = self.prior.get(key)
        prior = known or _unknown(key)
        if not self.total:
            return min(1.0, prior)
        sure = SURE_OF_PRIOR if known else SURE_OF_UNKNOWN
        borne = max(self.counts.get(key, 0), 1)  # a name that is compared has a bearer
        return min(1.0, (borne + sure) / (self.total + sure / prior))

    def carriers_of(self, key: str) -> int:
        """How many records carry this number; 0 where few do."""
        return self.carriers.get(carrier_key(key), 0) if self.carriers else 0

    def people_bits(self, people: str) -> float:
        """What it is worth that two names come from the same people elsewhere."""
        share = (self.peoples.get(people, 0) + 1.0) / (self.total + 1.0 / UNCOUNTED)
        return -log2(min(1.0, share))


def carrier_key(key: str) -> str:
    """A number's compared form as it is kept in the table: a count needs no telephone number in clear."""
    return hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _unknown(key: str) -> float:
    if key.startswith("~"):
        return UNKNOWN_LINKED
    return UNKNOWN_SHARE if key.startswith("=") else UNKNOWN_SHORT.get(len(key.rstrip("*")), UNKNOWN_SHARE)


@lru_cache(maxsize=1)
def default() -> TermFrequencies:
    """The built-in table alone."""
    return TermFrequencies()


def listed(table: str = f"{FAMILY},{GIVEN}") -> list[tuple[str, int]]:
    """The names of the built-in table, or of one half of it, each with its bearers in a thousand persons."""
    entries = (entry.strip().rpartition(" ") for entry in table.split(",") if entry.strip())
    return [(name, int(per_thousand)) for name, _, per_thousand in entries]


@lru_cache(maxsize=1)
def built_in() -> Mapping[str, float]:
    shares: dict[str, float] = {}
    for name, per_thousand in listed():
        for key in keys_counted(name):
            shares[key] = min(0.25, shares.get(key, 0.0) + per_thousand / 1000)
    return shares


def keys_counted(name: str) -> frozenset[str]:
    """What is counted of a name: every sound key of its own parts, and each part as spelt."""
    analysed = analyze(name)
    parts = {spelt(token.text) for token in analysed.tokens if token.role == "name"}
    return frozenset(parts.union(analysed.sounds))


def spelt(text: str) -> str:
    """The key of one exact spelling (case folded, marks dropped), next to the sound keys in the same table."""
    return f"={text}"


def count_names(persons: Iterable[Iterable[str]], version: int = 0) -> TermFrequencies:
    """Counted from the names of each person; a key counts once a person however many of the names have it."""
    counts: Counter[str] = Counter()
    peoples: Counter[str] = Counter()
    chains: list[tuple[str, ...]] = []
    total = 0
    for person in persons:
        names = tuple(person)
        counts.update({key for name in names for key in keys_counted(name)})
        peoples.update({people.name for name in names if (people := tradition_of(name)) is not None})
        if names and total < MEASURED_ON:
            chains.append(_chain(names[0]))
        total += 1
    return TermFrequencies(version, total, counts, together=_together(chains), peoples=peoples)


def _chain(name: str) -> tuple[str, ...]:
    sounds = [token.sounds[0] for token in analyze(name).named if token.role == "name" and token.sounds]
    return tuple(sorted(set(sounds)))


def _together(chains: Sequence[tuple[str, ...]]) -> float:
    """How much oftener two persons share two parts of a name than if parts were drawn one by one, in bits. Parts that
    fewer than five bear say nothing of it; few persons leave `TOGETHER`."""
    single = Counter(part for chain in chains for part in chain)
    pairs = Counter(
        pair for chain in chains for pair in combinations(chain, 2) if min(single[pair[0]], single[pair[1]]) >= 5
    )
    shared = sum(number * (number - 1) for number in pairs.values()) / 2
    by_chance = (
        sum(number * (single[a] - 1) * (single[b] - 1) / max(1, len(chains) - 1) for (a, b), number in pairs.items())
        / 2
    )
    sure = 100.0  # shared pairs from which the measurement outweighs the one on published names
    return min(MOST_TOGETHER, max(0.0, log2((shared + sure * 2**TOGETHER) / (by_chance + sure))))
