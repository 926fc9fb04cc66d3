internal import Synchronization

/// A pack's crops that were decoded lately, for all who render it. Any thread.
final class DecodedCrops: Sendable {
    private struct Entry {
        var image: MouthUnitImage
        var lastUse: Int
    }
    private struct Contents {
        var entries: [Int: Entry] = [:]
        var bytes = 0
        var uses = 0
    }
    private let contents = Mutex(Contents())

    /// Some 250 crops of a 1080p recording.
    private static let limit = 30_000_000

    subscript(unit: Int) -> MouthUnitImage? {
        contents.withLock { contents in
            contents.uses += 1
            contents.entries[unit]?.lastUse = contents.uses
            return contents.entries[unit]?.image
        }
    }

    /// Makes room by forgetting the quarter that was not used for the longest time.
    func keep(_ image: MouthUnitImage, of unit: Int) {
        contents.withLock { contents in
            guard contents.entries[unit] == nil else { return }
            if contents.bytes + image.bytes.count > Self.limit {
                let oldest = contents.entries.sorted { $0.value.lastUse < $1.value.lastUse }
                for (unit, entry) in oldest.prefix(max(1, oldest.count / 4)) {
                    contents.bytes -= entry.image.bytes.count
                    contents.entries.removeValue(forKey: unit)
                }
            }
            contents.entries[unit] = Entry(image: image, lastUse: contents.uses)
            contents.bytes += image.bytes.count
        }
    }
}
