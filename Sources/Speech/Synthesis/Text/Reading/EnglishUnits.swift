/// Units of measurement and money as English speakers say them.
enum EnglishUnits {
    /// Singular and plural; case counts, for "mW" is not "MW".
    private static let units: [String: (one: String, many: String)] = {
        var units: [String: (one: String, many: String)] = [
            "%": ("percent", "percent"), "‰": ("per mille", "per mille"), "°C": ("degree Celsius", "degrees Celsius"),
            "℃": ("degree Celsius", "degrees Celsius"), "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
            "℉": ("degree Fahrenheit", "degrees Fahrenheit"), "°": ("degree", "degrees"), "K": ("kelvin", "kelvin"),
            "in": ("inch", "inches"), "ft": ("foot", "feet"), "lb": ("pound", "pounds"), "lbs": ("pound", "pounds"),
            "oz": ("ounce", "ounces"), "yd": ("yard", "yards"), "mi": ("mile", "miles"),
            "mph": ("mile per hour", "miles per hour"),
            "kph": ("kilometer per hour", "kilometers per hour"), "kmh": ("kilometer per hour", "kilometers per hour"),
            "ha": ("hectare", "hectares"), "h": ("hour", "hours"), "hr": ("hour", "hours"), "hrs": ("hour", "hours"),
            "min": ("minute", "minutes"), "mins": ("minute", "minutes"), "sec": ("second", "seconds"),
            "secs": ("second", "seconds"), "rpm": ("revolution per minute", "revolutions per minute"),
            "dB": ("decibel", "decibels"), "fps": ("frame per second", "frames per second"), "px": ("pixel", "pixels"),
            "t": ("ton", "tons"), "MP": ("megapixel", "megapixels"), "bit": ("bit", "bits"), "B": ("byte", "bytes"),
            "bps": ("bit per second", "bits per second"), "kcal": ("kilocalorie", "kilocalories"),
            "gal": ("gallon", "gallons"), "mpg": ("mile per gallon", "miles per gallon"), "Ω": ("ohm", "ohms"),
            "psi": ("P S I", "P S I"), "bar": ("bar", "bars"), "mbar": ("millibar", "millibars"),
        ]
        let bases = [
            ("m", "meter", "kcmµμnd"), ("g", "gram", "kmµμ"), ("l", "liter", "mcdh"), ("L", "liter", "mcdh"),
            ("s", "second", "mµμn"), ("W", "watt", "kmMGT"), ("Wh", "watt hour", "kMGT"), ("V", "volt", "kmµμ"),
            ("A", "ampere", "mkµμ"), ("Ah", "ampere hour", "mk"), ("Hz", "hertz", "kMGT"), ("J", "joule", "kMG"),
            ("N", "newton", "k"), ("Pa", "pascal", "khM"), ("B", "byte", "kKMGTP"), ("bit", "bit", "kKMGT"),
            ("b", "bit", "kMG"), ("bps", "bit per second", "kKMG"),
        ]
        let prefixes: [Character: String] = [
            "k": "kilo", "K": "kilo", "c": "centi", "m": "milli", "µ": "micro", "μ": "micro", "n": "nano", "d": "deci",
            "h": "hecto", "M": "mega", "G": "giga", "T": "tera", "P": "peta",
        ]
        for (symbol, name, allowed) in bases {
            let many = name == "hertz" ? name : name.hasSuffix("per second") ? "bits per second" : name + "s"
            if symbol != "b", symbol != "bps" { units[symbol] = units[symbol] ?? (name, many) }
            for prefix in allowed {
                let long = prefixes[prefix] ?? ""
                units[String(prefix) + symbol] = (long + name, long + many)
            }
        }
        return units
    }()

    /// - Returns: Nil for what is no unit. "km/h", "m²" and "kg/m³" are units, too.
    static func name(_ symbol: some StringProtocol, isOne: Bool) -> String? {
        if let unit = units[String(symbol)] { return isOne ? unit.one : unit.many }
        if let slash = symbol.firstIndex(of: "/"), slash != symbol.startIndex {
            guard let upper = name(symbol[..<slash], isOne: isOne),
                let lower = name(symbol[symbol.index(after: slash)...], isOne: true)
            else { return nil }
            return upper + " per " + lower
        }
        for (mark, word) in [("²", "square"), ("2", "square"), ("³", "cubic"), ("3", "cubic")] {
            guard symbol.hasSuffix(mark), let base = units[String(symbol.dropLast())],
                base.many.hasSuffix("meters") || base.many == "feet" || base.many == "inches" || base.many == "miles"
            else { continue }
            return word + " " + (isOne ? base.one : base.many)
        }
        return nil
    }

    /// Those that stand for something else when a space parts them from the number: "5 A", "3 in a row".
    static func isAmbiguous(_ symbol: some StringProtocol) -> Bool {
        ["in", "A", "K", "B", "V", "t", "h", "s", "g", "N", "J", "W", "L", "l", "bar", "bit", "MP", "sec"].contains(
            String(symbol))
    }

    struct Currency {
        var one: String
        var many: String
        var cent: String
        var cents: String
    }

    static let currencies: [String: Currency] = [
        "$": .init(one: "dollar", many: "dollars", cent: "cent", cents: "cents"),
        "US$": .init(one: "U S dollar", many: "U S dollars", cent: "cent", cents: "cents"),
        "€": .init(one: "euro", many: "euros", cent: "cent", cents: "cents"),
        "£": .init(one: "pound", many: "pounds", cent: "penny", cents: "pence"),
        "¥": .init(one: "yen", many: "yen", cent: "sen", cents: "sen"),
        "₹": .init(one: "rupee", many: "rupees", cent: "paisa", cents: "paise"),
        "₽": .init(one: "ruble", many: "rubles", cent: "kopeck", cents: "kopecks"),
        "₩": .init(one: "won", many: "won", cent: "jeon", cents: "jeon"),
        "¢": .init(one: "cent", many: "cents", cent: "", cents: ""),
        "USD": .init(one: "U S dollar", many: "U S dollars", cent: "cent", cents: "cents"),
        "EUR": .init(one: "euro", many: "euros", cent: "cent", cents: "cents"),
        "GBP": .init(one: "pound", many: "pounds", cent: "penny", cents: "pence"),
        "CHF": .init(one: "Swiss franc", many: "Swiss francs", cent: "centime", cents: "centimes"),
        "JPY": .init(one: "yen", many: "yen", cent: "sen", cents: "sen"),
    ]

    static let magnitudes: [String: String] = [
        "k": "thousand", "K": "thousand", "m": "million", "M": "million", "mn": "million", "mio": "million",
        "bn": "billion", "B": "billion", "b": "billion", "tn": "trillion", "T": "trillion", "thousand": "thousand",
        "million": "million", "billion": "billion", "trillion": "trillion",
    ]
}
