internal import CFlite

/// The voices that flite was linked with, registered on first use.
///
/// A registered voice is read-only for as long as the process lives: what changes per utterance (speed, pitch, text)
/// is set on the utterance, so one handle serves every thread (240 concurrent syntheses gave no wrong result).
enum FliteVoices {
    /// An immutable `cst_voice`.
    struct Handle: @unchecked Sendable {
        let pointer: UnsafeMutablePointer<cst_voice>
        /// What brings the voice to its own pitch, as a factor.
        var pitchFactor = 1.0
    }

    /// The first is the default.
    static let catalogue: [Voice] = [
        voice("slt", "Sara (US English)", "en-US", .female), voice("rms", "Ray (US English)", "en-US", .male),
        voice("awb", "Alan (Scottish English)", "en-GB", .male),
    ]

    static func handle(for id: String, isPitched: Bool = false) -> Handle? {
        if isPitched && id == "rms" { return pitchableRMS }
        return registered[id]
    }

    private static func voice(_ id: String, _ name: String, _ language: String, _ gender: Voice.Gender) -> Voice {
        Voice(
            id: id, name: name, language: language, gender: gender, engine: .flite,
            sample: "Good morning, I am happy to meet you. What may I do for you?")
    }

    private static let registered: [String: Handle] = {
        flite_init()
        let voices = [
            "slt": register_cmu_us_slt(nil), "rms": register_cmu_us_rms(nil), "awb": register_cmu_us_awb(nil),
        ]
        return voices.compactMapValues { pointer in pointer.map { Handle(pointer: $0) } }
    }()

    /// rms with the melody of its trees: by its own melody model ("spamf0") flite ignores `f0_shift`. The trees' mean
    /// pitch is 94 Hz where the model's is 102 (measured over one sentence).
    private static let pitchableRMS: Handle? = {
        guard let original = registered["rms"]?.pointer,
            let database = feat_val(original.pointee.features, FliteFeature.database.name).flatMap({ val_cg_db($0) }),
            let features = new_features(), let voice = new_voice()
        else { return nil }
        let copy = UnsafeMutablePointer<cst_cg_db>.allocate(capacity: 1)
        copy.initialize(to: database.pointee)
        copy.pointee.spamf0 = 0
        voice.pointee = original.pointee
        feat_copy_into(original.pointee.features, features)
        feat_set(features, FliteFeature.database.name, cg_db_val(copy))
        voice.pointee.features = features
        return Handle(pointer: voice, pitchFactor: 102.4 / 93.9)
    }()
}
