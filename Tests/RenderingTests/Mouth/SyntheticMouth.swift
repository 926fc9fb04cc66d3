import Core
import Rendering

/// A mouth whose only movement is opening: lane 0 lowers the lower lip. Units run through slow cycles of opening.
enum SyntheticMouth {
    static let library = library(unitCount: 100)

    static func library(unitCount: Int) -> MouthLibrary {
        var mean = [SIMD3<Float>](repeating: .zero, count: MouthBasis.pointCount)
        var opening = mean
        for column in 0..<20 {
            let x = Float(column) / 40
            mean[column] = [x, 0.02, 0]
            mean[20 + column] = [x, 0.01, 0]
            if column < 11 {
                opening[column] = [0, 0.03, 0]
                opening[20 + column] = [0, 0.03, 0]
            }
        }
        let still = [SIMD3<Float>](repeating: .zero, count: MouthBasis.pointCount)
        let basis = MouthBasis(mean: mean, components: [opening] + (1..<8).map { _ in still })
        var rows = [MouthShape](repeating: .zero, count: MouthModel.featureCount)
        let now = MouthModel.reach * 17
        rows[now + Viseme.aa.rawValue] = [3, 0, 0, 0, 0, 0, 0, 0]
        rows[now + Viseme.e.rawValue] = [2, 0, 0, 0, 0, 0, 0, 0]
        let model = MouthModel(rows: rows)
        let units = (0..<unitCount).map { index -> MouthUnit in
            let height = Float(1 - abs(index % 20 - 10)) * -0.3 + 0.3
            let shape = MouthShape(max(0, 3 - height), 0, 0, 0, 0, 0, 0, 0)
            var points = basis.points(of: shape)
            points += [SIMD3<Float>](repeating: [0.5, 0.5, 0], count: MouthControl.count - points.count)
            return MouthUnit(
                sourceFrame: index, successor: index + 1 < unitCount ? index + 1 : nil, shape: shape,
                visemes: shape[0] > 1 ? .one(.aa) : .one(.sil), opening: 0.03 * shape[0], pose: pose, points: points)
        }
        return MouthLibrary(basis: basis, phoneModel: model, audioModel: model, rest: .zero, units: units)
    }

    static let pose = HeadPose(rows: HeadPose.identity.rows, scale: 300, translation: [640, 360, 0])
    static let body = BodyTrack.Frame(
        pose: pose, shape: .zero, points: [SIMD2<Float>](repeating: .zero, count: MouthControl.count))

    static func frame(_ viseme: Viseme, closure: Float = 0) -> VisemeFrame {
        VisemeFrame(weights: .one(viseme), intensity: 1, closure: closure)
    }
}
