import Core
import Foundation
import Testing

@testable import Tracking

/// The helper's environment, or nil where `Tools/setup` has not run (`./test` runs it).
private let installation = try? TrackerInstallation.find(
    startingAt: [URL(fileURLWithPath: #filePath).deletingLastPathComponent()])

private func listeningFrame() throws -> VideoFrame {
    let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures")
    let bytes = try Data(contentsOf: fixtures.appending(path: "ada-480x270.i420"))
    return VideoFrame(width: 480, height: 270, bytes: [UInt8](bytes))
}

@Suite("Tracker process", .enabled(if: installation != nil, "run Tools/setup first"), .serialized)
struct FaceTrackerTests {
    @Test("each picture gets its sighting, and the face lies where it is")
    func track() throws {
        let tracker = try FaceTracker(width: 480, height: 270, installation: #require(installation))
        let face = try listeningFrame()
        let nobody = VideoFrame(width: 480, height: 270, y: 90)
        var sightings: [FaceSighting] = []
        for frame in [face, face, face, nobody, nobody, nobody, nobody] { sightings += try tracker.track(frame) }
        sightings += try tracker.finish()
        #expect(sightings.map { $0.mesh != nil } == [true, true, true, false, false, false, false])
        #expect(sightings.map(\.faceCount) == [1, nil, nil, nil, nil, 0, nil])
        #expect(sightings[0].handCount == 0 && sightings[1].handCount == nil)
        let mesh = try #require(sightings[2].mesh)
        // The nose tip of the full-size picture lies near (957, 452).
        let nose = mesh[FaceLandmark.noseTip]
        #expect(abs(nose.x - 239) < 4 && abs(nose.y - 113) < 6)
        #expect((70...110).contains(mesh.box.width))
    }

    @Test("a mask marks the person and not the wall")
    func segment() throws {
        let segmenter = try PersonSegmenter(width: 480, height: 270, installation: #require(installation))
        let mask = try segmenter.mask(listeningFrame())
        #expect(mask.count == 480 * 270)
        #expect(mask[110 * 480 + 239] > 200)
        #expect(mask[20 * 480 + 20] < 50)
    }

    @Test("in-between pictures lie between")
    func flow() throws {
        let interpolator = try FlowInterpolator(width: 64, height: 48, installation: #require(installation))
        let dark = VideoFrame(width: 64, height: 48, y: 40)
        let light = VideoFrame(width: 64, height: 48, y: 120)
        let frames = try interpolator.between(dark, light, count: 3)
        let luma = frames.map { $0.bytes[1000] }
        #expect(luma[1] == 80 && 40 < luma[0] && luma[0] < 80 && luma[0] + luma[2] == 160)
    }

    @Test("a helper that refuses is quoted")
    func refusal() throws {
        #expect(throws: TrackerError.helperFailed(detail: "pictures of 8 x 8 are not supported")) {
            let tracker = try FaceTracker(width: 8, height: 8, installation: #require(installation))
            _ = try tracker.track(VideoFrame(width: 8, height: 8))
        }
    }

    @Test("a script that crashes is named with its last line")
    func crash() throws {
        let script = FileManager.default.temporaryDirectory.appending(path: "crash-\(UUID().uuidString).py")
        try Data("import sys\nsys.exit('out of luck')\n".utf8).write(to: script)
        defer { try? FileManager.default.removeItem(at: script) }
        let broken = TrackerInstallation(python: try #require(installation).python, script: script)
        #expect(throws: TrackerError.helperFailed(detail: "out of luck (exit status 1)")) {
            let tracker = try FaceTracker(width: 64, height: 64, installation: broken)
            _ = try tracker.finish()
        }
    }

    @Test("cancelling the task ends the wait")
    func cancellation() async throws {
        let script = FileManager.default.temporaryDirectory.appending(path: "silent-\(UUID().uuidString).py")
        try Data("import sys\nsys.stdin.read()\n".utf8).write(to: script)
        defer { try? FileManager.default.removeItem(at: script) }
        let silent = TrackerInstallation(python: try #require(installation).python, script: script)
        let task = Task {
            let tracker = try FaceTracker(width: 64, height: 64, installation: silent)
            _ = try tracker.track(VideoFrame(width: 64, height: 64))
        }
        task.cancel()
        await #expect(throws: TrackerError.cancelled) { try await task.value }
    }
}

@Suite("Tracker installation")
struct TrackerInstallationTests {
    @Test("a missing environment names the command that makes it")
    func missingEnvironment() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        let folder = root.appending(path: "Tools/tracker")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: root) }
        try Data().write(to: folder.appending(path: "tracker.py"))
        let error = try #require(throws: TrackerError.self) {
            _ = try TrackerInstallation.find(environment: [:], startingAt: [folder])
        }
        #expect(error == .environmentMissing(path: root.appending(path: ".venv").path))
        #expect(error.description.contains("run Tools/setup"))
    }

    @Test("a named folder without the script is refused")
    func missingScript() {
        #expect(throws: TrackerError.scriptMissing(path: "/nowhere/tracker/tracker.py")) {
            _ = try TrackerInstallation.find(environment: ["VISAVIS_TOOLS": "/nowhere"], startingAt: [])
        }
    }
}
