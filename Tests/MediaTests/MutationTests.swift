import Testing

@testable import Media

extension MediaSuite {
    @Suite("Random damage")
    struct MutationTests {
        /// Each of 8 × 25 damaged files is read as far as it goes. That this ends, and that it ends with a picture or
        /// a named error, is the test; the process may die of it.
        @Test("a file with random bytes changed is read or refused", arguments: 0..<8)
        func mutations(seed: Int) throws {
            let folder = try TemporaryFolder()
            let path = folder.file("a.\(seed % 2 == 0 ? "mp4" : "mkv")")
            let muxer = seed % 2 == 0 ? "mp4mux" : "matroskamux"
            try Recording.make(
                path,
                """
                \(muxer) name=mux ! filesink name=out \(Recording.video(frames: 5, width: 64, height: 48)) ! mux. \
                \(Recording.audio(seconds: 1)) ! avenc_aac ! aacparse ! mux.
                """)
            let good = try bytes(of: path)
            var numbers = SeededNumbers(state: UInt64(seed))
            for _ in 0..<25 {
                var bad = good
                for _ in 0..<Int.random(in: 1...12, using: &numbers) {
                    // Half of the changes hit the first kilobytes, where the headers are.
                    let reach = Bool.random(using: &numbers) ? min(2048, bad.count) : bad.count
                    bad[Int.random(in: 0..<reach, using: &numbers)] = .random(in: 0...255, using: &numbers)
                }
                try write(bad, to: path)
                let outcome = read(path)
                if case .stalled? = outcome { Issue.record("stalled") }
            }
        }

        /// Decodes at once, without the probe that would refuse most of it before.
        private func read(_ path: String) -> MediaError? {
            do throws(MediaError) {
                let job = VideoJob(
                    size: PictureSize(width: 64, height: 48), rotation: 0, framesPerSecond: 25, start: 0, end: 2)
                let process = try DecoderProcess(DecodeRequest(path: path, job: .video(job)), executable: decoder)
                while try process.next(timeout: 20) != nil {}
                return nil
            } catch {
                return error
            }
        }
    }
}
