"""The words of invented reports on things: labels of numbers, and boats that are described before they are named.

For each language two halves (tune, check), of different words. {v} is a boat's name, {n} a person's. Data.
"""

Halves = tuple[list[str], list[str]]

LABEL: dict[str, dict[str, Halves]] = {
    "fr": {
        "phone": (["Téléphone", "Tél."], ["N° de téléphone", "Contact"]),
        "passport": (["Passeport", "Passeport n°"], ["N° du passeport", "Numéro de passeport"]),
        "national_id": (["NNI", "CNI"], ["Carte nationale d'identité", "N° CNI"]),
        "plate": (["Immatriculation", "Plaque"], ["N° d'immatriculation", "Plaque d'immatriculation"]),
        "vin": (["Châssis", "N° de châssis"], ["Numéro de châssis", "VIN"]),
        "imei": (["IMEI"], ["N° IMEI", "IMEI 1"]),
        "imo": (["IMO", "N° OMI"], ["Numéro OMI"]),
        "mmsi": (["MMSI"], ["N° MMSI"]),
        "account": (["IBAN", "Compte bancaire"], ["N° de compte", "RIB"]),
        "name": (["Nom"], ["Nom et prénom"]),
    },
    "en": {
        "phone": (["Phone", "Tel"], ["Mobile no.", "Telephone number"]),
        "passport": (["Passport", "Passport no"], ["Passport number", "PPT no"]),
        "national_id": (["National ID", "NIN"], ["ID card no.", "Identity card number"]),
        "plate": (["Registration", "Number plate"], ["Plate no.", "Vehicle registration"]),
        "vin": (["Chassis", "Chassis no"], ["VIN", "Chassis number"]),
        "imei": (["IMEI"], ["IMEI no."]),
        "imo": (["IMO"], ["IMO number"]),
        "mmsi": (["MMSI"], ["MMSI no."]),
        "account": (["IBAN", "Bank account"], ["Account no.", "Account number"]),
        "name": (["Name"], ["Full name"]),
    },
    "es": {
        "phone": (["Teléfono", "Tel."], ["Móvil", "Nº de teléfono"]),
        "passport": (["Pasaporte", "Pasaporte nº"], ["Nº de pasaporte", "Número de pasaporte"]),
        "national_id": (["DNI", "NIE"], ["Documento de identidad", "Nº DNI"]),
        "plate": (["Matrícula", "Placa"], ["Nº de matrícula", "Matrícula del vehículo"]),
        "vin": (["Bastidor", "Nº de bastidor"], ["Número de bastidor", "VIN"]),
        "imei": (["IMEI"], ["Nº IMEI"]),
        "imo": (["OMI", "Nº OMI"], ["Número IMO"]),
        "mmsi": (["MMSI"], ["Nº MMSI"]),
        "account": (["IBAN", "Cuenta bancaria"], ["Nº de cuenta", "Número de cuenta"]),
        "name": (["Nombre"], ["Nombre y apellidos"]),
    },
    "pt": {
        "phone": (["Telefone", "Tel"], ["Telemóvel", "N.º de telefone"]),
        "passport": (["Passaporte", "Passaporte n.º"], ["N.º do passaporte", "Número do passaporte"]),
        "national_id": (["BI", "Bilhete de identidade"], ["N.º do BI", "Cartão de cidadão"]),
        "plate": (["Matrícula", "Matrícula n.º"], ["N.º de matrícula", "Chapa de matrícula"]),
        "vin": (["Chassi", "N.º do chassi"], ["Número de quadro", "VIN"]),
        "imei": (["IMEI"], ["N.º IMEI"]),
        "imo": (["IMO", "OMI"], ["Número IMO"]),
        "mmsi": (["MMSI"], ["N.º MMSI"]),
        "account": (["IBAN", "Conta bancária"], ["N.º da conta", "NIB"]),
        "name": (["Nome"], ["Nome completo"]),
    },
    "ar": {
        "phone": (["رقم الهاتف", "الهاتف"], ["هاتف", "رقم الجوال"]),
        "passport": (["رقم جواز السفر", "جواز السفر"], ["جواز سفر رقم", "رقم الجواز"]),
        "national_id": (["الرقم الوطني", "بطاقة التعريف"], ["رقم بطاقة التعريف الوطنية", "رقم الهوية"]),
        "plate": (["رقم اللوحة", "لوحة السيارة"], ["رقم التسجيل", "لوحة الترقيم"]),
        "vin": (["رقم الهيكل", "رقم الشاسيه"], ["رقم هيكل السيارة"]),
        "imei": (["IMEI", "رقم IMEI"], ["الرقم التسلسلي للهاتف"]),
        "imo": (["رقم IMO"], ["رقم المنظمة البحرية"]),
        "mmsi": (["رقم MMSI"], ["MMSI"]),
        "account": (["رقم الحساب", "IBAN"], ["الحساب البنكي", "رقم الحساب البنكي"]),
        "name": (["الاسم"], ["الاسم الكامل"]),
    },
}
UNKNOWN: dict[str, Halves] = {
    "fr": (["inconnu", "non identifié", ""], ["à déterminer", "non communiqué", "N/A"]),
    "en": (["unknown", "not known", ""], ["unidentified", "to be established", "N/A"]),
    "es": (["desconocido", "sin identificar", ""], ["no identificado", "por determinar", "se desconoce"]),
    "pt": (["desconhecido", "por identificar", ""], ["não identificado", "a determinar", "sem nome"]),
    "ar": (["مجهول", "غير معروف", ""], ["مجهول الهوية", "غير محدد", "لم يحدد"]),
}
"""What stands in the field of a name where nobody knows it."""

BOATS: dict[str, tuple[list[str], list[str]]] = {
    "fr": (["Mame Ndiarré", "Yaye Sokhna", "Serigne Babouya"], ["Borom Kayarre", "Ndeye Lamtoro", "Taïf Diopp"]),
    "en": (["Yaay Falla", "Kunta Jarrai", "Sea Breezer"], ["Mama Africana", "Touba Darami", "Blessed Wolofa"]),
    "es": (["Santa Rosaria", "Virgen del Faro", "Nueva Salinera"], ["Estrella Canora", "San Telmito", "Mar Azulina"]),
    "pt": (["Boa Esperançosa", "Nossa Senhora", "Rainha do Sul"], ["Bubaque Nova", "Mar Sereno", "Flor de Bolama"]),
    "ar": (["ياي فالا", "مام ندياري", "نجمة البحرين"], ["توبا كايار", "بركة الوالدة", "ياي سوخنا"]),
}
DESCRIBED: dict[str, dict[str, Halves]] = {
    "fr": {
        "plain": (
            ["Une pirogue bleue et blanche de 18 mètres avec deux moteurs nommée {v} a quitté la plage vers minuit.",
             "Un chalutier en bois peint en vert et long de 22 m dénommé {v} a été contrôlé au large."],
            ["Une embarcation artisanale à moteur hors-bord de 40 chevaux baptisée {v} a été aperçue à l'aube.",
             "Un bateau de pêche à coque blanche, d'environ 15 m, du nom de {v}, croisait au large."]),
        "commas": (
            ["On signale une pirogue rouge, longue de 20 mètres, à deux moteurs Yamaha, nommée {v}, partie hier.",
             "Vu un navire gris, d'une vingtaine de mètres, sans feux, appelé {v}."],
            ["Une pirogue en bois, peinte en jaune, 21 m, moteur Suzuki de 60 CV, portant le nom {v}, a accosté.",
             "Un canot, coque verte, avec 80 personnes à bord, dénommé {v}, a chaviré."]),
        "numbered": (
            ["Une pirogue bleue de 18 mètres, immatriculée DK 1234, nommée {v}, a été saisie."],
            ["Une embarcation de 16 m, immatriculée MB 4471, baptisée {v}, est recherchée."]),
        "quoted": (
            ["Une pirogue bleue et blanche de 18 mètres, à proue relevée, nommée « {v} », a été saisie."],
            ["Un bateau (20 m, deux moteurs) portant l'inscription « {v} » a été vu à l'aube."]),
        "person": (
            ["Une pirogue bleue de 18 mètres conduite par le nommé {n} a été vue.",
             "Une pirogue a quitté la plage. Une femme nommée {n} a été entendue."],
            ["Un bateau blanc de 12 m, avec à son bord un homme nommé {n}, a accosté.",
             "Une embarcation grise, dont le capitaine est appelé {n}, a été fouillée."]),
    },
    "en": {
        "plain": (
            ["A wooden boat about 20 m long called {v} left the beach after midnight.",
             "A blue and white fishing vessel with two outboard engines named {v} was seen."],
            ["A large canoe painted green with some forty people on board called {v} was stopped.",
             "A trawler of 22 metres with a white hull by the name of {v} was sighted."]),
        "commas": (
            ["They used a boat, painted red, about 18 m long, two Yamaha engines, called {v}, which left at night.",
             "A pirogue, blue and white, with 90 people on board, named {v}, was intercepted."],
            ["The patrol met a wooden canoe, 15 metres, one Suzuki engine, bearing the name {v}, off the cape.",
             "A vessel, grey hull, no lights, known as {v}, drifted for two days."]),
        "numbered": (
            ["A blue boat of 18 metres, registered BJ 1234, named {v}, was seized."],
            ["A fishing vessel, 16 m, registration KM 4471, called {v}, is wanted."]),
        "quoted": (
            ['A wooden boat of about 20 metres, with a raised bow, called "{v}", was seized.'],
            ['A boat (20 m, two engines) with the name "{v}" was seen at dawn.']),
        "person": (
            ["A wooden boat about 20 m long, driven by a man called {n}, was seen.",
             "The boat was blue. A woman named {n} paid for it."],
            ["A grey boat whose captain is called {n} was searched.",
             "A canoe with two engines belonging to a fisherman named {n} was found."]),
    },
    "es": {
        "plain": (
            ["Una embarcación de madera con motor Yamaha de 40 caballos llamada {v} salió de la playa.",
             "Un cayuco azul y blanco de unos 20 metros llamado {v} fue avistado."],
            ["Una patera de casco blanco y 12 metros de eslora denominada {v} fue interceptada.",
             "Un barco de pesca de casco verde con el nombre de {v} fue visto al amanecer."]),
        "commas": (
            ["Se vio una embarcación de madera con motor Yamaha, de nombre {v}, cerca de la costa.",
             "Un cayuco rojo, de 18 metros, con dos motores, llamado {v}, partió de noche."],
            ["Una lancha, pintada de amarillo, 15 m de eslora, motor Suzuki, bautizada {v}, fue localizada.",
             "Un buque gris, sin luces, con 80 personas a bordo, denominado {v}, quedó a la deriva."]),
        "numbered": (
            ["Una embarcación azul de 18 metros, matrícula CU 1234, llamada {v}, fue incautada."],
            ["Un barco de 16 m, con matrícula TE 4471, denominado {v}, está en busca."]),
        "quoted": (
            ["Una embarcación de madera de 18 metros, con dos motores, llamada «{v}», fue incautada."],
            ["Un cayuco (20 m, dos motores) que lleva por nombre «{v}» fue visto al alba."]),
        "person": (
            ["Un cayuco azul de 18 metros patroneado por un hombre llamado {n} fue visto.",
             "La patera llegó a la playa. Una mujer llamada {n} fue atendida."],
            ["Una embarcación gris cuyo patrón es llamado {n} fue registrada.",
             "Un barco blanco, propiedad de un pescador de nombre {n}, fue hallado."]),
    },
    "pt": {
        "plain": (
            ["Uma piroga de madeira com dois motores de 40 cavalos chamada {v} saiu da praia.",
             "Um barco de pesca azul e branco com cerca de 15 metros chamado {v} foi visto."],
            ["Uma canoa pintada de verde com uns quarenta passageiros denominada {v} foi intercetada.",
             "Um navio de casco branco de 22 metros com o nome de {v} foi avistado."]),
        "commas": (
            ["Foi vista uma piroga de madeira com motor Yamaha, de nome {v}, perto da costa.",
             "Um barco vermelho, de 18 metros, com dois motores, chamado {v}, partiu de noite."],
            ["Uma embarcação, pintada de amarelo, 15 m de comprimento, motor Suzuki, batizada {v}, foi localizada.",
             "Um navio cinzento, sem luzes, com 80 pessoas a bordo, denominado {v}, ficou à deriva."]),
        "numbered": (
            ["Uma piroga azul de 18 metros, matrícula BS 1234, chamada {v}, foi apreendida."],
            ["Um barco de 16 m, com matrícula CA 4471, denominado {v}, é procurado."]),
        "quoted": (
            ["Uma piroga de madeira de 18 metros, com dois motores, chamada «{v}», foi apreendida."],
            ["Um barco (20 m, dois motores) cujo nome é «{v}» foi visto de madrugada."]),
        "person": (
            ["Uma piroga azul de 18 metros conduzida por um homem chamado {n} foi vista.",
             "A canoa chegou à praia. Uma mulher chamada {n} foi ouvida."],
            ["Um barco cinzento cujo mestre é chamado {n} foi revistado.",
             "Uma embarcação branca, propriedade de um pescador de nome {n}, foi achada."]),
    },
    "ar": {
        "plain": (
            ["غادر الشاطئ ليلا زورق خشبي طوله 18 مترا وعلى متنه محركان يسمى {v}.",
             "شوهد قارب أزرق وأبيض طوله 20 مترا اسمه {v}."],
            ["اعترضت الدورية سفينة صيد بيضاء طولها 22 مترا تسمى {v}.",
             "رصد مركب صيد أخضر بمحرك واحد يحمل اسم {v}."]),
        "commas": (
            ["شوهد قارب أحمر، طوله 18 مترا، بمحركين من نوع ياماها، يسمى {v}، قرب الساحل.",
             "ضبط زورق مطاطي، رمادي اللون، بدون أضواء، المسمى {v}."],
            ["رصدت سفينة، بيضاء اللون، طولها 15 مترا، على متنها 80 راكبا، اسمها {v}، في عرض البحر.",
             "عثر على قارب خشبي، أصفر اللون، بمحرك سوزوكي، يدعى {v}."]),
        "numbered": (
            ["حجز زورق أزرق طوله 18 مترا، رقم تسجيله DK 1234، يسمى {v}."],
            ["ضبط مركب طوله 16 مترا، يحمل الرقم MB 4471، واسمه {v}."]),
        "quoted": (
            ["حجز زورق خشبي طوله 18 مترا، بمحركين، يسمى «{v}»."],
            ["شوهد قارب (20 مترا، محركان) يحمل اسم «{v}» عند الفجر."]),
        "person": (
            ["شوهد زورق أزرق طوله 18 مترا يقوده رجل يدعى {n}.",
             "وصل القارب إلى الشاطئ. تم الاستماع إلى امرأة تسمى {n}."],
            ["فتش قارب رمادي وكان قبطانه المدعو {n}.",
             "عثر على زورق أبيض، صاحبه يسمى {n}، قرب الميناء."]),
    },
}  # fmt: skip
