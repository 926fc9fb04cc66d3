/// What a sentence means, as the database keeps it: a unit vector in whole numbers of one byte, and what one step is
/// worth. A cosine is off by about 0.001.
package struct SentenceVector: Equatable, Sendable {
    private let step: Float
    private let numbers: [Int8]

    /// - Parameter vector: Of length 1.
    init(_ vector: [Float]) {
        let greatest = vector.reduce(0) { max($0, abs($1)) }
        let step = greatest > 0 ? greatest / 127 : 1
        self.step = step
        numbers = vector.map { Int8(max(-127, min(127, ($0 / step).rounded()))) }
    }

    private init(_ bytes: UnsafeRawBufferPointer) {
        step = bytes.loadUnaligned(as: Float.self)
        numbers = bytes.dropFirst(4).map(Int8.init(bitPattern:))
    }

    /// Of several vectors of one length, in a row.
    static func bytes(of vectors: [SentenceVector]) -> [UInt8] {
        vectors.flatMap { vector in
            withUnsafeBytes(of: vector.step, Array.init) + vector.numbers.map(UInt8.init(bitPattern:))
        }
    }

    /// How many numbers it has.
    var length: Int { numbers.count }

    /// Its ``SignSketch``.
    var sketch: [UInt64] {
        Self.bytes(of: [self]).withUnsafeBytes { SignSketch.words(of: $0, length: numbers.count) }
    }

    func cosine(with other: SentenceVector) -> Float {
        other.numbers.withUnsafeBytes { dot($0.baseAddress, $0.count) } * step * other.step
    }

    /// The one nearest to this.
    ///
    /// - Parameter bytes: As ``bytes(of:)`` makes them.
    /// - Returns: Nil when there is none of the same length.
    func nearest(in bytes: UnsafeRawBufferPointer) -> NearSentence? {
        let size = numbers.count + 4
        guard !bytes.isEmpty, bytes.count.isMultiple(of: size) else { return nil }
        var best: (place: Int, cosine: Float) = (0, -.infinity)
        for place in stride(from: 0, to: bytes.count, by: size) {
            let worth = bytes.loadUnaligned(fromByteOffset: place, as: Float.self)
            let cosine = dot(bytes.baseAddress.map { $0 + place + 4 }, numbers.count) * step * worth
            if cosine > best.cosine { best = (place, cosine) }
        }
        return NearSentence(
            vector: SentenceVector(UnsafeRawBufferPointer(rebasing: bytes[best.place..<best.place + size])),
            cosine: best.cosine)
    }

    /// In whole numbers, so that the compiler makes it several at a time.
    private func dot(_ other: UnsafeRawPointer?, _ count: Int) -> Float {
        guard let other, count == numbers.count else { return 0 }
        let theirs = other.assumingMemoryBound(to: Int8.self)
        return numbers.withUnsafeBufferPointer { numbers in
            var sum: Int32 = 0
            for place in 0..<count { sum &+= Int32(numbers[place]) &* Int32(theirs[place]) }
            return Float(sum)
        }
    }
}

/// The sentence of a passage that is nearest to a question.
struct NearSentence: Sendable {
    var vector: SentenceVector
    /// -1…1.
    var cosine: Float
}
