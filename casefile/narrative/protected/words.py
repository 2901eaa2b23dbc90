"""Words that say of somebody *victim*, *minor*, *suspect*, and the small words that may stand between. Data.

Written without accents (`fold`), as they are compared; Arabic without the article and without the joined *and*.
"""

import unicodedata

from casefile.narrative.words.stopwords import is_arabic

_ARABIC = str.maketrans("أإآٱىةؤئ", "ااااي\u0647وي")


def fold(word: str) -> str:
    """The form words are compared in: lower case, no accents, one alef."""
    word = word.casefold()
    if word.isascii():
        return word
    if is_arabic(word):
        return word.translate(_ARABIC)
    bare = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return bare.replace("œ", "oe").replace("’", "'")


def _forms(stems: str, endings: str) -> str:
    return " ".join(stem + ending.strip("_") for stem in stems.split() for ending in endings.split())


_FR_STRONG = "viol exploit sequestr abus agress prostitu enlev kidnapp tortur maltrait excis mutil sodomis"
_FR_WEAK = (
    "recrut achet heberg transport forc oblig battu livr frapp amen trafiqu expedi achemin secouru recueilli sauv"
)
_FR_ENDS = "e er ee es ees ait aient a erent"
_ES_STRONG = "viol abus explot secuestr prostitu esclaviz agred tortur"
_ES_WEAK = "capt reclut oblig forz compr traslad engañ rescat"
_ES_ENDS = "a o aba ar ado ada ados adas aron ido ida io ia ian"
_PT_STRONG = "viol estupr abus explor sequestr rapt prostitu escraviz agred tortur"
_PT_WEAK = "recrut alici obrig forc compr resgat transport engan"
_PT_ENDS = "a ou ava ar ado ada ados adas aram ido ida iu ia iam"

TAGGED: dict[str, str] = {
    "victim": """civile civil esclave slave esclava escrava escravizada victime plaignant plaignante survivant
        survivante
        rescapee lesee victim complainant survivor victima agraviada agraviado ofendida ofendido perjudicada
        superviviente sobreviviente denunciante vitima queixosa queixoso lesada sobrevivente ضحيه كضحيه للضحيه
        متضرره ناجيه مغتصبه مجني""",
    "victims": """victimes plaignants plaignantes survivantes survivants rescapees victims complainants survivors
        victimas
        agraviadas supervivientes sobrevivientes vitimas ofendidas sobreviventes ضحايا ضحيتان ضحيتين ناجيات""",
    "minor": """minorite mineur mineure enfant fillette garcon garconnet gamin gamine bebe nourrisson adolescent
        adolescente ado ecolier ecoliere collegien collegienne lyceen lyceenne talibe orphelin orpheline mna
        nouveau-ne impubere minor child girl boy teenager teen teenage infant baby toddler underage under-age
        juvenile schoolgirl schoolboy uam uasc kid youngster orphan newborn pupil menor nina nino chica chico
        muchacha muchacho mena adolescente bebe colegiala colegial lactante huerfana crianca menina menino
        rapariga rapaz garota garoto miuda miudo orfa adolescente jovenzinha قاصر قاصره القاصر طفل طفله فتاه صبي
        صبيه رضيع رضيعه مراهق مراهقه تلميذ تلميذه غلام""",
    "minors": """mineurs mineures enfants fillettes garcons gamins gamines bebes nourrissons adolescents
        adolescentes ados
        ecoliers ecolieres collegiennes lyceennes talibes orphelins minors children girls boys teenagers teens
        infants babies juveniles schoolgirls schoolboys kids orphans menores ninas ninos chicas muchachas
        adolescentes criancas meninas meninos raparigas قاصرون قاصرين قصر قاصرات قاصران قاصرتان قاصرتين اطفال
        طفلان طفلين طفلتان طفلتين فتيات فتاتان فتاتين""",
    "suspect": """passeur passeuse suspect suspecte trafiquant trafiquante convoyeur convoyeuse proxenete souteneur
        organisateur organisatrice recruteur recruteuse chauffeur conducteur conductrice capitaine complice auteur
        auteure cause prevenu prevenue inculpe inculpee accuse accusee chef ravisseur ravisseuse violeur agresseur
        agresseuse rabatteur rabatteuse intermediaire maquerelle tenanciere geolier bourreau exploiteur
        exploiteuse patron patronne coxeur cerveau commanditaire piroguier interpelle interpellee ecroue temoin
        officier agent enqueteur inspecteur commissaire adjudant gendarme policier juge procureur medecin smuggler
        trafficker driver captain recruiter pimp perpetrator accused defendant offender rapist kidnapper abuser
        organiser organizer accomplice attacker facilitator ringleader madam arrested witness officer inspector
        detective sergeant doctor prosecutor traficante tratante sospechoso sospechosa imputado imputada detenido
        detenida investigado proxeneta captador captadora autor autora agresor agresora violador conductor
        complice acusado acusada explotador pasador cabecilla testigo inspector fiscal suspeito suspeita arguido
        arguida angariador angariadora condutor motorista agressor agressora cumplice detido detida reu passador
        explorador engajador testemunha inspetor مهرب مشتبه متهم سائق جاني متاجر وسيط قواد خاطف معتدي موقوف شريك
        زعيم قبطان تاجر شاهد شرطي ضابط""",
    "copula": """pu peut doit
        fell turned tombe tombee cayo caiu هن هما هم font est etait serait sera fut etre etant sont etaient
        seraient furent ete semble parait is was were are be been being appears remains became es era fue sea
        seria ser siendo sido son eran fueron esta resulta resulto e foi sera seja sao eram foram sendo esta كان
        كانت تكون تعتبر يعتبر تعد يعد هي هو وهي وهو اصبحت وقعت وقع راحت""",
    "aux": """ter a ai ont avait avaient aurait auraient ayant avoir eu has have had having ha han habia tem
        tinha haver
        tenia tiene tener tinham havia haviam habian tenian teriam""",
    "to": "à vers في الى من to in at en em",
    "definite": """le la les l the el los las o os as cette ce cet ces this that these esta este essa esse aquela
        ladite
        ledit""",
    "indefinite": "un une des a an una um uma unos unas umas otra otro autre another uns",
    "possessive": """sa son ses leur leurs ma mon notre nos votre his her their its our my su sus mi seu sua seus
        suas meu
        minha""",
    "negation": """pas jamais plus aucun aucune sans ni non not never no neither nor isn't wasn't aren't without
        nunca jamas
        ninguna ningun sin tampoco nao nem nenhuma nenhum sem ليس ليست لم غير لا لن بدون دون وليس وليست""",
    "agent": "par by por pelo pela من طرف قبل",
    "of": "de du d of do da del dos",
    "and": "et and y e و ainsi with ثم puis",
    "pronoun": """il elle ils elles lui celle-ci celui-ci he she they ella ele ela ellos ellas eles elas هي هو وهي وهو
        interesse interessee""",
    "feminine": "elle she ella ela celle-ci هي وهي agee nee mineure fillette nommee denommee victime",
    "masculine": "il he ele celui-ci sieur monsieur mr",
    "years": """ربيعا primaveras ans an annees years year year-old years-old yo y yr yrs anos ano año سنه سنوات
        عاما عام
        اعوام سنين yearold""",
    "months": "mois month months month-old months-old meses mes شهر شهرا اشهر شهور",
    "age": """age agee ages agees aged edad idade anciennete عمره عمرها عمر والعمر البالغ البالغه بالغ بالغه تبلغ يبلغ
        سن""",
    "under": "moins under below menos menor inferieur اقل دون تحت",
    "duration": """سجن depuis pendant durant dans apres condamne condamnee ecope purge for since within over last
        past during
        after next hace durante desde dentro tras condenado condenada ha ha condenado em apos منذ خلال لمده طيله
        peine duree periode contrat visa interdiction mandat prison reclusion pena experience every chaque tous
        valable il-y-a avant derniers dernieres encourt risque sentenced jailed facing environ-depuis""",
    "duration_after": """سجن prison emprisonnement ferme reclusion ago later jail imprisonment sentence carcel
        prision auparavant
        experience d'experience tard plus-tard earlier before سجنا حبسا خبره في-السجن intervalle sursis anciennete
        antes atras despues depois service carriere experiencia servico servicio
        oficio officio permit residence contract mandate ban term permiso
        residencia""",
    "exploit": """sexuels sexuales sexuais
        prostitute prostituee prostituees prostituait esclave slave sexe prostituir prostituir-se
        prostituirem-se
        prostituta traite prostitution sexuel sexuelle sexuelles sexuellement mendicite exploitation esclavage
        servitude viol viols violences violence sevices abus travail force domestique domesticite proxenetisme
        mariage grossesse trafic proxenete travaux prostitution sexual sexually trafficking slavery rape abuse
        exploitation labour begging domestic servitude brothel trata prostitucion prostituirse sexual explotacion
        esclavitud violacion mendicidad abusos agresion trafico prostituicao exploracao escravatura violacao abuso
        mendicidade servidao اتجار للاتجار بالبشر استغلال للاستغلال اغتصاب للاغتصاب دعاره للدعاره تسول اعتداء
        للاعتداء جنسي جنسيا عنف للعنف استعباد للاستعباد تحرش للتحرش تعذيب للتعذيب اختطاف للاختطاف prostituer
        reseau maison-close""",
    "crime": """violacao agressao viols violences sevices assassinat meurtre murder violence viol enlevement
        exploitation
        sequestration agression abus traite trafic vente rapt kidnapping detournement corruption attouchement
        attouchements maltraitance rape abduction trafficking abuse assault exploitation sale exploitacion
        violacion secuestro abuso trata explotacion agresion trafico venta sequestro rapto exploracao aliciamento
        اغتصاب اختطاف استغلال احتجاز اتجار خطف""",
    "network": "reseau filiere network ring red rede شبكه gang bande plainte accuse temoignage",
    "patient": f"""raping abusing exploiting abducting selling enslaving assaulting {_forms(_FR_STRONG, _FR_ENDS)}
        {_forms(_ES_STRONG, _ES_ENDS)} {_forms(_PT_STRONG, _PT_ENDS)} violentee violentees vendu vendue vendus
        vendues asservi asservie vendida vendido abusee rape raped rapes raping abused abuses exploited exploits
        kidnapped abducted enslaved sold trafficked assaulted molested prostituted tortured defiled enslaves
        groomed اغتصبت اغتصبها استغلت استغلها اختطفت اختطفها خطفت احتجزت احتجزها اغتصابها استغلالها اختطافها
        احتجازها بيعت عذبت""",
    "weak_patient": f"""impose imposait impuso impos
        {_forms(_FR_WEAK, _FR_ENDS)} {_forms(_ES_WEAK, _ES_ENDS)} {_forms(_PT_WEAK, _PT_ENDS)}
        contraint
        contrainte contraints contraintes contraindre soumis soumise promise destinee subi subit subir secourue
        recruited bought forced coerced compelled lured deceived rescued subjected suffered moved harboured
        transported sometida sometido sufrio sufrido sofreu sofrido submetida submetido obligada forzada تعرضت
        تعرض تجنيدها اجبرت ارغمت اكرهت نقلت انقاذها""",
    "relative": """soeur frere fille fils epouse femme mari niece neveu cousin cousine bebe enfant nourrisson
        compagne sister
        brother daughter son wife niece nephew cousin hija hijo hermana hermano sobrina sobrino esposa filha filho
        irma irmao sobrinha sobrinho اخت اخته اخيه شقيقته شقيقه ابنه ابنته ابن بنت بنته زوجته طفله طفلته""",
    "person": """fille jeune personne femme homme eleve passager passagere girl boy woman man person passenger
        young joven
        mujer hombre persona jovem mulher homem pessoa migrant migrante migrante امراه رجل شاب شابه شخص""",
    "own": """interesse interessee nommee nomme denommee denomme sujet personne requerante susnommee susnomme
        jeune dame
        demoiselle subject person applicant individual interesada persona joven interessada pessoa jovem المعنيه
        المعني المذكوره المذكور مذكوره مذكور معنيه susvisee susdite""",
    "parent_of": "fille fils ne nee enfant daughter son hija hijo filha filho ابنه نجل بنت كريمه",
    "named": """chama-se chamava-se llamada llamaba chamava nomme nommee nommes nommees denomme denommee appelle
        appelee
        prenomme prenommee nom prenom nomment identifie identifiee identite identites agit repond repondant named
        called identified name identity llama llamada llamado nombre identificada identificado identidad chama
        chamada chamado nome identidade identificada مدعوه مسماه تدعي اسمها اسمه يدعي مدعو مسمي واسمها وتدعي""",
    "opener": """apres avant en ayant pour afin after before having while by tras antes al habiendo despues
        depois apos
        tendo ao بعد قبل selon contre avec according against with segun segundo com contra""",
    "speech": """manifesto manifestou refirio alega alegou aseguro relata relato confie confirme confirmed
        confirms dit
        declare declaree declarant affirme affirmant soutient explique indique precise reconnait avoir dice
        declara afirma says states claims stated said told claimed diz afirmou declarou declaro dijo afirmo قالت
        صرحت افادت تقول اكدت pretend""",
    "fill": """desormais considera consideran قضيه هذه هذا انها انه انهم
        acompanados acompanadas acompanhados accompagnes accompagnees localisee rapports relations bord
        plusieurs reprises nouveau nuit identifiees identifies reconnues reconnus presumes isolees isoles used
        held kept treated utilisee reduite utilizada se encuentra encuentran encontram estao estan encontra
        figuran figuram resultan n no nao extranjero extranjera estrangeiro estrangeira sex sexo estime estimee
        evalue evaluee estimated estimada estimado statement case affaire caso cuenta conta trata trata-se claims
        claim interview declaracion depoimento احدي احد ذات ذو gave given gives donne decline declina deu dio
        presume presumee presumees potentielle potentiel possible eventuelle supposee suposee apparente reelle
        vraisemblable directe principale premiere seconde seule deuxieme troisieme autre egalement aussi donc ici
        encore toujours alors probable qui que comme tant qualite statut role aux faits denommes sexe feminin
        masculin nationalite originaire alias dite surnommee surnomme ressortissante ressortissant non accompagne
        accompagnee isole isolee etrangere etranger jeune jeunes petite petit mme mlle madame mademoiselle dame
        demoiselle mr ms mrs miss sieur monsieur de du d des a au aux en dans par-ailleurs egale reconnue reconnu
        identifie identifiee consideree considere presente presentee comme-etant nee ne elle il environ seulement
        peine tout toute toutes tous deux trois quatre cinq six sept fait faire partie parmi dont figurent figure
        notamment savoir nommement suivantes suivants soit entre personne personnes numero handicapee handicape
        vulnerable enceinte presumes etat parents s se ca vers suite date naissance lieu le la mentionnee designee
        jamais faisant c ce fille victime orpheline scolarisee domiciliee residant demeurant meme elle-meme
        lui-meme alleged presumed potential suspected possible primary main first second only also who identified
        considered as recognised recognized described national citizen female male old just about around of the to
        in at from young unaccompanied aged including namely among amongst one following both all separated
        herself himself vulnerable status quality whose named presunta presunto posible supuesta supuesto
        potencial principal primera unica tambien quien como considerada identificada reconocida anos nacionalidad
        sexo femenino origen acompanada acompanado acompanhada acompanhado señorita señora sra srta doña incluidas
        entre ellas siguientes en con llamada calidad condicion edad alegada presumivel possivel suposta suposto
        primeira unica tambem quem identificada considerada reconhecida nacionalidade feminino origem em com menor
        chamada nao qualidade condicao idade senhora menina sdra مزعومه مفترضه محتمله مفترض جنسيه سنغاليه سنغالي
        ماليه غينيه ايفواريه موريتانيه غامبيه نيجيريه مغربيه من العمر عمرها عمره وعمرها سنها تدعي مدعوه مسماه سيده
        انسه فتاه شابه غير مصحوبه مصحوب في ب هي كل التي حيث باعتبارها بصفتها مرافق مرافقه عليها عليه وعمره اسمها
        بالبشر حوالي senegalaise senegalais gambienne gambien malienne malien mauritanienne mauritanien guineenne
        guineen ivoirienne ivoirien nigeriane nigerian burkinabe togolaise beninoise ghaneenne sierra-leonaise
        liberienne marocaine francaise senegalese gambian malian mauritanian guinean ivorian nigerian ghanaian
        moroccan sierra leonean liberian senegalesa senegales gambiana maliense mauritana guineana marfileña
        nigeriana marroqui guineense maliana gambiano nigeriano marfilena""",
    "bad_before_minor": """hermano hermana hijo hija irmao irma filho filha delito importancia por al delit role
        incident blessure
        degre fait""",
    "bad_after_sign": """injury injuries offence offences offense offenses damage damages incident role que
        quantia cuantia
        importancia grado issue accident crime crimes wounds abuse trafficking trafficker traffickers smuggling
        smuggler labour labor pornography protection support assistance services service unit exploitation
        prostitution marriage friend soldiers medida wound collision""",
    "verb": """abandonne blesse accuse accusent designe designent reconnait connait rencontre suit suivait paie payait
        frappe frappait menace menacait conduit conduisait emmene emmenait dirige dirigeait denonce denoncait
        transporte transportait embarque recrute loge logeait cache cachait voyage voyageait aide aidait contacte
        contactait remet vole volait fuit attend accompagnait a-vu voit decrit evoque craint parle parlait
        travaille travaillait vit vivait arrive quitte accuses accused knows met saw identifies recognised
        recognized recognises fears describes paid pays follows followed threatened threatens beat beats took
        takes drove drives helped helps contacted fled travelled traveled lives worked acusa acuso reconocio
        reconoce conoce senalo senala pago golpeo amenazo llevo lleva huyo viajaba viajo vive trabaja acusou
        reconheceu conhece indicou pagou bateu ameacou levou leva fugiu viajava viajou trabalha برفقه رفقه صحبه
        اتهمت اتهم تعرفت
        تعرف ذكرت ذكر رات شاهدت وصفت تقدمت قدمت قدم ابلغت هربت هرب فرت فر وصلت وصل سلمت كشفت حددت ادلت نقل نقلهم
        هدد ضرب ضربت ساعد يعرف تعرفه دفعت دفع سافر سافرت غادر استقبل جند اقتاد حكم اوقف ضبط ينقل يهرب تم""",
    "heading": """audition deposition interrogatoire interview statement plainte temoignage photo photographie
        arrestation
        interpellation remise transfert declaration confrontation declaracion denuncia interrogatorio depoimento
        queixa complaint identification affaire dossier adresse profession domicile address occupation direccion
        observations telephone tel remarks""",
    "complaint": "denonce denoncer plainte complaint denuncia denuncio queixa شكوي شكايه",
    "subordinate": "quand lorsque alors when while cuando quando عندما لما",
}

NUMBERS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        """deux two dos dois|trois three tres ثلاث ثلاثه|quatre four cuatro quatro اربع اربعه|cinq five cinco خمس خمسه
        |six seis ست سته|sept seven siete sete سبع سبعه|huit eight ocho oito ثمان ثماني ثمانيه|neuf nine nueve
        nove تسع تسعه
        |dix ten diez dez عشر عشره|onze eleven once احدي|douze twelve doce doze اثنتا اثنا اثني اثنتي
        |treize thirteen trece treze|quatorze fourteen catorce catorze quatorze|quinze fifteen quince
        |seize sixteen dieciseis dezasseis dezesseis|dix-sept seventeen diecisiete dezassete dezessete""".split("|"),
        start=2,
    )
    for word in words.split()
}
ARABIC_TEN = frozenset("عشر عشره".split())
"""After a unit it makes thirteen to nineteen."""


def _by_word() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for tag, words in TAGGED.items():
        for word in words.split():
            found.setdefault(fold(word), set()).add(tag)
    return {word: frozenset(tags) for word, tags in found.items()}


TAGS: dict[str, frozenset[str]] = _by_word()
NO_TAGS: frozenset[str] = frozenset()


def _readings(word: str) -> tuple[str, ...]:
    """An Arabic word as written, then without the joined *and*, *by*, *for*, and without the article."""
    found = [word]
    for joined in ("", "و", "ف", "ب", "ك", "ل"):
        if not word.startswith(joined):
            continue
        rest = word[len(joined) :]
        if len(rest) > 3 and joined:
            found.append(rest)
        if joined == "ل" and len(rest) > 3 and rest[0] == "ل":
            found.append(rest[1:])
        if len(rest) > 4 and rest.startswith("ال"):
            found.append(rest[2:])
        if joined == "و" and len(rest) > 4 and rest[:2] in ("بال", "لل"):
            found.append(rest[2:])
    return tuple(found)


def tags_of(word: str) -> frozenset[str]:
    """What a folded word may say."""
    if word in TAGS:
        return TAGS[word]
    if is_arabic(word):
        return next((TAGS[w] for w in _readings(word) if w in TAGS), NO_TAGS)
    return NO_TAGS
