/// The phones of the alignment and what is shared between them.
///
/// The set is CMU's (39 phones) plus "ax", the unstressed "ah" of flite's lexicon, and "sil".
enum PhoneSet {
    static let vowels: Set<String> = [
        "aa", "ae", "ah", "ao", "aw", "ax", "ay", "eh", "er", "ey", "ih", "iy", "ow", "oy", "uh", "uw",
    ]
    /// What a phone asks of the lips.
    enum Mouth {
        /// Pressed together (p, b, m).
        case closed
        /// Lower lip at the teeth (f, v).
        case bitten
        /// Well open.
        case wide
        case free
    }
    /// By the phone's index.
    static let mouth: [Mouth] = symbols.map { symbol in
        switch symbol {
        case "p", "b", "m": .closed
        case "f", "v": .bitten
        case "aa", "ae", "ah", "ao", "aw", "ay": .wide
        default: .free
        }
    }

    static let symbols = [
        "sil", "aa", "ae", "ah", "ao", "aw", "ax", "ay", "b", "ch", "d", "dh", "eh", "er", "ey", "f", "g", "hh", "ih",
        "iy", "jh", "k", "l", "m", "n", "ng", "ow", "oy", "p", "r", "s", "sh", "t", "th", "uh", "uw", "v", "w", "y",
        "z", "zh",
    ]
    static let index = Dictionary(uniqueKeysWithValues: symbols.enumerated().map { ($1, $0) })

    /// Groups of like articulation: a phone with few examples leans on its group.
    static let groups: [[String]] = [
        ["sil"], ["p", "t", "k"], ["b", "d", "g"], ["ch", "jh", "sh", "zh"], ["s", "z"], ["f", "v", "th", "dh", "hh"],
        ["m", "n", "ng"], ["l", "r", "er"], ["w", "y"], ["iy", "ih", "ey"], ["eh", "ae"], ["aa", "ao", "ah", "ax"],
        ["uw", "uh", "ow"], ["ay", "aw", "oy"],
    ]
    /// Group of each phone, by the phone's index.
    static let group: [Int] = symbols.map { symbol in groups.firstIndex { $0.contains(symbol) }! }
    static let silence = 0
}
