/// A voice one can choose.
package struct Voice: Equatable, Codable, Sendable {
    package enum Gender: String, Codable, Sendable { case female, male }

    /// What the configuration and the command line name it by.
    package let id: String
    /// For people.
    package let name: String
    /// BCP 47 tag.
    package let language: String
    package let gender: Gender
}

/// The voices that are built in.
package enum VoiceCatalogue {
    /// The first is the default.
    package static let builtIn: [Voice] = [
        Voice(id: "slt", name: "Sara (US English)", language: "en-US", gender: .female),
        Voice(id: "rms", name: "Ray (US English)", language: "en-US", gender: .male),
        Voice(id: "awb", name: "Alan (Scottish English)", language: "en-GB", gender: .male),
    ]
}
