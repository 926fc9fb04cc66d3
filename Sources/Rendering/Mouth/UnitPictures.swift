internal import CTurboJPEG
package import Core
package import Foundation

/// The lower-face crops of all units, each a JPEG: `units.bin`, memory-mapped and shared by every session.
package struct UnitPictures: Sendable {
    /// Where a unit's crop was cut, and its compressed bytes within the file.
    private struct Entry: Sendable {
        var x: Int
        var y: Int
        var range: Range<Int>
    }
    private let data: Data
    private let entries: [Entry]
    private let decoded = DecodedCrops()

    private static let magic = "VVUNITS1"
    private static let fileName = "units.bin"
    /// No crop is larger than this per side; a lower face at 1080p is about 400 px.
    private static let maximumSide = 4096

    package var count: Int { entries.count }

    /// The file for crops whose pixels are given as JPEG.
    package static func encoded(_ crops: [(area: MouthRegion.Rectangle, jpeg: Data)]) -> Data {
        var writer = BinaryWriter(magic: magic)
        writer.write(crops.count)
        for crop in crops {
            writer.write(crop.area.x)
            writer.write(crop.area.y)
            writer.write(crop.jpeg)
        }
        return writer.data
    }

    package init(decoding data: Data) throws(PackError) {
        var reader = try BinaryReader(data, magic: Self.magic, file: Self.fileName)
        let count = try reader.count(itemBytes: 12)
        var entries: [Entry] = []
        entries.reserveCapacity(count)
        for _ in 0..<count {
            let x = try reader.int()
            let y = try reader.int()
            let bytes = try reader.bytes()
            guard x >= 0, y >= 0, x % 2 == 0, y % 2 == 0 else {
                throw .damaged(file: Self.fileName, reason: "has a crop at an impossible place")
            }
            entries.append(Entry(x: x, y: y, range: bytes.startIndex..<bytes.endIndex))
        }
        self.entries = entries
        self.data = data
    }

    /// A unit's crop, from those decoded before by anyone, or decoded now on the caller's thread.
    package func cachedImage(of unit: Int, with codec: JPEGCodec) throws(PackError) -> MouthUnitImage {
        if let known = decoded[unit] { return known }
        let image = try image(of: unit, with: codec)
        decoded.keep(image, of: unit)
        return image
    }

    /// A unit's crop, decoded on the caller's thread.
    package func image(of unit: Int, with codec: JPEGCodec) throws(PackError) -> MouthUnitImage {
        let entry = entries[unit]
        guard let frame = codec.decode(data[entry.range], maximumSide: Self.maximumSide), frame.width >= 8,
            frame.height >= 8
        else {
            throw .damaged(file: Self.fileName, reason: "has a picture that does not decode (unit \(unit))")
        }
        return MouthUnitImage(width: frame.width, height: frame.height, x: entry.x, y: entry.y, bytes: frame.bytes)
    }
}

/// A TurboJPEG handle pair. Not thread-safe: one per renderer or builder.
package final class JPEGCodec {
    private let decompressor: tjhandle
    private let compressor: tjhandle

    package init() {
        guard let decompressor = tjInitDecompress(), let compressor = tjInitCompress() else {
            preconditionFailure("TurboJPEG cannot allocate a handle")
        }
        self.decompressor = decompressor
        self.compressor = compressor
    }

    deinit {
        tjDestroy(decompressor)
        tjDestroy(compressor)
    }

    /// - Parameter quality: 1…100.
    package func encode(_ frame: VideoFrame, quality: Int) -> Data? {
        var output: UnsafeMutablePointer<UInt8>?
        var size: UInt = 0
        let done = frame.bytes.withUnsafeBufferPointer { source in
            tjCompressFromYUV(
                compressor, source.baseAddress, Int32(frame.width), 1, Int32(frame.height), Int32(TJSAMP_420.rawValue),
                &output, &size, Int32(quality), TJFLAG_ACCURATEDCT)
        }
        defer { tjFree(output) }
        guard done == 0, let output else { return nil }
        return Data(bytes: output, count: Int(size))
    }

    /// - Returns: nil when the bytes are no 4:2:0 JPEG of even size within `maximumSide`.
    package func decode(_ jpeg: Data, maximumSide: Int) -> VideoFrame? {
        jpeg.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) -> VideoFrame? in
            guard let source = bytes.bindMemory(to: UInt8.self).baseAddress else { return nil }
            var width: Int32 = 0
            var height: Int32 = 0
            var subsampling: Int32 = 0
            var colours: Int32 = 0
            let header = tjDecompressHeader3(
                decompressor, source, UInt(bytes.count), &width, &height, &subsampling, &colours)
            guard header == 0, subsampling == Int32(TJSAMP_420.rawValue), width % 2 == 0, height % 2 == 0,
                width > 0, height > 0, width <= maximumSide, height <= maximumSide
            else { return nil }
            let size = VideoFrame.byteCount(width: Int(width), height: Int(height))
            let pixels = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                let done = tjDecompressToYUV2(
                    decompressor, source, UInt(bytes.count), buffer.baseAddress, width, 1, height, 0)
                count = done == 0 ? size : 0
            }
            guard pixels.count == size else { return nil }
            return VideoFrame(width: Int(width), height: Int(height), bytes: pixels)
        }
    }
}
