internal import Core
internal import Media

/// The body clip and, when its first frame shows a screen, the matte clip beside it: frame for frame the same.
final class BodyClips {
    /// Known from the first frame on.
    private(set) var key: ChromaKey?
    private let body: BodyClipWriter
    private let makeMatte: () throws -> BodyClipWriter
    private var matte: BodyClipWriter?
    private var isFirst = true

    init(body: BodyClipWriter, makeMatte: @escaping () throws -> BodyClipWriter) {
        self.body = body
        self.makeMatte = makeMatte
    }

    func write(_ frame: VideoFrame, asKeyframe: Bool) throws {
        if isFirst {
            key = ChromaKey(screenIn: frame)
            if key != nil { matte = try makeMatte() }
            isFirst = false
        }
        try body.write(frame, asKeyframe: asKeyframe)
        if let key { try matte?.write(key.matte(of: frame), asKeyframe: asKeyframe) }
    }

    func finish() throws {
        try body.finish()
        try matte?.finish()
    }
}
