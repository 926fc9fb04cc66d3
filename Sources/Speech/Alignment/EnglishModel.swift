internal import Foundation

/// Where the files of Debian's `pocketsphinx-en-us` lie.
struct EnglishModel: Equatable, Sendable {
    /// Folder of the acoustic model (16 kHz, 100 frames/s).
    let acoustic: URL
    /// Three-gram language model.
    let language: URL
    /// CMUdict without stress marks.
    let lexicon: URL

    /// Looks below the data folders of the XDG base directory specification, then where Debian installs it
    /// (`modeldir` of pocketsphinx.pc).
    /// - Throws: `modelMissing` with the first file that is in none of them.
    static func installed(in folders: [String] = dataFolders) throws(AlignmentError) -> EnglishModel {
        func find(_ name: String, proof: String) throws(AlignmentError) -> URL {
            for folder in folders {
                let url = URL(fileURLWithPath: folder).appending(path: "pocketsphinx/model/en-us/\(name)")
                if FileManager.default.isReadableFile(atPath: url.path + proof) { return url }
            }
            throw .modelMissing(file: "/usr/share/pocketsphinx/model/en-us/\(name)")
        }
        return EnglishModel(
            acoustic: try find("en-us", proof: "/mdef"), language: try find("en-us.lm.bin", proof: ""),
            lexicon: try find("cmudict-en-us.dict", proof: ""))
    }

    static var dataFolders: [String] {
        let listed = ProcessInfo.processInfo.environment["XDG_DATA_DIRS"] ?? ""
        return listed.split(separator: ":").map(String.init) + ["/usr/local/share", "/usr/share"]
    }
}
