"""Words that stand before or behind a number in its field, in French, English, Spanish, Portuguese and Arabic.

In the folded form of `written.upper`; Arabic also with its article. What stands here is no part of any number of the
kind, whatever its case. Words of one or two letters that may begin a number are tied to countries.
"""

from casefile.vocabulary import IdentifierKind as Kind

COMMON = frozenset(
    "NUMERO NUMEROS NUMBER NUM NRO NR NO NBR REF REFERENCE REFERENCIA "
    "DE DU DES D DEL DO DA DOS DAS LA LE L LES EL OF THE ET AND Y "
    "رقم الرقم ارقام عدد رقمه رقمها هو".split()
)
"""Before a number of any kind."""

PAPERS = frozenset(
    "PASSEPORT PASSPORT PASAPORTE PASSAPORTE PASSEPORTE PASS PASP PASSP PPT PASSEP "
    "CARTE CARD CARTAO TARJETA CARNET CARTEIRA DOCUMENT DOCUMENTO DOC PIECE PAPIER PERMIS PERMIT PERMISO LICENCE "
    "LICENSE CARTA TITRE TITULO TITLE BILHETE CEDULA ATTESTATION RECEPISSE LAISSEZ PASSER LAISSEZPASSER "
    "IDENTITE IDENTITY IDENTIDAD IDENTIDADE IDENTIFICATION IDENTIFIANT IDENTIFICACION IDENTIFICACAO NATIONALE NATIONAL "
    "NACIONAL CIDADAO CITOYEN BIOMETRIQUE BIOMETRIC BIOMETRICO NUMERISEE CEDEAO ECOWAS ORDINAIRE DIPLOMATIQUE SERVICE "
    "ELECTEUR VOTER VOTERS ELECTORAL SEJOUR RESIDENT RESIDENCE RESIDENCIA RESIDENCIAL CONSULAIRE CONSULAR REFUGIE "
    "REFUGEE CONDUIRE DRIVING DRIVER DRIVERS CONDUCIR CONDUCAO VOYAGE TRAVEL VIAGEM VIAJE NAISSANCE BIRTH UNIQUE "
    "EXTRANJERO ETRANGER ETRANGERE VISA VISADO SCHENGEN ACTE ACTA CONTENEUR CONTAINER CONTENEDOR CONTENTOR MTCN "
    "CNI CNIB CNIE CINE CIN NNI NIN NINA NIP NPI CNIBE DNI NIF TIE ID IDCARD "
    "جواز الجواز سفر السفر سفره سفرها بطاقه البطاقه تعريف التعريف وطني الوطني وطنيه الوطنيه هويه الهويه وثيقه الوثيقه "
    "شخصيه الشخصيه للتعريف اقامه الاقامه رخصه سياقه القوميه قومي القومي لجواز".split()
)

TIED: dict[str, frozenset[str]] = {
    "BI": frozenset({"GW", "PT", "CV", "AO", "MZ", "ST"}),
    "CC": frozenset({"PT", "CV"}),
    "CI": frozenset({"ES", "IT", "BF", "CI", "BJ", "TG"}),
    "NIE": frozenset({"ES"}),
    "PP": frozenset(),
}
"""Short labels by countries where they are one; elsewhere the letters may belong to the number, unless a sign (:, n°)
or a number with letters of its own follows (NIE X1234567L)."""

BY_KIND: dict[Kind, frozenset[str]] = {
    Kind.PASSPORT: PAPERS,
    Kind.NATIONAL_ID: PAPERS,
    Kind.DOCUMENT: PAPERS,
    Kind.PLATE: frozenset(
        "PLAQUE PLAQUES PLATE PLATES PLACA PLACAS IMMATRICULATION IMMATRICULE IMMATRICULEE IMMAT IMM MATRICULE "
        "MATRICULA MATRIC REGISTRATION REGISTERED REG REGNO VEHICULE VEHICLE VEHICULO VEICULO VOITURE CAR COCHE CARRO "
        "CAMION TRUCK MOTO MINERALOGIQUE LICENSE LICENCE SOUS SERIE "
        "لوحه اللوحه لوحات ترقيم الترقيم تسجيل التسجيل سياره السياره مركبه المركبه شاحنه دراجه".split()
    ),
    Kind.VIN: frozenset(
        "VIN CHASSIS CHASIS CHASSI SERIE SERIAL SERIES BASTIDOR VEHICULE VEHICLE CADRE FRAME TYPE "
        "هيكل الهيكل شاسي الشاسي تسلسلي التسلسلي قاعده".split()
    ),
    Kind.IMEI: frozenset("IMEI IMEI1 IMEI2 SERIE SERIAL SIM APPAREIL DEVICE TELEPHONE PHONE ايمي".split()),
    Kind.IMO: frozenset("IMO OMI NAVIRE SHIP VESSEL BUQUE NAVIO المنظمه البحريه الدوليه سفينه".split()),
    Kind.MMSI: frozenset("MMSI ISMM NAVIRE SHIP VESSEL".split()),
    Kind.HULL: frozenset(
        "COQUE HULL CASCO IMMATRICULATION IMMATRICULE IMMATRICULEE IMMAT MATRICULE MATRICULA REGISTRATION REG PIROGUE "
        "BATEAU BOAT BARCO EMBARCATION CAYUCO PATERA ETAT قارب القارب مركب زورق بدن تسجيل التسجيل".split()
    ),
    Kind.ACCOUNT: frozenset(
        "IBAN RIB RIP COMPTE CPTE CTE ACCOUNT ACC ACCT CUENTA CTA CONTA NIB CCC BANCAIRE BANK BANCARIA COURANT EPARGNE "
        "CLE BANQUE BANCO CCP ايبان ايبن حساب الحساب بنكي البنكي مصرفي المصرفي".split()
    ),
    Kind.REGISTRATION: frozenset(
        "RCCM RC NINEA IFU NIF NIU ICE SIREN SIRET REGISTRE REGISTER REGISTRO COMMERCE COMERCIO COMERCIAL COMMERCIAL "
        "IDENTIFIANT FISCAL FISCALE TAX TIN TVA VAT CIF AGREMENT PATENTE ENTREPRISE COMPANY IMMATRICULATION "
        "REGISTRATION سجل السجل تجاري التجاري جبائي ضريبي الضريبي تعريف معرف".split()
    ),
    Kind.LIST_REFERENCE: frozenset("REF REFERENCE LISTE LIST LISTA ONU UN ENTRY FICHE".split()),
}
"""Before a number of this kind."""

GLUED: dict[Kind, str] = {
    Kind.PASSPORT: r"(?:PASSEPORT|PASSPORT|PASAPORTE|PASSAPORTE)(?=[A-Z]{0,3}\d{5})",
    Kind.NATIONAL_ID: r"(?:NNI|CNI|CNIE|NIN|CIN|NINA|DNI)(?=\d{6,}[A-Z]?$)|(?:DNI|NIE)(?=[XYZ]\d{7}[A-Z]$)",
    Kind.DOCUMENT: r"(?:NNI|CNI|CNIE|NIN|CIN|NINA|DNI)(?=\d{6,}[A-Z]?$)",
    Kind.IMEI: r"IMEI[12]?(?=\d{14,16}$)",
    Kind.IMO: r"(?:IMO|OMI)(?=\d)",
    Kind.MMSI: r"MMSI(?=\d)",
    Kind.VIN: r"VIN(?=[A-Z0-9]{17}$)",
    Kind.ACCOUNT: r"IBAN(?=[A-Z]{2}\d{2})|RIB(?=\d{20})",
    Kind.REGISTRATION: r"(?:NINEA|IFU|ICE|SIREN|SIRET)(?=\d{6})",
}
"""Labels written without a blank; only before what the kind's number looks like, so that no letter of one is lost."""

TAILS = frozenset(
    "EXP EXPIRE EXPIRES EXPIRED EXPIRY EXPIRANT EXPIRATION EXPIRA EXPIREE VALID VALIDE VALABLE VALIDITE VALIDITY "
    "VALIDO VALIDA VALIDADE VALIDEZ VENCE VENCIMIENTO CADUCA CADUCIDAD CADUCADO PERIME PERIMEE JUSQU JUSQUE HASTA ATE "
    "FIN UNTIL DELIVRE DELIVREE DELIVERED ETABLI ETABLIE EMIS EMISE EMITIDO EMITIDA EXPEDIDO EXPEDIDA EMISSAO ISSUED "
    "ISSUE DATE DATED DATEE DATANT FECHA DATA DU LE AU A PAR BY POR FAIT NE NEE BORN TITULAIRE HOLDER TITULAR NOM NAME "
    "AUX IN EN EM FROM ON BIC SWIFT BANQUE BANK CODE CLE "
    "صادر صادره الصادر الصادره صالح صالحه ينتهي تنتهي انتهاء تاريخ بتاريخ سلم سلمت مسلم لغايه حتي في من باسم".split()
)
"""From such a word on the rest of the field speaks of the paper, and is no part of its number; only behind a number."""

EXTENSION = "ext(?:ension)?|poste|extensi[oó]n|ramal|anexo|interno|int|داخلي|تحويلة|تحويله"
"""Before the few digits that are dialled behind a telephone number: patterns, in any case, not folded."""
