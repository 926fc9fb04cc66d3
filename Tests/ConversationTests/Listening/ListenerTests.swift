import Core
import Speech
import Testing

@testable import Conversation

/// The decisions alone, with frames and texts made by hand.
struct ListenerTests {
    /// Feeds frames and collects what is told.
    private struct Driver {
        var listener: Listener
        var effects: [Listener.Effect] = []
        var fed = 0
        var isAvatarSpeaking = false

        init(_ settings: EarSettings = EarSettings()) { listener = Listener(settings, language: "en") }

        mutating func sound(_ seconds: Double, speech: Bool, voiced: Bool = true) {
            for _ in 0..<Int(seconds * 50) {
                fed += SoundFrame.length
                effects += listener.hear(
                    SoundFrame(
                        isSpeech: speech, isVoiced: speech && voiced, level: speech ? -25 : -60,
                        isAvatarSpeaking: isAvatarSpeaking))
            }
        }

        mutating func read(_ text: String, logEnd: Double? = nil) {
            effects += listener.read(
                RecognisedText(text: text, isFinal: false, covers: fed, logEndProbability: logEnd))
        }

        /// As a recogniser that closes every sentence tells it in a pause.
        mutating func settle(_ text: String, confidence: Double) {
            var settled = RecognisedText(text: text, isFinal: false, covers: fed, logEndProbability: -4)
            settled.closesAlways = true
            settled.confidence = confidence
            effects += listener.read(settled)
        }

        var told: [EarEvent] { effects.compactMap { if case .tell(let event) = $0 { event } else { nil } } }
        var isOver: Bool { effects.contains(.finish) }
        var hasBegun: Bool { effects.contains { if case .begin = $0 { true } else { false } } }
    }

    @Test("a turn begins with 160 ms of speech, and the recogniser hears what was before it")
    func turnStarts() {
        var driver = Driver()
        driver.sound(1, speech: false)
        driver.sound(0.1, speech: true)
        #expect(driver.effects == [.begin(frames: 23)])
        driver.sound(0.1, speech: true)
        #expect(driver.told == [.speechStarted(at: 16_000, decided: 18_560)])
    }

    @Test(
        "the surer the words of a whole question, the sooner it ends; a comma and unsure words wait",
        arguments: [
            ("What time is it?", -0.05, 0.4), ("What time is it?", -0.7, 0.84), ("What time is it,", -0.05, 0.84),
            ("What is the?", -0.05, 0.98),
        ])
    func sureness(text: String, confidence: Double, silence: Double) {
        var driver = Driver()
        driver.sound(0.5, speech: false)
        driver.sound(1, speech: true)
        driver.sound(0.12, speech: false)
        driver.settle(text, confidence: confidence)
        driver.sound(silence - 0.12 - 0.06, speech: false)
        #expect(!driver.isOver)
        driver.sound(0.08, speech: false)
        #expect(driver.isOver)
    }

    @Test("a click and a cough begin no turn")
    func clicks() {
        var driver = Driver()
        driver.sound(0.5, speech: false)
        driver.sound(0.04, speech: true)
        driver.sound(0.5, speech: false)
        #expect(driver.effects.isEmpty)
        driver.sound(0.3, speech: true, voiced: false)
        driver.sound(0.5, speech: false)
        #expect(driver.told.isEmpty && driver.effects.last == .cancel)
    }

    @Test(
        "the silence that ends a turn depends on what was said",
        arguments: [("what is your name", 0.38), ("i was there", 0.84), ("what is the", 0.98), ("", 0.84)])
    func patience(text: String, atMost: Double) {
        var driver = Driver()
        driver.sound(1, speech: true)
        driver.sound(0.06, speech: false)
        driver.read(text)
        driver.sound(atMost - 0.12, speech: false)
        #expect(!driver.isOver)
        driver.sound(0.1, speech: false)
        #expect(driver.isOver)
    }

    @Test(
        "what may be complete ends the sooner the likelier its end is",
        arguments: [
            ("i was there", -1.0, 0.44), ("i was there", -1.9, 0.6), ("i was there", -4, 0.82),
            ("what is your name", -4.5, 0.82),
        ])
    func likelihood(text: String, logEnd: Double, atLeast: Double) {
        var driver = Driver()
        driver.sound(1, speech: true)
        driver.sound(0.06, speech: false)
        driver.read(text, logEnd: logEnd)
        driver.sound(atLeast - 0.12, speech: false)
        #expect(!driver.isOver)
        driver.sound(0.16, speech: false)
        #expect(driver.isOver)
    }

    @Test("an end that is only likely is not believed before the text stays the same")
    func unsettled() {
        var driver = Driver()
        driver.sound(1, speech: true)
        driver.sound(0.06, speech: false)
        driver.read("i was there", logEnd: -1)
        driver.sound(0.3, speech: false)
        driver.read("i was here", logEnd: -1)
        driver.sound(0.26, speech: false)
        #expect(!driver.isOver)
        driver.sound(0.1, speech: false)
        #expect(driver.isOver)
    }

    @Test("text that does not cover the last speech yet does not shorten the silence")
    func staleText() {
        var driver = Driver()
        driver.sound(0.6, speech: true)
        driver.read("what is your name")
        driver.sound(0.5, speech: true)
        driver.sound(0.7, speech: false)
        #expect(!driver.isOver)
        driver.sound(0.2, speech: false)
        #expect(driver.isOver)
    }

    @Test("the likely end is told after 100 ms, anew when its text changes, and taken back when speech goes on")
    func likelyEnd() {
        var driver = Driver()
        driver.sound(1, speech: true)
        driver.sound(0.1, speech: false)
        driver.read("what is your name")
        driver.sound(0.06, speech: false)
        #expect(driver.told.last == .likelyEnd("what is your name"))
        driver.read("what is your game")
        driver.sound(0.04, speech: false)
        #expect(driver.told.last == .likelyEnd("what is your game"))
        driver.sound(0.1, speech: true)
        #expect(driver.told.last == .resumed)
        #expect(!driver.isOver)
    }

    @Test("a turn of noise without words ends after four seconds, and its level becomes the room's")
    func noise() {
        var driver = Driver()
        driver.sound(0.5, speech: true)
        driver.read("")
        driver.sound(4, speech: true)
        #expect(driver.told.contains(.noWords))
        #expect(driver.effects.contains { if case .adoptNoise = $0 { true } else { false } })
    }

    @Test("sound that goes on behind the words does not hold the turn")
    func stalled() {
        var driver = Driver()
        driver.sound(1, speech: true)
        driver.read("where is the station")
        driver.sound(3.1, speech: true)
        #expect(driver.isOver)
    }

    @Test("no turn is longer than its maximum")
    func longest() {
        var settings = EarSettings()
        settings.longestTurn = 5
        var driver = Driver(settings)
        for second in 0..<5 {
            driver.sound(1, speech: true)
            driver.read("word \(second)")
        }
        driver.sound(0.1, speech: true)
        #expect(driver.isOver)
    }

    // MARK: - Over the avatar

    @Test("a short back-channel holds her for a moment and does not stop her")
    func backChannel() {
        var driver = Driver()
        driver.isAvatarSpeaking = true
        driver.sound(0.3, speech: true)
        driver.sound(0.4, speech: false)
        #expect(driver.told == [.maybeSpeech(at: 0, decided: 1_920)] && driver.isOver)
        #expect(driver.listener.weigh("yeah").effects == [.tell(.backChannel("yeah"))])
    }

    @Test("a short word that is no back-channel stops her when it is known")
    func shortInterruption() {
        var driver = Driver()
        driver.isAvatarSpeaking = true
        driver.sound(0.3, speech: true)
        driver.sound(0.4, speech: false)
        let (hasText, effects) = driver.listener.weigh("why")
        #expect(hasText && effects.contains { $0.isBargeIn })
    }

    @Test("a misheard command stops her when its sound is more like one than like a back-channel")
    func weighedCommand() {
        for (text, likelihoods, stops) in [
            ("tell you", [-1.0, -2.2], true), ("tell you", [-1, -1.9], false), ("yeah", [-1, -2.2], false),
            ("", [-1, -2.6], true), ("tell you", [-Double.infinity, -1.9], false),
        ] {
            var driver = Driver()
            driver.isAvatarSpeaking = true
            driver.sound(0.3, speech: true)
            #expect(driver.effects.first == .begin(frames: 3))
            driver.sound(0.4, speech: false)
            let (hasText, effects) = driver.listener.weigh(text, likelihoods: PhraseLikelihoods(groups: likelihoods))
            #expect(!hasText, "words that were misheard are no question")
            #expect(effects.contains(where: \.isBargeIn) == stops, "\(text) \(likelihoods)")
            #expect(effects.last == .tell(stops ? .noWords : .backChannel(text)))
        }
    }

    @Test("words that explain the sound no better than a listener's do not stop her")
    func weighedWords() {
        for (text, own, stops) in [
            ("her mother and me", -6.0, false), ("how long does it take", -1, true), ("no", -1.6, false),
            ("no", -0.1, true), ("hold on a second", -9, true), ("never mind", -0.3, true), ("not good", -2.2, false),
            ("yeah okay", -0.1, false), ("lovely", -0.1, false),
        ] {
            var driver = Driver()
            driver.isAvatarSpeaking = true
            driver.sound(0.3, speech: true)
            driver.sound(0.4, speech: false)
            let likelihoods = PhraseLikelihoods(groups: [-9, text == "no" ? -4 : -4.6], text: own)
            let (hasText, effects) = driver.listener.weigh(text, likelihoods: likelihoods)
            #expect(hasText == stops && effects.contains(where: \.isBargeIn) == stops, "\(text)")
        }
    }

    @Test("speech that goes on stops her, words that want the turn sooner")
    func interruption() {
        var driver = Driver()
        driver.isAvatarSpeaking = true
        driver.sound(0.6, speech: true)
        #expect(!driver.effects.contains { $0.isBargeIn })
        driver.sound(0.2, speech: true)
        #expect(driver.effects.contains { $0.isBargeIn })

        driver = Driver()
        driver.isAvatarSpeaking = true
        driver.sound(0.4, speech: true)
        driver.read("wait a")
        driver.sound(0.04, speech: true)
        #expect(!driver.effects.contains { $0.isBargeIn }, "half a word may be another")
        driver.read("wait a minute")
        driver.sound(0.02, speech: true)
        #expect(driver.effects.contains { $0.isBargeIn })
    }

    @Test("a cough of any length does not stop her")
    func cough() {
        var driver = Driver()
        driver.isAvatarSpeaking = true
        driver.sound(0.9, speech: true, voiced: false)
        driver.sound(0.4, speech: false)
        #expect(driver.told.isEmpty)
    }

    @Test("when she may not be interrupted nothing is heard while she speaks")
    func notInterruptible() {
        var settings = EarSettings()
        settings.isInterruptible = false
        var driver = Driver(settings)
        driver.isAvatarSpeaking = true
        driver.sound(2, speech: true)
        #expect(driver.effects.isEmpty)
    }

    @Test("new speech while a short one is weighed is not lost")
    func weighing() {
        var driver = Driver()
        driver.isAvatarSpeaking = true
        driver.sound(0.3, speech: true)
        driver.sound(0.4, speech: false)
        driver.effects = []
        driver.sound(0.1, speech: true)
        #expect(driver.told == [.backChannel("")] && driver.hasBegun)
    }

    // MARK: - Push to talk

    @Test("the button makes the turn: silence does not end it and speech does not begin it")
    func pushToTalk() {
        var settings = EarSettings()
        settings.turnTaking = .pushToTalk
        var driver = Driver(settings)
        driver.sound(1, speech: true)
        #expect(driver.effects.isEmpty)
        driver.effects += driver.listener.push()
        #expect(driver.told == [.bargeIn(at: 16_000, decided: 16_000), .speechStarted(at: 16_000, decided: 16_000)])
        driver.sound(1, speech: true)
        driver.read("what is your name")
        driver.sound(3, speech: false)
        #expect(!driver.isOver)
        driver.effects += driver.listener.release()
        #expect(driver.isOver)
        #expect(driver.listener.release().isEmpty)
    }

    @Test("what fails in the middle of a turn ends it with the error")
    func failure() {
        var driver = Driver()
        driver.sound(1, speech: true)
        let error = ProviderError(.listening, "test", .cut)
        #expect(driver.listener.lose(error).last == .tell(.failed(error)))
        #expect(driver.listener.phase == .idle)
    }
}

extension Listener.Effect {
    fileprivate var isBargeIn: Bool { if case .tell(.bargeIn) = self { true } else { false } }
}
