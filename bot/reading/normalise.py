"""Text as it arrives, made readable: one form of Unicode, mojibake undone, lost dots marked (R2)."""

import html
import re
import unicodedata

LONGEST = 1500
"""A longer text is no count: it is never stored from (docs/reading.md)."""

LOST = "\ufffd"
"""Stands for a letter that was lost on the way: "m?n", "m\ufffdn"."""

MOJIBAKE = {
    "Ã¥": "å",
    "Ã¤": "ä",
    "Ã¶": "ö",
    "Ã…": "Å",
    "Ã„": "Ä",
    "Ã–": "Ö",
    "Ã©": "é",
    "Ã\x85": "Å",
    "Ã\x84": "Ä",
    "Ã\x96": "Ö",
    "a\u030a": "å",
    "a\u0308": "ä",
    "o\u0308": "ö",
    "â€“": "-",
    "â€”": "-",
    "Â": "",
}
"""UTF-8 that was read as Latin-1 or Windows-1252."""

TWICE = {"Ãƒ": "Ã", "Â¤": "¤", "Â¥": "¥", "Â¶": "¶"}
"""The same once more on top of it."""

DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
SIGNS = {
    **DASHES,
    **dict.fromkeys(map(ord, "＋﹢"), "+"),
    **dict.fromkeys(map(ord, "／⁄∕"), "/"),
    ord("："): ":",
    ord("＝"): "=",
    ord("，"): ",",
    ord("？"): "?",
    ord("’"): "'",
    ord("`"): "'",
    ord("´"): "'",
    ord("\u20e3"): " ",  # the frame of a keycap digit
    ord("\u00ad"): None,
    ord("→"): ">",
}
PLAIN = re.compile(r"[\n\r\t -~åäöÅÄÖéÉ]*")
KEYCAP = re.compile("([0-9])\ufe0f?\u20e3")
LOST_INSIDE = re.compile(r"(?<=[A-Za-zåäöÅÄÖ])(?:\ufffd+|\?)(?=[A-Za-zåäöÅÄÖ])")
STRANGE_INSIDE = re.compile(r"(?<=[A-Za-zåäöÅÄÖ])[\x80-\xbf‚„…†‡ˆ‰Š‹ŒŽ‘”•˜™š›œžŸ¢-¿õÕ]+(?=[A-Za-zåäöÅÄÖ])")
LOST_QUEUE = re.compile(r"\b[kK][?\ufffd](?= ?\d)")
LOST_AT_EDGE = re.compile("\ufffd+")
FOLDS = str.maketrans("åäöéèêüæøáàâëïíìîóôòúùûýÿñçšžğışćčł", "aaoeeeuaoaaaeiiiiooouuuyyncszgisccl")


def normalised(text: str) -> str:
    """`text` with one form of each letter, digit, dash and space; its case is kept.

    "k９ m１９" is "k9 m19", "mÃ¤n" is "män", "m?n" is "m\ufffdn". A superscript or fraction becomes
    "\u00a4", which is no digit: "k9²" must not be 92.
    """
    if PLAIN.fullmatch(text):  # nearly every text
        if "?" in text:
            text = LOST_QUEUE.sub("kö", LOST_INSIDE.sub(LOST, text))
        return html.unescape(text) if "&" in text and ";" in text else text
    if "Ã" in text or "â" in text or "Â" in text:
        for table in (TWICE, MOJIBAKE):
            for broken, sound in table.items():
                text = text.replace(broken, sound)
    text = KEYCAP.sub(r"\1", text)
    text = unicodedata.normalize("NFC", text).translate(SIGNS)
    text = "".join([character if character < "\x7f" else _plain(character) for character in text])
    text = STRANGE_INSIDE.sub(LOST, text)
    text = LOST_QUEUE.sub("kö", LOST_INSIDE.sub(LOST, text))
    text = LOST_AT_EDGE.sub(LOST, text)
    return html.unescape(text) if "&" in text and ";" in text else text


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category in ("No", "Nl"):
        return "¤"
    if category == "Zs":
        return " "
    if category in ("Zl", "Zp"):
        return "\n"
    if category in ("Cf", "Mn", "Cs"):
        return LOST if category == "Cs" else ""
    if "\uff21" <= character <= "\uff5a":
        return unicodedata.normalize("NFKC", character)
    return character


def folded(word: str) -> str:
    """A word in the form in which the vocabulary keeps it: small letters without dots and rings."""
    lower = word.lower()
    return lower if lower.isascii() else lower.translate(FOLDS)
