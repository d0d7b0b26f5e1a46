"""The alphabet of an SMS (GSM 03.38): what fits, how long it is, and what stands in for what does not."""

import unicodedata

SEGMENT = 160
"""Characters of one segment that holds GSM-7 only."""

LONG_SEGMENT = 153
"""Characters of each segment of a longer text: seven make room for its place in the row."""

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")
"""These take the room of two characters each."""

STANDS_FOR = {
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "\u2013": "-",
    "\u2014": "-",
    "\u2212": "-",
    "\u2018": "'",
    "\u2019": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u201e": '"',
    "\u00ab": '"',
    "\u00bb": '"',
    "\u2026": "...",
    "\u00a0": " ",
    "\u2007": " ",
    "\u2009": " ",
    "\u202f": " ",
    "\t": " ",
    "\u00b7": "-",
    "\u2022": "-",
    "\u00d7": "x",
}


def clean(text: str) -> str:
    """`text` in GSM-7 only: dashes, quotes and odd spaces become plain, accents are lost, the rest is left out."""
    if BASIC.issuperset(text):
        return text
    return "".join(_plain(character) for character in unicodedata.normalize("NFC", text))


def _plain(character: str) -> str:
    if character in BASIC or character in EXTENDED:
        return character
    if character in STANDS_FOR:
        return STANDS_FOR[character]
    letter = unicodedata.normalize("NFKD", character)[0]
    return letter if letter in BASIC else ""


def length(text: str) -> int:
    """How much room `text` takes, in GSM-7 characters. Raises ValueError for a character outside it."""
    if BASIC.issuperset(text):
        return len(text)
    outside = [character for character in text if character not in BASIC and character not in EXTENDED]
    if outside:
        raise ValueError(f"outside GSM-7: {outside[0]!r}")
    return len(text) + sum(character in EXTENDED for character in text)


def fits(text: str) -> bool:
    """Whether `text` goes in one segment."""
    return length(text) <= SEGMENT


def segments(text: str) -> int:
    """How many segments, and so how many prices, `text` takes."""
    room = length(text)
    if room <= SEGMENT:
        return 1
    if room == len(text):
        return -(-room // LONG_SEGMENT)
    used, left = 1, LONG_SEGMENT
    for character in text:
        takes = 2 if character in EXTENDED else 1
        if takes > left:  # the two halves of a character stay together
            used, left = used + 1, LONG_SEGMENT
        left -= takes
    return used
