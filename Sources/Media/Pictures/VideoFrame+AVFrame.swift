internal import CLibAV
internal import Core
internal import Glibc

extension VideoFrame {
    /// A copy of a decoded picture without its padding.
    ///
    /// - Parameter picture: Planar 4:2:0 of 8 bits with even sides.
    init(copying picture: AVFrame) {
        let (width, height) = (Int(picture.width), Int(picture.height))
        let planes = [
            (picture.data.0, Int(picture.linesize.0), width, height),
            (picture.data.1, Int(picture.linesize.1), width / 2, height / 2),
            (picture.data.2, Int(picture.linesize.2), width / 2, height / 2),
        ]
        let size = Self.byteCount(width: width, height: height)
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { target, count in
            var position = target.baseAddress!
            for (source, stride, width, height) in planes {
                for row in 0..<height {
                    memcpy(position, source! + row * stride, width)
                    position += width
                }
            }
            count = size
        }
        self.init(width: width, height: height, bytes: bytes)
    }
}
