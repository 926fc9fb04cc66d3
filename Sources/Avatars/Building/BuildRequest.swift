internal import Foundation
package import Rendering

/// What to build and how.
package struct BuildRequest: Sendable {
    /// Folder of the pack to be; it must not exist.
    package var output: String
    package var id: String
    package var name: String
    /// What is said in the talking part; nil to recognise it.
    package var transcript: String?
    /// BCP 47 tag of what is said. Sounds are aligned in English; in any other language the viseme network listens.
    package var language: String
    package var consent: PackManifest.Consent
    /// Id of the voice the avatar speaks with by default.
    package var voice: String
    /// Height of the body frames; lowered to the footage's own.
    package var bodyHeight: Int
    /// A stretch of the talking part, in seconds, that is neither learnt from nor cut into units: for measuring.
    package var heldOut: Range<Double>?

    package init(
        output: String, id: String, name: String, transcript: String?, language: String = "en",
        consent: PackManifest.Consent, voice: String, bodyHeight: Int = 720, heldOut: Range<Double>? = nil
    ) {
        self.output = output
        self.id = id
        self.name = name
        self.transcript = transcript
        self.language = language
        self.consent = consent
        self.voice = voice
        self.bodyHeight = bodyHeight
        self.heldOut = heldOut
    }
}

extension BuildRequest {
    /// An id from what a person calls a folder: letters and digits without accents, anything else as single hyphens;
    /// "avatar" where nothing is left.
    package static func id(from name: String) -> String {
        let plain = name.folding(options: [.diacriticInsensitive], locale: nil)
        let parts = plain.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")) }
        return parts.isEmpty ? "avatar" : parts.joined(separator: "-")
    }
}
