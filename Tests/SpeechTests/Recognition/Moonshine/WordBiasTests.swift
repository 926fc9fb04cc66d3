import Testing

@testable import Speech

struct WordBiasTests {
    private func worth(_ pieces: [String?], _ bias: WordBias) -> Double {
        var place = WordBias.Place()
        var sum = 0.0
        for piece in pieces {
            let (next, gain) = bias.step(place, piece)
            place = next
            sum += gain
        }
        return sum
    }

    @Test("an expected word is worth 3 in whatever pieces it comes, and nothing is worth it that only begins like it")
    func words() {
        let bias = WordBias(["Inkfield", "ink"], sentences: nil)
        #expect(abs(worth([" ink", "field", nil], bias) - 3) < 1e-9)
        #expect(abs(worth([" in", "kf", "ield", "."], bias) - 3) < 1e-9)
        #expect(abs(worth([" inkfi", " the"], bias)) < 1e-9)
        #expect(abs(worth([" inkfi", "sh", nil], bias)) < 1e-9)
        #expect(abs(worth([" ink", nil], bias) - 3) < 1e-9)
        #expect(abs(worth([" ink", " ink", "field", nil], bias) - 6) < 1e-9)
        #expect(worth([" ink", "field"], WordBias([], sentences: nil)) == 0)
    }

    @Test("common words are worth nothing, rare ones something")
    func common() throws {
        let sentences = try #require(TrigramModel())
        let bias = WordBias(["the", "dishwasher"], sentences: sentences)
        #expect(worth([" the", nil], bias) == 0)
        #expect(worth([" dishwasher", nil], bias) > 1)
    }

    @Test("the language model prefers sentences, and knows where they end")
    func sentences() throws {
        let sentences = try #require(TrigramModel())
        func score(_ text: String) -> Double { sentences.logProbability(of: TrigramModel.words(of: text)) }
        #expect(score("What is the price?") > score("What is the prize of?"))
        let (whole, half) = (sentences.logEnd(after: "What time is it?"), sentences.logEnd(after: "What is the"))
        #expect((whole ?? -9) > -3 && (half ?? 0) < -5)
        #expect(sentences.logEnd(after: "") == nil && sentences.logEnd(after: "xqzv") == nil)
    }
}
