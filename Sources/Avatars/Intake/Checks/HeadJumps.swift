internal import Tracking

/// Pictures where the head is suddenly elsewhere.
enum HeadJumps {
    /// In face widths per picture at 25 fps; the fastest head of seven clips moved .08.
    private static let jump = 0.15

    static func find(_ analysis: FootageAnalysis) -> [Int] {
        let meshes = analysis.track.frames
        let steps = meshes.indices.dropFirst().map { index -> Double? in
            guard let now = meshes[index], let before = meshes[index - 1] else { return nil }
            let a = [33, 263, 168].map { before[$0] }.reduce(.zero, +) / 3
            let b = [33, 263, 168].map { now[$0] }.reduce(.zero, +) / 3
            let step = b - a
            return Double((step.x * step.x + step.y * step.y).squareRoot() / max(now.box.width, 1))
        }
        let limit = jump * 25 / analysis.framesPerSecond
        return steps.indices.filter { index in
            guard let step = steps[index], step > limit else { return false }
            let around = [index - 2, index - 1, index + 1, index + 2].compactMap {
                steps.indices.contains($0) ? steps[$0] : nil
            }
            return around.allSatisfy { $0 < step / 3 }
        }.map { $0 + 1 }
    }
}
