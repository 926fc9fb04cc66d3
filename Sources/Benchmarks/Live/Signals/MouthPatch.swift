package import Core
internal import Rendering

/// The surroundings of a mouth in one received picture: luma at half size, so that coding noise averages out.
package struct MouthPatch: Equatable, Sendable {
    /// Where the mouth is looked for, in pixels of the picture.
    package struct Area: Equatable, Sendable {
        package var x: Int
        package var y: Int
        package var width: Int
        package var height: Int

        package init(x: Int, y: Int, width: Int, height: Int) {
            self.x = x
            self.y = y
            self.width = width
            self.height = height
        }
    }

    package let width: Int
    package let height: Int
    /// Row-major, `width * height`.
    package let luma: [UInt8]

    package init(width: Int, height: Int, luma: [UInt8]) {
        precondition(luma.count == width * height)
        self.width = width
        self.height = height
        self.luma = luma
    }

    /// Means of two by two pixels of `area`, which is cut to the picture.
    package init(_ frame: VideoFrame, _ area: Area) {
        let left = max(0, area.x)
        let top = max(0, area.y)
        width = max(0, min(area.x + area.width, frame.width) - left) / 2
        height = max(0, min(area.y + area.height, frame.height) - top) / 2
        let (columns, rows) = (width, height)
        luma = frame.bytes.withUnsafeBufferPointer { bytes in
            [UInt8](unsafeUninitializedCapacity: columns * rows) { out, count in
                for row in 0..<rows {
                    let first = (top + 2 * row) * frame.width + left
                    for column in 0..<columns {
                        let at = first + 2 * column
                        let sum =
                            UInt16(bytes[at]) + UInt16(bytes[at + 1]) + UInt16(bytes[at + frame.width])
                            + UInt16(bytes[at + frame.width + 1])
                        out[row * columns + column] = UInt8((sum + 2) / 4)
                    }
                }
                count = columns * rows
            }
        }
    }
}

extension MouthPatch.Area {
    /// Half sizes by which the mouth may stand beside its usual place.
    static let reach = 8

    /// Around the usual place of the mouth: the medians of the lips' extents over all frames of the track, with room for
    /// the head's sway on every side.
    ///
    /// - Parameter scale: Height of the received picture over the height of the pack's pictures.
    init(_ track: BodyTrack, scale: Double) {
        var extents: [[Double]] = [[], [], [], []]
        for frame in track.frames where frame.points.count >= MouthControl.lips.upperBound {
            let lips = frame.points[MouthControl.lips]
            extents[0].append(Double(lips.map(\.x).min() ?? 0))
            extents[1].append(Double(lips.map(\.y).min() ?? 0))
            extents[2].append(Double(lips.map(\.x).max() ?? 0))
            extents[3].append(Double(lips.map(\.y).max() ?? 0))
        }
        let edges = extents.map { values in Int((Statistics.median(values) * scale).rounded()) }
        // Twice the reach of the search, in whole pixels, and a quarter more for the skin beside the lips.
        let room = 2 * Self.reach + Self.reach
        self.init(
            x: (edges[0] - room) / 2 * 2, y: (edges[1] - room) / 2 * 2, width: edges[2] - edges[0] + 2 * room,
            height: edges[3] - edges[1] + 2 * room)
    }
}
