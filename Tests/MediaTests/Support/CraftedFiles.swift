import Core

@testable import Media

/// Changes to the bytes of MP4 files (ISO/IEC 14496-12).
enum MP4Patch {
    /// Turns the first track 90° clockwise: the matrix of its `tkhd` (§8.3.2).
    static func rotated(_ file: [UInt8]) -> [UInt8] {
        var file = file
        guard let box = file.position(of: "tkhd") else { return file }
        let matrix: [UInt32] = [0, 0x1_0000, 0, 0xFFFF_0000, 0, 0, 240 << 16, 0, 0x4000_0000]
        let bytes = matrix.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
        file.replaceSubrange((box + 44)..<(box + 80), with: bytes)
        return file
    }

    /// Claims ten hours in `mvhd` and every `tkhd` and `mdhd` (version 0 boxes).
    static func tenHours(_ file: [UInt8]) -> [UInt8] {
        var file = file
        for (name, offset, scale) in [("mvhd", 20, 16), ("mdhd", 20, 16)] {
            for box in file.positions(of: name) {
                let unit = file[(box + scale)..<(box + scale + 4)].reduce(0) { $0 << 8 | UInt64($1) }
                let ticks = min(unit * 36000, 0xFFFF_FFF0)
                for index in 0..<4 { file[box + offset + index] = UInt8(truncatingIfNeeded: ticks >> (24 - 8 * index)) }
            }
        }
        return file
    }

    /// Claims a picture 65 535 pixels wide in the sample entry.
    static func wide(_ file: [UInt8]) -> [UInt8] {
        var file = file
        if let box = file.position(of: "avc1", after: file.position(of: "stsd") ?? 0) {
            file.replaceSubrange((box + 28)..<(box + 30), with: [0xFF, 0xFF])
        }
        return file
    }
}

/// A Matroska file (RFC 9559) of one VP8 frame that claims any width.
enum CraftedMatroska {
    static func file(width: Int, height: Int) -> [UInt8] {
        let header = element([0x1A, 0x45, 0xDF, 0xA3], element([0x42, 0x82], Array("matroska".utf8)))
        let info = element([0x15, 0x49, 0xA9, 0x66], element([0x2A, 0xD7, 0xB1], number(1_000_000)))
        let video = element([0xE0], element([0xB0], number(width)) + element([0xBA], number(height)))
        let entry = element(
            [0xAE],
            element([0xD7], [1]) + element([0x73, 0xC5], [1]) + element([0x83], [1])
                + element([0x86], Array("V_VP8".utf8)) + video)
        let tracks = element([0x16, 0x54, 0xAE, 0x6B], entry)
        let block = element([0xA3], [0x81, 0, 0, 0x80] + [UInt8](repeating: 0x55, count: 64))
        let cluster = element([0x1F, 0x43, 0xB6, 0x75], element([0xE7], [0]) + block)
        return header + element([0x18, 0x53, 0x80, 0x67], info + tracks + cluster)
    }

    private static func element(_ id: [UInt8], _ payload: [UInt8]) -> [UInt8] {
        id + [0x08] + (0..<4).map { UInt8(truncatingIfNeeded: payload.count >> (24 - 8 * $0)) } + payload
    }

    private static func number(_ value: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
    }
}

/// An MP4 whose frames come at 20, 40 and 80 ms in turn.
enum VariableRate {
    static func write(_ path: String) throws {
        let encoder = try H264Encoder(
            width: 320, height: 240, framesPerSecond: 50,
            settings: H264Settings(
                form: .avc, quality: 25, keyframeInterval: 10, preset: "ultrafast", isReproducible: true,
                decodesFast: false))
        var units: [AccessUnit] = []
        for number in 0..<60 { units += try encoder.encode(Recording.pattern(number)) }
        units += try encoder.finish()
        let sound = try AACEncoder(sampleRate: 48000, bitRate: 64000)
        let muxer = try MP4Muxer(
            path: path,
            picture: MP4Muxer.Picture(
                width: 320, height: 240, framesPerSecond: 50, configuration: encoder.decoderConfiguration),
            audio: sound, sampleRate: 48000)
        var tick = 0
        for (number, unit) in units.enumerated() {
            try muxer.write(unit, index: tick, framesPerSecond: 50)
            tick += [1, 2, 4][number % 3]
        }
        for packet in try sound.encode([Float](repeating: 0, count: 48000 * tick / 50)) + sound.finish() {
            try muxer.write(packet, sampleRate: 48000)
        }
        try muxer.finish()
    }
}

extension [UInt8] {
    func positions(of name: String) -> [Int] {
        let wanted = Array(name.utf8)
        return indices.dropLast(wanted.count - 1).filter {
            self[$0] == wanted[0] && Array(self[$0..<($0 + wanted.count)]) == wanted
        }
    }

    func position(of name: String, after start: Int = 0) -> Int? { positions(of: name).first { $0 >= start } }
}

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): the same numbers for the same seed everywhere.
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
