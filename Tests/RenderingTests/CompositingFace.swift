import Core

@testable import Rendering

/// A drawn face with 478 landmarks: smooth enough to be warped, different enough everywhere to show mistakes.
struct DrawnFace {
    /// Centre and width of the face (px), how far the jaw is open and how the head is turned (face widths).
    var centre: SIMD2<Float>
    var width: Float
    var opening: Float = 0
    var turn: SIMD2<Float> = SIMD2(0, 0)

    /// Places in face widths for the control points: x to the image's right, y down, z towards the camera.
    private static let places: [SIMD3<Float>] = MouthControl.indices.indices.map(place)

    /// Control points of this face (px).
    var points: [SIMD2<Float>] {
        Self.places.enumerated().map { index, place in
            var point = place
            // What hangs on the jaw goes down with it.
            if point.y > 0.25 { point.y += opening * min(1, (point.y - 0.25) / 0.05) }
            let turned = SIMD2(point.x + turn.x * point.z, point.y + turn.y * point.z)
            return centre + turned * width
        }
    }

    /// The same face elsewhere: what a rigid pose would give.
    func posed(centre: SIMD2<Float>, width: Float, turn: SIMD2<Float>) -> [SIMD2<Float>] {
        DrawnFace(centre: centre, width: width, opening: opening, turn: turn).points
    }

    private static func place(_ position: Int) -> SIMD3<Float> {
        func along(_ range: Range<Int>, _ index: Int) -> Float {
            Float(index - range.lowerBound) / Float(range.count - 1)
        }
        func curved(_ x: Float, _ y: Float) -> SIMD3<Float> { SIMD3(x, y, 0.5 - x * x - (y - 0.2) * (y - 0.2)) }
        func ring(_ index: Int, _ count: Int, _ wide: Float, _ high: Float) -> SIMD3<Float> {
            let angle = Float.pi - 2 * Float.pi * Float(index) / Float(count)
            return curved(wide * cosine(angle), 0.25 + high * sine(angle))
        }
        switch position {
        case 0..<20: return ring(position, 20, 0.17, 0.07)
        case 20..<40: return ring(position - 20, 20, 0.14, 0.005)
        case 40..<60: return ring(position - 40, 20, 0.22, 0.12)
        case MouthControl.jawLineSpan:
            let angle = Float.pi * (1 - along(MouthControl.jawLineSpan, position))
            return curved(0.48 * cosine(angle), 0.15 + 0.45 * sine(angle))
        case MouthControl.jawRingSpan:
            let angle = Float.pi * (0.85 - 0.7 * along(MouthControl.jawRingSpan, position))
            return curved(0.42 * cosine(angle), 0.15 + 0.39 * sine(angle))
        case MouthControl.upperRimSpan:
            let share = along(MouthControl.upperRimSpan, position)
            return curved(0.36 * (2 * share - 1), 0.1 + 0.2 * (2 * share - 1) * (2 * share - 1))
        case MouthControl.rightEdge: return SIMD3(-0.5, 0, 0)
        case MouthControl.leftEdge: return SIMD3(0.5, 0, 0)
        default:
            let share = Float(position - 60) / 16
            return curved(0.3 * (2 * share - 1), 0.42 - 0.04 * share)
        }
    }

    /// Maclaurin series, so that the fixture is the same with every C library.
    private static func sine(_ angle: Float) -> Float {
        var term = Double(angle)
        var sum = term
        for order in stride(from: 2, through: 24, by: 2) {
            term *= -Double(angle) * Double(angle) / Double(order * (order + 1))
            sum += term
        }
        return Float(sum)
    }

    private static func cosine(_ angle: Float) -> Float { sine(Float.pi / 2 - angle) }

    /// Shaded skin with texture, a dark mouth and a neck.
    func frame(width frameWidth: Int, height frameHeight: Int) -> VideoFrame {
        var frame = VideoFrame(width: frameWidth, height: frameHeight, y: 40, u: 120, v: 135)
        let ripples = (0..<frameWidth).map { 6 * Self.sine(fold(40 * (Float($0) + 0.5 - centre.x) / width)) }
        for row in 0..<frameHeight {
            let down = (Float(row) + 0.5 - centre.y) / width
            guard down > -0.8, down < 0.9 else { continue }
            let shade = 170 - 20 * down + 4 * Self.sine(fold(31 * down))
            for column in 0..<frameWidth {
                let across = (Float(column) + 0.5 - centre.x) / width
                guard abs(across) < 0.5 else { continue }
                var value = shade - 120 * across * across + ripples[column]
                if abs(across) < 0.14, abs(down - 0.25 - opening / 2) < opening / 2 { value = 30 }
                frame.bytes[row * frameWidth + column] = UInt8(max(16, min(235, value)))
                if row % 2 == 0, column % 2 == 0 {
                    let chroma = row / 2 * frameWidth / 2 + column / 2
                    frame.bytes[frame.uOffset + chroma] = 112
                    frame.bytes[frame.vOffset + chroma] = UInt8(max(16, min(240, 150 + 10 * across)))
                }
            }
        }
        return frame
    }

    /// Into −π…π, where the series converges fast.
    private func fold(_ angle: Float) -> Float {
        angle - (angle / (2 * Float.pi)).rounded() * 2 * Float.pi
    }
}

extension DrawnFace {
    /// This face's mouth, posed onto another face's head.
    func layer(on body: DrawnFace, frame: (width: Int, height: Int), weight: Float = 1) throws -> CompositeLayer {
        let image = self.frame(width: frame.width, height: frame.height)
        guard let area = MouthRegion.crop(for: points, width: frame.width, height: frame.height) else {
            throw CompositeError.faceTooSmall
        }
        return CompositeLayer(
            unit: MouthUnitImage(cutting: area, from: image), points: points,
            posed: posed(centre: body.centre, width: body.width, turn: body.turn), weight: weight)
    }
}
