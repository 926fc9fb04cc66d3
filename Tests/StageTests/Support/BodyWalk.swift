import Core
import Media
import Rendering

@testable import Stage

/// A stage's decisions carried out one after the other on the test's own thread, which knows every body frame shown.
struct BodyWalk {
    var state: StageState
    private(set) var bodies: [Int] = []
    private(set) var loopPictures = 0
    private let house: StageHouse
    private let key = PackFormat(Ada.pack, Ada.format)
    private let around: StageState.Surroundings
    /// Body frames of live pictures, by number.
    private var live: [Int: Int] = [:]
    private var upcoming = 0

    init(_ house: StageHouse, seed: UInt64) throws {
        self.house = house
        let performer = try house.performers.make(Ada.pack, key: key)
        house.performers.give(performer)
        around = StageState.Surroundings(
            loop: { [key] in house.loops.loop(key, $0) }, performer: { [key] in house.performers.take(key) },
            effort: .live, lead: 0,
            opening: {
                FaceRenderer.Position(
                    bodyFrame: Ada.pack.routes.entrance($0, seed: seed), bodyDebt: 0, mouthStrength: 0)
            },
            seed: seed)
        state = StageState(bitsPerSecond: 500_000)
        state.isStarted = true
        state.decide(around)
    }

    mutating func say(_ chunks: [SpeechChunk]) {
        _ = state.track.add("walk", asked: 0)
        var reader = SpeechReader()
        let index = state.track.utterances.count - 1
        for chunk in chunks {
            let passage = reader.read(chunk)
            state.track.withAudio(of: index) { $0.append(passage) }
        }
        let rest = reader.finish()
        state.track.withAudio(of: index) { $0.finish(rest) }
        state.decide(around)
    }

    /// - Parameter working: False for a machine that has no time for pictures.
    mutating func turn(_ slots: Int, working: Bool = true) throws {
        for _ in 0..<slots {
            if working { try work() }
            let loop = state.loop
            let due = state.beginSlot(around)
            if let free = state.dismissed {
                state.dismissed = nil
                house.performers.give(free)
            }
            guard let picture = due.picture else { continue }
            if let loop, picture.number >= loop.first,
                loop.loop.pictures[loop.index(at: picture.number)].bytes === picture.coded.bytes
            {
                bodies.append(loop.loop.positions[loop.index(at: picture.number)].bodyFrame)
                loopPictures += 1
            } else if let body = live[picture.number] {
                bodies.append(body)
            }
        }
    }

    private mutating func work() throws {
        while let (performer, plans, _) = state.takeWork() {
            for plan in plans {
                live[plan.picture] = (plan.position ?? plan.moment?.position)?.bodyFrame ?? upcoming
                let outcomes = try performer.perform([plan])
                upcoming = outcomes.last?.position.bodyFrame ?? upcoming
                _ = state.finishWork(of: performer, outcomes)
            }
            state.decide(around)
        }
    }
}
