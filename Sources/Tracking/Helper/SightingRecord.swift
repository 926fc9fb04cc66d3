/// One record of the helper's mode "track": 4 bytes, 10 floats, then the landmarks. Little-endian.
enum SightingRecord {
    static let headBytes = 4 + 10 * 4
    static let byteCount = headBytes + FaceMesh.landmarkCount * 3 * 4
    private static let notLooked: UInt8 = 255

    /// - Precondition: `bytes` has ``byteCount`` entries.
    static func decode(_ bytes: ArraySlice<UInt8>) -> FaceSighting {
        precondition(bytes.count == byteCount)
        return bytes.withUnsafeBytes { buffer in
            func float(_ offset: Int) -> Float {
                Float(bitPattern: UInt32(littleEndian: buffer.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
            }
            func known(_ value: Float) -> Float? { value.isNaN ? nil : value }
            func box(_ offset: Int) -> PixelBox? {
                let values = (0..<4).map { float(offset + $0 * 4) }
                guard values.allSatisfy({ !$0.isNaN }) else { return nil }
                return PixelBox(x: values[0], y: values[1], width: values[2], height: values[3])
            }
            var sighting = FaceSighting(
                faceCount: buffer[1] == notLooked ? nil : Int(buffer[1]), score: known(float(4)), mainBox: box(8),
                secondBox: box(24), handCount: buffer[2] == notLooked ? nil : Int(buffer[2]), handTop: known(float(40)))
            if buffer[0] == 1 {
                sighting.mesh = FaceMesh(
                    points: (0..<FaceMesh.landmarkCount).map { index in
                        let offset = headBytes + index * 12
                        return SIMD3(float(offset), float(offset + 4), float(offset + 8))
                    })
            }
            return sighting
        }
    }
}
