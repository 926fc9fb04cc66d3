/// How far ahead of their slots pictures are planned, and how many of them are made: every one while there is time,
/// fewer when the workers fall behind. Pure.
///
/// A picture that is made too late costs as much as one in time and is worth nothing; one that is left out costs
/// nothing. So a stage that is late takes fewer and earlier, until those it takes are in time.
struct LivePace: Sendable {
    /// Steps from ease to distress.
    private static let steps: [(lead: Int, stride: Int)] = [
        (0, 1), (1, 1), (3, 1), (7, 2), (15, 3), (25, 5), (40, 8),
    ]
    /// The last of them that still makes every picture.
    private static let lastWhole = 2
    /// Pictures from one change for the worse to the next, so that it shows what the last one brought.
    private static let trial = 4
    /// Pictures in time before it is tried with less care: while every picture is made, and while some are left out.
    private static let recovery = (whole: 25, sparse: 8)

    private var step = 0
    private var changed = -1000
    private var lastMiss = -1000

    /// Slots before the slot that precedes a picture in which it is planned.
    var lead: Int { Self.steps[step].lead }
    /// Of so many pictures one is made.
    var stride: Int { Self.steps[step].stride }

    /// It was sent a slot after its own: begin earlier.
    mutating func wasLate(_ picture: Int) { tighten(picture, until: Self.lastWhole) }

    /// It was not sent: make fewer, too.
    mutating func wasDropped(_ picture: Int) { tighten(picture, until: Self.steps.count - 1) }

    mutating func wasInTime(_ picture: Int) {
        let recovery = step > Self.lastWhole ? Self.recovery.sparse : Self.recovery.whole
        guard step > 0, picture - max(lastMiss, changed) >= recovery else { return }
        (step, changed) = (step - 1, picture)
    }

    private mutating func tighten(_ picture: Int, until last: Int) {
        lastMiss = picture
        guard picture - changed >= Self.trial, step < last else { return }
        (step, changed) = (step + 1, picture)
    }
}
