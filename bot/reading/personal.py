"""Personal data, which is never kept: identity numbers, phone numbers, diagnoses (R23)."""

import re

from bot.reading.normalise import folded

IDENTITY = re.compile(
    r"(?<!\d)(?:\d{2})?\d{6}\s?[-+]\s?\d{4}(?!\d)|(?<!\d)(?:\d{10}|\d{12})(?!\d)|(?<!\d)\d{6} \d{4}(?!\d)"
)
PHONE = re.compile(
    r"(?:\+|(?<!\d)00)\s?[1-9]\d{1,2}[\s()-]{0,3}(?:\d[\s-]?){6,10}|(?<![\d/.:-])0\d{1,3}\s?-\s?(?:\d[\s]?){5,8}(?!\d)|(?<![\w/.])0[1-9]\d{7,9}(?!\d)"
    r"|(?<!\d)0\d{2} \d{3} \d{2} \d{2}(?!\d)|(?<!\d)0\d{2} \d{2} \d{2} \d{3}(?!\d)"
)
BIRTH = re.compile(
    r"(?<!\d)(?:19\d\d|200\d|201[0-4])(?:0[1-9]|1[0-2])(?:[0-3]\d)(?!\d)|(?<!\d)(?:19\d\d|200\d)-(?:0[1-9]|1[0-2])-[0-3]\d(?!\d)"
)
STEMS = (
    "schizo|psykos|psykot|bipolar|depress|deprimer|hepatit|tuberkul|epilep|diabet|adhd|autis|missbruk|alkohol|narkoman|heroin|cancer|demen|ptsd|covid|corona|sjalvmord|"
    "suicid|diagnos|overdos|schizophren|psychosis|psychotic|addict|dementia|tuberculosis|borderline|skabb|scabies|hjartinfarkt|abstinens|amfetamin|metadon|"
    "fodd |personnummer|pnr|samordningsnummer|social security"
)
DIAGNOSIS = re.compile(rf"\b(?:{STEMS}|(?:hiv|aids|tbc|tb|kol|pnr)\b)")
DIGITS = re.compile(r"\d[\d\s()+-]{5,}\d")
"""What every identity number, phone number and date of birth holds, and hardly any count."""


def is_personal(text: str) -> bool:
    """Whether a normalised text holds an identity number, a phone number or a diagnosis."""
    if DIGITS.search(text) and (IDENTITY.search(text) or PHONE.search(text) or BIRTH.search(text)):
        return True
    return DIAGNOSIS.search(folded(text)) is not None
