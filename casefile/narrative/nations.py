"""Countries and nationalities as reports write them, in five languages. Data and two questions.

Without accents and in lower case. What several countries share (Congolese, Dominican, Korean) stands for none.
"""

from collections.abc import Sequence
from functools import lru_cache

from casefile.names.normalize import bare

_ENDINGS = (
    "ais aise aises en enne ens ennes an ans ane anes ana anas ano anos anais ense enses es esa esas eses ese i is"
)
_ARABIC_ENDINGS = ("ي", "ية", "يه", "يا", "يين", "يون", "يات", "")

# Code: names; stems of adjectives in Latin letters (each takes the endings above); whole words; stems in Arabic.
_TABLE = """
SN: senegal; senegal; senegales senegalesa senegalesas; سنغال
GM: gambia, gambie, the gambia, la gambie; gambi; gambiens; غامب
MR: mauritania, mauritanie; mauritani maurit; mauritano mauritana mauritaniana; موريتان
ML: mali; mali; malien malienne maliense; مال
GN: guinea, guinee, guine conacri, guinea conakry, guinee conakry; ; guineen guineenne guineens guinean guineans
  guineano guineana guineanos; غين
GW: guinea bissau, guinee bissau, guine bissau, guinea-bissau, guinee-bissau, guine-bissau; bissau-guine
  bissau-guineen; guineense guineenses bissau-guineen bissau-guineenne bissauguineense bissau-guinean;
  غينيابيساو
GQ: equatorial guinea, guinee equatoriale, guinea ecuatorial, guine equatorial; equatoguine ecuatoguine;
  ecuatoguineano ecuatoguineana;
SL: sierra leone, serra leoa; ; sierra leonean, sierra leonais, sierra leonaise, sierraleones, sierraleonesa,
  sierraleonais, sierraleonaise, sierra-leonais, sierra-leonaise; سيراليون
LR: liberia; liberi; ; ليبير
CI: cote d'ivoire, cote divoire, ivory coast, costa de marfil, costa do marfim; ivoiri ivori; ivoirien
  ivoirienne ivorian marfileno marfilena marfinense costamarfileno; إيفوار ايفوار عاج
BF: burkina faso, burkina; burkinab burkin; burkinabe burkinabes burkinense burkines; بوركين
GH: ghana, gana; ghane ghana; ghaneen ghaneenne ghanaian ghanes ghanesa ganes ganesa ganense; غان
TG: togo; togol; togolais togolaise togolese togoles togolesa; توغول
BJ: benin, benim; benin beninol; beninois beninoise beninese benines beninesa beninense; بنين
NE: niger, le niger; ; nigerien nigerienne nigeriens nigeriennes nigerino nigerina nigerinos; نيجر
NG: nigeria; ; nigerian nigerians nigeriane nigeriano nigeriana nigerianos nigerianas; نيجير
TD: chad, tchad, chade; tchadi chadi tchad; tchadien chadian chadiano; تشاد
CM: cameroon, cameroun, camerun, camaroes; cameroun camerun cameroon camaron; camerounais cameroonian; كاميرون
CV: cape verde, cap vert, cabo verde, cap-vert; capverd caboverd cap-verd cabo-verd; capverdien cape verdean
  cabo-verdiano cabo-verdiana caboverdiano caboverdiana; رأسخضر
ST: sao tome; ; santomense;
GA: gabon, gabao; gabon; gabonais gabonaise gabonese; غابون
MA: morocco, maroc, marruecos, marrocos; maroc marroqu morocc; marocain marocaine marocains moroccan moroccans
  marroqui marroquies marroquino marroquina; مغرب
DZ: algeria, algerie, argelia; algeri argel; argelino argelina argelinos; جزائر
TN: tunisia, tunisie, tunez; tunisi tunec; tunecino tunecina tunisino tunisina; تونس
LY: libya, libye, libia; liby libi; libio libia libyen libyenne; ليب
EG: egypt, egypte, egipto, egito; egypti egipc; egipcio egipcia egyptien; مصر
EH: western sahara, sahara occidental; sahraou saharaw; sahraoui sahraouie sahrawi saharaui saarauis; صحراو
SD: sudan, soudan, sudao; soudan sudan; soudanais sudanese; سودان
SS: south sudan, soudan du sud, sudan del sur, sudao do sul; ; south sudanese;
ER: eritrea, erythree, eritreia; eritre erythre; erythreen; إريتر اريتر
ET: ethiopia, ethiopie, etiopia; ethiopi etiop; etiope; إثيوب اثيوب
SO: somalia, somalie; somali; somalien; صومال
DJ: djibouti, yibuti; djibouti; djiboutien; جيبوت
KM: comoros, comores, comoras; comor; comorien comorienne;
KE: kenya, quenia, kenia; keny keni quen; kenyan; كين
UG: uganda, ouganda; ougand ugand; ; أوغند
RW: rwanda, ruanda; rwand ruand; ; رواند
BI: burundi; burund; burundais; بوروند
AO: angola; angol; angolais angolan angoleno angolano; أنغول
MZ: mozambique, mocambique; mozambi mozambic; mocambicano;
ZA: south africa, afrique du sud, sudafrica, africa do sul; ; south african, sud-africain, sud-africaine,
  sudafricano, sudafricana;
MG: madagascar; malgach; malgache;
SY: syria, syrie, siria; syri siri; sirio siria syrien; سور
IQ: iraq, irak; iraqu irak iraq; irakien iraki iraqi iraquiano; عراق
IR: iran, irao; irani iran; iranien; إيران ايران
AF: afghanistan, afganistan, afeganistao; afghan afgan afegao; afghan afghane afgano afgana; أفغان افغان
PK: pakistan, paquistao; pakistan paquistan; pakistanais pakistani pakistani; باكستان
BD: bangladesh; bangladesh banglades bangladais; bangladais bangladaise bangladeshi bangladesi; بنغلاديش بنغال
IN: india, inde; indi; indien indienne indian indio; هند
LK: sri lanka; srilank sri-lank; ; سريلانك
LB: lebanon, liban, libano; liban leban; libanais lebanese libanes; لبنان
PS: palestine, palestina; palestini palestin; palestinien palestino; فلسطين
JO: jordan, jordanie, jordania; jordani jordan; jordano; أردن
SA: saudi arabia, arabie saoudite, arabia saudi, arabia saudita; saoudi saudi saud; saoudien saudi; سعود
YE: yemen, iemen; yemeni yemen; ; يمن
TR: turkey, turquie, turquia, turkiye; ; turc turque turcs turkish turco turca; ترك
GR: greece, grece, grecia; ; grec grecque greek griego griega grego grega; يونان
IT: italy, italie, italia; itali; italien italiano; إيطال ايطال
ES: spain, espagne, espana, espanha; espagnol spanish espan; espagnol espagnole spanish espanol espanola
  espanhol espanhola; إسبان اسبان
FR: france, francia, franca; ; francais francaise french frances francesa; فرنس
PT: portugal; ; portugais portugaise portuguese portugues portuguesa; برتغال
DE: germany, allemagne, alemania, alemanha; ; allemand allemande german aleman alemana alemao alema; ألمان
GB: united kingdom, royaume-uni, reino unido, great britain; ; british britannique anglais anglaise britanico
  britanica; بريطان
BE: belgium, belgique, belgica; ; belge belgian belga; بلجيك
NL: netherlands, pays-bas, paises bajos; ; neerlandais dutch neerlandes holandes; هولند
MT: malta, malte; malt; maltais maltese; مالط
CY: cyprus, chypre, chipre; cypri chypri; chypriote; قبرص
AL: albania, albanie; albani; albanais albanes; ألبان
RO: romania, roumanie, rumania; roumain romani ruman; roumain roumaine rumano; رومان
BG: bulgaria, bulgarie; bulgari bulgar; bulgare bulgaro; بلغار
RS: serbia, serbie, servia; serbi; serbe serbio; صرب
UA: ukraine, ucrania; ukraini ucrani; ukrainien; أوكران
RU: russia, russie, rusia; ; russe russian ruso rusa russo russa; روس
GE: georgia, georgie; georgi; ; جورج
CN: china, chine; ; chinois chinoise chinese chino china chines; صين
PH: philippines, filipinas; philippin filipin; filipino filipina philippin; فلبين
VN: vietnam; vietnam vietnami; vietnamien; فيتنام
US: united states, etats-unis, estados unidos, usa; ; americain americaine american estadounidense; أمريك
BR: brazil, bresil, brasil; bresili brazili brasil; brasileiro brasileira brasileno; برازيل
CO: colombia, colombie; colombi; ; كولومب
VE: venezuela; venezuel venezol; venezolano;
DO: dominican republic, republique dominicaine, republica dominicana; ; ;
CU: cuba; cub cubain; cubano; كوب
"""


def _lines() -> list[str]:
    """A country each; what is set in goes on with the one before."""
    return _TABLE.strip().replace("\n  ", " ").splitlines()


def _read() -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for line in _lines():
        code, rest = line.split(":", 1)
        names, stems, whole, arabic = (part.strip() for part in rest.split(";"))
        latin = [stem + ending for stem in stems.split() for ending in _ENDINGS.split()]
        words = whole.split(",") if "," in whole else whole.split()
        semitic = [prefix + stem + end for stem in arabic.split() for end in _ARABIC_ENDINGS for prefix in ("", "ال")]
        for text in (*names.split(","), *words, *semitic, *latin):
            if text.strip():
                found.setdefault(tuple(text.split()), code)
    return found


NATIONS = _read()
"""Words without accents, in order: the code, ISO 3166 alpha-2."""
_LONGEST = max(len(words) for words in NATIONS)
NAMES = frozenset(tuple(name.split()) for line in _lines() for name in line.split(":")[1].split(";")[0].split(","))
"""Of these the countries themselves, which may be where a place lies."""


_plain = lru_cache(maxsize=16384)(bare)
_FIRST_WORDS = frozenset(words[0] for words in NATIONS)


def may_name_nation(word: str) -> bool:
    """Whether any of them begins with this word, in lower case; nearly all words end here."""
    return _plain(word) in _FIRST_WORDS


def nation_at(words: Sequence[str], place: int) -> tuple[str, int] | None:
    """The country or nationality that begins at this word (in lower case), and the place after it."""
    for size in range(min(_LONGEST, len(words) - place), 0, -1):
        code = NATIONS.get(tuple(_plain(w) for w in words[place : place + size]))
        if code is not None:
            return code, place + size
    return None
