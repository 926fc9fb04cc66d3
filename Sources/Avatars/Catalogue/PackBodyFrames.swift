package import Core
package import Media
package import Rendering

/// A pack's body frames at the size they are shown: decoded from the body clip, then scaled.
package final class PackBodyFrames: BodyFrameSource {
    private let reader: BodyClipReader
    private let scaler: FrameScaler

    /// - Parameter clip: Shared by all sessions of the avatar; each source owns its own decoder.
    package init(clip: BodyClip, width: Int, height: Int) throws {
        reader = try BodyClipReader(clip)
        scaler = try FrameScaler(
            from: PictureSize(width: clip.width, height: clip.height), to: PictureSize(width: width, height: height))
    }

    package func frame(at index: Int) throws -> VideoFrame { try scaler.scale(try reader.frame(at: index)) }
}

extension AvatarPack {
    /// Opens the body clip; about as large in memory as the file.
    package func openBody() throws -> BodyClip { try BodyClip(path: path(of: FileName.body)) }

    /// A renderer of this avatar.
    /// - Parameter height: 360, 480, 720 or 1080; the width follows the pack's shape, rounded to a multiple of 8.
    package func makeRenderer(
        body: BodyClip, height: Int, framesPerSecond: Int, seed: UInt64 = 1
    ) throws -> FaceRenderer {
        let width = max(8, (height * manifest.size.width / manifest.size.height + 4) / 8 * 8)
        return FaceRenderer(
            pack: self, pictures: try PackBodyFrames(clip: body, width: width, height: height),
            format: PictureFormat(width: width, height: height, framesPerSecond: framesPerSecond), seed: seed)
    }
}
