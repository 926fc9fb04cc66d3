import Foundation
import Media
import Testing
import Tracking

@testable import Avatars

/// The helper's environment, or nil where `Tools/setup` has not run (`./test` runs it).
private let installation = try? TrackerInstallation.find(
    startingAt: [URL(fileURLWithPath: #filePath).deletingLastPathComponent()])

/// The product beside the running test program: it decodes for the tests as it does for itself.
private let decoder: DecoderExecutable = {
    let test = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    return DecoderExecutable(path: test.deletingLastPathComponent().appending(path: "visavis").path)
}()

private let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Fixtures").standardizedFileURL

@Suite("Footage intake", .enabled(if: installation != nil, "run Tools/setup first"))
struct FootageIntakeTests {
    @Test("twelve seconds of Ada are usable, and their parts are found")
    func ada() throws {
        var steps: [Double] = []
        let footage = try FootageIntake.check(
            path: fixtures.appending(path: "ada-12s.mp4").path, allowShort: true, decoder: decoder,
            installation: installation, progress: { steps.append($0) })
        let report = footage.report
        #expect(report.verdict == .usable)
        #expect(report.findings.pressing.allSatisfy { [.duration, .sharpness, .flicker].contains($0) })
        let talking = try #require(report.parts.talking)
        #expect(abs(talking.start - 3) < 0.5 && abs(talking.end - 9.2) < 0.5)
        #expect(report.parts.listening != nil && report.parts.idle != nil)
        #expect(footage.analysis.track.count == 300 && footage.pictures.count == SheetPicture.count)
        #expect(steps.last == 1 && steps == steps.sorted())
    }

    @Test("what cannot be read is an error of its own, and nothing is tracked")
    func unreadable() {
        let path = fixtures.appending(path: "ada-12s.txt").path
        #expect(throws: IntakeError.media(.notMedia)) {
            try FootageIntake.check(path: path, decoder: decoder, installation: installation)
        }
        #expect(throws: IntakeError.parts(.malformed("1-2"))) {
            try FootageIntake.check(path: path, parts: "1-2", decoder: decoder, installation: installation)
        }
    }
}
