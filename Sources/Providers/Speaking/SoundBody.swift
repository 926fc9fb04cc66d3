internal import Core

/// Speech out of the body of a response: bare samples, or a WAV file, which says so itself. Bytes come in any portions.
struct SoundBody: Sendable {
    private enum Form {
        case unknown, bare, header, data, ended
    }

    /// Hz: what was asked for, or what a WAV file says.
    private(set) var sampleRate: Int
    private var form = Form.unknown
    private var head: [UInt8] = []
    private var code = PulseCode()
    private var channels = 1
    private var carry: [Float] = []
    private var left = UInt64.max

    /// Hz in which voices are spoken; a file that says so is taken at its word.
    private static let rates = 8_000...48_000
    /// Bytes in which a WAV file's samples begin.
    private static let longestHeader = 4_096

    init(sampleRate: Int) { self.sampleRate = sampleRate }

    /// - Throws: What is wrong with what came.
    mutating func push(_ bytes: [UInt8]) throws(SoundFault) -> [Float] {
        switch form {
        case .bare: return code.samples(bytes)
        case .data: return samples(bytes)
        case .ended: return []
        case .unknown, .header: break
        }
        head += bytes
        guard head.count >= 12 else { return [] }
        if form == .unknown { form = try found() }
        if form == .header { try readHeader() }
        guard form != .header else { return [] }
        defer { head = [] }
        return form == .bare ? code.samples(head) : samples(head)
    }

    /// - Throws: When what came was too little to tell.
    mutating func finish() throws(SoundFault) {
        if form == .header { throw SoundFault(.cut) }
        if form == .unknown, !head.isEmpty { throw SoundFault(.garbage(detail: "\(head.count) bytes are no sound")) }
        if form == .data, left != .max, left > 0 { throw SoundFault(.cut) }
    }

    private func found() throws(SoundFault) -> Form {
        let start = head.prefix(12)
        if start.starts(with: "RIFF".utf8) || start.starts(with: "RF64".utf8) { return .header }
        for (mark, name) in [
            ([UInt8]("ID3".utf8), "MP3"), ([0xFF, 0xFB], "MP3"), ([0xFF, 0xF3], "MP3"), ([UInt8]("OggS".utf8), "Ogg"),
            ([UInt8]("fLaC".utf8), "FLAC"), ([0xFF, 0xF1], "AAC"),
        ] where start.starts(with: mark) {
            throw SoundFault(.garbage(detail: "\(name) came, PCM was asked for"))
        }
        // No voice begins with so many loud samples that are letters; or with the mark of UTF-8.
        if start.starts(with: [0xEF, 0xBB, 0xBF])
            || start.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 })
        {
            throw SoundFault(.garbage(detail: "text came, PCM was asked for"))
        }
        return .bare
    }

    /// RIFF chunks until the samples begin (Multimedia Programming Interface 1.0; sizes of streams may be 0 or the
    /// largest number).
    private mutating func readHeader() throws(SoundFault) {
        guard head[8..<12].elementsEqual("WAVE".utf8) else {
            throw SoundFault(.garbage(detail: "a RIFF file without sound"))
        }
        var offset = 12
        var isKnown = false
        while head.count >= offset + 8 {
            let size = Int(number(at: offset + 4, bytes: 4))
            if head[offset..<offset + 4].elementsEqual("data".utf8) {
                guard isKnown else { throw SoundFault(.garbage(detail: "a WAV file without a format")) }
                left = size == 0 || size >= 0x7FFF_FFFF ? .max : UInt64(size)
                head.removeFirst(offset + 8)
                form = .data
                return
            }
            guard size <= Self.longestHeader else { throw SoundFault(.garbage(detail: "a broken WAV header")) }
            if head[offset..<offset + 4].elementsEqual("fmt ".utf8) {
                guard head.count >= offset + 24 else { return }
                try readFormat(at: offset + 8)
                isKnown = true
            }
            offset += 8 + size + size % 2
        }
        if head.count > Self.longestHeader { throw SoundFault(.garbage(detail: "a WAV file without samples")) }
    }

    private mutating func readFormat(at offset: Int) throws(SoundFault) {
        let (tag, bits) = (number(at: offset, bytes: 2), number(at: offset + 14, bytes: 2))
        channels = Int(number(at: offset + 2, bytes: 2))
        let rate = Int(number(at: offset + 4, bytes: 4))
        guard tag == 1 || tag == 0xFFFE, bits == 16, (1...2).contains(channels) else {
            throw SoundFault(.garbage(detail: "a WAV file of another kind than 16-bit PCM"))
        }
        guard Self.rates.contains(rate) else { throw SoundFault(.wrongSampleRate(rate)) }
        sampleRate = rate
    }

    private func number(at offset: Int, bytes: Int) -> UInt32 {
        (0..<bytes).reduce(0) { $0 | UInt32(head[offset + $1]) << (8 * UInt32($1)) }
    }

    private mutating func samples(_ bytes: [UInt8]) -> [Float] {
        let taken = bytes.prefix(Int(min(UInt64(bytes.count), left)))
        if left != .max { left -= UInt64(taken.count) }
        if left == 0 { form = .ended }
        let found = carry + code.samples(taken)
        guard channels == 2 else { return found }
        carry = found.count % 2 == 1 ? [found[found.count - 1]] : []
        return stride(from: 0, to: found.count - 1, by: 2).map { (found[$0] + found[$0 + 1]) / 2 }
    }
}

/// A fault that a body shows.
struct SoundFault: Error, Equatable {
    var fault: ProviderError.Fault
    init(_ fault: ProviderError.Fault) { self.fault = fault }
}
