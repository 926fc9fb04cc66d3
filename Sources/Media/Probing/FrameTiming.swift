/// The rhythm of a video stream, from the times its frames are shown at.
struct FrameTiming: Equatable {
    /// Frames per second on average; 0 for fewer than two frames.
    var rate: Double
    var isVariable: Bool

    /// A frame may be this share of the usual distance early or late, besides a container's rounding to 1 ms
    /// (Matroska's default scale), before the distance counts as different.
    private static let tolerance = 0.1
    private static let rounding = 0.0015
    /// One frame in a hundred may be missing or doubled in a stream of constant rate.
    private static let exceptions = 0.01

    /// - Parameter times: Seconds, in any order.
    init(times: [Double]) {
        let sorted = times.sorted()
        guard let first = sorted.first, let last = sorted.last, last > first else {
            (rate, isVariable) = (0, false)
            return
        }
        rate = Double(sorted.count - 1) / (last - first)
        let distances = zip(sorted.dropFirst(), sorted).map { $0 - $1 }
        let usual = distances.sorted()[distances.count / 2]
        let odd = distances.count { abs($0 - usual) > Self.tolerance * usual + Self.rounding }
        isVariable = Double(odd) > Self.exceptions * Double(distances.count)
    }
}
