"""What the fields of a form are called, in five languages. Data and one question.

Labels are compared without accents, case, and the small words and marks between them (`DROPPED`): *Date de
naissance*, *DATE NAISSANCE* and *Date(s) de naissance :* are one; so are *Nombre(s)* and *Nombre*, *N° de téléphone*
and *Téléphone*.
"""

from collections.abc import Sequence
from functools import lru_cache

from casefile.names.normalize import bare
from casefile.narrative.forms.numbers import NUMBERS
from casefile.narrative.tokens import Word

DROPPED = frozenset(
    "em en in on at n no nº º ª s e es a as o os m f d du de la le les da do of the et y and del el l und "
    "en num numero nr".split()
)
_ALEF = str.maketrans("أإآ", "ااا")

_TABLE = {
    "surname": """
        nom | nom famille | nom patronymique | patronyme | surname | last name | family name | apellido |
        apellidos | primer apellido | apelido | apelidos | sobrenome | اللقب | اسم العائلة | الاسم العائلي |
        النسب | لقب | العائلة | family names | surnames | last names | sobrenomes | nom patronymique marital""",
    "maiden": """
        nom jeune fille | nom naissance | maiden name | birth name | nom epouse | nom usage | nom marital |
        epouse | segundo apellido | apellido casada""",
    "given": """
        prenom | prenoms | given name | given names | first name | first names | forename | forenames |
        middle name | nombre | nombres | nombre pila | nome proprio | nomes proprios | primeiro nome |
        prenome | الاسم الاول | الاسم الشخصي | الاسم | christian name | prenom usuel | primer nombre | الاسم
        الاول والثاني""",
    "name": """
        nom prenom | nom prenoms | noms prenoms | prenom nom | prenoms nom | nom complet | nom entier |
        identite | nom usuel | name | full name | names | name surname | nombre apellidos | nombre completo
        | apellidos nombre | nome | nome completo | nome apelido | identidade | identidad | identificacao |
        identificacion | filiacion | الاسم الكامل | الاسم واللقب | الاسم والنسب | الاسم الثلاثي | الاسم و
        اللقب | الهوية | identity | sieur | interesse | اسم | nom prenoms usuel | noms prenoms complets |
        nombres y apellidos | apellidos y nombres | nome e apelidos | nomes | apelido nome | last first name
        | name suspect | الاسم و النسب | اسم ولقب | الاسم بالكامل | nom usager | names full""",
    "nick": """
        surnom | surnoms | alias | sobriquet | dit | pseudonyme | pseudo | nickname | aka | k a | known |
        also known | other names | other name | autres noms | apodo | mote | conocido como | alcunha | vulgo
        | conhecido por | conhecido | conhecido como | conocido | otros nombres | الكنية | كنيته | الشهرة |
        المعروف ب | المعروف | المشهور ب | الملقب | الملقب ب | اسم الشهرة | nick | nicknames | street name |
        sobrenombre | sobrenombres | surnomme | nom emprunt | fausse identite | faux nom | false name |
        nombre falso | nome falso | tambem conhecido | tambien conocido | يعرف باسم | يلقب ب | يلقب | لقب
        الشهرة""",
    "birth": """
        ne | nee | ne le | date naissance | date naiss | ddn | dn | born | date birth | dob | b | birth date
        | birthdate | fecha nacimiento | fecha nac | f nacimiento | f nac | nacido | nacida | nacimiento |
        data nascimento | data nasc | nascido | nascida | nascimento | nasc | تاريخ الميلاد | تاريخ الولادة
        | تاريخ الازدياد | المولود بتاريخ | المولود في | المولود | المولودة | مواليد | من مواليد | تاريخ
        ومكان الميلاد | date lieu naissance | date place birth | fecha lugar nacimiento | data local
        nascimento | dob pob | سنة الميلاد | annee naissance | year birth | ano nascimento | naissance |
        naiss | date naissance presumee | birthday | d birth | fec nac | fecha nacim | nac | lugar fecha
        nacimiento | lieu date naissance | data nascim | تاريخ مكان الازدياد | تاريخ ومكان الازدياد | تاريخ
        و مكان الميلاد | سنة الولادة | تاريخ ومكان الولادة""",
    "age": """
        age | edad | idade | العمر | السن | عمره | عمرها""",
    "birthplace": """
        lieu naissance | lieu naiss | place birth | pob | birthplace | lugar nacimiento | lugar nac |
        natural | local nascimento | naturalidade | natural de | مكان الميلاد | مكان الولادة | محل الميلاد |
        مكان الازدياد | محل الازدياد | lieu | lugar | local | place | origine | المكان | lieu nais | birth
        place | town birth | pueblo | محل الولادة | مكان وتاريخ الولادة""",
    "nationality": """
        nationalite | nat | nationality | citizenship | nacionalidad | nacionalidade | الجنسية | جنسية |
        pays | pais | country | البلد | جنسيته | nationalites | citizen | nacion | nacional | nationality
        country | pays origine | country origin | pais origen | pais origem | البلد الاصلي""",
    "sex": """
        sexe | sex | gender | genre | sexo | genero | الجنس | sx | m f""",
    "phone": """
        tel | tels | telephone | telephones | tel portable | telephone portable | portable | mobile | mobile
        phone | cell | cellphone | phone | phone number | mobile number | telephone number | whatsapp |
        contact | contacto | contato | gsm | numero telephone | telefono | movil | tfno | tlf | tfn |
        telefone | telemovel | telem | contact number | رقم الهاتف | الهاتف | هاتف | رقم الجوال | الجوال |
        هاتفه | رقم هاتفه | رقم النقال | واتساب | tel mobile | tel fixe | mob | cell number | cel | celular
        | telefono movil | telf | tlm | telemoveis | telefones | telefonos | telephone numero | phones |
        contacts | الرقم الهاتفي | النقال | الهاتف النقال | الهاتف المحمول | المحمول""",
    "passport": """
        passeport | passport | passport number | ppt | pasaporte | passaporte | جواز السفر | رقم جواز السفر
        | جواز سفر | جواز سفر رقم | رقم الجواز | جواز السفر رقم | رقم الباسبور | passports | numero
        passeport | pp | pass | باسبور""",
    "idcard": """
        cni | nin | nni | carte identite | carte nationale identite | carte nationale | piece identite |
        identity card | id card | id | national id | dni | nie | documento identidad | bi | bilhete
        identidade | cc | بطاقة التعريف | رقم بطاقة التعريف | بطاقة الهوية | الرقم الوطني | رقم التعريف
        الوطني | رقم الهوية | nif | nss | id number | ci | cedula | رقم البطاقة | رقم التعريف | identity card
        number | id card number | national id number | national identity number | identity number | national
        identity card | identification nationale | numero identification nationale | cedula identidad | cartao
        cidadao | cartao identidade | identificacao nacional | بطاقة التعريف الوطنية | رقم بطاقة التعريف الوطنية |
        البطاقة الوطنية | رقم البطاقة الوطنية | رقم بطاقة الهوية | رقم التعريف""",
    "document": """
        piece | document | documento | doc | document number | carte consulaire | carte sejour | titre sejour |
        titre voyage | laissez passer | permis conduire | permis | carte refugie | visa | residence permit | driving
        licence | driving license | travel document | permiso residencia | permiso conducir | documento viaje | titulo
        residencia | autorizacao residencia | carta conducao | رخصة السياقة | رقم الوثيقة | الوثيقة | وثيقة السفر |
        بطاقة الاقامة | رقم التاشيرة""",
    "plate": """
        immatriculation | immatriculation vehicule | immat | plaque | plaques | plaque immatriculation | plaque
        mineralogique | plate | plates | plate number | number plate | license plate | licence plate | registration |
        registration number | registration plate | vehicle registration | vehicle registration number | reg | car
        plate | matricula | matricula vehiculo | matricula veiculo | matricula viatura | placa | placas |
        placa vehiculo | chapa
        | chapa matricula | رقم اللوحة | اللوحة | لوحة | لوحة السيارة | رقم لوحة السيارة | لوحة المركبة | رقم لوحة
        المركبة | لوحة الترقيم | رقم الترقيم | لوحة التسجيل | رقم التسجيل | رقم السيارة | ترقيم السيارة""",
    "vin": """
        chassis | chassis number | chassis vehicule | vin | vin number | vehicle identification number | bastidor |
        chasis | numero bastidor | chassi | quadro | numero quadro | رقم الهيكل | رقم هيكل السيارة | هيكل السيارة | 
        رقم الشاسيه | الشاسيه | رقم شاسيه السيارة | رقم الشاصي""",
    "imei": """
        imei | imei number | imei telephone | code imei | codigo imei | رقم imei | الرقم التسلسلي للهاتف | رمز imei""",
    "imo": """
        imo | omi | imo number | رقم imo | رقم المنظمة البحرية""",
    "mmsi": """
        mmsi | mmsi number | رقم mmsi""",
    "hull": """
        coque | hull | hull number | hin | casco | casco numero | رقم البدن""",
    "account": """
        iban | rib | nib | compte | compte bancaire | bank account | bank account number | account | account number |
        cuenta | cuenta bancaria | conta | conta bancaria | رقم الحساب | الحساب البنكي | رقم الحساب البنكي |
        حساب بنكي | رقم
        الحساب المصرفي""",
    "email": """
        email | mail | courriel | e mail | correo | البريد الالكتروني""",
    "other": """
        profession | metier | occupation | fonction | adresse | domicile | residence | demeurant | address |
        job | trade | profesion | ocupacion | oficio | domicilio | direccion | profissao | ocupacao | morada
        | endereco | residencia | المهنة | الوظيفة | العنوان | محل الاقامة | محل السكن | السكن | الاقامة |
        situation familiale | etat civil | marital status | estado civil | الحالة العائلية | taille | height
        | teint | poids | religion | ethnie | langue | langues | language | signes particuliers | delivre |
        date delivrance | date expiration | expire | issued | issue date | date issue | expiry | date expiry
        | fecha caducidad | validade | تاريخ الاصدار | تاريخ الانتهاء | date | fecha | data | التاريخ |
        heure | hour | hora | tribe | ethnic group | village | ville | city | ciudad | cidade | quartier |
        rank | grade | employeur | employer | lieu residence | place residence | residencia habitual |
        pointure | corpulence | education""",
    "relative": """
        pere | mere | father | mother | padre | madre | pai | mae | اسم الاب | اسم الام | الاب | الام | nom
        pere | nom mere | conjoint | spouse | name father | name mother | father name | mother name | nome
        pai | nome mae | nombre padre | nombre madre | filiation""",
    "role": """
        suspect | suspecte | victime | victim | temoin | witness | subject | target | sujet | passeur | mis
        cause | prevenu | auteur | driver | chauffeur | smuggler | conducteur | individu | personne | person
        | persona | pessoa | sospechoso | detenido | victima | vitima | suspeito | arguido | testigo |
        testemunha | المشتبه به | المشتبه فيه | الضحية | الشاهد | المتهم | qualite | statut | status""",
    "remark": """
        remarks | remark | observations | observation | observaciones | observacoes | notes | note | faits |
        ملاحظات | comments""",
    "row": """
        row | ordre | item""",
}
NAMING = frozenset({"surname", "given", "name"})
"""Together the name of one person."""
SILENT = frozenset({"birth", "birthplace", "nationality", "sex", "age", "email", "other", *NUMBERS})
"""Fields whose value names nobody."""
OPEN = frozenset({"birth", "nationality", "sex", "surname", "given", "name", "birthplace", *NUMBERS})
"""Labels that a form may leave without a colon: *NOM KAMARATE*, *Tél 77 …*."""
_TAILS = frozenset(
    "suspect suspecte victim victime detenido detenida person personne persona pessoa interpelle interesse interessee "
    "subject passeur smuggler complet detenu arrestee individu present prevenu accused "
    "المشتبه المتهم الموقوف المعني الضحية به بها فيه "
    "declare declaree declared declarado declarada apparent aparente".split()
)
"""Whose it is, after the label: *Name of suspect*."""
MAX_WORDS = 7


@lru_cache(maxsize=16384)
def plain(word: str) -> str:
    """A label's word as it is compared."""
    return bare(word.casefold()).translate(_ALEF)


def _key(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(w for w in words if w not in DROPPED)


LABELS: dict[tuple[str, ...], str] = {
    _key([plain(w) for w in phrase.split()]): kind
    for kind, phrases in _TABLE.items()
    for phrase in phrases.split("|")
    if _key([plain(w) for w in phrase.split()])
}
_FIRST = frozenset(key[0] for key in LABELS)
_LETTERED: dict[tuple[str, ...], str] = {
    ("d", "o", "b"): "birth",
    ("d", "d", "n"): "birth",
    ("p", "o", "b"): "birthplace",
    ("a", "k", "a"): "nick",
    ("c", "n", "i"): "idcard",
}
"""With a point behind each letter."""


def label_at(words: Sequence[Word], place: int, text: str) -> tuple[str, int] | None:
    """The longest label that begins at this word: its kind, and the place of the word after it."""
    first = plain(words[place].text)
    if len(first) == 1 and (lettered := _lettered(words, place)) is not None:
        return lettered
    if first not in _FIRST:
        return None
    best: tuple[str, int] | None = None
    kept: list[str] = []
    for at in range(place, min(len(words), place + MAX_WORDS)):
        if at > place and not _joined(text, words[at - 1], words[at]):
            break
        word = plain(words[at].text)
        if words[at].number or (at > place and _begins_number(words, at)):
            break
        if word not in DROPPED:
            kept.append(word)
        kind = LABELS.get(tuple(kept)) if kept else None
        if kind is None and best is not None and word in _TAILS:
            kept.pop()
            kind = best[0]
        if kind is not None:
            best = kind, at + 1
    return best


def _begins_number(words: Sequence[Word], at: int) -> bool:
    """Whether figures follow without a blank: the A of *Passeport A1234567* is no more of the label."""
    return at + 1 < len(words) and words[at + 1].number and words[at + 1].start == words[at].end


def _joined(text: str, one: Word, other: Word) -> bool:
    """Whether two words may belong to one label: a blank between them, a point, a slash, a bracket: *Né(e) le*."""
    between = text[one.end : other.start].replace("d'", "").replace("d’", "")
    if len(between) > 3 or set(between) - set(" .()/-°º&'’"):
        return False
    return between.count(" ") <= 2 and " / " not in between and "  " not in between


def _lettered(words: Sequence[Word], place: int) -> tuple[str, int] | None:
    kind = _LETTERED.get(tuple(w.folded for w in words[place : place + 3]))
    return (kind, place + 3) if kind else None
