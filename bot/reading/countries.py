"""Countries of origin: code, then their names in Swedish and English (R20). To add one, write its line."""

from bot.reading.normalise import folded

COUNTRIES = """
AD andorra|AF afghanistan|AL albanien albania albaner albanian albanians|AM armenien armenia|AO angola
AT österrike austria|AZ azerbajdzjan azerbaijan|BA bosnien bosnia bosnien-hercegovina|BD bangladesh
BE belgien belgium|BG bulgarien bulgaria bulgarer bulgarian bulgarians|BI burundi|BY vitryssland belarus
CD kongo congo|CH schweiz switzerland|CI elfenbenskusten|CL chile|CM kamerun cameroon|CN kina china
CO colombia|CU kuba cuba|CY cypern cyprus|CZ tjeckien czechia czech
DE tyskland germany tyskar german germans|DJ djibouti|DK danmark denmark danskar
DZ algeriet algeria algerier algerian algerians|EE estland estonia ester estonian estonians|EG egypten egypt
ER eritrea eritreaner eritrean eritreans|ES spanien spain|ET etiopien ethiopia etiopier
FI finland finländare finnar finnish finns|FR frankrike france|GB storbritannien england uk
GE georgien georgia georgier georgian georgians|GH ghana ghananer|GM gambia gambier|GN guinea
GR grekland greece|HR kroatien croatia|HU ungern hungary ungrare hungarian hungarians|IE irland ireland
IN indien india|IQ irak iraq irakier|IR iran iranier|IS island iceland|IT italien italy|JO jordanien jordan
KE kenya|KG kirgizistan kyrgyzstan|KW kuwait|KZ kazakstan kazakhstan|LB libanon lebanon|LI liechtenstein
LK lanka|LR liberia|LT litauen lithuania litauer lithuanian lithuanians|LU luxemburg luxembourg
LV lettland latvia letter latvian latvians|LY libyen libya|MA marocko morocco marockaner moroccan moroccans
MC monaco|MD moldavien moldova moldaver|ME montenegro|MK makedonien nordmakedonien macedonia|ML mali
MN mongoliet mongolia|MR mauretanien mauritania|MT malta|NG nigeria nigerianer nigerian nigerians
NL nederländerna holland netherlands|NO norge norway norrmän|NP nepal|PE peru|PK pakistan
PL polen poland polacker polish poles|PS palestina palestine|PT portugal
RO rumänien romania rumäner romanian romanians|RS serbien serbia|RU ryssland russia ryssar russian russians
RW rwanda|SA saudiarabien|SD sudan|SE sverige sweden svenskar swedish swedes|SI slovenien slovenia
SK slovakien slovakia slovaker slovak slovaks|SL leone|SM marino|SN senegal
SO somalia somalier somali somalis|SS sydsudan|SY syrien syria syrier syrian syrians|TD tchad chad|TG togo
TH thailand|TJ tadzjikistan tajikistan|TM turkmenistan|TN tunisien tunisia tunisier|TR turkiet turkey turkar
TZ tanzania|UA ukraina ukraine ukrainare ukrainian ukrainians|UG uganda|US usa|UZ uzbekistan
VA vatikanstaten|VE venezuela|VN vietnam|XK kosovo|YE jemen yemen|ZA sydafrika|ZW zimbabwe
"""

NAMES: dict[str, str] = {}
CODES: dict[str, str] = {"UK": "GB", "EL": "GR"}
for _line in COUNTRIES.replace("|", "\n").split("\n"):
    if _line:
        _code, *_names = _line.split()
        CODES[_code] = _code
        NAMES.update((folded(name), _code) for name in _names)

SMALL_TOO = frozenset(
    [
        "ro",
        "bg",
        "ma",
        "pl",
        "ua",
        "ru",
        "lt",
        "lv",
        "ee",
        "ge",
        "al",
        "rs",
        "hu",
        "sk",
        "cz",
        "md",
        "tn",
        "dz",
        "sy",
        "iq",
        "ir",
        "af",
        "er",
        "et",
        "ng",
        "gh",
        "gm",
        "sn",
        "gb",
        "uk",
        "dk",
        "fi",
        "gr",
        "hr",
    ]
)
"""Codes that are read in small letters as well: the others are words ("de", "se", "no", "it", "so")."""

NEVER = frozenset(["AM", "MN"])
"""Codes that mean something else in a count: "10 AM", "MN 19"."""


def country_of(text: str) -> str | None:
    """The ISO 3166 alpha-2 code that a word gives: "RO", "ro", "Rumänien", "Romanians"; None for another word."""
    if len(text) == 2:
        if text.isupper() and text not in NEVER:
            return CODES.get(text)
        return CODES.get(text.upper()) if text.lower() in SMALL_TOO else None
    return NAMES.get(folded(text))


IN_SMALL_LETTERS = frozenset(word for word in (*NAMES, *SMALL_TOO) if country_of(word))
"""The names and codes as folded words."""
