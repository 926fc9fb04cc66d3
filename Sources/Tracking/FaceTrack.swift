/// What the tracker saw in one picture.
package struct FaceSighting: Equatable, Sendable {
    /// The main face, or nil when none was found.
    package var mesh: FaceMesh?
    /// How many faces the detector sees, or nil when it did not look at this picture.
    package var faceCount: Int?
    /// The detector's confidence in the largest face, 0…1; nil when it did not look or saw none.
    package var score: Float?
    /// The two largest faces the detector sees, in pixels.
    package var mainBox: PixelBox?
    package var secondBox: PixelBox?
    /// Hands seen, or nil when nobody looked.
    package var handCount: Int?
    /// Highest point of any hand, in pixels from the top; nil without a hand.
    package var handTop: Float?

    package init(
        mesh: FaceMesh? = nil, faceCount: Int? = nil, score: Float? = nil, mainBox: PixelBox? = nil,
        secondBox: PixelBox? = nil, handCount: Int? = nil, handTop: Float? = nil
    ) {
        self.mesh = mesh
        self.faceCount = faceCount
        self.score = score
        self.mainBox = mainBox
        self.secondBox = secondBox
        self.handCount = handCount
        self.handTop = handTop
    }
}

/// A face followed through a whole take: one sighting per picture, in order.
package struct FaceTrack: Equatable, Sendable {
    package var sightings: [FaceSighting]
    /// Pictures per second, constant.
    package var framesPerSecond: Double
    /// Size of the source pictures, which is the unit of every coordinate.
    package var width: Int
    package var height: Int

    package init(sightings: [FaceSighting], framesPerSecond: Double, width: Int, height: Int) {
        self.sightings = sightings
        self.framesPerSecond = framesPerSecond
        self.width = width
        self.height = height
    }

    /// One mesh per picture; nil where no face was found.
    package var frames: [FaceMesh?] { sightings.map(\.mesh) }
    package var count: Int { sightings.count }

    /// Seconds at the middle of picture `index`.
    package func time(of index: Int) -> Double { (Double(index) + 0.5) / framesPerSecond }
}
