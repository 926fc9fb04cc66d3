/// What eyes and brows do at one instant.
package struct EyeMeasure: Equatable, Codable, Sendable {
    /// Eye aspect ratio, mean of both eyes: lid distance over eye width, about .27 open and below .15 in a blink
    /// (Soukupová & Čech 2016, equation 1).
    package var opening: Float
    /// Brow height above the eye corners, in face widths.
    package var browHeight: Float
    /// Iris position between the eye's corners, 0 (right edge of the person's eye in the picture's left) … 1, mean
    /// of both eyes; about .5 when looking into the camera.
    package var gaze: Float

    package init(opening: Float, browHeight: Float, gaze: Float) {
        self.opening = opening
        self.browHeight = browHeight
        self.gaze = gaze
    }

    package init(_ face: FrontalFace) {
        func aspect(_ eye: [Int]) -> Double {
            let lids = distance(face[eye[1]], face[eye[5]]) + distance(face[eye[2]], face[eye[4]])
            return lids / (2 * max(distance(face[eye[0]], face[eye[3]]), 1e-9))
        }
        /// Where the iris lies between the corner on the picture's left and the one on its right.
        func position(_ iris: Int, _ left: Int, _ right: Int) -> Double {
            let across = face[right] - face[left]
            return ((face[iris] - face[left]) * across).sum() / max((across * across).sum(), 1e-9)
        }
        let (right, left) = (FaceLandmark.rightEye, FaceLandmark.leftEye)
        opening = Float((aspect(right) + aspect(left)) / 2)
        let corners = [right[0], right[3], left[0], left[3]].map { face[$0].y }.reduce(0, +) / 4
        let browPoints = FaceLandmark.rightBrow + FaceLandmark.leftBrow
        let brows = browPoints.map { face[$0].y }.reduce(0, +) / Double(browPoints.count)
        browHeight = Float(corners - brows)
        gaze = Float(
            (position(FaceLandmark.rightIris, right[0], right[3]) + position(FaceLandmark.leftIris, left[3], left[0]))
                / 2)
    }
}
