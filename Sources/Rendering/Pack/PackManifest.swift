/// `manifest.json` of an avatar pack: what it is, who agreed to it, how it was made, and the hash of each file.
/// The format is described in `docs/avatar-pack.md`.
package struct PackManifest: Codable, Equatable, Sendable {
    /// The value of `format` in every pack of ours.
    package static let formatName = "visavis-avatar-pack"
    /// The newest `version` this program reads and the one it writes.
    package static let currentVersion = 1

    /// A statement that the person shown agreed to it, or that there is no such person.
    package enum Consent: Codable, Equatable, Sendable {
        /// A person's recorded agreement.
        case record(statement: String, name: String, date: String, video: String?)
        /// A computer-generated or fictional character, declared by the builder.
        case synthetic
    }

    /// A stretch of the footage, in seconds.
    package struct Part: Codable, Equatable, Sendable {
        package var name: String
        package var start: Double
        package var end: Double

        package init(name: String, start: Double, end: Double) {
            self.name = name
            self.start = start
            self.end = end
        }
    }

    package struct Size: Codable, Equatable, Sendable {
        package var width: Int
        package var height: Int

        package init(width: Int, height: Int) {
            self.width = width
            self.height = height
        }
    }

    /// How well the speech of the footage was understood.
    package struct AlignmentQuality: Codable, Equatable, Sendable {
        /// "transcript", "recognised" or "network".
        package var source: String
        /// 0…1.
        package var confidence: Float
        /// Share of p, b, m whose lips were seen to meet, 0…1.
        package var closuresConfirmed: Float

        package init(source: String, confidence: Float, closuresConfirmed: Float) {
            self.source = source
            self.confidence = confidence
            self.closuresConfirmed = closuresConfirmed
        }
    }

    package struct FileEntry: Codable, Equatable, Sendable {
        package var bytes: Int
        /// Lower-case hexadecimal SHA-256.
        package var sha256: String

        package init(bytes: Int, sha256: String) {
            self.bytes = bytes
            self.sha256 = sha256
        }
    }

    package var format: String
    package var version: Int
    package var id: String
    package var name: String
    /// Id of the voice used when none is given.
    package var voice: String
    package var framesPerSecond: Int
    /// Body frames.
    package var size: Size
    /// The footage as analysed; units keep its pixels.
    package var sourceSize: Size
    package var parts: [Part]
    package var expressions: [String]
    package var hasMatte: Bool
    /// The screen's colour where there is a matte.
    package var keyColour: KeyColour?
    package var unitCount: Int
    package var alignment: AlignmentQuality
    package var consent: Consent
    /// Tool names and versions, and the SHA-256 of the footage.
    package var provenance: [String: String]
    package var files: [String: FileEntry]

    package init(
        id: String, name: String, voice: String, framesPerSecond: Int, size: Size, sourceSize: Size, parts: [Part],
        expressions: [String], keyColour: KeyColour? = nil, unitCount: Int, alignment: AlignmentQuality,
        consent: Consent,
        provenance: [String: String], files: [String: FileEntry]
    ) {
        format = Self.formatName
        version = Self.currentVersion
        self.id = id
        self.name = name
        self.voice = voice
        self.framesPerSecond = framesPerSecond
        self.size = size
        self.sourceSize = sourceSize
        self.parts = parts
        self.expressions = expressions
        hasMatte = keyColour != nil
        self.keyColour = keyColour
        self.unitCount = unitCount
        self.alignment = alignment
        self.consent = consent
        self.provenance = provenance
        self.files = files
    }
}

extension BodyGraph {
    /// Names of the expressions that the footage has enough of to be asked for: at least a second of tagged frames.
    package var expressions: [String] {
        BodyExpression.allCases.filter { expression in
            frames.count { $0.part != .unused && $0.tags.contains(expression.tag) } >= framesPerSecond
        }.map { "\($0)" }
    }
}
