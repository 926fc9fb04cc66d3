internal import CFlite
internal import Foundation

/// One spoken text inside flite. Owns its `cst_utterance`: deleted once, when the value's life ends.
struct FliteUtterance: ~Copyable {
    private let handle: UnsafeMutablePointer<cst_utterance>

    /// What flite tells while it speaks.
    struct Progress {
        var relations: FliteRelations
        /// The whole wave to come; only the first `ready` of its samples are spoken.
        var wave: UnsafeBufferPointer<Int16>
        var ready: Int
    }
    /// - Returns: False to stop.
    typealias Listener = (Progress) -> Bool

    /// - Parameter listener: Called after each 20 ms of sound, on this thread. All relations are complete at its first
    ///   call.
    /// - Returns: Nil when flite gives up on the text.
    init?(
        _ text: String, voice: FliteVoices.Handle, settings: VoiceSettings = .init(), listener: Listener? = nil
    ) {
        guard let fresh = new_utterance() else { return nil }
        utt_set_input_text(fresh, text)
        feat_set(fresh.pointee.features, FliteFeature.durationStretch.name, float_val(Float(1 / settings.speed)))
        if settings.pitch != 0 {
            let factor = pow(2, settings.pitch / 12) * voice.pitchFactor
            feat_set(fresh.pointee.features, FliteFeature.pitchShift.name, float_val(Float(factor)))
        }
        let spoken =
            if let listener {
                withoutActuallyEscaping(listener) { Self.speak(fresh, voice, Ear(listener: $0)) }
            } else {
                flite_do_synth(fresh, voice.pointer, utt_synth)
            }
        // On failure flite has already deleted the utterance.
        guard let spoken else { return nil }
        handle = spoken
    }

    deinit { delete_utterance(handle) }

    /// Lets C hold a closure for the time of one call.
    private final class Ear {
        let listener: Listener
        init(listener: @escaping Listener) { self.listener = listener }
    }

    private static func speak(
        _ fresh: UnsafeMutablePointer<cst_utterance>, _ voice: FliteVoices.Handle, _ ear: Ear
    ) -> UnsafeMutablePointer<cst_utterance>? {
        guard let stream = new_audio_streaming_info() else { return nil }
        stream.pointee.min_buffsize = 256
        stream.pointee.userdata = Unmanaged.passUnretained(ear).toOpaque()
        stream.pointee.asc = { wave, start, size, _, stream in
            guard let wave, let samples = wave.pointee.samples, let stream, let ear = stream.pointee.userdata,
                let utterance = stream.pointee.utt
            else { return CInt(CST_AUDIO_STREAM_STOP) }
            let progress = Progress(
                relations: FliteRelations(utterance: UnsafeMutablePointer(mutating: utterance)),
                wave: UnsafeBufferPointer(start: samples, count: max(0, Int(wave.pointee.num_samples))),
                ready: min(Int(start) + Int(size), Int(wave.pointee.num_samples)))
            let goesOn = Unmanaged<Ear>.fromOpaque(ear).takeUnretainedValue().listener(progress)
            return goesOn ? CInt(CST_AUDIO_STREAM_CONT) : CInt(CST_AUDIO_STREAM_STOP)
        }
        // The utterance owns the stream from here.
        feat_set(fresh.pointee.features, FliteFeature.streaming.name, audio_streaming_info_val(stream))
        return withExtendedLifetime(ear) { flite_do_synth(fresh, voice.pointer, utt_synth) }
    }

    var relations: FliteRelations { FliteRelations(utterance: handle) }

    /// 16-bit samples; empty when nothing was spoken. Valid as long as this value.
    var wave: UnsafeBufferPointer<Int16> {
        guard let wave = utt_wave(handle), let samples = wave.pointee.samples, wave.pointee.num_samples > 0 else {
            return UnsafeBufferPointer(start: nil, count: 0)
        }
        return UnsafeBufferPointer(start: samples, count: Int(wave.pointee.num_samples))
    }

    var sampleRate: Int { utt_wave(handle).map { Int($0.pointee.sample_rate) } ?? 0 }
}

/// Names of features that are set. `feat_set` keeps the pointer it is given, hence these live as long as the process.
struct FliteFeature: @unchecked Sendable {
    let name: UnsafeMutablePointer<CChar>
    private init(_ name: String) { self.name = strdup(name) }

    static let durationStretch = FliteFeature("duration_stretch")
    static let pitchShift = FliteFeature("f0_shift")
    static let streaming = FliteFeature("streaming_info")
    static let database = FliteFeature("cg_db")
}
