internal import CLibAV
package import Core

/// Scales frames of one size to another, on the caller's thread. Owns an FFmpeg scaler; used by one thread at a time.
///
/// Shrinking averages over the pixels that fall together, so there is no aliasing; the shape is not kept, the
/// caller chooses the target size (see ``PictureSize``).
package final class FrameScaler {
    package let from: PictureSize
    package let to: PictureSize
    private let context: OpaquePointer?

    package enum Quality: Sendable {
        /// Bilinear: for every frame of a live stream.
        case fast
        /// Bicubic (B = 0, C = 0.6): for pictures that are looked at.
        case fine
    }

    /// Sizes must be even. Equal sizes give frames back untouched.
    package init(from: PictureSize, to: PictureSize, quality: Quality = .fast) throws(EncodingError) {
        (self.from, self.to) = (from, to)
        if from == to {
            context = nil
            return
        }
        // The fastest filter skips pixels when it shrinks, so it only enlarges.
        let enlarges = to.width >= from.width && to.height >= from.height
        let fast = enlarges ? SWS_FAST_BILINEAR : SWS_BILINEAR
        let filter = quality == .fast ? fast : SWS_BICUBIC | SWS_ACCURATE_RND
        context = sws_getContext(
            Int32(from.width), Int32(from.height), AV_PIX_FMT_YUV420P, Int32(to.width), Int32(to.height),
            AV_PIX_FMT_YUV420P, filter, nil, nil, nil)
        if context == nil { throw .failed(detail: "no scaler from \(from) to \(to)") }
        OpenHandles.opened()
    }

    deinit {
        if context == nil { return }
        sws_freeContext(context)
        OpenHandles.closed()
    }

    package func scale(_ frame: VideoFrame) throws(EncodingError) -> VideoFrame {
        guard frame.width == from.width, frame.height == from.height else {
            throw .wrongSize(expected: "\(from)", got: "\(frame.width)×\(frame.height)")
        }
        guard context != nil else { return frame }
        let size = VideoFrame.byteCount(width: to.width, height: to.height)
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { target, count in
            frame.bytes.withUnsafeBufferPointer { source in
                let input = Self.planes(source.baseAddress!, from).map { UnsafePointer($0) as UnsafePointer<UInt8>? }
                let output = Self.planes(target.baseAddress!, to).map {
                    UnsafeMutablePointer(mutating: $0) as UnsafeMutablePointer<UInt8>?
                }
                sws_scale(context, input, Self.strides(from), 0, Int32(from.height), output, Self.strides(to))
            }
            count = size
        }
        return VideoFrame(width: to.width, height: to.height, bytes: bytes)
    }

    private static func planes(_ base: UnsafePointer<UInt8>, _ size: PictureSize) -> [UnsafePointer<UInt8>] {
        let luma = size.width * size.height
        return [base, base + luma, base + luma * 5 / 4]
    }

    private static func strides(_ size: PictureSize) -> [Int32] {
        [Int32(size.width), Int32(size.width / 2), Int32(size.width / 2)]
    }
}
