package import Core
package import Foundation

/// Where the face is in each body frame and what its own mouth does: `track.bin`.
package struct BodyTrack: Equatable, Sendable {
    package struct Frame: Equatable, Sendable {
        /// In pixels of the body picture.
        package var pose: HeadPose
        package var shape: MouthShape
        /// Its own control points (``MouthControl/indices``), pixels of the body picture.
        package var points: [SIMD2<Float>]

        package init(pose: HeadPose, shape: MouthShape, points: [SIMD2<Float>]) {
            self.pose = pose
            self.shape = shape
            self.points = points
        }
    }
    package var frames: [Frame]

    package init(frames: [Frame]) { self.frames = frames }

    private static let magic = "VVTRACK1"

    package func encoded() -> Data {
        var writer = BinaryWriter(magic: Self.magic)
        writer.write(frames.count)
        for frame in frames {
            writer.write(frame.pose)
            writer.write(frame.shape)
            for point in frame.points { writer.write(point) }
        }
        return writer.data
    }

    package init(decoding data: Data) throws(PackError) {
        var reader = try BinaryReader(data, magic: Self.magic, file: "track.bin")
        let count = try reader.count(itemBytes: 84 + 8 * MouthControl.count)
        frames = []
        frames.reserveCapacity(count)
        for _ in 0..<count {
            let pose = try reader.pose()
            let shape = try reader.vector(MouthShape.self)
            var points: [SIMD2<Float>] = []
            points.reserveCapacity(MouthControl.count)
            for _ in 0..<MouthControl.count { points.append(try reader.vector(SIMD2<Float>.self)) }
            frames.append(Frame(pose: pose, shape: shape, points: points))
        }
    }
}

extension BinaryWriter {
    package mutating func write(_ pose: HeadPose) {
        write(pose.rows.0)
        write(pose.rows.1)
        write(pose.rows.2)
        write(pose.scale)
        write(pose.translation)
    }
}

extension BinaryReader {
    package mutating func pose() throws(PackError) -> HeadPose {
        let rows = (try vector(SIMD3<Float>.self), try vector(SIMD3<Float>.self), try vector(SIMD3<Float>.self))
        return HeadPose(rows: rows, scale: try float(), translation: try vector(SIMD3<Float>.self))
    }
}

extension BodyTrack.Frame {
    /// The frame on the way to another, as a bridge's picture shows it; `amount` 0 is `self`, 1 is `other`.
    package func mixed(with other: Self, amount: Float) -> Self {
        Self(
            pose: pose.mixed(with: other.pose, amount: amount), shape: shape + (other.shape - shape) * amount,
            points: zip(points, other.points).map { $0 + ($1 - $0) * amount })
    }
}
