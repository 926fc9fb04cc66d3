/// The signs of a vector's numbers: the more of two vectors' signs differ, the greater is the angle between them
/// (M. S. Charikar, "Similarity estimation techniques from rounding algorithms", STOC 2002). One bit a number, so that
/// hundreds of thousands are compared within milliseconds; what is nearest by signs is then compared by the numbers.
enum SignSketch {
    /// Words of 64 bits for so many numbers.
    static func width(_ numbers: Int) -> Int { (numbers + 63) / 64 }

    /// Of several vectors one after the other, ``width(_:)`` words each.
    ///
    /// - Parameters:
    ///   - bytes: As ``SentenceVector/bytes(of:)`` makes them.
    ///   - length: Numbers of a vector.
    /// - Returns: Empty when the vectors are of another length.
    static func words(of bytes: UnsafeRawBufferPointer, length: Int) -> [UInt64] {
        let size = length + 4
        guard length > 0, bytes.count.isMultiple(of: size) else { return [] }
        let width = width(length)
        var words = [UInt64](repeating: 0, count: bytes.count / size * width)
        for vector in 0..<bytes.count / size {
            for place in 0..<length where bytes[vector * size + 4 + place] & 0x80 != 0 {
                words[vector * width + place / 64] |= 1 << UInt64(place % 64)
            }
        }
        return words
    }

    /// How many signs differ between `one` and the nearest of `count` others, which lie one after the other.
    static func distance(
        _ one: UnsafePointer<UInt64>, _ others: UnsafePointer<UInt64>, count: Int, width: Int
    ) -> Int {
        var least = Int.max
        var other = others
        for _ in 0..<count {
            var different = 0
            for word in 0..<width { different &+= (one[word] ^ other[word]).nonzeroBitCount }
            least = min(least, different)
            other += width
        }
        return least
    }
}
