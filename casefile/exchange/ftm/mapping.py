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
    ("Note", RecordKind.REPORT),
    ("Document", RecordKind.REPORT),
    ("Payment", RecordKind.EVENT),
    ("EconomicActivity", RecordKind.EVENT),
    ("CourtCase", RecordKind.EVENT),
    ("Contract", RecordKind.REPORT),
    ("CallForTenders", RecordKind.REPORT),
    ("Project", RecordKind.REPORT),
    ("RealEstate", RecordKind.PLACE),
)

SANCTION = "Sanction"
WORDS: dict[str, str] = {
    SANCTION: "entity",
    "Risk": "entity",
    "TaxRoll": "taxee",
    "Occupancy": "holder",
    "Page": "document",
}
"""Schemata that say something of another one, which this property names: words in its text, and no record."""
POSTS = {"Occupancy": "post"}
"""Of these the named entity is told by its name: a public office is no record."""

UNREAD: dict[str, str] = {
    "Asset": "a thing of no kind that can be searched or watched",
    "Mention": "names that a program found in a document; the document's own text is read",
    "Page": "of a document that is not in the file",
    "Position": "an office that nobody in the file holds",
    "Occupancy": "of a holder that is not in the file",
    "Risk": "of an entity that is not in the file",
    "Sanction": "against an entity that is not in the file",
    "TaxRoll": "of a taxpayer who is not in the file",
    "Security": "a share or bond: neither a person, a place nor a thing that moves",
    "Similar": "another program's guess that two are one; Griot compares them itself",
    "Territory": "a country or region: countries are held as codes",
}
"""Why what is left of a schema is not read. With KINDS, EDGES and WORDS every concrete schema has its place."""

NEVER = frozenset({"religion", "ethnicity", "political", "politicalGroup"})
"""Held nowhere, not as words either (LED Art. 10)."""

IN_WORDS = ("Payment", "EconomicActivity", "CourtCase", "Contract", "CallForTenders", "Project", "RealEstate")
"""All that these say besides stands in their text, behind the model's own label."""

WATCHABLE = frozenset(RecordKind) - {RecordKind.REPORT}
"""A watch asks for somebody or something, or for a departure; a text cannot be looked for."""

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
    "ContractAward": ("supplier", "contract", LinkRole.MENTIONED),
    "ProjectParticipant": ("participant", "project", LinkRole.MENTIONED),
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
    ("Note", "entity"): LinkRole.MENTIONED,
    ("Image", "pictured"): LinkRole.MENTIONED,
    ("Email", "emitters"): LinkRole.MENTIONED,
    ("Email", "recipients"): LinkRole.MENTIONED,
    ("Message", "sender"): LinkRole.MENTIONED,
    ("Message", "recipients"): LinkRole.MENTIONED,
    **{("Payment", name): LinkRole.OTHER for name in (
        "payer", "payerAccount", "beneficiary", "beneficiaryAccount", "contract", "project"
    )},
    **{("EconomicActivity", name): LinkRole.OTHER for name in (
        "declarant", "sender", "receiver", "contract", "contractHolder", "bankAccount", "bankRub", "bankForeign",
        "transport",
    )},
    **{("Contract", name): LinkRole.OTHER for name in ("authority", "project")},
    **{("CallForTenders", name): LinkRole.OTHER for name in ("authority", "onBehalfOf", "tenderers")},
}  # fmt: skip
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

HELD = frozenset(
    {name for name, _ in NAMES}
    | set(IDENTIFIERS)
    | ORGANISATION_CODES
    | set(DATES)
    | {name for name, _ in TEXTS}
    | HELD_ELSEWHERE
)
"""Properties that are read by their names."""
