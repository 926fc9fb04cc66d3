internal import CFaceKernels

/// Samples a picture's planes along a warp, from a smaller mip level when the output is much smaller.
final class UnitSampler {
    /// Above this many source pixels per output pixel the next mip level is taken: four taps reach no further.
    static let largestScale: Float = 1.75

    private let kernel = ResamplingKernel()
    private let first = Scratch<UInt8>()
    private let second = Scratch<UInt8>()

    struct Planes {
        let y: UnsafeMutablePointer<Float>
        let u: UnsafeMutablePointer<Float>
        let v: UnsafeMutablePointer<Float>
    }

    /// Adds `weight` × a warped I420 picture to the planes in the marked cells, or sets them when it is the first.
    func sample(
        _ bytes: [UInt8], width: Int, height: Int, along warp: UnitWarp, grid: CompositeGrid,
        cells: UnsafePointer<UInt8>, weight: Float, isFirst: Bool, into planes: Planes
    ) {
        bytes.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            var start = base
            var (width, height) = (width, height)
            var level: Float = 1
            while level < 4, warp.scale / level > Self.largestScale, min(width, height) >= 32 {
                start = halve(start, &width, &height, into: level == 1 ? first : second)
                level *= 2
            }
            let taps = kernel.taps(for: warp.scale / level)
            let half = (width: width / 2, height: height / 2)
            var (luma, chroma) = (grid.luma, grid.chroma)
            let keep: Int32 = isFirst ? 0 : 1
            // A mip's luma pixel stands for `level` pixels; its chroma pixel for 2 · level, of which the first
            // lies on an even luma column (see CompositeGrid.chroma).
            var source = cfk_source(
                samples: start, width: Int32(width), height: Int32(height), stride: Int32(width),
                offset_x: level / 2, offset_y: level / 2, scale: 1 / level)
            cfk_warp(&source, &luma, cells, warp.x.start, warp.y.start, taps, weight, keep, planes.y)
            source = cfk_source(
                samples: start + width * height, width: Int32(half.width), height: Int32(half.height),
                stride: Int32(half.width), offset_x: level - 0.5, offset_y: level, scale: 0.5 / level)
            cfk_warp(&source, &chroma, cells, warp.x.start, warp.y.start, nil, weight, keep, planes.u)
            source.samples = start + width * height + half.width * half.height
            cfk_warp(&source, &chroma, cells, warp.x.start, warp.y.start, nil, weight, keep, planes.v)
        }
    }

    /// The next mip level of an I420 picture; odd last rows or columns of a plane are left out.
    private func halve(
        _ start: UnsafePointer<UInt8>, _ width: inout Int, _ height: inout Int, into mip: Scratch<UInt8>
    ) -> UnsafePointer<UInt8> {
        let size = (width: width / 4 * 2, height: height / 4 * 2)
        mip.reserve(size.width * size.height * 3 / 2)
        let from = (luma: start, u: start + width * height, v: start + width * height * 5 / 4)
        let luma = size.width * size.height
        cfk_halve(from.luma, Int32(width), Int32(size.width), Int32(size.height), mip.start)
        cfk_halve(from.u, Int32(width / 2), Int32(size.width / 2), Int32(size.height / 2), mip.start + luma)
        cfk_halve(
            from.v, Int32(width / 2), Int32(size.width / 2), Int32(size.height / 2), mip.start + luma * 5 / 4)
        (width, height) = size
        return UnsafePointer(mip.start)
    }
}
