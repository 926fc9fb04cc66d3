internal import Cryptography
internal import Foundation
internal import Media
internal import Rendering

/// A loop on disk: "VVLOOP01", SHA-256 of the rest, then the number of pictures and for each its body frame, debt,
/// mouth strength, whether it is a keyframe, its length and bytes. Numbers are little-endian, 32 bits.
enum LoopFile {
    private static let magic = Data("VVLOOP01".utf8)
    private static let hashLength = 64
    private static let largestPicture = 16_000_000

    static func encoded(_ loop: StageLoop) -> Data {
        var body = Data()
        func write(_ value: UInt32) { withUnsafeBytes(of: value.littleEndian) { body.append(contentsOf: $0) } }
        write(UInt32(loop.pictures.count))
        for (picture, position) in zip(loop.pictures, loop.positions) {
            write(UInt32(position.bodyFrame))
            write(UInt32(position.bodyDebt))
            write(position.mouthStrength.bitPattern)
            write(picture.isKeyframe ? 1 : 0)
            write(UInt32(picture.bytes.count))
            picture.bytes.withUnsafeBytes { body.append(contentsOf: $0) }
        }
        return magic + Data(SHA256.hex(of: body).utf8) + body
    }

    /// - Returns: Nil for anything but a whole loop of this graph; it is then made anew.
    static func decoded(_ data: Data, state: BodyState, graph: BodyGraph) -> StageLoop? {
        let start = magic.count + hashLength
        guard data.count > start, data.prefix(magic.count) == magic else { return nil }
        let body = data.dropFirst(start)
        guard Data(SHA256.hex(of: Data(body)).utf8) == data.dropFirst(magic.count).prefix(hashLength) else {
            return nil
        }
        var offset = body.startIndex
        func number() -> Int? {
            guard offset + 4 <= body.endIndex else { return nil }
            defer { offset += 4 }
            return Int(
                body[offset..<(offset + 4)].withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self)) })
        }
        guard let count = number(), (1...100_000).contains(count) else { return nil }
        var pictures: [CodedPicture] = []
        var positions: [FaceRenderer.Position] = []
        for _ in 0..<count {
            guard let frame = number(), let debt = number(), let strength = number(), let key = number(),
                let length = number(), graph.frames.indices.contains(frame), (1...largestPicture).contains(length),
                offset + length <= body.endIndex
            else { return nil }
            pictures.append(
                CodedPicture(bytes: CodedBytes(body[offset..<(offset + length)]), isKeyframe: key == 1))
            positions.append(
                FaceRenderer.Position(
                    bodyFrame: frame, bodyDebt: debt, mouthStrength: Float(bitPattern: UInt32(strength))))
            offset += length
        }
        guard pictures[0].isKeyframe else { return nil }
        return StageLoop(state: state, pictures: pictures, positions: positions, graph: graph)
    }
}
