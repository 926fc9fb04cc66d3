/// Everything an operator decides. Every field has a default, so an empty file is a valid configuration.
///
/// What each field means, its range and its names are in ``settings``, from which the reference in
/// `docs/configuration.md` is written.
package struct Configuration: Equatable, Sendable {
    package struct Server: Equatable, Sendable {
        package var host = "localhost"
        package var port = 8080
        package var publicURL = ""
        /// Empty means `$XDG_DATA_HOME/visavis` or `~/.local/share/visavis`.
        package var data = ""
        package var tlsCertificate = ""
        package var tlsKey = ""
        package var developmentTLS = false
        /// Seconds.
        package var stopTimeout = 10
    }
    package struct Access: Equatable, Sendable {
        package var apiKey = ""
        package var page = "loopback"
        /// Seals the secrets in the database; empty means the one in the data folder.
        package var secretKey = ""
        package var origins = ["*"]
    }
    package struct Limits: Equatable, Sendable {
        package var sessions = 16
        package var sessionsPerKey = 16
        package var requestsPerSecond = 20
        package var connections = 1024
        package var connectionsPerAddress = 256
    }
    package struct Sessions: Equatable, Sendable {
        /// Seconds.
        package var idleTimeout = 120
        /// Seconds.
        package var maximumDuration = 3600
        package var avatar = ""
        package var quality = "medium"
        package var codec = "VP8"
    }
    package struct ICE: Equatable, Sendable {
        package var stun: [String] = []
        package var turn: [String] = []
        package var username = ""
        package var credential = ""
        /// Empty leaves the choice to the system; `47000-47999` otherwise.
        package var udpPorts = ""
        package var tcp = true
    }
    package struct Conversation: Equatable, Sendable {
        /// Milliseconds; 0 means never.
        package var fillerAfter = 1200
        /// Seconds; 0 means never.
        package var silenceAfter = 0
        package var interruptible = true
        /// Empty means in the session's language.
        package var apology = ""
        /// Days; 0 means none are kept.
        package var transcriptDays = 30
    }
    /// The language model. Without an address the built-in answerer quotes the knowledge.
    package struct Model: Equatable, Sendable {
        package var url = ""
        package var name = ""
        package var apiKey = ""
        /// `Name: value` each.
        package var headers: [String] = []
        /// Seconds to the first text, all tries included.
        package var timeout = 8
        package var historyTokens = 3000
        package var answerTokens = 400
        /// Where function calls of the model go; empty means none.
        package var toolsURL = ""
        /// JSON file with the functions, as chat completions take them.
        package var toolsFile = ""
    }
    package struct Listening: Equatable, Sendable {
        package var engine = "builtin"
        package var url = ""
        package var name = ""
        package var apiKey = ""
        /// Of sherpa-onnx.
        package var library = ""
        package var modelFolder = ""
        package var decoders = 2
        /// Seconds from the end of an utterance to a provider's text, all tries included.
        package var timeout = 4
    }
    package struct Speaking: Equatable, Sendable {
        package var engine = "builtin"
        package var url = ""
        package var name = ""
        package var apiKey = ""
        package var voices: [String] = []
        package var piperVoices: [String] = []
        package var onnxRuntime = ""
        /// Megabytes.
        package var cache = 64
        /// Seconds to a provider's first sound, and between two pieces of it.
        package var timeout = 4
    }
    package struct Knowledge: Equatable, Sendable {
        package var embeddingsURL = ""
        package var embeddingsModel = ""
        package var embeddingsKey = ""
        /// Hours; 0 means never.
        package var refreshAfter = 24
    }
    package struct Outgoing: Equatable, Sendable {
        /// Hosts or address ranges that are private but may be reached on a user's behalf.
        package var allow: [String] = []
    }
    package struct Logging: Equatable, Sendable {
        package var level = "info"
        package var format = "text"
    }
    package struct Paths: Equatable, Sendable {
        /// Empty means the folder `avatars` beside Visavis.
        package var avatars: [String] = []
        /// Empty means the one beside Visavis.
        package var espeak = ""
        /// Empty means the one beside Visavis.
        package var extract = ""
        /// Empty means the folder `.models` beside Visavis.
        package var models = ""
    }
    package struct Performance: Equatable, Sendable {
        /// 0 means one per processor core.
        package var workers = 0
    }

    package var server = Server()
    package var access = Access()
    package var limits = Limits()
    package var sessions = Sessions()
    package var ice = ICE()
    package var conversation = Conversation()
    package var model = Model()
    package var listening = Listening()
    package var speaking = Speaking()
    package var knowledge = Knowledge()
    package var outgoing = Outgoing()
    package var log = Logging()
    package var paths = Paths()
    package var performance = Performance()

    package init() {}
}

extension Configuration {
    /// `ice.udp_ports` as numbers; nil when the system chooses.
    package var udpPorts: ClosedRange<Int>? { Self.portRange(ice.udpPorts) }

    /// `47000-47999`: two ports from 1024 to 65535, the lower one first.
    static func portRange(_ text: String) -> ClosedRange<Int>? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let low = parts[0], let high = parts[1], low >= 1024, high <= 65535, low <= high else {
            return nil
        }
        return low...high
    }
}
