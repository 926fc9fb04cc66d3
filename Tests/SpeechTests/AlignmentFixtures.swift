import CFlite
import Core

@testable import Speech

/// A sentence spoken by one of flite's voices, with the synthesiser's own phone times as truth.
struct SpokenFixture {
    var audio: AudioClip
    var phones: [Phone]

    /// flite's excitation draws from `rand()`: two syntheses of the same text differ by noise far below the speech.
    /// Lines become separate utterances.
    init(_ text: String) {
        flite_init()
        let voice = register_cmu_us_rms(nil)
        var samples: [Float] = []
        phones = []
        var rate = 16_000
        for line in text.split(separator: "\n") {
            let utterance = flite_synth_text(String(line), voice)
            defer { delete_utterance(utterance) }
            guard let wave = utt_wave(utterance)?.pointee else { continue }
            rate = Int(wave.sample_rate)
            let offset = Double(samples.count) / Double(rate)
            var segment = relation_head(utt_relation(utterance, "Segment"))
            while let current = segment {
                let name = String(cString: item_feat_string(current, "name"))
                let start = phones.last?.end ?? 0
                let end = offset + Double(item_feat_float(current, "end"))
                phones.append(Phone(symbol: name == "pau" ? "sil" : name, start: start, end: end))
                segment = item_next(current)
            }
            for index in 0..<Int(wave.num_samples) { samples.append(Float(wave.samples[index]) / 32768) }
        }
        audio = AudioClip(samples: samples, sampleRate: rate)
    }

    static let text = """
        Bob bumped into a big brown bear by the maple bush, but it simply ambled away.
        Put both cups back on the top shelf, please, and close the cupboard above them.
        Please remember that Peter paid for the paper, the map, and the membership.
        """
}
