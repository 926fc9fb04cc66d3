import Testing
import Tracking

@testable import Avatars

@Suite("Footage checks")
struct FootageCheckTests {
    let footage = DrawnFootage()

    @Test("a good recording has every check, all fine")
    func good() {
        let findings = FootageChecks.findings(footage.analysis())
        #expect(findings.pressing.isEmpty)
        #expect(Set(findings.map(\.check)) == Set(CheckID.allCases))
        #expect(findings.count == CheckID.allCases.count)
    }

    @Test("what is not fine has one sentence of advice")
    func advice() {
        var footage = footage
        footage.facts.width = 640
        footage.facts.height = 480
        footage.facts.isVariableRate = true
        for finding in FootageChecks.findings(footage.analysis(audio: AudioStatistics()))
        where finding.severity != .fine {
            #expect(finding.advice?.hasSuffix(".") == true)
        }
    }

    @Test(
        "size and rate",
        arguments: [
            (1920, 1080, 25.0, Severity.fine, Severity.fine), (1080, 1920, 29.97, .fine, .fine),
            (1280, 720, 23.976, .warning, .fine), (640, 480, 20, .error, .warning), (3840, 2160, 10, .fine, .error),
        ])
    func picture(width: Int, height: Int, rate: Double, size: Severity, speed: Severity) {
        let facts = FootageFacts(width: width, height: height, sourceRate: rate, duration: 120)
        #expect(RecordingChecks.size(facts).severity == size)
        #expect(RecordingChecks.rate(facts).severity == speed)
    }

    @Test(
        "length",
        arguments: [
            (120.0, false, Severity.fine), (60, false, .error), (60, true, .warning), (15, true, .warning),
            (6, true, .error),
        ])
    func length(seconds: Double, allowShort: Bool, severity: Severity) {
        #expect(RecordingChecks.duration(seconds, allowShort: allowShort).severity == severity)
    }

    @Test("a missing face is a warning while it is rare")
    func missingFace() {
        var track = footage.track
        for index in 1000..<1050 { track.sightings[index].mesh = nil }
        let finding = FaceChecks.present(track)
        #expect(finding.severity == .warning)
        #expect(finding.spans == [TimeSpan(40, 42)])
        for index in 1000..<2000 { track.sightings[index].mesh = nil }
        #expect(FaceChecks.present(track).severity == .error)
    }

    @Test("only a second face of some size counts")
    func secondFace() {
        var track = footage.track
        for index in stride(from: 0, to: 1000, by: 5) {
            track.sightings[index].secondBox = PixelBox(x: 0, y: 0, width: 100, height: 100)
        }
        #expect(FaceChecks.secondFace(track).severity == .fine)
        for index in stride(from: 0, to: 1000, by: 5) {
            track.sightings[index].secondBox = PixelBox(x: 0, y: 0, width: 300, height: 300)
        }
        #expect(FaceChecks.secondFace(track).severity == .warning)
    }

    @Test("another shot is an error, a jump of the head a warning")
    func cuts() {
        var frames = footage.frames
        frames[800].difference = 30
        frames[800].histogramCorrelation = 0.4
        let cut = RecordingChecks.cuts(footage.analysis(frames: frames))
        #expect(cut.severity == .error && cut.spans == [TimeSpan(32, 32.04)])
        let brief = DrawnFootage.brief
        var track = brief.track
        for index in 300..<track.count {
            track.sightings[index].mesh = DrawnFootage.mesh(opening: brief.opening(index), x: 1040)
        }
        let jump = RecordingChecks.cuts(brief.analysis(track: track))
        #expect(jump.severity == .warning && jump.spans == [TimeSpan(12, 12.04)])
    }

    @Test("repeats are counted beyond those a slower source needs")
    func repeats() {
        var frames = footage.frames
        for index in stride(from: 25, to: frames.count, by: 25) { frames[index].difference = 0 }
        #expect(RecordingChecks.repeated(footage.analysis(frames: frames)).severity == .warning)
        var cinema = footage
        cinema.facts.sourceRate = 24
        #expect(RecordingChecks.repeated(cinema.analysis(frames: frames)).severity == .fine)
    }

    @Test("a hand-held camera is refused, a shaky table warned about")
    func camera() {
        var frames = footage.frames
        for index in frames.indices { frames[index].shift = index % 2 == 0 ? 0.8 : 0.1 }
        #expect(CameraChecks.motion(footage.analysis(frames: frames)).severity == .warning)
        for index in frames.indices { frames[index].shift = 2.5 }
        #expect(CameraChecks.motion(footage.analysis(frames: frames)).severity == .error)
        for index in frames.indices { frames[index].drift = SIMD2(Float(index) / 400, 0) }
        #expect(CameraChecks.drift(footage.analysis(frames: frames)).severity == .warning)
    }

    @Test("flicker, drifting light and a changing white balance are told apart")
    func light() {
        func pressing(_ luma: (Int) -> Float, _ u: (Int) -> Float = { _ in 120 }) -> [CheckID] {
            var frames = footage.frames
            for index in frames.indices {
                frames[index].face = FaceColour(luma: luma(index), u: u(index), v: 140, clipped: 0)
            }
            return LightChecks.findings(footage.analysis(frames: frames)).pressing
        }
        #expect(pressing { $0 % 2 == 0 ? 138 : 142 } == [.flicker])
        #expect(pressing { 120 + Float($0) / 100 } == [.lightDrift])
        #expect(pressing({ _ in 140 }, { 115 + Float($0) / 300 }) == [.whiteBalance])
        #expect(pressing { _ in 30 } == [.exposure])
    }

    @Test("sound while silent, open lips while silent, and silence while talking are found where they are")
    func behaviour() {
        let parts = FootageParts(listening: TimeSpan(0, 15), talking: TimeSpan(15, 105), idle: TimeSpan(105, 120))
        var audio = footage.audio
        for hop in 200..<400 { audio.levels[hop] = -25 }
        let noisy = SoundChecks.silentSound(footage.analysis(parts: parts, audio: audio))
        #expect(noisy.severity == .warning && noisy.spans == [TimeSpan(2, 4)])
        for hop in 3000..<8000 { audio.voice[hop] = false }
        let quiet = MouthChecks.speechShare(footage.analysis(parts: parts, audio: audio))
        #expect(quiet.severity == .warning && quiet.spans == [TimeSpan(30, 80)])
        let brief = DrawnFootage.brief
        var track = brief.track
        for index in 410..<460 { track.sightings[index].mesh = DrawnFootage.mesh(opening: 0.06) }
        let open = MouthChecks.silentMouth(brief.analysis(track: track))
        #expect(open.severity == .warning && open.spans == [TimeSpan(16.4, 18.4)])
    }

    @Test("sound that ends before the picture is no trouble")
    func earlyEnd() {
        var audio = footage.audio
        audio.levels.removeLast(4000)
        audio.voice.removeLast(4000)
        #expect(FootageChecks.findings(footage.analysis(audio: audio)).count == CheckID.allCases.count)
    }

    @Test("a recording without sound is refused")
    func noSound() {
        var silent = footage
        silent.facts.audioChannels = 0
        let analysis = silent.analysis(parts: FootageParts(idle: TimeSpan(0, 120)), audio: AudioStatistics())
        let findings = FootageChecks.findings(analysis)
        #expect(findings[.sound].severity == .error)
        #expect(findings[.talkingPart].severity == .error)
    }

    @Test("sound that comes late or early is measured", arguments: [-6, 0, 5])
    func lag(pictures: Int) {
        var audio = footage.audio
        for hop in audio.levels.indices {
            let index = Int(Double(hop) / 4) + pictures
            audio.levels[hop] = index >= 0 && index < footage.count && footage.opening(index) > 0.05 ? -20 : -60
        }
        // Opening and shutting every 12 pictures repeats itself, so the true lag must be the nearest.
        let value = MouthChecks.lag(footage.analysis(audio: audio)).value
        #expect(value.map { Int(($0 / 40).rounded()) }.map { ($0 - pictures) % 12 == 0 } == true)
    }

    @Test("no face at all: refused, and nothing crashes")
    func nobody() {
        let track = FaceTrack(
            sightings: [FaceSighting](repeating: FaceSighting(), count: 500), framesPerSecond: 25, width: 1920,
            height: 1080)
        let findings = FootageChecks.findings(
            DrawnFootage.brief.analysis(
                track: track, frames: [FrameStatistics](repeating: FrameStatistics(), count: 500)))
        #expect(findings[.facePresent].severity == .error)
        #expect(findings.count == CheckID.allCases.count)
    }
}
