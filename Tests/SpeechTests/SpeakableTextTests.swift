import Testing

@testable import Speech

/// From what people write to what an engine is given: nothing gets lost, nothing breaks, nothing grows.
struct SpeakableTextTests {
    private func clauses(_ text: String, _ spelling: Spelling = .native(.latin)) throws -> [Clause] {
        Array(Clauses(text: try SpeakableText(text, spelling: spelling)))
    }

    @Test(
        "clauses end where the script's own marks stand",
        arguments: [
            ("你好。你叫什么名字？很高兴！", Spelling.english, 3),
            ("مرحبا يا صديقي. كيف حالك؟ أنا بخير", .native(.arabic), 3),
            ("मैं अच्छा हूँ। आप कैसे हैं। नमस्ते", .native(.devanagari), 3), ("میں ٹھیک ہوں۔ آپ کیسے ہیں۔", .native(.arabic), 2),
            ("Բարև ձեզ։ Ինչպես եք։", .native(.armenian), 2), ("ሰላም ነው። ደህና ነህ።", .native(.ethiopic), 2),
            ("Ende.“ Neuer Satz!» Und noch einer", .native(.latin), 3),
        ])
    func scripts(text: String, spelling: Spelling, count: Int) throws {
        #expect(try clauses(text, spelling).count == count)
    }

    @Test(
        "abbreviations, initials, numbers and ordinals end nothing",
        arguments: [
            "Dr. Müller wohnt z.B. in der Hauptstr. 5 in Berlin.",
            "J. S. Bach hat 1.234,50 Euro ca. am 3. Oktober bezahlt.",
            "Mr. and Mrs. Smith met at 10.30 near St. Paul's.", "Visit www.example.org or mail a.b@example.org today.",
        ])
    func abbreviations(text: String) throws { #expect(try clauses(text).count == 1) }

    @Test("tags are dropped, less-than signs and angle brackets in a text are not taken for tags")
    func markup() throws {
        let text = "<speak version=\"1.0\">Hallo <break time='1s'/>du<!-- nichts --> da</speak>, 3 < 4 und x<y"
        let found = try clauses(text)
        let spoken = found.map(\.spoken).joined(separator: " ")
        #expect(spoken == "Hallo du da, 3 4 und x y")
        #expect(found.map(\.written).joined() == text)
        #expect(throws: SpeechError.nothingSpeakable) { try SpeakableText("<break time=\"1s\"/>") }
    }

    @Test("control characters, emoji, invisible and stacked marks leave the words")
    func cleaning() throws {
        let zalgo = "a" + String(repeating: "\u{301}\u{327}", count: 50) + "b"
        let text = "\u{202E}Gu\u{AD}ten\u{0}\u{7} 🙂👩‍👩‍👧🇩🇪 Mor\u{200B}gen\u{FEFF} \(zalgo) ﬁn ½ ① Ｈｉ ٣"
        let spoken = try clauses(text).map(\.spoken).joined(separator: " ")
        #expect(spoken.hasPrefix("Guten Mor gen "))
        #expect(spoken.unicodeScalars.count < 60)
        #expect(spoken.hasSuffix("Hi 3"))
        #expect(spoken.contains("fin") && !spoken.contains("\u{200B}") && !spoken.contains("🙂"))
    }

    @Test("letters of another script are transliterated, those of the voice's own and Latin ones stay")
    func foreign() throws {
        #expect(try clauses("Привет, Microsoft", .native(.cyrillic))[0].spoken == "Привет, Microsoft")
        let german = try clauses("Er sagt привет und 你好 und Ägypten")[0].spoken
        #expect(german == "Er sagt privet und ni hao und Ägypten")
    }

    @Test("the first clause of an endless sentence is short, the rest are bounded")
    func endless() throws {
        let clauses = try clauses(String(repeating: "wort ", count: 2_000))
        #expect(clauses[0].spoken.count <= 90)
        #expect(clauses.allSatisfy { $0.spoken.count <= 290 })
        let run = try self.clauses(String(repeating: "ก", count: 5_000), .native(.thai))
        #expect(run.allSatisfy { $0.spoken.count <= 290 })
        let digits = try self.clauses(String(repeating: "9", count: 500))
        #expect(digits.allSatisfy { $0.tokens.count <= 3 })
    }

    @Test("the limit counts scalars and is a parameter")
    func limit() throws {
        #expect(throws: SpeechError.textTooLong(characters: 11, limit: 10)) {
            try SpeakableText("я я я я я я", limit: 10)
        }
        _ = try SpeakableText("я я я я яя", limit: 10)
        #expect(throws: SpeechError.textTooLong(characters: 5, limit: 3)) {
            try Voices(textLimit: 3).speech(of: "Oh no", voice: "slt")
        }
    }

    @Test("whatever is written comes back in the clauses' texts, and tokens are clean and bounded")
    func mutations() throws {
        var state: UInt64 = 2026
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let seeds =
            Array(EspeakCatalogue.languages.map(\.sample)) + ["<a b='c'>", "1.2.3 z.B. …", "👩‍👩‍👧 🇩🇪", "\r\n\t\u{0}"]
        let spellings: [Spelling] = [.english, .native(.latin), .native(.cyrillic), .native(.arabic), .native(.hangul)]
        for _ in 0..<300 {
            var scalars = Array((seeds[random(seeds.count)] + seeds[random(seeds.count)]).unicodeScalars)
            for _ in 0..<random(12) {
                let place = random(scalars.count)
                switch random(4) {
                case 0: scalars.remove(at: place)
                case 1: scalars.swapAt(place, random(scalars.count))
                case 2: scalars.insert(contentsOf: scalars[place..<min(place + random(20), scalars.count)], at: place)
                default: if let any = Unicode.Scalar(UInt32(random(0x11_0000))) { scalars[place] = any }
                }
                if scalars.isEmpty { scalars = ["a"] }
            }
            var text = ""
            text.unicodeScalars.append(contentsOf: scalars)
            guard let found = try? clauses(text, spellings[random(spellings.count)]) else { continue }
            #expect(found.map(\.written).joined() == text)
            for token in found.flatMap(\.tokens) {
                #expect(token.spoken.contains { $0.isLetter || $0.isNumber })
                #expect(token.spoken.count <= SpeakableText.longestToken + 1)
                #expect(!token.spoken.unicodeScalars.contains { $0.properties.generalCategory == .control })
            }
        }
    }
}
