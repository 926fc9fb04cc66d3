import Core
import Foundation
import Media
import Rendering
import Testing

@testable import Stage

/// The avatar of the repository, and a house whose clock the test turns.
struct Ada {
    static let pack: AvatarPack = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        do {
            return try AvatarPack(opening: root.appending(path: "avatars/ada"))
        } catch {
            fatalError("\(error)")
        }
    }()
    /// Shared by the tests of one run, so that each loop is encoded once; gone at its end.
    static let loopCache: String = {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "visavis-stage-tests-\(ProcessInfo.processInfo.processIdentifier)")
        atexit { try? FileManager.default.removeItem(atPath: Ada.loopCache) }
        return folder.path
    }()
    static let format = StageFormat(quality: .low, codec: .h264)

    static func house(metrics: Metrics = Metrics()) -> StageHouse {
        StageHouse(loopCache: loopCache, metrics: metrics, log: .silent, drive: .manual)
    }
}

extension UtteranceID: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self.init(text) }
}

extension StageHouse {
    func turn(_ slots: Int) { for _ in 0..<slots { turn() } }
}

/// A stage under test and what came of it.
struct Performance {
    let stage: Stage
    let output = CollectingOutput()
    let house: StageHouse

    init(_ house: StageHouse, format: StageFormat = Ada.format, seed: UInt64 = 1) throws {
        self.house = house
        stage = try Stage(pack: Ada.pack, format: format, house: house, output: output, seed: seed)
    }

    /// Stops the stage and gives all its events.
    func events() async -> [StageEvent] {
        stage.stop()
        var events: [StageEvent] = []
        for await event in stage.events { events.append(event) }
        return events
    }
}
