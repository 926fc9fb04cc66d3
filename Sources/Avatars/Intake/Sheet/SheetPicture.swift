internal import Core
package import Tracking

/// A small picture of the recording, for the contact sheet.
package struct SheetPicture: Sendable {
    /// How many of them a sheet shows.
    package static let count = 24
    /// Their longer side, in pixels.
    private static let longSide = 304

    /// Its place among the recording's pictures.
    package let index: Int
    let raster: Raster
    /// The face, in this picture's pixels.
    package let mesh: FaceMesh?

    /// Shows head and shoulders: 2.2 face heights of the picture, or all of it where there is no face.
    init(_ frame: VideoFrame, index: Int, mesh: FaceMesh?) {
        self.index = index
        let full = SIMD2(Double(frame.width), Double(frame.height))
        var share = 1.0
        var corner = SIMD2(0.0, 0.0)
        if let box = mesh?.box {
            share = min(1, 2.2 * Double(box.height) / full.y)
            let middle = SIMD2(Double(box.x + box.width / 2), Double(box.y) + 0.55 * Double(box.height))
            corner = (middle - full * share / 2).clamped(lowerBound: .zero, upperBound: full * (1 - share))
        }
        let scale = share * max(full.x, full.y) / Double(Self.longSide)
        raster = Raster(
            frame, corner: corner, width: Int(full.x * share / scale), height: Int(full.y * share / scale), scale: scale
        )
        let shift = SIMD3(Float(corner.x), Float(corner.y), 0)
        self.mesh = mesh.map { FaceMesh(points: $0.points.map { ($0 - shift) / Float(scale) }) }
    }

    var width: Int { raster.width }
    var height: Int { raster.height }
}
