"""What a column of a table may be, and the words that head it in French, English, Spanish, Portuguese and Arabic."""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum

from casefile.vocabulary import Exploitation, IdentifierKind, OffenceKind, Sex, SubjectCategory


class Column(StrEnum):
    """What the cells of a column are read as. `LEAVE`: not brought in."""

    LEAVE = "leave"
    KEY = "key"
    NAME = "name"
    GIVEN = "given"
    FAMILY = "family"
    NAME_PART = "name_part"
    ALIAS = "alias"
    BIRTH = "birth"
    SEX = "sex"
    NATIONALITY = "nationality"
    BIRTH_PLACE = "birth_place"
    ADDRESS = "address"
    PHONE = "phone"
    PASSPORT = "passport"
    NATIONAL_ID = "national_id"
    DOCUMENT = "document"
    PLATE = "plate"
    VIN = "vin"
    IMEI = "imei"
    ACCOUNT = "account"
    EMAIL = "email"
    HANDLE = "handle"
    CATEGORY = "category"
    GROUND = "ground"
    OFFENCE = "offence"
    EVENT_DAY = "event_day"
    EVENT_LAST = "event_last"
    DEPARTURE = "departure"
    LANDING = "landing"
    INTERCEPTION = "interception"
    SEEN = "seen"
    DEPARTED_AT = "departed_at"
    ARRIVED_AT = "arrived_at"
    MEANS = "means"
    PEOPLE = "people"
    NOTE = "note"


NUMBERS: Mapping[Column, IdentifierKind] = {
    column: IdentifierKind(column.value)
    for column in (
        Column.PHONE, Column.PASSPORT, Column.NATIONAL_ID, Column.DOCUMENT, Column.PLATE, Column.VIN, Column.IMEI,
        Column.ACCOUNT, Column.EMAIL, Column.HANDLE,
    )
}  # fmt: skip

WORDS: tuple[tuple[Column, str], ...] = (
    (Column.KEY, "n° dossier|dossier|fiche|n° fiche|id|ref|reference|our reference|record id|case number|"
     "matricule interne|n° interne|referencia|numero de expediente|numero do processo|المرجع|رقم الملف|معرف"),
    (Column.NAME, "nom complet|nom et prenoms?|noms? et prenoms?|prenoms? et noms?|identite|full name|name|"
     "complete name|nombre completo|nombre y apellidos?|apellidos y nombres?|nome completo|nome|الاسم|الاسم الكامل|"
     "الاسم واللقب|"
     "الاسم بالعربية|nom arabe|nom en arabe|arabic name|name in arabic|noms|names|individu|personne|person|suspect"),
    (Column.GIVEN, "prenoms?|first names?|given names?|forenames?|nombres?|primeiro nome|nomes proprios|prenom usuel|"
     "الاسم الاول|الاسم الشخصي"),
    (Column.FAMILY, "nom|nom de famille|last name|surname|family name|apellidos?|primer apellido|sobrenome|apelido|"
     "اللقب|الاسم العائلي|النسب|اسم العائلة"),
    (Column.NAME_PART, "nom 1|nom 2|nom 3|nom 4|name 1|name 2|name 3|name 4|middle names?|second name|third name|"
     "fourth name|nom du pere|father'?s? name|grandfather'?s? name|segundo apellido|segundo nome|اسم الاب|اسم الجد|"
     "الاسم الثاني|الاسم الثالث|الاسم الرابع"),
    (Column.ALIAS, "alias|surnom|dit|aka|a\\.k\\.a\\.?|nickname|known as|apodo|alcunha|كنية|الكنية|اسم الشهرة|الشهرة"),
    (Column.BIRTH, "date de naissance|date naissance|ne\\(?e?\\)? le|ddn|date of birth|birth ?date|dob|born|"
     "year of birth|annee de naissance|fecha de nacimiento|nacimiento|data de nascimento|nascimento|تاريخ الميلاد|"
     "تاريخ الازدياد|"
     "سنة الميلاد"),
    (Column.SEX, "sexe|sex|gender|genre|sexo|genero|الجنس"),
    (Column.NATIONALITY, "nationalites?|nationality|nationalities|citizenship|pays|country|nacionalidad|nacionalidade|"
     "pais|الجنسية|البلد"),
    (Column.BIRTH_PLACE, "lieu de naissance|ne\\(?e?\\)? a|place of birth|birth ?place|lugar de nacimiento|"
     "local de nascimento|مكان الميلاد|مكان الازدياد"),
    (Column.ADDRESS, "adresse|domicile|residence|address|home|direccion|domicilio|endereco|morada|العنوان|السكن"),
    (Column.PHONE, "telephones?|tel\\.?|n° tel|numero de telephone|portable|gsm|mobile|phones?|phone numbers?|"
     "contacts?|whatsapp|telefonos?|movil|telefones?|telemovel|الهاتف|رقم الهاتف|هاتف|الجوال"),
    (Column.PASSPORT, "passeport|n° passeport|numero de passeport|passport|passport no\\.?|passport number|pasaporte|"
     "passaporte|جواز السفر|رقم جواز السفر|الجواز"),
    (Column.NATIONAL_ID, "cni|n° cni|nin|carte d'identite|carte nationale|national id|id card|id number|identity card|"
     "cedula|dni|bilhete de identidade|cartao de identidade|بطاقة التعريف|رقم البطاقة|الرقم الوطني|رقم التعريف"),
    (Column.DOCUMENT, "piece|n° piece|piece d'identite|document|document number|document no\\.?|documento|"
     "numero de documento|وثيقة|رقم الوثيقة"),
    (Column.PLATE, "immatriculation|plaque|n° immatriculation|plate|licen[cs]e plate|registration|matricula|placa|"
     "لوحة|رقم اللوحة|الترقيم"),
    (Column.VIN, "vin|chassis|n° chassis|chasis|chassi|رقم الهيكل"),
    (Column.IMEI, "imei"),
    (Column.ACCOUNT, "compte|n° compte|iban|account|account number|cuenta|conta|رقم الحساب|الحساب"),
    (Column.EMAIL, "e-?mail|courriel|mail|correo|correo electronico|البريد|البريد الالكتروني"),
    (Column.HANDLE, "facebook|telegram|reseaux? socia(l|ux)|handle|username|instagram|tiktok|حساب فيسبوك|فيسبوك"),
    (Column.CATEGORY, "qualite|statut|category|status|role|implication|calidad|categoria|estado|الصفة|الوضعية"),
    (Column.GROUND, "motif|grounds?|ground of suspicion|raison|soupcon|suspicion|motivo|fundamento|السبب|الشبهة"),
    (Column.OFFENCE, "infractions?|nature de l'infraction|offences?|offenses?|crimes?|type of offen[cs]e|exploitation|"
     "forme d'exploitation|form of exploitation|delitos?|tipo de delito|explotacion|exploracao|tipo de crime|"
     "الجريمة|الجرائم|نوع الجريمة|الاستغلال"),
    (Column.DEPARTED_AT, "date de depart|date depart|jour de depart|heure de depart|date et heure de depart|"
     "departure date|date of departure|departure time|departed on|departed|left on|fecha de salida|hora de salida|"
     "data de partida|data de saida|hora de partida|تاريخ الانطلاق|تاريخ المغادرة|ساعة الانطلاق"),
    (Column.ARRIVED_AT, "date d'arrivee|date arrivee|jour d'arrivee|heure d'arrivee|date de debarquement|arrival date|"
     "date of arrival|arrival time|landing date|date of landing|arrived on|fecha de llegada|hora de llegada|"
     "fecha de desembarco|data de chegada|hora de chegada|تاريخ الوصول|ساعة الوصول"),
    (Column.EVENT_DAY, "date|jour|date des faits|date de l'evenement|date evenement|premier jour|date de debut|day|"
     "event date|date of event|date of the event|first day|start date|fecha|fecha del hecho|fecha de inicio|"
     "primer dia|dia|data|data do facto|data do evento|data de inicio|primeiro dia|التاريخ|تاريخ|اليوم|"
     "تاريخ الحدث|تاريخ الواقعة|اليوم الاول"),
    (Column.EVENT_LAST, "dernier jour|date de fin|jusqu'au|last day|end date|until|ultimo dia|fecha final|"
     "fecha de fin|hasta|data final|data de fim|ate|اليوم الاخير|اخر يوم"),
    (Column.DEPARTURE, "lieu de depart|port de depart|plage de depart|point de depart|zone de depart|depart|parti de|"
     "place of departure|departure place|departure point|departure port|port of departure|departure|departed from|"
     "from|lugar de salida|puerto de salida|playa de salida|salida|local de partida|porto de partida|partida|saida|"
     "مكان الانطلاق|نقطة الانطلاق|مكان المغادرة|ميناء الانطلاق|شاطئ الانطلاق|الانطلاق"),
    (Column.LANDING, "lieu d'arrivee|lieu de debarquement|port d'arrivee|point d'arrivee|destination|arrivee|"
     "debarquement|place of landing|landing place|place of arrival|arrival|landing|landed at|to|lugar de llegada|"
     "lugar de desembarco|puerto de llegada|llegada|destino|local de chegada|local de desembarque|chegada|"
     "مكان الوصول|مكان النزول|ميناء الوصول|الوجهة|الوصول"),
    (Column.INTERCEPTION, "lieu d'interception|interception|intercepte a|place of interception|intercepted at|"
     "lugar de interceptacion|interceptacion|local de intercecao|intercecao|مكان الاعتراض|مكان التوقيف"),
    (Column.SEEN, "lieu|lieu des faits|endroit|localite|place|location|where|lugar|lugar del hecho|localidad|local|"
     "local do facto|المكان|مكان|مكان الواقعة|الموقع"),
    (Column.MEANS, "moyens?|moyens? de transport|mode de transport|moyen utilise|type d'embarcation|embarcation|means|"
     "means of transport|mode of transport|type of boat|boat type|vessel type|boat|medios?|medios? de transporte|"
     "tipo de embarcacion|embarcacion|meios?|meios? de transporte|tipo de embarcacao|embarcacao|"
     "وسيلة النقل|الوسيلة|نوع القارب|القارب|المركب"),
    (Column.PEOPLE, "nombre de personnes|nombre de passagers|nombre de migrants|nbre? de personnes|nb personnes|"
     "nb de passagers|nb de migrants|effectifs?|passagers|migrants|number of people|number of persons|"
     "number of migrants|number of passengers|people|persons|passengers|pax|numero de personas|numero de migrantes|"
     "personas|pasajeros|migrantes|numero de pessoas|pessoas|passageiros|عدد الاشخاص|عدد المهاجرين|عدد الركاب|العدد|"
     "الركاب"),
    (Column.NOTE, "observations?|notes?|remarques?|commentaires?|remarks?|comments?|details?|renseignements?|"
     "observaciones|observacoes|ملاحظات|ملاحظة"),
)  # fmt: skip
"""Regular expressions over a header folded by `folded`, whole; the first that fits counts."""
_PATTERNS = tuple((column, re.compile(f"(?:{words})", re.IGNORECASE)) for column, words in WORDS)

_SEXES: Mapping[str, Sex] = {
    **dict.fromkeys("m h masculin homme male man masculino hombre homem ذكر رجل".split(), Sex.MALE),
    **dict.fromkeys("f feminin femme female woman femenino feminino mujer mulher انثى امراة".split(), Sex.FEMALE),
}
_CATEGORIES: Mapping[str, SubjectCategory] = {
    **{category.value: category for category in SubjectCategory},
    **dict.fromkeys("suspecte passeur sospechoso sospechosa suspeito suspeita مشتبه".split(), SubjectCategory.SUSPECT),
    **dict.fromkeys("condamne condamnee condenado condenada مدان".split(), SubjectCategory.CONVICTED),
    **dict.fromkeys("victime victima vitima ضحية".split(), SubjectCategory.VICTIM),
    **dict.fromkeys("temoin testigo testemunha شاهد".split(), SubjectCategory.WITNESS),
    **dict.fromkeys("disparu disparue desaparecido desaparecida مفقود".split(), SubjectCategory.MISSING),
}

_OFFENCES: Mapping[str, OffenceKind] = {
    **{kind.value: kind for kind in OffenceKind},
    **dict.fromkeys(
        "trafic de migrants|trafic illicite de migrants|migrant smuggling|smuggling of migrants|trafico de migrantes|"
        "trafico ilicito de migrantes|introducao clandestina de migrantes|تهريب المهاجرين".split("|"),
        OffenceKind.SMUGGLING,
    ),
    **dict.fromkeys(
        "traite|traite des personnes|traite des etres humains|human trafficking|trafficking in persons|trata|"
        "trata de personas|trata de seres humanos|trafico de pessoas|الاتجار بالاشخاص|الاتجار بالبشر".split("|"),
        OffenceKind.TRAFFICKING,
    ),
    **dict.fromkeys(
        "fraude documentaire|faux documents|document fraud|falsificacion de documentos|falsificacao de documentos|"
        "تزوير الوثائق".split("|"),
        OffenceKind.DOCUMENT_FRAUD,
    ),
    **dict.fromkeys("drogue|drogues|stupefiants|drug trafficking|drogas|estupefacientes|مخدرات|المخدرات".split("|"),
                    OffenceKind.DRUGS),
    **dict.fromkeys("terrorisme|terrorismo|ارهاب|الارهاب".split("|"), OffenceKind.TERRORISM),
    **dict.fromkeys("armes|weapons|armas|اسلحة|الاسلحة".split("|"), OffenceKind.ARMS),
    **dict.fromkeys("medicaments|medicamentos|ادوية|الادوية".split("|"), OffenceKind.MEDICINES),
    **dict.fromkeys(
        "blanchiment|blanchiment d'argent|money laundering|blanqueo|blanqueo de capitales|lavado de activos|"
        "branqueamento|branqueamento de capitais|غسل الاموال|تبييض الاموال".split("|"),
        OffenceKind.MONEY_LAUNDERING,
    ),
    **dict.fromkeys("franchissement illegal|illegal entry|border offence|cruce ilegal|passagem ilegal".split("|"),
                    OffenceKind.BORDER),
}  # fmt: skip
_FORMS: Mapping[str, Exploitation] = {
    **{form.value.replace("_", " "): form for form in Exploitation},
    **dict.fromkeys(
        "exploitation sexuelle|sexual exploitation|explotacion sexual|exploracao sexual|الاستغلال الجنسي".split("|"),
        Exploitation.SEXUAL,
    ),
    **dict.fromkeys(
        "travail force|forced labor|trabajo forzado|trabajo forzoso|trabalho forcado|العمل القسري".split("|"),
        Exploitation.FORCED_LABOUR,
    ),
    **dict.fromkeys(
        "mendicite|mendicite forcee|begging|mendicidad|mendicidade|التسول".split("|"), Exploitation.FORCED_BEGGING
    ),
    **dict.fromkeys("mariage force|matrimonio forzado|casamento forcado|الزواج القسري".split("|"),
                    Exploitation.FORCED_MARRIAGE),
    **dict.fromkeys("organes|prelevement d'organes|organos|orgaos|نزع الاعضاء".split("|"), Exploitation.ORGANS),
}  # fmt: skip


NUMBER_OF = re.compile(r"^(?:n\s?°|no[.\s]|num\.|numero\s|numero$)\s*(?:de\s|du\s|d'|do\s)?\s*")
HAMZA = str.maketrans("ى’", "ي'")


def folded(text: str) -> str:
    """Lower case without accents, brackets and punctuation around; hamza and final yeh as most people type them."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    plain = re.sub(r"[_:*#\s]+|\((?!e\))[^)]*\)", " ", plain.translate(HAMZA))
    return NUMBER_OF.sub("n° ", " ".join(plain.split())).rstrip(" .;,")


def by_header(text: str) -> Column | None:
    """The column that this header names; None where it is no header known."""
    words = folded(text)
    if not words:
        return None
    for candidate in (words, words.removeprefix("n° ")):
        for column, pattern in _PATTERNS:
            if pattern.fullmatch(candidate):
                return column
    first = re.split(r"\s*[/|]\s*", words)
    return by_header(first[0]) if len(first) > 1 else None


SEXES: Mapping[str, Sex] = {folded(word): sex for word, sex in _SEXES.items()}
CATEGORIES: Mapping[str, SubjectCategory] = {folded(word): one for word, one in _CATEGORIES.items()}
OFFENCES: Mapping[str, OffenceKind] = {folded(word): one for word, one in _OFFENCES.items()}
FORMS: Mapping[str, Exploitation] = {folded(word): one for word, one in _FORMS.items()}
