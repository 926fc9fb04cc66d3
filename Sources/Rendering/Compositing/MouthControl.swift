/// The landmarks that steer the compositor: which of the 478 face-mesh points, and in which order.
///
/// Every list of control points in this folder holds `count` points in the order of `indices`. The numbers are
/// those of the canonical face mesh of MediaPipe (`canonical_face_model.obj`; 468 points plus ten of the irises);
/// "right" and "left" are the person's own, lists run from the person's right to the left unless they are rings.
package enum MouthControl {
    /// The outer lip line: lower lip from corner 61 to corner 291, then the upper lip back.
    static let outerLips = [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185]
    /// The inner lip line, in the same order as the outer one.
    static let innerLips = [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191]
    /// Skin one mesh ring away from the lips, in the same order.
    static let lipRing = [
        57, 43, 106, 182, 83, 18, 313, 406, 335, 273, 287, 410, 322, 391, 393, 164, 167, 165, 92, 186,
    ]
    /// The silhouette of the lower jaw from below one ear to below the other.
    static let jawLine = [132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361]
    /// One mesh ring inside the jaw line: the lower border of the mask.
    static let jawRing = [138, 135, 169, 170, 140, 171, 175, 396, 369, 395, 394, 364, 367]
    /// Between lower lip and chin.
    static let chin = [32, 201, 200, 199, 421, 262]
    /// Cheeks beside the mouth and between mouth and jaw.
    static let cheeks = [207, 216, 212, 214, 210, 430, 434, 432, 436, 427]
    /// The upper and outer border of the mask: right cheek up to the nose's base and down the left cheek.
    static let upperRim = [192, 187, 205, 203, 97, 2, 326, 423, 425, 411, 416]
    /// The face's outer edges at the height of the ears: their distance is the face width.
    static let faceEdges = [234, 454]

    /// Landmark numbers of the control points.
    package static let indices =
        outerLips + innerLips + lipRing + chin + cheeks + jawRing + upperRim + jawLine + faceEdges
    package static let count = indices.count

    /// Positions of the lips (outer, then inner) in a list of control points: the ones an animation may displace.
    package static let lips = 0..<40

    // Positions in a list of control points.
    static let soft = 0..<(40 + lipRing.count + chin.count + cheeks.count + jawRing.count + upperRim.count)
    static let lowerOuterLip = 1..<10
    static let chinSpan = span(chin)
    static let jawRingSpan = span(jawRing)
    static let upperRimSpan = span(upperRim)
    static let jawLineSpan = span(jawLine)
    static let rightEdge = count - 2
    static let leftEdge = count - 1
    /// The mask's border as a closed polygon.
    static let border = Array(jawRingSpan.reversed()) + Array(upperRimSpan)

    private static func span(_ list: [Int]) -> Range<Int> {
        let start = indices.firstIndex(of: list[0]) ?? 0
        return start..<(start + list.count)
    }
}
