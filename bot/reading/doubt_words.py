"""Words that are a whole report, change one, or put it in doubt (R6, R9-R12, R16-R18); `words` tells the form."""

from bot.reading.meanings import Meaning
from bot.reading.words import Rows

SAID: Rows = (
    # R6, R16, R18: a word is the whole report
    (
        Meaning.EMPTY,
        """
        tom, tomt, helt tomt, alldeles tomt, ingen kom, ingen kom inatt, ingen kom ikväll, ingen kom idag, ingen har
        kommit, inga kom, ingen här, ingen är här, ingen sov, ingen sov här, inga gäster, inga besökare, inga
        nattgäster, inga besök, inga personer, ingen gäst, ingen alls, ingen dök upp, ingen har dykt upp, inte en
        kotte, inte en enda, ingen ville sova, ingen övernattade, ingen var här
        """,
        """
        empty, nobody, nobody came, nobody here, nobody is here, nobody was here, nobody slept, nobody slept here,
        nobody showed up, nobody turned up, no one, no one came, no one here, no one is here, no one slept, no one
        slept here, no one showed up, no one turned up, noone, noone came, no guests, no visitors, no visits, no
        people, no guest
        """,
    ),
    (
        Meaning.FULL,
        """
        fullt, full, fulla, nästan fullt, nästan full, fullbelagt, fullbelagd, fullbokat, fullsatt, fullt hus,
        fullbeläggning, proppfullt, knökfullt, smockfullt
        """,
        "full house, full up, almost full, nearly full, fully booked, fully occupied, packed, at capacity",
    ),
    (
        Meaning.CLOSED,
        """
        stängt, stängd, stängda, har stängt, är stängt, är stängd, är stängda, var stängt, var stängd, håller
        stängt, höll stängt, hade stängt, ej öppet, ej öppen, inte öppet, inte öppen, inte öppna, ej öppna, har
        inte öppet, hade inte öppet, öppnar inte, öppnade inte, öppnar ej, stängs ikväll, inställt, inställd
        """,
        """
        closed, is closed, are closed, was closed, were closed, not open, are not open, isn't open, wasn't open,
        shut, not opening, cancelled tonight
        """,
    ),
    (
        Meaning.NOT_CLOSED,
        """
        inte stängt, ej stängt, inte stängd, ej stängd, inte stängda, aldrig stängt, inte inställt, stänger,
        stängs, stängde, stänga, stängning, stängdags, stängningsdags, stängningen, stängt av, stängt in, stängt
        dörren, stängt fönstret, stängt till, halvstängt, delvis stängt, snart stängt, stängt tidigt, stängt
        tidigare, stängt sent, stängt för lunch, stängt över lunch, lunchstängt, stängt en stund, stängt för
        städning
        """,
        """
        not closed, isn't closed, not shut, close, closes, closing, closed the door, closed the window,
        closed off, never closed, partly closed, nearly closed, closed early, closed earlier, closed late, shut early,
        closed for lunch, closed over lunch, closed for dinner, closed for a while, closed for cleaning
        """,
    ),
    (
        Meaning.NO_END,
        """
        tills vidare, för sommaren, för säsongen, för vintern, för alltid, permanent, hela sommaren, hela vintern,
        över sommaren, under sommaren, i sommar, i vinter, resten av året, ett tag, framöver, fram till, t o m, tom
        med, till och med, från och med, fr o m, fom, tills
        """,
        """
        until further notice, further notice, for the summer, for the season, for the winter, for good,
        permanently, until, till further notice, from now on, all summer
        """,
    ),
    # R17: changes
    (
        Meaning.CHANGE,
        """
        ändra, ändras, ändrat, ändra till, ändring, ändringar, ska vara, ska det vara, skall vara, skulle vara,
        skulle det vara, bör vara, ska stå, rätt är, rätta, rätta till, rättat, rättelse, rättning, korrigering,
        korrigera, korrigerat, korrektion, justera, justering, uppdatera, uppdatering, det rätta är, rätt siffra
        är, rätt siffror, rätt siffra, rätt antal, rätt antal är, rätt siffror är, menade, menar, byt, byt till,
        blev det, ska bli
        """,
        """
        change, change to, changed, should be, should have been, correction, correct, correcting, correct to, make it,
        update, updated, amend, fix, edit, revise, revised, adjust, meant, i meant, set, is actually, supposed to be,
        the right number is, right is, ought to be
        """,
    ),
    (
        Meaning.WRONG,
        """
        fel, blev fel, skrev fel, fel nyss, det blev fel, felskrivning, felräknat, räknade fel, felaktigt, fel
        siffra, fel siffror, fel antal, tryckte fel, det var fel, det är fel, det är inte rätt
        """,
        """
        wrong, that was wrong, that is wrong, mistake, error, typo, miscounted, my mistake, incorrect, wrong
        number, wrong numbers
        """,
    ),
    (
        Meaning.SORRY,
        "förlåt, sorry, ursäkta, oj, hoppsan, oops, obs, aj, jaha, egentligen, faktiskt",
        "apologies, actually, pardon, whoops, no wait, wait, rather",
    ),
    (
        Meaning.INSTEAD,
        "istället för, i stället för, ist f, ist för, i st f, istf, och inte, och ej",
        "instead of, rather than, and not, not",
    ),
    (
        Meaning.NOT,
        """
        stämmer inte, stämmer ej, det stämmer inte, inte rätt, inte riktigt, ej rätt, inte, ej, icke, aldrig, utan,
        utom, förutom, utöver, exkl, exklusive, räknas inte, oräknat, undantaget, strunta i, glöm
        """,
        """
        not right, not correct, never, in addition to, besides, on top of, except, excluding, excl, without, minus
        the, isn't, aren't, wasn't, not counting, ignore, forget, disregard
        """,
    ),
    (Meaning.FROM, "från, fr", "from"),
    (
        Meaning.UNDO,
        """
        ångra, ångra sista, ångra senaste, ångra det, ångra mig, ångrar, ångrar mig, ta bort, ta tillbaka, ta bort
        det, ta bort sista, ta bort senaste, radera, radera senaste, stryk, ta bort rapporten
        """,
        """
        undo, undo that, undo it, undo last, undo the last, delete, delete that, delete last, remove, remove that,
        take back, take that back, take it back, revert, retract
        """,
    ),
    # R11: not the last word
    (
        Meaning.NOT_FINAL,
        """
        hittills, hitills, hittils, än så länge, ännu så länge, ännu, än, preliminärt, preliminär, preliminära, prel,
        fler på väg, på väg, på ingång, väntar, väntar på, väntar in, väntas, inväntar, kommer fler, det kommer fler,
        fler kommer, kommer, kan komma, ska komma, komma, fler ska, några kvar att, snart fler, troligen fler, just
        nu, för tillfället, för närvarande, i nuläget, så här långt, återkommer, inte klart, ej klart, inte klar, ej
        slutlig, ej slutligt, inte slutligt, inte slutlig, delrapport, räknar fortfarande, fortfarande, uppdaterar
        senare, mer senare, börjar med, nu i början
        """,
        """
        so far, may come, might come, may arrive, arriving, will arrive, are coming, for now, as of now, until now,
        yet, preliminary, provisional, provisionally, prelim, on the way, on their way, more coming, more to come,
        coming, still, expecting, expected, expect, waiting, waiting for, awaiting, right now, at the moment,
        currently, at this point, not final, will update, will come, to come, on its way
        """,
    ),
    # R12: no place in the form
    (
        Meaning.EXTRA,
        """
        sjukhus, sjukhuset, akuten, gick hem, gick därifrån, har gått, lämnade, lämnat, en gick, en åkte, en stack, en
        drog, avvek, avvikit, barn, barnet, barnen, bebis, bebisar, spädbarn, småbarn, unge, ungar, tonåring,
        tonåringar, minderårig, minderåriga, familj, familjer, familjen, barnfamilj, barnfamiljer, par, flyttade,
        flyttad, flyttat, flyttades, flyttas, överflyttad, överflyttade, skickade, skickades, skickat, hänvisade,
        hänvisad, hänvisades, vidare till, gick vidare, lediga, ledig, ledigt, lediga platser, ledig plats, lediga
        sängar, platser kvar, tomma, tom säng, tomma platser, tomma sängar, sängar, sängplats, sängplatser, bäddar,
        extrasäng, extrasängar, extra säng, extra sängar, extra madrass, extra madrasser, extrabädd, extrabäddar,
        extraplats, extraplatser, madrass, madrasser, anhörig, anhöriga, ungdom, ungdomar, hushåll, reservplatser,
        dubbletter, medföljande
        """,
        """
        hospital, left, went home, has left, have left, one left, walked out, child, children, kid, kids,
        baby, babies,
        infant, infants, teen, teens, teenager, teenagers, minor, minors, family, families, couples, moved,
        transferred, sent to, sent on, referred, free, free beds, free bed, free places, vacant, available, beds
        left, places left, bed, beds, extra bed, extra beds, mattress, mattresses, spare, spare beds, spare bed,
        relatives, household, households, spaces, space
        """,
    ),
    # Words that turn what is said round: a count with one of these is never stored without asking
    (
        Meaning.DOUBTFUL,
        """
        om, ifall, annars, igår kväll var, förra året, i fjol, ifjol, förra månaden, budget, budgeterat, målet, mål,
        prognos, planerat, planerad, räknar med, bokade, bokat, bokad, bokningar, anmälda, inbokade, brukar,
        vanligtvis, normalt, exempel, exempelvis, test, testar, provar, prova, övning, skojar, skämt, för en vecka
        sedan, gånger, dubbelt, dubbla, alla utom, alla förutom, samtliga utom, per, var och en, vardera, per natt,
        per dag, istället, i stället, jämfört
        """,
        """
        if, last year, last month, budgeted, booked, bookings, planned, forecast, usually, normally, example,
        testing, practice, joking, times, double, twice, each, per night, per day, instead,
        compared, all but, all except, everyone but, unless,
        otherwise
        """,
    ),
    (
        Meaning.SAME,
        """
        samma som, samma som igår, samma som i går, samma som sist, samma igen, samma antal, lika många, lika många
        som, som igår, som i går, som sist, som i förrgår, som inatt, som förra, än igår, än i går, mot igår
        """,
        """
        same as, same as yesterday, same as last night, same again, same number, as yesterday, like yesterday, as last
        night, like last night, than yesterday, than last night, as many as
        """,
    ),
    (
        Meaning.ASKING,
        """
        hur, hur många, hur mycket, vem, vilken, vilka, varför, kan du, kan ni, kan jag, ska jag, ska vi, får jag, får
        vi, är det, stämmer det, är det rätt, har vi, hade vi, har ni, borde, undrar, kan någon, kan nån
        """,
        """
        how, how many, how much, what, when, where, who, which, why, can you, can i, can someone, could you, should i,
        do i, do we, did we, does, is it, is that, are there, wonder, wondering, shall i
        """,
    ),
    (
        Meaning.RIGHT,
        "stämmer, rätt, ok, okej, räcker, va, eh, hm, visst, rimligt",
        "right, okay, sure, huh, fine",
    ),
)
