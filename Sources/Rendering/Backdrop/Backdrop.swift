internal import CFaceKernels
package import Core

/// Puts something else behind a person who was recorded before a green or blue screen.
///
/// `picture = (body − (1 − α) · key) + (1 − α) · backdrop`: the screen's share of each pixel is taken out and the
/// backdrop's put in, so that soft edges and hair carry no rim of the key colour (Porter & Duff 1984, over, with the
/// known background removed). α 255 leaves the body's pixel, α 0 gives the backdrop's, both exactly.
package struct Backdrop: Sendable {
    /// At the output's size.
    private let picture: VideoFrame
    private let key: KeyColour

    package init(_ picture: VideoFrame, key: KeyColour) {
        self.picture = picture
        self.key = key
    }

    /// - Parameters:
    ///   - frame: A body frame, changed in place.
    ///   - matte: Its alpha in the luma plane.
    /// - Precondition: All three pictures have one size.
    package func replaceScreen(of frame: inout VideoFrame, matte: VideoFrame) {
        precondition(frame.width == picture.width && frame.height == picture.height)
        precondition(matte.width == frame.width && matte.height == frame.height)
        let (width, height) = (Int32(frame.width), Int32(frame.height))
        let (u, v) = (frame.uOffset, frame.vOffset)
        frame.bytes.withUnsafeMutableBufferPointer { frame in
            picture.bytes.withUnsafeBufferPointer { picture in
                matte.bytes.withUnsafeBufferPointer { matte in
                    guard let body = frame.baseAddress, let back = picture.baseAddress, let alpha = matte.baseAddress
                    else { return }
                    cfk_backdrop_luma(body, back, alpha, width * height, key.y)
                    cfk_backdrop_chroma(body + u, back + u, alpha, width, height, key.u)
                    cfk_backdrop_chroma(body + v, back + v, alpha, width, height, key.v)
                }
            }
        }
    }
}
