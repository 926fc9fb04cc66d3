internal import CFlite

/// The voices that flite was linked with, registered on first use.
///
/// A registered voice is read-only for as long as the process lives: what changes per utterance (speed, text)
/// is set on the utterance, so one handle serves every thread (240 concurrent syntheses gave no wrong result).
enum FliteVoices {
    /// An immutable `cst_voice`.
    struct Handle: @unchecked Sendable {
        let pointer: UnsafeMutablePointer<cst_voice>
    }

    static func handle(for id: String) -> Handle? { registered[id] }

    private static let registered: [String: Handle] = {
        flite_init()
        let voices = [
            "slt": register_cmu_us_slt(nil), "rms": register_cmu_us_rms(nil), "awb": register_cmu_us_awb(nil),
        ]
        return voices.compactMapValues { $0.map(Handle.init) }
    }()
}
