package import Core
package import Foundation

/// Everything the pack knows about how its person's mouth moves: `mouth.bin`.
package struct MouthLibrary: Equatable, Sendable {
    package var basis: MouthBasis
    /// One model per origin of the viseme timeline.
    package var phoneModel: MouthModel
    package var audioModel: MouthModel
    /// The mouth when nothing is said.
    package var rest: MouthShape
    package var units: [MouthUnit]

    package init(
        basis: MouthBasis, phoneModel: MouthModel, audioModel: MouthModel, rest: MouthShape, units: [MouthUnit]
    ) {
        self.basis = basis
        self.phoneModel = phoneModel
        self.audioModel = audioModel
        self.rest = rest
        self.units = units
    }

    package func model(for origin: VisemeTimeline.Origin) -> MouthModel {
        switch origin {
        case .phones: phoneModel
        case .audio: audioModel
        }
    }

    /// Control points of the recorded mouth nearest to rest, canonical coordinates.
    package var neutralPoints: [SIMD3<Float>] {
        let nearest = units.min { left, right in
            let (a, b) = (left.shape - rest, right.shape - rest)
            return (a * a).sum() < (b * b).sum()
        }
        return nearest?.points ?? []
    }

    private static let magic = "VVMOUTH1"
    private static let fileName = "mouth.bin"

    package func encoded() -> Data {
        var writer = BinaryWriter(magic: Self.magic)
        for point in basis.mean { writer.write(point) }
        for component in basis.components { for point in component { writer.write(point) } }
        for model in [phoneModel, audioModel] {
            for row in model.rows { writer.write(row) }
            writer.write(model.closureWeights.count)
            for weight in model.closureWeights { writer.write(weight) }
        }
        writer.write(rest)
        writer.write(units.count)
        for unit in units {
            writer.write(unit.sourceFrame)
            writer.write(unit.successor ?? -1)
            writer.write(unit.shape)
            writer.write(unit.visemes)
            writer.write(unit.opening)
            writer.write(unit.pose)
            for point in unit.points { writer.write(point) }
        }
        return writer.data
    }

    package init(decoding data: Data) throws(PackError) {
        var reader = try BinaryReader(data, magic: Self.magic, file: Self.fileName)
        let mean = try Self.points(MouthBasis.pointCount, from: &reader)
        var components: [[SIMD3<Float>]] = []
        for _ in 0..<8 { components.append(try Self.points(MouthBasis.pointCount, from: &reader)) }
        basis = MouthBasis(mean: mean, components: components)
        phoneModel = try Self.model(from: &reader)
        audioModel = try Self.model(from: &reader)
        rest = try reader.vector(MouthShape.self)
        let count = try reader.count(itemBytes: 12 * MouthControl.count)
        units = []
        units.reserveCapacity(count)
        for _ in 0..<count {
            let sourceFrame = try reader.int()
            let successor = try reader.int()
            guard successor == -1 || (0..<count).contains(successor) else {
                throw .damaged(file: Self.fileName, reason: "refers to unit \(successor) of \(count)")
            }
            units.append(
                MouthUnit(
                    sourceFrame: sourceFrame, successor: successor < 0 ? nil : successor,
                    shape: try reader.vector(MouthShape.self), visemes: try reader.vector(SIMD16<Float>.self),
                    opening: try reader.float(), pose: try reader.pose(),
                    points: try Self.points(MouthControl.count, from: &reader)))
        }
    }

    private static func points(_ count: Int, from reader: inout BinaryReader) throws(PackError) -> [SIMD3<Float>] {
        var points: [SIMD3<Float>] = []
        points.reserveCapacity(count)
        for _ in 0..<count { points.append(try reader.vector(SIMD3<Float>.self)) }
        return points
    }

    private static func model(from reader: inout BinaryReader) throws(PackError) -> MouthModel {
        var rows: [MouthShape] = []
        for _ in 0..<MouthModel.featureCount { rows.append(try reader.vector(MouthShape.self)) }
        let count = try reader.count(itemBytes: 4)
        guard count == 0 || count == MouthModel.featureCount else {
            throw .damaged(file: fileName, reason: "has a model of another size")
        }
        var weights: [Float] = []
        for _ in 0..<count { weights.append(try reader.float()) }
        return MouthModel(rows: rows, closureWeights: weights)
    }
}
