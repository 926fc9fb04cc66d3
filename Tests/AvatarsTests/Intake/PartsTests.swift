import Testing

@testable import Avatars

@Suite("Parts of a recording")
struct PartsTests {
    @Test("--parts names listening, talking and idle")
    func parses() throws {
        let parts = try FootageParts(parsing: "0-15,15-105,105-120")
        #expect(parts.listening == TimeSpan(0, 15) && parts.talking == TimeSpan(15, 105))
        #expect(parts.idle == TimeSpan(105, 120))
        #expect(parts.named.map(\.name) == ["listening", "talking", "idle"])
    }

    @Test("minutes, spaces, missing parts and any order are understood")
    func parsesFreely() throws {
        let parts = try FootageParts(parsing: "none, 0.5-1:45 ,1:45-2:00")
        #expect(parts == FootageParts(talking: TimeSpan(0.5, 105), idle: TimeSpan(105, 120)))
        let turned = try FootageParts(parsing: "30-40,0-20,20-30")
        #expect(turned.named.map(\.name) == ["talking", "idle", "listening"])
    }

    @Test(
        "nonsense is refused",
        arguments: ["", "0-15", "0-15,15-20", "a-b,1-2,3-4", "0-15,15-105,105-", "1-2,-3-4,5-6", "0-1,1-2,2-3,3-4"])
    func malformed(text: String) {
        #expect(throws: PartsError.malformed(text)) { try FootageParts(parsing: text) }
    }

    @Test("parts that cannot be are named")
    func impossible() throws {
        #expect(throws: PartsError.noTalking) { try FootageParts(parsing: "0-1,none,2-3") }
        #expect(throws: PartsError.empty(part: "idle")) { try FootageParts(parsing: "0-1,1-2,5-4") }
        #expect(throws: PartsError.overlapping("listening", "talking")) { try FootageParts(parsing: "0-9,8-20,20-30") }
        let parts = try FootageParts(parsing: "0-15,15-105,105-120")
        #expect(throws: PartsError.outside(part: "idle", duration: 110)) { try parts.validated(duration: 110) }
        #expect(try parts.validated(duration: 119.8).idle == TimeSpan(105, 119.8))
    }

    /// Evidence written as letters, one per half second: `t` talks, `.` is silent, `n` is silent and nods, `v` hears a
    /// voice from elsewhere, `x` has no face.
    static func evidence(_ script: String) -> PartsFinder.Evidence {
        let rate = 10
        var evidence = PartsFinder.Evidence(
            framesPerSecond: Double(rate), voice: [], opening: [], headSpeed: [], hasFace: [])
        for letter in script {
            for _ in 0..<(rate / 2) {
                evidence.voice.append(letter == "t" || letter == "v")
                evidence.opening.append(letter == "t" ? 0.08 : 0.004)
                evidence.headSpeed.append(letter == "n" ? 0.5 : 0.05)
                evidence.hasFace.append(letter != "x")
            }
        }
        return evidence
    }

    @Test("the talking part is the speech, with its pauses and a little margin")
    func finds() {
        let parts = PartsFinder.find(Self.evidence("nnnnnnnnttttttt....tttttttttt........"))
        #expect(parts.listening == TimeSpan(0, 3.7))
        #expect(parts.talking == TimeSpan(3.7, 14.8))
        #expect(parts.idle == TimeSpan(14.8, 18.5))
    }

    @Test("the later silence is listening when it nods")
    func swapped() {
        let parts = PartsFinder.find(Self.evidence("........tttttttttttnnnnnnnn"))
        #expect(parts.idle?.start == 0 && parts.listening?.end == 13.5)
    }

    @Test("one long silence is shared, a short one is idle, and none is none")
    func oneSilence() {
        let shared = PartsFinder.find(Self.evidence("tttttttttt....................."))
        #expect(shared.listening != nil && shared.idle != nil)
        #expect(shared.listening?.end == shared.idle?.start)
        let short = PartsFinder.find(Self.evidence("tttttttttt......"))
        #expect(short.listening == nil && short.idle != nil)
        let none = PartsFinder.find(Self.evidence("tttttttttt"))
        #expect(none.listening == nil && none.idle == nil && none.talking != nil)
    }

    @Test("a voice from behind the camera does not talk, and pictures without a face are no part")
    func foreignVoice() {
        let parts = PartsFinder.find(Self.evidence("xxvv......ttttttttt......xx"))
        #expect(parts.talking == TimeSpan(4.7, 9.8))
        #expect(parts.listening?.start == 1 && parts.idle?.end == 12.5)
        #expect(PartsFinder.find(Self.evidence("vvvvvvvvvv")).talking == nil)
        #expect(PartsFinder.find(Self.evidence("xxxx")) == FootageParts())
    }
}
