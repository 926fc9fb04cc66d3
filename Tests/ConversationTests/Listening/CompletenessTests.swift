import Testing

@testable import Conversation

struct CompletenessTests {
    @Test(
        "what cannot end there is unfinished",
        arguments: [
            "what is the", "how do i get to the", "i would like to know if", "because", "can you tell me",
            "do you have", "i want", "where can i find", "is the museum", "how much does the", "um", "i think that we",
            "what time do you", "if it rains tomorrow", "could you", "we bought a ticket for", "i would like to um",
        ])
    func unfinished(text: String) {
        #expect(Completeness(of: text, language: "en") == .unfinished)
    }

    @Test(
        "whole questions and courtesies are complete",
        arguments: [
            "what is your name", "how do i reset my password", "where is the station", "what time do you open",
            "do you have a discount for students", "is there a lift in the building", "how are you", "thank you",
            "can you help me", "what are you looking for", "when does the museum close", "what do you recommend",
            "can you tell me where the station is", "who is the director",
        ])
    func complete(text: String) {
        #expect(Completeness(of: text, language: "en") == .complete)
    }

    @Test(
        "in six other languages a sentence goes on after an article, a preposition, a conjunction or a bare beginning",
        arguments: [
            ("de", "wo finde ich den"), ("de", "ich möchte wissen ob"), ("de", "können sie mir sagen"),
            ("fr", "je voudrais réserver une"), ("fr", "est-ce que"), ("fr", "c'est ouvert pour les"),
            ("es", "quiero un billete para la"), ("es", "dónde está"), ("it", "vorrei sapere se"),
            ("it", "quanto costa"), ("pt", "onde fica a"), ("pt", "gostaria de"), ("nl", "ik zoek een"),
            ("nl-BE", "kunt u mij zeggen"),
        ])
    func goesOn(language: String, text: String) {
        #expect(Completeness(of: text, language: language) == .unfinished)
    }

    @Test(
        "in six other languages verbs that leave a particle at the end, and sentences of nouns, may be over",
        arguments: [
            ("de", "wann fängt die führung an"), ("de", "wo ist der bahnhof"), ("de", "was ist das"),
            ("fr", "où est la gare"), ("es", "dónde está la estación"), ("it", "dov'è la stazione"),
            ("pt", "onde fica a estação"), ("nl", "hoe laat kom je aan"),
        ])
    func mayBeOver(language: String, text: String) {
        #expect(Completeness(of: text, language: language) == .open)
    }

    @Test(
        "in six other languages a courtesy is whole",
        arguments: [
            ("de", "Vielen Dank"), ("fr", "merci beaucoup"), ("es", "buenos días"), ("it", "grazie mille"),
            ("pt", "bom dia"), ("nl", "tot ziens"),
        ])
    func courtesy(language: String, text: String) {
        #expect(Completeness(of: text, language: language) == .complete)
    }

    @Test("punctuation decides where words cannot")
    func punctuation() {
        #expect(Completeness(of: "Wo ist der Bahnhof?", language: "de") == .complete)
        #expect(Completeness(of: "Wo ist der Bahnhof", language: "de") == .open)
        #expect(Completeness(of: "Ich möchte,", language: "de") == .unfinished)
        #expect(Completeness(of: "It goes to the.", language: "en-US") == .open)
        #expect(Completeness(of: "", language: "en") == .open)
    }

    @Test("a language model that expects more keeps a question open")
    func languageModel() {
        #expect(Completeness(of: "what is your name", language: "en", logEnd: -20) == .open)
    }

    @Test("back-channels are told from words that want the turn")
    func intent() {
        let words = BackChannelWords.standard["en"] ?? []
        let stops = BackChannelWords.stops["en"] ?? []
        #expect(Intent("yeah okay", words: words, stops: stops) == .listening)
        #expect(Intent("", words: words, stops: stops) == .listening)
        #expect(Intent("stop", words: words, stops: stops) == .speaking)
        #expect(Intent("home", words: words, stops: stops) == .unclear)
        #expect(Intent("dogs like it", words: words, stops: stops) == .speaking)
        #expect(Intent("yeah but why", words: words, stops: stops) == .speaking)
    }
}
