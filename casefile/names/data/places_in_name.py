"""Names whose place in a full name is known: no one is given Diallo at birth, no family is called Aminata.

Only for the order of a shortened name when nothing else tells it: *Diallo Mamadou Lamine* puts the family name first,
*Ahmed Ali Salem* is given, father, grandfather. Editors' knowledge of the registers of West and North Africa.
"""

import re
from collections.abc import Sequence
from typing import Final

from casefile.names.data.once import once
from casefile.names.data.short_forms import FORMS
from casefile.names.phonetic import sound

FAMILY: Final = """
diallo jallow djalo ba bah barry baldé sow ndiaye njie touré touray coulibaly keita diop jobe cissé ceesay
fall koné diarra sylla condé sy guèye gaye faye sarr diouf joof kane niang dembélé sidibé maïga konaté doumbia
fofana diabaté jobarteh ouattara sissoko sangaré bamba mbaye seck thiam dieng jeng diagne ndour sène sall mané
diatta jatta sané sanneh badji bojang sagna sanyang coly diédhiou kanté darboe drammeh dramé barrow fatty lo
ly dia samb mbengue mbodj mbow ndoye ngom senghor tall gassama kouyaté kourouma bangoura soumah conté camara
kamara kaba samaké kouassi diakité doucouré tounkara cissokho danso traoré ouédraogo sawadogo kaboré compaoré
zongo ilboudo sankara
"""
GIVEN: Final = """
mamadou mohamed moussa ibrahima ibrahim amadou ahmed ahmad hamid hamed mahmoud mahmud hammoud fatou aminata
amina abdoulaye abdallah abdullah ousmane othmane oumar omar aissatou mariama mariam maryam fatoumata fatima
fatma ali aliou alioune cheikh boubacar aboubakar modou seydou said souleymane soulaymane youssouf youssef
yusuf lamine amine moustapha idrissa idriss ismaila ismail adama awa hawa khady khadija samba demba bakary
abdou hassan hassane hussein houcine ousseynou alassane malick malik babacar daouda daoud issa saliou saleh
salah salem salim yaya yahya kadiatou oumou rokhaya binta aicha brahim hamza bilal khalid khaled karim rachid
nasser jamal walid tarek mahdi khalil abbas yacoub ayoub younes haroun zakaria mansour habib nabil samir farid
mourad rabah tahar taher mokhtar moktar bechir bachir slimane gul jan noor
محمد احمد أحمد علي عمر عثمان حسن حسين ابراهيم إبراهيم يوسف محمود حميد حامد سعيد صالح خالد كريم ناصر فاطمة مريم
عائشة خديجة امينة آمنة زينب سليمان داود عيسى موسى يحيى يعقوب بكر جابر طاهر
"""

WESTERN: Final = """
baptiste benoit andré rené josé
alain albert alberto alfonso alfred alice ana andre andré andrea angel angela anna anne antonio armando arnaud
augustin bernard boris bruno carla carlos caroline celine cesar charles charlotte clara claire claude claudia
cristina daniel david denis diego dominique edgar elena eric ernest esteban estelle eva fabien felipe felix
fernand florence francois franz gabriel gerard gilbert gilles giovanni gustavo helene henri henrique herve
hugo ines irene jaime javier jean jeanne jerome joachim joao joel johan john jorge jose josé joseph juan jules
julien julio karl laura laurent leon leonardo leonor louis louise luc lucas lucia lucien luis luisa manuel
marc marcel marco marcos margaret mario marta martin martine mathilde maurice michel miguel monica nelson
nicolas noel olivier oscar pablo pascal patrick paul paula paulo pedro peter pierre rafael ramon raul raymond
rene ricardo richard robert roberto rodrigo roger roland rosa ruben sandra serge sergio simon sofia sophie
susana teresa theodore thomas valentin veronica victor vincent xavier yves yvonne
"""
"""Given names where people have several and are called by any: John Paul Smith is Paul Smith, who is not his father.
Those of the tables of short forms are added."""
WESTERN_TRADITIONS: Final = frozenset({"french", "spanish", "portuguese", "english", "italian", "german and dutch"})

SYLLABIC: Final = """
kim ri rhee lee yi pak park bak choe choi jo cho jong jung chung kang yun yoon jang chang im lim han o oh so
seo sin shin hwang an ahn song ryu yu hong chon jeon ko go mun moon son yang pae bae paek baek ho no nam sim
kwon wang li zhang liu chen huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie tang deng
feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei ren ding yao lu nguyen tran le pham
huynh phan vu vo dang bui do ngo duong
"""
"""Family names of Korea, China, Vietnam, where each syllable is a word of the name: leaving one out names another."""
_VOWELS: Final = re.compile("[aeiouy]+")
_COMPOUND: Final = re.compile(r"(?:b[eé]n|bel|bou)(?:a|[^aeiouy]).{3,}")
_NOT_COMPOUND: Final = re.compile(
    r"benj|bend|benn|bell|bel[kg]ac|bela(?:id|l)|benaiss|benyoun|bouba|boubk|bourh|boual|boudj|bouch|bouaz|bouz"
)
"""North African families are called by one word of Ben, Bel or Bou and a name (Belmokhtar); Boubacar, Belkacem and
Boualem are given."""


@once
def _family() -> frozenset[str]:
    return frozenset(sound(form) for form in FAMILY.split()) - _given()


@once
def _given() -> frozenset[str]:
    return frozenset(sound(form) for form in GIVEN.split())


@once
def _western() -> frozenset[str]:
    listed = [form for tradition, full, *_ in FORMS if tradition in WESTERN_TRADITIONS for form in full.split()]
    return frozenset(sound(form) for form in (*WESTERN.split(), *listed))


@once
def _syllabic() -> frozenset[str]:
    return frozenset(SYLLABIC.split())


def is_family(reading: str, latin: str) -> bool:
    """Whether a word (main reading, letters) is a family's name and never a person's own."""
    return reading in _family() or bool(_COMPOUND.fullmatch(latin) and not _NOT_COMPOUND.match(latin))


def is_western(reading: str) -> bool:
    """Whether a main reading is a given name of those traditions in which a person has several."""
    return reading in _western()


def is_syllabic(words: Sequence[str]) -> bool:
    """Whether the words of a name, in Latin letters, are a family name of East Asia and single syllables."""
    return any(w in _syllabic() for w in words) and all(len(_VOWELS.findall(w)) == 1 and len(w) < 7 for w in words)


def is_given(reading: str) -> bool:
    """Whether a main reading is a person's own name, and so a father's or a grandfather's as well."""
    return reading in _given()
