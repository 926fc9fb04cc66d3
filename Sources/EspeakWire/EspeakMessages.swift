package import Subprocess

/// The limits both sides keep to.
package enum EspeakWire {
    package static let version: UInt32 = 2
    /// Bytes of one frame without its length.
    package static let longestFrame = 1 << 20
    /// Bytes of UTF-8.
    package static let longestText = 16_384
    package static let longestVoiceName = 64
}

/// What `Speech` asks of the helper.
package enum EspeakRequest: Equatable, Sendable {
    case speak(Speak)
    case cancel(id: UInt32)
    /// The phonemes of a text, without any sound.
    case transcribe(id: UInt32, voice: String, text: String)

    package struct Speak: Equatable, Sendable {
        package var id: UInt32
        /// As espeak-ng names it, with its variant: "de+f2".
        package var voice: String
        /// espeak-ng takes 80…450.
        package var wordsPerMinute: UInt16
        /// 0…99: espeak-ng's own scale, in which 50 steps are an octave.
        package var pitch: UInt8
        package var text: String

        package init(id: UInt32, voice: String, wordsPerMinute: UInt16, pitch: UInt8, text: String) {
            self.id = id
            self.voice = voice
            self.wordsPerMinute = wordsPerMinute
            self.pitch = pitch
            self.text = text
        }
    }

    /// The whole frame, length included.
    package var frame: [UInt8] {
        switch self {
        case .speak(let request):
            var writer = WireWriter(kind: 1)
            writer.add(request.id)
            writer.add(request.wordsPerMinute)
            writer.add(request.pitch)
            writer.add(request.voice)
            writer.add(request.text)
            return writer.frame
        case .cancel(let id):
            var writer = WireWriter(kind: 2)
            writer.add(id)
            return writer.frame
        case .transcribe(let id, let voice, let text):
            var writer = WireWriter(kind: 3)
            writer.add(id)
            writer.add(voice)
            writer.add(text)
            return writer.frame
        }
    }

    /// - Parameter frame: Without its length.
    package init(frame: ArraySlice<UInt8>) throws(WireError) {
        var reader = WireReader(frame)
        let kind: UInt8 = try reader.integer()
        switch kind {
        case 1:
            self = .speak(
                Speak(
                    id: try reader.integer(), voice: "", wordsPerMinute: try reader.integer(),
                    pitch: try reader.integer(), text: ""))
            guard case .speak(var request) = self else { return }
            request.voice = try reader.text(atMost: EspeakWire.longestVoiceName)
            request.text = try reader.text(atMost: EspeakWire.longestText)
            self = .speak(request)
        case 2: self = .cancel(id: try reader.integer())
        case 3:
            self = .transcribe(
                id: try reader.integer(), voice: try reader.text(atMost: EspeakWire.longestVoiceName),
                text: try reader.text(atMost: EspeakWire.longestText))
        default: throw .unknownKind(kind)
        }
        try reader.end()
    }
}

/// What the helper answers.
package enum EspeakReply: Equatable, Sendable {
    case ready(version: UInt32, sampleRate: UInt32, engine: String)
    case broken(reason: String)
    case sound(id: UInt32, samples: [Int16], events: [Event])
    case done(id: UInt32)
    case refused(id: UInt32, reason: String)
    /// IPA with stress marks; a space between words.
    case phonemes(id: UInt32, text: String)

    /// Something that begins at an instant of the request's audio.
    package struct Event: Equatable, Sendable {
        package enum Kind: Equatable, Sendable {
            /// IPA; empty for a pause.
            case phoneme(String)
            /// Unicode scalars of the request's text.
            case word(first: UInt32, count: UInt32)
        }
        package var milliseconds: UInt32
        package var kind: Kind

        package init(milliseconds: UInt32, kind: Kind) {
            self.milliseconds = milliseconds
            self.kind = kind
        }
    }

    /// The whole frame, length included.
    package var frame: [UInt8] {
        switch self {
        case .ready(let version, let sampleRate, let engine):
            var writer = WireWriter(kind: 16)
            writer.add(version)
            writer.add(sampleRate)
            writer.add(engine)
            return writer.frame
        case .broken(let reason):
            var writer = WireWriter(kind: 17)
            writer.add(reason)
            return writer.frame
        case .sound(let id, let samples, let events):
            var writer = WireWriter(kind: 18)
            writer.add(id)
            writer.add(UInt32(samples.count))
            for sample in samples { writer.add(UInt16(bitPattern: sample)) }
            writer.add(UInt32(events.count))
            for event in events {
                writer.add(event.milliseconds)
                switch event.kind {
                case .phoneme(let name):
                    writer.add(UInt8(1))
                    writer.add(name)
                case .word(let first, let count):
                    writer.add(UInt8(2))
                    writer.add(first)
                    writer.add(count)
                }
            }
            return writer.frame
        case .done(let id):
            var writer = WireWriter(kind: 19)
            writer.add(id)
            return writer.frame
        case .refused(let id, let reason):
            var writer = WireWriter(kind: 20)
            writer.add(id)
            writer.add(reason)
            return writer.frame
        case .phonemes(let id, let text):
            var writer = WireWriter(kind: 21)
            writer.add(id)
            writer.add(text)
            return writer.frame
        }
    }

    /// - Parameter frame: Without its length.
    package init(frame: ArraySlice<UInt8>) throws(WireError) {
        var reader = WireReader(frame)
        let kind: UInt8 = try reader.integer()
        switch kind {
        case 16:
            self = .ready(
                version: try reader.integer(), sampleRate: try reader.integer(), engine: try reader.text(atMost: 256))
        case 17: self = .broken(reason: try reader.text(atMost: 1024))
        case 18:
            let id: UInt32 = try reader.integer()
            let samples = try reader.samples()
            var events: [Event] = []
            for _ in 0..<(try reader.count(ofAtLeast: 9)) { events.append(try reader.event()) }
            self = .sound(id: id, samples: samples, events: events)
        case 19: self = .done(id: try reader.integer())
        case 21: self = .phonemes(id: try reader.integer(), text: try reader.text(atMost: 8 * EspeakWire.longestText))
        case 20: self = .refused(id: try reader.integer(), reason: try reader.text(atMost: 1024))
        default: throw .unknownKind(kind)
        }
        try reader.end()
    }
}

extension WireReader {
    fileprivate mutating func event() throws(WireError) -> EspeakReply.Event {
        let milliseconds: UInt32 = try integer()
        let kind: UInt8 = try integer()
        switch kind {
        case 1: return .init(milliseconds: milliseconds, kind: .phoneme(try text(atMost: 64)))
        case 2:
            let first: UInt32 = try integer()
            return .init(milliseconds: milliseconds, kind: .word(first: first, count: try integer()))
        default: throw .unknownKind(kind)
        }
    }
}
