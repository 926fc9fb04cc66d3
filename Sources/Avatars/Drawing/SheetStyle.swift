/// Colours and distances of the contact sheet.
enum SheetStyle {
    static let background = Ink(rgb: 0x14171c)
    static let panel = Ink(rgb: 0x1d2229)
    static let line = Ink(rgb: 0x39424e)
    static let text = Ink(rgb: 0xe8ecf1)
    static let quiet = Ink(rgb: 0x98a3b1)
    static let listening = Ink(rgb: 0x4f9dde)
    static let talking = Ink(rgb: 0xe0a73c)
    static let idle = Ink(rgb: 0x7a8ea8)
    static let opening = Ink(rgb: 0xf07b6a)
    static let loudness = Ink(rgb: 0x5cc8a7)
    static let face = Ink(rgb: 0x8fd3ff)

    static let margin = 32.0
    static let gap = 12.0
    static let width = 1920.0

    static func part(_ name: String) -> Ink {
        switch name {
        case "listening": listening
        case "talking": talking
        default: idle
        }
    }

    static func severity(_ severity: Severity) -> Ink {
        switch severity {
        case .fine: Ink(rgb: 0x55b66e)
        case .warning: Ink(rgb: 0xe8b93e)
        case .error: Ink(rgb: 0xe5534b)
        }
    }
}
