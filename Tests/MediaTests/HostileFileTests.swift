import Foundation
import Testing

@testable import Media

extension MediaSuite {
    @Suite("Hostile files")
    struct HostileFileTests {
        let folder: TemporaryFolder
        let good: [UInt8]
        init() throws {
            folder = try TemporaryFolder()
            try Recording.short(folder.file("good.mp4"))
            good = try bytes(of: folder.file("good.mp4"))
        }

        /// What probing, and then reading as far as possible, throws.
        private func refusal(_ bytes: [UInt8], _ name: String = "file.mp4") throws -> MediaError? {
            let path = folder.file(name)
            try write(bytes, to: path)
            return refusal(path)
        }

        private func refusal(_ path: String) -> MediaError? {
            do throws(MediaError) {
                _ = try MediaProbe.probe(path: path, decoder: decoder)
                return nil
            } catch {
                return error
            }
        }

        @Test("a file that is not there, a folder, an empty file and a text have their own errors")
        func notMedia() throws {
            #expect(
                refusal(folder.file("none.mp4"))
                    == .unreadable(path: folder.file("none.mp4"), reason: "No such file or directory"))
            #expect(refusal(folder.path) == .unreadable(path: folder.path, reason: "not a file"))
            #expect(try refusal([]) == .empty)
            #expect(try refusal(Array(String(repeating: "Just a letter.\n", count: 300).utf8)) == .notMedia)
            #expect(try refusal([0]) == .notMedia)
            var numbers = SeededNumbers(state: 7)
            #expect(try refusal((0..<5000).map { _ in UInt8.random(in: 0...255, using: &numbers) }) == .notMedia)
        }

        @Test("a playlist is refused before anything follows its links")
        func playlist() throws {
            let list = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nhttp://127.0.0.1:1/a.ts\n#EXT-X-ENDLIST\n"
            #expect(try refusal(Array(list.utf8), "a.m3u8") == .notMedia)
            let manifest = "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"></MPD>"
            #expect(try refusal(Array(manifest.utf8), "a.mpd") == .notMedia)
        }

        @Test("a file cut anywhere is called cut off", arguments: [0.1, 0.3, 0.5, 0.8, 0.98])
        func truncated(share: Double) throws {
            #expect(try refusal(Array(good.prefix(Int(Double(good.count) * share)))) == .truncated)
        }

        @Test("a cut Matroska file is called cut off")
        func truncatedMatroska() throws {
            let path = folder.file("a.mkv")
            try Recording.make(
                path,
                """
                matroskamux name=mux ! filesink name=out \(Recording.video(frames: 100)) ! mux. \
                \(Recording.audio(seconds: 4)) ! avenc_aac ! aacparse ! mux.
                """)
            #expect(refusal(path) == nil)
            let whole = try bytes(of: path)
            #expect(try refusal(Array(whole.prefix(whole.count / 2)), "b.mkv") == .truncated)
        }

        @Test("sound alone and picture alone are told apart")
        func missingStream() throws {
            let sound = folder.file("sound.mp4")
            try Recording.make(
                sound, "\(Recording.audio(seconds: 1)) ! avenc_aac ! aacparse ! mp4mux ! filesink name=out")
            #expect(refusal(sound) == .noVideo)
            let picture = folder.file("picture.mp4")
            try Recording.make(picture, "\(Recording.video(frames: 25)) ! mp4mux ! filesink name=out")
            #expect(refusal(picture) == .noAudio)
        }

        @Test("a header that claims a million pixels is refused by its size", arguments: [1_000_000, 4098])
        func million(width: Int) throws {
            let file = CraftedMatroska.file(width: width, height: 240)
            #expect(try refusal(file, "wide.mkv") == .pictureTooLarge(width: width, height: 240))
        }

        @Test("an MP4 that claims a width its stream does not have is refused or read at its true size")
        func lyingWidth() throws {
            let answer = try refusal(MP4Patch.wide(good))
            #expect(answer == nil || answer == .pictureTooLarge(width: 65535, height: 240))
        }

        @Test("a claim of ten hours is refused without reading them")
        func tooLong() throws {
            guard case .tooLong(let seconds, 600)? = try refusal(MP4Patch.tenHours(good)) else {
                Issue.record("not refused as too long")
                return
            }
            #expect(seconds > 30_000)
        }

        @Test("a decoder that cannot be started is named")
        func noDecoder() throws {
            #expect(throws: MediaError.decoderNotStarted(reason: "No such file or directory")) {
                try MediaProbe.probe(
                    path: folder.file("good.mp4"), decoder: DecoderExecutable(path: folder.file("none")))
            }
        }

        @Test("a program that is no decoder is found out")
        func foreignProgram() throws {
            #expect(throws: MediaError.self) {
                try MediaProbe.probe(path: folder.file("good.mp4"), decoder: DecoderExecutable(path: "/bin/cat"))
            }
        }

        @Test("a process that says nothing is stopped after the timeout")
        func silentProgram() throws {
            let process = try DecoderProcess(
                DecodeRequest(path: "", job: .audio(AudioJob(sampleRate: 8000, end: 1))),
                executable: DecoderExecutable(path: try script("read line")))
            #expect(throws: MediaError.stalled(seconds: 0.1)) { try process.next(timeout: 0.1) }
        }

        @Test("a process that dies is named with its signal")
        func dyingProgram() throws {
            let process = try DecoderProcess(
                DecodeRequest(path: "", job: .audio(AudioJob(sampleRate: 8000, end: 1))),
                executable: DecoderExecutable(path: try script("kill -SEGV $$")))
            #expect(throws: MediaError.decoderDied(signal: Int(SIGSEGV))) { try process.next(timeout: 10) }
        }

        private func script(_ line: String) throws -> String {
            let path = folder.file("program")
            try write(Array("#!/bin/sh\n\(line)\n".utf8), to: path)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
            return path
        }

        @Test("every error is one sentence that ends with what to do")
        func sentences() {
            let errors: [MediaError] = [
                .unreadable(path: "a", reason: "b"), .empty, .notMedia, .noVideo, .noAudio, .truncated,
                .tooLong(seconds: 36000, limit: 600), .pictureTooLarge(width: 1, height: 1),
                .unsupportedCodec(name: "x"), .damaged(detail: "x"), .stalled(seconds: 30), .decoderDied(signal: 11),
                .decoderNotStarted(reason: "x"), .cancelled,
            ]
            for error in errors {
                #expect(error.description.hasSuffix(".") && !error.description.contains("\n"))
                #expect(error == .cancelled || error.description.contains(":"))
            }
        }
    }
}
