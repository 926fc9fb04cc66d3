internal import Tracking

/// Whether one face is there, whole and large enough, throughout.
enum FaceChecks {
    static func findings(_ analysis: FootageAnalysis) -> [Finding] {
        [
            present(analysis.track), secondFace(analysis.track), height(analysis.track), width(analysis),
            inFrame(analysis.track), glare(analysis),
        ]
    }

    /// Measured on seven clips: 100 % on good ones, 97.1 % on a stage clip.
    static func present(_ track: FaceTrack) -> Finding {
        let frames = track.frames
        let missing = frames.count { $0 == nil }
        let share = frames.isEmpty ? 0 : 100 * Double(frames.count - missing) / Double(frames.count)
        return Finding(
            .facePresent, value: share, unit: "% of pictures", minimum: 99.5, tolerable: 90...100,
            spans: Statistics.spans(frames.indices, rate: track.framesPerSecond) { frames[$0] == nil },
            advice:
                "Keep your face in the picture, turned to the camera and evenly lit, from the first second to the last."
        )
    }

    /// Only boxes of more than 40 % of the main face's area count: pictures on the wall and clutter are smaller
    /// (measured on seven clips: 22 % false finds in one cluttered room without this rule).
    static func secondFace(_ track: FaceTrack) -> Finding {
        func isSecond(_ sighting: FaceSighting) -> Bool {
            guard let main = sighting.mainBox, let second = sighting.secondBox else { return false }
            return second.area > 0.4 * main.area
        }
        let looked = track.sightings.filter { $0.faceCount != nil }
        let share = looked.isEmpty ? nil : 100 * Double(looked.count(where: isSecond)) / Double(looked.count)
        return Finding(
            .secondFace, value: share, unit: "% of pictures", maximum: 2, tolerable: 0...50,
            spans: Statistics.spans(track.sightings.indices, rate: track.framesPerSecond) {
                isSecond(track.sightings[$0])
            },
            advice: "Only one face may be seen: ask others to leave and cover mirrors and posters.")
    }

    static func height(_ track: FaceTrack) -> Finding {
        let heights = track.frames.compactMap { $0.map { $0.box.height / Float(track.height) } }
        let value = Statistics.median(heights)
        return Finding(
            .faceHeight, value: value, unit: "of the picture's height", minimum: 0.22, maximum: 0.5,
            tolerable: 0.1...0.8,
            advice: (value ?? 0) > 0.5
                ? "Move the camera back until head and chest are in the picture."
                : "Move the camera closer until head and chest fill the picture.")
    }

    /// In pixels of the pictures the avatar is made from.
    static func width(_ analysis: FootageAnalysis) -> Finding {
        let widths = analysis.poses?.poses.map { Float($0.scale) } ?? []
        return Finding(
            .faceWidth, value: Statistics.median(widths), unit: "px", minimum: 200, tolerable: 90...Double.infinity,
            advice: "Move the camera closer or record at a higher resolution: the face needs 200 pixels of width.")
    }

    /// Share of pictures in which face or hair (a quarter of the face's height above it) touch the picture's edge.
    static func inFrame(_ track: FaceTrack) -> Finding {
        func isCut(_ mesh: FaceMesh?) -> Bool {
            guard let box = mesh?.box else { return false }
            return box.x < 0 || box.y - 0.25 * box.height < 0 || box.x + box.width > Float(track.width)
                || box.y + box.height > Float(track.height)
        }
        let frames = track.frames
        let seen = frames.count { $0 != nil }
        let share = seen == 0 ? nil : 100 * Double(frames.count(where: isCut)) / Double(seen)
        return Finding(
            .faceInFrame, value: share, unit: "% of pictures cut off", maximum: 1,
            spans: Statistics.spans(frames.indices, rate: track.framesPerSecond) { isCut(frames[$0]) },
            advice: "Leave some room above the hair and beside the face.")
    }

    static func glare(_ analysis: FootageAnalysis) -> Finding {
        Finding(
            .glassesGlare, value: Statistics.median(analysis.frames.compactMap { $0.detail?.glare }).map { $0 * 100 },
            unit: "% of the eye region", maximum: 5,
            spans: Statistics.spans(analysis.frames.indices, rate: analysis.framesPerSecond) {
                (analysis.frames[$0].detail?.glare ?? 0) > 0.05
            },
            advice: "Glasses reflect a light or window: tilt them, raise the light, or take them off.")
    }
}
