/// What one picture's pixels say, apart from where the face is. Luma is 8 bit, limited range (16…235).
package struct FrameStatistics: Equatable, Sendable {
    /// Mean luma of the whole picture.
    package var luma: Float = 0
    /// Mean absolute luma difference to the picture before, on a thumbnail; 0 for the first.
    package var difference: Float = 0
    /// Pearson correlation of this picture's luma histogram with the one before; 1 for the first.
    package var histogramCorrelation: Float = 1
    /// Share of the background's pixels that are edges and changed since the picture before, 0…1. Nil without a
    /// background: a close-up, or no face.
    package var movingEdges: Float?
    /// The background's shift since the picture before and since the first one, in source pixels. Nil where the
    /// background has too little texture to tell.
    package var shift: Float?
    package var drift: SIMD2<Float>?
    /// Means over patches of skin on forehead and cheeks; nil without a face.
    package var face: FaceColour?
    /// Looked at in every ``FrameMeter/detailEvery``-th picture with a face.
    package var detail: FaceDetail?
    /// See ``MouthPatch``; nil without a face.
    package var mouth: [UInt8]?

    package init() {}
}

/// Colour of the face's skin: means of luma and both chroma planes, and the share of clipped luma.
package struct FaceColour: Equatable, Sendable {
    package var luma: Float
    package var u: Float
    package var v: Float
    /// Share of the patches' pixels at or above luma 234.
    package var clipped: Float

    package init(luma: Float, u: Float, v: Float, clipped: Float) {
        (self.luma, self.u, self.v, self.clipped) = (luma, u, v, clipped)
    }
}

/// What only a look at every pixel of the face tells.
package struct FaceDetail: Equatable, Sendable {
    /// Variance of the luma's Laplacian (4 neighbours).
    package var sharpness: Float
    /// Share of pixels whose upper and lower neighbours differ from them in the same direction while agreeing with
    /// each other: interlaced motion.
    package var combing: Float
    /// Share of glaring pixels (luma from 230 on) around the eyes.
    package var glare: Float

    package init(sharpness: Float, combing: Float, glare: Float) {
        (self.sharpness, self.combing, self.glare) = (sharpness, combing, glare)
    }
}
