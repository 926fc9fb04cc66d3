/// Whether the voice is there, loud and clean.
enum SoundChecks {
    static func findings(_ analysis: FootageAnalysis) -> [Finding] {
        let audio = analysis.audio
        return [
            sound(analysis), loudness(audio), clipping(audio), noise(audio), hum(audio), echo(audio),
            silentSound(analysis),
        ]
    }

    static func sound(_ analysis: FootageAnalysis) -> Finding {
        let voiced = Double(analysis.audio.voice.count(where: \.self)) / Double(AudioStatistics.hopsPerSecond)
        return Finding(
            .sound, value: voiced, unit: "s of voice", minimum: 3, tolerable: 3...Double.infinity,
            advice: analysis.facts.audioChannels == 0
                ? "The recording has no sound: record your voice with it."
                : "No voice is heard: check that the right microphone is on.")
    }

    static func loudness(_ audio: AudioStatistics) -> Finding {
        Finding(
            .loudness, value: audio.loudness, unit: "LUFS", minimum: -38, maximum: -8,
            advice: (audio.loudness ?? 0) > -8
                ? "Turn the microphone's level down." : "Speak up, move the microphone closer or turn its level up.")
    }

    static func clipping(_ audio: AudioStatistics) -> Finding {
        Finding(
            .soundClipping, value: audio.clipped * 100, unit: "% of samples", maximum: 0.02,
            advice: "The voice is distorted by clipping: turn the microphone's level down.")
    }

    /// Speech above the room's noise.
    static func noise(_ audio: AudioStatistics) -> Finding {
        Finding(
            .noise, value: audio.speechLevel.map { Double($0 - max(audio.noiseFloor, -90)) }, unit: "dB above the room",
            minimum: 25, advice: "The room is loud against the voice: switch off fans, close windows, come closer.")
    }

    static func hum(_ audio: AudioStatistics) -> Finding {
        guard let hum = audio.hum, let speech = audio.speechLevel else {
            return Finding(.hum, .fine, value: nil, unit: "dB under the voice", minimum: 40)
        }
        return Finding(
            .hum, value: Double(speech - hum.level), unit: "dB under the voice", minimum: 40,
            advice: "A hum of \(hum.frequency) Hz is heard: use another cable, socket or power supply.")
    }

    static func echo(_ audio: AudioStatistics) -> Finding {
        Finding(
            .echo, value: audio.decay, unit: "s to fade by 20 dB", maximum: 0.3,
            advice: "The room echoes: record where carpets, curtains or clothes swallow the sound.")
    }

    /// The loudest sound of listening and idle against the voice; short clicks (5 %) are let pass.
    static func silentSound(_ analysis: FootageAnalysis) -> Finding {
        let audio = analysis.audio
        let levels = analysis.parts.silent.flatMap { audio.levels(in: $0) }
        let loud = Statistics.percentile(levels, 0.95)
        let hops = Double(AudioStatistics.hopsPerSecond)
        let limit = (audio.speechLevel ?? 0) - 25
        return Finding(
            .silentSound, value: loud.flatMap { loud in audio.speechLevel.map { Double($0) - max(loud, -90) } },
            unit: "dB under the voice", minimum: 25,
            spans: analysis.parts.silent.flatMap { span in
                // The sound may end before the picture does.
                let (first, last) = (Int(span.start * hops), min(Int(span.end * hops), audio.levels.count))
                return Statistics.spans(first..<max(first, last), rate: hops) { audio.levels[$0] > limit }
            },
            advice: "Be silent while listening and idle, and keep others from talking.")
    }
}
