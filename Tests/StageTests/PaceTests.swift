import Testing

@testable import Stage

@Suite("A live stream's pace")
struct PaceTests {
    @Test("makes every picture while they are in time")
    func isWhole() {
        var pace = LivePace()
        for picture in 0..<1000 {
            pace.wasInTime(picture)
            #expect(pace.stride == 1 && pace.lead == 0)
        }
    }

    @Test("begins earlier when pictures are late, and still makes every one")
    func beginsEarlier() {
        var pace = LivePace()
        for picture in 0..<100 { pace.wasLate(picture) }
        #expect(pace.stride == 1)
        #expect(pace.lead == 3)
    }

    @Test("makes fewer when pictures are dropped, and all again once they are in time")
    func makesFewer() {
        var pace = LivePace()
        for picture in 0..<100 { pace.wasDropped(picture) }
        #expect(pace.stride == 8)
        for picture in 100..<400 { pace.wasInTime(picture) }
        #expect(pace.stride == 1 && pace.lead == 0)
    }
}
