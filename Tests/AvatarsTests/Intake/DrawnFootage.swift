import Tracking

@testable import Avatars

/// A recording made of numbers: a calm, upright face that listens, talks and idles before a still background.
struct DrawnFootage {
    var rate = 25.0
    var listening = 15.0
    var talking = 90.0
    var idle = 15.0
    var facts = FootageFacts(width: 1920, height: 1080, sourceRate: 25, duration: 120)

    var seconds: Double { listening + talking + idle }
    var count: Int { Int(seconds * rate) }

    func isTalking(_ index: Int) -> Bool {
        let time = Double(index) / rate
        return time >= listening && time < listening + talking
    }

    /// A mesh whose named points lie where a face has them; 340 px wide, around the picture's middle.
    static func mesh(opening: Float = 0, lids: Float = 0.05, x: Float = 960, y: Float = 500) -> FaceMesh {
        var points = [SIMD3<Float>](repeating: SIMD3(0, 0, 0.1), count: FaceMesh.landmarkCount)
        func place(_ index: Int, _ x: Float, _ y: Float, _ z: Float = 0) { points[index] = SIMD3(x, y, z) }
        for (number, index) in [168, 6, 197, 195].enumerated() { place(index, 0, Float(number) / 20 - 0.2, -0.1) }
        let pairs = [
            (127, 356), (162, 389), (130, 359), (122, 351), (193, 417), (245, 465), (188, 412), (196, 419), (143, 372),
        ]
        for (number, pair) in pairs.enumerated() {
            let (x, y, z) = (0.1 + Float(number) / 25, Float(number % 3) / 10 - 0.3, Float(number % 4) / 10)
            place(pair.0, -x, y, z)
            place(pair.1, x, y, z)
        }
        place(FaceLandmark.rightCheek, -0.5, 0, 0.4)
        place(FaceLandmark.leftCheek, 0.5, 0, 0.4)
        place(FaceLandmark.foreheadTop, 0, -0.6)
        place(FaceLandmark.chin, 0, 0.6)
        for (side, eye, iris) in [(Float(-1), FaceLandmark.rightEye, 468), (1, FaceLandmark.leftEye, 473)] {
            place(eye[0], side * 0.35, -0.1, 0.1)
            place(eye[3], side * 0.15, -0.1, 0.05)
            for (upper, lower, x) in [(1, 5, Float(0.3)), (2, 4, 0.2)] {
                place(eye[upper], side * x, -0.1 - lids / 2, 0.05)
                place(eye[lower], side * x, -0.1 + lids / 2, 0.05)
            }
            place(iris, side * 0.25, -0.1, 0.05)
        }
        place(FaceLandmark.rightMouthCorner, -0.2, 0.3)
        place(FaceLandmark.leftMouthCorner, 0.2, 0.3)
        place(FaceLandmark.innerUpperLip, 0, 0.3 - opening / 2)
        place(FaceLandmark.innerLowerLip, 0, 0.3 + opening / 2)
        return FaceMesh(points: points.map { $0 * 340 + SIMD3(x, y, 0) })
    }

    /// Lips open and shut twice a second while talking.
    func opening(_ index: Int) -> Float { isTalking(index) && index % 12 < 8 ? 0.1 : 0.003 }

    func sighting(_ index: Int) -> FaceSighting {
        let isBlinking = index % 100 < 4
        return FaceSighting(
            mesh: Self.mesh(opening: opening(index), lids: isBlinking ? 0.005 : 0.05),
            faceCount: index % 5 == 0 ? 1 : nil, score: index % 5 == 0 ? 0.95 : nil,
            mainBox: index % 5 == 0 ? PixelBox(x: 790, y: 296, width: 340, height: 340) : nil,
            handCount: index % 25 == 0 ? 0 : nil)
    }

    var track: FaceTrack {
        FaceTrack(sightings: (0..<count).map(sighting), framesPerSecond: rate, width: 1920, height: 1080)
    }

    var frames: [FrameStatistics] {
        (0..<count).map { index in
            var frame = FrameStatistics()
            frame.luma = 100
            frame.difference = index == 0 ? 0 : 1
            frame.movingEdges = 0.0005
            frame.shift = 0.05
            frame.drift = SIMD2(0.1, 0.1)
            frame.face = FaceColour(luma: 140, u: 120, v: 140, clipped: 0)
            if index % 5 == 0 { frame.detail = FaceDetail(sharpness: 90, combing: 0.001, glare: 0) }
            return frame
        }
    }

    var audio: AudioStatistics {
        var audio = AudioStatistics()
        let hops = Int(seconds * 100)
        audio.voice = (0..<hops).map { isTalking(Int(Double($0) / 100 * rate)) }
        audio.levels = audio.voice.map { $0 ? -20 : -65 }
        audio.speechLevel = -20
        audio.noiseFloor = -65
        audio.loudness = -20
        audio.decay = 0.1
        return audio
    }

    /// Fitting poses is slow without optimisation: done once for each length.
    private static let long = fresh(DrawnFootage())
    private static let short = fresh(DrawnFootage.brief)
    /// The same behaviour in 20 s.
    static let brief = DrawnFootage(listening: 4, talking: 12, idle: 4)

    private static func fresh(_ footage: DrawnFootage, track: FaceTrack? = nil) -> FootageAnalysis {
        FootageAnalysis(
            facts: footage.facts, track: track ?? footage.track, frames: footage.frames, audio: footage.audio)
    }

    func analysis(
        parts: FootageParts? = nil, track: FaceTrack? = nil, frames: [FrameStatistics]? = nil,
        audio: AudioStatistics? = nil
    ) -> FootageAnalysis {
        var analysis = track.map { Self.fresh(self, track: $0) } ?? (seconds == 120 ? Self.long : Self.short)
        analysis.facts = facts
        analysis.frames = frames ?? analysis.frames
        analysis.audio = audio ?? analysis.audio
        analysis.parts = parts ?? analysis.parts
        return analysis
    }
}

extension [Finding] {
    subscript(check: CheckID) -> Finding { first { $0.check == check }! }
    /// The checks that found something, in order.
    var pressing: [CheckID] { filter { $0.severity != .fine }.map(\.check) }
}
