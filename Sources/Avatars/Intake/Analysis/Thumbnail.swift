internal import Core

/// A small grey picture: each pixel the mean of four samples of its block.
struct Thumbnail: Equatable {
    /// The longer side, in pixels.
    static let longSide = 320

    let width: Int
    let height: Int
    /// Source pixels per thumbnail pixel.
    let scale: Int
    var luma: [UInt8]

    init(width: Int, height: Int, scale: Int, luma: [UInt8]) {
        (self.width, self.height, self.scale, self.luma) = (width, height, scale, luma)
    }

    init(_ frame: VideoFrame) {
        scale = max(1, max(frame.width, frame.height) / Self.longSide)
        width = frame.width / scale
        height = frame.height / scale
        let (width, height, scale) = (width, height, scale)
        let (near, far) = (scale / 4, scale * 3 / 4)
        luma = [UInt8](unsafeUninitializedCapacity: width * height) { target, count in
            frame.bytes.withUnsafeBufferPointer { source in
                for y in 0..<height {
                    let upper = source.baseAddress! + (y * scale + near) * frame.width
                    let lower = source.baseAddress! + (y * scale + far) * frame.width
                    for x in 0..<width {
                        let (left, right) = (x * scale + near, x * scale + far)
                        let sum = Int(upper[left]) + Int(upper[right]) + Int(lower[left]) + Int(lower[right])
                        target[y * width + x] = UInt8((sum + 2) >> 2)
                    }
                }
            }
            count = width * height
        }
    }

    /// 64 bins of luma, as shares of all pixels.
    var histogram: [Float] {
        var bins = [Int](repeating: 0, count: 64)
        for value in luma { bins[Int(value >> 2)] += 1 }
        return bins.map { Float($0) / Float(luma.count) }
    }

    var mean: Float { Float(luma.reduce(0) { $0 + Int($1) }) / Float(luma.count) }

    func meanDifference(to other: Thumbnail) -> Float {
        var sum = 0
        for index in luma.indices { sum += abs(Int(luma[index]) - Int(other.luma[index])) }
        return Float(sum) / Float(luma.count)
    }
}
