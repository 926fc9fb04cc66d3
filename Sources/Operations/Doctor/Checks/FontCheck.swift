internal import Foundation

/// A font for the words on contact sheets.
enum FontCheck {
    static func examine() -> Examination {
        let folders = ["/usr/share/fonts", "/usr/local/share/fonts"]
        let hasFont = folders.contains { folder in
            guard let files = FileManager.default.enumerator(atPath: folder) else { return false }
            return files.contains { ($0 as? String).map { $0.hasSuffix(".ttf") || $0.hasSuffix(".otf") } ?? false }
        }
        if hasFont { return .fine("fonts", "there are fonts for contact sheets") }
        return Examination(
            "fonts", .warning, "there is no font; contact sheets will have no words",
            advice: "apt-get install fonts-dejavu-core")
    }
}
