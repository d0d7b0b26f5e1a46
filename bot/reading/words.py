"""The words of what is counted, Swedish and English. To add one, put it in its row; phrases stand between commas.

Write words as people do ("män"): capitals, lost dots and, in the labels, small typos are seen to elsewhere.
Each row is a meaning, its Swedish words, its English ones; a word in two rows has the meaning of the first.
"""

from bot.reading.meanings import Meaning

Rows = tuple[tuple[Meaning, str, str], ...]

COUNTED: Rows = (
    # R1: the labels
    (
        Meaning.WOMEN,
        """
        k, kv, kvi, kvinna, kvinnor, kvinnan, kvinnorna, kvinnlig, kvinnliga, tjej, tjejer, tjejerna, dam, damer,
        damerna, flicka, flickor, qvinnor, kvinnfolk, ♀, 🚺, 👩, 👧, 👵
        """,
        "w, f, woman, women, female, females, lady, ladies, girl, girls",
    ),
    (
        Meaning.MEN,
        """
        m, mn, man, män, mannen, männen, manlig, manliga, herr, herre, herrar, herrarna, kille, killar, killarna,
        grabb, grabbar, grabbarna, karlar, mansfolk, ♂, 🚹, 👨, 👦, 👴
        """,
        "male, males, guy, guys, gentleman, gentlemen, boys",
    ),
    (Meaning.MEN_OR_BUT, "men", ""),
    (
        Meaning.OTHER,
        """
        a, annat, annan, annat kön, andra kön, annan könsidentitet, ickebinär, ickebinära, icke binär, icke binära,
        icke-binär, icke-binära, hbtq, hen
        """,
        "x, other, others, nb, nonbinary, non binary, non-binary, enby, other gender",
    ),
    (
        Meaning.UNKNOWN,
        "okänt, okänd, okända, okänt kön, vet ej, vet inte, oklart kön, ej angivet, ej angett, uppgift saknas",
        "u, unk, unknown, unknown gender, not known, not stated, don't know, dont know",
    ),
    # R19: the queue
    (
        Meaning.APPLIED,
        """
        kö, kön, köade, köar, i kö, i kön, stod i kö, i kö idag, sökte, sökt, söker, sökande, ansökte, ansökningar,
        sökte plats, har sökt, vände sig hit
        """,
        """
        queue, queued, queuing, in queue, in the queue, in line, applied, applicants, applications, asked for a bed
        """,
    ),
    (
        Meaning.OFFERED,
        """
        plats, platser, fick plats, fått plats, har fått plats, fick en plats, fick platser, fick säng, fick
        sängplats, placerade, placerades, blev placerade, erbjöds, erbjöds plats, erbjuden plats, erbjudna,
        erbjudna platser
        """,
        """
        placed, placements, were placed, got a place, got a bed, got beds, got places, offered, offered a bed, were
        offered a bed, were offered
        """,
    ),
    (
        Meaning.NO_SHOW,
        """
        uteblev, uteblevs, uteblivna, utebliven, uteblivit, utebliv, kom inte, kom aldrig, kom ej, dök inte upp,
        dök aldrig upp, dök ej upp, dök inte up, har inte kommit, kom inte inatt, kom inte ikväll
        """,
        """
        no show, no shows, noshow, noshows, no-show, no-shows, did not come, didn't come, didnt come, did not show,
        did not show up, didn't show, didn't show up, didnt show, didnt show up, never came, never showed, never
        showed up, failed to show
        """,
    ),
    (
        Meaning.AWAY,
        """
        avvisade, avvisad, avvisades, avvisning, avvisningar, nekade, nekad, nekades, nekats, fick gå, fick nekas,
        fick avvisas, blev avvisade, blev nekade, blev avvisad, blev nekad, fick neka, fick avvisa, har avvisats,
        skickades iväg, fick vända, fick vända i dörren, har nekats
        """,
        """
        turned away, were turned away, was turned away, had to turn away, turn away, turn-aways, sent away, away,
        refused, rejected
        """,
    ),
    (
        Meaning.ALL_CAME,
        """
        alla kom, alla dök upp, alla har kommit, alla kom inatt, alla kom ikväll, alla är här, alla har dykt upp
        """,
        """
        all came, everyone came, everybody came, all showed up, everyone showed up, everybody showed up, all turned
        up, everyone turned up
        """,
    ),
    # R6, R7: totals
    (
        Meaning.SUM,
        """
        tot, total, totalt, totala, sum, summa, summan, sammanlagt, inalles, tillsammans, allt som allt,
        alltsomallt, blir, ger, totalsumma
        """,
        "altogether, in total, in all, all in all, overall, makes",
    ),
    (
        Meaning.GUESTS,
        """
        gäst, gäster, gästerna, nattgäst, nattgäster, person, personer, pers, p, människor, människa, folk, besök,
        besökare, besökarna, besöken, sovande, sov, sover, sovit, boende, inne, övernattande, övernattningar,
        deltagare
        """,
        """
        guest, guests, people, persons, ppl, visit, visits, visitor, visitors, sleepers, slept, sleeping, sleep,
        stays, stayed, attendees, staying
        """,
    ),
    (Meaning.PIECES, "st, stk, stycken, styck", "pcs"),
    (Meaning.NONE, "inga, ingen, inget, inte en enda, inte någon, inga alls", "no, none, not any"),
    (Meaning.ONE, "en, ett", "one"),
    # R9: not exact
    (
        Meaning.ABOUT,
        """
        ca, c:a, cirka, circa, ungefär, ungefärligen, ungefärligt, ung, typ, uppskattningsvis, uppskattat, nästan,
        drygt, knappt, minst, max, maximalt, åtminstone, som som minst, högst, tror, tror jag, jag tror, gissar,
        gissningsvis, kanske, troligen, troligtvis, förmodligen, antagligen, osäker, osäkert, osäkra, hälften,
        halva, tredjedel, tredjedelen, fjärdedel, två tredjedelar, procent, ett par, fåtal, ett fåtal, mest,
        handfull, en handfull, dussin, ett dussin, halvdussin, ett halvdussin, tjog, ett tjog, dussintal, tiotal,
        tjugotal, trettiotal, fyrtiotal, femtiotal, sextiotal, sjuttiotal, femtontal, ett tiotal, uppemot, omkring,
        eventuellt, snitt, i snitt, genomsnitt, i genomsnitt, minimum, hyfsat, nåt sånt, något sånt, plus minus,
        kan vara, verkar, sisådär, bortåt, tal, hundra, hundratals, tusen, hundred, hundreds, thousand, inte säker,
        ej säker, så där
        """,
        """
        approx, approximately, roughly, nearly, almost, at least, at up to, maybe, perhaps, probably, possibly, i
        think, think, i guess, guess, unsure, not sure, not certain, half, a half, percent, per cent, a couple,
        couple, a few, most, dozen, a dozen, dozens, or so, ish, estimate, estimated, minimum, maximum, average, on
        average, more than, less than, fewer than, more or less, handful, a handful, give or take, somewhere, could
        be, might be, believe, reckon
        """,
    ),
    (
        Meaning.ABOUT_BEFORE,
        """
        några, flera, många, mest, flest, de flesta, närmare, nog, runt, kring, över, under, uppåt, upp till, mer
        än, fler än, mindre än, färre än, mellan, runtomkring, mot, emot
        """,
        """
        few, several, many, most, mostly, between, about, around, over, some, nearer, close to, like, above, below
        """,
    ),
    (Meaning.OR, "eller, elr, alt, alternativt", "or"),
    # R7, R8: one gender and the rest
    (Meaning.ONLY, "bara, endast, enbart, uteslutande", "only, just, exclusively"),
    (
        Meaning.ALL,
        "alla, samtliga, alla är, alla var, samtliga är",
        "all, all are, all were, all of them, everyone",
    ),
    (
        Meaning.REST,
        "resten, rest, övriga, övrigt, resterande, resten är, resten var",
        "the rest, the others, remaining, rest are",
    ),
    (
        Meaning.WHEREOF,
        "varav, därav, inkl, inklusive, av vilka, av dem, av dessa, av de, i det, inräknat, ibland, däribland",
        "incl, including, of which, of whom, of them, of these, whereof, includes, included, counting",
    ),
    (Meaning.OF, "av", "of, out of, of the"),
    (Meaning.PLUS, "plus", ""),
    (Meaning.MINUS, "minus", ""),
    (
        Meaning.MORE,
        "till, ytterligare, extra, fler, mer, tillkom, nytillkommen, nytillkomna, kom till",
        "more, another, additional",
    ),
    (Meaning.FEWER, "mindre, färre", "fewer, less"),
)
