/// What a stand-in answers, how fast, in which pieces and with which fault.
package struct StandInScript: Sendable {
    package enum Fault: Sendable, Equatable {
        /// Nobody listens at the port.
        case refused
        /// The request is read and never answered.
        case slow
        /// Half of the answer comes, then nothing more.
        case stalled
        /// Half of the answer comes, then the connection is gone.
        case cut
        case unauthorized
        /// With `Retry-After` in seconds where there is one.
        case rateLimited(retryAfter: Int?)
        /// 500.
        case serverFailed
        /// 404, as for a model nobody has.
        case rejected
        /// 200, and a body that is not what the format says; of speech, bytes that are no samples.
        case garbage
        /// An error object in the middle of a good stream.
        case errorInStream
        /// Well-formed, and nothing in it.
        case empty
        /// Speech at another rate than the one asked for; a recogniser that says it cannot read the sound.
        case wrongSampleRate
    }

    /// An answer that a test writes itself, whatever is asked; cut into pieces like any other.
    package struct Reply: Sendable {
        package var status: Int
        package var type: String
        package var bytes: [UInt8]
        /// With its length in the header, instead of chunks.
        package var isWhole: Bool

        package init(_ bytes: some Sequence<UInt8>, type: String, status: Int = 200, isWhole: Bool = false) {
            (self.bytes, self.type, self.status, self.isWhole) = (Array(bytes), type, status, isWhole)
        }
    }

    /// Answers of the chat: the first whose key occurs in the last message of the visitor, whatever the case.
    package struct ChatReply: Sendable {
        package var key: String
        package var text: String
        /// Functions to ask for instead of saying anything, as name and JSON arguments, when tools are offered and no
        /// result is there yet.
        package var calls: [(name: String, arguments: String)]

        package init(_ key: String, _ text: String, calls: [(name: String, arguments: String)] = []) {
            self.key = key
            self.text = text
            self.calls = calls
        }
    }

    package var fault: Fault?
    /// How many requests have the fault before all goes well; nil: all.
    package var faultyRequests: Int?
    /// From the request to the first token, sound or text.
    package var firstDelay: Duration
    /// Between two tokens or pieces of sound.
    package var delay: Duration
    /// Bodies go out in pieces of so many bytes, each an HTTP chunk and a send of its own; nil: an event at a time.
    package var chunkBytes: Int?
    package var replies: [ChatReply]
    /// Instead of what the address stands for.
    package var reply: Reply?
    /// What the chat says when no reply fits.
    package var otherwise: String
    /// What the recognisers understand, whatever they hear.
    package var transcript: String
    /// Of the voices, in Hz; what ElevenLabs is asked for wins.
    package var sampleRate: Int
    /// Sound of a text at a rate; by default a tone of 60 ms for each character.
    package var voice: @Sendable (_ text: String, _ sampleRate: Int) -> [Int16]
    /// Length of the vectors of embeddings.
    package var dimensions: Int
    /// The key that is expected; nil takes any.
    package var key: String?

    package init(
        fault: Fault? = nil, faultyRequests: Int? = nil, firstDelay: Duration = .zero, delay: Duration = .zero,
        chunkBytes: Int? = nil, replies: [ChatReply] = [], reply: Reply? = nil,
        otherwise: String = "This is the answer of a stand-in. It knows nothing else.",
        transcript: String = "when do you open", sampleRate: Int = 24_000,
        voice: @escaping @Sendable (String, Int) -> [Int16] = StandInScript.tone, dimensions: Int = 8,
        key: String? = nil
    ) {
        self.fault = fault
        self.faultyRequests = faultyRequests
        self.firstDelay = firstDelay
        self.delay = delay
        self.chunkBytes = chunkBytes
        self.replies = replies
        self.reply = reply
        self.otherwise = otherwise
        self.transcript = transcript
        self.sampleRate = sampleRate
        self.voice = voice
        self.dimensions = dimensions
        self.key = key
    }

    /// A triangle wave of about 220 Hz, 60 ms for each character.
    @Sendable package static func tone(of text: String, sampleRate: Int) -> [Int16] {
        let period = sampleRate / 220
        return (0..<text.count * sampleRate * 60 / 1000).map { sample in
            let phase = sample % period
            return Int16(clamping: (phase * 2 < period ? phase : period - phase) * 16_000 / period - 4000)
        }
    }
}
