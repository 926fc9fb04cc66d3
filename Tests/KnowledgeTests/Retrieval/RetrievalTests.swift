import Core
import Foundation
import Storage
import Testing

@testable import Knowledge

@Suite struct RetrievalTests {
    @Test(
        "questions in other words, misspelt, misheard and run together find their passage",
        arguments: [
            ("When does the museum open?", "Opening hours"), ("opening times on satturday", "Opening hours"),
            ("How much is a ticket for a grown-up?", "Prices"), ("Are kids free?", "Prices"),
            ("Where can I leave my vehicle?", "Getting here"), ("which tramm stops nearby", "Getting here"),
            ("how long is the guarantee", "Warranty"), ("warrenty period", "Warranty"),
            ("how do I decsale it", "Descaling"), ("wear is the car park", "Getting here"),
        ])
    func paraphrases(question: String, heading: String) async throws {
        let store = try await KnowledgeFixture.store()
        let found = await store.passages(for: question, persona: "", limit: 3)
        #expect(found.first?.passage.headings == [heading])
    }

    @Test(
        "numbers are found however they are said",
        arguments: [
            ("what does e zero four mean", "E04: the filter is clogged."),
            ("the display shows E four seven", "E47: the clock is wrong."),
            ("how many metres is 6 laps", "Whoever swims six laps has earned a badge."),
            ("is it free for somebody of twenty five", "Up to 25 years the small pool is free."),
        ])
    func numbers(question: String, text: String) async throws {
        let texts = [
            "E04: the filter is clogged.", "E47: the clock is wrong.", "Whoever swims six laps has earned a badge.",
            "Up to 25 years the small pool is free.", "Lockers take a coin of 4 or 5 pence, 20 of them are new.",
        ]
        let store = try await KnowledgeFixture.store([
            KnowledgeFixture.document("pool", source: "a", texts.map { PassageDraft(text: $0) })
        ])
        let found = await store.passages(for: question, persona: "", limit: 3)
        #expect(found.first?.passage.text == text)
    }

    @Test("words for numbers are joined as they are written")
    func joinedNumbers() {
        #expect(NumberWords.joined(["twenty", "five", "euros"]).map(\.text) == ["25"])
        #expect(NumberWords.joined(["twenty", "ten"]).map(\.text) == ["2010"])
        #expect(NumberWords.joined(["e", "zero", "four", "twenty"]).map(\.text) == ["e0420", "e04", "e0"])
        #expect(NumberWords.joined(["a", "dog"]).isEmpty)
        #expect(NumberWords.other("one") == nil)
    }

    @Test("a question of an FAQ entry finds its answer before a passage with more of the words")
    func questions() async throws {
        let store = try await KnowledgeFixture.store()
        let found = await store.passages(for: "can i bring the dog", persona: "", limit: 3)
        #expect(found.first?.passage.question == "May I bring my dog?")
    }

    @Test("what no document has gets a low score, what one has a high one")
    func scores() async throws {
        let store = try await KnowledgeFixture.store()
        let known = await store.passages(for: "How often should I descale the kettle?", persona: "", limit: 1)
        #expect(try #require(known.first).score > 0.7)
        for question in ["Who was the first emperor of Rome?", "Do you sell umbrellas?", "Is there a swimming pool?"] {
            let unknown = await store.passages(for: question, persona: "", limit: 1)
            #expect((unknown.first?.score ?? 0) < 0.4, "\(question)")
        }
    }

    @Test("what a document is about counts for its passages that do not repeat it")
    func topics() async throws {
        let store = try await KnowledgeFixture.store([
            KnowledgeFixture.document(
                "leaflet", source: "a",
                [
                    PassageDraft(text: "Calmerol is a medicine against pain. Calmerol lowers fever."),
                    PassageDraft(text: "Calmerol contains lactose."),
                    PassageDraft(text: "Some people get tired. Do not drive before you know how you react."),
                ]),
            KnowledgeFixture.document(
                "bus", source: "b", [PassageDraft(text: "To drive the bus one must be 21 years old, and awake.")]),
        ])
        let found = await store.passages(for: "May I drive after taking Calmerol?", persona: "", limit: 4)
        let texts = found.map(\.passage.text)
        let (leaflet, bus) = (texts.firstIndex { $0.contains("Do not drive") }, texts.firstIndex { $0.contains("bus") })
        #expect(try #require(leaflet) < #require(bus))
    }

    @Test("a store with one short document answers from it")
    func tinyStore() async throws {
        let store = try await KnowledgeFixture.store([
            KnowledgeFixture.document("Fees", source: "a", [PassageDraft(text: "A locker costs three crowns a day.")])
        ])
        for (question, isKnown) in [("What does a locker cost?", true), ("Who is the president?", false)] {
            let found = await store.passages(for: question, persona: "", limit: 1)
            #expect(((found.first?.score ?? 0) >= 2.0 / 3) == isKnown, "\(question)")
        }
    }

    @Test("scores fall from first to last and lie between 0 and 1")
    func order() async throws {
        let store = try await KnowledgeFixture.store()
        let scores = await store.passages(for: "entrance of the museum", persona: "", limit: 10).map(\.score)
        #expect(scores.count > 1)
        #expect(scores == scores.sorted(by: >))
        #expect(scores.allSatisfy { $0 > 0 && $0 <= 1 })
    }

    @Test("German, French, Chinese and Thai documents are found by their own words")
    func languages() async throws {
        let store = try await KnowledgeFixture.store([
            KnowledgeFixture.document(
                "Müllabfuhr", source: "de",
                [
                    PassageDraft(
                        text: "Die Papiertonne wird jeden zweiten Dienstag geleert. Der Sperrmüll kommt auf Anruf."),
                    PassageDraft(text: "Die Gebühr für die Biotonne beträgt 40 Euro im Jahr und ist im März fällig."),
                ]),
            KnowledgeFixture.document(
                "Piscine", source: "fr",
                [
                    PassageDraft(
                        text: "La piscine est fermée le lundi. Les enfants de moins de six ans ne paient pas."),
                    PassageDraft(text: "Le bonnet de bain est obligatoire dans tous les bassins de la piscine."),
                ]),
            KnowledgeFixture.document(
                "博物馆", source: "zh", [PassageDraft(text: "博物馆星期一闭馆。成人票价五十元。"), PassageDraft(text: "停车场在北门旁边。")]),
            KnowledgeFixture.document(
                "ห้องสมุด", source: "th",
                [PassageDraft(text: "ห้องสมุดเปิดเวลาแปดโมงเช้า"), PassageDraft(text: "ที่จอดรถอยู่ด้านหลังอาคาร")]),
        ])
        let expected = [
            "Wann wird die Papiertonne abgeholt?": "Papiertonne", "Wie hoch sind die Gebühren?": "Gebühr",
            "Wo melde ich Sperrmuell an?": "Sperrmüll", "La piscine ferme quel jour ?": "fermée",
            "Faut-il un bonnet ?": "bonnet", "停车场在哪里？": "停车场", "成人票多少钱": "票价", "จอดรถที่ไหน": "จอดรถ",
        ]
        for (question, words) in expected {
            let found = await store.passages(for: question, persona: "", limit: 1)
            #expect(found.first?.passage.text.contains(words) == true, "\(question)")
        }
    }

    @Test("no question is an error, whatever is in it")
    func hostileQuestions() async throws {
        let store = try await KnowledgeFixture.store()
        let fixed = [
            "", " ", "\"", "'; DROP TABLE knowledge_passages; --", "NEAR(a b, 5)", "title:museum", "a AND", "OR OR",
            "NOT",
            "*", "museum*", "(", "^museum", "{a b}:c", "\u{0}museum\u{0}", "museum\u{0}OR", "👩‍👩‍👧‍👦🎉", "e\u{301}e\u{301}",
            String(repeating: "museum ", count: 1500), String(repeating: "x", count: 10_000), "-museum +open",
            "\u{202E}muesum", "ﬁnd ＭＵＳＥＵＭ", "museum:10:00", "\u{FFFD}\u{FEFF}",
        ]
        for question in fixed { _ = try await store.searched(question) }
        var random = SplitMix64(seed: 7)
        let pieces = fixed + ["when", "does", "museum", "open", "\n", "\t", "ß", "İ", "中", "ก", "0", "1e9"]
        for _ in 0..<400 {
            var question = ""
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                question += pieces.randomElement(using: &random)!.prefix(40)
                if random.next() % 3 == 0 { question.unicodeScalars.append(Unicode.Scalar(UInt8(random.next() % 128))) }
                if random.next() % 2 == 0 { question += " " }
            }
            _ = try await store.searched(question)
        }
        #expect(await store.passages(for: "museum\u{0}", persona: "", limit: 1).count == 1)
    }
}

@Suite struct WordTests {
    @Test("words are runs of letters and digits in lower case, and pairs where nobody writes spaces")
    func words() {
        func words(_ text: String) -> [String] {
            var words: [String] = []
            WordScanner.scan(text) { word, _, _ in words.append(word) }
            return words
        }
        #expect(words("Don't e-mail ÉCOLE, 10:30!") == ["don", "t", "e", "mail", "école", "10", "30"])
        #expect(words("東京タワーVIP券") == ["東京", "京タ", "タワ", "ワー", "vip", "券"])
        #expect(words("so\u{AD}ft Stra\u{DF}e") == ["so\u{AD}ft", "straße"])
        #expect(words("") == [])
    }

    @Test("places are where the words stand in the text's bytes")
    func places() {
        var found: [String] = []
        let text = "Où est l'œuvre?"
        WordScanner.scan(text) { _, place, _ in found.append(String(decoding: Array(text.utf8)[place], as: UTF8.self)) }
        #expect(found == ["Où", "est", "l", "œuvre"])
    }

    @Test("edit distance counts swaps as one and gives up beyond its limit")
    func distances() {
        func distance(_ one: String, _ other: String, _ limit: Int) -> Int? {
            EditDistance.between(Array(one.utf8), Array(other.utf8), atMost: limit)
        }
        #expect(distance("museum", "museum", 2) == 0)
        #expect(distance("recieve", "receive", 2) == 1)
        #expect(distance("tikets", "tickets", 2) == 1)
        #expect(distance("kitten", "sitting", 3) == 3)
        #expect(distance("kitten", "sitting", 2) == nil)
        #expect(distance("", "ab", 2) == 2)
    }

    @Test(
        "words that sound alike have one key",
        arguments: [
            ("fotograf", "photograph"), ("nite", "night"), ("tikket", "ticket"), ("sentre", "centre"),
            ("wether", "weather"),
        ])
    func sounds(one: String, other: String) {
        #expect(SoundKey.of(one) == SoundKey.of(other))
    }

    @Test("a word that is spelt right is not corrected to another, unless both sound the same")
    func spelling() throws {
        let words = ["wall", "pay", "brakes", "tyre", "museum"]
        let vocabulary = Vocabulary()
        for word in words { vocabulary.add(KnowledgeWord(word: word, term: word)) }
        let reader = QuestionReader(languages: [.english])
        func variants(_ word: String) throws -> Set<String> {
            Set(try #require(reader.read("Is there a \(word)?", vocabulary).words.first).variants.keys)
        }
        #expect(try variants("walk").isEmpty)
        #expect(try variants("play").isEmpty)
        #expect(try variants("tire") == ["tyre"])
        #expect(try variants("breaks").contains("brakes"))
        #expect(try variants("musuem") == ["museum"])
    }

    @Test("the dictionary knows words and how they sound")
    func dictionary() throws {
        let english = try #require(EnglishWords.installed)
        #expect(english.contains("museum") && !english.contains("musuem") && !english.contains(""))
        #expect(english.pronunciations(of: "stairs") == english.pronunciations(of: "stares"))
        #expect(english.pronunciations(of: "read").count == 2)
        #expect(EnglishWords(path: "/nonexistent") == nil)
    }

    @Test("a text's language is told from its function words")
    func languages() {
        #expect(Language(of: "Where is the entrance of the museum?") == .english)
        #expect(Language(of: "Wo ist der Eingang und wann wird geöffnet?") == .german)
        #expect(Language(of: "Où est l'entrée du musée et quand est-il ouvert ?") == .french)
        #expect(Language(of: "¿Dónde está la entrada y cuándo abre el museo?") == .spanish)
        #expect(Language(of: "Gdzie jest wejście i kiedy otwiera się muzeum?") == .polish)
        #expect(Language(of: "Waar is de ingang en wanneer is het open?") == .dutch)
        #expect(Language(of: "xyz 123") == .other)
    }
}

extension KnowledgeStore {
    /// Like ``passages(for:persona:limit:)``, with the error it would only log.
    func searched(_ question: String) async throws -> [RankedPassage] {
        try await finder.passages(for: question, persona: "", limit: 5)
    }
}
