"""The vocabulary, Swedish and English. To add a word, put it in its row; phrases stand between commas.

Write words as people do ("män"): capitals, lost dots and, in the labels, small typos are seen to elsewhere.
"""

from enum import Enum, auto


class Meaning(Enum):
    """What a word or phrase does to the reading of a text."""

    # What a number can belong to
    WOMEN = auto()
    MEN = auto()
    MEN_OR_BUT = auto()
    OTHER = auto()
    UNKNOWN = auto()
    APPLIED = auto()
    OFFERED = auto()
    NO_SHOW = auto()
    AWAY = auto()
    SUM = auto()
    GUESTS = auto()
    PIECES = auto()
    # Numbers and what is said of them
    NONE = auto()
    ONE = auto()
    ABOUT = auto()
    ABOUT_BEFORE = auto()
    ONLY = auto()
    ALL = auto()
    REST = auto()
    WHEREOF = auto()
    OF = auto()
    PLUS = auto()
    MINUS = auto()
    MORE = auto()
    FEWER = auto()
    # Whole texts
    EMPTY = auto()
    FULL = auto()
    CLOSED = auto()
    NOT_CLOSED = auto()
    NO_END = auto()
    UNDO = auto()
    ALL_CAME = auto()
    CHANGE = auto()
    WRONG = auto()
    SORRY = auto()
    INSTEAD = auto()
    NOT = auto()
    FROM = auto()
    TO = auto()
    NOT_FINAL = auto()
    EXTRA = auto()
    DOUBTFUL = auto()
    ASKING = auto()
    RIGHT = auto()
    # Small words
    AND = auto()
    IS = auto()
    OR = auto()
    REASON = auto()
    PLACE = auto()
    THING = auto()
    TRAIT = auto()
    CLOCK = auto()
    HALF_DAY = auto()
    SIGNED = auto()
    HARMLESS = auto()
    GREETING = auto()
    THANKS = auto()
    YES = auto()
    NO = auto()
    SWAPPED = auto()
    CANCEL = auto()
    OPEN = auto()
    DATE_WORD = auto()
    COUNT_WORD = auto()
    NIGHT_SITE = auto()
    NIGHT_WORD = auto()
    DAY_SITE = auto()
    INTAKE_SITE = auto()
    # Not from the vocabulary: what else stands in a text
    NUMBER = auto()
    MARK = auto()
    LINE = auto()
    DATE = auto()
    DATE_OR_PAIR = auto()
    SITE = auto()
    ORIGIN = auto()
    BAND = auto()
    STRANGE = auto()
    UNREADABLE = auto()


VOCABULARY: tuple[tuple[Meaning, str, str], ...] = (
    # R1: the labels
    (Meaning.WOMEN,
     "k, kv, kvi, kvinna, kvinnor, kvinnan, kvinnorna, kvinnlig, kvinnliga, tjej, tjejer, tjejerna, dam, damer, damerna, "
     "flicka, flickor, qvinnor, kvinnfolk",
     "w, f, woman, women, female, females, lady, ladies, girl, girls"),
    (Meaning.MEN,
     "m, mn, man, män, mannen, männen, manlig, manliga, herr, herre, herrar, herrarna, kille, killar, killarna, "
     "grabb, grabbar, grabbarna, karlar, mansfolk",
     "male, males, guy, guys, gentleman, gentlemen, boys"),
    (Meaning.MEN_OR_BUT, "men", ""),
    (Meaning.OTHER,
     "a, annat, annan, annat kön, andra kön, annan könsidentitet, ickebinär, ickebinära, icke binär, icke binära, "
     "icke-binär, icke-binära, hbtq, hen",
     "x, other, others, nb, nonbinary, non binary, non-binary, enby, other gender"),
    (Meaning.UNKNOWN,
     "okänt, okänd, okända, okänt kön, vet ej, vet inte, oklart kön, ej angivet, ej angett, uppgift saknas",
     "u, unk, unknown, unknown gender, not known, not stated, don't know, dont know"),
    # R19: the queue
    (Meaning.APPLIED,
     "kö, kön, köade, köar, i kö, i kön, stod i kö, i kö idag, sökte, sökt, söker, sökande, ansökte, ansökningar, "
     "sökte plats, har sökt, vände sig hit",
     "queue, queued, queuing, in queue, in the queue, in line, applied, applicants, applications, asked for a bed"),
    (Meaning.OFFERED,
     "plats, platser, fick plats, fått plats, har fått plats, fick en plats, fick platser, fick säng, fick sängplats, "
     "placerade, placerades, blev placerade, erbjöds plats, erbjuden plats, erbjudna, erbjudna platser",
     "placed, placements, were placed, got a place, got a bed, got beds, got places, offered, offered a bed, "
     "were offered a bed, were offered"),
    (Meaning.NO_SHOW,
     "uteblev, uteblevs, uteblivna, utebliven, uteblivit, utebliv, kom inte, kom aldrig, kom ej, dök inte upp, "
     "dök aldrig upp, dök ej upp, dök inte up, har inte kommit, kom inte inatt, kom inte ikväll",
     "no show, no shows, noshow, noshows, no-show, no-shows, did not come, didn't come, didnt come, did not show, "
     "did not show up, didn't show, didn't show up, didnt show, didnt show up, never came, never showed, "
     "never showed up, failed to show"),
    (Meaning.AWAY,
     "avvisade, avvisad, avvisades, avvisning, avvisningar, nekade, nekad, nekades, nekats, fick gå, fick nekas, "
     "fick avvisas, blev avvisade, blev nekade, blev avvisad, blev nekad, fick neka, fick avvisa, har avvisats, "
     "skickades iväg, fick vända, fick vända i dörren, har nekats",
     "turned away, were turned away, was turned away, had to turn away, turn away, turn-aways, sent away, away, refused, "
     "rejected"),
    (Meaning.ALL_CAME,
     "alla kom, alla dök upp, alla har kommit, alla kom inatt, alla kom ikväll, alla är här, alla har dykt upp",
     "all came, everyone came, everybody came, all showed up, everyone showed up, everybody showed up, all turned up, "
     "everyone turned up"),
    # R6, R7: totals
    (Meaning.SUM,
     "tot, total, totalt, totala, sum, summa, summan, sammanlagt, inalles, tillsammans, allt som allt, alltsomallt, "
     "blir, ger, totalsumma",
     "altogether, in total, in all, all in all, overall, makes"),
    (Meaning.GUESTS,
     "gäst, gäster, gästerna, nattgäst, nattgäster, person, personer, pers, p, människor, människa, folk, besök, "
     "besökare, besökarna, besöken, sovande, sov, sover, sovit, boende, inne, övernattande, övernattningar, deltagare",
     "guest, guests, people, persons, ppl, visit, visits, visitor, visitors, sleepers, slept, sleeping, sleep, stays, "
     "stayed, attendees, staying"),
    (Meaning.PIECES, "st, stk, stycken, styck", "pcs"),
    (Meaning.NONE, "inga, ingen, inget, inte en enda, inte någon, inga alls", "no, none, not any"),
    (Meaning.ONE, "en, ett", "one"),
    # R9: not exact
    (Meaning.ABOUT,
     "ca, c:a, cirka, circa, ungefär, ungefärligen, ungefärligt, ung, typ, uppskattningsvis, uppskattat, nästan, drygt, knappt, "
     "minst, max, maximalt, åtminstone, som som minst, högst, tror, tror jag, jag tror, gissar, gissningsvis, kanske, "
     "troligen, troligtvis, förmodligen, antagligen, osäker, osäkert, osäkra, hälften, halva, tredjedel, tredjedelen, "
     "fjärdedel, två tredjedelar, procent, ett par, fåtal, ett fåtal, mest, "
     "handfull, en handfull, dussin, ett dussin, dussintal, tiotal, ett tiotal, uppemot, omkring, eventuellt, "
     "snitt, i snitt, genomsnitt, i genomsnitt, minimum, hyfsat, nåt sånt, något sånt, plus minus, kan vara, verkar, "
     "sisådär, bortåt, tal, inte säker, ej säker, så där",
     "approx, approximately, roughly, nearly, almost, at least, at up to, maybe, perhaps, probably, possibly, i think, "
     "think, i guess, guess, unsure, not sure, not certain, half, a half, percent, per cent, a couple, couple, "
     "a few, most, dozen, a dozen, dozens, or so, ish, estimate, estimated, minimum, maximum, "
     "average, on average, more than, less than, fewer than, more or less, handful, a handful, give or take, somewhere, "
     "could be, might be, believe, reckon"),
    (Meaning.ABOUT_BEFORE, "några, flera, många, mest, flest, de flesta, närmare, nog, runt, kring, över, under, uppåt, upp till, mer än, fler än, mindre än, färre än, mellan, runtomkring, mot, emot",
     "few, several, many, most, mostly, between, about, around, over, some, nearer, close to, like, above, below"),
    (Meaning.OR, "eller, alt, alternativt", "or"),
    # R8, R7: one gender and the rest
    (Meaning.ONLY, "bara, endast, enbart, uteslutande", "only, just, exclusively"),
    (Meaning.ALL, "alla, samtliga, alla är, alla var, samtliga är", "all, all are, all were, all of them, everyone"),
    (Meaning.REST, "resten, rest, övriga, övrigt, resterande, resten är, resten var", "the rest, the others, remaining, rest are"),
    (Meaning.WHEREOF,
     "varav, därav, inkl, inklusive, av vilka, av dem, av dessa, av de, i det, inräknat, ibland, däribland",
     "incl, including, of which, of whom, of them, of these, whereof, includes, included, counting"),
    (Meaning.OF, "av", "of, out of, of the"),
    (Meaning.PLUS, "plus", ""),
    (Meaning.MINUS, "minus", ""),
    (Meaning.MORE, "till, ytterligare, extra, fler, mer, tillkom, nytillkommen, nytillkomna, kom till", "more, another, additional"),
    (Meaning.FEWER, "mindre, färre", "fewer, less"),
    # R6, R16, R18: a word is the whole report
    (Meaning.EMPTY,
     "tom, tomt, helt tomt, alldeles tomt, ingen kom, ingen kom inatt, ingen kom ikväll, ingen kom idag, ingen har kommit, "
     "inga kom, ingen här, ingen är här, ingen sov, ingen sov här, inga gäster, inga besökare, inga nattgäster, inga besök, "
     "inga personer, ingen gäst, ingen alls, ingen dök upp, ingen har dykt upp, inte en kotte, inte en enda, ingen ville sova, "
     "ingen övernattade, ingen var här",
     "empty, nobody, nobody came, nobody here, nobody is here, nobody was here, nobody slept, nobody slept here, nobody showed up, "
     "nobody turned up, no one, no one came, no one here, no one is here, no one slept, no one slept here, no one showed up, "
     "no one turned up, noone, noone came, no guests, no visitors, no visits, no people, no guest"),
    (Meaning.FULL,
     "fullt, full, fulla, fullbelagt, fullbelagd, fullbokat, fullsatt, fullt hus, fullbeläggning, proppfullt, knökfullt, smockfullt",
     "full house, full up, fully booked, fully occupied, packed, at capacity"),
    (Meaning.CLOSED,
     "stängt, stängd, stängda, har stängt, är stängt, är stängd, är stängda, var stängt, var stängd, håller stängt, höll stängt, hade stängt, "
     "ej öppet, ej öppen, inte öppet, inte öppen, inte öppna, ej öppna, har inte öppet, hade inte öppet, öppnar inte, öppnade inte, "
     "öppnar ej, stängs ikväll, inställt, inställd",
     "closed, is closed, are closed, was closed, were closed, not open, are not open, isn't open, wasn't open, shut, "
     "not opening, cancelled tonight"),
    (Meaning.NOT_CLOSED,
     "inte stängt, ej stängt, inte stängd, ej stängd, inte stängda, aldrig stängt, inte inställt, stänger, stängs, stängde, stänga, stängning, "
     "stängdags, stängningsdags, stängningen, stängt av, stängt in, stängt dörren, stängt fönstret, stängt till, halvstängt, delvis stängt, snart stängt",
     "not closed, isn't closed, not shut, close, closes, closing, closed the door, closed the window, closed the, closed off, never closed, "
     "partly closed, nearly closed"),
    (Meaning.NO_END,
     "tills vidare, för sommaren, för säsongen, för vintern, för alltid, permanent, hela sommaren, hela vintern, över sommaren, "
     "under sommaren, i sommar, i vinter, resten av året, ett tag, framöver, fram till, t o m, tom med, till och med, från och med, fr o m, fom, tills",
     "until further notice, further notice, for the summer, for the season, for the winter, for good, permanently, until, till further notice, "
     "from now on, all summer"),
    # R17: changes
    (Meaning.CHANGE,
     "ändra, ändras, ändrat, ändra till, ändring, ändringar, ska vara, ska det vara, skall vara, skulle vara, skulle det vara, bör vara, ska stå, rätt är, rätta, rätta till, "
     "rättat, rättelse, rättning, korrigering, korrigera, korrigerat, korrektion, justera, justering, uppdatera, uppdatering, det rätta är, rätt siffra är, rätt siffror, "
     "rätt siffra, rätt antal, rätt antal är, rätt siffror är, menade, menar, byt, byt till, blev det, ska bli",
     "change, change to, changed, should be, should have been, correction, correct, correcting, correct to, make it, update, updated, amend, "
     "fix, edit, revise, revised, adjust, meant, i meant, set, is actually, supposed to be, the right number is, right is, ought to be"),
    (Meaning.WRONG, "fel, blev fel, skrev fel, fel nyss, det blev fel, felskrivning, felräknat, räknade fel, felaktigt, fel siffra, fel siffror, fel antal, tryckte fel",
     "wrong, mistake, error, typo, miscounted, my mistake, incorrect, wrong number, wrong numbers"),
    (Meaning.SORRY, "förlåt, sorry, ursäkta, oj, hoppsan, oops, obs, aj, jaha, egentligen, faktiskt", "apologies, actually, pardon, whoops, no wait, wait, rather"),
    (Meaning.INSTEAD, "istället för, i stället för, ist f, ist för, i st f, istf, och inte, och ej", "instead of, rather than, and not, not"),
    (Meaning.NOT, "stämmer inte, stämmer ej, det stämmer inte, inte rätt, inte riktigt, ej rätt, inte, ej, icke, aldrig, utan, utom, förutom, exkl, exklusive, räknas inte, oräknat, undantaget, strunta i, glöm", "not right, not correct, never, except, excluding, excl, without, minus the, isn't, aren't, wasn't, not counting, ignore, forget, disregard"),
    (Meaning.FROM, "från, fr", "from"),
    (Meaning.UNDO, "ångra, ångra sista, ångra senaste, ångra det, ångra mig, ångrar, ångrar mig, ta bort, ta tillbaka, ta bort det, ta bort sista, ta bort senaste, radera, radera senaste, stryk, ta bort rapporten",
     "undo, undo that, undo it, undo last, undo the last, delete, delete that, delete last, remove, remove that, take back, take that back, take it back, revert, retract"),
    # R11: not the last word
    (Meaning.NOT_FINAL,
     "hittills, hitills, hittils, än så länge, ännu så länge, ännu, än, preliminärt, preliminär, preliminära, prel, fler på väg, på väg, på ingång, väntar, väntar på, väntar in, "
     "väntas, inväntar, kommer fler, det kommer fler, fler kommer, kommer, kan komma, ska komma, komma, fler ska, några kvar att, snart fler, troligen fler, just nu, "
     "för tillfället, för närvarande, i nuläget, så här långt, återkommer, inte klart, ej klart, inte klar, ej slutlig, ej slutligt, inte slutligt, inte slutlig, delrapport, "
     "räknar fortfarande, fortfarande, uppdaterar senare, mer senare, börjar med, nu i början",
     "so far, for now, as of now, until now, yet, preliminary, provisional, provisionally, prelim, on the way, on their way, more coming, more to come, coming, still, "
     "expecting, expected, expect, waiting, waiting for, awaiting, right now, at the moment, currently, at this point, not final, will update, will come, to come, on its way"),
    # R12: no place in the form
    (Meaning.EXTRA,
     "gick hem, gick därifrån, har gått, lämnade, lämnat, en gick, en åkte, en stack, en drog, avvek, avvikit, barn, barnet, barnen, bebis, bebisar, spädbarn, småbarn, unge, ungar, tonåring, tonåringar, minderårig, minderåriga, familj, familjer, familjen, barnfamilj, barnfamiljer, par, "
     "flyttade, flyttad, flyttat, flyttades, flyttas, överflyttad, överflyttade, skickade, skickades, skickat, hänvisade, hänvisad, hänvisades, vidare till, gick vidare, lediga, ledig, ledigt, lediga platser, "
     "ledig plats, lediga sängar, platser kvar, tomma, tom säng, tomma platser, tomma sängar, sängar, sängplats, sängplatser, bäddar, extrasäng, extrasängar, extra säng, extra sängar, extra madrass, extra madrasser, extrabädd, extrabäddar, extraplats, extraplatser, "
     "madrass, madrasser, anhörig, anhöriga, ungdom, ungdomar, hushåll, "
     "reservplatser, dubbletter, medföljande",
     "left, went home, has left, have left, one left, walked out, child, children, kid, kids, baby, babies, infant, infants, teen, teens, teenager, teenagers, minor, minors, family, families, couples, moved, transferred, sent to, sent on, referred, free, free beds, free bed, free places, vacant, available, "
     "beds left, places left, bed, beds, extra bed, extra beds, mattress, mattresses, spare, spare beds, spare bed, relatives, "
     "household, households, spaces, space"),
    # Words that turn what is said round: a count with one of these is never stored without asking
    (Meaning.DOUBTFUL,
     "om, ifall, annars, igår kväll var, förra året, i fjol, ifjol, förra månaden, budget, budgeterat, målet, mål, prognos, planerat, planerad, räknar med, bokade, bokat, bokad, bokningar, anmälda, inbokade, "
     "brukar, vanligtvis, normalt, exempel, exempelvis, test, testar, provar, prova, övning, skojar, skämt, för en vecka sedan, gånger, dubbelt, dubbla, per, var och en, vardera, per natt, per dag, istället, i stället, jämfört",
     "if, last year, last month, budgeted, booked, bookings, planned, forecast, usually, normally, example, testing, practice, joking, times, double, twice, each, per night, per day, instead, compared, unless, otherwise"),
    (Meaning.ASKING,
     "hur, hur många, hur mycket, vem, vilken, vilka, varför, kan du, kan ni, kan jag, ska jag, ska vi, får jag, får vi, är det, stämmer det, är det rätt, har vi, hade vi, har ni, borde, undrar, kan någon, kan nån",
     "how, how many, how much, what, when, where, who, which, why, can you, can i, can someone, could you, should i, do i, do we, did we, does, is it, is that, are there, wonder, wondering, shall i"),
    (Meaning.RIGHT, "stämmer, rätt, ok, okej, räcker, va, eh, hm, visst, rimligt", "right, okay, sure, huh, fine"),
    # Small words
    (Meaning.AND, "och, o, å, samt", "and, n"),
    (Meaning.IS, "är, var, blev, varit, utgör, heter, utgörs av", "are, were, is, was"),
    (Meaning.TO, "", "to"),
    (Meaning.REASON, "pga, p g a, p.g.a, p.g.a., på grund av, eftersom, därför att, beroende på, på grund, orsak, anledning", "because, because of, due to, due, since, owing to, reason"),
    (Meaning.PLACE,
     "köket, kök, duschen, duscharna, dusch, toaletten, toaletterna, toa, dörren, dörr, porten, fönstret, fönster, rummet, tvättstugan, tvätten, apoteket, affären, kiosken, hissen, matsalen, "
     "caféet, kafeet, cafét, kontoret, receptionen, entrén, förrådet, biblioteket, vårdcentralen, gatan, vägen, tunnelbanan, systemet, övervåningen, bottenvåningen, våningen, sovsalen, värmestugan, rökrummet",
     "kitchen, shower, showers, toilet, toilets, door, doors, gate, window, windows, room, laundry, pharmacy, shop, elevator, lift, office, reception, entrance, library, road, street, floor, upstairs, downstairs"),
    (Meaning.THING,
     "säng, sängen, rum, nr, nummer, nyckel, nycklar, skåp, filt, filtar, handduk, handdukar, mackor, macka, smörgås, smörgåsar, kaffe, koppar, portioner, lakan, kr, kronor, spänn, grader, minuter, min, minut, "
     "timmar, timme, tim, år, liter, kilo, kg, km, meter, m2, buss, bussen, linje, sida, kanal, våning, plan, paket, lampor, lampa, stolar, bord, larm, larmet, nätter, dagar, sms, mejl, kod, koden, portkod, wifi, hund, hundar, katt, husdjur, kassar, påsar, tandborstar",
     "room, key, keys, locker, blanket, blankets, towel, towels, sandwich, sandwiches, coffee, coffees, cups, portions, sheets, kronor, dollars, euro, euros, degrees, minutes, mins, hours, hour, years, bus, line, page, channel, "
     "floor, packs, lamps, chairs, tables, alarm, dog, dogs, cat, pet, pets, nights, days, code, bags, number, no."),
    (Meaning.TRAIT,
     "personal, volontär, volontärer, unika, unik, unika besökare, unika personer, nya, ny, praktikant, praktikanter, rullstol, vuxen, vuxna, äldre, yngre, gravid, gravida, höggravid",
     "staff, volunteer, volunteers, unique, new, new ones, adults, adult, wheelchair, elderly, pregnant"),
    (Meaning.CLOCK, "kl, klockan, klocka, kl.", "at, o'clock, oclock"),
    (Meaning.HALF_DAY, "", "am, pm, a.m, p.m"),
    (Meaning.SIGNED, "mvh, vh, hälsning, hälsningar, hälsar, hälsn, med vänlig hälsning, med vänliga hälsningar, vänliga hälsningar, vänligen, bästa hälsningar, kram, kramar, hälsn.",
     "regards, best regards, kind regards, best wishes, br, rgds, cheers, best, yours, sincerely"),
    (Meaning.NIGHT_SITE, "natthärbärge, natthärbärget, härbärge, härbärget, nattverksamhet, nattverksamheten, nattjouren", "night shelter, shelter, nightshelter, the shelter"),
    (Meaning.NIGHT_WORD, "natt, natten, nattrapport, nattens", "night, nights, nightly"),
    (Meaning.DAY_SITE, "dagverksamhet, dagverksamheten, dagcenter, dagcentret, dagcentral", "day centre, day center, daycentre, daycenter, drop in, drop-in"),
    (Meaning.INTAKE_SITE, "inskrivning, inskrivningen, gemensam inskrivning, intag, intaget", "intake, common queue"),
    (Meaning.HARMLESS,
     "här, vi, det, den, de, dom, i, på, nu, har, hade, hos, oss, fick, och så, sen, sedan, sent, kom, kommit, kväll, kvällen, dag, dagen, morse, i morse, imorse, morgon, på morgonen, vid, jag, ni, du, rapport, rapporten, rapporterar, dagrapport, "
     "statistik, siffra, antal, datum, könsfördelning, fördelning, läget, lugnt, lugn, allt, allt väl, allt bra, inga problem, inget särskilt, inga konstigheter, inga incidenter, ingen incident, inget att rapportera, inget nytt, fler var det inte, inga fler, inga fler väntas, väntar inga fler, inga andra, "
     "kallt, varmt, regn, snö, regnar, snöar, snöade, regnade, blåser, storm, väder, stökigt, nattpersonalen, personalen, kvällspersonalen, dagpersonalen, volontärerna, teamet, för, med, som, att, så, en lugn natt, lugn natt, en lugn kväll, lite, mycket, vanligt, som vanligt, "
     "inskrivna, insläppta, närvarande, dagens, kvällens, gårdagens, tonights, slut, slutsiffra, slutsiffror, slutlig siffra, slutrapport, exakt, precis, st., av personalen, hälsar, ha det, ha det bra, vi ses, hos oss, på plats, "
     "ser ut, mår bra, alla mår bra, sover, gott, frukost, middag, lunch, tack för ikväll, ser fram emot, kön, fördelat på, fördelat, rapportera, lämnar, skickar, meddelar",
     "we, we've, weve, i, have, had, has, here, there, it, the, in, on, for, with, our, us, you, report, reporting, number, numbers, count, date, gender, split, this, that, came, come, arrived, day, evening, morning, quiet, calm, all good, all well, no problems, "
     "no problem, no incidents, no issues, nothing to report, no more, no others, cold, warm, rain, rainy, raining, snow, snowing, weather, busy, team, night staff, the team, day staff, from us, late, early, now, exactly, as usual, usual, got, please, thanks for tonight, final count, tonight's, todays, today's, "
     "checked in, signed in, present, in house, inside, everything fine, fine, everything ok, then"),
)  # fmt: skip

REPLIES: tuple[tuple[Meaning, str, str], ...] = (
    (Meaning.GREETING, "hej, hejsan, tja, tjena, hallå, god kväll, godkväll, god morgon, godmorgon, god natt, godnatt, goddag, god afton, morrn, morsning, hejhej, hej hej, hejdå, hej då, tjenare",
     "hi, hello, hey, good evening, good morning, good night, goodnight, good day, morning, evening, dear, bye, goodbye"),
    (Meaning.THANKS, "tack, tackar, tack så mycket, tusen tack, toppen, perfekt, bra, fint, härligt, kanon, super, tack för hjälpen",
     "thanks, thank you, thank you very much, many thanks, thx, ty, great, perfect, good, cool, nice, lovely"),
    (Meaning.YES, "ja, japp, jepp, jo, stämmer, det stämmer, precis, absolut, ok, okej, okey, oki, jajamän, jodå, yes, ja tack, ja det stämmer, det är rätt, rätt, klart, slutligt, slutlig, slutgiltigt, det är slutligt, inga fler, klar, spara",
     "yep, yeah, y, ya, sure, right, exactly, okay, that is right, thats right, that's right, correct, final, it is final, done, it's final, yes please, save"),
    (Meaning.NO, "nej, nä, nää, näe, nix, nej tack, inte rätt, stämmer inte, det stämmer inte, inte än, inte ännu", "no, nope, nah, not right, not yet"),
    (Meaning.SWAPPED, "tvärtom, tvärt om, omvänt, andra hållet, bytt plats, byt plats, åt andra hållet, nej tvärtom, omvänd ordning, män först, män först sen kvinnor, herrar först",
     "other way around, the other way around, other way round, the other way round, other way, reversed, reverse, swap, swapped, opposite, vice versa, men first"),
    (Meaning.CANCEL, "avbryt, avbryta, tillbaka, backa, glöm det, strunt i det, strunta i det, skit i det, hoppa över, avstå", "back, cancel, never mind, nevermind, forget it, skip, abort, stop it"),
    (Meaning.OPEN, "öppet, öppen, öppna, har öppet, vi har öppet, är öppet, hade öppet, var öppet", "open, we are open, was open, is open, were open"),
    (Meaning.DATE_WORD, "datum, ett datum, datumet, är datum, det är datum", "a date, the date, dates"),
    (Meaning.COUNT_WORD, "siffror, siffrorna, antalet, gäster, räkning, ett antal, är antal", "count, counts, the count, numbers, figures"),
)  # fmt: skip
"""What a short text can be as a whole; within a longer one these words are harmless."""

UNITS = {
    0: "noll zero nil", 1: "", 2: "två tvaa tvo two", 3: "tre three", 4: "fyra fyr four", 5: "fem five", 6: "sex six", 7: "sju seven",
    8: "åtta eight", 9: "nio nie nine", 10: "tio tie ten", 11: "elva eleven", 12: "tolv twelve", 13: "tretton thirteen",
    14: "fjorton fourteen", 15: "femton fifteen", 16: "sexton sixteen", 17: "sjutton seventeen", 18: "arton aderton eighteen",
    19: "nitton nineteen",
}  # fmt: skip
TENS = {
    20: "tjugo tjuge tjugi twenty", 30: "trettio tretti thirty", 40: "fyrtio fyrti förtio forty fourty", 50: "femtio femti fifty",
    60: "sextio sexti sixty", 70: "sjuttio sjutti seventy", 80: "åttio åtti eighty", 90: "nittio nitti ninety ninty",
}  # fmt: skip
ONES = "en ett etta one"
ORDINALS_SV = (
    "första andra tredje fjärde femte sjätte sjunde åttonde nionde tionde elfte tolfte trettonde fjortonde femtonde sextonde "
    "sjuttonde artonde nittonde tjugonde tjugoförsta tjugoandra tjugotredje tjugofjärde tjugofemte tjugosjätte tjugosjunde "
    "tjugoåttonde tjugonionde trettionde trettioförsta"
)
ORDINALS_EN = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth "
    "twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
)
MONTHS = (
    "jan januari january", "feb febr februari february", "mar mars march", "apr april", "maj may", "jun juni june",
    "jul juli july", "aug augusti august", "sep sept september", "okt oct oktober october", "nov november", "dec december",
)  # fmt: skip
WEEKDAYS = (
    "måndag måndagen monday", "tis tisdag tisdagen tue tues tuesday", "ons onsdag onsdagen weds wednesday",
    "tors torsdag torsdagen thu thur thurs thursday", "fre fredag fredagen fri friday", "lörd lördag lördagen saturday",
    "sönd söndag söndagen sunday",
)  # fmt: skip
WEEKDAYS_PAST = "måndags tisdags onsdags torsdags fredags lördags söndags"
