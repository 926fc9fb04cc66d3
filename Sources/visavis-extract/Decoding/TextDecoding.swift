internal import ExtractWire

/// Bytes of an unknown encoding to text with "\n" as its only line end.
///
/// A byte order mark decides, then zeros at every second place (UTF-16), then whether it is UTF-8, then the charset that
/// HTTP named, then Windows-1251 where most letters would be Cyrillic, then Windows-1252.
enum TextDecoding {
    static func decode(_ bytes: [UInt8], charset: String?) throws(ExtractRefusal) -> String {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return utf8(bytes[3...]) }
        if bytes.starts(with: [0xFF, 0xFE]) { return utf16(bytes[2...], isBigEndian: false) }
        if bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes[2...], isBigEndian: true) }
        let census = Census(bytes.prefix(65_536))
        if census.zerosAtOdd * 5 >= census.count { return utf16(bytes[...], isBigEndian: false) }
        if census.zerosAtEven * 5 >= census.count { return utf16(bytes[...], isBigEndian: true) }
        guard census.controls * 50 <= census.count else { throw .unsupported(found: "binary data") }
        if let text = String(validating: normalised(bytes[...]), as: UTF8.self) { return text }
        if census.looksLikeUTF8 { return utf8(bytes[...]) }
        guard census.looksLikeLetters else { throw .unsupported(found: "binary data") }
        switch charset?.lowercased() {
        case "windows-1251", "cp1251": return singleByte(bytes, SingleByteTables.windows1251)
        case "iso-8859-1", "latin1", "windows-1252": return singleByte(bytes, SingleByteTables.windows1252)
        default:
            return singleByte(
                bytes, census.looksCyrillic ? SingleByteTables.windows1251 : SingleByteTables.windows1252)
        }
    }

    private static func utf8(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: normalised(bytes), as: UTF8.self)
    }

    /// CRLF and CR become LF, zeros go.
    private static func normalised(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        guard bytes.contains(where: { $0 == 13 || $0 == 0 || $0 == 12 }) else { return Array(bytes) }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var wasReturn = false
        for byte in bytes {
            if byte == 10 && wasReturn {
                wasReturn = false
                continue
            }
            wasReturn = byte == 13
            // A form feed ends a page, and with it a paragraph.
            if byte == 12 { result += [10, 10] } else if byte != 0 { result.append(wasReturn ? 10 : byte) }
        }
        return result
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool) -> String {
        let units = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map { index in
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            return isBigEndian ? first << 8 | second : second << 8 | first
        }
        return utf8(Array(String(decoding: units, as: UTF16.self).utf8)[...])
    }

    private static func singleByte(_ bytes: [UInt8], _ table: [UInt16]) -> String {
        var scalars = String.UnicodeScalarView()
        for byte in normalised(bytes[...]) {
            let value = byte < 0x80 ? UInt32(byte) : UInt32(table[Int(byte) - 0x80])
            scalars.append(Unicode.Scalar(value) ?? "\u{FFFD}")
        }
        return String(scalars)
    }
}

/// What kinds of bytes there are.
private struct Census {
    var count = 0
    var zerosAtOdd = 0
    var zerosAtEven = 0
    /// Control characters that no text has; zeros count.
    var controls = 0
    /// Bytes that go on a UTF-8 sequence rightly, and bytes that break one.
    var rightBytes = 0
    var wrongBytes = 0
    /// Bytes that are Cyrillic letters in Windows-1251, and how many of them follow another one.
    var high = 0
    var highPairs = 0
    var letters = 0
    /// Between words, cells and tags.
    var gaps = 0
    /// In the encodings of one byte for a letter: rare punctuation, and signs no alphabet has.
    var rare = 0
    var signs = 0

    init(_ bytes: ArraySlice<UInt8>) {
        count = max(bytes.count, 1)
        var awaited = 0
        var wasHigh = false
        for (index, byte) in bytes.enumerated() {
            if byte == 0 { if index % 2 == 0 { zerosAtEven += 1 } else { zerosAtOdd += 1 } }
            if byte < 9 || (14..<27).contains(byte) || byte == 127 { controls += 1 }
            if awaited > 0, byte & 0xC0 == 0x80 {
                awaited -= 1
                rightBytes += 1
            } else {
                if awaited > 0 || byte & 0xC0 == 0x80 || byte >= 0xF8 { wrongBytes += 1 }
                awaited = byte >= 0xF8 ? 0 : byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : byte >= 0xC0 ? 1 : 0
            }
            switch byte {
            case 9, 10, 13, 32, UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "<"): gaps += 1
            case 0x80..<0xA0: rare += 1
            case 0xA0..<0xC0: signs += 1
            default: break
            }
            let isHigh = byte >= 0xC0
            if isHigh {
                high += 1
                if wasHigh { highPairs += 1 }
            }
            if isHigh || (65...90).contains(byte & 0xDF) { letters += 1 }
            wasHigh = isHigh
        }
    }

    var looksLikeUTF8: Bool { rightBytes > 0 && rightBytes >= 4 * wrongBytes }
    /// Whether it may be text with one byte for a letter. Samples of the Windows and ISO 8859 encodings for Western and
    /// Central Europe and Cyrillic had 13 to 17 % of white space and at most 6 % of rare bytes and 3 % of signs; raw
    /// pictures had 32 to 44 % of rare bytes.
    var looksLikeLetters: Bool {
        rare * 8 <= count && signs * 4 <= count && (count < 40 || gaps * 40 >= count)
    }
    /// In Latin scripts accented letters stand alone and are few.
    var looksCyrillic: Bool { high * 2 > letters && highPairs * 2 > high }
}

/// The upper halves of two encodings, as the WHATWG Encoding Standard's indexes have them.
enum SingleByteTables {
    static let windows1252: [UInt16] =
        [
            0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
            0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
            0x0153, 0x9D, 0x017E, 0x0178,
        ] + Array(0xA0...0xFF)

    static let windows1251: [UInt16] =
        [
            0x0402, 0x0403, 0x201A, 0x0453, 0x201E, 0x2026, 0x2020, 0x2021, 0x20AC, 0x2030, 0x0409, 0x2039, 0x040A,
            0x040C, 0x040B, 0x040F, 0x0452, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x98, 0x2122,
            0x0459, 0x203A, 0x045A, 0x045C, 0x045B, 0x045F, 0xA0, 0x040E, 0x045E, 0x0408, 0xA4, 0x0490, 0xA6, 0xA7,
            0x0401, 0xA9, 0x0404, 0xAB, 0xAC, 0xAD, 0xAE, 0x0407, 0xB0, 0xB1, 0x0406, 0x0456, 0x0491, 0xB5, 0xB6, 0xB7,
            0x0451, 0x2116, 0x0454, 0xBB, 0x0458, 0x0405, 0x0455, 0x0457,
        ] + Array(0x0410...0x044F)
}
