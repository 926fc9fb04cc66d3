import Testing

@testable import Stage

@Suite("The bitrate")
struct BitrateTests {
    @Test("stays at the quality's rate on a path without loss, for every quality", arguments: StreamQuality.allCases)
    func staysUp(quality: StreamQuality) {
        var controller = BitrateController(quality: quality)
        for _ in 0..<100 {
            #expect(controller.update(fractionLost: 0, roundTrip: .milliseconds(30)) == quality.bitsPerSecond)
        }
    }

    @Test("holds at losses that repetition repairs, falls by half the loss above, and never below the floor")
    func falls() {
        var controller = BitrateController(quality: .high)
        #expect(controller.update(fractionLost: 0.05, roundTrip: nil) == 2_000_000)
        #expect(controller.update(fractionLost: 0.2, roundTrip: nil) == 1_800_000)
        #expect(controller.update(fractionLost: 0.05, roundTrip: nil) == 1_800_000)
        for _ in 0..<50 { _ = controller.update(fractionLost: 0.5, roundTrip: nil) }
        #expect(controller.bitsPerSecond == controller.floor)
    }

    @Test("climbs back in equal steps within twenty seconds")
    func climbs() {
        var controller = BitrateController(quality: .medium)
        for _ in 0..<50 { _ = controller.update(fractionLost: 1, roundTrip: nil) }
        let rates = (0..<21).map { _ in controller.update(fractionLost: 0, roundTrip: nil) }
        #expect(rates.last == 1_000_000)
        let steps = zip(rates, rates.dropFirst()).map { $1 - $0 }.dropLast()
        #expect((steps.max() ?? 0) - (steps.min() ?? 0) <= 1)
    }

    @Test("falls when the round trip grows by more than a tenth of a second, before anything is lost")
    func hearsQueues() {
        var controller = BitrateController(quality: .high)
        _ = controller.update(fractionLost: 0, roundTrip: .milliseconds(40))
        #expect(controller.update(fractionLost: 0, roundTrip: .milliseconds(100)) == 2_000_000)
        #expect(controller.update(fractionLost: 0, roundTrip: .milliseconds(200)) == 1_700_000)
    }

    @Test("is not upset by nonsense", arguments: [Double.nan, .infinity, -1, 7])
    func survivesNonsense(lost: Double) {
        var controller = BitrateController(quality: .low)
        for _ in 0..<100 {
            let rate = controller.update(fractionLost: lost, roundTrip: .zero)
            #expect((controller.floor...controller.ceiling).contains(rate))
        }
    }
}
