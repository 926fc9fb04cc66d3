internal import Core

/// A frame's luma at the size that body frames are compared at; see ``BodyGraphTrack/thumbnails``.
enum MotionThumbnail {
    /// Each value is the mean of every fourth pixel of its block in both directions: shoulders and hair show, grain
    /// does not.
    static func luma(of frame: VideoFrame) -> [UInt8] {
        let (columns, rows) = (BodyGraphTrack.thumbnailWidth, BodyGraphTrack.thumbnailHeight)
        return frame.bytes.withUnsafeBufferPointer { samples in
            (0..<(columns * rows)).map { cell in
                let (row, column) = (cell / columns, cell % columns)
                var (sum, count) = (0, 0)
                for y in stride(from: row * frame.height / rows, to: (row + 1) * frame.height / rows, by: 4) {
                    for x in stride(
                        from: column * frame.width / columns, to: (column + 1) * frame.width / columns, by: 4)
                    {
                        sum += Int(samples[y * frame.width + x])
                        count += 1
                    }
                }
                return UInt8(sum / max(count, 1))
            }
        }
    }
}
