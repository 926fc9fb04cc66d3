/// Coded media that many peers send at once without copying it: allocated once, freed with the last reference.
package final class CodedBytes: @unchecked Sendable {
    // Written before the object is shared, read-only ever after.
    let start: UnsafeMutableRawPointer
    package let count: Int

    package init(_ bytes: some Collection<UInt8>) {
        count = bytes.count
        start = .allocate(byteCount: max(count, 1), alignment: 16)
        UnsafeMutableRawBufferPointer(start: start, count: count).copyBytes(from: bytes)
    }

    deinit { start.deallocate() }

    package func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try body(UnsafeRawBufferPointer(start: start, count: count))
    }
}

/// One coded picture of a live stream: all its decoder needs up to the next one.
package struct CodedPicture: Sendable {
    /// H.264: Annex B, with parameter sets before every keyframe. VP8: one frame (RFC 6386).
    package let bytes: CodedBytes
    package let isKeyframe: Bool

    package init(bytes: CodedBytes, isKeyframe: Bool) {
        self.bytes = bytes
        self.isKeyframe = isKeyframe
    }
}

/// 20 ms of Opus at 48 kHz (RFC 6716).
package struct OpusPacket: Sendable {
    package let bytes: CodedBytes
    package init(bytes: CodedBytes) { self.bytes = bytes }
}
