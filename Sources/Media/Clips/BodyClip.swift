package import Core
internal import Glibc

/// A body clip in memory: coded bytes and where each frame lies. Shared by any number of readers.
package final class BodyClip: Sendable {
    package let width: Int
    package let height: Int
    package var count: Int { index.entries.count }
    let bytes: [UInt8]
    let index: AccessUnitIndex

    /// Reads the whole file and decodes its first frame.
    package convenience init(path: String) throws(BodyClipError) {
        guard let file = fopen(path, "re") else { throw .unreadable(path: path, reason: lastReason()) }
        defer { fclose(file) }
        var status = stat()
        guard fstat(fileno(file), &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .unreadable(path: path, reason: "not a file")
        }
        let size = Int(status.st_size)
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { target, count in
            count = fread(target.baseAddress, 1, size, file)
        }
        guard bytes.count == size else { throw .unreadable(path: path, reason: lastReason()) }
        try self.init(bytes: bytes)
    }

    /// - Parameter bytes: What ``BodyClipWriter`` wrote, for example out of an archive.
    package init(bytes: [UInt8]) throws(BodyClipError) {
        guard let index = bytes.withUnsafeBytes(AccessUnitIndex.init) else { throw .notAClip }
        let decoder = try ClipDecoder()
        let first = try decoder.decode(bytes, index.entries[0].bytes, frame: 0, expected: nil)
        (self.bytes, self.index, width, height) = (bytes, index, first.width, first.height)
    }
}

/// Gives any frame of a clip. One consumer each, used by one thread at a time; decoding runs on the caller's thread.
///
/// Going forward costs one decoded frame each; any other jump decodes from the keyframe at or before it.
package final class BodyClipReader {
    package let clip: BodyClip
    private let decoder: ClipDecoder
    private var current: (index: Int, frame: VideoFrame)?

    package init(_ clip: BodyClip) throws(BodyClipError) {
        self.clip = clip
        decoder = try ClipDecoder()
    }

    package func frame(at index: Int) throws(BodyClipError) -> VideoFrame {
        let (entries, size) = (clip.index.entries, (clip.width, clip.height))
        guard entries.indices.contains(index) else { throw .noSuchFrame(index: index, count: clip.count) }
        if let current, current.index == index { return current.frame }
        let keyframe = entries[...index].lastIndex { $0.isKeyframe } ?? 0
        var position = keyframe
        if let current, current.index >= keyframe, current.index < index {
            position = current.index + 1
        } else {
            decoder.forget()
        }
        current = nil
        while position < index {
            try decoder.skip(clip.bytes, entries[position].bytes, frame: position, expected: size)
            position += 1
        }
        let frame = try decoder.decode(clip.bytes, entries[index].bytes, frame: index, expected: size)
        current = (index, frame)
        return frame
    }
}
