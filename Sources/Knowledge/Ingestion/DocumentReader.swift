package import ExtractWire
internal import Foundation
internal import Synchronization

/// A document as it was handed in.
package struct DocumentSource: Equatable, Sendable {
    /// File name or last part of the address; tells Markdown and CSV from plain text.
    package var name: String
    /// Content-Type, where one came along.
    package var mediaType: String?
    package var bytes: [UInt8]

    package init(name: String, mediaType: String? = nil, bytes: [UInt8]) {
        self.name = name
        self.mediaType = mediaType
        self.bytes = bytes
    }
}

/// What a document says.
package struct IngestedDocument: Equatable, Sendable {
    package var format: DocumentFormat
    /// The one it gives itself.
    package var title: String?
    /// In the document's order; never empty.
    package var passages: [PassageDraft]
}

/// Reads documents of any format in processes that may die over them; `visavis-extract` is started with the first
/// document and ends when none came for a while. Any thread.
package final class DocumentReader: Sendable {
    private let limits: IngestionLimits
    private let lanes: [ExtractLane]
    private let waiting = Atomic(0)

    /// - Parameter executable: Path of `visavis-extract`; nil for the one that VISAVIS_EXTRACT names, or else the one
    ///   beside the program that is running.
    package init(limits: IngestionLimits = IngestionLimits(), executable: String? = nil) {
        self.limits = limits
        lanes = (0..<limits.atOnce).map { _ in ExtractLane(configured: executable, idleTime: limits.idleSeconds) }
    }

    /// Reads a document and cuts it into passages; where all lanes are taken it waits for its turn. Cancelling the task
    /// ends the reading within 50 ms.
    package func read(_ source: DocumentSource) async throws(IngestionError) -> IngestedDocument {
        let extracted = try await extract(source)
        let passages = PassageCutter.passages(of: extracted.blocks)
        if passages.isEmpty { throw .noText(format: extracted.format, scannedPages: 0) }
        guard passages.count <= limits.passages else { throw .tooManyPassages(limit: limits.passages) }
        return IngestedDocument(
            format: extracted.format, title: extracted.title.map(CleanText.line).flatMap { $0.isEmpty ? nil : $0 },
            passages: passages)
    }

    /// Reads a regular file; one that is too large is refused without being opened.
    package func read(file path: String) async throws(IngestionError) -> IngestedDocument {
        let bytes = try DocumentFile.bytes(path, limit: limits.documentSize)
        return try await read(DocumentSource(name: URL(fileURLWithPath: path).lastPathComponent, bytes: bytes))
    }

    /// Ends the processes; what is read at the moment ends as `cancelled`.
    package func close() async {
        for lane in lanes { lane.interrupt() }
        for lane in lanes { await lane.close() }
    }

    /// The running processes, for tests.
    func processes() async -> [Int32] {
        var all: [Int32] = []
        for lane in lanes { if let process = await lane.processID { all.append(process) } }
        return all
    }

    private func extract(_ source: DocumentSource) async throws(IngestionError) -> ExtractedText {
        guard source.bytes.count <= min(limits.documentSize, ExtractWire.longestDocument) else {
            throw .tooLarge(bytes: source.bytes.count, limit: limits.documentSize)
        }
        let request = ExtractRequest(
            name: Self.shortened(source.name), mediaType: Self.shortened(source.mediaType ?? ""),
            processorSeconds: UInt32(limits.processorSeconds), bytes: source.bytes)
        let before = waiting.add(1, ordering: .relaxed).oldValue
        defer { waiting.subtract(1, ordering: .relaxed) }
        guard before < limits.waiting + limits.atOnce else { throw .busy(waiting: limits.waiting) }
        // The one with the fewest before it.
        guard let lane = lanes.min(by: { $0.load < $1.load }) else { throw .cancelled }
        return try await lane.extract(request, seconds: Double(limits.seconds))
    }

    /// The end of a name says its format.
    private static func shortened(_ text: String) -> String {
        var text = text[...]
        while text.utf8.count > ExtractWire.longestName { text = text.dropFirst() }
        return String(text)
    }
}
