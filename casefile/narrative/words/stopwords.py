"""Words of reports that are not names, in five languages. Data.

A word that is also a name of the region (Dame, Pape, Mor, Ami, Sow, Fall, Dia, Faye, Mali as a given name) stays out
of these lists: a needless window costs a key, a lost name costs a hit.
"""

from casefile.names.normalize import bare

FRENCH = """
le la les un une des du de d l et ou où à au aux en dans sur sous par pour avec sans chez vers entre depuis pendant
avant après ce cet cette ces son ses leur leurs mon mes ton tes notre nos votre vos il elle ils elles on nous vous je
tu lui eux y qui que quoi dont quel quelle est sont était étaient sera seront ont avait avaient avoir être été fait
faire dit dite aussi ainsi alors ne pas plus moins très tout tous toute toutes autre autres même mais donc or ni car
si comme lors lorsque quand puis déjà encore né née nés nées âgé âgée ans an année mois jour jours heure heures matin
soir nuit date lieu vers environ présumé présumée passeur passeurs pirogue pirogues bateau navire propriétaire patron
équipage numéro téléphone tél tel passeport nationalité sénégalais sénégalaise gambien gambienne mauritanien malien
guinéen ivoirien nigérien marocain espagnol français carte identité police gendarmerie douane brigade rapport procès
verbal suspect suspects victime victimes témoin témoins interpellé interpellée interpellés arrêté arrêtée arrêtés
nommé nommée dénommé dénommée sieur monsieur madame capitaine chef agent agents port plage ville village région
quartier route départ arrivée voiture véhicule camion moto chauffeur migrants migrant personnes personne homme femme
hommes femmes enfant enfants frère soeur sœur père mère fils fille épouse mari cousin oncle ami marque type couleur
immatriculé immatriculée plaque compte argent somme francs fcfa cfa euros organisateur convoyeur complice a été selon
afin contre plusieurs deux trois quatre cinq six sept huit neuf dix cent mille premier première janvier février mars
avril mai juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi samedi dimanche
connu connue sous alias surnommé surnommée résidant demeurant domicilié domiciliée originaire appartenant déclare
déclaré appelle appelé appelée sappelle reconnu vu via dossier affaire enquête réseau trafic possession trouvé
saisi saisie
"""
ENGLISH = """
the a an of and or in on at by for with without from to into over under about around is are was were be been being has
have had he she it they we you his her its their our your my this that these those who whom which what when where why
how not no nor but so as if then than also born aged age year years month day days night morning evening date place
near between after before since during until smuggler smugglers boat boats vessel ship owner crew captain number phone
telephone mobile passport nationality senegalese gambian mauritanian malian guinean moroccan spanish french identity
card police customs immigration report suspect suspects victim victims witness arrested detained named called known mr
mrs ms sir madam officer agent agents port beach town village region road departure arrival car vehicle truck
motorbike driver migrants migrant person persons people man woman men women child children brother sister father
mother son daughter wife husband cousin uncle friend brand type colour color plate registered account money sum
organiser january february march april june july august september october november december monday tuesday wednesday
thursday friday saturday sunday one two three four five six seven eight nine ten hundred thousand first second
according several stated seized found alias nicknamed living residing resident using used called said says case
investigation network interview
"""
SPANISH = """
el la los las un una unos unas de del y o u e en con sin por para desde hasta entre sobre bajo ante tras a al que
quien cual cuyo es son era eran fue fueron ser estar ha han había su sus mi mis tu se lo le les nos me te no ni si
como cuando donde más menos muy también este esta estos estas ese esa aquel nacido nacida años año mes día días hora
noche fecha lugar hacia patera cayuco embarcación barco buque patrón dueño propietario tripulación número teléfono
móvil pasaporte nacionalidad senegalés gambiano mauritano maliense guineano marroquí español documento identidad
policía guardia civil informe sospechoso víctima testigo detenido detenida llamado llamada conocido conocida apodado
puerto playa ciudad pueblo carretera salida llegada llama llaman dicen coche vehículo camión conductor inmigrantes
migrante persona
personas hombre mujer niño hermano hermana padre madre hijo hija esposa marido primo tío amigo marca color matrícula
cuenta dinero euros enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes
martes miércoles jueves viernes sábado domingo uno dos tres cuatro cinco seis siete ocho nueve diez según contra
organizador
"""
PORTUGUESE = """
º ª o a os as um uma uns umas de do da dos das e ou em no na nos nas com sem por pelo pela para desde até entre sobre
sob ao à aos que quem qual é são era eram foi foram ser estar tem têm tinha seu sua seus suas meu minha se lhe não nem
como quando onde mais menos muito também este esta esse essa aquele nascido nascida anos ano mês dia hora noite data
lugar barco navio piroga canoa dono proprietário tripulação número telefone telemóvel passaporte nacionalidade
senegalês gambiano mauritano maliano guineense marroquino documento identidade polícia relatório suspeito vítima
testemunha detido detida chamado chamada conhecido conhecida alcunha porto praia cidade aldeia estrada partida chegada
chama chamam carro viatura camião condutor migrantes pessoa pessoas homem mulher criança irmão irmã pai mãe filho
filha esposa marido primo tio amigo marca cor matrícula conta dinheiro janeiro fevereiro março abril maio junho julho
agosto setembro outubro novembro dezembro
"""
ARABIC = """
في من على إلى الى عن مع هذا هذه ذلك تلك التي الذي الذين كان كانت تم وتم قد وقد أن ان إن لا ما لم لن هو هي هم هما ثم أو
او حتى عند عندما بعد قبل خلال بين حول نحو ضد كل بعض غير أي أيضا كما حيث منذ لدى إذا اذا المدعو المدعوة والمدعو المسمى
المسماة المسمي الملقب الملقبة المعروف المعروفة المشهور المشهورة المكنى المكناة بلقب لقب لقبه لقبها اسم اسمه واسمه باسم
يدعى يدعي تدعى سنة عام شهر يوم ليلة صباح مساء تاريخ مكان مواليد المولود المولودة مولود مولودة ولدت حوالي تقريبا رقم
هاتف هاتفه الهاتف جواز سفر السفر بطاقة تعريف الجنسية جنسية سنغالي موريتاني غامبي مالي غيني مغربي الشرطة الدرك الجمارك
تقرير المشتبه مشتبه ضحية الضحية شاهد توقيف اعتقال القبض المهرب مهرب المهربين زورق قارب مركب سفينة صاحب مالك قبطان
ميناء شاطئ مدينة قرية طريق سيارة شاحنة سائق المهاجرين مهاجر شخص أشخاص رجل امرأة طفل أخ أخت أب أم زوجة زوج حساب مبلغ
لوحة نوع لون السيد السيدة البالغ البالغة يبلغ تبلغ العمر عمره عمرها غادر غادرت وصل وصلت وصول خرج خرجت دخل دخلت توجه
توجهت عثر عثرت حجز حجزت ضبط ضبطت أوقف أوقفت أوقفوا اعترف اعترفت صرح صرحت أفاد أفادت ذكر ذكرت قال قالت شوهد شوهدت سلك
سلكت تنقل تنقلت نقل نقلت دفع دفعت أسفر أسفرت تبين يتبين ينظم تنظم يستعمل تستعمل يؤوي يدير تدير يقود تقود يعمل تعمل
يسكن تسكن يقيم تقيم حرر حررت أحيل أحيلت أذن أشعر إشعار إبلاغ بلغ اتصل اتصال التقى اجتمع استمع يوجد توجد كانوا وقع وقعت
ليلا نهارا صباحا مساء ظهرا أمس اليوم غدا غد الآن حاليا سابقا لاحقا السبت الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة
ساعة دقيقة واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون
مائة مئة ألف ثمانين عشرين ثلاثين راكب راكبا ركاب شخصا مسافر مسافرين مهاجرا مهربين عصابة شبكة شبكات تهريب هجرة رحلة
رحلات محرك محركات وقود سترات نجاة مواد غذائية أموال نقود دولار يورو أوقية فرنك درهم دينار منزل بيت دار سكن محل مقر
مركز مكتب إدارة وزارة داخلية دفاع خفر سواحل حرس درك شرطة فرقة دورية وحدة كتيبة قيادة محكمة نيابة وكيل قاضي تحقيق محضر
ملف قضية قانون مادة إذن تفتيش نتيجة معلومات مصدر مصادر حدود حي شارع منطقة ولاية مقاطعة بلدية قرب بجانب أمام خلف داخل
خارج فوق تحت شمال جنوب شرق غرب شمالي جنوبي شرقي غربي بحر محيط ساحل جزيرة موج رياح هادئا عملية عمليات مكافحة مراقبة متن
طرف بناء حسب وفق نظرا إثر خلالها بينما حيثما كذلك لكن لأن لكي هناك هنا أيضا فقط جدا جميع عدة عدد مدة فترة بداية نهاية
سيارتان سيارتين رفقة برفقة بحوزته بحوزتها حوزته حامل حاملا حاملة باتجاه نوعه لونه مرقمة وطنية وطني دولية دولي منظمة و
ومن وفي وعن ولم ولن ولا وأن وإن فإن وما وهل وله ولها وهم وهن فهو فهي مما عما لهن منهن بينهن عليهن الهلال أخوه أخيه
أخاه أخته شقيقه شقيقته زوجته زوجها ابنه ابنته والده والدته دون عمه خاله صديقه رفيقه هلال أحمر تابع تابعة
"""


def with_and_without_accents(text: str) -> frozenset[str]:
    """Keyboards at a post often have no accents."""
    return frozenset(form for word in text.split() for form in (word, bare(word)))


STOPWORDS: frozenset[str] = with_and_without_accents(f"{FRENCH} {ENGLISH} {SPANISH} {PORTUGUESE} {ARABIC}") - {"dia"}
"""*día* without its accent is the family name Dia."""

_NATIONS = frozenset("سنغالي موريتاني غامبي مالي غيني مغربي أحمر هلال أخ أب أم واحد قاضي حامل".split())
"""Of the Arabic words those that with an article are family names: المغربي."""
ARABIC_STEMS: frozenset[str] = with_and_without_accents(ARABIC) - _NATIONS
_PREFIXES = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ب", "ل", "ف")


def is_arabic(word: str) -> bool:
    """Whether it begins in Arabic letters."""
    return "\u0600" <= word[:1] <= "\u06ff"


def is_stopword(folded: str) -> bool:
    """Whether this word, in lower case, is no name; in Arabic also behind an article, a preposition, an *and*."""
    if folded in STOPWORDS:
        return True
    if not is_arabic(folded):
        return False
    return any(
        folded.startswith(p) and len(folded) - len(p) > 2 and folded[len(p) :] in ARABIC_STEMS for p in _PREFIXES
    )


CONNECTORS: frozenset[str] = frozenset(
    "ould wuld uld weld mint bint ben bin ibn ag el al abdoul abdou abdel abd abou abu bou um oum da de do dos "
    "das del von van ولد بن ابن بنت منت أبو ابو عبد آل أغ".split()
)
"""Small words that may stand inside a name, never at its end."""

LEADERS: frozenset[str] = frozenset(
    "ould wuld mint bint ben abdoul abdou abdel abd abou abu bou um oum أبو ابو عبد ولد".split()
)
"""Of these, the ones a name may begin with."""

OF_DESCENT: frozenset[str] = frozenset("ould wuld weld mint bint ben bin ibn ag ولد بن ابن بنت منت آل أغ".split())
"""Of these, the ones behind which a father's name stands."""

BIRTH_WORDS: frozenset[str] = frozenset(
    "né née nee nés nées ne born dob ddn naissance birth nacido nacida nacimiento nascido nascida nascimento "
    "مواليد المولود المولودة مولود مولودة ولد ولدت الميلاد".split()
)
"""What announces a date of birth; counts only with a date within a few words."""

CIRCA_WORDS: frozenset[str] = frozenset(
    "vers environ about around circa ca approximately hacia aproximadamente cerca volta présumé présumée حوالي "
    "نحو تقريبا".split()
)
_MONTHS = (
    "janvier janv january enero ene janeiro jan يناير جانفي",
    "février fevrier févr fevr fév february febrero fevereiro feb fev فبراير فيفري شباط",
    "mars march marzo março marco mar مارس آذار اذار",
    "avril avr april abril apr abr أبريل ابريل أفريل نيسان",
    "mai may mayo maio مايو ماي أيار ايار",
    "juin june junio junho jun يونيو يونيه جوان حزيران",
    "juillet juil july julio julho jul يوليو يوليوز يوليه جويلية تموز",
    "août aout august agosto aug ago أغسطس اغسطس أوت غشت آب",
    "septembre september septiembre setiembre setembro sep sept set سبتمبر شتنبر أيلول ايلول",
    "octobre october octubre outubro oct out أكتوبر اكتوبر",
    "novembre november noviembre novembro nov نوفمبر نونبر",
    "décembre decembre december diciembre dezembro déc dec dic dez ديسمبر دجنبر دسمبر",
)
"""By number; in Arabic as Egypt, the Maghreb and the Levant call them."""

MONTHS: dict[str, int] = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words.split()}

MONTHS_OF_TWO_WORDS: dict[tuple[str, str], int] = {
    (word, other): number
    for number, two in ((1, "كانون الثاني"), (10, "تشرين الأول"), (11, "تشرين الثاني"), (12, "كانون الأول"))
    for word, spelled in (two.split(),)
    for other in {spelled, spelled.replace("أ", "ا")}
}
"""Those of the Levant that have a *first* and a *second*."""

PLACE_LINKS: frozenset[str] = frozenset(
    "à au aux en dans vers près in at near of from em na no en desde hacia في من إلى الى ب نحو quartier "
    "village ville plage "
    "port région region route town beach island île isla ilha bairro barrio rue street aldea aldeia "
    "puerto porto".split()
)
"""Before capitals: these name a place."""
ORIGIN_LINKS: frozenset[str] = frozenset({"of", "from", "من"})
"""Of them, those that name a place behind a person only: *Modou of Tanji*, but *interview of Modou*."""

ROLE_WORDS: frozenset[str] = with_and_without_accents(
    """passeur passeuse suspect suspecte victime victimes mineur mineure nommé nommée dénommé dénommée sieur
    monsieur madame
    capitaine chauffeur convoyeur organisateur complice témoin patron propriétaire individu gars appelé appelée sappelle
    appelle smuggler suspect victim witness captain driver owner named called broker organiser agent mr mrs ms
    patrón sospechoso sospechosa víctima testigo conductor dueño propietario llamado llamada llama organizador
    suspeito suspeita vítima testemunha condutor dono chamado chamada chama passador
    المدعو المدعوة المسمى المسماة المسمي المهرب السيد السيدة الضحية الشاهد المتهم اسمه اسمها يدعى تدعى"""
)
"""What leads to a name even where it has no capitals."""
