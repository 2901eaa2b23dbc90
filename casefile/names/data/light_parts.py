"""Parts of a name that come and go: whoever leaves one out still writes the same person's name.

A part that stands first and is missing on the other side usually tells a parent from a child (Mariem Brahim Sidi /
Brahim Sidi). These do not: titles of learning and descent that have become names, and names given for devotion in
front of the one a person is called by. Editors' knowledge of naming usage; each row says why.
"""

from typing import Final, Literal

from casefile.names.data.once import once
from casefile.names.phonetic import sound

Light = Literal["", "title", "honorific", "devotional", "by-name"]
"""A *title* names nobody by itself (Mullah, Khan), an *honorific* is a name as well (Cheikh, Sidi); a *by-name* (Abu
Omar) comes and goes, but who has it and a name besides is known by both."""

PARTS: Final[tuple[tuple[str, Light, str], ...]] = (
    ("cheikh cheick cheik sheikh sheik shaikh shaykh seex xeex شيخ الشيخ", "honorific",
     "learned or old man; a name as well"),
    ("elhadji elhadj hadji hadj hajj haji haj alhaji alhagie alhaj elhaj hajia hajja hadja adja hajiya hac haci"
     " الحاج حاج الحاجة حاجی", "honorific", "has made the pilgrimage; given as a name in Senegal and The Gambia"),
    ("sidi sidy sid سيدي سيد", "honorific", "my lord: saints and their kin in the Maghreb and Mauritania"),
    ("sayyid sayed sayyed seyed syed saiyid sayyad السيد", "honorific", "of the Prophet's kin"),
    ("moulay mulay mawlay mouley مولاي", "honorific", "the same in Morocco, Mauritania and Mali"),
    ("lalla lella لالة لالا", "honorific", "the same, of women"),
    ("cherif sharif shareef sherif شريف الشريف", "honorific", "the same; a name as well"),
    ("serigne sërin serin sokhna soxna", "honorific", "Wolof: religious master, and lady of his house"),
    ("thierno tierno cherno ceerno", "honorific", "Fula: teacher"),
    ("modibo moodibo karamoko karamokho alfa alpha", "honorific", "Mande and Fula: scholar; names as well"),
    ("malam mallam maalam maalim moalim moallim mualim macallin ustaz oustaz ustadh ostaz ustad", "title",
     "teacher, Hausa, Somali and Arabic"),
    ("mame pape papa baye ndeye", "honorific", "Wolof: called as a grandparent, father or mother is"),
    ("mullah mulla mullo molla mawlawi maulawi maulvi mawlavi molvi maulana mawlana"
     " ملا مولوی مولوي مولانا", "title", "Afghanistan and its neighbours: cleric"),
    ("qari kari hafiz hafez mufti faqir pir قاری حافظ مفتی", "title", "reader, knower of the Koran, jurist"),
    ("agha aga khan shah mir mirza khwaja sahib saheb akhund akhond akhundzada خان شاه آغا اغا میر آخوند",
     "title", "rank in Persian, Pashto, Urdu and Turkic lands, before or after the name"),
    ("bey bek beg efendi effendi hanim begum bibi khatun khatoon mst mosammat musammat", "title",
     "Mr and Mrs, Turkish to Bengali"),
    ("sri shri smt shrimati", "title", "the same in India"),
    ("mohamed mohammed mohammad muhammad mohamad muhammed mouhamed mouhamad mouhammad muhamad mahamat mahamad"
     " mohamet mehmet mehmed md mohd mhd muh muhd mhmd محمد", "devotional",
     "the Prophet's name before the one in use: Mohamed Lamine is called Lamine, Mahamat Nouradine Nouradine"),
    ("maria marie mary mari", "devotional", "Our Lady's, before the name in use: Maria da Conceição, Marie-Laure"),
)  # fmt: skip


@once
def _index() -> dict[str, Light]:
    """By main reading, so that one form stands for its spellings."""
    return {sound(form): kind for forms, kind, _ in PARTS for form in forms.split()}


def light(reading: str) -> Light:
    """What a word's main reading says of it: its kind, or that it is a name like others."""
    return _index().get(reading, "")
