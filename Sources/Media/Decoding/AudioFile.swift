package import Core

/// Sound files of any kind that GStreamer decodes.
package enum AudioFile {
    /// The file's sound as one channel, sample 0 at time 0 of the file. Refuses more than 10 minutes.
    package static func read(
        path: String, sampleRate: Int, decoder: DecoderExecutable = .running
    ) throws(MediaError) -> AudioClip {
        _ = try MediaProbe.probe(path: path, limits: .speech, decoder: decoder)
        return try FootageReader.readAudio(
            path: path, sampleRate: sampleRate, maximumSeconds: MediaLimits.speech.maximumSeconds, decoder: decoder)
    }
}
