internal import CArchive
internal import Cryptography
package import Foundation
package import Rendering

/// A pack in one file: an uncompressed tar (its contents are compressed already) named `.visavis`.
package enum PackArchive {
    /// No pack of ours is larger; a file that claims to be is refused before anything is written.
    private static let maximumBytes = 2_000_000_000
    private static let maximumFiles = 64
    /// POSIX's S_IFREG, as libarchive's `AE_IFREG` has it.
    private static let plainFile: UInt32 = 0o100000

    /// Writes the files of a pack's folder as an archive. Same folder, same bytes; the file appears whole or not at all.
    package static func pack(_ folder: URL, into target: URL) throws(PackError) {
        let manifest = try AvatarPack.manifest(of: folder)
        let partial = target.deletingLastPathComponent().appending(path: ".\(target.lastPathComponent).partial")
        defer { try? FileManager.default.removeItem(at: partial) }
        try write([AvatarPack.FileName.manifest] + manifest.files.keys.sorted(), of: folder, into: partial)
        guard rename(partial.path, target.path) == 0 else {
            throw .cannotWrite(path: target.path, reason: String(cString: strerror(errno)))
        }
    }

    private static func write(_ files: [String], of folder: URL, into target: URL) throws(PackError) {
        guard let archive = archive_write_new() else { throw .cannotWrite(path: target.path, reason: "out of memory") }
        defer { archive_write_free(archive) }
        archive_write_set_format_pax_restricted(archive)
        guard archive_write_open_filename(archive, target.path) == ARCHIVE_OK else {
            throw .cannotWrite(path: target.path, reason: message(archive))
        }
        for file in files {
            guard let data = try? Data(contentsOf: folder.appending(path: file), options: .mappedIfSafe) else {
                throw .damaged(file: file, reason: "is missing")
            }
            let entry = archive_entry_new()
            defer { archive_entry_free(entry) }
            archive_entry_set_pathname(entry, file)
            archive_entry_set_size(entry, Int64(data.count))
            archive_entry_set_filetype(entry, plainFile)
            archive_entry_set_perm(entry, 0o644)
            let written =
                archive_write_header(archive, entry) == ARCHIVE_OK
                ? data.withUnsafeBytes { archive_write_data(archive, $0.baseAddress, $0.count) } : -1
            guard written == data.count else { throw .cannotWrite(path: target.path, reason: message(archive)) }
        }
        guard archive_write_close(archive) == ARCHIVE_OK else {
            throw .cannotWrite(path: target.path, reason: message(archive))
        }
    }

    /// Unpacks into a folder named by the archive's own hash; an archive unpacked before is not unpacked again.
    ///
    /// Entries may only be plain files directly in the archive; anything else is named as damage. The folder appears
    /// whole or not at all.
    package static func unpack(_ file: URL, into cache: URL) throws(PackError) -> URL {
        // A device or a pipe has no end.
        let attributes = try? FileManager.default.attributesOfItem(atPath: file.resolvingSymlinksInPath().path)
        guard attributes?[.type] as? FileAttributeType == .typeRegular,
            let size = attributes?[.size] as? Int, size <= maximumBytes,
            let bytes = try? Data(contentsOf: file, options: .mappedIfSafe)
        else { throw .damaged(file: file.lastPathComponent, reason: "cannot be read, or is larger than 2 GB") }
        let target = cache.appending(path: SHA256.hex(of: bytes))
        if FileManager.default.fileExists(atPath: target.path) { return target }
        let partial = cache.appending(path: ".\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: partial) }
        do {
            try FileManager.default.createDirectory(at: partial, withIntermediateDirectories: true)
        } catch {
            throw .cannotWrite(path: cache.path, reason: error.localizedDescription)
        }
        try extract(bytes, named: file.lastPathComponent, into: partial)
        do {
            try FileManager.default.moveItem(at: partial, to: target)
        } catch  where !FileManager.default.fileExists(atPath: target.path) {
            throw .cannotWrite(path: target.path, reason: error.localizedDescription)
        } catch {
            // Another process unpacked the same archive meanwhile; its folder holds the same bytes.
        }
        return target
    }

    private static func extract(_ bytes: Data, named name: String, into folder: URL) throws(PackError) {
        guard let archive = archive_read_new() else { throw .damaged(file: name, reason: "cannot be read") }
        defer { archive_read_free(archive) }
        archive_read_support_format_tar(archive)
        let failure = bytes.withUnsafeBytes { buffer -> PackError? in
            guard archive_read_open_memory(archive, buffer.baseAddress, buffer.count) == ARCHIVE_OK else {
                return .foreign(path: name)
            }
            do throws(PackError) {
                try extractEntries(archive, named: name, size: bytes.count, into: folder)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }

    private static func extractEntries(
        _ archive: OpaquePointer, named name: String, size archiveBytes: Int, into folder: URL
    ) throws(PackError) {
        var count = 0
        var entry: OpaquePointer?
        while true {
            let status = archive_read_next_header(archive, &entry)
            if status == ARCHIVE_EOF { break }
            guard status == ARCHIVE_OK else {
                throw count == 0
                    ? .foreign(path: name) : .damaged(file: name, reason: "ends or breaks off in the middle")
            }
            let path = archive_entry_pathname(entry).map { String(cString: $0) } ?? ""
            let size = Int(archive_entry_size(entry))
            count += 1
            guard count <= maximumFiles, archive_entry_filetype(entry) == plainFile, !path.isEmpty,
                !path.contains("/"), !path.hasPrefix("."), (0...archiveBytes).contains(size)
            else { throw .damaged(file: name, reason: "holds an entry that no pack has (\(path.prefix(80)))") }
            var contents = Data(count: size)
            let read = contents.withUnsafeMutableBytes { archive_read_data(archive, $0.baseAddress, $0.count) }
            guard read == size else { throw .damaged(file: name, reason: "ends or breaks off in the middle") }
            do {
                try contents.write(to: folder.appending(path: path))
            } catch {
                throw .cannotWrite(path: folder.path, reason: error.localizedDescription)
            }
        }
        if count == 0 { throw .foreign(path: name) }
    }

    private static func message(_ archive: OpaquePointer) -> String {
        archive_error_string(archive).map { String(cString: $0) } ?? "unknown reason"
    }
}
