import Core
import Rendering
import Testing

@testable import Avatars

@Suite("Footage as people hand it in")
struct RobustFootageTests {
    @Test("frames turned far from where the person mostly looks, or without a face, are not shown")
    func turned() {
        let showable = FaceGeometry.showable(
            [true, true, true, false, true, true], yaws: [9, 10, 11, 10, 23, -5])
        #expect(showable == [true, true, true, false, false, false])
        #expect(FaceGeometry.showable([false, false], yaws: [0, 0]) == [false, false])
    }

    @Test("a mouth that is covered for a second is found, and talking is not")
    func covered() {
        let patches = (0..<800).map { frame -> [UInt8]? in
            let mouth = UInt8(60 + 12 * (frame % 5))
            let cover = (200..<225).contains(frame)
            return (0..<MouthPatch.count).map { cell in cover ? 120 : cell % 3 == 0 ? mouth : 160 }
        }
        let hidden = HiddenMouth.find(patches, framesPerSecond: 25)
        #expect(hidden.indices.filter { hidden[$0] } == Array(197..<228))
        #expect(HiddenMouth.find(patches.map { _ in nil }, framesPerSecond: 25).allSatisfy { !$0 })
    }

    @Test("a recording too short to compare with itself has no covered mouth")
    func brief() {
        let patches = (0..<60).map { [UInt8]?([UInt8](repeating: UInt8($0), count: MouthPatch.count)) }
        #expect(HiddenMouth.find(patches, framesPerSecond: 25).allSatisfy { !$0 })
    }

    @Test("720p is the shorter side, upright or not")
    func size() {
        #expect(PackManifest.Size(width: 1280, height: 720).shown(shortSide: 1080) == .init(width: 1920, height: 1080))
        #expect(PackManifest.Size(width: 720, height: 1280).shown(shortSide: 720) == .init(width: 720, height: 1280))
        #expect(PackManifest.Size(width: 960, height: 720).shown(shortSide: 480) == .init(width: 640, height: 480))
        #expect(PackManifest.Size(width: 720, height: 1280).shown(shortSide: 360) == .init(width: 360, height: 640))
    }

    @Test(
        "an id is made of what ids may hold",
        arguments: [
            ("ada", "ada"), ("weird näme !", "weird-name"), ("Jörg_2 (final)", "Jorg_2-final"), ("…", "avatar"),
            ("山", "avatar"), ("../x", "x"), ("a--b", "a-b"),
        ])
    func id(name: String, id: String) { #expect(BuildRequest.id(from: name) == id) }

    @Test("sound is shifted by whole frames and keeps its length")
    func shift() {
        let clip = AudioClip(samples: (0..<1000).map(Float.init), sampleRate: 1000)
        #expect(clip.later(byFramesIn: 0.019, framesPerSecond: 25) == clip)
        let late = clip.later(byFramesIn: 0.12, framesPerSecond: 25)
        #expect(late.samples.count == 1000 && late.samples[119] == 0 && late.samples[121] == 1)
        let early = clip.later(byFramesIn: -0.12, framesPerSecond: 25)
        #expect(early.samples.count == 1000 && early.samples[0] == 120 && early.samples[999] == 0)
        #expect(clip.later(byFramesIn: 9, framesPerSecond: 25).samples.allSatisfy { $0 == 0 })
    }
}
