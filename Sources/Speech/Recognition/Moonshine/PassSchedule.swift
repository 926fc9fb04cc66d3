/// When a pass over an utterance's sound is due. Pure: hangs on numbers of samples alone, never on a clock. All in
/// samples of 16 kHz.
///
/// While somebody speaks there is a pass now and then, for partial texts; as soon as they pause, one over all that was
/// said, so that the text is there before it is known whether they go on. A pass takes the whole segment under way, so
/// a long utterance is cut into segments, at a pause where there is one.
struct PassSchedule: Equatable, Sendable {
    private static let second = SphinxDecoder.sampleRate
    /// All that is kept of an utterance.
    private static let utterance = 60 * second
    /// Sound before the first partial text, and more sound for each further: at least so much, and a sixth of the
    /// segment, so that passes take the same part of the processor's time whatever its length.
    private static let first = 8 * second / 10
    private static let further = 48 * second / 100
    private static let part = 6
    /// Silence that is a pause.
    private static let pause = second / 10
    /// What a text must have heard beyond the last speech: the end of a consonant that is taken for silence.
    private static let trail = 6 * second / 100
    /// From here on a pause ends the segment, and there the next pass does.
    private static let (long, longest) = (10 * second, 20 * second)
    /// The model takes no less, and it holds no word.
    private static let shortest = second / 10

    private(set) var fed = 0
    /// What the last text heard.
    private(set) var covered = 0
    /// What the last text of a pause heard.
    private var settled = 0
    /// Where the segment begins.
    private(set) var begin = 0
    /// The end of the speech heard so far; nil while nobody says, which counts as speech throughout.
    var spoken: Int?
    var isFinished = false

    /// - Returns: How many of the samples are taken.
    mutating func feed(_ count: Int) -> Int {
        let taken = isFinished ? 0 : min(count, Self.utterance - fed)
        fed += taken
        return taken
    }

    /// How many samples of the segment the next pass takes.
    var length: Int { min(fed - begin, Self.longest) }

    /// A pass over so many samples of the segment is done.
    ///
    /// - Parameter isSettling: It was begun when ``isUrgent``.
    /// - Returns: Whether the segment ends with it.
    mutating func take(_ count: Int, isSettling: Bool) -> Bool {
        covered = begin + count
        if isSettling { settled = covered }
        guard count >= (isPausing ? Self.long : Self.longest) else { return false }
        begin = covered
        return true
    }

    private var isPausing: Bool { fed - (spoken ?? fed) >= Self.pause }
    /// Somebody waits for the text of all that was said.
    var isUrgent: Bool { isFinished || isPausing }

    var isDue: Bool {
        guard fed - begin >= Self.shortest else { return false }
        let said = min(spoken.map { $0 + Self.trail } ?? fed, fed)
        if isUrgent { return settled < said }
        let fresh = fed - covered
        return covered == 0 ? fresh >= Self.first : fresh >= max(Self.further, (fed - begin) / Self.part)
    }
}
