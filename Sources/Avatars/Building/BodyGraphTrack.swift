package import Rendering

/// What the graph is computed from: one entry per frame of the recording, in order.
package struct BodyGraphTrack: Sendable {
    package static let thumbnailWidth = 64
    package static let thumbnailHeight = 36
    package static let thumbnailSize = thumbnailWidth * thumbnailHeight

    package var framesPerSecond: Int
    /// Size of the footage in pixels, the unit of `points`.
    package var width: Int
    package var height: Int
    /// Mean distance of the outer cheeks, in pixels.
    package var faceWidth: Float
    /// `.unused` where no face was found or the frame is faulty; never `.bridge`.
    package var parts: [BodyPart]
    /// Points that only the head moves (eye corners, bridge of the nose, forehead, temples), as tracked: smoothed here.
    package var pointsPerFrame: Int
    package var points: [SIMD2<Float>]
    /// Lid distance in any unit, mean of both eyes.
    package var eyeOpening: [Float]
    /// Inner lip distance, in face widths.
    package var mouthOpening: [Float]
    /// Mouth width and brow height of the pose-free face, in face widths; compared with the person's own neutral.
    package var smile: [Float]
    package var browRaise: [Float]
    /// Luma of the whole frame, `thumbnailSize` bytes each, row-major.
    package var thumbnails: [UInt8]

    package init(
        framesPerSecond: Int, width: Int, height: Int, faceWidth: Float, parts: [BodyPart], pointsPerFrame: Int,
        points: [SIMD2<Float>], eyeOpening: [Float], mouthOpening: [Float], smile: [Float], browRaise: [Float],
        thumbnails: [UInt8]
    ) {
        self.framesPerSecond = framesPerSecond
        self.width = width
        self.height = height
        self.faceWidth = faceWidth
        self.parts = parts
        self.pointsPerFrame = pointsPerFrame
        self.points = points
        self.eyeOpening = eyeOpening
        self.mouthOpening = mouthOpening
        self.smile = smile
        self.browRaise = browRaise
        self.thumbnails = thumbnails
    }

    package var count: Int { parts.count }

    func check() throws(BodyGraphBuildError) {
        guard count > 0, pointsPerFrame > 0, faceWidth > 0, framesPerSecond > 0 else { throw .nothingToPlay }
        let counts = [eyeOpening.count, mouthOpening.count, smile.count, browRaise.count]
        guard counts.allSatisfy({ $0 == count }), points.count == count * pointsPerFrame,
            thumbnails.count == count * Self.thumbnailSize
        else { throw .unequalLengths }
    }
}

package enum BodyGraphBuildError: Error, Equatable, CustomStringConvertible {
    case unequalLengths
    case nothingToPlay
    case graph(BodyGraphError)

    package var description: String {
        switch self {
        case .unequalLengths: "The track's arrays differ in length; track the footage again."
        case .nothingToPlay: "No frame of the footage can be played; record it again with the face in view throughout."
        case .graph(let error): error.description
        }
    }
}
