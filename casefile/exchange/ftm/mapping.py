"""How FollowTheMoney's words and Griot's answer each other: tables only, the first match counts."""

from casefile.vocabulary import DateKind, FactKind, IdentifierKind, LinkRole, NameKind, RecordKind

KINDS: tuple[tuple[str, RecordKind], ...] = (
    ("Person", RecordKind.PERSON),
    ("LegalEntity", RecordKind.ORGANISATION),
    ("Vessel", RecordKind.VESSEL),
    ("Vehicle", RecordKind.VEHICLE),
    ("Identification", RecordKind.TRAVEL_DOCUMENT),
    ("BankAccount", RecordKind.ACCOUNT),
    ("CryptoWallet", RecordKind.ACCOUNT),
    ("UserAccount", RecordKind.ACCOUNT),
    ("Address", RecordKind.PLACE),
    ("Call", RecordKind.EVENT),
    ("Event", RecordKind.EVENT),
    ("Payment", RecordKind.EVENT),
    ("CourtCase", RecordKind.EVENT),
    ("Note", RecordKind.REPORT),
    ("Document", RecordKind.REPORT),
)

FOLDED_SCHEMATA: dict[str, str] = {
    "Sanction": "said of whom it is against, and dates the listing",
    "Occupancy": "said of who holds the post",
    "Position": "said of who holds it; a post nobody in the file holds is nobody's",
}
"""Said in the text of another entity, and no records of their own."""

NOT_HELD: dict[str, str] = {
    **dict.fromkeys(
        ("Asset", "RealEstate", "Security"), "property as such: bring what is used as a vehicle or a place"
    ),
    **dict.fromkeys(
        ("CallForTenders", "Contract", "ContractAward", "License", "Project", "ProjectParticipant"),
        "public procurement: who deals with whom comes as Ownership or UnknownLink",
    ),
    **dict.fromkeys(("EconomicActivity", "TaxRoll"), "figures of trade and tax"),
    **dict.fromkeys(("Mention", "Similar"), "a guess of another machine: Griot finds its own"),
    "Page": "one page of a document: bring the Document",
    "Risk": "an assessment without a ground",
    "Territory": "a country or a part of one: stands at each place",
}
"""Concrete schemata that do not come in, each with the reason that the report gives."""

WATCHABLE = frozenset(RecordKind) - {RecordKind.EVENT, RecordKind.REPORT}
"""A watch asks for somebody or something; an event or a text cannot be looked for."""

NAMES: tuple[tuple[str, NameKind], ...] = (
    ("name", NameKind.MAIN),
    ("alias", NameKind.ALIAS),
    ("weakAlias", NameKind.WEAK_ALIAS),
    ("abbreviation", NameKind.WEAK_ALIAS),
    ("previousName", NameKind.FORMER),
)
GIVEN_PARTS = ("firstName", "secondName", "middleName", "fatherName", "lastName", "nameSuffix")
"""Put together only where an entity has no name; the father's name only where there is no family name."""

IDENTIFIERS: dict[str, IdentifierKind] = {
    "phone": IdentifierKind.PHONE,
    "email": IdentifierKind.EMAIL,
    "passportNumber": IdentifierKind.PASSPORT,
    "idNumber": IdentifierKind.NATIONAL_ID,
    "socialSecurityNumber": IdentifierKind.NATIONAL_ID,
    "personalNumber": IdentifierKind.NATIONAL_ID,
    "imoNumber": IdentifierKind.IMO,
    "mmsi": IdentifierKind.MMSI,
    "accountNumber": IdentifierKind.ACCOUNT,
    "iban": IdentifierKind.ACCOUNT,
    "publicKey": IdentifierKind.ACCOUNT,
    "cryptoAddress": IdentifierKind.ACCOUNT,
    "accountId": IdentifierKind.ACCOUNT,
    "username": IdentifierKind.HANDLE,
    "callerNumber": IdentifierKind.PHONE,
    "receiverNumber": IdentifierKind.PHONE,
    "serialNumber": IdentifierKind.VIN,
    "icaoCode": IdentifierKind.REGISTRATION,
    "callSign": IdentifierKind.REGISTRATION,
    "crsNumber": IdentifierKind.REGISTRATION,
}
REGISTRATION: dict[RecordKind, IdentifierKind] = {
    RecordKind.VEHICLE: IdentifierKind.PLATE,
    RecordKind.VESSEL: IdentifierKind.HULL,
}
"""What `registrationNumber` is, on anything but an organisation."""

ORGANISATION_CODES = frozenset({
    "registrationNumber", "taxNumber", "vatCode", "innCode", "ogrnCode", "okpoCode", "leiCode", "dunsCode",
    "licenseNumber", "uscCode", "npiCode", "jibCode", "irsCode", "voenCode", "kppCode", "swiftBic", "bikCode",
})  # fmt: skip

DATES: dict[str, DateKind] = {
    "birthDate": DateKind.BIRTH,
    "deathDate": DateKind.DEATH,
    "incorporationDate": DateKind.FOUNDED,
}

TEXTS: tuple[tuple[str, str], ...] = (
    ("bodyText", ""),
    ("description", ""),
    ("notes", ""),
    ("summary", ""),
    ("biography", ""),
    ("remarks", ""),
    ("title", "Title"),
    ("fileName", "File"),
    ("author", "Author"),
    ("position", "Function"),
    ("profession", "Occupation"),
    ("appearance", "Appearance"),
    ("height", "Height"),
    ("eyeColor", "Eyes"),
    ("hairColor", "Hair"),
    ("motherName", "Mother"),
    ("fatherName", "Father"),
    ("spokenLanguage", "Speaks"),
    ("country", "Connected with"),
    ("jurisdiction", "Registered in"),
    ("legalForm", "Legal form"),
    ("status", "Status"),
    ("sector", "Sector"),
    ("type", "Type"),
    ("model", "Model"),
    ("manufacturer", "Made by"),
    ("buildDate", "Built"),
    ("flag", "Flag"),
    ("pastFlags", "Earlier flags"),
    ("registrationPort", "Home port"),
    ("service", "Service"),
    ("bankName", "Bank"),
    ("bic", "BIC"),
    ("currency", "Currency"),
    ("authority", "Issued by"),
    ("duration", "Duration"),
    ("amount", "Amount"),
    ("purpose", "For"),
    ("transactionNumber", "Transaction"),
    ("court", "Court"),
    ("caseNumber", "Case number"),
    ("category", "Category"),
    ("website", "Website"),
    ("peopleMentioned", "Persons named"),
    ("companiesMentioned", "Organisations named"),
    ("namesMentioned", "Names"),
    ("phoneMentioned", "Phones named"),
    ("emailMentioned", "Addresses named"),
    ("locationMentioned", "Places named"),
    ("keywords", "Keywords"),
)
"""Kept as words in the record's text, behind a label where the bare value would not explain itself."""

FACTS: dict[RecordKind, dict[str, FactKind]] = {
    RecordKind.VEHICLE: {"manufacturer": FactKind.MAKE, "model": FactKind.MODEL},
    RecordKind.TRAVEL_DOCUMENT: {"authority": FactKind.ISSUER},
    RecordKind.ACCOUNT: {"service": FactKind.PROVIDER, "bankName": FactKind.PROVIDER},
}
"""Properties that answer a question of Griot's; of several values each stays in the text, as an answer is one."""

EDGES: dict[str, tuple[str, str, LinkRole]] = {
    "Ownership": ("owner", "asset", LinkRole.OWNER),
    "Control": ("controller", "controlled", LinkRole.OWNER),
    "Directorship": ("director", "organization", LinkRole.DIRECTOR),
    "Membership": ("member", "organization", LinkRole.MEMBER),
    "Employment": ("employee", "employer", LinkRole.MEMBER),
    "Family": ("relative", "person", LinkRole.RELATIVE),
    "Associate": ("associate", "person", LinkRole.ASSOCIATE),
    "Representation": ("agent", "client", LinkRole.ASSOCIATE),
    "Documentation": ("entity", "document", LinkRole.MENTIONED),
    "UnknownLink": ("subject", "object", LinkRole.OTHER),
    "CourtCaseParty": ("party", "case", LinkRole.MENTIONED),
    "Debt": ("debtor", "creditor", LinkRole.OTHER),
    "Succession": ("predecessor", "successor", LinkRole.OTHER),
}
"""Schemata that say how two things belong together: (who plays the part, in what, which part)."""

EDGE_WORDS = ("role", "relationship", "type", "description", "summary")
"""Where an edge says in words what part it is."""

PARTS: dict[tuple[str, str], LinkRole] = {
    ("Vehicle", "owner"): LinkRole.OWNER,
    ("Vehicle", "operator"): LinkRole.USER,
    ("UserAccount", "owner"): LinkRole.OWNER,
    ("CryptoWallet", "holder"): LinkRole.HOLDER,
    ("BankAccount", "bank"): LinkRole.OTHER,
    ("Identification", "holder"): LinkRole.HOLDER,
    ("Event", "organizer"): LinkRole.ORGANISER,
    ("Event", "involved"): LinkRole.MENTIONED,
    ("Trip", "vehicle"): LinkRole.OTHER,
    ("Call", "caller"): LinkRole.USER,
    ("Call", "receiver"): LinkRole.USER,
    ("Payment", "payer"): LinkRole.OTHER,
    ("Payment", "beneficiary"): LinkRole.OTHER,
    ("Payment", "payerAccount"): LinkRole.OTHER,
    ("Payment", "beneficiaryAccount"): LinkRole.OTHER,
    ("Note", "entity"): LinkRole.MENTIONED,
    ("Image", "pictured"): LinkRole.MENTIONED,
    ("Email", "emitters"): LinkRole.MENTIONED,
    ("Email", "recipients"): LinkRole.MENTIONED,
    ("Message", "sender"): LinkRole.MENTIONED,
    ("Message", "recipients"): LinkRole.MENTIONED,
}
"""(schema, property): the entity named there plays this part in the entity that names it."""

BELONGS: dict[tuple[str, str], LinkRole] = {("LegalEntity", "parent"): LinkRole.MEMBER}
"""The other way round: the naming entity plays this part in the one it names."""

FOLDED = frozenset({"addressEntity", "startLocation", "endLocation"})
"""Entities that become a place of the one that names them."""

HELD_ELSEWHERE = frozenset({
    "birthPlace", "birthCountry", "address", "location", "nationality", "citizenship", "gender", "full", "street",
    "street2", "city", "state", "region", "postalCode", "postOfficeBox", "number", "country", "startDate", "endDate",
    "date", "fileDate", "closeDate", "authoredAt", "publishedAt", "topics", "surname", "givenName", "birthDate",
    *GIVEN_PARTS,
})  # fmt: skip
"""Properties the mapping reads by name; all others of an entity are reported as not held."""
