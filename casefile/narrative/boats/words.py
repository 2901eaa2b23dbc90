"""The words in which reports speak of boats and of what boats are called, in five languages. Data.

The gender of a word (`f`, `m`, or none) says whether *nommée*, *llamado*, *يسمى* may speak of it.
"""

from casefile.names.normalize import bare


def _forms(words: str) -> frozenset[str]:
    return frozenset(form for word in words.split() for form in (word, bare(word)))


def _of(gender: str, words: str) -> dict[str, str]:
    return dict.fromkeys(_forms(words), gender)


def _arabic(words: str, *prefixes: str) -> str:
    """Each word also behind an article, a preposition, an *and*."""
    return " ".join(prefix + word for word in words.split() for prefix in ("", *prefixes))


BOATS: dict[str, str] = {
    **_of("f", "pirogue pirogues embarcation embarcations chaloupe barque embarcación patera pateras lancha barca "
          "canoa canoas piroga pirogas embarcação traineira"),
    **_of("m", "bateau bateaux navire navires canot chalutier zodiac cayuco cayucos barco barcos buque bote navio "
          "navios pesqueiro pesquero"),
    **_of("", "vessel vessels ship boat boats canoe trawler dinghy"),
    **_of("m", _arabic("زورق زورقا قارب قاربا مركب مركبا يخت لنش", "ال", "و", "ب", "ل", "وال", "بال", "لل")),
    **_of("f", _arabic("سفينة باخرة", "ال", "و", "ب", "ل", "وال", "بال", "لل")),
}  # fmt: skip

NAMING: dict[str, str] = {
    **_of("f", "nommée dénommée baptisée appelée surnommée llamada denominada bautizada chamada batizada baptizada"),
    **_of("m", "nommé dénommé baptisé appelé surnommé llamado denominado bautizado chamado batizado baptizado"),
    **_of("", "named called christened"),
    **_of("m", _arabic("المسمى المسمي يسمى يسمي اسمه يدعى يدعي", "و")),
    **_of("f", _arabic("المسماة تسمى تسمي اسمها تدعى تدعي", "و")),
    **_of("", "باسم"),
}
"""What says that the name follows."""

NAMING_AFTER: dict[str, tuple[str, frozenset[str]]] = {
    **{"nom": ("", frozenset("du le".split()))},
    **{"nombre": ("", frozenset("de por el con".split()))},
    **{"nome": ("", frozenset("de o cujo com".split()))},
    **{"name": ("", frozenset("the whose".split()))},
    **{word: ("", frozenset("يحمل تحمل ويحمل وتحمل تحت".split())) for word in ("اسم", "الاسم", "إسم")},
    **{word: ("", frozenset("l la a portant".split())) for word in ("inscription", "inscripción", "inscrição")},
    **{"llama": ("", frozenset({"se"})), "chama": ("", frozenset({"se"}))},
    **{"as": ("", frozenset({"known"}))},
    **{"como": ("", frozenset("conocida conocido conhecida conhecido".split()))},
}
"""What says so only behind one of these words: *du nom*, *de nombre*, *by the name*, *يحمل اسم*."""
ELIDED = frozenset("appelle appelait appellerait".split())
"""Behind *s'*."""
SAID: dict[str, str] = {"dit": "m", "dite": "f"}
"""Before a quotation mark."""
NOT_NAMING_BEFORE = frozenset("in en em au".split())
"""*In the name of X*: whom it belongs to."""

LINKS = frozenset("le la the el o a de l of dite dit est is es é comme como as".split())
"""Small words between what announces a name and the name."""
DETERMINERS = frozenset(
    "un une le la les son sa ses leur ce cette a an one the his her their el los las una unos su sus o os um uma seu "
    "sua".split()
)
"""Begin another noun: one that is no part of a boat may be named itself (*une dame nommée*, *le nommé X*)."""
PLACE_LINKS = frozenset("à a from at in near en desde em depuis من في قرب".split())
"""Before a capital: a place, not an owner."""

DESCRIBING = _forms("""
    bleu bleue blanc blanche rouge vert verte jaune noir noire gris grise en de bois artisanale motorisée vide chargée
    partie arrivée interceptée saisie longue peinte équipée immatriculée wooden blue white red green yellow black grey
    gray rubber inflatable fishing painted azul azules blanca blanco roja rojo verde amarilla amarillo negra negro
    madera neumática pesquera branca branco vermelha vermelho amarela amarelo preta preto madeira cinzenta cinzento
    flag pavillon bandera bandeira gros grosse grand grande petit petite vieux vieille ancienne large small big old new
    pequeña pequeño pequena pequeno nouvelle neuve fibre fibra plastique metálico طوله طولها
    """) | _forms(_arabic("خشبي خشبية مطاطي مطاطية أزرق أبيض أحمر أخضر أصفر أسود رمادي زرقاء بيضاء حمراء خضراء صفراء "
                          "سوداء صيد كبير صغير كبيرة صغيرة قديم قديمة تقليدي تقليدية", "ال"))  # fmt: skip
"""Right behind *pirogue* they tell how it looks, and name it not."""

PARTS = _forms("""
    moteur moteurs coque proue poupe cabine bâche voile mât pont toit cale quille couleur couleurs longueur largeur
    mètre mètres vingtaine dizaine quinzaine trentaine quarantaine cinquantaine centaine soixantaine bande bandes
    rayures bidons carburant pavillon drapeau bord inscription nom marque chevaux ligne
    engine engines motor motors hull bow stern cabin wheelhouse deck sail mast tarpaulin roof colour color stripe
    stripes metre metres meter meters length outboard flag fuel horsepower name board
    motores casco proa popa cabina camarote toldo vela mástil cubierta color colores eslora metros raya rayas franja
    bandera combustible bordo nombre inscripción veintena decena treintena caballos
    mastro convés cor cores comprimento faixa riscas bandeira combustível vintena dezena trintena nome inscrição cavalos
    """)  # fmt: skip
"""Of a boat, or a measure of one: what is named behind them is the boat."""

SUBJECTS = _forms("""
    homme femme garçon fille pêcheur piroguier marin passager mareyeur capitaine patron propriétaire conducteur pilote
    passeur convoyeur individu migrant ressortissant frère cousin sieur monsieur madame mécanicien il elle chef agent
    man men woman women boy girl boys girls child children fisherman fishermen sailor captain skipper owner driver pilot
    smuggler migrant person passenger individual brother cousin mr mrs ms he she mechanic agent somebody someone crewman
    hombre mujer niño niña pescador marinero patrón capitán dueño propietario conductor piloto persona pasajero
    traficante hermano primo él ella señor señora armador
    homem mulher menino menina marinheiro mestre capitão dono proprietário condutor pessoa passageiro traficante irmão
    ele ela senhor senhora
    رجل الرجل امرأة المرأة صياد الصياد بحار قبطان القبطان قبطانه قبطانها ربان ربانه صاحبه صاحبها مالكه مالكها 
    سائقه سائقها قائده قائدها شخص الشخص مهرب المهرب المدعو المدعوة السيد السيدة هو هي شاب فتاة شقيق
    plage village ville port quartier île campement site lieu hôtel beach town harbour harbor island camp place hotel
    playa pueblo ciudad puerto isla barrio lugar praia aldeia cidade porto ilha bairro شاطئ الشاطئ قرية القرية ميناء
    الميناء مدينة المدينة حي جزيرة
    réseau société groupe opération network company group operation gang red sociedad empresa grupo operación rede
    sociedade operação شبكة شركة عصابة عملية
    appartenant appartient conduite conduit pilotée piloté louée loué vendue vendu achetée acheté remise remis
    owned belonging belongs driven piloted steered bought sold rented hired
    propiedad pertenece perteneciente pilotada pilotado patroneada patroneado comprada comprado vendida vendido
    alquilada alquilado propriedade pertence pertencente conduzida conduzido alugada alugado
    يملكه يملكها يقوده يقودها تملكه تعود يعود ملك مملوك اشتراه باعه
    """) - {"red", "site", "el"}  # fmt: skip
"""Another subject, or what somebody does with the boat: what is named behind it is no more the boat."""

MAKES = frozenset(
    "yamaha suzuki mercury honda tohatsu johnson evinrude volvo penta yanmar enduro parsun selva caterpillar".split()
)
"""Of motors: capitals that name nobody."""
