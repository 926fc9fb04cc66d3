import Core
import Cryptography
import Foundation
import Rendering
import Testing

@testable import Avatars

/// Folders for packs and for unpacked archives, removed with the value.
private final class Shelf {
    let root = FileManager.default.temporaryDirectory.appending(path: "shelf-\(UUID().uuidString)")
    var first: URL { root.appending(path: "first") }
    var second: URL { root.appending(path: "second") }
    var cache: URL { root.appending(path: "cache") }
    var catalogue: AvatarCatalogue { AvatarCatalogue(folders: [first, second], cache: cache) }

    init() throws {
        for folder in [first, second] {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    /// A pack as far as catalogue and archive look: a manifest and the files it lists.
    @discardableResult
    func put(_ id: String, name: String, in shelf: URL, files: [String: String] = ["mouth.bin": "lips"]) throws -> URL {
        let folder = shelf.appending(path: id)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (file, text) in files { try Data(text.utf8).write(to: folder.appending(path: file)) }
        let manifest = PackManifest(
            id: id, name: name, voice: "slt", framesPerSecond: 25, size: .init(width: 640, height: 360),
            sourceSize: .init(width: 640, height: 360), parts: [], expressions: [], unitCount: 1,
            alignment: .init(source: "transcript", confidence: 1, closuresConfirmed: 1), consent: .synthetic,
            provenance: [:],
            files: files.mapValues { .init(bytes: $0.utf8.count, sha256: SHA256.hex(of: Data($0.utf8))) })
        try JSONEncoder().encode(manifest).write(to: folder.appending(path: "manifest.json"))
        return folder
    }
}

@Suite("Catalogue")
struct CatalogueTests {
    @Test("an id is looked up folder by folder, earlier ones win, and archives count")
    func byID() throws {
        let shelf = try Shelf()
        let ada = try shelf.put("ada", name: "Ada", in: shelf.first)
        try shelf.put("ada", name: "Another Ada", in: shelf.second)
        let bob = try shelf.put("bob", name: "Bob", in: shelf.root)
        try PackArchive.pack(bob, into: shelf.second.appending(path: "bob.visavis"))
        #expect(try shelf.catalogue.folder(of: "ada").path == ada.path)
        #expect(try AvatarPack.manifest(of: shelf.catalogue.folder(of: "bob")).name == "Bob")
        #expect(shelf.catalogue.installed().map(\.name) == ["Ada", "Bob"])
    }

    @Test(
        "what is neither a path nor an id is missing, and ids lead nowhere else",
        arguments: ["", "nobody", "../first/ada", "a b", ".", "ada/.."])
    func missing(reference: String) throws {
        let shelf = try Shelf()
        try shelf.put("ada", name: "Ada", in: shelf.first)
        #expect(throws: PackError.self) { try shelf.catalogue.open(reference) }
    }

    @Test("rubbish beside the avatars is left out of the list")
    func rubbish() throws {
        let shelf = try Shelf()
        try shelf.put("ada", name: "Ada", in: shelf.first)
        try Data("notes".utf8).write(to: shelf.first.appending(path: "notes.txt"))
        try FileManager.default.createDirectory(
            at: shelf.first.appending(path: "empty"), withIntermediateDirectories: true)
        #expect(shelf.catalogue.installed().map(\.id) == ["ada"])
    }

    @Test("the environment names folders and cache")
    func environment() {
        let catalogue = AvatarCatalogue.standard(environment: ["VISAVIS_AVATARS": "/a:/b", "HOME": "/nowhere"])
        #expect(catalogue.folders.map(\.path) == ["/a", "/b"])
    }
}

@Suite("Archives")
struct ArchiveTests {
    @Test("what is packed comes out again, and the same folder gives the same bytes")
    func roundTrip() throws {
        let shelf = try Shelf()
        let files = ["mouth.bin": "lips", "body.clip": String(repeating: "frames", count: 9999), "empty": ""]
        let ada = try shelf.put("ada", name: "Ada", in: shelf.first, files: files)
        try Data("not listed".utf8).write(to: ada.appending(path: "notes.txt"))
        let (one, two) = (shelf.root.appending(path: "1.visavis"), shelf.root.appending(path: "2.visavis"))
        try PackArchive.pack(ada, into: one)
        try PackArchive.pack(ada, into: two)
        #expect(try Data(contentsOf: one) == Data(contentsOf: two))
        let folder = try PackArchive.unpack(one, into: shelf.cache)
        #expect(folder == (try PackArchive.unpack(two, into: shelf.cache)))
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.sorted() == ["body.clip", "empty", "manifest.json", "mouth.bin"])
        for (name, text) in files {
            #expect(try Data(contentsOf: folder.appending(path: name)) == Data(text.utf8))
        }
    }

    @Test("an archive cut anywhere is refused and leaves nothing in the cache", arguments: [0, 1, 511, 512, 700, 3000])
    func cut(length: Int) throws {
        let shelf = try Shelf()
        let ada = try shelf.put(
            "ada", name: "Ada", in: shelf.first, files: ["body.clip": String(repeating: "frames", count: 9999)])
        let archive = shelf.root.appending(path: "ada.visavis")
        try PackArchive.pack(ada, into: archive)
        try Data(contentsOf: archive).prefix(length).write(to: archive)
        #expect(throws: PackError.self) { try PackArchive.unpack(archive, into: shelf.cache) }
        #expect(((try? FileManager.default.contentsOfDirectory(atPath: shelf.cache.path)) ?? []).isEmpty)
    }

    @Test("seeded damage gives a folder or an error, never a crash or a file outside")
    func damage() throws {
        let shelf = try Shelf()
        let ada = try shelf.put("ada", name: "Ada", in: shelf.first)
        let archive = shelf.root.appending(path: "ada.visavis")
        try PackArchive.pack(ada, into: archive)
        let whole = try Data(contentsOf: archive)
        var random = SplitMix64(seed: 9)
        for _ in 0..<200 {
            var bytes = whole
            for _ in 0..<4 {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
            }
            try bytes.write(to: archive)
            _ = try? PackArchive.unpack(archive, into: shelf.cache)
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: shelf.root.path).sorted()
        #expect(names == ["ada.visavis", "cache", "first", "second"])
    }

    @Test("a device is no archive")
    func device() throws {
        let shelf = try Shelf()
        #expect(throws: PackError.self) {
            try PackArchive.unpack(URL(fileURLWithPath: "/dev/zero"), into: shelf.cache)
        }
    }

    @Test("a file listed but missing is named, a place that cannot be written to as well, and nothing is left")
    func packing() throws {
        let shelf = try Shelf()
        let ada = try shelf.put("ada", name: "Ada", in: shelf.first)
        let target = URL(fileURLWithPath: "/no/such/folder/ada.visavis")
        let error = #expect(throws: PackError.self) { try PackArchive.pack(ada, into: target) }
        if case .cannotWrite? = error {} else { Issue.record("\(String(describing: error))") }
        try FileManager.default.removeItem(at: ada.appending(path: "mouth.bin"))
        #expect(throws: PackError.damaged(file: "mouth.bin", reason: "is missing")) {
            try PackArchive.pack(ada, into: shelf.second.appending(path: "ada.visavis"))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: shelf.second.path).isEmpty)
    }
}
