"""Words that many companies, vessels and institutions share: what they mean, and what their agreement is worth.

A concept is one meaning in the languages of the routes (fr, en, es, pt, it, ar), with German, Russian and Turkish where
registers of those countries are met. Its bits are minus the logarithm of the share of entity names that hold it, as
estimated from registers and fleet lists to a factor of two: *company* one name in three, *bank* one in thirty.
Words are written without accents, in the singular, Arabic without article; several words are joined by `_`.
"""

from typing import Final

FILLERS: Final = frozenset(
    # articles, prepositions, conjunctions: en fr es pt it de ar ru, without accents
    "the a an of and for in on at to by with from la le les l de du des d et au aux en pour sur dans un une el los las "
    "del y e al da do das dos na no nas nos para por com della delle dei degli di il lo gli per fi von der die das den "
    "dem und fur im am zu van het و في من على لل ال ل ه и в на по для s i o u e "
    # articles and joints of Arabic and Persian names in Latin letters, apart from their word
    "ul al el as ash at ath an ar az es ed ud ur us wa wal bil bi fi fil ibn".split(),
)
"""They tell nothing and are not compared."""

PREFIXES: Final = frozenset(
    "mv ms mt fv ss sv mts mfv gv rv my tug vessel ship boat navire bateau pirogue piroga cayuco patera barco barca "
    "buque navio embarcation embarcacion embarcacao chalutier trawler gaal gaalgi zodiac semirigide lancha مركب زورق "
    "سفينه باخره قارب пароход судно теплоход".split(),
)
"""What a vessel is, before its name: *MV*, *pirogue*. Not compared."""

CONCEPTS: Final[tuple[tuple[str, float, str], ...]] = (
    # ---- kinds of undertaking: they stand or are left out at will ----
    (
        "company",
        1.0,
        "company 公司 co sharika sharikat charika compagnie societe ste sté soc sociedad sociedade societa "
        "compania companhia gesellschaft شركه شركات компания общество sirketi sirket firma firm",
    ),
    ("enterprise", 2.0, "entreprise enterprise empresa impresa مقاوله предприятие"),
    ("corporation", 1.0, "corporation corp korporation корпорация corporacion corporacao"),
    (
        "group",
        1.5,
        "group groupe grupo gruppe gruppo مجموعه 集团 集團 группа grubu grup holding holdings هولدينغ قابضه "
        "холдинг conglomerate consortium",
    ),
    ("general", 2.0, "general generale generales generali عام عامه генеральный genel"),
    (
        "international",
        2.0,
        "international internationale internacional internazionale intl دولي دوليه 国际 國際 международный "
        "международная uluslararasi global world worldwide mondial mondiale mundial عالمي عالميه",
    ),
    ("establishment", 1.5, "establishment etablissement محل محلات"),
    ("agency", 3.0, "agency agence agencia agenzia agentur وكاله агентство ajansi"),
    ("office", 3.0, "office bureau oficina escritorio ufficio buro مكتب бюро"),
    ("service", 2.0, "service servicio servico servizio dienst خدمه خدمات услуги hizmet"),
    ("business", 2.5, "business affaire negocio negocios iş اعمال бизнес"),
    ("solution", 3.0, "solution solucion solucao حلول решения"),
    ("system", 3.0, "system systeme sistema نظام نظم система sistem"),
    ("partner", 3.0, "partner partenaire socio parceiro شركاء партнер"),
    ("associate", 3.0, "associate associe asociado associado"),
    ("brothers", 3.0, "brother bros freres frere hermano irmaos fratelli اخوان اخوه братья kardesler"),
    ("sons", 3.0, "son fils hijo filho figli ابناء اولاد ogullari"),
    (
        "industry",
        2.5,
        "industry industries industrie industrial industria industriel industrielle 实业 實業 工业 工業 صناعه صناعات "
        "صناعي صناعيه промышленность sanayi",
    ),
    (
        "production",
        3.5,
        "production produccion producao انتاج производство producer manufacture manufacturing factory usine "
        "fabrica مصنع завод фабрика works werke werk plant",
    ),
    (
        "development",
        3.0,
        "development developpement desarrollo desenvolvimento sviluppo entwicklung تنميه تطوير развитие",
    ),
    ("management", 2.5, "management gestion gestao gestione verwaltung اداره управление yonetim"),
    ("project", 3.5, "project projet proyecto projeto مشروع مشاريع проект"),
    (
        "investment",
        3.0,
        "investment investissement inversion investimento invest investor 投资 投資 استثمار استثمارات инвестиции "
        "yatirim",
    ),
    ("capital", 3.0, "capital capitale راسمال капитал"),
    ("fund", 3.0, "fund fonds fondo fundo صندوق фонд"),
    ("trust", 3.0, "trust fideicomiso"),
    (
        "finance",
        3.0,
        "finance financial financier financiere financiero financeiro finanza finanz تمويل финансы финансовая",
    ),
    ("bank", 4.0, "bank banking banque banco banca bancaire 银行 銀行 بنك مصرف банк bankasi banka"),
    ("insurance", 4.0, "insurance assurance seguro assicurazioni versicherung تامين страхование sigorta"),
    ("exchange", 4.0, "exchange change cambio صرافه صيرفه обмен hawala حواله bureau_de_change"),
    ("transfer", 4.0, "transfer transfert transferencia تحويل remittance"),
    (
        "trade",
        2.0,
        "trade trading commerce commercial commerciale comercio comercial negoce handel commercio 贸易 貿易 تجاره "
        "تجاري تجاريه торговля торговый ticaret tic commercant",
    ),
    ("import", 2.5, "import importation importacion importacao importer استيراد импорт ithalat"),
    ("export", 2.5, "export exportation exportacion exportacao تصدير экспорт ihracat"),
    ("distribution", 3.5, "distribution distribucion distribuicao توزيع distributor"),
    ("supply", 3.5, "supply fourniture suministro توريد توريدات supplies"),
    ("market", 4.0, "market marche mercado mercato markt سوق рынок supermarket"),
    ("store", 4.0, "store shop boutique tienda loja magasin متجر магазин"),
    (
        "transport",
        3.0,
        "transport transportation transporte trasporti transporter نقل транспорт nakliyat tasimacilik",
    ),
    ("transit", 4.0, "transit transitaire transito عبور"),
    (
        "logistics",
        3.5,
        "logistic logistique logistica لوجستيه logistik логистика lojistik freight fret cargo شحن",
    ),
    (
        "travel",
        3.5,
        "travel voyage viaje viagem viaggi سفر سفريات путешествие turizm tourism tourisme turismo tour سياحه",
    ),
    (
        "airline",
        4.0,
        "airline airlines airways air aerienne aerien aerolinea aereo linea_aerea compagnie_aerienne طيران "
        "خطوط خطوط_جويه авиалинии havayollari aviation aviacion fluggesellschaft aero авиа",
    ),
    (
        "shipping",
        3.5,
        "shipping maritime maritimo marine navigation naviera navegacion navegacao armement armateur 船务 船務 海运 "
        "海運 ملاحه بحري بحريه морской судоходство denizcilik schiffahrt shipyard",
    ),
    (
        "fishing",
        3.5,
        "fishing fishery fisheries peche pesca pescado pecheur صيد рыболовство balikcilik poisson fish",
    ),
    ("port", 4.0, "port puerto porto harbour harbor ميناء порт liman hafen"),
    ("sea", 4.5, "sea mer mar mare بحر море deniz"),
    (
        "construction",
        3.0,
        "construction construccion construcao costruzioni batiment btp بناء انشاءات تشييد строительство "
        "insaat building builder",
    ),
    ("engineering", 3.5, "engineering ingenierie ingenieria engenharia ingegneria هندسه هندسيه muhendislik"),
    (
        "property",
        4.0,
        "property real_estate immobilier immobiliere inmobiliaria imobiliaria immobiliare عقار عقارات عقاريه "
        "недвижимость emlak",
    ),
    (
        "agriculture",
        4.0,
        "agriculture agricole agricola agricoltura agro زراعه زراعي زراعيه сельское tarim agricultural",
    ),
    ("food", 4.0, "food alimentaire alimentation alimentacion alimento غذاء غذاييه اغذيه gida"),
    (
        "oil",
        4.0,
        "oil petrole petroleum petrolier petroliere petroleo petrolio petro 石油 نفط بترول нефть petrol",
    ),
    ("gas", 4.0, "gas gaz غاز газ"),
    ("energy", 4.0, "energy energie energia طاقه энергия enerji power"),
    (
        "electric",
        4.0,
        "electric electrique electricite electrico electricidad eletrico electrical electronic electronics "
        "electronique كهرباء электро elektrik",
    ),
    ("water", 4.0, "water eau agua acqua wasser مياه ماء вода"),
    (
        "mining",
        4.0,
        "mining mine miniere minier mineria mineracao minas تعدين مناجم горный maden mineral minerals",
    ),
    ("gold", 4.5, "gold or oro ouro ذهب золото altin golden dore"),
    ("metal", 4.0, "metal metaux metals acier steel acero aco حديد فولاذ сталь celik"),
    ("chemical", 4.0, "chemical chimie chimique quimica quimico كيماويات كيماويه химия kimya"),
    ("pharmacy", 4.0, "pharmacy pharmacie farmacia pharma pharmaceutical ادويه صيدليه фарм ilac"),
    ("auto", 4.0, "auto automobile automotive motor motors motoren vehicle vehicule سيارات авто otomotiv car"),
    (
        "technology",
        3.0,
        "technology technologie tecnologia tech 技术 技術 科技 تكنولوجيا تقنيه технология teknoloji technical "
        "technique",
    ),
    ("telecom", 3.5, "telecom telecommunication telecomunicaciones communication اتصالات связь telekom mobile"),
    ("computer", 3.5, "computer informatique informatica software data digital"),
    ("media", 4.0, "media radio television tv press presse prensa اعلام اذاعه"),
    ("security", 3.5, "security securite seguridad seguranca sicurezza امن حراسه безопасность guvenlik safety"),
    (
        "consulting",
        3.0,
        "consulting conseil consultoria consultancy consultant استشارات консалтинг danismanlik",
    ),
    ("hotel", 4.0, "hotel فندق отель otel"),
    ("restaurant", 4.0, "restaurant restaurante ristorante مطعم ресторан"),
    # ---- institutions ----
    (
        "foundation",
        3.5,
        "foundation fondation fundacion fundacao fondazione stiftung موسسه muassasat muassasa mouassasat "
        "vakfi vakif وقف waqf",
    ),
    (
        "association",
        3.0,
        "association asociacion associacao associazione verein جمعيه رابطه jamiat jamiyat jamia jamiyah "
        "djamia ассоциация dernegi society",
    ),
    (
        "organisation",
        2.5,
        "organisation organization organizacion organizacao organizzazione منظمه munazzamat munazama tanzim "
        "tanzeem تنظيم организация orgutu",
    ),
    ("federation", 3.5, "federation federacion federacao federazione اتحاد федерация union unione uniao"),
    ("cooperative", 3.5, "cooperative cooperativa genossenschaft تعاونيه تعاوني кооператив kooperatifi"),
    (
        "charity",
        4.0,
        "charity charitable charite bienfaisance caridad caritativo beneficencia خيري خيريه благотворительный "
        "hayir welfare humanitarian humanitaire humanitario انساني انسانيه",
    ),
    ("relief", 4.0, "relief secours aid aide ayuda ajuda socorro اغاثه معونه yardim"),
    ("council", 4.0, "council conseil_national consejo conselho consiglio مجلس совет konseyi"),
    ("committee", 4.0, "committee comite comitato لجنه комитет komitesi commission"),
    (
        "ministry",
        3.5,
        "ministry ministere ministerio ministero وزاره министерство bakanligi department departement departamento",
    ),
    ("directorate", 4.0, "directorate direction direccion direcao مديريه"),
    ("authority", 4.0, "authority autorite autoridad autoridade هييه سلطه"),
    ("interior", 4.0, "interior interieur interno داخليه внутренних icisleri"),
    ("justice", 4.0, "justice justicia justica giustizia عدل عداله юстиции adalet"),
    ("defence", 4.0, "defence defense defensa defesa difesa دفاع обороны savunma"),
    ("foreign", 4.0, "foreign etranger exterior خارجيه иностранных"),
    ("health", 4.0, "health sante salud saude salute صحه صحي здоровье saglik medical medico medicale طبي طبيه"),
    ("education", 4.0, "education educacion educacao istruzione تعليم تربيه образование egitim"),
    ("customs", 4.0, "customs douane aduana alfandega dogana جمارك таможня gumruk"),
    ("police", 4.0, "police policia polizia شرطه полиция polis"),
    ("guard", 4.0, "guard garde guardia guarda حرس coast_guard garde_cotes guardia_costera خفر_سواحل"),
    ("navy", 4.0, "navy marine_nationale armada marinha بحريه_وطنيه"),
    ("institute", 3.5, "institute institut instituto istituto معهد институт enstitusu"),
    (
        "university",
        4.0,
        "university universite universidad universidade universita universitat جامعه университет universitesi",
    ),
    ("school", 4.0, "school ecole escuela escola scuola مدرسه школа okulu"),
    ("network", 3.5, "network reseau rete netzwerk شبكه сеть sebeke"),
    ("center", 3.0, "center centre centro zentrum مركز центр merkezi"),
    (
        "research",
        4.0,
        "research recherche investigacion pesquisa ricerca بحث بحوث ابحاث исследования исследование",
    ),
    ("hospital", 4.0, "hospital hopital ospedale مستشفي больница hastanesi"),
    ("clinic", 4.0, "clinic clinique clinica عياده"),
    ("church", 4.0, "church eglise iglesia igreja chiesa كنيسه"),
    ("mosque", 4.0, "mosque mosquee mezquita مسجد جامع"),
    ("party", 4.0, "party parti partido partito حزب hizb hizbul hizbu партия partisi"),
    (
        "movement",
        4.0,
        "movement mouvement movimiento movimento حركه harakat haraka harakatul движение hareketi",
    ),
    ("front", 4.0, "front frente fronte جبهه jabhat jabha фронт cephesi"),
    ("army", 4.0, "army armee ejercito exercito esercito جيش jaish jaysh djeich армия ordusu force forces"),
    ("brigade", 4.0, "brigade brigada كتيبه كتايب لواء liwa бригада battalion bataillon katibat katiba"),
    ("group_armed", 3.5, "جماعه jamaat jama'at jamaah jemaah djamaat djamaa gamaa gama'a jamaa"),
    ("state", 4.0, "state etat estado stato دوله государственный devlet states etats estados"),
    ("republic", 3.5, "republic republique republica repubblica جمهوريه республика cumhuriyeti"),
    ("national", 2.5, "national nationale nacional nazionale وطني وطنيه национальный milli ulusal"),
    ("federal", 3.5, "federal federale اتحادي федеральный"),
    ("public", 3.0, "public publique publico pubblico عمومي عموميه"),
    ("people", 4.0, "people peuple pueblo povo popolo popular populaire شعب شعبي شعبيه народный halk peoples"),
    ("central", 3.0, "central centrale مركزي مركزيه центральный merkez"),
    ("united", 3.5, "united unis unidos uni unido متحد متحده объединенный birlesik"),
    (
        "islamic",
        3.5,
        "islamic islamique islamico islam islami islamiyya islamiyah islamiya islamist islamiste اسلامي "
        "اسلاميه اسلام исламский islami",
    ),
    ("arab", 3.5, "arab arabe arabo arabian عربي عربيه арабский arap"),
    ("africa", 3.0, "africa afrique african africain africaine africano africana افريقيا افريقي африка afrika"),
    ("europe", 4.0, "europe europa european europeen europeo اوروبا европа"),
    ("asia", 4.0, "asia asie asian asiatique اسيا азия"),
    ("korea", 4.0, "korea korean coree coreen corea"),
    ("america", 4.0, "america amerique امريكا америка"),
    ("sahel", 4.0, "sahel sahelien sahelienne ساحل"),
    ("sahara", 4.0, "sahara saharien saharienne صحراء desert"),
    ("atlantic", 4.0, "atlantic atlantique atlantico اطلسي"),
    ("mediterranean", 4.5, "mediterranean mediterranee mediterraneo متوسط akdeniz"),
    ("west", 3.5, "west ouest occidental occidentale oeste غرب غربي западный bati western"),
    ("east", 3.5, "east est oriental orientale este leste شرق شرقي восточный dogu eastern orient"),
    ("north", 3.5, "north nord norte شمال شمالي северный kuzey northern"),
    ("south", 3.5, "south sud sur sul جنوب جنوبي южный guney southern"),
    ("new", 3.5, "new nouveau nouvelle nuevo nueva novo nova nuovo neue جديد جديده новый yeni"),
    ("young", 4.0, "young youth jeunesse jeune joven juventud juventude شباب молодежь genc"),
    ("women", 4.0, "women woman femme mujer mulher donne نساء مراه женщина kadin"),
    # ---- what boats and firms are named after ----
    ("star", 4.0, "star etoile estrella estrela stella stern نجم نجمه звезда yildiz"),
    ("sun", 4.5, "sun soleil sol sole شمس солнце gunes"),
    ("moon", 4.5, "moon lune luna lua قمر"),
    ("peace", 4.5, "peace paix paz pace سلام мир baris"),
    ("hope", 4.5, "hope espoir esperance esperanza esperanca امل надежда umit"),
    ("friend", 4.5, "friend friendship amitie ami amigo amistad صداقه дружба dostluk"),
    ("freedom", 4.5, "freedom liberty liberte libertad liberdade liberation حريه تحرير свобода kurtulus"),
    ("queen", 4.5, "queen reine reina rainha ملكه"),
    ("king", 4.5, "king roi rey rei ملك"),
    ("princess", 4.5, "princess princesse princesa اميره"),
    ("saint", 4.0, "saint sainte san santa sao st"),
    ("lady", 4.5, "lady dame senora dama"),
    ("mother", 5.0, "mother mere madre yaye yaay yaaye ndeye ام"),
    ("father", 4.5, "father pere padre baye baay"),
    ("house", 4.5, "house maison casa keur kër kerr دار بيت"),
    ("lion", 4.5, "lion leon leao gainde gaynde اسد лев aslan"),
    ("eagle", 4.5, "eagle aigle aguila aguia نسر عقاب орел kartal"),
    ("ocean", 4.0, "ocean oceano محيط океан"),
    ("blue", 4.5, "blue bleu azul blu ازرق زرقاء синий mavi"),
    ("green", 4.5, "green vert verde اخضر خضراء зеленый yesil"),
    ("white", 4.5, "white blanc blanco blanca branco bianco ابيض بيضاء белый beyaz"),
    ("red", 4.5, "red rouge rojo roja vermelho rosso احمر حمراء красный kizil"),
    ("black", 4.5, "black noir negro preto nero اسود سوداء черный kara"),
    ("royal", 4.0, "royal royale real ملكي ملكيه"),
    ("golden_star", 6.0, "golden_star etoile_d_or"),
    # ---- places ----
    ("beach", 3.0, "beach plage playa praia spiaggia شاطي пляж"),
    ("town", 2.5, "town city ville ciudad cidade citta مدينه город sehir"),
    ("village", 2.5, "village aldea aldeia villaggio قريه деревня koy"),
    ("quarter", 2.5, "quarter quartier barrio bairro quartiere حي район mahalle"),
    ("street", 2.0, "street rue calle rua via strasse شارع улица sokak road route avenue boulevard av bd"),
    (
        "region",
        2.0,
        "region wilaya province provincia district gouvernorat governorate ولايه منطقه محافظه область "
        "prefecture commune cercle",
    ),
    ("island", 4.0, "island ile isla ilha isola جزيره остров"),
    ("cape", 4.0, "cape cap cabo capo راس мыс"),
    ("border", 3.5, "border frontiere frontera fronteira frontiera حدود граница poste_frontiere border_post"),
    ("river", 4.0, "river fleuve riviere rio fiume نهر"),
    ("airport", 3.0, "airport aeroport aeropuerto aeroporto مطار аэропорт"),
    ("camp", 4.0, "camp campo campamento مخيم лагерь"),
    ("dock", 3.5, "quay quai dock muelle cais debarcadere landing_place"),
)
