import Core
import Testing

@testable import Rendering

@Suite("Face compositing")
struct CompositingTests {
    private let unitFace = DrawnFace(centre: SIMD2(200, 130), width: 180, opening: 0.1)
    private let bodyFace = DrawnFace(centre: SIMD2(190.3, 124.7), width: 174, turn: SIMD2(0.06, -0.04))
    private let size = (width: 400, height: 320)

    @Test("every control point is another landmark of the face mesh")
    func controlPoints() {
        #expect(Set(MouthControl.indices).count == MouthControl.count)
        #expect(MouthControl.indices.allSatisfy { (0..<468).contains($0) })
        #expect(MouthControl.lips.count == 40)
    }

    @Test("pixels outside the touched cells keep their value", arguments: 0..<12)
    func outsideIsUntouched(seed: Int) throws {
        var random = SeededGenerator(state: UInt64(seed) + 1)
        let body = DrawnFace(
            centre: SIMD2(.random(in: 60...340, using: &random), .random(in: 40...260, using: &random)),
            width: .random(in: 60...220, using: &random), opening: .random(in: 0...0.15, using: &random),
            turn: SIMD2(.random(in: -0.15...0.15, using: &random), .random(in: -0.15...0.15, using: &random)))
        let before = body.frame(width: size.width, height: size.height)
        var after = before
        let compositor = FaceCompositor()
        let area = try compositor.compose(
            &after, layers: [unitFace.layer(on: body, frame: size)], body: body.points)
        let touched = compositor.touchedPixels()
        #expect(touched.contains(1))
        var changes = 0
        for row in 0..<size.height {
            for column in 0..<size.width {
                let isInside =
                    row >= area.y && row < area.y + area.height && column >= area.x && column < area.x + area.width
                if isInside, touched[(row - area.y) * area.width + column - area.x] == 1 { continue }
                let luma = row * size.width + column
                let chroma = row / 2 * size.width / 2 + column / 2
                for index in [luma, after.uOffset + chroma, after.vOffset + chroma]
                where after.bytes[index] != before.bytes[index] { changes += 1 }
            }
        }
        #expect(changes == 0)
    }

    @Test("a unit shown on its own frame gives that frame back")
    func identity() throws {
        let before = unitFace.frame(width: size.width, height: size.height)
        var after = before
        _ = try FaceCompositor().compose(
            &after, layers: [unitFace.layer(on: unitFace, frame: size)], body: unitFace.points)
        let worst = zip(after.bytes, before.bytes).map { abs(Int($0) - Int($1)) }.max()
        #expect((worst ?? 0) <= 1)
    }

    @Test("an open mouth is seen on a closed one, moved to the body's pose")
    func opens() throws {
        var frame = bodyFace.frame(width: size.width, height: size.height)
        _ = try FaceCompositor().compose(
            &frame, layers: [unitFace.layer(on: bodyFace, frame: size)], body: bodyFace.points)
        let posed = unitFace.posed(centre: bodyFace.centre, width: bodyFace.width, turn: bodyFace.turn)
        // Halfway between the inner lips' middle points.
        let middle = (posed[25] + posed[35]) / 2
        #expect(frame.bytes[Int(middle.y) * size.width + Int(middle.x)] < 60)
    }

    @Test("the same arguments give the same bytes, whatever was composed before")
    func deterministic() throws {
        let used = FaceCompositor()
        let layer = try unitFace.layer(on: bodyFace, frame: size)
        var other = unitFace.frame(width: size.width, height: size.height)
        _ = try used.compose(&other, layers: [unitFace.layer(on: unitFace, frame: size)], body: unitFace.points)
        var (first, second) = (bodyFace.frame(width: 400, height: 320), bodyFace.frame(width: 400, height: 320))
        _ = try used.compose(&first, layers: [layer], body: bodyFace.points)
        _ = try FaceCompositor().compose(&second, layers: [layer], body: bodyFace.points)
        #expect(first == second)
    }

    @Test("no strength leaves the frame alone, more strength moves it further")
    func strength() throws {
        let layer = try unitFace.layer(on: bodyFace, frame: size)
        let before = bodyFace.frame(width: size.width, height: size.height)
        var change: [Int] = []
        for strength: Float in [0, 0.3, 0.6, 1] {
            var frame = before
            let area = try FaceCompositor().compose(
                &frame, layers: [layer], body: bodyFace.points, strength: strength)
            #expect((area.width == 0) == (strength == 0))
            change.append(zip(frame.bytes, before.bytes).map { abs(Int($0) - Int($1)) }.reduce(0, +))
        }
        #expect(change[0] == 0)
        #expect(change == change.sorted())
    }

    @Test("two layers with all the weight on one are that one; equal layers are one layer")
    func weights() throws {
        let closed = DrawnFace(centre: SIMD2(204, 128), width: 182)
        func composed(_ layers: [CompositeLayer]) throws -> VideoFrame {
            var frame = bodyFace.frame(width: size.width, height: size.height)
            _ = try FaceCompositor().compose(&frame, layers: layers, body: bodyFace.points)
            return frame
        }
        let one = try composed([unitFace.layer(on: bodyFace, frame: size)])
        let weighted = try composed([
            unitFace.layer(on: bodyFace, frame: size, weight: 2), closed.layer(on: bodyFace, frame: size, weight: 0),
        ])
        #expect(one == weighted)
        let twice = try composed([
            unitFace.layer(on: bodyFace, frame: size, weight: 0.5),
            unitFace.layer(on: bodyFace, frame: size, weight: 0.5),
        ])
        #expect(zip(one.bytes, twice.bytes).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
    }

    @Test(
        "a face at the border, at any size, is composed as far as it is in the picture",
        arguments: [SIMD2<Float>(2, 2), SIMD2(398, 5), SIMD2(1, 318), SIMD2(399, 319), SIMD2(-90, 100)], [60, 301])
    func border(centre: SIMD2<Float>, width: Int) throws {
        let body = DrawnFace(centre: centre, width: Float(width))
        let odd = (width: 398, height: 318)
        var frame = body.frame(width: odd.width, height: odd.height)
        let area = try FaceCompositor().compose(
            &frame, layers: [unitFace.layer(on: body, frame: size)], body: body.points)
        #expect(area.x >= 0 && area.x + area.width <= odd.width && area.y >= 0 && area.y + area.height <= odd.height)
    }

    @Test("what cannot be composed is refused by name and leaves the frame alone")
    func refusals() throws {
        let layer = try unitFace.layer(on: bodyFace, frame: size)
        let before = bodyFace.frame(width: size.width, height: size.height)
        var frame = before
        let compositor = FaceCompositor()
        #expect(throws: CompositeError.layerCount(0)) {
            try compositor.compose(&frame, layers: [], body: bodyFace.points)
        }
        #expect(throws: CompositeError.controlPointCount(3)) {
            try compositor.compose(&frame, layers: [layer], body: Array(bodyFace.points.prefix(3)))
        }
        var broken = bodyFace.points
        broken[7].x = .nan
        #expect(throws: CompositeError.notFinite) { try compositor.compose(&frame, layers: [layer], body: broken) }
        let small = DrawnFace(centre: SIMD2(50, 50), width: 20)
        #expect(throws: CompositeError.faceTooSmall) {
            try compositor.compose(&frame, layers: [layer], body: small.points)
        }
        #expect(frame == before)
    }

    @Test("a darker, differently balanced unit takes on the body's colours")
    func colours() throws {
        let layer = try unitFace.layer(on: bodyFace, frame: size)
        let luma = layer.unit.width * layer.unit.height
        let dimmed = layer.unit.bytes.enumerated().map { index, value in
            let level = Float(value)
            if index < luma { return UInt8(16 + (level - 16) * 0.9) }
            return UInt8(128 + (level - 128) * 0.9 + (index < luma * 5 / 4 ? 0 : 5))
        }
        let unit = MouthUnitImage(
            width: layer.unit.width, height: layer.unit.height, x: layer.unit.x, y: layer.unit.y, bytes: dimmed)
        let other = CompositeLayer(unit: unit, points: layer.points, posed: layer.posed)
        var (plain, matched) = (bodyFace.frame(width: 400, height: 320), bodyFace.frame(width: 400, height: 320))
        _ = try FaceCompositor().compose(&plain, layers: [layer], body: bodyFace.points)
        _ = try FaceCompositor().compose(&matched, layers: [other], body: bodyFace.points)
        let worst = zip(plain.bytes, matched.bytes).map { abs(Int($0) - Int($1)) }.max() ?? 0
        #expect(worst <= 4)
    }

    @Test("smaller outputs show the unit too", arguments: [0.25, 0.4, 0.66] as [Float])
    func minified(scale: Float) throws {
        let body = DrawnFace(centre: unitFace.centre * scale, width: unitFace.width * scale)
        var frame = body.frame(width: 200, height: 160)
        _ = try FaceCompositor().compose(
            &frame, layers: [unitFace.layer(on: body, frame: size)], body: body.points)
        let middle = body.centre + SIMD2(0, 0.25 + unitFace.opening / 2) * body.width
        #expect(frame.bytes[Int(middle.y) * 200 + Int(middle.x)] < 70)
    }
}

@Suite("Mouth regions and targets")
struct MouthRegionTests {
    @Test("a crop lies on even pixels of the frame and holds the mask with its margin", arguments: 0..<8)
    func crop(seed: Int) throws {
        var random = SeededGenerator(state: UInt64(seed) + 100)
        let face = DrawnFace(
            centre: SIMD2(.random(in: 0...400, using: &random), .random(in: 0...300, using: &random)),
            width: .random(in: 50...300, using: &random), opening: .random(in: 0...0.2, using: &random))
        guard let area = MouthRegion.crop(for: face.points, width: 400, height: 320) else { return }
        #expect(area.x % 2 == 0 && area.y % 2 == 0 && area.width % 2 == 0 && area.height % 2 == 0)
        #expect(area.x >= 0 && area.y >= 0 && area.x + area.width <= 400 && area.y + area.height <= 320)
        for index in MouthControl.border {
            let point = face.points[index]
            guard point.x > 0, point.x < 400, point.y > 0, point.y < 320 else { continue }
            #expect(point.x >= Float(area.x) && point.x <= Float(area.x + area.width))
            #expect(point.y >= Float(area.y) && point.y <= Float(area.y + area.height))
        }
    }

    @Test("a face outside the frame has no crop")
    func noCrop() {
        let face = DrawnFace(centre: SIMD2(-500, 100), width: 100)
        #expect(MouthRegion.crop(for: face.points, width: 400, height: 320) == nil)
        #expect(MouthRegion.crop(for: [], width: 400, height: 320) == nil)
    }

    @Test("a crop holds exactly the frame's bytes")
    func cut() {
        let frame = DrawnFace(centre: SIMD2(60, 40), width: 60).frame(width: 120, height: 90)
        let unit = MouthUnitImage(cutting: .init(x: 20, y: 30, width: 40, height: 24), from: frame)
        #expect(unit.bytes[5 * 40 + 7] == frame.bytes[35 * 120 + 27])
        #expect(unit.bytes[40 * 24 + 20 * 3 + 4] == frame.bytes[frame.uOffset + 60 * 18 + 14])
        #expect(unit.bytes[40 * 30 + 20 * 3 + 4] == frame.bytes[frame.vOffset + 60 * 18 + 14])
    }

    @Test("lips moved down take the chin part of the way and leave the nose and the ears")
    func targets() {
        let posed = DrawnFace(centre: SIMD2(200, 130), width: 180, opening: 0.1).points
        var lips = Array(posed[MouthControl.lips])
        for index in MouthControl.lowerOuterLip { lips[index].y += 10 }
        let targets = MouthTargets.moving(posed, lips: lips)
        let middle = MouthControl.jawLineSpan.lowerBound + 8
        #expect(abs(targets[middle].y - posed[middle].y - 6) < 0.01)
        #expect(targets[MouthControl.jawLineSpan.lowerBound] == posed[MouthControl.jawLineSpan.lowerBound])
        #expect(MouthControl.upperRimSpan.allSatisfy { targets[$0] == posed[$0] })
        #expect(MouthTargets.moving(posed, lips: Array(posed[MouthControl.lips])) == posed)
    }
}
