internal import Foundation

/// What a question wants to know, as far as its first words tell, and what in a text is of that kind.
enum AnswerKind: CaseIterable, Sendable {
    case time, year, clock, money, duration, count, place, person, contact

    /// What a question asks for; empty when it does not say.
    static func expected(by question: String) -> Set<AnswerKind> {
        var kinds: Set<AnswerKind> = []
        for phrase in phrases(of: question) { kinds.formUnion(kindsByPhrase[phrase] ?? []) }
        // "How much does it cost" and "how long" are no questions for a count or a moment.
        if kinds.contains(.duration) || kinds.contains(.money) { kinds.remove(.count) }
        // What happened once did so in a year, not on Thursdays.
        if kinds.contains(.year) { kinds.remove(.time) }
        return kinds
    }

    /// Whether a text holds something of one of these kinds.
    static func any(of kinds: Set<AnswerKind>, occursIn text: String) -> Bool {
        let phrases = phrases(of: text)
        let hasDigit = text.utf8.contains { $0 &- 0x30 < 10 }
        return kinds.contains { $0.occurs(in: text, phrases, hasDigit) }
    }

    private func occurs(in text: String, _ phrases: Set<String>, _ hasDigit: Bool) -> Bool {
        func any(_ list: Set<String>) -> Bool { !list.isDisjoint(with: phrases) }
        switch self {
        case .time:
            return any(Self.days)
                // "Within ten days."
                || ((hasDigit || any(Self.numbers)) && any(Self.units))
                || (hasDigit && (any(Self.clockWords) || any(Self.months) || text.contains(Self.clockTime)))
        case .year: return hasDigit && (any(Self.months) || text.contains(Self.yearNumber))
        case .clock: return hasDigit && (any(Self.clockWords) || text.contains(Self.clockTime))
        case .money:
            return any(Self.free)
                || ((hasDigit || any(Self.numbers))
                    && (any(Self.currencies) || any(Self.costs)
                        || text.unicodeScalars.contains { $0.properties.generalCategory == .currencySymbol }))
        case .duration: return (hasDigit || any(Self.numbers)) && any(Self.units)
        case .count: return hasDigit || any(Self.numbers)
        case .place: return any(Self.places)
        case .person: return any(Self.people) || text.contains(Self.name)
        case .contact: return text.utf8.contains(UInt8(ascii: "@")) || any(["www"]) || text.contains(Self.phone)
        }
    }

    /// All runs of one to five words, folded.
    private static func phrases(of text: String) -> Set<String> {
        var words: [String] = []
        WordScanner.scan(text) { word, _, _ in words.append(TextAnalyzer.fold(word)) }
        var phrases: Set<String> = []
        for start in words.indices {
            var phrase = words[start]
            phrases.insert(phrase)
            for word in words[(start + 1)...].prefix(4) {
                phrase += " " + word
                phrases.insert(phrase)
            }
        }
        return phrases
    }

    private static let kindsByPhrase: [String: Set<AnswerKind>] = {
        var kinds: [String: Set<AnswerKind>] = [:]
        for (kind, phrases) in questionPhrases { for phrase in phrases { kinds[phrase, default: []].insert(kind) } }
        return kinds
    }()

    private static func list(_ text: String) -> Set<String> {
        Set(text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) })
    }

    private static let questionPhrases: [(AnswerKind, Set<String>)] = [
        (
            .time,
            list(
                """
                when, which day, which days, what day, what days, what date, what are your hours, opening hours, \
                opening times, wann, offnungszeiten, quand, quel jour, horaires, cuando, que dia, horario, quando, che giorno, \
                orari, wanneer, welke dag, kiedy, deadline
                """)
        ),
        (
            .year,
            list(
                """
                when was, when were, when did, what year, which year, in welchem jahr, wann wurde, wann war, en quelle annee, \
                en que ano, in che anno, in welk jaar, w ktorym roku
                """)
        ),
        (
            .clock,
            list(
                """
                what time, how late, how early, um wie viel uhr, um wieviel uhr, wie spat, quelle heure, que hora, a que hora, \
                che ora, que horas, hoe laat, o ktorej, until when, till when
                """)
        ),
        (
            .money,
            list(
                """
                how much is, how much are, how much does, how much do, how much would, how much will, how much for, cost, \
                costs, price, prices, fee, fees, cheap, expensive, charge, was kostet, was kosten, wie viel kostet, \
                wieviel kostet, wie teuer, preis, preise, combien coute, combien ca coute, prix, tarif, tarifs, \
                cuanto cuesta, cuanto cuestan, precio, quanto costa, quanto costano, prezzo, quanto custa, preco, \
                hoeveel kost, hoe duur, prijs, ile kosztuje, ile kosztuja, cena, fine, penalty
                """)
        ),
        (
            .duration,
            list(
                """
                how long, how many days, how many weeks, how many months, how many hours, how many minutes, how soon, \
                wie lange, wie viele tage, combien de temps, combien de jours, cuanto tiempo, cuantos dias, quanto tempo, \
                quanti giorni, quantos dias, hoe lang, hoeveel dagen, jak dlugo, ile dni
                """)
        ),
        (
            .count,
            list(
                """
                how many, how much, how often, how big, how large, how heavy, how tall, how far, how old, what age, which age, \
                wie viel, wieviel, wie viele, wie oft, wie alt, combien, cuanto, cuantos, cuantas, quanto, quanti, quante, \
                quantos, quantas, hoeveel, hoe vaak, ile, jak czesto
                """)
        ),
        (
            .place,
            list(
                """
                where, which floor, which room, which place, what address, what is the address, wo, wohin, ou se, donde, \
                adonde, dove, onde, waar, gdzie
                """)
        ),
        (.person, list("who, whom, whose, wer, wen, wem, qui, quien, quienes, chi, quem, kto, kogo")),
        (
            .contact,
            list(
                """
                phone number, telephone number, email, e mail, contact, reach you, call you, telefonnummer, telephone, \
                telefono, telefone, telefoonnummer, numer telefonu
                """)
        ),
    ]

    private static var clockTime: Regex<Substring> { /\b\d{1,2}[:h]\d{2}\b/ }
    private static var yearNumber: Regex<Substring> { /\b(?:1[0-9]|20)\d\d\b/ }
    private static var phone: Regex<Substring> { /\+?\d[\d\s\/().-]{5,}\d/ }
    /// Two words with capitals in a row.
    private static var name: Regex<Substring> { /\b\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+/ }
    private static let clockWords = list("am, pm, a m, p m, uhr, o clock, noon, midnight, h, heures, horas, ore, uur")
    private static let days = list(
        """
        monday, mondays, tuesday, tuesdays, wednesday, wednesdays, thursday, thursdays, friday, fridays, saturday, \
        saturdays, sunday, sundays, weekday, weekdays, weekend, weekends, daily, today, noon, midnight, morning, mornings, \
        evening, evenings, christmas, montag, montags, dienstag, dienstags, mittwoch, mittwochs, donnerstag, donnerstags, \
        freitag, freitags, samstag, samstags, sonntag, sonntags, taglich, lundi, mardi, mercredi, jeudi, vendredi, samedi, \
        dimanche, lunes, martes, miercoles, jueves, viernes, sabado, domingo, lunedi, martedi, mercoledi, giovedi, venerdi, \
        domenica, segunda, terca, quarta, quinta, sexta, maandag, dinsdag, woensdag, donderdag, vrijdag, zaterdag, zondag, \
        poniedzialek, wtorek, sroda, czwartek, piatek, sobota, niedziela
        """)
    private static let months = list(
        """
        january, february, march, april, may, june, july, august, september, october, november, december, januar, februar, \
        marz, mai, juni, juli, oktober, dezember, janvier, fevrier, mars, avril, juin, juillet, aout, septembre, octobre, \
        novembre, decembre, enero, febrero, marzo, abril, mayo, junio, julio, agosto, septiembre, octubre, noviembre, \
        diciembre, gennaio, febbraio, aprile, maggio, giugno, luglio, settembre, ottobre, dicembre
        """)
    private static let currencies = list(
        """
        eur, euro, euros, usd, dollar, dollars, gbp, pound, pounds, pence, cent, cents, chf, franken, francs, zl, zloty, \
        pln, percent, crown, crowns, kroner, yen, rupees, roubles, lira, pesos, reais
        """)
    /// Whatever the currency is called.
    private static let costs = list(
        "cost, costs, price, fee, kostet, kosten, coute, coutent, cuesta, cuestan, costa, costano, custa, kost, kosztuje"
    )
    private static let free = list(
        "free, no charge, free of charge, kostenlos, gratis, frei, gratuit, gratuite, gratuito, bezplatnie")
    private static let units = list(
        """
        second, seconds, minute, minutes, hour, hours, day, days, week, weeks, month, months, year, years, sekunden, \
        minuten, stunde, stunden, tag, tage, tagen, woche, wochen, monat, monate, monaten, jahr, jahre, jahren, secondes, \
        heure, heures, jour, jours, semaine, semaines, mois, an, ans, annee, annees, minutos, hora, horas, dia, dias, \
        semana, semanas, mes, meses, ano, anos, minuti, ora, ore, giorno, giorni, settimana, settimane, mese, mesi, anno, \
        anni, minuut, uur, dag, dagen, weken, maand, maanden, jaar, minut, godzin, godziny, dni, tygodni, miesiac, \
        miesiecy, lat, lifetime
        """)
    private static let numbers = list(
        """
        one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, once, twice, dozen, hundred, no more than, \
        eine, zwei, drei, vier, funf, sechs, sieben, acht, neun, zehn, zwolf, deux, trois, quatre, cinq, dos, tres, cuatro, \
        cinco, due, tre, quattro, cinque, twee, drie, vijf, dwa, trzy, cztery
        """)
    private static let places = list(
        """
        street, road, square, avenue, lane, floor, building, room, desk, office, entrance, exit, station, next to, opposite, \
        behind, beside, near, located, location, address, north, south, east, west, left, right, back, front, bottom, top, \
        side, corner, website, online, intranet, counter, reception, lobby, strasse, platz, stock, gebaude, zimmer, neben, \
        rue, etage, batiment, calle, plaza, planta, edificio, via, piazza, piano, rua, straat, plein, ulica
        """)
    private static let people = list(
        """
        dr, mr, mrs, ms, prof, professor, manager, director, officer, team, department, staff, nurse, doctor, employee, \
        employees, supervisor, council, company, adults, children, students, anyone, everyone, members, persons, residents, \
        visitors, herr, frau, madame, monsieur, senor, senora, signor, signora
        """)
}
