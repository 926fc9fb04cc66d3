internal import Core
internal import Tracking

/// Measures pixels of the face in full resolution.
enum FaceImage {
    /// Landmarks on bare skin that speech does not move: forehead and upper cheeks.
    private static let skin = [151, 9, 67, 297, 109, 338, 108, 337, 50, 280, 205, 425, 117, 346, 118, 347]

    /// Means over square patches of 5 % of the face's width around the skin landmarks, so the patches follow the head.
    static func colour(_ frame: VideoFrame, _ mesh: FaceMesh) -> FaceColour? {
        var (luma, u, v, clipped, count) = (0, 0, 0, 0, 0)
        let radius = max(2, Int(mesh.box.width * 0.025))
        for landmark in skin {
            let (cx, cy) = (Int(mesh[landmark].x), Int(mesh[landmark].y))
            guard cx >= radius, cy >= radius, cx + radius < frame.width, cy + radius < frame.height else { continue }
            for y in (cy - radius)...(cy + radius) {
                for x in (cx - radius)...(cx + radius) {
                    let value = Int(frame.bytes[y * frame.width + x])
                    luma += value
                    clipped += value >= 234 ? 1 : 0
                    let chroma = (y / 2) * (frame.width / 2) + x / 2
                    u += Int(frame.bytes[frame.uOffset + chroma])
                    v += Int(frame.bytes[frame.vOffset + chroma])
                    count += 1
                }
            }
        }
        guard count > 0 else { return nil }
        let n = Float(count)
        return FaceColour(luma: Float(luma) / n, u: Float(u) / n, v: Float(v) / n, clipped: Float(clipped) / n)
    }

    static func detail(_ frame: VideoFrame, _ mesh: FaceMesh) -> FaceDetail? {
        let box = mesh.box
        let columns = max(1, Int(box.x + box.width * 0.1))..<min(frame.width - 1, Int(box.x + box.width * 0.9))
        let rows = max(1, Int(box.y + box.height * 0.1))..<min(frame.height - 1, Int(box.y + box.height * 0.9))
        guard columns.count > 16, rows.count > 16 else { return nil }
        var (sum, squares, combed) = (0, 0, 0)
        frame.bytes.withUnsafeBufferPointer { bytes in
            for y in rows {
                let row = bytes.baseAddress! + y * frame.width
                for x in columns {
                    let value = Int(row[x])
                    let (above, below) = (Int(row[x - frame.width]), Int(row[x + frame.width]))
                    let laplacian = above + below + Int(row[x - 1]) + Int(row[x + 1]) - 4 * value
                    sum += laplacian
                    squares += laplacian * laplacian
                    if (above - value) * (below - value) > 100, abs(above - below) < 8 { combed += 1 }
                }
            }
        }
        let n = Float(columns.count * rows.count)
        let mean = Float(sum) / n
        return FaceDetail(
            sharpness: Float(squares) / n - mean * mean, combing: Float(combed) / n, glare: glare(frame, mesh))
    }

    /// Around each eye, 1.6 × 1.1 eye widths.
    private static func glare(_ frame: VideoFrame, _ mesh: FaceMesh) -> Float {
        var (bright, count) = (0, 0)
        for eye in [FaceLandmark.rightEye, FaceLandmark.leftEye] {
            let (outer, inner) = (mesh[eye[0]], mesh[eye[3]])
            let (cx, cy) = ((outer.x + inner.x) / 2, (outer.y + inner.y) / 2)
            let width = abs(outer.x - inner.x)
            let columns = max(0, Int(cx - width * 0.8))..<max(0, min(frame.width, Int(cx + width * 0.8)))
            let rows = max(0, Int(cy - width * 0.55))..<max(0, min(frame.height, Int(cy + width * 0.55)))
            for y in rows { for x in columns where frame.bytes[y * frame.width + x] >= 230 { bright += 1 } }
            count += rows.count * columns.count
        }
        return count == 0 ? 0 : Float(bright) / Float(count)
    }
}
