internal import Core
internal import Foundation
internal import Media
internal import Rendering
internal import Tracking

/// The second reading of the footage: cuts the units' crops and encodes the body clip, bridges last.
///
/// The footage's frames pass one by one; only those at the ends of bridges are kept (about 1.4 MB each at 720p).
struct PicturePass {
    let take: Take
    let units: [MouthUnit]
    let plan: BodyGraphPlan
    let bodySize: PictureSize
    let folder: URL
    let installation: TrackerInstallation
    let progress: BuildProgress

    /// JPEG quality of unit crops. 88 costs about 10 kB per crop and keeps film grain (measured on the stock avatar).
    private static let cropQuality = 88
    /// x264 CRF of the body clip.
    private static let bodyQuality = 20
    /// … and of the matte, which is smooth but for its edge.
    private static let matteQuality = 24
    /// Frames that are jumped to are keyframes by themselves; between them an interval this long saves room.
    private static let keyframeInterval = 48

    /// Writes `units.bin`, `body.clip`, `thumbnail.jpg` and, when the take was recorded before a green or blue screen,
    /// `matte.clip`.
    /// - Returns: The screen's colour, or nil without a screen.
    func run() throws -> KeyColour? {
        let reader = try FootageReader(
            path: take.path, options: .init(framesPerSecond: take.framesPerSecond))
        let scaler = try FrameScaler(from: reader.size, to: bodySize, quality: .fine)
        let clips = BodyClips(
            body: try writer(of: AvatarPack.FileName.body, quality: Self.bodyQuality),
            makeMatte: { try writer(of: AvatarPack.FileName.matte, quality: Self.matteQuality) })
        let codec = JPEGCodec()
        var unitAt: [Int: Int] = [:]
        for (index, unit) in units.enumerated() { unitAt[unit.sourceFrame] = index }
        var crops = [(area: MouthRegion.Rectangle, jpeg: Data)?](repeating: nil, count: units.count)
        var place: [Int: Int] = [:]
        for (index, source) in plan.sources.enumerated() { place[source] = index }
        let landings = plan.graph.landings
        let ends = Set(plan.bridges.flatMap { [$0.from, $0.to] })
        var kept: [Int: VideoFrame] = [:]
        var last: VideoFrame?
        for index in 0..<take.track.count {
            try Task.checkCancellation()
            // The analysis counted the frames of the same decoder; if one is missing now, its predecessor stands in.
            guard let frame = try reader.next() ?? last else { throw BuildError.noFace }
            last = frame
            if let unit = unitAt[index] { crops[unit] = try crop(units[unit], of: frame, with: codec) }
            if place[index] != nil || ends.contains(index) {
                let picture = try scaler.scale(frame)
                if ends.contains(index) { kept[index] = picture }
                if let place = place[index] { try clips.write(picture, asKeyframe: landings.contains(place)) }
            }
            if index == thumbnailFrame { try writeThumbnail(frame) }
            if index % 25 == 0 { progress(.pictures, Double(index) / Double(take.track.count)) }
        }
        try writeBridges(kept, to: clips)
        try clips.finish()
        let complete = crops.compactMap(\.self)
        guard complete.count == units.count else { throw BuildError.noFace }
        try UnitPictures.encoded(complete).write(to: folder.appending(path: AvatarPack.FileName.units))
        return clips.key?.colour
    }

    private func writer(of file: String, quality: Int) throws -> BodyClipWriter {
        try BodyClipWriter(
            path: folder.appending(path: file).path, width: bodySize.width, height: bodySize.height,
            framesPerSecond: take.framesPerSecond, keyframeInterval: Self.keyframeInterval, quality: quality,
            decodesFast: true)
    }

    private func crop(
        _ unit: MouthUnit, of frame: VideoFrame, with codec: JPEGCodec
    ) throws -> (area: MouthRegion.Rectangle, jpeg: Data)? {
        let points = unit.points.map { point -> SIMD2<Float> in
            let pixel = unit.pose.project(point)
            return [pixel.x, pixel.y]
        }
        guard let area = MouthRegion.crop(for: points, width: frame.width, height: frame.height) else { return nil }
        let image = MouthUnitImage(cutting: area, from: frame)
        let picture = VideoFrame(width: image.width, height: image.height, bytes: image.bytes)
        return codec.encode(picture, quality: Self.cropQuality).map { (area, $0) }
    }

    private func writeBridges(_ kept: [Int: VideoFrame], to clips: BodyClips) throws {
        guard !plan.bridges.isEmpty else { return }
        let interpolator = try FlowInterpolator(
            width: bodySize.width, height: bodySize.height, installation: installation)
        for (index, bridge) in plan.bridges.enumerated() {
            try Task.checkCancellation()
            guard let from = kept[bridge.from], let to = kept[bridge.to] else { continue }
            let pictures = try interpolator.between(from, to, count: bridge.count)
            for (offset, picture) in pictures.enumerated() { try clips.write(picture, asKeyframe: offset == 0) }
            progress(.bridges, Double(index + 1) / Double(plan.bridges.count))
        }
    }

    /// A second into the silent part that the avatar idles in, or into the footage.
    private var thumbnailFrame: Int {
        let first = take.frames(in: take.parts.idle ?? take.parts.listening).first ?? 0
        return min(first + take.framesPerSecond, take.track.count - 1)
    }

    private func writeThumbnail(_ picture: VideoFrame) throws {
        let size = PictureSize(width: picture.width, height: picture.height).fitted(longSide: 640, shortSide: 640)
        let scaler = try FrameScaler(
            from: PictureSize(width: picture.width, height: picture.height), to: size, quality: .fine)
        try PictureWriter.write(
            try scaler.scale(picture), to: folder.appending(path: AvatarPack.FileName.thumbnail).path)
    }
}

extension BodyGraph {
    /// Frames that do not always follow their predecessor in the clip.
    fileprivate var landings: Set<Int> {
        var landings: Set<Int> = []
        for (index, frame) in frames.enumerated() {
            landings.formUnion(frame.exits.map(\.target))
            if let successor = frame.successor, successor != index + 1 { landings.insert(successor) }
        }
        return landings
    }
}
