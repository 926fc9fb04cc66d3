import Core
import Media
import Rendering

@testable import Stage

/// A stage's H.264 pictures as a strict decoder sees them: damage anywhere is an error.
struct DecodedStream {
    let frames: [VideoFrame]

    init(_ pictures: [CodedPicture]) throws {
        var bytes: [UInt8] = []
        for picture in pictures { picture.bytes.withUnsafeBytes { bytes += $0 } }
        let clip = try BodyClip(bytes: bytes)
        let reader = try BodyClipReader(clip)
        frames = try (0..<clip.count).map { try reader.frame(at: $0) }
    }

    /// Mean absolute difference of luma to the picture before, within an area; the first has 0.
    func changes(in area: MouthRegion.Rectangle? = nil) -> [Double] {
        [0] + zip(frames, frames.dropFirst()).map { Self.difference($0, $1, area) }
    }

    private static func difference(_ one: VideoFrame, _ other: VideoFrame, _ area: MouthRegion.Rectangle?) -> Double {
        let area = area ?? MouthRegion.Rectangle(x: 0, y: 0, width: one.width, height: one.height)
        var sum = 0
        one.bytes.withUnsafeBufferPointer { first in
            other.bytes.withUnsafeBufferPointer { second in
                for row in area.y..<(area.y + area.height) {
                    let start = row * one.width + area.x
                    for index in start..<(start + area.width) { sum += abs(Int(first[index]) - Int(second[index])) }
                }
            }
        }
        return Double(sum) / Double(area.width * area.height)
    }

    /// Where the lips are in Ada's idle frames, in pixels of the pictures.
    func lips(_ pack: AvatarPack) -> MouthRegion.Rectangle {
        let scale = Float(frames[0].width) / Float(pack.manifest.size.width)
        let points = pack.graph.frames.indices.filter { pack.routes.isHome($0, .idle) }
            .flatMap { pack.track.frames[$0].points[MouthControl.lips] }.map { $0 * scale }
        let (left, right) = (points.map(\.x).min() ?? 0, points.map(\.x).max() ?? 0)
        let (top, bottom) = (points.map(\.y).min() ?? 0, points.map(\.y).max() ?? 0)
        return MouthRegion.Rectangle(
            x: Int(left), y: Int(top), width: Int(right - left) + 1, height: Int(bottom - top) + 1)
    }
}
