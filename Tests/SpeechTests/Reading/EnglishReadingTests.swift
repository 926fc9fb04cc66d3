import Core
import Testing

@testable import Speech

/// What is written, and what a person reads out for it.
struct EnglishReadingTests {
    private func read(_ text: String, _ pronunciations: [String: String] = [:]) throws -> String {
        let reading = Reading(PronunciationDictionary(pronunciations), rules: .english)
        return try SpeakableText(text, reading: reading).map(\.spoken).joined(separator: " ")
    }

    static let amounts = [
        ("It is 3.5 km away.", "It is three point five kilometers away."),
        ("It costs €12.50 today", "It costs twelve euros and fifty cents today"),
        ("only $1, or $0.99!", "only one dollar, or ninety nine cents!"),
        ("$1,200 and £5", "one thousand two hundred dollars and five pounds"),
        ("$3.5 million", "three point five million dollars"), ("a $2bn deal", "a two billion dollars deal"),
        ("12,50 € each", "twelve euros and fifty cents each"), ("5 USD", "five U S dollars"),
        ("€ 7", "seven euros"), ("$5–10", "five to ten dollars"), ("25°C", "twenty five degrees Celsius"),
        ("-5 °C", "minus five degrees Celsius"),
        ("1 kg of 250 ml", "one kilogram of two hundred and fifty milliliters"),
        ("100 km/h", "one hundred kilometers per hour"), ("60 mph", "sixty miles per hour"),
        ("16GB RAM", "sixteen gigabytes ram"), ("2.4 GHz", "two point four gigahertz"),
        ("a 20 m² room", "a twenty square meters room"), ("50% of", "fifty percent of"),
        ("3.14 %", "three point one four percent"),
        ("230V", "two hundred and thirty volts"), ("5 lbs", "five pounds"), ("~5 km", "about five kilometers"),
        ("±2%", "plus or minus two percent"), ("10x faster", "ten times faster"),
        ("in 3 in a row", "in three in a row"),
    ]
    static let times = [
        ("2026-11-20", "November twentieth, twenty twenty six"),
        ("on 11/20/2026.", "on November twentieth, twenty twenty six."),
        ("on 20/11/2026", "on November twentieth, twenty twenty six"),
        ("on 20.11.2026", "on November twentieth, twenty twenty six"),
        ("Nov. 20, 2026", "November twentieth, twenty twenty six"), ("May 5th", "May fifth"),
        ("May 5 we", "May fifth we"),
        ("20 November 2026", "the twentieth of November, twenty twenty six"),
        ("in June 2005", "in June two thousand five"),
        ("at 10:30", "at ten thirty"), ("at 10:05 am", "at ten oh five ay M"), ("at 9:00.", "at nine o'clock."),
        ("at 9am", "at nine ay M"), ("by 5 p.m. today", "by five P M today"), ("until 14:30", "until fourteen thirty"),
        ("9:00–17:00", "nine to seventeen hundred"), ("9-5", "nine to five"), ("9am-5pm", "nine ay M to five P M"),
        ("24/7", "twenty four seven"), ("in 1815", "in eighteen fifteen"), ("in 1905", "in nineteen oh five"),
        ("in 2000", "in two thousand"), ("the 1960s", "the nineteen sixties"), ("the '90s", "the nineties"),
        ("the 1900s", "the nineteen hundreds"), ("1990–1995", "nineteen ninety to nineteen ninety five"),
        ("1:02:03", "one oh two and three seconds"),
    ]
    static let numbers = [
        ("50–60", "fifty to sixty"), ("pages 10-20", "pages ten to twenty"), ("5–6 km", "five to six kilometers"),
        ("½", "one half"), ("2½ hours", "two and a half hours"), ("1/2 cup", "one half cup"), ("3/4", "three quarters"),
        ("2 1/2", "two and a half"), ("2/3", "two thirds"), ("16/9", "sixteen over nine"), ("16:9", "sixteen to nine"),
        ("1,234,567", "one million two hundred and thirty four thousand five hundred and sixty seven"),
        ("42", "forty two"), ("1005", "one thousand and five"),
        ("the 1st, 2nd and 23rd", "the first, second and twenty third"),
        ("version 1.2.3", "version one point two point three"), ("v2.0", "version two point zero"),
        ("192.168.0.1", "one hundred and ninety two dot one hundred and sixty eight dot zero dot one"),
        ("-7", "minus seven"), ("007", "zero zero seven"), ("#1", "number one"), ("No. 5", "number five"),
        ("call 555-1234.", "call five five five, one two three four."),
        ("+1 (555) 123-4567", "plus one, five five five, one two three, four five six seven"),
        ("020 7946 0958", "zero two zero, seven nine four six, zero nine five eight"),
        ("10k users", "ten thousand users"), ("3 x 4", "three x four"), ("3x4", "three by four"), ("1+", "one plus"),
    ]
    static let words = [
        ("visavis.example/docs", "visavis dot example slash docs"),
        ("see https://www.example.org/a-b.", "see example dot org slash ay dash B."),
        ("(info@example.org)", "(info at example dot org)"),
        ("a_b@mail.example.com", "ay underscore B at mail dot example dot com"),
        ("Dr. Smith", "doctor Smith"), ("e.g. this", "for example this"), ("i.e. that", "that is that"),
        ("cats, etc.", "cats, et cetera."),
        ("Mr. and Mrs. Jones", "mister and missus Jones"), ("St. Paul", "saint Paul"),
        ("Main St. is", "Main street is"),
        ("CO2", "C O two"), ("H2O", "H two O"), ("an MP3", "an M P three"), ("GPT-4", "G P T four"),
        ("the USA", "the U S ay"),
        ("NASA and APIs", "nasa and ay P I's"), ("R&D", "R and D"), ("AT&T", "ay T and T"), ("C++", "C plus plus"),
        ("Elizabeth II", "Elizabeth the second"), ("Chapter IV", "Chapter four"), ("World War II.", "World War two."),
        ("Louis XIV was", "Louis the fourteenth was"), ("I and V", "I and V"), ("COVID-19", "covid nineteen"),
        ("STOP THE WAR NOW", "STOP THE WAR NOW"), ("salt & pepper", "salt and pepper"), ("OK", "okay"),
        ("5G", "five G"),
        ("Fig. 3", "figure three"), ("I said no. Then", "I said no. Then"), ("w/o sugar", "without sugar"),
        ("JSON", "jason"),
        ("well-known", "well-known"), ("and/or", "and or"), ("A4", "ay four"), ("a cat", "a cat"),
    ]

    @Test("amounts are read with their units", arguments: amounts)
    func amount(text: String, said: String) throws { #expect(try read(text) == said) }

    @Test("dates and times are read as said", arguments: times)
    func time(text: String, said: String) throws { #expect(try read(text) == said) }

    @Test("numbers of every kind are read as said", arguments: numbers)
    func number(text: String, said: String) throws { #expect(try read(text) == said) }

    @Test("addresses, abbreviations and letters are read as said", arguments: words)
    func word(text: String, said: String) throws { #expect(try read(text) == said) }

    @Test("words written in the persona's dictionary are said its way, whole and in the right case")
    func pronunciations() throws {
        let world = [
            "nginx": "engine x", "Visavis": "vee za vee", "Ada Lovelace": "AY-da LOVE-lace", "US": "us of ay",
            "GIF": "jif",
        ]
        #expect(try read("NGINX's and nginx, not nginxes", world) == "engine x's and engine x, not nginxes")
        #expect(try read("(Visavis!) visavis", world) == "(vee za vee!) visavis")
        #expect(try read("by Ada Lovelace, Ada", world) == "by AY-da LOVE-lace, Ada")
        #expect(try read("tell us, US", world) == "tell us, us of ay")
        #expect(try read("a GIF.", world) == "a jif.")
    }

    @Test("captions keep what is written, and every written run has one time")
    func captions() async throws {
        let text = "On 2026-11-20 it costs €12.50, call 555-1234 or visit visavis.example/docs."
        let utterance = try await Voices().utterance(of: text, voice: "slt")
        let words = utterance.pronunciation.words
        #expect(words.map(\.text) == text.split(separator: " ").map(String.init))
        #expect(zip(words, words.dropFirst()).allSatisfy { $0.end <= $1.start + 1e-9 })
        #expect(words.allSatisfy { $0.start < $0.end })
    }

    @Test("the phones are those of the words that are said")
    func phones() async throws {
        let written = try await Voices().utterance(of: "It is 3.5 km", voice: "slt").pronunciation.phones.map(\.symbol)
        let spelt = try await Voices().utterance(of: "It is three point five kilometers", voice: "slt")
        #expect(written == spelt.pronunciation.phones.map(\.symbol))
    }

    @Test(
        "other languages get addresses in their own words, the rest is the engine's",
        arguments: [
            ("de", "Siehe www.beispiel.de/hilfe.", "Siehe beispiel Punkt de Schrägstrich hilfe."),
            ("fr", "à info@exemple.fr", "à info arobase exemple point fr"),
            ("es", "a hola@ejemplo.es", "a hola arroba ejemplo punto es"),
            ("de", "am 3.10. um 5 Uhr", "am 3.10. um 5 Uhr"),
        ])
    func others(language: String, text: String, said: String) throws {
        let text = try SpeakableText(
            text, spelling: .native(.latin), reading: Reading(.empty, language: language))
        #expect(text.map(\.spoken).joined(separator: " ") == said)
    }

    @Test("whatever is written, reading it ends, and nothing that can be said is lost")
    func mutations() throws {
        let seeds = Self.amounts + Self.times + Self.numbers + Self.words
        var state: UInt64 = 4
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        for _ in 0..<1_500 {
            var characters = Array(seeds[random(seeds.count)].0 + " " + seeds[random(seeds.count)].0)
            for _ in 0..<random(6) {
                let place = random(characters.count)
                if random(2) == 0 {
                    characters.remove(at: place)
                } else {
                    characters.swapAt(place, random(characters.count))
                }
                if characters.isEmpty { characters = ["9"] }
            }
            let text = String(characters)
            guard let found = try? SpeakableText(text, reading: Reading(rules: .english)) else { continue }
            #expect(Clauses(text: found).map(\.written).joined() == text)
            let hasFigures = text.contains { $0.isASCII && $0.isNumber }
            #expect(!hasFigures || found.contains { $0.spoken.contains(where: \.isLetter) })
        }
    }
}
