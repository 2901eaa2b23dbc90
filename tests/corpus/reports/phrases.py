"""Words of the invented reports, by language: labels, sentences, boilerplate. The first half of each is used for
tuning, the second half for checking; both were written before the reader read forms."""

Halves = tuple[list[str], list[str]]

GIVEN = {
    "fr": (["Zoumana", "Mamadou", "Fatou", "Cheikh", "Aminata", "Djibril", "Ndeye"],
           ["Ousseynou", "Khady", "Tidiane", "Mariama", "Alassane", "Penda", "Gora"]),
    "en": (["Ebrima", "Isatou", "Lamin", "Fatoumatta", "Kebba", "Binta", "Sulayman"],
           ["Momodou", "Haddy", "Yankuba", "Jainaba", "Omar", "Sainabou", "Dawda"]),
    "es": (["Brahim", "Fatimetu", "Jalid", "Salamu", "Ramón", "Yolanda", "Sidi"],
           ["Mojtar", "Aichetu", "Hamudi", "Marisol", "Álvaro", "Nayem", "Lala"]),
    "pt": (["Mamadu", "Fatumata", "Braima", "Quinta", "Aliu", "Nhima", "Adulai"],
           ["Bacar", "Cadi", "Iero", "Domingas", "Sadjo", "Mariato", "Seco"]),
    "ar": (["محمد", "فاطمة", "أحمد", "مريم", "إبراهيم", "خديجة", "سيدي"],
           ["يوسف", "عائشة", "عمر", "زينب", "المختار", "آمنة", "الحسن"]),
}  # fmt: skip
WOMEN = frozenset(
    "Fatou Aminata Ndeye Khady Mariama Penda Isatou Fatoumatta Binta Haddy Jainaba Sainabou Fatimetu Salamu Yolanda "
    "Aichetu Marisol Lala Fatumata Quinta Nhima Cadi Domingas Mariato فاطمة مريم خديجة عائشة زينب آمنة".split()
)
FAMILY = {
    "fr": (["Kamaraté", "Ndourou", "Sylvaré", "Diatakha", "Bassouma", "Diallo", "Sarr"],
           ["Konandji", "Mbodiala", "Tourakha", "Seckouna", "Gassoumba", "Traoré", "Faye"]),
    "en": (["Jobarra", "Kantefa", "Saidykan", "Manjanka", "Bojassi", "Jallow", "Touray"],
           ["Ceesana", "Darbola", "Njakou", "Sankara-Bah", "Fattyma", "Camara", "Drammeh"]),
    "es": (["Ould Salekha", "Echavarrán", "Bujarrit", "Mahfudín", "Larossi", "Gomarán", "Hamdani"],
           ["Ould Zeiduna", "Ferrandel", "Tamarqués", "Lehbibún", "Sidatti", "Orduñez", "Bachirún"]),
    "pt": (["Djalinó", "Embalacu", "Sanhadé", "Cassamara", "Biaguí", "Baldé", "Mané"],
           ["Indjaité", "Sambujá", "Turépo", "Camaradé", "Vieiranda", "Djau", "Seidi"]),
    "ar": (["ولد سيداتي", "الكنتاوي", "بن زرقون", "الزمراني", "ديالوري", "السالمي", "ولد أعمر"],
           ["ولد لمرابط", "البوصيري", "بن مسكون", "التواتي", "كونتارا", "الهواري", "ولد بوكرين"]),
}  # fmt: skip
NICK = {
    "fr": (["Zou", "Le Vieux", "Papis", "Grand Modou"], ["Commandant Rasta", "Boy Niayes", "Titi", "Le Muet"]),
    "en": (["Pa Boat", "Small Lamin", "Bomba", "The Captain"], ["Gibou", "Long Jallow", "Fisherman", "Tapha"]),
    "es": (["El Rubio", "Chino", "Patrón", "El Cojo"], ["El Largo", "Negro", "Moro", "Pirata"]),
    "pt": (["Nino", "Tio Bacar", "Careca", "Mestre"], ["Zé", "Grande Aliu", "Capitão", "Bubu"]),
    "ar": (["الشيخ", "الأعرج", "بوسيف", "الحاج"], ["القبطان", "أبو ليلى", "الطويل", "النمر"]),
}
PLACE = {
    "fr": (["Mbour", "Saint-Louis"], ["Kayar", "Thiès"]),
    "en": (["Tanji", "Brikama"], ["Gunjur", "Barra"]),
    "es": (["Tarifa", "El Hierro"], ["Almería", "Arguineguín"]),
    "pt": (["Bissau", "Varela"], ["Bubaque", "Cacheu"]),
    "ar": (["نواذيبو", "نواكشوط"], ["الداخلة", "العيون"]),
}
COUNTRY = {"fr": "SN", "en": "GM", "es": "ES", "pt": "GW", "ar": "MR"}
NATIONALITY = {
    "fr": ([("sénégalaise", "SN"), ("Sénégal", "SN")], [("malienne", "ML"), ("Guinéenne", "GN")]),
    "en": ([("Gambian", "GM"), ("Senegalese", "SN")], [("Sierra Leonean", "SL"), ("Nigerian", "NG")]),
    "es": ([("senegalesa", "SN"), ("mauritana", "MR")], [("marroquí", "MA"), ("Malí", "ML")]),
    "pt": ([("guineense", "GW"), ("senegalesa", "SN")], [("cabo-verdiana", "CV"), ("gambiana", "GM")]),
    "ar": ([("موريتانية", "MR"), ("سنغالية", "SN")], [("مغربية", "MA"), ("مالية", "ML")]),
}
SEX = {
    "fr": {"m": (["M", "Masculin"], ["masculin", "homme"]), "f": (["F", "Féminin"], ["féminin", "femme"])},
    "en": {"m": (["M", "Male"], ["male", "MALE"]), "f": (["F", "Female"], ["female", "FEMALE"])},
    "es": {"m": (["Varón", "M"], ["Hombre", "masculino"]), "f": (["Mujer", "F"], ["mujer", "femenino"])},
    "pt": {"m": (["M", "Masculino"], ["masculino", "Homem"]), "f": (["F", "Feminino"], ["feminino", "Mulher"])},
    "ar": {"m": (["ذكر"], ["ذكر"]), "f": (["أنثى"], ["انثى"])},
}
LABEL: dict[str, dict[str, Halves]] = {
    "fr": {
        "surname": (["Nom", "Nom de famille"], ["Nom", "Nom patronymique"]),
        "given": (["Prénom", "Prénoms"], ["Prénom(s)", "Prenom"]),
        "name": (["Nom et prénom", "Nom complet"], ["Prénoms et nom", "Nom & prénoms"]),
        "birth": (["Né le", "Date de naissance"], ["Né(e) le", "DDN"]),
        "birthplace": (["Lieu de naissance", "Né à"], ["Lieu de naiss.", "À"]),
        "nationality": (["Nationalité"], ["Nat.", "Nationalité"]),
        "phone": (["Tél", "Téléphone"], ["Tél. portable", "N° de téléphone"]),
        "passport": (["Passeport n°", "Passeport"], ["N° passeport", "Passeport N°"]),
        "sex": (["Sexe"], ["Sexe"]),
        "nick": (["Surnom", "Alias"], ["Sobriquet", "Dit"]),
        "job": (["Profession", "Adresse"], ["Métier", "Domicile"]),
    },
    "en": {
        "surname": (["Surname", "Last name"], ["Family name", "SURNAME"]),
        "given": (["Given names", "First name"], ["Given name(s)", "Forename"]),
        "name": (["Name", "Full name"], ["Full name", "Name of suspect"]),
        "birth": (["Date of birth", "DOB"], ["D.O.B.", "Born"]),
        "birthplace": (["Place of birth"], ["POB", "Birthplace"]),
        "nationality": (["Nationality"], ["Nationality", "Citizenship"]),
        "phone": (["Phone", "Tel"], ["Mobile no.", "Telephone number"]),
        "passport": (["Passport no", "Passport"], ["Passport No.", "PPT no"]),
        "sex": (["Sex"], ["Gender", "Sex"]),
        "nick": (["Alias", "Nickname"], ["AKA", "Known as"]),
        "job": (["Occupation", "Address"], ["Occupation", "Residence"]),
    },
    "es": {
        "surname": (["Apellidos", "Apellido"], ["Apellido(s)", "APELLIDOS"]),
        "given": (["Nombre", "Nombres"], ["Nombre(s)", "Nombre"]),
        "name": (["Nombre y apellidos", "Nombre completo"], ["Apellidos y nombre", "Nombre y apellidos"]),
        "birth": (["Fecha de nacimiento", "Nacido el"], ["F. nacimiento", "Nacido/a el"]),
        "birthplace": (["Lugar de nacimiento"], ["Lugar nac.", "Natural de"]),
        "nationality": (["Nacionalidad"], ["Nacionalidad"]),
        "phone": (["Teléfono", "Tel."], ["Móvil", "Tfno"]),
        "passport": (["Pasaporte", "Pasaporte nº"], ["Nº de pasaporte", "N.º pasaporte"]),
        "sex": (["Sexo"], ["Sexo"]),
        "nick": (["Alias", "Apodo"], ["Mote", "Conocido como"]),
        "job": (["Profesión", "Domicilio"], ["Ocupación", "Dirección"]),
    },
    "pt": {
        "surname": (["Apelido", "Apelidos"], ["Apelido(s)", "Sobrenome"]),
        "given": (["Nome", "Nome próprio"], ["Nome(s) próprio(s)", "Primeiro nome"]),
        "name": (["Nome completo", "Nome"], ["Nome e apelido", "Nome Completo"]),
        "birth": (["Data de nascimento", "Nascido em"], ["Data nasc.", "Nascido a"]),
        "birthplace": (["Local de nascimento"], ["Naturalidade", "Natural de"]),
        "nationality": (["Nacionalidade"], ["Nacionalidade"]),
        "phone": (["Telefone", "Tel"], ["Telemóvel", "Contacto"]),
        "passport": (["Passaporte", "Passaporte n.º"], ["N.º do passaporte", "Nº passaporte"]),
        "sex": (["Sexo"], ["Sexo", "Género"]),
        "nick": (["Alcunha", "Conhecido por"], ["Vulgo", "Alcunha"]),
        "job": (["Profissão", "Morada"], ["Ocupação", "Residência"]),
    },
    "ar": {
        "surname": (["اللقب", "اسم العائلة"], ["النسب", "الاسم العائلي"]),
        "given": (["الاسم", "الاسم الأول"], ["الاسم الشخصي", "الإسم"]),
        "name": (["الاسم الكامل", "الاسم واللقب"], ["الإسم الكامل", "الاسم والنسب"]),
        "birth": (["تاريخ الميلاد", "تاريخ الولادة"], ["تاريخ الازدياد", "المولود بتاريخ"]),
        "birthplace": (["مكان الميلاد", "مكان الولادة"], ["محل الميلاد", "مكان الازدياد"]),
        "nationality": (["الجنسية"], ["الجنسية"]),
        "phone": (["رقم الهاتف", "الهاتف"], ["هاتف", "رقم الجوال"]),
        "passport": (["رقم جواز السفر", "جواز السفر"], ["جواز سفر رقم", "رقم الجواز"]),
        "sex": (["الجنس"], ["الجنس"]),
        "nick": (["الكنية", "المعروف بـ"], ["الشهرة", "كنيته"]),
        "job": (["المهنة", "العنوان"], ["الوظيفة", "محل الإقامة"]),
    },
}
MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split(),
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split(),
}
MONTHS_OTHER = {
    **MONTHS,
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.".split(),
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(),
    "ar": ["كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول",
           "تشرين الثاني", "كانون الأول"],
}  # fmt: skip
WORDS_OF_DATE = {
    # (words, ISO)
    "fr": ([("le douze mars mil neuf cent quatre-vingt-cinq", "1985-03-12"),
            ("le premier juillet mil neuf cent soixante-dix-neuf", "1979-07-01")],
           [("le vingt et un avril mille neuf cent quatre vingt onze", "1991-04-21"),
            ("le trente août deux mille un", "2001-08-30")]),
    "en": ([("on the twelfth of March nineteen eighty-five", "1985-03-12"), ("on March 3rd, 1984", "1984-03-03")],
           [("on the 21st of April nineteen ninety-one", "1991-04-21"), ("on the 2nd day of June 1990", "1990-06-02")]),
    "es": ([("el doce de marzo de mil novecientos ochenta y cinco", "1985-03-12"),
            ("el día 3 de julio del año 1979", "1979-07-03")],
           [("el veintiuno de abril de mil novecientos noventa y uno", "1991-04-21"),
            ("el treinta de agosto de dos mil uno", "2001-08-30")]),
    "pt": ([("a doze de março de mil novecentos e oitenta e cinco", "1985-03-12"),
            ("no dia 3 de julho de 1979", "1979-07-03")],
           [("aos vinte e um de abril de mil novecentos e noventa e um", "1991-04-21"),
            ("em trinta de agosto de dois mil e um", "2001-08-30")]),
    "ar": ([("في الثاني عشر من مارس سنة ألف وتسعمائة وخمسة وثمانين", "1985-03-12"), ("بتاريخ ٣ تموز "
    "١٩٧٩", "1979-07-03")],
           [("في ٢١ كانون الثاني عام ١٩٩١", "1991-01-21"), ("يوم 30 أوت 2001", "2001-08-30")]),
}  # fmt: skip
BORN = {
    "fr": {"m": (["né le {d}", "né le {d} à {p}"], ["né à {p} le {d}", "(né le {d})"]),
           "f": (["née le {d}", "née le {d} à {p}"], ["née à {p} le {d}", "(née le {d})"])},
    "en": {"m": (["born on {d}", "born on {d} in {p}"], ["born in {p} on {d}", "(DOB {d})"])},
    "es": {"m": (["nacido el {d}", "nacido el {d} en {p}"], ["nacido en {p} el {d}", "(nacido el {d})"]),
           "f": (["nacida el {d}", "nacida el {d} en {p}"], ["nacida en {p} el {d}", "(nacida el {d})"])},
    "pt": {"m": (["nascido a {d}", "nascido a {d} em {p}"], ["nascido em {p} a {d}", "(nascido a {d})"]),
           "f": (["nascida a {d}", "nascida a {d} em {p}"], ["nascida em {p} a {d}", "(nascida a {d})"])},
    "ar": {"m": (["المولود في {d}", "المولود بتاريخ {d} في {p}"], ["من مواليد {d}", "مولود في {p} بتاريخ {d}"]),
           "f": (["المولودة في {d}", "المولودة بتاريخ {d} في {p}"], ["من مواليد {d}", "مولودة في {p} بتاريخ {d}"])},
}  # fmt: skip
AGED = {
    "fr": (["âgé de {a} ans", "{a} ans"], ["{a} ans environ", "âgée de {a} ans"]),
    "en": (["aged {a}", "{a} years old"], ["a {a}-year-old man", "age {a}"]),
    "es": (["de {a} años", "de {a} años de edad"], ["{a} años", "con {a} años de edad"]),
    "pt": (["de {a} anos", "de {a} anos de idade"], ["{a} anos", "com {a} anos de idade"]),
    "ar": (["عمره {a} سنة", "البالغ من العمر {a} سنة"], ["يبلغ من العمر {a} عاما", "عمرها {a} عاما"]),
}
REPORT_DATE = {
    "fr": (["Dakar, le {d}.", "Rapport du {d}."], ["Fait à Thiès le {d}.", "Date du rapport : {d}"]),
    "en": (["Report of {d}.", "Banjul, {d}."], ["Date of report: {d}", "Report date: {d}"]),
    "es": (["En Cádiz, a {d}.", "Informe del {d}."], ["Fecha del informe: {d}", "Fecha: {d}"]),
    "pt": (["Bissau, {d}.", "Relatório de {d}."], ["Data do relatório: {d}", "Data: {d}"]),
    "ar": (["نواكشوط في {d}.", "تقرير بتاريخ {d}."], ["تاريخ التقرير: {d}", "حرر بتاريخ {d}."]),
}
PROSE = {
    "fr": (["Le passeur {n}, {b}, a été vu près du marché. Il est joignable au {t}.",
            "Interpellé ce jour le nommé {n}, {b}, détenteur du passeport n° {x}."],
           ["Selon la source, {n}, {b}, organise les départs. Son numéro est le {t}.",
            "Un certain {n}, {b}, titulaire du passeport {x}, loge les passagers."]),
    "en": (["The smuggler {n}, {b}, was seen near the market. His phone is {t}.",
            "Officers stopped {n}, {b}, holding passport no. {x}."],
           ["According to the source {n}, {b}, runs the departures and uses the phone {t}.",
            "One {n}, {b}, holder of passport {x}, keeps the passengers."]),
    "es": (["El patrón {n}, {b}, fue visto cerca del puerto. Su teléfono es el {t}.",
            "Se detuvo a {n}, {b}, con pasaporte nº {x}."],
           ["Según la fuente, {n}, {b}, organiza las salidas y usa el móvil {t}.",
            "Un tal {n}, {b}, titular del pasaporte {x}, aloja a los pasajeros."]),
    "pt": (["O passador {n}, {b}, foi visto perto do mercado. O seu telefone é o {t}.",
            "Foi detido {n}, {b}, com o passaporte n.º {x}."],
           ["Segundo a fonte, {n}, {b}, organiza as partidas e usa o telemóvel {t}.",
            "Um tal {n}, {b}, titular do passaporte {x}, aloja os passageiros."]),
    "ar": (["شوهد المهرب {n} {b} قرب السوق، رقم هاتفه {t}.", "تم توقيف المدعو {n} {b} وبحوزته جواز سفر رقم {x}."],
           ["حسب المصدر فإن المدعو {n} {b} ينظم الرحلات ويستعمل الهاتف {t}.",
            "المسمى {n} {b} حامل جواز السفر رقم {x} يؤوي الركاب."]),
}  # fmt: skip
LOWER = {
    "fr": (["le passeur {n} {b} vu à {p} avec des amis", "suspect : {n} {b}, rencontré à {p} hier soir"],
           ["on a vu {n} {b} sur la plage de {p} avec deux moteurs", "le nommé {n} {b} habite {p} depuis un mois"]),
    "en": (["the smuggler {n} {b} seen in {p} with friends", "driver {n} {b} left {p} last night"],
           ["we met {n} {b} on the beach of {p} with two engines", "one man named {n} {b} lives in {p}"]),
    "es": (["el patrón {n} {b} visto en {p} con amigos", "sospechoso: {n} {b}, estaba en {p} anoche"],
           ["vimos a {n} {b} en la playa de {p} con dos motores", "un hombre llamado {n} {b} vive en {p}"]),
    "pt": (["o passador {n} {b} visto em {p} com amigos", "suspeito: {n} {b}, estava em {p} ontem"],
           ["vimos {n} {b} na praia de {p} com dois motores", "um homem chamado {n} {b} mora em {p}"]),
}  # fmt: skip
QUOTED = (["{g} « {k} » {f}", "{g} {f} “{k}”", "{g} {f} ({k})"], ['{g} "{k}" {f}', "{g} {f} «{k}»", "{g} ({k}) {f}"])
DIT = {
    "fr": (["{g} {f} dit {k}", "{g} {f} alias {k}", "{g} dit {k} {F}"],
           ["{g} {f}, surnommé {k}", "{g} {f} connu sous le nom de {k}",
            "{g} {f}, plus connu sous le pseudonyme de {k}"]),
    "en": (["{g} {f} alias {k}", "{g} {f} a.k.a. {k}"], ["{g} {f}, nicknamed {k}", "{g} {f}, also known as {k}"]),
    "es": (["{g} {f} alias {k}", "{g} {f}, apodado {k}"], ["{g} {f}, conocido como {k}", "{g} {f} (a) {k}"]),
    "pt": (["{g} {f}, vulgo {k}", "{g} {f}, conhecido por {k}"], ["{g} {f}, de alcunha {k}", "{g} {f}, "
    "também conhecido como {k}"]),
    "ar": (["{g} {f} الملقب بـ {k}", "{g} {f} المعروف باسم {k}"], ["{g} {f} كنيته {k}", "{g} {f} المشهور بلقب {k}"]),
}  # fmt: skip
AFTER_NAME = {
    "fr": ", passeur, a quitté la plage.", "en": ", smuggler, left the beach.", "es": ", patrón, salió de la playa.",
    "pt": ", passador, saiu da praia.", "ar": "، غادر الشاطئ.",
}  # fmt: skip
MRZ_LEAD = {
    "fr": (["Passeport lu :", "Document contrôlé (MRZ) :"], ["Zone de lecture :", "Titre présenté à la frontière"]),
    "en": (["Passport read:", "MRZ:"], ["Machine readable zone", "Document shown at the border:"]),
    "es": (["Pasaporte leído:", "MRZ:"], ["Zona de lectura:", "Documento presentado en frontera:"]),
    "pt": (["Passaporte lido:", "MRZ:"], ["Zona de leitura:", "Documento apresentado:"]),
    "ar": (["قراءة جواز السفر:", "MRZ:"], ["منطقة القراءة الآلية:", "الوثيقة المعروضة:"]),
}
BOILER = {
    "fr": (["Le présent procès-verbal a été rédigé par la Brigade de Recherches de la Gendarmerie Nationale.",
            "Conformément à l'article 42 du Code de procédure pénale, les droits ont été notifiés.",
            "La pirogue, partie de la plage dans la nuit, transportait environ quatre-vingts passagers.",
            "La mer était calme et le vent soufflait du nord-est.", "Le moteur Yamaha de 40 chevaux a été saisi.",
            "Les faits se sont déroulés entre le Cap Skirring et la frontière de la Guinée-Bissau."],
           ["Nous, officier de police judiciaire en résidence au Commissariat Central, agissant en flagrant délit.",
            "Vu l'ordonnance du Tribunal de Grande Instance, il a été procédé à une perquisition.",
            "Le convoi, composé de deux véhicules Toyota Hilux, a emprunté la Route Nationale numéro deux.",
            "Chaque passager aurait payé entre trois cents et cinq cents mille francs.",
            "Le Ministère de l'Intérieur et l'Organisation Internationale pour les Migrations ont été avisés.",
            "La fouille du local a permis de découvrir des gilets, du carburant et des vivres."]),
    "en": (["This report was drawn up by the Anti-Smuggling Unit of the Immigration Department.",
            "The boat left the beach at night carrying about eighty passengers.",
            "The sea was calm and the wind came from the north east.", "A Yamaha outboard engine was seized.",
            "The Ministry of Interior and the Coast Guard were informed by the Joint Operations Centre.",
            "All rights were read in accordance with section 12 of the Trafficking in Persons Act."],
           ["On the basis of intelligence received, a patrol of the Gambia Navy was deployed.",
            "Two Toyota Hilux vehicles took the South Bank Road towards the border.",
            "Each passenger is said to have paid between three and five hundred dollars.",
            "The search of the compound led to life jackets, fuel and food.",
            "The International Organization for Migration and the Red Cross were told on Monday.",
            "Statements were taken under caution at Police Headquarters in the presence of counsel."]),
    "es": (["El presente atestado ha sido instruido por la Unidad Central de Redes de Inmigración.",
            "El cayuco salió de la playa de noche con unos ochenta pasajeros.",
            "La mar estaba en calma y el viento soplaba del nordeste.", "Se intervino un motor Yamaha de 40 caballos.",
            "Salvamento Marítimo trasladó a los ocupantes al Muelle de La Restinga.",
            "Se les informó de sus derechos conforme al artículo 520 de la Ley de Enjuiciamiento Criminal."],
           ["Por la Brigada Provincial de Extranjería y Fronteras se han practicado las siguientes diligencias.",
            "Dos vehículos Toyota Hilux tomaron la Carretera Nacional hacia la frontera.",
            "Cada pasajero habría pagado entre trescientos y quinientos mil francos.",
            "En el registro se hallaron chalecos, combustible y víveres.",
            "La Cruz Roja y la Organización Internacional para las Migraciones fueron avisadas el lunes.",
            "El Juzgado de Instrucción acordó la entrada en el local."]),
    "pt": (["O presente auto foi lavrado pela Direção de Migração e Fronteiras.",
            "A piroga saiu da praia à noite com cerca de oitenta passageiros.",
            "O mar estava calmo e o vento soprava de nordeste.", "Foi apreendido um motor Yamaha de 40 cavalos.",
            "A Guarda Nacional e a Polícia Judiciária foram informadas.",
            "Os direitos foram comunicados nos termos do artigo 58 do Código de Processo Penal."],
           ["A Brigada Costeira realizou uma patrulha ao longo do Rio Cacheu.",
            "Duas viaturas Toyota Hilux seguiram pela Estrada Nacional até à fronteira.",
            "Cada passageiro terá pago entre trezentos e quinhentos mil francos.",
            "Na busca foram encontrados coletes, combustível e alimentos.",
            "A Cruz Vermelha e a Organização Internacional para as Migrações foram avisadas na segunda-feira.",
            "O Ministério Público autorizou a entrada no local."]),
    "ar": (["حرر هذا المحضر من طرف فرقة مكافحة الهجرة غير النظامية.", "غادر الزورق الشاطئ ليلا وعلى متنه "
    "حوالي ثمانين راكبا.",
            "كان البحر هادئا والرياح تهب من الشمال الشرقي.", "تم حجز محرك من نوع ياماها.",
            "تم إبلاغ وزارة الداخلية وخفر السواحل بالعملية.", "أحيل الملف إلى النيابة العامة بالمحكمة الجهوية."],
           ["بناء على معلومات واردة، تنقلت دورية من الدرك الوطني إلى عين المكان.",
            "سلكت سيارتان من نوع تويوتا الطريق الوطنية نحو الحدود.",
            "دفع كل راكب ما بين ثلاثمائة وخمسمائة ألف فرنك.", "أسفر التفتيش عن العثور على سترات نجاة "
            "ووقود ومواد غذائية.",
            "تم إشعار المنظمة الدولية للهجرة والهلال الأحمر يوم الاثنين.", "أذن وكيل الجمهورية بالدخول إلى المحل."]),
}  # fmt: skip
AND = {"fr": " et ", "en": " and ", "es": " y ", "pt": " e ", "ar": " و "}
LIST_LEAD = {
    "fr": (["Personnes identifiées :", "Liste des passeurs :"], ["Étaient à bord :", "Individus signalés"]),
    "en": (["Persons identified:", "List of smugglers:"], ["On board were:", "Persons of interest"]),
    "es": (["Personas identificadas:", "Lista de patrones:"], ["Iban a bordo:", "Individuos señalados"]),
    "pt": (["Pessoas identificadas:", "Lista de passadores:"], ["Estavam a bordo:", "Indivíduos assinalados"]),
    "ar": (["الأشخاص المحددون:", "قائمة المهربين:"], ["كان على متن القارب:", "الأفراد المعنيون"]),
}
