"""Numbers and weekdays as words, Swedish and English (R3, R15)."""

UNITS = {
    0: "noll zero nil",
    1: "",
    2: "två tvaa tvo two",
    3: "tre three",
    4: "fyra fyr four",
    5: "fem five",
    6: "sex six",
    7: "sju seven",
    8: "åtta eight",
    9: "nio nie nine",
    10: "tio tie ten",
    11: "elva eleven",
    12: "tolv twelve",
    13: "tretton thirteen",
    14: "fjorton fourteen",
    15: "femton fifteen",
    16: "sexton sixteen",
    17: "sjutton seventeen",
    18: "arton aderton eighteen",
    19: "nitton nineteen",
}
TENS = {
    20: "tjugo tjuge tjugi twenty",
    30: "trettio tretti thirty",
    40: "fyrtio fyrti förtio forty fourty",
    50: "femtio femti fifty",
    60: "sextio sexti sixty",
    70: "sjuttio sjutti seventy",
    80: "åttio åtti eighty",
    90: "nittio nitti ninety ninty",
}
HUNDREDS = ("hundra", "etthundra")
"""“hundratjugo” besök; "hundra" alone is seldom exact (R9)."""

ONES = "en ett etta one"
ORDINALS_SV = """
första andra tredje fjärde femte sjätte sjunde åttonde nionde tionde elfte tolfte trettonde fjortonde
femtonde sextonde sjuttonde artonde nittonde tjugonde tjugoförsta tjugoandra tjugotredje tjugofjärde
tjugofemte tjugosjätte tjugosjunde tjugoåttonde tjugonionde trettionde trettioförsta
"""

ORDINALS_EN = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third
twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first
"""

BESIDE_A_NUMBER = """
e de te th st nd rd h v am pm tot jan feb mar mars apr april maj may jun juni jul juli aug sep sept okt oct nov dec
"""
"""What is written together with a number, beside the words that are counted: "12e", "12okt"."""

WEEKDAYS = (
    "månd måndag måndagen monday",
    "tis tisd tisdag tisdagen tue tues tuesday",
    "ons onsd onsdag onsdagen weds wednesday wensday",
    "tors torsd torsdag torsdagen thu thur thurs thursday",
    "fre fredag fredagen fri friday",
    "lörd lördag lördagen saturday",
    "sönd söndag söndagen sunday",
)
WEEKDAYS_PAST = "måndags tisdags onsdags torsdags fredags lördags söndags"
