/// Why an avatar could not be built. Each message says what to do about it.
package enum BuildError: Error, Equatable, CustomStringConvertible {
    /// The footage check found errors; their sentences.
    case refused(reasons: [String])
    case noConsent
    /// The consent record cannot be used.
    case badConsent(path: String, reason: String)
    case outputExists(path: String)
    case cannotWrite(path: String, reason: String)
    case cannotRead(path: String, reason: String)
    case noFace
    case tooLittleSpeech

    package var description: String {
        switch self {
        case .refused(let reasons):
            "the footage is refused: \(reasons.joined(separator: " "))"
        case .noConsent:
            "no avatar is built without consent: give --consent FILE, or --synthetic for a character that is nobody"
        case .badConsent(let path, let reason):
            "the consent record \(path) cannot be used: \(reason)"
        case .outputExists(let path):
            "\(path) exists already; remove it or choose another --out"
        case .cannotWrite(let path, let reason):
            "cannot write \(path): \(reason)"
        case .cannotRead(let path, let reason):
            "cannot read \(path): \(reason)"
        case .noFace:
            "no face was found in the footage; film one person, looking into the camera, in good light"
        case .tooLittleSpeech:
            "there are less than two seconds of speech with a visible face; record again and speak for 90 seconds"
        }
    }
}
