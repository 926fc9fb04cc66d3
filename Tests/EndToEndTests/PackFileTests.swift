import Foundation
import Testing

/// Packs as files: copied, archived, installed, damaged.
@Suite struct PackFileTests {
    @Test("an archive is as good as the folder, and the same pack gives the same archive")
    func archive() throws {
        let pack = try BuiltPack.path()
        try Scratch.use { folder in
            for name in ["a.visavis", "b.visavis"] {
                #expect(try Executable.run("avatar", "pack", pack, name, in: folder).exitCode == 0)
            }
            let archive = folder.appending(path: "a.visavis")
            #expect(try Data(contentsOf: archive) == Data(contentsOf: folder.appending(path: "b.visavis")))
            let cache = ["XDG_CACHE_HOME": folder.appending(path: "cache").path]
            let words = ["avatar", "say", "--text", "Hi.", "--size", "360p"]
            for (name, given) in [("folder", pack), ("archive", archive.path)] {
                let outcome = try Executable.run(
                    words + ["--avatar", given, "--out", "\(name).mp4"], in: folder, environment: cache)
                #expect(outcome.exitCode == 0)
            }
            let fromFolder = try Data(contentsOf: folder.appending(path: "folder.mp4"))
            #expect(fromFolder == (try Data(contentsOf: folder.appending(path: "archive.mp4"))))
            #expect(try Executable.run("avatar", "pack", pack, "a.visavis", in: folder).exitCode == 73)
        }
    }

    @Test("an archive that breaks off is named as damaged, whatever the place", arguments: [0.0001, 0.3, 0.8])
    func truncated(share: Double) throws {
        let pack = try BuiltPack.path()
        try Scratch.use { folder in
            #expect(try Executable.run("avatar", "pack", pack, "a.visavis", in: folder).exitCode == 0)
            let file = folder.appending(path: "a.visavis")
            let bytes = try Data(contentsOf: file)
            try bytes.prefix(Int(Double(bytes.count) * share)).write(to: file)
            try Self.expectUnusable("a.visavis", "a.visavis", in: folder)
        }
    }

    @Test("an archive with a way out of its folder is refused, and nothing is written there")
    func escaping() throws {
        try Scratch.use { folder in
            var header = [UInt8](repeating: 0, count: 512)
            // ustar (POSIX.1-2017, pax): name, mode, size, checksum, type, magic.
            func put(_ text: String, at offset: Int) {
                header.replaceSubrange(offset..<(offset + text.utf8.count), with: text.utf8)
            }
            put("../escaped.txt", at: 0)
            put("0000644", at: 100)
            put("00000000004", at: 124)
            put("        ", at: 148)
            put("0", at: 156)
            put("ustar\0" + "00", at: 257)
            let sum = header.reduce(0) { $0 + Int($1) }
            put(String(format: "%06o\0 ", sum), at: 148)
            let file = header + Array("evil".utf8) + [UInt8](repeating: 0, count: 508 + 1024)
            try Data(file).write(to: folder.appending(path: "a.visavis"))
            try Self.expectUnusable("a.visavis", "no pack has", in: folder)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).contains("escaped.txt") == false)
        }
    }

    @Test(
        "damage is named with the file it is in",
        arguments: ["body.clip", "graph.bin", "mouth.bin", "track.bin", "units.bin", "thumbnail.jpg"])
    func damaged(name: String) throws {
        try Scratch.use { folder in
            let file = try BuiltPack.copy(to: folder).appending(path: name)
            var bytes = try Data(contentsOf: file)
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: file)
            try Self.expectUnusable("copy", name, in: folder)
        }
    }

    @Test(
        "a newer and a foreign pack are told apart",
        arguments: [
            ("\"version\" : 1", "\"version\" : 9", "format version 9"),
            ("visavis-avatar-pack", "another-pack", "not an avatar pack"),
        ])
    func otherVersions(from: String, to: String, reason: String) throws {
        try Scratch.use { folder in
            let file = try BuiltPack.copy(to: folder).appending(path: "manifest.json")
            let text = try String(contentsOf: file, encoding: .utf8)
            try Data(text.replacingOccurrences(of: from, with: to).utf8).write(to: file)
            try Self.expectUnusable("copy", reason, in: folder)
        }
    }

    @Test("an id that nobody has, and an empty folder, are no packs")
    func missing() throws {
        try Scratch.use { folder in
            try Self.expectUnusable("nobody", "no avatar pack at nobody", in: folder)
            try FileManager.default.createDirectory(
                at: folder.appending(path: "empty"), withIntermediateDirectories: true)
            try Self.expectUnusable("empty", "no avatar pack", in: folder)
        }
    }

    @Test("installed avatars are listed and found by id, as folders and as archives")
    func installed() throws {
        let pack = try BuiltPack.path()
        try Scratch.use { folder in
            let environment = [
                "VISAVIS_AVATARS": folder.path, "XDG_CACHE_HOME": folder.appending(path: "cache").path,
            ]
            let none = try Executable.run(["avatar", "list"], environment: environment)
            #expect(none.exitCode == 0 && none.errors.contains("no avatar is installed"))
            let archive = folder.appending(path: "\(BuiltPack.name).visavis").path
            #expect(try Executable.run("avatar", "pack", pack, archive).exitCode == 0)
            let list = try Executable.run(["avatar", "list"], environment: environment)
            #expect(list.output.contains(BuiltPack.name) && list.output.contains("synthetic"))
            let info = try Executable.run(["avatar", "info", BuiltPack.name], environment: environment)
            #expect(info.exitCode == 0)
        }
    }

    private static func expectUnusable(_ pack: String, _ reason: String, in folder: URL) throws {
        let cache = ["XDG_CACHE_HOME": folder.appending(path: "cache").path]
        for words in [["info", pack], ["say", "--avatar", pack, "--text", "Hi.", "--out", "a.mp4"]] {
            let outcome = try Executable.run(["avatar"] + words, in: folder, environment: cache)
            #expect(outcome.exitCode == 2)
            #expect(outcome.errors.contains(reason), "\(outcome.errors)")
            #expect(outcome.errors.filter { $0 == "\n" }.count == 1)
        }
        #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "a.mp4").path))
    }
}
