package import Core

/// The lower face cut out of a source frame at whole pixels, not resampled: I420 with tight planes.
package struct MouthUnitImage: Equatable, Sendable {
    /// Pixels, even.
    package let width: Int
    package let height: Int
    /// Where the crop's first pixel lies in the source frame, even.
    package let x: Int
    package let y: Int
    /// Y, U, V planes, `width * height * 3 / 2` bytes.
    package let bytes: [UInt8]

    package init(width: Int, height: Int, x: Int, y: Int, bytes: [UInt8]) {
        precondition(width >= 8 && height >= 8 && width % 2 == 0 && height % 2 == 0 && x % 2 == 0 && y % 2 == 0)
        precondition(bytes.count == VideoFrame.byteCount(width: width, height: height))
        self.width = width
        self.height = height
        self.x = x
        self.y = y
        self.bytes = bytes
    }

    /// Cuts `area` (see `MouthRegion.crop`) out of a frame.
    package init(cutting area: MouthRegion.Rectangle, from frame: VideoFrame) {
        precondition(area.x >= 0 && area.y >= 0)
        precondition(area.x + area.width <= frame.width && area.y + area.height <= frame.height)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(VideoFrame.byteCount(width: area.width, height: area.height))
        for row in area.y..<(area.y + area.height) {
            let start = row * frame.width + area.x
            bytes += frame.bytes[start..<(start + area.width)]
        }
        for plane in [frame.uOffset, frame.vOffset] {
            for row in (area.y / 2)..<((area.y + area.height) / 2) {
                let start = plane + row * frame.width / 2 + area.x / 2
                bytes += frame.bytes[start..<(start + area.width / 2)]
            }
        }
        self.init(width: area.width, height: area.height, x: area.x, y: area.y, bytes: bytes)
    }
}
