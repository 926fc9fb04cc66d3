internal import Core
internal import Tracking

/// Measures a take's pictures one after the other. Keeps two thumbnails and nothing else that grows.
struct FrameMeter {
    /// Every so many pictures the face is looked at pixel by pixel.
    static let detailEvery = 5

    private var previous: Thumbnail?
    private var previousHistogram: [Float] = []
    private var first: Thumbnail?
    private var index = 0
    /// The brightest value each thumbnail pixel ever had: what stays black is a bar.
    private(set) var brightest: Thumbnail?

    mutating func measure(_ frame: VideoFrame, _ sighting: FaceSighting) -> FrameStatistics {
        let thumbnail = Thumbnail(frame)
        var statistics = FrameStatistics()
        statistics.luma = thumbnail.mean
        let histogram = thumbnail.histogram
        if let previous {
            statistics.difference = thumbnail.meanDifference(to: previous)
            statistics.histogramCorrelation = Correlation.of(histogram, previousHistogram)
        }
        if let mesh = sighting.mesh {
            if let previous, let motion = BackgroundMotion(from: previous, to: thumbnail, around: mesh.box) {
                statistics.movingEdges = motion.movingEdges
                statistics.shift = motion.shift.map { ($0 * $0).sum().squareRoot() }
            }
            if let first { statistics.drift = BackgroundMotion(from: first, to: thumbnail, around: mesh.box)?.shift }
            if first == nil { first = thumbnail }
            statistics.face = FaceImage.colour(frame, mesh)
            statistics.mouth = MouthPatch.luma(frame, mesh)
            if index % Self.detailEvery == 0 { statistics.detail = FaceImage.detail(frame, mesh) }
        }
        noteBrightest(thumbnail)
        previous = thumbnail
        previousHistogram = histogram
        index += 1
        return statistics
    }

    private mutating func noteBrightest(_ thumbnail: Thumbnail) {
        guard brightest != nil else {
            brightest = thumbnail
            return
        }
        for index in thumbnail.luma.indices where thumbnail.luma[index] > brightest!.luma[index] {
            brightest!.luma[index] = thumbnail.luma[index]
        }
    }
}

/// Pearson's correlation; 0 where one side does not vary.
enum Correlation {
    static func of(_ a: [Float], _ b: [Float]) -> Float {
        let count = Float(min(a.count, b.count))
        guard count > 1 else { return 0 }
        var (sa, sb, saa, sbb, sab): (Float, Float, Float, Float, Float) = (0, 0, 0, 0, 0)
        for (x, y) in zip(a, b) {
            sa += x
            sb += y
            saa += x * x
            sbb += y * y
            sab += x * y
        }
        let spread = (saa - sa * sa / count) * (sbb - sb * sb / count)
        return spread > 0 ? (sab - sa * sb / count) / spread.squareRoot() : 0
    }
}
