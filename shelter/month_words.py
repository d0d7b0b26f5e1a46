"""The names of the months in both languages, whole and shortened as people write them."""

_NAMES = (
    "jan januari january",
    "feb febr februari february",
    "mar mars march",
    "apr april",
    "maj may",
    "jun juni june",
    "jul juli july",
    "aug augusti august",
    "sep sept september",
    "okt oct oktober october",
    "nov november",
    "dec december",
)
MONTH = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
"""The number of a month by its name in small letters, 1 for January."""
