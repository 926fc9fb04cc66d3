/// What a word sounds like to English ears, roughly: words a recogniser or a speller confuses have the same key.
///
/// After Metaphone (L. Philips, "Hanging on the Metaphone", Computer Language 7(12), 1990), with voiced and unvoiced
/// sounds as one, and without vowels but for one at the beginning.
enum SoundKey {
    /// - Parameter word: Folded; anything but ASCII letters is passed over. nil for a word without two sounds.
    static func of(_ word: String) -> String? {
        let letters = word.utf8.filter { $0 &- 0x61 < 26 }
        guard letters.count >= 3 else { return nil }
        var key: [UInt8] = []
        var index = 0
        func letter(_ offset: Int) -> UInt8 {
            letters.indices.contains(index + offset) ? letters[index + offset] : 0
        }
        func isVowel(_ byte: UInt8) -> Bool { "aeiouy".utf8.contains(byte) }
        while index < letters.count {
            let (here, next) = (letters[index], letter(1))
            var taken = 1
            let sound: String
            switch Character(Unicode.Scalar(here)) {
            case "a", "e", "i", "o", "u", "y": sound = index == 0 ? "A" : ""
            case "b", "p":
                (sound, taken) = here == 0x70 && next == 0x68 ? ("F", 2) : ("P", 1)
            case "f", "v": sound = "F"
            case "w": sound = index == 0 && isVowel(next) ? "W" : ""
            case "h": sound = index == 0 && isVowel(next) ? "H" : ""
            case "d", "t":
                if next == 0x68 { (sound, taken) = ("T", 2) } else { sound = "T" }
            case "c":
                switch next {
                case 0x68: (sound, taken) = ("X", 2)
                case 0x65, 0x69, 0x79: sound = "S"
                case 0x6B: (sound, taken) = ("K", 2)
                default: sound = "K"
                }
            case "g":
                if next == 0x68 {
                    (sound, taken) = (isVowel(letter(2)) ? "K" : "", 2)
                } else if next == 0x6E && index == 0 {
                    sound = ""
                } else {
                    sound = next == 0x65 || next == 0x69 || next == 0x79 ? "X" : "K"
                }
            case "j": sound = "X"
            case "k": sound = index == 0 && next == 0x6E ? "" : "K"
            case "q": sound = "K"
            case "l": sound = "L"
            case "m": sound = "M"
            case "n": sound = "N"
            case "r": sound = "R"
            case "s":
                if next == 0x68 {
                    (sound, taken) = ("X", 2)
                } else if next == 0x63 && (letter(2) == 0x65 || letter(2) == 0x69) {
                    (sound, taken) = ("S", 2)
                } else {
                    sound = next == 0x69 && (letter(2) == 0x6F || letter(2) == 0x61) ? "X" : "S"
                }
            case "x": sound = index == 0 ? "S" : "KS"
            case "z": sound = "S"
            default: sound = ""
            }
            for byte in sound.utf8 where key.last != byte { key.append(byte) }
            index += taken
        }
        return key.count >= 2 ? String(decoding: key, as: UTF8.self) : nil
    }
}
