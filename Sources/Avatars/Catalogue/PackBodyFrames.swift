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
    /// - Parameter height: 360, 480, 720 or 1080, of the picture's shorter side: as "720p" names an upright picture of
    ///   720 × 1280 too. The longer side follows the pack's shape, rounded to a multiple of 8.
    package func makeRenderer(
        body: BodyClip, height: Int, framesPerSecond: Int, seed: UInt64 = 1
    ) throws -> FaceRenderer {
        let size = manifest.size.shown(shortSide: height)
        return FaceRenderer(
            pack: self, pictures: try PackBodyFrames(clip: body, width: size.width, height: size.height),
            format: PictureFormat(width: size.width, height: size.height, framesPerSecond: framesPerSecond), seed: seed)
    }
}

extension PackManifest.Size {
    /// The same shape with its shorter side `shortSide` long, the longer one rounded to a multiple of 8.
    package func shown(shortSide: Int) -> Self {
        let (short, long) = (max(1, min(width, height)), max(width, height))
        let other = max(8, (shortSide * long / short + 4) / 8 * 8)
        return width < height ? Self(width: shortSide, height: other) : Self(width: other, height: shortSide)
    }
}
