"""Small words, greetings and places, and the replies to a question (R12, R24, R26); `words` tells the form."""

from bot.reading.meanings import Meaning
from bot.reading.words import Rows

SMALL: Rows = (
    # Small words
    (Meaning.AND, "och, o, å, samt", "and, n"),
    (Meaning.IS, "är, var, blev, varit, utgör, heter, utgörs av", "are, were, is, was"),
    (Meaning.TO, "", "to"),
    (
        Meaning.REASON,
        """
        pga, p g a, p.g.a, p.g.a., på grund av, eftersom, därför att, beroende på, på grund, orsak, anledning
        """,
        "because, because of, due to, due, since, owing to, reason",
    ),
    (
        Meaning.PLACE,
        """
        köket, kök, duschen, duscharna, dusch, toaletten, toaletterna, toa, dörren, dörr, porten, fönstret, fönster,
        rummet, tvättstugan, tvätten, apoteket, affären, kiosken, hissen, matsalen, caféet, kafeet, cafét, kontoret,
        receptionen, entrén, förrådet, biblioteket, vårdcentralen, gatan, vägen, tunnelbanan, systemet, övervåningen,
        bottenvåningen, våningen, sovsalen, värmestugan, rökrummet
        """,
        """
        kitchen, shower, showers, toilet, toilets, door, doors, gate, window, windows, room, laundry, pharmacy,
        shop, elevator, lift, office, reception, entrance, library, road, street, floor, upstairs, downstairs
        """,
    ),
    (
        Meaning.THING,
        """
        säng, sängen, rum, nr, nummer, nyckel, nycklar, skåp, filt, filtar, handduk, handdukar, mackor, macka,
        smörgås, smörgåsar, kaffe, koppar, portioner, lakan, kr, kronor, spänn, grader, minuter, min, minut, timmar,
        timme, tim, år, liter, kilo, kg, km, meter, buss, bussen, linje, sida, kanal, våning, plan, paket, lampor,
        lampa, stolar, bord, larm, larmet, nätter, dagar, sms, mejl, kod, koden, portkod, wifi, hund, hundar, katt,
        husdjur, kassar, påsar, tandborstar
        """,
        """
        room, key, keys, locker, blanket, blankets, towel, towels, sandwich, sandwiches, coffee, coffees, cups,
        portions, sheets, kronor, dollars, euro, euros, degrees, minutes, mins, hours, hour, years, bus, line, page,
        channel, floor, packs, lamps, chairs, tables, alarm, dog, dogs, cat, pet, pets, nights, days, code, bags,
        number, no.
        """,
    ),
    (
        Meaning.TRAIT,
        """
        personal, volontär, volontärer, unika, unik, unika besökare, unika personer, nya, ny, praktikant,
        praktikanter, rullstol, vuxen, vuxna, äldre, yngre, gravid, gravida, höggravid
        """,
        "staff, volunteer, volunteers, unique, new, new ones, adults, adult, wheelchair, elderly, pregnant",
    ),
    (Meaning.CLOCK, "kl, klockan, klocka, kl.", "at, o'clock, oclock"),
    (Meaning.HALF_DAY, "", "am, pm, a.m, p.m"),
    (
        Meaning.SIGNED,
        """
        mvh, vh, hälsning, hälsningar, hälsar, hälsn, med vänlig hälsning, med vänliga hälsningar, vänliga
        hälsningar, vänligen, bästa hälsningar, kram, kramar, hälsn., skickat från min, skickat från mitt
        """,
        "regards, best regards, kind regards, best wishes, br, rgds, cheers, best, yours, sincerely, sent from my",
    ),
    (
        Meaning.NIGHT_SITE,
        "natthärbärge, natthärbärget, härbärge, härbärget, nattverksamhet, nattverksamheten, nattjouren",
        "night shelter, shelter, nightshelter, the shelter",
    ),
    (Meaning.NIGHT_WORD, "natt, natten, nattrapport, nattens", "night, nights, nightly"),
    (
        Meaning.DAY_SITE,
        "dagverksamhet, dagverksamheten, dagcenter, dagcentret, dagcentral",
        "day centre, day center, daycentre, daycenter, drop in, drop-in",
    ),
    (
        Meaning.INTAKE_SITE,
        "inskrivning, inskrivningen, gemensam inskrivning, intag, intaget",
        "intake, common queue",
    ),
    (
        Meaning.HARMLESS,
        """
        glömde, glömt, missade, missat, gäller, gällande, avser, avseende, skulle, skicka, rapporterade,
        inrapportering, försenad, försenat, tack för igår, tack för i går, tack för inatt, tack för i natt, tack för
        senast, annars lugnt, annars är det lugnt, annars allt bra, annars allt lugnt, annars allt väl, annars inget,
        annars inget nytt, annars inget särskilt, annars en lugn natt, annars en lugn kväll, annars lugn natt, annars
        lugn kväll, annars bra, annars ok, utan problem, utan bråk, utan incidenter, utan krångel, utan anmärkning,
        räknat två gånger, räknade två gånger, ses imorgon, vi ses imorgon, ses i morgon, vi ses i morgon, hörs
        imorgon, vi hörs imorgon, hörs i morgon, vi hörs i morgon, trevlig helg, skön helg, bra helg, fin helg, här
        kommer siffrorna, här kommer siffror, här kommer rapporten, här kommer rapport, här kommer kvällens, här
        kommer nattens, här kommer dagens, här kommer våra, här kommer vår, här kommer antalet, här kommer
        statistiken, här, vi, det, den, de, dom, i, på, nu, har, hade, hos, oss, fick, och så, sen, sedan, sent, kom,
        kommit, kväll, kvällen, dag, dagen, morse, morgon, på morgonen, vid, jag, ni, du, rapport, rapporten,
        rapporterar, dagrapport, statistik, siffra, antal, datum, könsfördelning, fördelning, läget, lugnt, lugn,
        allt, allt väl, allt bra, inga problem, inget särskilt, inga konstigheter, inga incidenter, ingen incident,
        inget att rapportera, inget nytt, fler var det inte, inga fler, inga fler väntas, väntar inga fler, inga
        andra, kallt, varmt, regn, snö, regnar, snöar, snöade, regnade, blåser, storm, väder, stökigt, nattpersonalen,
        personalen, kvällspersonalen, dagpersonalen, volontärerna, teamet, för, med, som, att, så, en lugn natt, lugn
        natt, en lugn kväll, lite, mycket, vanligt, som vanligt, renovering, städning, sanering, vattenläcka,
        strömavbrott, sjukdom, personalbrist, röd dag, helgdag, reparation, underhåll, brand, översvämning,
        vattenskada, elfel, inskrivna, insläppta, närvarande, dagens, kvällens, gårdagens, tonights, slut, slutsiffra,
        slutsiffror, slutlig siffra, slutrapport, exakt, precis, st., av personalen, hälsar, ha det, ha det bra, vi
        ses, hos oss, på plats, ser ut, mår bra, alla mår bra, sover, gott, frukost, middag, lunch, tack för ikväll,
        ser fram emot, kön, fördelat på, fördelat, rapportera, lämnar, skickar, meddelar
        """,
        """
        forgot, forgotten, missed, send, regarding, belated, thanks for yesterday, thanks for last night, thank you
        for yesterday, otherwise quiet, otherwise calm, otherwise all good, otherwise fine, otherwise all fine,
        otherwise nothing, without problems, without incident, without incidents, counted twice, see you tomorrow,
        nice weekend, good weekend, great weekend, but, we, we've, weve, i, have, had, has, here, there, it, the, in,
        on, for, with, our, us, you, report, reporting, number, numbers, count, date, gender, split, this, that, came,
        come, arrived, day, evening, morning, quiet, calm, all good, all well, no problems, no problem, no incidents,
        no issues, nothing to report, no more, no others, cold, warm, rain, rainy, maintenance, renovation, repairs,
        water leak, power cut, flooding, public holiday, cleaning, raining, snow, snowing, weather, busy, team, night
        staff, the team, day staff, from us, late, early, now, exactly, as usual, usual, got, please, thanks for
        tonight, final count, tonight's, todays, today's, checked in, signed in, present, in house, inside, everything
        fine, fine, everything ok, then
        """,
    ),
)

REPLIES: Rows = (
    (
        Meaning.GREETING,
        """
        hej, hejsan, tja, tjena, hallå, god kväll, godkväll, god morgon, godmorgon, god natt, godnatt, goddag, god
        afton, morrn, morsning, hejhej, hej hej, hejdå, hej då, tjenare
        """,
        """
        hi, hello, hey, good evening, good morning, good night, goodnight, good day, morning, evening, dear, bye,
        goodbye
        """,
    ),
    (
        Meaning.THANKS,
        """
        tack, tackar, tack så mycket, tusen tack, toppen, perfekt, bra, fint, härligt, kanon, super, tack för
        hjälpen
        """,
        """
        thanks, thank you, thank you very much, many thanks, thx, ty, great, perfect, good, cool, nice, lovely
        """,
    ),
    (
        Meaning.YES,
        """
        ja, japp, jepp, jo, stämmer, det stämmer, precis, absolut, ok, okej, okey, oki, jajamän, jodå, yes, ja
        tack, visst, javisst, jovisst, så är det, det är det, det var alla, det var allt, ja det stämmer, det är
        rätt, rätt, klart, slutligt, slutlig, slutgiltigt, det är slutligt, inga fler, klar, spara
        """,
        """
        yep, yup, yea, yeah, y, ya, sure, right, exactly, okay, that is right, thats right, that's right, correct,
        final, it is final, that's all, that is all, that's it, it is, yes it is, no more, nobody else, done, it's
        final, yes please, save
        """,
    ),
    (
        Meaning.NO,
        "nej, nä, nää, näe, nix, nej tack, inte rätt, stämmer inte, det stämmer inte, inte än, inte ännu",
        "no, nope, nah, not right, not yet",
    ),
    (
        Meaning.SWAPPED,
        """
        tvärtom, tvärt om, omvänt, andra hållet, bytt plats, byt plats, åt andra hållet, nej tvärtom, omvänd
        ordning
        """,
        """
        other way around, the other way around, other way round, the other way round, other way, reversed, reverse,
        swap, swapped, opposite, vice versa
        """,
    ),
    (
        Meaning.WOMEN_FIRST,
        "kvinnor först, kvinnorna först, kvinnor först sen män, damer först, k först",
        "women first, women then men, ladies first, w first",
    ),
    (
        Meaning.MEN_FIRST,
        "män först, männen först, män först sen kvinnor, herrar först, m först",
        "men first, men then women, m first",
    ),
    (
        Meaning.CANCEL,
        """
        avbryt, avbryta, tillbaka, backa, glöm det, strunt i det, strunta i det, skit i det, hoppa över, avstå
        """,
        "back, cancel, never mind, nevermind, forget it, skip, abort, stop it",
    ),
    (
        Meaning.OPEN,
        "öppet, öppen, öppna, har öppet, vi har öppet, är öppet, hade öppet, var öppet",
        "open, we are open, was open, is open, were open",
    ),
    (Meaning.DATE_WORD, "datum, ett datum, datumet, är datum, det är datum", "a date, the date, dates"),
    (
        Meaning.COUNT_WORD,
        "siffror, siffrorna, antalet, gäster, räkning, ett antal, är antal",
        "count, counts, the count, numbers, figures",
    ),
)
"""What a short text can be as a whole; within a longer one these words are harmless."""
