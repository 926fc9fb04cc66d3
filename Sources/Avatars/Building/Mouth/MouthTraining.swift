internal import Core
internal import Rendering

/// Learns a person's mouth from a take whose speech is known: the basis, one model per viseme origin, the resting
/// mouth and the units.
struct MouthTraining {
    let geometry: FaceGeometry
    /// Visemes of the whole take at its frame rate, from aligned phones and from the network.
    let phoneVisemes: VisemeTimeline
    let audioVisemes: VisemeTimeline
    /// False when ``phoneVisemes`` only repeat the network's guess.
    let knowsPhones: Bool
    /// Frames of the talking part that may be learnt from.
    let talking: [Int]
    /// Frames in which the person is silent, in the listening and idle parts.
    let silent: [Int]

    /// Every how many silent frames one becomes a unit: resting mouths differ little.
    private static let silentStride = 4
    /// A basis of eight components needs more frames than that; two seconds is the least that makes sense.
    static let minimumFrames = 50

    struct Result {
        var library: MouthLibrary
        var shapes: [MouthShape?]
        /// Cross-validated Pearson's r of the strongest movement, for phones and for audio alone.
        var phoneCorrelation: Float
        var audioCorrelation: Float
    }

    /// - Throws: ``BuildError/tooLittleSpeech`` with fewer than ``minimumFrames`` usable talking frames.
    func run() throws(BuildError) -> Result {
        let usable = talking.filter { geometry.isShowable[$0] }
        guard usable.count >= Self.minimumFrames else { throw .tooLittleSpeech }
        let samples = usable.compactMap { geometry.canonical[$0].map { Array($0.prefix(MouthBasis.pointCount)) } }
        let basis = MouthBasis.learn(from: samples)
        let shapes = geometry.canonical.map { $0.map(basis.shape) }
        let phones = ModelTraining(timeline: phoneVisemes, shapes: shapes, frames: usable).run()
        let audio = ModelTraining(
            timeline: audioVisemes, shapes: shapes, frames: usable,
            closures: knowsPhones ? phoneVisemes.frames.map(\.closure) : nil
        ).run()
        let library = MouthLibrary(
            basis: basis, phoneModel: phones.model, audioModel: audio.model, rest: rest(shapes, usable: usable),
            units: units(basis: basis, usable: usable))
        return Result(
            library: library, shapes: shapes, phoneCorrelation: phones.correlation, audioCorrelation: audio.correlation)
    }

    /// The middle one of the silent frames, lane by lane; of the talking part's silences where there is no other.
    private func rest(_ shapes: [MouthShape?], usable: [Int]) -> MouthShape {
        var frames = silent
        if frames.count < 10 { frames = usable.filter { phoneVisemes.frames[$0][.sil] > 0.9 } }
        if frames.count < 10 { frames = usable.sorted { geometry.opening(of: $0) < geometry.opening(of: $1) } }
        let chosen = frames.prefix(max(frames.count, 10)).compactMap { shapes[$0] }
        var rest = MouthShape.zero
        for lane in 0..<8 {
            let sorted = chosen.map { $0[lane] }.sorted()
            rest[lane] = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
        }
        return rest
    }

    private func units(basis: MouthBasis, usable: [Int]) -> [MouthUnit] {
        let resting = silent.enumerated().filter { $0.offset % Self.silentStride == 0 }.map(\.element)
        let frames = (usable + resting).sorted().filter { geometry.isShowable[$0] }
        var place: [Int: Int] = [:]
        for (unit, frame) in frames.enumerated() { place[frame] = unit }
        return frames.compactMap { frame in
            guard let points = geometry.canonical[frame] else { return nil }
            let visemes = phoneVisemes.frames.indices.contains(frame) ? phoneVisemes.frames[frame] : .rest
            return MouthUnit(
                sourceFrame: frame, successor: place[frame + 1], shape: basis.shape(of: points),
                visemes: visemes.weights, opening: geometry.opening(of: frame), pose: geometry.poses[frame],
                points: points)
        }
    }
}
